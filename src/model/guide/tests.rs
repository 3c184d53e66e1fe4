//! The guide as people read it.

use std::collections::BTreeSet;

use crate::model::{
    catalog::{Catalog, PsaFacts},
    id::PsaId,
    integration::Integration,
};

use super::{GuideLine, SheetFormat, Way, blanks, lines, sheet};

/// Every PSA with every integration that works with it.
fn pairs(catalog: &Catalog) -> Vec<(&PsaFacts, &Integration)> {
    let of = |psa| catalog.integrations.iter().map(move |it| (psa, it));
    catalog.psas.iter().flat_map(of).filter(|(psa, it)| it.needs(&psa.id).is_some()).collect()
}

fn written(psa: &str, integration: &str, format: SheetFormat) -> String {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&PsaId::from(psa)).expect("the PSA is in the catalogue");
    sheet(facts, catalog.integration(integration).expect("the integration is in the catalogue"), format)
}

fn brief(psa: &str, way: Way) -> String {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&PsaId::from(psa)).expect("the PSA is in the catalogue");
    let integration = catalog.integration("read-only").expect("the integration is in the catalogue");
    let line = |it: &GuideLine| {
        let menu = it.menu.as_ref().map(|it| format!("\n    at {it}")).unwrap_or_default();
        let why = it.why.as_ref().map(|it| format!("\n    why {it}")).unwrap_or_default();
        format!("{} [{}]{menu}\n    {}{why}\n", it.id, it.section, it.text)
    };
    lines(facts, integration, way).iter().map(line).collect()
}

#[test]
fn the_connectwise_sheet_reads_well_as_text() {
    insta::assert_snapshot!(written("connectwise", "sync365", SheetFormat::Text));
}

#[test]
fn the_connectwise_sheet_reads_well_as_markdown() {
    insta::assert_snapshot!(written("connectwise", "sync365", SheetFormat::Markdown));
}

#[test]
fn the_autotask_sheet_reads_well_as_text() {
    insta::assert_snapshot!(written("autotask", "sync365", SheetFormat::Text));
}

#[test]
fn the_autotask_sheet_reads_well_as_markdown() {
    insta::assert_snapshot!(written("autotask", "sync365", SheetFormat::Markdown));
}

#[test]
fn least_privilege_makes_the_role_before_the_user_who_gets_it() {
    insta::assert_snapshot!(brief("connectwise", Way::LeastPrivilege));
}

#[test]
fn the_simple_way_says_what_it_grants_beyond_the_need() {
    insta::assert_snapshot!(brief("autotask", Way::Simple));
}

#[test]
fn every_line_has_a_name_of_its_own_and_no_blank_left() {
    let catalog = Catalog::embedded();
    for (psa, integration) in pairs(&catalog) {
        for way in [Way::Simple, Way::LeastPrivilege] {
            let lines = lines(psa, integration, way);
            let ids: BTreeSet<&str> = lines.iter().map(|it| it.id.as_str()).collect();
            assert_eq!(ids.len(), lines.len(), "{} {} {way:?}", psa.id, integration.id);
            let texts = |it: &GuideLine| [Some(it.text.clone()), it.menu.clone(), it.why.clone()];
            let left: Vec<String> =
                lines.iter().flat_map(texts).flatten().filter(|it| it.contains(['{', '}'])).collect();
            assert_eq!(left, Vec::<String>::new(), "{} {} {way:?}", psa.id, integration.id);
        }
    }
}

#[test]
fn least_privilege_has_a_line_for_every_right_and_the_simple_way_for_none() {
    let catalog = Catalog::embedded();
    for (psa, integration) in pairs(&catalog) {
        let rights = |way| {
            let lines = lines(psa, integration, way);
            lines.iter().filter_map(|it| it.id.strip_prefix("right-").map(str::to_owned)).collect::<Vec<_>>()
        };
        let needed: Vec<String> = integration
            .needs(&psa.id)
            .expect("pairs are filtered")
            .rights
            .iter()
            .map(|it| it.function.0.clone())
            .collect();
        assert_eq!(rights(Way::LeastPrivilege), needed);
        assert_eq!(rights(Way::Simple), Vec::<String>::new());
    }
}

#[test]
fn every_line_of_the_guide_is_on_both_sheets() {
    let catalog = Catalog::embedded();
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (psa, integration) in pairs(&catalog) {
        let text = squeezed(&sheet(psa, integration, SheetFormat::Text));
        let markdown = squeezed(&sheet(psa, integration, SheetFormat::Markdown).replace('\\', ""));
        for line in [Way::Simple, Way::LeastPrivilege].into_iter().flat_map(|it| lines(psa, integration, it)) {
            assert!(text.contains(&line.text), "{}: {}", line.id, line.text);
            let cell = line.text.rsplit(": ").next().unwrap_or(&line.text);
            assert!(markdown.contains(cell), "{}: {cell}", line.id);
        }
    }
}

#[test]
fn no_line_of_a_text_sheet_is_wider_than_78_columns() {
    let catalog = Catalog::embedded();
    for (psa, integration) in pairs(&catalog) {
        let text = sheet(psa, integration, SheetFormat::Text);
        let wide: Vec<&str> = text.lines().filter(|it| it.chars().count() > 78 || it.ends_with(' ')).collect();
        assert_eq!(wide, Vec::<&str>::new());
        assert!(!text.contains("\n\n\n"), "one empty line is enough");
    }
}

#[test]
fn a_hostile_integration_can_neither_drive_the_terminal_nor_break_the_table() {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&PsaId::from("connectwise")).expect("the PSA is in the catalogue");
    let mut integration = catalog.integration("sync365").expect("the integration is in the catalogue").clone();
    integration.name = "Evil\u{1b}[2J | <script>".into();
    let text = sheet(facts, &integration, SheetFormat::Text);
    assert_eq!(text.lines().next(), Some("Connect Evil\u{241b}[2J | <script> to ConnectWise PSA"));
    let markdown = sheet(facts, &integration, SheetFormat::Markdown);
    assert_eq!(markdown.lines().next(), Some("# Connect Evil\u{241b}\\[2J \\| \\<script> to ConnectWise PSA"));
}

#[test]
fn an_integration_that_does_not_work_with_the_psa_has_no_guide() {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&PsaId::from("autotask")).expect("the PSA is in the catalogue");
    let mut integration = catalog.integration("sync365").expect("the integration is in the catalogue").clone();
    integration.psa.remove(&facts.id);
    assert_eq!(lines(facts, &integration, Way::Simple), []);
    assert_eq!(sheet(facts, &integration, SheetFormat::Markdown), "");
}

#[test]
fn a_blank_without_a_value_stays_visible() {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&PsaId::from("connectwise")).expect("the PSA is in the catalogue");
    assert_eq!(blanks(&facts.guide), ["key_description", "member_id", "member_name", "role_name"]);
    let mut integration = catalog.integration("sync365").expect("the integration is in the catalogue").clone();
    integration.psa.get_mut(&facts.id).expect("it works with it").values.remove("member_id");
    assert!(sheet(facts, &integration, SheetFormat::Text).contains("Member ID \"{member_id}\""));
}
