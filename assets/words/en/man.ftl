# The manual page.
man-no-command = there is no command named { $command }
man-name-one = Name one of { $commands }.
