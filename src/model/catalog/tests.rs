//! The embedded assets are whole and fit each other.

use std::collections::BTreeSet;

use super::{Catalog, FieldKind, ProofBy, PsaFacts};
use crate::model::id::{PsaId, SiteId};

fn psa<'a>(catalog: &'a Catalog, id: &str) -> &'a PsaFacts {
    catalog.psa(&PsaId::from(id)).expect("it is in the catalogue")
}

/// Names that are there twice.
fn twice<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    names.filter(|it| !seen.insert(*it)).collect()
}

#[test]
fn a_cover_says_what_the_whole_file_says() {
    let whole = Catalog::embedded();
    let covers = whole.psas.iter().map(|it| (&it.id, &it.name, &it.needs));
    let read: Vec<_> = Catalog::covers().collect();
    assert!(covers.eq(read.iter().map(|it| (&it.id, &it.name, &it.needs))), "{read:?}");
}

#[test]
fn every_embedded_asset_can_be_read() {
    let catalog = Catalog::embedded();
    let psas: Vec<&str> = catalog.psas.iter().map(|it| it.id.0.as_str()).collect();
    let integrations: Vec<&str> = catalog.integrations.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(psas, ["connectwise", "autotask"]);
    assert_eq!(integrations, ["sync365", "read-only"]);
}

#[test]
fn every_fact_has_a_source_and_every_file_a_day() {
    let catalog = Catalog::embedded();
    for psa in &catalog.psas {
        let all = [("psa", &psa.source), ("locate", &psa.locate.source), ("guide", &psa.guide.source)]
            .into_iter()
            .chain(psa.sites.iter().map(|it| (it.id.0.as_str(), &it.source)))
            .chain(psa.fields.iter().map(|it| (it.id.0.as_str(), &it.source)))
            .chain(psa.functions.iter().map(|it| (it.id.0.as_str(), &it.source)))
            .chain(psa.lists.iter().map(|it| (it.id.0.as_str(), &it.source)))
            .chain(psa.crosses.iter().map(|it| (it.id.as_str(), &it.source)));
        let without: Vec<&str> = all.filter(|(_, source)| source.len() < 10).map(|(id, _)| id).collect();
        assert_eq!(without, Vec::<&str>::new(), "{}", psa.id);
    }
    for it in &catalog.integrations {
        assert!(it.source.len() >= 10, "{}", it.id);
    }
    let days = catalog.psas.iter().map(|it| &it.read).chain(catalog.integrations.iter().map(|it| &it.read));
    let no_days: Vec<&String> = days.filter(|it| it.parse::<jiff::civil::Date>().is_err()).collect();
    assert_eq!(no_days, Vec::<&String>::new());
}

#[test]
fn every_id_is_there_once() {
    for psa in &Catalog::embedded().psas {
        assert_eq!(twice(psa.sites.iter().map(|it| it.id.0.as_str())), Vec::<&str>::new());
        assert_eq!(twice(psa.sites.iter().map(|it| it.origin.host())), Vec::<&str>::new());
        assert_eq!(twice(psa.sites.iter().flat_map(|it| &it.also).map(String::as_str)), Vec::<&str>::new());
        assert_eq!(twice(psa.fields.iter().map(|it| it.id.0.as_str())), Vec::<&str>::new());
        assert_eq!(twice(psa.fields.iter().flat_map(|it| &it.also).map(String::as_str)), Vec::<&str>::new());
        assert_eq!(twice(psa.functions.iter().map(|it| it.id.0.as_str())), Vec::<&str>::new());
        assert_eq!(twice(psa.lists.iter().map(|it| it.id.0.as_str())), Vec::<&str>::new());
        assert_eq!(twice(psa.crosses.iter().map(|it| it.id.as_str())), Vec::<&str>::new());
        for list in &psa.lists {
            assert_eq!(twice(list.columns.iter().map(|it| it.id.as_str())), Vec::<&str>::new(), "{}", list.id);
        }
    }
}

