# Where connections are, and which product.
place-scenario = --scenario is about the sandbox
place-scenario-next = Add --demo, or use psa-connect sandbox.
place-no-home = this account has no home directory
place-no-home-next = Name one with --config-dir.
place-no-integration = there is no integration and no file named { $named }
place-no-integration-next = Name one of { $names }, or a file that says what a product needs.
place-name-a-text-file = Name a text file.
place-integration-next = Mend that line; assets/integrations/read-only.toml is a file to copy from.

# The full screen, from the command line.
place-no-input = the set-up asks, and --no-input forbids it
place-no-input-next = Leave out --no-input.
place-plays-answers = Taking your answers; a look-up may take a while. Ctrl-C stops.
place-plays-stopped-next = Nothing was saved.
place-answers-kept = Your answers are kept without the keys. Take them up with: psa-connect
place-pull-stopped = The pull of { $name } was stopped; what was read stays. Go on with: psa-connect pull { $name }
place-saved = Saved: { $name }, { $psa }, { $site }
place-saved-next = Next: psa-connect test { $name }
place-log-is = The log is { $log }.
place-terminal-failed = the terminal failed: { $error }
place-terminal-failed-next = Start it again; the commands work without a full screen.
place-cannot-start = psa-connect cannot start: { $error }
place-cannot-start-next = Check the limits of this account (ulimit -a).
