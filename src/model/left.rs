//! What is left to do in the PSA after a test: menu paths and what to set there, and nothing else.

use super::{
    catalog::PsaFacts,
    document::{self, Document, RightRow, SightRow},
    integration::Needs,
    report::Report,
};
use crate::words;

/// One place to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The menu path.
    pub menu: String,
    /// The ids of the rights that are set there.
    pub rights: Vec<String>,
    /// The keys of the cross-checks whose rows are hidden there.
    pub sights: Vec<String>,
    /// What to do there, clauses: `set add, edit, inquire to All`.
    pub todo: Vec<String>,
    /// Whether all of it can be left out.
    pub optional: bool,
}

impl Left {
    /// All of it on one line: `System > … > Agreements: set inquire to All`.
    pub fn line(&self) -> String {
        let values = [("menu", self.menu.as_str().into()), ("todo", self.todo.join("; ").into())];
        if self.optional { words::with("left-line-optional", &values) } else { words::with("left-line", &values) }
    }

    /// The page of the PSA that it is on: its menu path without the last step.
    pub fn page(&self) -> &str {
        page(&self.menu)
    }
}

/// What is missing, partial or hidden, what is needed before what is optional, in the order of the matrix otherwise.
/// What stands in the same place is one of them.
pub fn left(document: &Document) -> Vec<Left> {
    let tested = document.with_rights();
    places(&tested.rights, &tested.sights)
}

/// The same of a test that is no document yet.
pub fn left_of(facts: &PsaFacts, needs: &Needs, report: &Report) -> Vec<Left> {
    let (rights, sights) = document::rows(facts, needs, report);
    places(&rights, &sights)
}

/// The place of one right and what to set there: `System > … > Agreements: set inquire to All`.
pub fn of_right(right: &RightRow) -> String {
    let (menu, todo) = place(right);
    words::with("left-line", &[("menu", menu.into()), ("todo", todo.into())])
}

/// The same for rows that are hidden.
pub fn of_sight(sight: &SightRow) -> String {
    let todo = words::say("left-lift-it");
    words::with("left-line", &[("menu", sight.menu.as_str().into()), ("todo", todo.into())])
}

/// What was found of a right that is short: `found: add None`.
pub fn found(right: &RightRow) -> String {
    let found = if right.found.is_empty() { words::say("report-nothing") } else { &right.found };
    words::with("test-told-found", &[("found", found.into())])
}

fn places(rights: &[RightRow], sights: &[SightRow]) -> Vec<Left> {
    let mut places: Vec<Left> = vec![];
    for it in rights.iter().filter(|it| it.proof.is_short()) {
        let (menu, todo) = place(it);
        add(&mut places, menu, todo, it.optional).rights.push(it.right.clone());
    }
    for it in sights.iter().filter(|it| it.is_blind()) {
        let menu = if it.menu.is_empty() { &it.right } else { &it.menu };
        add(&mut places, menu, show(it), it.optional).sights.push(it.check.clone());
    }
    // Those of one page stand together, where the first of them stood.
    let pages: Vec<String> = places.iter().map(|it| it.page().to_owned()).collect();
    places.sort_by_key(|it| (it.optional, pages.iter().position(|page| page == it.page())));
    places
}

/// The place with this menu path, with one thing more to do there.
fn add<'a>(places: &'a mut Vec<Left>, menu: &str, todo: String, optional: bool) -> &'a mut Left {
    let at = places.iter().position(|it| it.menu == menu).unwrap_or_else(|| {
        let menu = menu.to_owned();
        places.push(Left { menu, rights: vec![], sights: vec![], todo: vec![], optional });
        places.len() - 1
    });
    let place = &mut places[at];
    place.todo.push(todo);
    place.optional &= optional;
    place
}

/// The heading over them: `3 things left to set`.
pub fn heading(n: usize) -> String {
    words::with("left-heading", &[("n", n.into())])
}

/// A menu path without its last step.
fn page(menu: &str) -> &str {
    menu.rsplit_once(" > ").map_or(menu, |(page, _)| page)
}

/// Where a right is set, and to what.
fn place(right: &RightRow) -> (&str, String) {
    let menu = if right.menu.is_empty() { &right.right } else { &right.menu };
    // ConnectWise's lists of tables: the last step is the one to take.
    if let Some(menu) = menu.strip_suffix(&format!(" > {}", right.needed)) {
        return (menu, lower(&right.needed));
    }
    let levels: Vec<_> = right.needed.split("; ").map(level).collect();
    let todo = if levels.iter().any(Option::is_none) {
        words::with("left-set-to", &[("needed", right.needed.as_str().into())])
    } else {
        let levels: Vec<_> = levels
            .into_iter()
            .flatten()
            .map(|(actions, level)| {
                words::with("left-action-to", &[("actions", actions.into()), ("level", level.into())])
            })
            .collect();
        words::with("left-set", &[("levels", levels.join(", ").into())])
    };
    (menu, todo)
}