#[test]
fn every_list_starts_with_its_id_and_shows_what_fits_80_columns() {
    for psa in &Catalog::embedded().psas {
        for list in &psa.lists {
            let first = &list.columns[0];
            assert_eq!((first.id.as_str(), first.field.as_str(), first.shown), ("id", "id", true), "{}", list.id);
            let n_shown = list.columns.iter().filter(|it| it.shown).count();
            assert!((4..=6).contains(&n_shown), "{} shows {n_shown}", list.id);
        }
    }
}

#[test]
fn what_one_fact_names_of_another_is_there() {
    for psa in &Catalog::embedded().psas {
        assert!(psa.field(&psa.locate.by).is_some_and(|it| it.kind == FieldKind::Plain), "{}", psa.id);
        for list in &psa.lists {
            assert!(list.right.as_ref().is_none_or(|it| psa.function(it).is_some()), "{}", list.id);
            assert!(list.parent.as_ref().is_none_or(|it| psa.list(it).is_some()), "{}", list.id);
            assert_eq!(list.parent.is_some(), list.path.contains("{parent}"), "{}", list.id);
        }
        for cross in &psa.crosses {
            assert!(psa.function(&cross.right).is_some(), "{}", cross.id);
            assert!(cross.from.right.as_ref().is_none_or(|it| psa.function(it).is_some()), "{}", cross.id);
            assert!(psa.lists.iter().any(|it| it.path == cross.to.path && it.parent.is_none()), "{}", cross.id);
        }
    }
}

#[test]
fn every_right_of_an_integration_names_a_function() {
    let catalog = Catalog::embedded();
    for integration in &catalog.integrations {
        for (id, needs) in &integration.psa {
            let psa = catalog.psa(id).expect("parse checked it");
            let unknown = needs.rights.iter().filter(|it| psa.function(&it.function).is_none());
            assert_eq!(unknown.count(), 0, "{} {id}", integration.id);
        }
    }
}

#[test]
fn sync365_uses_every_function_and_so_does_its_guide() {
    let catalog = Catalog::embedded();
    let sync365 = catalog.integration("sync365").expect("it is in the catalogue");
    for psa in &catalog.psas {
        let needed: BTreeSet<&str> =
            sync365.needs(&psa.id).into_iter().flat_map(|it| &it.rights).map(|it| it.function.0.as_str()).collect();
        let known: BTreeSet<&str> = psa.functions.iter().map(|it| it.id.0.as_str()).collect();
        assert_eq!(needed, known);
    }
}

