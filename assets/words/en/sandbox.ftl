# The sandbox as a server.
sandbox-scale = --scale is { $scale }
sandbox-scale-next = 1 is 240 companies; 10000/20000/50000 names them.
sandbox-cannot-start = the sandbox cannot start: { $error }
sandbox-cannot-start-next = Choose other ports with --port.
sandbox-no-signals = signals cannot be heard: { $error }
sandbox-serving = Serving. Ctrl-C ends it.
sandbox-no-scenario = there is no scenario named { $name }
