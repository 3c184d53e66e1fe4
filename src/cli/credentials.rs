//! `credentials`: a login as one line of JSON, for programs that ask another for theirs.

use clap::Args;
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
    /// Which connection [default: the one that psa-connect default shows]
    name: Option<String>,
    /// Print it on a terminal, too
    #[arg(long)]
    show: bool,
}

/// The version of the line. It counts the changes that break a reader.
const VERSION: u8 = 1;

/// Prints the line.
pub(super) async fn run(global: &Global, asked: &Asked) -> Result<ExitCode, Trouble> {
    let sight = if asked.show { Sight::Allowed } else { Sight::Refused };
    sight.check()?;
    let handed = Handed::open(global, asked.name.as_deref()).await?;
    handed.note(Manner::Credentials, None)?;
    pour(&line(&handed))?;
    Ok(ExitCode::Fine)
}

/// The line, in a buffer that is large enough from the beginning: one that grows leaves copies behind.
fn line(handed: &Handed) -> Zeroizing<Vec<u8>> {
    let room = room(handed);
    let mut line = Zeroizing::new(Vec::with_capacity(room));
    let facts = [("name", handed.name.as_str()), ("psa", handed.psa.0.as_str()), ("url", handed.url.as_str())];
    line.extend_from_slice(format!("{{\"version\":{VERSION},").as_bytes());
    for (key, value) in facts {
        pair(&mut line, key, value);
        line.push(b',');
    }
    line.extend_from_slice(b"\"fields\":{");
    for (at, (id, value)) in handed.fields.iter().enumerate() {
        if at > 0 {
            line.push(b',');
        }
        pair(&mut line, &id.0, value.expose());
    }
    line.extend_from_slice(b"}}\n");
    line
}

/// How many bytes the line has at most: one that is escaped takes six.
fn room(handed: &Handed) -> usize {
    let fields = handed.fields.iter().map(|(id, value)| id.0.len() + 6 * value.expose().len() + 8);
    256 + handed.name.as_str().len() + handed.psa.0.len() + 6 * handed.url.len() + fields.sum::<usize>()
}

fn pair(line: &mut Vec<u8>, key: &str, value: &str) {
    // Texts can always be written as JSON, and a Vec takes all of it.
    let _ = serde_json::to_writer(&mut *line, key);
    line.push(b':');
    let _ = serde_json::to_writer(line, value);
}

#[cfg(test)]
mod tests {
    use crate::{
        cli::handed::Handed,
        model::{id::FieldId, id::PsaId, saved::Name, secret::Secret},
        store::HandOvers,
    };

    #[test]
    fn the_buffer_never_grows_and_the_version_comes_first() {
        for value in ["", "plain", &"\u{1}".repeat(500), &"\u{1f680}\"\\".repeat(99)] {
            let handed = Handed {
                name: Name::new("acme").unwrap(),
                psa: PsaId::from("autotask"),
                url: "https://psa.example/v1.0".into(),
                fields: ["user_name", "secret"].map(|it| (FieldId::from(it), Secret::new(value))).into(),
                known_parts: vec![],
                log: HandOvers::of(std::path::Path::new("nowhere")),
            };
            let (line, room) = (super::line(&handed), super::room(&handed));
            assert!(line.starts_with(b"{\"version\":1,\"name\":\"acme\",\"psa\":\"autotask\",") && line.len() <= room);
            let parsed: serde_json::Value = serde_json::from_slice(&line).unwrap();
            assert_eq!(parsed["fields"]["secret"], value);
        }
    }
}