#[test]
fn sync365_needs_what_its_article_lists() {
    let catalog = Catalog::embedded();
    let sync365 = catalog.integration("sync365").expect("it is in the catalogue");
    let row = |id: &str| {
        let needs = sync365.needs(&PsaId::from(id)).expect("it works with both");
        let facts = psa(&catalog, id);
        let of = |it: &crate::model::integration::Right| {
            let function = facts.function(&it.function).expect("parse checked it");
            let optional = it.optional.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
            format!("{} / {}: {}{optional}", function.module, function.name, it.needed())
        };
        needs.rights.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(
        row("connectwise"),
        [
            "Companies / Company Maintenance: inquire All",
            "Companies / Contacts: add, edit, inquire All",
            "Finance / Agreement Invoicing: inquire All",
            "Finance / Agreements: add, edit, inquire All",
            "Finance / Invoicing: inquire All",
            "Procurement / Product Catalog: inquire All",
            "Procurement / Products: inquire All",
            "System / Table Setup: edit, inquire All",
            "System / Table Setup: Agreements / Agreement Type: Allow access",
            "System / Table Setup: Agreements / Batch: Allow access",
            "System / Table Setup: Contacts / Contact Type: Allow access (only when notifications are used)",
            "System / Table Setup: Service / Priority: Allow access (only when notifications are used)",
            "System / Table Setup: Service / Service Board: Allow access (only when notifications are used)",
            "Service Desk / Service Tickets: add, inquire All (only for ticket notifications)",
        ]
    );
    assert_eq!(
        row("autotask"),
        [
            "Contracts / View: All",
            "Contracts / Add: yes",
            "Contracts / Can modify Service/Bundle on contract charges: yes",
            "Contracts / Contract visibility: Full",
            "CRM / Customer & Cancelations: All",
            "CRM / Accounts (Organizations): add yes; edit yes",
            "CRM / Contacts: add yes",
            "Inventory / Inventory items: view All",
            "Inventory / Products: view All",
            "Inventory / Product notes: edit All",
            "Admin / Accounts & Contacts: yes",
            "Admin / Products, Services & Inventory: yes",
            "Admin / Contracts & Un-Posting: yes",
            "Web Services API / Can log in to the Web Services API: yes",
        ]
    );
}

#[test]
fn autotask_has_22_zones_and_a_number_means_its_host() {
    let catalog = Catalog::embedded();
    let autotask = psa(&catalog, "autotask");
    assert_eq!(autotask.sites.len(), 22);
    let numbered = |it: &super::Site| it.id.0.strip_prefix("ws").map(|n| (n.to_owned(), it.origin.host().to_owned()));
    let numbered: Vec<(String, String)> = autotask.sites.iter().filter_map(numbered).collect();
    assert_eq!(numbered.len(), 20);
    for (n, host) in numbered {
        assert_eq!(host, format!("webservices{n}.autotask.net"));
        let site = autotask.site(&SiteId(format!("ws{n}"))).expect("it was just seen");
        assert_eq!(site.also, [format!("ww{n}.autotask.net")]);
    }
}

#[test]
fn connectwise_hosts_have_the_prefix_that_the_cloud_needs() {
    let catalog = Catalog::embedded();
    let connectwise = psa(&catalog, "connectwise");
    let prefix = connectwise.address.prefix.as_deref().expect("the cloud has one");
    for site in &connectwise.sites {
        let browser = site.origin.host().strip_prefix(prefix).expect("it starts with it");
        assert_eq!(site.also[0], browser);
        assert!(connectwise.address.domains.iter().any(|it| browser.ends_with(&format!(".{it}"))), "{browser}");
    }
}

#[test]
fn a_probe_reads_one_id_and_nothing_more() {
    for psa in &Catalog::embedded().psas {
        for function in &psa.functions {
            match &function.proof {
                ProofBy::Role { probe: Some(probe), .. } => {
                    assert!(probe.starts_with('/') && probe.ends_with("?pageSize=1&fields=id"), "{probe}");
                }
                ProofBy::Role { probe: None, .. }
                | ProofBy::Item { .. }
                | ProofBy::Entity { .. }
                | ProofBy::Login
                | ProofBy::Nothing { .. } => {}
            }
        }
    }
}

#[test]
fn a_site_can_be_answered_elsewhere() {
    let mut catalog = Catalog::embedded();
    let here: crate::model::origin::Origin = "http://127.0.0.1:4711".parse().expect("it is loopback");
    catalog.answer_site_at(&PsaId::from("connectwise"), &SiteId::from("eu"), &here);
    assert_eq!(psa(&catalog, "connectwise").site(&SiteId::from("eu")).map(|it| &it.origin), Some(&here));
    assert_ne!(psa(&catalog, "connectwise").site(&SiteId::from("na")).map(|it| &it.origin), Some(&here));
}

#[test]
fn a_text_about_any_psa_has_the_words_of_the_one_that_was_chosen() {
    let catalog = Catalog::embedded();
    let reads = |psa: &str| catalog.psa(&psa.into()).unwrap().words.fill("{companies} and {agreements}, {other}");
    assert_eq!(reads("connectwise"), "companies and agreements, {other}");
    assert_eq!(reads("autotask"), "accounts and contracts, {other}");
    for it in &catalog.integrations {
        let texts =
            [&it.what, &it.reads, &it.writes].map(|text| text.replace("{agreements}", "").replace("{companies}", ""));
        assert!(texts.iter().all(|it| !it.contains(['{', '}']) && !it.contains("contract")), "{texts:?}");
    }
}
