//! What is left to do in the PSA after a test, drawn page by page. What that is, [`model::left`](crate::model::left) says.

use crate::{
    model::{
        catalog::PsaFacts,
        integration::Needs,
        left::{self, Left},
        report::Report,
    },
    words,
};

use super::{
    matrix,
    screen::{FindingItem, FindingState, Item},
};

/// A heading for each page and a row for each place on it.
pub(super) fn items(facts: &PsaFacts, needs: &Needs, report: &Report, left: &[Left]) -> Vec<Item> {
    let pages = left.chunk_by(|a, b| (a.optional, a.page()) == (b.optional, b.page()));
    pages
        .flat_map(|page| {
            let title = page[0].page().to_owned();
            let title =
                if page[0].optional { words::with("test-page-optional", &[("page", title.into())]) } else { title };
            let rows = page.iter().filter_map(|it| row(facts, needs, report, it)).map(Item::Finding);
            std::iter::once(Item::Heading(title)).chain(rows).collect::<Vec<_>>()
        })
        .collect()
}

/// One place: its first right, else its first cross-check, and all that there is to say of it.
fn row(facts: &PsaFacts, needs: &Needs, report: &Report, left: &Left) -> Option<FindingItem> {
    let right = |id: &String| {
        let right = needs.rights.iter().find(|it| it.function.0 == *id)?;
        let finding = report.rights.iter().find(|it| it.right == right.function);
        Some(matrix::right_item(facts.function(&right.function)?, right, finding, FindingState::Waiting))
    };
    let sight = |key: &String| {
        let row = matrix::sight_item(facts, report.sights.iter().find(|it| it.check == *key)?);
        let found = format!("{}: {}", row.found, row.label);
        Some(FindingItem { needed: words::say("test-every-row").into(), found, ..row })
    };
    let rows = left.rights.iter().filter_map(right).chain(left.sights.iter().filter_map(sight));
    let last = left.menu.rsplit(" > ").next().unwrap_or_default().to_owned();
    rows.reduce(|mut one, more| {
        if !one.needed.ends_with(&more.needed) {
            one.needed = format!("{}; {}", one.needed, more.needed);
        }
        one.found = format!("{}; {}", one.found, more.found);
        one.detail.extend(more.detail);
        one
    })
    .map(|it| FindingItem { label: last, took: None, ..it })
}

/// `3 things left to set`.
pub(super) fn title(left: &[Left]) -> String {
    left::heading(left.len())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{items, title};
    use crate::{
        model::{
            catalog::Catalog,
            left::left_of,
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

    /// The title and the items, a line each.
    fn told(report: &Report) -> Vec<String> {
        let catalog = Catalog::embedded();
        let psa = "connectwise".into();
        let (facts, needs) = (catalog.psa(&psa).unwrap(), catalog.integration("sync365").unwrap().needs(&psa).unwrap());
        let left = left_of(facts, needs, report);
        let line = |it: Item| match it {
            Item::Heading(page) => Some(page),
            Item::Finding(row) => Some(format!("- {}: {}", row.label, row.needed)),
            Item::Text { .. }
            | Item::Verbatim(_)
            | Item::Choice { .. }
            | Item::Tick { .. }
            | Item::Field(_)
            | Item::List { .. }
            | Item::Row(_)
            | Item::Connection { .. } => None,
        };
        [title(&left)].into_iter().chain(items(facts, needs, report, &left).into_iter().filter_map(line)).collect()
    }

    fn hidden(check: &str) -> Sight {
        Sight {
            doubt: None,
            confirmed: None,
            check: check.into(),
            looks_for: format!("{check} that others name"),
            right: "finance.agreements".into(),
            seen: Seen::Hidden { hidden: 3, of: 40, examples: vec![] },
            request: String::new(),
            took: Duration::ZERO,
        }
    }

    #[test]
    fn settings_of_one_page_stand_together_and_what_is_there_does_not_stand_at_all() {
        let rights = vec![
            finding("finance.agreements", Proof::Partial),
            finding("companies.contacts", Proof::Granted),
            finding("procurement.products", Proof::Unproven { because: "so".into() }),
            finding("finance.invoicing", Proof::Missing),
        ];
        let told = told(&Report { rights, ..Report::default() });
        assert_eq!(told[..2], ["2 things left to set", "System > Security Roles > (the role) > Finance"]);
        assert!(told[2..].iter().all(|it| it.starts_with("- Agreements") || it.starts_with("- Invoicing")), "{told:?}");
        assert_eq!(told.len(), 4);
    }

    #[test]
    fn what_hides_rows_is_left_too_and_one_with_the_right_that_is_set_there() {
        let page = "System > Security Roles > (the role) > Finance";
        let sights = vec![hidden("agreements"), hidden("types")];
        let report = Report { sights, ..Report::default() };
        assert_eq!(told(&report), ["1 thing left to set", page, "- Agreements: every row"]);
        let rights = vec![finding("finance.agreements", Proof::Partial)];
        let told = told(&Report { rights, ..report });
        assert_eq!(told[..2], ["1 thing left to set", page]);
        assert!(told[2].starts_with("- Agreements: ") && told[2].ends_with("; every row"), "{told:?}");
    }

    #[test]
    fn nothing_missing_leaves_nothing() {
        assert_eq!(told(&Report::default()), ["0 things left to set"]);
    }
}
