copy-taken = a connection named { $name } is already saved
copy-set-up-waits = a set-up named { $name } waits to be finished
copy-unknown-psa = this psa-connect does not know the PSA "{ $psa }"
copy-unknown-psa-next = Use a version of psa-connect that knows it.
copy-done = Copied without its keys. Enter them with: psa-connect setup { $name }
copy-other-name = Choose another name.