/// Splits `add, edit All` into the actions and their level; `None` for a word of the vendor's own.
fn level(part: &str) -> Option<(&str, &str)> {
    part.rsplit_once(' ').filter(|(actions, level)| !actions.is_empty() && !level.is_empty())
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|it| it.to_lowercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

fn show(sight: &SightRow) -> String {
    let SightRow { looks_for, hidden, of, examples, .. } = sight;
    let (hidden, of) = (hidden.unwrap_or_default(), of.unwrap_or_default());
    let (hidden, of) = (("hidden", hidden.to_string().into()), ("of", of.to_string().into()));
    match examples.first() {
        None => words::with("left-lift", &[hidden, of, ("rows", looks_for.into())]),
        Some(first) => {
            words::with("left-lift-example", &[hidden, of, ("rows", looks_for.into()), ("example", first.into())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Left, heading, left};
    use crate::model::document::{Document, Proven, RightRow, SeenWord, SightRow};

    fn right(menu: &str, needed: &str, proof: Proven, optional: bool) -> RightRow {
        RightRow {
            right: menu.to_lowercase(),
            module: String::new(),
            function: String::new(),
            needed: needed.into(),
            why: String::new(),
            found: String::new(),
            proof,
            because: None,
            request: String::new(),
            evidence: vec![],
            confidence: "high".into(),
            doubt: None,
            ms: 0,
            menu: menu.into(),
            optional,
            confirmed: None,
            earlier: None,
        }
    }

    fn lines(document: &Document) -> Vec<String> {
        left(document).iter().map(Left::line).collect()
    }

    #[test]
    fn what_is_missing_is_a_menu_path_and_what_to_set() {
        let rights = vec![
            right("Role > Finance > Agreements", "add, edit All; inquire My", Proven::Missing, false),
            right("Role > Companies > Contacts", "inquire All", Proven::Granted, false),
            right(
                "Role > Setup > Customize > Agreements / Batch > Allow access",
                "Allow access",
                Proven::Missing,
                false,
            ),
            right("Level > Contracts > Contract Visibility", "Full", Proven::Partial, false),
        ];
        let told = [
            "Role > Finance > Agreements: set add, edit to All, inquire to My",
            "Role > Setup > Customize > Agreements / Batch: allow access",
            "Level > Contracts > Contract Visibility: set to Full",
        ];
        assert_eq!(lines(&Document { rights, ..Document::default() }), told);
    }

    #[test]
    fn one_page_stands_together_and_what_is_optional_comes_last() {
        let rights = vec![
            right("Role > Service > Tickets", "add All", Proven::Missing, true),
            right("Role > Finance > Agreements", "inquire All", Proven::Partial, false),
            right("Role > Companies > Contacts", "inquire All", Proven::Partial, false),
            right("Role > Finance > Invoicing", "inquire All", Proven::Missing, false),
        ];
        let told = [
            "Role > Finance > Agreements: set inquire to All",
            "Role > Finance > Invoicing: set inquire to All",
            "Role > Companies > Contacts: set inquire to All",
            "Role > Service > Tickets: set add to All (optional)",
        ];
        assert_eq!(lines(&Document { rights, ..Document::default() }), told);
    }

    #[test]
    fn hidden_rows_are_told_at_the_place_of_their_right() {
        let sights = vec![SightRow {
            doubt: None,
            confirmed: None,
            check: "agreements-of-products".into(),
            looks_for: "agreements that products belong to".into(),
            right: "finance.agreements".into(),
            seen: SeenWord::Hidden,
            hidden: Some(3),
            of: Some(12),
            examples: vec!["agreement 1042 (of product 17)".into()],
            because: None,
            request: String::new(),
            ms: 0,
            menu: "Role > Finance > Agreements".into(),
            optional: false,
        }];
        let rights = vec![right("Role > Finance > Agreements", "inquire All", Proven::Partial, false)];
        let told = "Role > Finance > Agreements: set inquire to All; lift the limit that hides rows (3 of 12 agreements \
                    that products belong to, such as agreement 1042 (of product 17))";
        assert_eq!(lines(&Document { rights, sights, ..Document::default() }), [told]);
        assert_eq!((heading(1), heading(3)), ("1 thing left to set".to_owned(), "3 things left to set".to_owned()));
    }
}
