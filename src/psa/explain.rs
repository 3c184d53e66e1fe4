//! Explains what somebody pasted (a reply, a status, the error text of another program), offline, from the catalogue.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{
    Psa as _, Reply, autotask,
    body::Body,
    connectwise,
    refusal::{Asked, Rules},
};
use crate::{
    model::{
        fault::{Fault, Kind},
        id::PsaId,
    },
    words,
};

use self::{mask::mask, pasted::Pasted};

mod mask;
mod pasted;

/// One thing that a pasted text may stand for. Safe to show; what looks like a key in the paste is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// For which PSA it holds; `None` for both.
    pub psa: Option<PsaId>,
    /// What it is.
    pub kind: Kind,
    /// What to do next.
    pub next: String,
    /// What in the paste shows it, a clause.
    pub why: String,
}

/// A vendor and how its replies are judged.
struct Vendor {
    id: &'static str,
    rules: Rules,
}

fn vendors() -> [Vendor; 2] {
    [
        Vendor { id: connectwise::ConnectWise.id(), rules: connectwise::refusal::RULES },
        Vendor { id: autotask::Autotask.id(), rules: autotask::refusal::RULES },
    ]
}

/// Texts of other programs, and where they come from.
#[derive(Debug, Deserialize)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the source is for those who read the file, and a test wants it there")
)]
#[serde(deny_unknown_fields)]
struct Phrase {
    kind: Kind,
    #[serde(default)]
    also: Option<Kind>,
    #[serde(default)]
    psa: Option<PsaId>,
    #[serde(default)]
    first: bool,
    needles: Vec<String>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "phrase")]
    phrases: Vec<Phrase>,
}

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("../../assets/explain.toml")).expect("a test reads the embedded phrases");
    file.phrases
});

/// Statuses under which a body without one may have come, those that mean the least by themselves first.
const LIKELY: [u16; 7] = [500, 400, 401, 403, 404, 429, 200];

/// Says what `text` may stand for, the likeliest first; nothing when no reference knows it.
///
/// `status` is that of a reply whose body `text` is. Where the PSA is not named and the two differ, both are told.
pub fn explain(psa: Option<&PsaId>, status: Option<u16>, text: &str) -> Vec<Explained> {
    let text = mask(text);
    let lower = text.to_lowercase();
    let pasted = Pasted::read(&text, status);
    let vendors: Vec<Vendor> = vendors().into_iter().filter(|it| psa.is_none_or(|psa| psa.0 == it.id)).collect();
    let by_phrase = |is_first: bool| {
        let fits =
            |it: &&Phrase| it.first == is_first && psa.is_none_or(|psa| it.psa.as_ref().is_none_or(|it| it == psa));
        PHRASES.iter().filter(fits).find_map(|it| {
            let needle = it.needles.iter().find(|needle| lower.contains(needle.as_str()))?;
            Some(of_phrase(it, needle))
        })
    };
    // A body in a vendor's own form says more than the words around it; words say more than a number among them.
    let steps: [&dyn Fn() -> Vec<Explained>; 5] = [
        &|| by_phrase(true).unwrap_or_default(),
        &|| if pasted.is_whole { by_reply(&vendors, &pasted) } else { vec![] },
        &|| if pasted.is_prose() { vec![] } else { by_body(&vendors, &pasted) },
        &|| by_phrase(false).unwrap_or_default(),
        &|| if pasted.status.is_some() { by_reply(&vendors, &pasted) } else { by_body(&vendors, &pasted) },
    ];
    steps.iter().map(|step| step()).find(|it| !it.is_empty()).unwrap_or_default()
}

fn of_phrase(phrase: &Phrase, needle: &str) -> Vec<Explained> {
    let explained = |kind: Kind| Explained {
        psa: phrase.psa.clone(),
        kind,
        next: kind.entry().next.clone(),
        why: words::with("explain-stands-in-it", &[("text", needle.to_string().into())]),
    };
    [Some(phrase.kind), phrase.also].into_iter().flatten().map(explained).collect()
}

/// What one vendor's rules make of a reply.
struct Judged<'a> {
    vendor: &'a Vendor,
    fault: Fault,
    why: String,
    /// Whether the text, and not the status alone, decided.
    by_text: bool,
}

