//! A language that nobody speaks: every letter of the English texts has an accent, and every text is longer by two fifths.

use std::fmt::Write as _;

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    parser,
};
use psa_connect::words::{ENGLISH, Language};

/// Makes it from the English texts; nothing of it ships.
pub(crate) fn pseudo() -> Language {
    let areas: Vec<_> = ENGLISH
        .areas
        .iter()
        .map(|(area, texts)| {
            let made: &'static str = area_of(texts).leak();
            (*area, made)
        })
        .collect();
    Language { code: "xx", areas: areas.leak() }
}

fn area_of(texts: &str) -> String {
    let mut made = String::new();
    for entry in &parser::parse(texts).unwrap().body {
        if let Entry::Message(message) = entry {
            writeln!(made, "{} = {}", message.id.name, text(message.value.as_ref().unwrap())).unwrap();
        }
    }
    made
}

fn text(pattern: &Pattern<&str>) -> String {
    let mut made = String::new();
    let mut letters = 0;
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                letters += value.chars().filter(char::is_ascii_alphabetic).count();
                made.extend(value.chars().map(accented));
            }
            PatternElement::Placeable { expression } => made.push_str(&place(expression)),
        }
    }
    // Before a full stop, so that two sentences stay two.
    let end = made.trim_end_matches(['.', ':', '?']).len();
    made.insert_str(end, &"~".repeat(letters * 2 / 5));
    made
}

fn place(expression: &Expression<&str>) -> String {
    match expression {
        Expression::Inline(InlineExpression::VariableReference { id }) => format!("{{ ${} }}", id.name),
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            let mut made = format!("{{ ${} ->\n", id.name);
            for it in variants {
                let (VariantKey::Identifier { name: key } | VariantKey::NumberLiteral { value: key }) = it.key;
                writeln!(made, "    {}[{key}] {}", if it.default { "*" } else { "" }, text(&it.value)).unwrap();
            }
            made + "    }"
        }
        Expression::Inline(_) | Expression::Select { .. } => panic!("{expression:?} is not used in the texts"),
    }
}

/// The letter with a sign, so that a letter without one was not in a text.
fn accented(c: char) -> char {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const OTHER: &str = "áƀçđéƒğħíĵķļɱñóþʠŕšŧúṽŵẋýžÁƁÇĐÉƑĞĦÍĴĶĻṀÑÓÞɊŔŠŦÚṼŴẊÝŽ";
    PLAIN.chars().position(|it| it == c).and_then(|at| OTHER.chars().nth(at)).unwrap_or(c)
}

#[test]
fn the_pseudo_language_has_every_text_with_its_values_and_is_longer() {
    use crate::catalogue::Texts;
    let (pseudo, english) = (Texts::of(pseudo()), Texts::of(ENGLISH));
    assert_eq!(pseudo.wrong, [""; 0]);
    assert_eq!(pseudo.differs_from(&english), [""; 0]);
    assert_eq!(area_of("a-b = Save { $n } of it.\n"), "a-b = Šáṽé { $n } óƒ íŧ~~~.\n");
}
