//! The transport against servers that misbehave: each way to fail has its own name, and no key goes astray.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod bodies;
mod certificates;
mod chains;
mod credentials;
mod hostile;
mod pins;
mod proxies;
mod retries;
mod roads;
mod second;
mod tls;
