# Where connections are, and which product.
place-scenario = --scenario is about the sandbox
place-scenario-next = Add --demo, or use psa-connect sandbox.
place-no-home = this account has no home directory
place-no-home-next = Name one with --config-dir.
place-no-integration = there is no integration and no file named { $named }
place-no-integration-next = Name one of { $names }, or a file that says what a product needs.
place-name-a-text-file = Name a text file.
place-integration-next = Mend that line; assets/integrations/read-only.toml is a file to copy from.
