# A pasted note: what of it is for the site step.
note-address = the address
note-nothing = What you pasted says nothing about this step.
note-taken = Taken from what you pasted: { $what }.
note-check = Check it before you go on.
note-rest-waits = The rest waits for the login step, where you see it before it is used.
note-waiting = Waiting for the login step: { $what }.

# On the login step.
note-other-site = The note is for { $host }, but keys will go to { $chosen } only. Go back to the site if that is wrong.
note-several-first = There is more than one { $field } in the note. The first is taken; if that is wrong, paste the right one alone.
note-several-by-label = There is more than one { $field } in the note. The one with the clearest label is taken; if that is wrong, paste the right one alone.
note-left-out = Left out: { $what }.
note-swap = Swap them
note-swap-these = Swap { $one } and { $other }
note-may-be-swapped = If the keys changed places, use "Swap { $one } and { $other }" at the Login step.
note-swapped = "{ $one }" and "{ $other }" have changed places.
note-swapped-next = Nothing was sent. Check both before you go on.
