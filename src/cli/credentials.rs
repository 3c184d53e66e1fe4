//! `credentials`: a login as one line of JSON, for programs that ask another for theirs.

use std::io::Write as _;

use clap::Args;
use serde_json::json;
use zeroize::Zeroizing;

use crate::model::{fault::ExitCode, hand_over::Manner};

use super::{
    Global,
    handed::{Handed, Sight, pour},
    say::Trouble,
};

/// What `credentials` was asked.
#[derive(Args, Debug)]
pub(super) struct Asked {
    /// Which connection
    name: String,
    /// Print it on a terminal, too
    #[arg(long)]
    show: bool,
}

/// The version of the line. It counts the changes that break a reader.
const VERSION: u8 = 1;

/// Prints the line.
pub(super) async fn run(global: &Global, asked: &Asked) -> Result<ExitCode, Trouble> {
    Sight::of(&asked.show).check()?;
    let handed = Handed::open(global, &asked.name).await?;
    handed.note(Manner::Credentials, None)?;
    pour(&line(&handed))?;
    Ok(ExitCode::Fine)
}

/// The line, in a buffer that is large enough from the beginning: one that grows leaves copies behind.
fn line(handed: &Handed) -> Zeroizing<Vec<u8>> {
    // A character that is escaped takes six bytes for each of its own at most.
    let fields = handed.fields.iter().map(|(id, value)| id.0.len() + 6 * value.expose().len() + 8);
    let room = 256 + handed.name.as_str().len() + handed.psa.0.len() + 6 * handed.url.len() + fields.sum::<usize>();
    let mut line = Zeroizing::new(Vec::with_capacity(room));
    let facts = json!({ "version": VERSION, "name": handed.name.as_str(), "psa": handed.psa.0, "url": handed.url });
    let facts = facts.to_string();
    line.extend_from_slice(facts.trim_end_matches('}').as_bytes());
    line.extend_from_slice(b",\"fields\":{");
    for (at, (id, value)) in handed.fields.iter().enumerate() {
        if at > 0 {
            line.push(b',');
        }
        // Texts can always be written, and a Vec takes all of them.
        let _ = serde_json::to_writer(&mut *line, &id.0);
        line.push(b':');
        let _ = serde_json::to_writer(&mut *line, value.expose());
    }
    let _ = line.write_all(b"}}\n");
    line
}
