# What looks wrong about a value.
paste-same = This is the same as "{ $field }". One of the two is wrong.
paste-swapped = This and "{ $field }" look as if they had changed places.
paste-no-more-than-the-value = Check that no more than the value was copied.
paste-space = Character { $at } is a space. { $remedy }
paste-odd-character = Character { $at } is none of the plain letters, digits and punctuation. Type it again by hand.
paste-value-for = This looks like a value for "{ $field }".
paste-two-parts = There is a + or : in it. Each part has a field of its own; { $field } is one of them.
paste-guid = This is a GUID (8-4-4-4-12 digits), which a { $field } is not.
paste-member-password = A { $field } has letters and digits only. The password of a member does not work here.
paste-no-guid = A { $field } has 32 digits 0-9 and a-f in groups of 8-4-4-4-12; this has another form.
paste-email-no = This looks like an e-mail address, not a { $field }.
paste-before-the-plus = Only what stands before the + is the { $field }; the key after it has its own field.
paste-email = This looks like an e-mail address. { $help }
paste-web-address = This looks like a web address. { $help }
paste-long = This is long for a { $field }: { $n } characters. { $help }
paste-no-address = This is not of the form name@domain. { $help }
paste-person = This may be a person's own e-mail address. { $help }
paste-length = A { $field } usually has { $usual } characters. Check that all of it was copied, and no more.

# What was taken off a value.
paste-cut = everything after { $n } characters
paste-line-break = a line break at the { $place ->
        [start] start
       *[end] end
    }
paste-space-at = a space at the { $place ->
        [start] start
       *[end] end
    }
paste-invisible = an invisible character at the { $place ->
        [start] start
       *[end] end
    }
paste-quotes = quotes around it
paste-line-break-middle = a line break in the middle
paste-control-middle = a control character in the middle
paste-invisible-middle = an invisible character in the middle

# What was left out of a note.
paste-mail-encoding = the encoding of an e-mail
paste-quote-marks = the > marks of a quoted message
paste-signature = the signature below
paste-tags = the tags of a page
paste-marks-around = marks around the { $field }
paste-remark-behind = a remark behind the { $field }
paste-too-long = That is more than a megabyte: the paste was dropped