fn judge<'a>(vendor: &'a Vendor, pasted: &Pasted, status: u16, body: &str) -> Option<Judged<'a>> {
    let asked = Asked { host: words::say("reply-the-psa"), label: words::say("reply-the-request") };
    let reply = |status, body: &str| Reply {
        status,
        headers: pasted.headers.clone(),
        body: body.as_bytes().to_vec(),
        version: String::new(),
        received: None,
    };
    let kind_of = |status, body| vendor.rules.judge(asked, &reply(status, body)).err().map(|it| it.kind());
    let whole = reply(status, body);
    let fault = vendor.rules.judge(asked, &whole).err()?;
    let kind = Some(fault.kind());
    let read = Body::of(&whole);
    let plain = match read {
        Body::Json(_) => "{}",
        Body::Text(_) => "-",
        Body::Broken(_) | Body::NotUtf8(_) | Body::Page(_) | Body::Xml | Body::Empty => body,
    };
    // The text decides when some status with another text means something else.
    let by_text = LIKELY.into_iter().chain([status]).any(|it| kind_of(it, body) == kind && kind_of(it, plain) != kind);
    let said = (vendor.rules.said)(&read);
    let why = if by_text {
        words::with("explain-it-says", &[("text", said.into())])
    } else {
        words::with("explain-status", &[("status", status.to_string().into())])
    };
    (fault.kind() != Kind::Unexpected).then_some(Judged { vendor, fault, why, by_text })
}

/// Explains a reply whose status is known.
fn by_reply(vendors: &[Vendor], pasted: &Pasted) -> Vec<Explained> {
    let Some(status) = pasted.status else { return vec![] };
    let mut judged: Vec<Judged> = vec![];
    for vendor in vendors {
        match &pasted.body {
            Some(body) => judged.extend(judge(vendor, pasted, status, body)),
            // Nobody knows what was in it: whatever a body of the API's own, and one that is not, would mean.
            None if (200..300).contains(&status) => {}
            None => judged.extend(["{}", ""].into_iter().filter_map(|it| judge(vendor, pasted, status, it))),
        }
    }
    merged(judged)
}

/// Explains a body whose status is not known: a text that means the same under every status that it comes with.
fn by_body(vendors: &[Vendor], pasted: &Pasted) -> Vec<Explained> {
    let Some(body) = &pasted.body else { return vec![] };
    let statuses: &[u16] = match &pasted.status {
        Some(status) => std::slice::from_ref(status),
        None if pasted.is_page() => &[200],
        None => &LIKELY,
    };
    let first = |vendor| {
        let mut all = statuses.iter().filter_map(|it| judge(vendor, pasted, *it, body));
        all.find(|it| it.by_text || pasted.is_page())
    };
    merged(vendors.iter().filter_map(first).collect())
}

/// Leaves those that the text decided, where it did, and tells what both vendors share once.
fn merged(mut judged: Vec<Judged>) -> Vec<Explained> {
    if judged.iter().any(|it| it.by_text) {
        judged.retain(|it| it.by_text);
    }
    let mut explained: Vec<Explained> = vec![];
    for Judged { vendor, fault, why, .. } in judged {
        let (kind, next) = (fault.kind(), fault.remedy());
        let psa = Some(PsaId::from(vendor.id));
        let has_menu = kind.entry().menu.is_some();
        match explained.iter_mut().find(|it| it.kind == kind && it.next == next && (!has_menu || it.psa == psa)) {
            Some(same) if same.psa == psa => {}
            Some(same) => same.psa = None,
            None => explained.push(Explained { psa, kind, next, why }),
        }
    }
    explained
}

#[cfg(test)]
mod tests {
    use super::PHRASES;

    #[test]
    fn every_phrase_is_lower_case_has_a_source_and_stands_in_one_row() {
        let mut all: Vec<&str> = vec![];
        for row in PHRASES.iter() {
            assert!(!row.source.is_empty() && !row.needles.is_empty(), "{row:?}");
            for needle in &row.needles {
                assert!(*needle == needle.to_lowercase() && needle.len() > 5, "{needle}");
            }
            all.extend(row.needles.iter().map(String::as_str));
        }
        let n_needles = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n_needles);
    }
}
