# The demo.
demo-cannot-next = Check that this account may listen on 127.0.0.1 and write to the temporary directory.
demo-cannot-start = the sandbox cannot start
demo-no-directory = the demo has no directory
demo-kept-in = Connections of this run are kept in { $folder } and go when it ends.
demo-kept-where-named = Connections are kept in the directory that you named.
demo-banner = Demo with simulated PSAs on this host, "{ $name }": { $story }
