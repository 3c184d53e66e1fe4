copy-taken = a connection named { $name } is already saved
copy-set-up-waits = a set-up named { $name } waits to be finished
copy-unknown-psa = this psa-connect does not know the PSA "{ $psa }"
copy-unknown-psa-next = Use a version of psa-connect that knows it.
copy-done = Copied without its keys. Enter them with: psa-connect setup { $name }
copy-other-name = Choose another name.

# The page of texts to take along.
copy-page-says = Enter sends one to your terminal. If that does not take it, select it here: each stands alone on its line, and what was sent is printed once more when you leave.
copy-nothing = Nothing on this screen has to be taken along.
copy-sent = Sent to your terminal; it is printed again when you leave
copy-too-long = Too long for a terminal's clipboard: select it here
copy-set-it-at = Set it at
copy-where-to-click = Where to click
