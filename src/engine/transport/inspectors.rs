//! Products that look into TLS on the way, told by the issuer of the certificates that they make.

use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    inspector: Vec<Inspector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inspector {
    name: String,
    issuer: Vec<String>,
}

static KNOWN: LazyLock<Vec<Inspector>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../../assets/inspectors.toml"))
        .expect("a test reads this file, which is part of the program");
    file.inspector
});

/// The product whose CA has this name, if it is a known one. A CA that was renamed is not.
pub(super) fn named_in(issuer: &str) -> Option<&'static str> {
    let issuer = issuer.to_lowercase();
    let is_named = |it: &&Inspector| it.issuer.iter().any(|word| holds(&issuer, &word.to_lowercase()));
    KNOWN.iter().find(is_named).map(|it| it.name.as_str())
}

/// Whether `word` stands in `text` by itself, not as a part of a longer word.
fn holds(text: &str, word: &str) -> bool {
    let is_edge = |it: Option<char>| !it.is_some_and(char::is_alphanumeric);
    let stands_alone = |(at, _): (usize, &str)| {
        is_edge(text[..at].chars().next_back()) && is_edge(text[at + word.len()..].chars().next())
    };
    text.match_indices(word).any(stands_alone)
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, named_in};

    #[test]
    fn every_product_is_found_by_each_of_its_names() {
        assert!(KNOWN.len() >= 20, "{}", KNOWN.len());
        for it in KNOWN.iter() {
            assert!(!it.issuer.is_empty(), "{}", it.name);
            for word in &it.issuer {
                assert_eq!(named_in(&format!("C=US, O={word}, CN=CA")), Some(it.name.as_str()), "{word}");
            }
        }
    }

    #[test]
    fn the_cas_of_the_web_are_no_inspectors() {
        for issuer in [
            "C=US, O=Let's Encrypt, CN=R11",
            "C=US, O=DigiCert Inc, CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1",
            "C=US, O=Amazon, CN=Amazon RSA 2048 M02",
            "C=US, O=Microsoft Corporation, CN=Microsoft Azure RSA TLS Issuing CA 03",
            "C=GB, O=Sectigo Limited, CN=Sectigo Public Server Authentication CA DV R36",
            "CN=Preset Charles Ltd Root",
        ] {
            assert_eq!(named_in(issuer), None, "{issuer}");
        }
    }

    #[test]
    fn case_and_underscores_do_not_hide_a_product() {
        assert_eq!(named_in("CN=FORTINET_CA_SSL"), Some("Fortinet FortiGate"));
    }
}
