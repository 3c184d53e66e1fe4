//! The English texts.

use super::Language;

/// English.
pub const ENGLISH: Language = Language {
    code: "en",
    areas: &[
        ("button", include_str!("../../assets/words/en/button.ftl")),
        ("digits", include_str!("../../assets/words/en/digits.ftl")),
        ("done", include_str!("../../assets/words/en/done.ftl")),
        ("drafts", include_str!("../../assets/words/en/drafts.ftl")),
        ("field", include_str!("../../assets/words/en/field.ftl")),
        ("guide", include_str!("../../assets/words/en/guide.ftl")),
        ("header", include_str!("../../assets/words/en/header.ftl")),
        ("help", include_str!("../../assets/words/en/help.ftl")),
        ("home", include_str!("../../assets/words/en/home.ftl")),
        ("integration", include_str!("../../assets/words/en/integration.ftl")),
        ("key", include_str!("../../assets/words/en/key.ftl")),
        ("layers", include_str!("../../assets/words/en/layers.ftl")),
        ("leaf", include_str!("../../assets/words/en/leaf.ftl")),
        ("look", include_str!("../../assets/words/en/look.ftl")),
        ("names", include_str!("../../assets/words/en/names.ftl")),
        ("notice", include_str!("../../assets/words/en/notice.ftl")),
        ("pin", include_str!("../../assets/words/en/pin.ftl")),
        ("preview", include_str!("../../assets/words/en/preview.ftl")),
        ("psa", include_str!("../../assets/words/en/psa.ftl")),
        ("pull", include_str!("../../assets/words/en/pull.ftl")),
        ("question", include_str!("../../assets/words/en/question.ftl")),
        ("refused", include_str!("../../assets/words/en/refused.ftl")),
        ("rights", include_str!("../../assets/words/en/rights.ftl")),
        ("rotate", include_str!("../../assets/words/en/rotate.ftl")),
        ("save", include_str!("../../assets/words/en/save.ftl")),
        ("sights", include_str!("../../assets/words/en/sights.ftl")),
        ("small", include_str!("../../assets/words/en/small.ftl")),
        ("state", include_str!("../../assets/words/en/state.ftl")),
        ("step", include_str!("../../assets/words/en/step.ftl")),
        ("store", include_str!("../../assets/words/en/store.ftl")),
        ("table", include_str!("../../assets/words/en/table.ftl")),
        ("test", include_str!("../../assets/words/en/test.ftl")),
        ("unlock", include_str!("../../assets/words/en/unlock.ftl")),
        ("verdict", include_str!("../../assets/words/en/verdict.ftl")),
    ],
};
