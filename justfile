# The tasks of this repository. The checks themselves stand in .ci/run, so that all machines run the same lines.

# Lists the tasks.
default:
    @just --list --unsorted

# Formatting, lints, licences and advisories.
check:
    bash .ci/run fmt clippy deny audit

# All tests.
test:
    bash .ci/run test

# Runs the tests and shows each changed screen for a yes or a no (needs cargo-insta).
snap:
    cargo insta test --review

# Writes docs/faults.md anew from the catalogue of faults.
faults:
    UPDATE_DOCS=1 cargo test --locked --test providers faults_page

# Writes the tables of docs/unattended.md anew from the questions of a set-up.
questions:
    UPDATE_DOCS=1 cargo test --locked --test providers answers_page

# Writes docs/settings.md anew from the list of settings.
settings:
    UPDATE_DOCS=1 cargo test --locked --test providers settings_page

# Writes docs/schema.md anew from the lists of the PSAs and the tables of a mirror.
schema:
    UPDATE_DOCS=1 cargo test --locked --test providers schema_page

# Writes the tables of docs/hand-over.md anew from the facts of the PSAs.
hand-over:
    UPDATE_DOCS=1 cargo test --locked --test commands handed::page

# The whole program against the simulated PSAs: no keys, no network.
demo *ARGS:
    cargo run --locked -- --demo {{ ARGS }}

# Everything, as on a fresh machine.
ci:
    bash .ci/run
