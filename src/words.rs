//! Every text that a person reads, by its name, in the language that was chosen.
//!
//! The texts are `assets/words/<language>/<area>.ftl` (Project Fluent), embedded; the first word of a text's name is its area,
//! and an area is parsed when its first text is wanted. That a name exists and has just the values that it is given is seen in
//! the sources by `tests/words`, so nothing here can fail. This layer imports nothing of ours and reads nothing outside.

use std::sync::OnceLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

pub mod digits;
mod english;
mod phrases;

pub use english::ENGLISH;
pub use phrases::phrases;

/// A value that a text has a place for: a number by which a plural is chosen, or a text.
pub type Value<'a> = FluentValue<'a>;

/// The name of a text, for tables that are made before the language is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word(&'static str);

/// A language and its texts.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// Its code: `en`. What stands before the first sign of a locale is compared with it.
    pub code: &'static str,
    /// The name and the texts of each area.
    pub areas: &'static [(&'static str, &'static str)],
}

/// The languages that ship. The first is spoken where none fits.
pub const LANGUAGES: [Language; 1] = [ENGLISH];

/// An area, parsed.
type Book = FluentBundle<FluentResource>;

/// What is spoken. One process speaks one language, so that a text is as easy to use as a literal.
static SPOKEN: OnceLock<(Language, Vec<OnceLock<Book>>)> = OnceLock::new();

/// Speaks this language from now on. Only the first choice counts, and speaking before it is a choice of English.
pub fn speak(language: Language) {
    SPOKEN.get_or_init(|| open(language));
}

/// The language of a locale such as `de_DE.UTF-8`: the value of `LC_ALL`, `LC_MESSAGES` or `LANG`.
pub fn language_of(locale: &str) -> Language {
    let code = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
    LANGUAGES.into_iter().find(|it| it.code.eq_ignore_ascii_case(code)).unwrap_or(LANGUAGES[0])
}

/// The text of this name, which has no place for a value.
pub fn say(id: &'static str) -> &'static str {
    let book = book(id);
    let text = book.get_message(id).and_then(|it| it.value()).expect("tests/words finds every name in every language");
    let mut errors = vec![];
    match book.format_pattern(text, None, &mut errors) {
        std::borrow::Cow::Borrowed(text) => text,
        // `tests/words` wants such a text to be one piece, and then it is borrowed.
        std::borrow::Cow::Owned(text) => text.leak(),
    }
}

/// The text of this name with its values.
pub fn with(id: &'static str, values: &[(&'static str, Value<'_>)]) -> String {
    let book = book(id);
    let text = book.get_message(id).and_then(|it| it.value()).expect("tests/words finds every name in every language");
    let values: FluentArgs<'_> = values.iter().cloned().collect();
    let mut errors = vec![];
    let said = book.format_pattern(text, Some(&values), &mut errors).into_owned();
    debug_assert!(errors.is_empty(), "{id}: {errors:?}");
    said
}

/// Names in a row: `Public key and Private key`.
pub fn all_of(names: &[impl AsRef<str>]) -> String {
    let mut names = names.iter().map(|it| it.as_ref().to_owned());
    let first = names.next().unwrap_or_default();
    names.fold(first, |before, last| with("names-and", &[("before", before.into()), ("last", last.into())]))
}

impl Word {
    /// No text.
    pub const NONE: Self = Self("");

    /// The text of this name, which has no place for a value.
    pub fn say(self) -> &'static str {
        if self == Self::NONE { "" } else { say(self.0) }
    }
}

/// Names a text for a table.
pub const fn word(id: &'static str) -> Word {
    Word(id)
}

fn open(language: Language) -> (Language, Vec<OnceLock<Book>>) {
    (language, language.areas.iter().map(|_| OnceLock::new()).collect())
}

/// The area of a text.
fn book(id: &str) -> &'static Book {
    let (language, books) = SPOKEN.get_or_init(|| open(LANGUAGES[0]));
    let area = id.split('-').next().unwrap_or_default();
    let at = language.areas.iter().position(|it| it.0 == area).expect("tests/words finds every name in every language");
    books[at].get_or_init(|| parsed(language.code, language.areas[at].1))
}

fn parsed(code: &str, texts: &str) -> Book {
    let mut book = Book::new_concurrent(code.parse().into_iter().collect());
    // The marks would keep right-to-left names from turning a sentence around, and many terminals show them as boxes.
    book.set_use_isolating(false);
    book.set_formatter(Some(|value, _| number(value)));
    // What cannot be parsed, and a name that stands twice, are found by `tests/words`.
    let texts = FluentResource::try_new(texts.to_owned()).unwrap_or_else(|(part, _)| part);
    book.add_resource_overriding(texts);
    book
}

/// Whole numbers are written as the language groups their digits.
fn number(value: &Value<'_>) -> Option<String> {
    let Value::Number(number) = value else { return None };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count, made from an integer")]
    (number.value >= 0.0 && number.value.fract() == 0.0).then(|| digits::grouped(number.value as u64))
}

#[cfg(test)]
mod tests {
    use super::language_of;

    #[test]
    fn a_locale_nobody_has_written_texts_for_gets_english() {
        for locale in ["en_GB.UTF-8", "EN", "de_DE.UTF-8", "C", "POSIX", ""] {
            assert_eq!(language_of(locale).code, "en", "{locale}");
        }
    }
}
