# What keys do, in the footer and the help: one or two words where there is little room.
key-leave = leave (twice, when something was entered)
key-redraw = draw everything again
key-signs = ASCII signs or line drawing
key-shell = to the shell; fg comes back
key-next = next
key-move = move
key-move-back = move back
key-back = back
key-next-step = next step
key-help = help
key-delete-before = delete before the caret
key-delete-at = delete at the caret
key-empty-field = empty the field
key-delete-word = delete a word
key-delete-to-end = delete to the end
key-put-back = put back what was deleted
key-caret = move the caret
key-caret-by-words = move by words
key-start-or-end = to the start or the end
key-scroll = scroll
key-choose = choose
key-tick = tick or choose
key-buttons = from button to button
key-first-or-last = to the first or the last
key-rows = rows
key-pages = pages
key-search = search
key-sort = sort
key-close = close
key-first-or-last-row = first or last row
key-keep = keep
key-end-search = end search
key-empty-text = empty the text
key-next-row = next row
key-row-before = the row before
key-close-help = close the help

key-copy-out = copy out
key-send = send

# What the keys do where the focus is, in the footer.
key-details = details
key-show-or-fold = show or fold
key-open = open
key-resume = resume
key-press = press
key-no-shell = There is no shell above psa-connect here that could bring it back
