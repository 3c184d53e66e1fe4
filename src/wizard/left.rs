//! What is left to do in the PSA after a test: pages to open, and what to set on each.

use crate::model::{
    catalog::PsaFacts,
    integration::Needs,
    report::{Report, RightFinding},
    right::Proof,
};

use super::{
    matrix,
    screen::{FindingItem, FindingState, Item},
};

/// What is left, page by page.
pub(super) struct Left {
    pages: Vec<Page>,
}

/// One page of the PSA.
struct Page {
    /// Its menu path.
    menu: String,
    /// What is set there.
    settings: Vec<FindingItem>,
    /// Whether the integration does without all of it.
    optional: bool,
}

/// Gathers what a test showed to be missing, partial or hidden. What is needed comes before what can be left out.
pub(super) fn left(facts: &PsaFacts, needs: &Needs, report: &Report) -> Left {
    let mut pages: Vec<Page> = vec![];
    let mut add = |menu: String, setting: FindingItem, optional: bool| match pages
        .iter_mut()
        .find(|it| it.menu == menu && it.optional == optional)
    {
        Some(page) => page.settings.push(setting),
        None => pages.push(Page { menu, settings: vec![setting], optional }),
    };
    let short = |it: &&RightFinding| matches!(it.proof, Proof::Missing | Proof::Partial);
    for right in &needs.rights {
        let finding = report.rights.iter().filter(short).find(|it| it.right == right.function);
        let Some((finding, function)) = finding.zip(facts.function(&right.function)) else { continue };
        let row = matrix::right_item(function, right, Some(finding), FindingState::Waiting);
        let (menu, label) = page_of(&function.menu);
        add(menu, FindingItem { label, took: None, ..row }, right.optional.is_some());
    }
    for sight in report.sights.iter().filter(|it| it.is_blind()) {
        let Some(function) = facts.function(&sight.right) else { continue };
        let row = matrix::sight_item(facts, sight);
        let (menu, name) = page_of(&function.menu);
        let found = format!("{}: {}", row.found, row.label);
        let row = FindingItem { label: name, needed: "every row".into(), found, took: None, ..row };
        add(menu, row, !matrix::lacks(needs, sight));
    }
    pages.sort_by_key(|it| it.optional);
    Left { pages }
}

/// A menu path without its last part, and that part.
fn page_of(menu: &str) -> (String, String) {
    let (page, last) = menu.rsplit_once(" > ").unwrap_or(("", menu));
    (page.to_owned(), last.to_owned())
}

impl Left {
    /// Says whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// `3 clicks left`.
    pub(super) fn title(&self) -> String {
        let n: usize = self.pages.iter().map(|it| it.settings.len()).sum();
        if n == 1 { "1 click left".to_owned() } else { format!("{n} clicks left") }
    }

    /// A heading for each page and a row for each setting on it.
    pub(super) fn items(&self) -> Vec<Item> {
        let page = |page: &Page| {
            let without = if page.optional { " (can be left out)" } else { "" };
            let heading = Item::Heading(format!("{}{without}", page.menu));
            let rows = page.settings.iter().cloned().map(Item::Finding);
            std::iter::once(heading).chain(rows).collect::<Vec<_>>()
        };
        self.pages.iter().flat_map(page).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Left, left};
    use crate::{
        model::{
            catalog::Catalog,
            report::{Confidence, Report, RightFinding, Seen, Sight},
            right::Proof,
        },
        wizard::screen::Item,
    };

    fn finding(right: &str, proof: Proof) -> RightFinding {
        RightFinding {
            right: right.into(),
            found: "inquire None".into(),
            proof,
            request: String::new(),
            evidence: vec![],
            confidence: Confidence::High,
            took: Duration::ZERO,
            confirmed: None,
        }
    }

    fn told(left: &Left) -> Vec<String> {
        let line = |it: Item| match it {
            Item::Heading(page) => Some(page),
            Item::Finding(row) => Some(format!("- {}: {}", row.label, row.needed)),
            Item::Text { .. }
            | Item::Verbatim(_)
            | Item::Choice { .. }
            | Item::Tick { .. }
            | Item::Field(_)
            | Item::List { .. }
            | Item::Connection { .. } => None,
        };
        left.items().into_iter().filter_map(line).collect()
    }

    fn of(report: &Report) -> Left {
        let catalog = Catalog::embedded();
        let psa = "connectwise".into();
        let needs = catalog.integration("sync365").unwrap().needs(&psa).unwrap();
        left(catalog.psa(&psa).unwrap(), needs, report)
    }

    #[test]
    fn settings_of_one_page_stand_together_and_what_is_there_does_not_stand_at_all() {
        let rights = vec![
            finding("finance.agreements", Proof::Partial),
            finding("companies.contacts", Proof::Granted),
            finding("procurement.products", Proof::Unproven { because: "so".into() }),
            finding("finance.invoicing", Proof::Missing),
        ];
        let left = of(&Report { rights, ..Report::default() });
        assert_eq!(left.title(), "2 clicks left");
        let told = told(&left);
        assert_eq!(told[0], "System > Security Roles > (the role) > Finance");
        assert!(told[1..].iter().all(|it| it.starts_with("- Agreements") || it.starts_with("- Invoicing")), "{told:?}");
        assert_eq!(told.len(), 3);
    }

    #[test]
    fn hidden_rows_are_a_click_too() {
        let seen = Seen::Hidden { hidden: 3, of: 40, examples: vec![] };
        let sight = Sight {
            check: "agreements-of-products".into(),
            looks_for: "agreements that products belong to".into(),
            right: "finance.agreements".into(),
            seen,
            doubt: None,
            confirmed: None,
            request: String::new(),
            took: Duration::ZERO,
        };
        let left = of(&Report { sights: vec![sight], ..Report::default() });
        assert_eq!(told(&left), ["System > Security Roles > (the role) > Finance", "- Agreements: every row"]);
    }

    #[test]
    fn nothing_missing_leaves_nothing() {
        assert!(of(&Report::default()).is_empty());
    }
}
