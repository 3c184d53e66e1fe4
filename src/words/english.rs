//! The English texts.

use super::Language;

/// English.
pub const ENGLISH: Language = Language {
    code: "en",
    areas: &[
        ("digits", include_str!("../../assets/words/en/digits.ftl")),
    ],
};
