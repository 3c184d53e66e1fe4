//! Words of this program's own, told from all others: of a log or an error only the first leave this host.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use crate::words::phrases;

use super::Shortened;

/// The words of every fault there is.
const FAULTS: &str = include_str!("../../../../assets/faults.toml");

/// What the log says besides.
const LOGGED: &str = "
    started failed job name panicked locate reach test right preview mirror sum up mirrors pull save write sheet try stores
    unlock choose passphrase add recipient remove rename move undo last check old key open stamp record fault list request
    status bytes reply no pages written rows read to its end looked at tried asked again the of is are was not were be could
    a an and for in on by with connection path key psa says what changed draft kept as it report another removed secret
    secrets store login sent only this process knows that being attempt refused counts if might have been hour refusal
    forgotten longer after left cut off has open other accounts GET POST query system info ok passed skipped unclear
    signals cannot waited program does itself signal ends companies agreements contracts products version granted partial
    missing unproven confirmed high medium low All My None inquire edit delete Restricted true false file line encrypted
    settings variable option unset set expected mode belongs uid directory there yet home config vendor TLS TCP HTTP direct
    proxy certificate issued days day expires own host address addresses step server clock behind ahead in through
    integration connectwise autotask default found ended stopped outcome ms tested previewed pulled nothing mirrored summed
    saved wrote opened stamped recorded unlocked moved located because checks rights lists";

static OWN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words = FAULTS.split(|c: char| !c.is_alphabetic()).chain(LOGGED.split_whitespace());
    words.filter(|it| it.len() <= 20).map(str::to_lowercase).collect()
});

/// Unit: characters. A longer number may be one of somebody's.
const LONGEST_NUMBER: usize = 6;

/// A text without the words that are not this program's own. Names are shortened before.
pub(super) fn own_words(text: &str, names: &Shortened) -> String {
    let text = names.shorten(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut kept: Vec<String> = vec![];
    let mut at = 0;
    while at < words.len() {
        let said = said(&words[at..]);
        if said > 0 {
            kept.extend(words[at..at + said].iter().map(|it| (*it).to_owned()));
            at += said;
            continue;
        }
        let word = words[at];
        let word = if is_own(word) || names.is_vendors(word) { word.to_owned() } else { with_own_label(word) };
        // One sign for a run of them.
        if word != HIDDEN || kept.last().is_none_or(|it| it != HIDDEN) {
            kept.push(word);
        }
        at += 1;
    }
    kept.join(" ")
}

/// What the texts of this program say between their values, by their first words, the longest first.
static PHRASES: LazyLock<HashMap<String, Vec<Vec<String>>>> = LazyLock::new(|| {
    let mut all: HashMap<String, Vec<Vec<String>>> = HashMap::new();
    for phrase in phrases() {
        let words: Vec<_> = phrase.split_whitespace().map(bare).collect();
        // What is left beside a sign is a word alone.
        if words.iter().filter(|it| it.contains(char::is_alphanumeric)).count() < 2 {
            continue;
        }
        all.entry(words[0].clone()).or_default().push(words);
    }
    for it in all.values_mut() {
        it.sort_by_key(|words| std::cmp::Reverse(words.len()));
    }
    all
});

/// How many words from the first on are, one behind the other, what a text of this program says. A word alone says nothing:
/// it may be anybody's name.
fn said(words: &[&str]) -> usize {
    let is_said = |phrase: &&Vec<String>| {
        phrase.len() <= words.len() && phrase.iter().zip(words).all(|(said, word)| *said == bare(word))
    };
    let phrases = words.first().and_then(|it| PHRASES.get(&bare(it)));
    phrases.and_then(|it| it.iter().find(is_said)).map_or(0, Vec::len)
}

/// A word without the signs around it; signs alone are themselves, for none is like every other.
fn bare(word: &str) -> String {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() { word.to_owned() } else { bare.to_lowercase() }
}

/// What stands for words that are left out.
pub(super) const HIDDEN: &str = "(...)";

/// `name=…` keeps its name.
fn with_own_label(word: &str) -> String {
    match word.split_once('=') {
        Some((label, _)) if !label.is_empty() && is_own(label) => format!("{label}={HIDDEN}"),
        Some(_) | None => HIDDEN.to_owned(),
    }
}

/// Says whether every part of a word is known.
fn is_own(word: &str) -> bool {
    let parts = word.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty());
    parts.into_iter().all(|part| {
        let is_number = part.len() <= LONGEST_NUMBER && part.bytes().all(|it| it.is_ascii_digit());
        is_number || OWN.contains(&part.to_lowercase()) || super::shortened::KINDS.contains(&part)
    })
}

/// Says whether a part of a path is of a known name.
pub(super) fn is_known(part: &str) -> bool {
    is_own(part)
        || ["psa-connect", "psa-connect.log", "hand-overs.log", ".config", ".local", "share", "etc"].contains(&part)
}

/// One line of the log: when, how grave, where, and what of it is in own words.
pub(super) fn line(line: &str, names: &Shortened) -> String {
    let mut words = line.split_whitespace();
    let head = (words.next(), words.next(), words.next());
    let (Some(at), Some(level), Some(target)) = head else { return super::told::characters(line) };
    let is_head = super::reports::is_time(at)
        && ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"].contains(&level)
        && target.starts_with("psa_connect")
        && target.len() <= 60
        && target.bytes().all(|it| it.is_ascii_lowercase() || matches!(it, b'_' | b':'));
    if !is_head {
        return super::told::characters(line);
    }
    let says = words.collect::<Vec<_>>().join(" ");
    format!("{at} {level} {target} {}", own_words(&says, names))
}

#[cfg(test)]
mod tests {
    use super::{PHRASES, bare};

    #[test]
    fn a_sign_stands_for_itself_alone_and_no_phrase_is_a_word_beside_signs() {
        assert_eq!((bare("-").as_str(), bare("#!?").as_str(), bare("(Said),").as_str()), ("-", "#!?", "said"));
        for phrase in PHRASES.values().flatten() {
            let words: Vec<_> = phrase.iter().map(String::as_str).collect();
            assert!(words.iter().all(|it| !it.is_empty()), "{words:?}");
            assert!(words.iter().filter(|it| it.contains(char::is_alphanumeric)).count() > 1, "{words:?}");
        }
    }
}
