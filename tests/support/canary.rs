//! Finds credentials in bytes that were sent, in whatever form they are.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{server::Asked, tenant::Psa};

/// Headers that hold credentials, as they begin in a head.
const HEADERS: [&str; 6] =
    ["\nauthorization:", "\nclientid:", "\nusername:", "\nsecret:", "\napiintegrationcode:", "\ncookie:"];

/// Every form that the logins' secrets may take: as they are, percent-encoded, and inside any Base64.
pub(crate) fn forms() -> Vec<String> {
    let values = [Psa::ConnectWise, Psa::Autotask].into_iter().flat_map(Psa::secrets);
    values
        .flat_map(|it| {
            let inside = (0..3).map(|before| inside_base64(it, before));
            inside.chain([it.to_owned(), utf8_percent_encode(it, NON_ALPHANUMERIC).to_string()]).collect::<Vec<_>>()
        })
        .collect()
}

/// What is certain of `value` in a Base64 text in which so many bytes (modulo 3) stand before it.
fn inside_base64(value: &str, before: usize) -> String {
    let text = STANDARD_NO_PAD.encode([&vec![0; before], value.as_bytes()].concat());
    let (from, to) = ((before * 8).div_ceil(6), (before + value.len()) * 8 / 6);
    text[from..to].to_owned()
}

/// Bytes of credentials among `bytes`.
pub(crate) fn bytes_of_credentials(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    forms().iter().map(|it| text.matches(it.as_str()).count() * it.len()).sum()
}

impl Asked {
    /// Says whether it came with credentials.
    pub(crate) fn has_credentials(&self) -> bool {
        let head = String::from_utf8_lossy(&self.bytes).to_lowercase();
        HEADERS.iter().any(|it| head.contains(it)) || bytes_of_credentials(&self.bytes) > 0
    }
}

#[test]
fn credentials_are_found_in_every_form() {
    let [public, private] = ["canary-Public-5f1d", "canary-Private-9c27"];
    let basic = STANDARD_NO_PAD.encode(format!("acme+{public}:{private}"));
    for text in [public, private, &basic, "canary%2DSecret%2B4q%7EZ"] {
        assert!(bytes_of_credentials(text.as_bytes()) > 15, "{text}");
    }
    assert_eq!(bytes_of_credentials(b"GET /canary HTTP/1.1"), 0);
}
