# What is wrong with a settings file.
settings-fault = line { $line }{ $key }: expected { $expected }
settings-expects-toml = TOML: key = value, or a [table]
settings-expects-key = { $missing } in this table
settings-no-such-setting = a setting of docs/settings.md; there is none of this name
settings-only-account = it in the file of an account only
