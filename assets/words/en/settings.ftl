# What is wrong with a settings file.
settings-fault = line { $line }{ $key }: expected { $expected }
settings-expects-toml = TOML: key = value, or a [table]
settings-expects-key = { $missing } in this table
settings-no-such-setting = a setting of docs/settings.md; there is none of this name
settings-only-account = it in the file of an account only

# Settings that cannot be used.
settings-database = --database: { $why }
settings-give = Give { $expected }.
settings-variable-expects = { $name }: expected { $expected }
settings-variable-next = Set it to that, or unset it: unset { $name }
settings-out-of-range = out of range
