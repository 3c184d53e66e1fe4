//! Every way a connection is known to fail, played by a hostile server and told by its name: through the wizard and
//! through `test`, in plain text and over TLS.
//!
//! The rows are data, one file a theme, in `rows`. Each states what the server does, which kind of fault must come out,
//! in which words and with which exit code. `cargo test --test faults -- --nocapture` prints the table.

#[path = "../support/authority.rs"]
mod authority;
mod binary;
mod bounds;
#[path = "../support/canary.rs"]
mod canary;
mod certificates;
#[path = "../support/glass.rs"]
mod glass;
#[expect(dead_code, reason = "others press more keys")]
#[path = "../support/hands.rs"]
mod hands;
mod legs;
mod matrix;
mod replies;
mod row;
mod rows;
#[path = "../support/server.rs"]
mod server;
mod six;
mod stage;
mod stopped;
#[path = "../support/tenant.rs"]
mod tenant;
mod wizard;
