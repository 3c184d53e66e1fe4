//! What the texts say between their values, by which words of this program's own are told from those that came into a text.

use fluent_syntax::{
    ast::{Entry, Expression, Pattern, PatternElement},
    parser,
};

use super::{LANGUAGES, SPOKEN, open};

/// The runs of two words and more that stand between values, of every text in the language that is spoken. A word that
/// touches a value is in none.
pub fn phrases() -> Vec<String> {
    let (language, _) = SPOKEN.get_or_init(|| open(LANGUAGES[0]));
    language.areas.iter().flat_map(|(_, texts)| of_area(texts)).collect()
}

/// Stands for a value.
const VALUE: char = '\0';

fn of_area(texts: &str) -> Vec<String> {
    // What cannot be parsed is found by `tests/words`.
    let resource = parser::parse(texts).unwrap_or_else(|(part, _)| part);
    let mut found = vec![];
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        for text in message.value.iter().flat_map(written) {
            let words: Vec<&str> = text.split_whitespace().collect();
            let runs = words.split(|it| it.contains(VALUE)).filter(|it| it.len() > 1);
            found.extend(runs.map(|it| it.join(" ")));
        }
    }
    found
}

/// Every way in which a text may come out.
fn written(pattern: &Pattern<&str>) -> Vec<String> {
    let mut all = vec![String::new()];
    for element in &pattern.elements {
        let ways = match element {
            PatternElement::TextElement { value } => vec![(*value).to_owned()],
            PatternElement::Placeable { expression: Expression::Inline(_) } => vec![VALUE.to_string()],
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                variants.iter().flat_map(|it| written(&it.value)).collect()
            }
        };
        all = all.iter().flat_map(|before| ways.iter().map(move |it| format!("{before}{it}"))).collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::of_area;

    #[test]
    fn what_stands_between_values_is_told_and_what_touches_one_is_not() {
        assert_eq!(of_area("a-b = not as { $who } writes it, in { $file }: one\n"), ["not as", "writes it, in"]);
        let plural = "a-c = { $n ->\n        [one] one file is\n       *[other] { $n } files are\n    } there\n";
        assert_eq!(of_area(plural), ["one file is there", "files are there"]);
    }
}
