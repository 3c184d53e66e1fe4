//! No secret and no token in anything that is said: faults, cards, places, `Debug`, and the log at its most talkative.

use std::{
    io::{self, Write},
    sync::Mutex,
};

use super::*;
use crate::vault_server::{Mood, VaultServer};

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a server may send back: what it was sent, quoted in its own ways, where it was sent that.
fn echoes() -> Vec<Mood> {
    let quoted = |it: &str| it.replace('\\', "\\\\").replace('"', "\\\"");
    let (once, twice) = (quoted(SECRET), quoted(&quoted(SECRET)));
    let json = "content-type: application/json\r\n".to_owned();
    let bodies = |it: &str| {
        [
            (400, format!("{{\"errors\":[\"error parsing {it}\"]}}")),
            (500, format!("{{\"errors\":[\"{it}\"]}}")),
            (403, format!("{{\"errors\":[\"permission denied {it}\"]}}")),
            (200, format!("{{\"data\":{{\"data\":{{\"private_key\":[\"{it}\"]}}}}}}")),
            (200, format!("{{\"data\":\"{it}\",")),
            (307, it.to_owned()),
        ]
    };
    let of_keys = [once, twice].into_iter().flat_map(|it| bodies(&it));
    let of_keys = of_keys.map(|(status, body)| Mood::SaysOfKeys(status, json.clone(), body));
    of_keys.chain(bodies(TOKEN).map(|(status, body)| Mood::Says(status, json.clone(), body))).collect()
}

#[test]
fn nothing_that_is_said_or_logged_holds_a_secret_or_a_token() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    // For all threads: the client's own run on the runtime's.
    tracing::subscriber::set_global_default(subscriber).expect("the only one of this target");
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    let mut told = vec![format!("{:?}", host.save(SECRET).expect("it is saved")), format!("{:?}", host.card())];
    for mood in echoes() {
        server.state().mood = mood;
        told.push(format!("{:?}", host.card()));
        for fault in [host.save("Canary-second-93b1").err(), open(&host.store).err(), host.store.remove(&acme()).err()]
        {
            told.extend(fault.map(|it| format!("{it:?} {it} {}", it.remedy())));
        }
    }
    server.state().mood = Mood::Serving;
    told.push(format!("{:?}", with_token()));
    let logged = String::from_utf8_lossy(&log.0.lock().expect("nobody panicked")).into_owned();
    assert!(logged.contains("127.0.0.1"), "the log is at work");
    assert!(told.len() > 50, "{}", told.len());
    for text in told.iter().chain([&logged]) {
        let at = text.find("Canary");
        assert!(
            at.is_none(),
            "{}",
            at.map(|it| text[it.saturating_sub(200)..].chars().take(300).collect::<String>()).unwrap_or_default()
        );
    }
}
