//! What a screen has that is worth taking along: addresses, commands, paths, values to type into the PSA. No secret is
//! among it, for no field is.

use crate::{
    wizard::{
        event::ItemId,
        screen::{Item, Screen, Told},
    },
    words,
};

use super::view::leaf;

/// One text to take along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub label: String,
    /// The text, one line.
    pub text: String,
}

/// The copy page while it is open: which piece is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Counted from the first.
    pub at: usize,
}

/// What is called so in a sentence of the guide: the words before a value in quotes.
const NAMED: usize = 3;

/// Words before a value that are no name of a field, and yet say that it is typed or chosen.
const NAMES: [&str; 4] = ["name", "description", "name:", "description:"];

/// Everything worth taking along: of the opened finding if there is one, else of the screen. Each text once.
pub fn pieces(screen: &Screen, opened: Option<&ItemId>) -> Vec<Piece> {
    let mut all = match opened.and_then(|it| leaf::find(screen, it)) {
        Some(finding) => finding.detail.iter().filter_map(told).collect(),
        None => of_screen(screen),
    };
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|it| !it.text.is_empty() && seen.insert(it.text.clone()));
    all
}

fn told(it: &Told) -> Option<Piece> {
    match it {
        Told::Says(_) => None,
        Told::Pair { label, value } => Some(Piece { label: (*label).to_owned(), text: value.clone() }),
        Told::Menu(menu) => Some(Piece { label: words::say("copy-set-it-at").into(), text: menu.clone() }),
    }
}

fn of_screen(screen: &Screen) -> Vec<Piece> {
    let mut all = vec![];
    let mut menus: Vec<_> = screen.notice.iter().filter_map(|it| it.menu.as_ref()).collect();
    let mut above = screen.title.as_str();
    for item in &screen.items {
        match item {
            Item::Heading(says) | Item::Text { text: says, .. } if !says.is_empty() => above = says,
            Item::Verbatim(text) => {
                let label = does(text).unwrap_or_else(|| above.trim_end_matches(':'));
                all.push(Piece { label: label.to_owned(), text: text.clone() });
            }
            Item::Tick { menu, text, .. } => {
                all.extend(quoted(text));
                menus.extend(menu);
            }
            Item::Heading(_)
            | Item::Text { .. }
            | Item::Choice { .. }
            | Item::Field(_)
            | Item::Finding(_)
            | Item::List { .. }
            | Item::Row(_)
            | Item::Connection { .. } => {}
        }
    }
    all.extend(menus.into_iter().map(|it| Piece { label: words::say("copy-where-to-click").into(), text: it.clone() }));
    all
}

/// What a command of ours does.
fn does(text: &str) -> Option<&'static str> {
    match text.strip_prefix("psa-connect ")?.split(' ').next()? {
        "pull" => Some(words::say("done-does-pull")),
        "test" => Some(words::say("done-does-test")),
        "export" => Some(words::say("done-does-export")),
        "undo" => Some(words::say("done-does-undo")),
        _ => None,
    }
}

/// The values of `Add a member with Member ID "S365" and Member Name "Sync 365".`
fn quoted(says: &str) -> Vec<Piece> {
    let parts: Vec<_> = says.split('"').collect();
    let values = parts.windows(2).step_by(2).filter(|_| parts.len() % 2 == 1);
    values
        .filter_map(|it| {
            let words: Vec<_> = it[0].split_whitespace().collect();
            // Names of fields are capitalised; `with the name "Sync 365"` has none.
            let is_name = |it: &&&str| it.starts_with(char::is_uppercase);
            let named = words.iter().rev().take(NAMED).take_while(is_name).count();
            // A value is typed where something is named; what is only clicked or spoken of is none.
            let is_named = named > 0 || words.last().is_some_and(|it| NAMES.contains(it));
            let label = words[words.len() - named.max(1).min(words.len())..].join(" ");
            let label = label.trim_end_matches(':').to_owned();
            is_named.then(|| Piece { label, text: it[1].to_owned() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Piece, quoted};

    #[test]
    fn values_of_the_guide_are_those_in_quotes_with_the_names_before_them() {
        let piece = |label: &str, text: &str| Piece { label: label.into(), text: text.into() };
        assert_eq!(
            quoted("Add a member with Member ID \"S365\" and Member Name \"Sync 365\"."),
            [piece("Member ID", "S365"), piece("Member Name", "Sync 365")]
        );
        assert_eq!(quoted("Add a role with the name \"Sync 365\" and save it."), [piece("name", "Sync 365")]);
        assert_eq!(quoted("\"S365\" is it, with \"api-\" in front"), []);
        assert_eq!(quoted("Open the tab \"API Members\"."), []);
        assert_eq!(quoted("one \" alone"), []);
    }
}
