//! What people paste, and what is made of it.

use proptest::prelude::*;

use super::{Address, AddressFault, read};
use crate::model::{
    catalog::{Catalog, PsaFacts},
    id::{PsaId, SiteId},
    origin::{Origin, Scheme},
};

fn facts(psa: &str) -> PsaFacts {
    Catalog::embedded().psa(&PsaId::from(psa)).expect("it is embedded").clone()
}

/// The origin, the site and the first note or warning.
fn told(psa: &str, pasted: &str) -> (String, Option<String>, Vec<String>, Option<String>) {
    let it = read(&facts(psa), pasted).unwrap_or_else(|it| panic!("{pasted:?} is refused: {it:?}"));
    (it.origin.to_string(), it.site.map(|it| it.0), it.notes, it.warning)
}

fn site(psa: &str, pasted: &str) -> (String, Option<String>) {
    let (origin, site, _, warning) = told(psa, pasted);
    assert_eq!(warning, None, "{pasted:?}");
    (origin, site)
}

fn refused(psa: &str, pasted: &str) -> AddressFault {
    let fault = read(&facts(psa), pasted).expect_err(pasted);
    assert!(fault.what.ends_with('.') && fault.remedy.ends_with('.'), "{fault:?}");
    fault
}

const AUS: &str = "https://api-aus.myconnectwise.net";

#[test]
fn the_browsers_address_of_connectwise_becomes_the_apis() {
    let pasted = "https://aus.myconnectwise.net/v2025_1/ConnectWise.aspx?locale=en_AU&code=a@b&session=new#startscreen";
    let notes = [
        "What follows the host name was left out; the API has its own path.",
        "\"api-\" was put in front: the cloud's API needs it.",
    ];
    let expected = (AUS.to_owned(), Some("aus".to_owned()), notes.map(String::from).to_vec(), None);
    assert_eq!(told("connectwise", pasted), expected);
}

#[test]
fn the_apis_own_address_is_taken_as_it_is() {
    let na = "https://api-na.myconnectwise.net".to_owned();
    for pasted in ["api-na.myconnectwise.net/v4_6_release/apis/3.0", "https://API-NA.myconnectwise.net/"] {
        assert_eq!(told("connectwise", pasted), (na.clone(), Some("na".into()), vec![], None), "{pasted}");
    }
}

#[test]
fn the_old_form_of_the_apis_host_is_put_right() {
    let (origin, site, notes, _) = told("connectwise", "aus-api.myconnectwise.net");
    assert_eq!((origin.as_str(), site.as_deref()), (AUS, Some("aus")));
    assert_eq!(notes, ["aus-api.myconnectwise.net is an old form; the API answers at api-aus.myconnectwise.net."]);
}

#[test]
fn junk_around_an_address_is_taken_away() {
    let expected = (AUS.to_owned(), Some("aus".to_owned()));
    for pasted in [
        "  aus.myconnectwise.net\r\n",
        "\"https://aus.myconnectwise.net/\"",
        "<https://aus.myconnectwise.net>",
        "(aus.myconnectwise.net).",
        "\u{201c}aus.myconnectwise.net\u{201d},",
        "aus.myconnectwise.net.",
        "aus.myconnectwise.net./login",
        "\u{feff}aus.\u{200b}myconnectwise.net",
        "https:/aus.myconnectwise.net",
        "https:\\\\aus.myconnectwise.net\\x",
        "HTTPS://AUS.MYCONNECTWISE.NET",
        "//aus.myconnectwise.net/",
        "https://aus.myconnectwise.net:443/",
        "Our PSA: https://aus.myconnectwise.net/ (Sydney)",
        "site aus.myconnectwise.net",
        "\u{1b}aus.myconnectwise.net\u{7}",
        "`aus.myconnectwise.net",
        "aus",
    ] {
        assert_eq!(site("connectwise", pasted), expected, "{pasted:?}");
    }
}

#[test]
fn plain_http_is_read_as_https_and_said_to_be() {
    let (origin, _, notes, _) = told("connectwise", "http://psa.example.com:80/v4_6_release/apis/3.0/");
    assert_eq!(origin, "https://psa.example.com");
    assert_eq!(notes[0], "\"http://\" was read as \"https://\": keys are sent over https only.");
    assert_eq!(site("connectwise", "http://127.0.0.1:8080/").0, "http://127.0.0.1:8080");
}

#[test]
fn an_own_host_keeps_its_port_and_brings_the_note_on_allow_lists() {
    let facts = facts("connectwise");
    for (pasted, origin) in [
        ("psa.example.com", "https://psa.example.com"),
        ("https://psa.example.com:8443/v4_6_release/apis/3.0", "https://psa.example.com:8443"),
        ("10.1.2.3", "https://10.1.2.3"),
        ("https://10.1.2.3:8443/", "https://10.1.2.3:8443"),
        ("[2001:db8::7]:8443", "https://[2001:db8::7]:8443"),
        ("2001:db8::7", "https://[2001:db8::7]"),
        ("connectwise.example.com", "https://connectwise.example.com"),
    ] {
        let origin: Origin = origin.parse().expect("an origin");
        let notes = facts.address.own_host_note.clone().into_iter().collect();
        assert_eq!(read(&facts, pasted), Ok(Address { origin, site: None, notes, warning: None }), "{pasted}");
    }
    let (_, _, notes, _) = told("connectwise", "psa.example.com/v4_6_release/services/system_io");
    assert_eq!(notes[0], "What follows the host name was left out; the API has its own path.");
}

#[test]
fn a_host_that_only_looks_like_the_vendors_is_loudly_doubted_or_refused() {
    for pasted in ["api-na.myconnectwise.net.evil.example", "api-na.myconnectwise.com", "na.myconnectwlse.net"] {
        let (_, site, _, warning) = told("connectwise", pasted);
        assert_eq!(site, None);
        assert!(warning.is_some_and(|it| it.contains("is not the vendor's domain")), "{pasted}");
    }
    assert!(told("connectwise", "xn--pa-6kc.example").3.is_some_and(|it| it.contains("letters other than a to z")));
    assert!(told("connectwise", "psa").3.is_some_and(|it| it.contains("has no dot")));
    let fault = refused("autotask", "webservices2.autotask.net.evil.example");
    assert_eq!(fault.what, "webservices2.autotask.net.evil.example looks like autotask.net, but it is another domain.");
    assert_eq!(refused("autotask", "psa.example.com").what, "psa.example.com is not an address of Autotask PSA.");
}

#[test]
fn a_backslash_or_an_at_sign_sends_nothing_elsewhere() {
    assert_eq!(site("autotask", "https://ww2.autotask.net\\@evil.example/").0, "https://webservices2.autotask.net");
    for pasted in ["https://ww2.autotask.net@evil.example/", "https://user:canary7f3a@psa.example.com", "a:b@c/d"] {
        let fault = refused("connectwise", pasted);
        assert_eq!(fault.what, "This address has a user name in it.", "{pasted}");
    }
}

#[test]
fn every_form_of_a_zone_is_its_web_services_host() {
    let ws2 = ("https://webservices2.autotask.net".to_owned(), Some("ws2".to_owned()));
    for pasted in [
        "ww2.autotask.net",
        "https://ww2.autotask.net/Mvc/Framework/Navigation.mvc/Landing?x=1",
        "webservices2.autotask.net/atservicesrest/v1.0/",
        "https://webservices2.autotask.net/ATServicesRest/V1.0",
        "workbooks2.autotask.net",
        "webservices2",
        "ww2",
        "ws2",
        "2",
        " 02 ",
        "zone 2",
        "Zone: 2",
        "zone2",
    ] {
        assert_eq!(site("autotask", pasted), ws2, "{pasted:?}");
    }
    assert_eq!(site("autotask", "prde").1.as_deref(), Some("prde"));
    assert_eq!(site("autotask", "https://pres.autotask.net/x").1.as_deref(), Some("pres"));
    assert_eq!(site("autotask", "Australia 2").1.as_deref(), Some("ws26"));
}

#[test]
fn an_unknown_zone_is_doubted_and_never_refused() {
    for pasted in ["ww31.autotask.net", "webservices31.autotask.net", "31", "zone 31", "https://ww31.autotask.net/x"] {
        let (origin, site, _, warning) = told("autotask", pasted);
        assert_eq!((origin.as_str(), site), ("https://webservices31.autotask.net", None), "{pasted}");
        let says = "webservices31.autotask.net is no zone that psa-connect knows. The vendor adds new ones, so it may be \
                    right: check the spelling.";
        assert_eq!(warning.as_deref(), Some(says));
    }
    assert_eq!(told("autotask", "prfr.autotask.net").0, "https://prfr.autotask.net");
    let (origin, _, _, warning) = told("connectwise", "mars.myconnectwise.net");
    assert_eq!(origin, "https://api-mars.myconnectwise.net");
    assert!(warning.is_some_and(|it| it.starts_with("api-mars.myconnectwise.net is no region")));
}

#[test]
fn a_host_without_a_zone_is_explained() {
    for pasted in ["https://www.autotask.net/", "webservices.autotask.net", "autotask.net"] {
        let fault = refused("autotask", pasted);
        assert!(fault.what.ends_with("does not say which zone it is."), "{fault:?}");
        assert!(fault.remedy.starts_with("Type the user name, and the zone is looked up without sending a key;"));
    }
    assert!(refused("connectwise", "www.myconnectwise.net").remedy.starts_with("Type the company ID, and the region"));
}

#[test]
fn the_user_name_in_the_place_of_the_address_is_recognised() {
    let fault = refused("autotask", "k7w2m9x4c1v6b3n@northwind.example");
    assert_eq!(fault.what, "This looks like a user name, not an address.");
    assert_eq!(fault.remedy, "Type it in the field \"User name\": the zone is looked up with it.");
    assert_eq!(refused("connectwise", "jane@northwind.example").what, "This looks like an e-mail address.");
}

#[test]
fn another_product_is_called_by_its_name() {
    for (psa, pasted, says) in [
        ("autotask", "https://pinotage.centrastage.net/csm/", "This is Datto RMM"),
        ("autotask", "na.myconnectwise.net", "This is ConnectWise PSA"),
        ("connectwise", "ww2.autotask.net", "This is Autotask PSA"),
        ("connectwise", "acme.hostedrmm.com", "This is ConnectWise Automate"),
    ] {
        let fault = refused(psa, pasted);
        assert!(fault.remedy.starts_with(says), "{pasted}: {fault:?}");
    }
    assert_eq!(told("connectwise", "notautotask.net.example.com").1, None);
}

#[test]
fn what_is_no_address_is_refused_without_repeating_it() {
    let long = "canary7f3a".repeat(40);
    for (pasted, what) in [
        ("", "No address was given."),
        (" \r\n\t", "No address was given."),
        ("https://", "No address was given."),
        ("ftp://canary7f3a.example", "This is not a web address."),
        ("javascript://canary7f3a", "This is not a web address."),
        ("canary\u{8}7f3a.example", "There is a control character in the address."),
        ("canary7f3a one two", "There are several words here, and it is not clear which is the address."),
        ("a.example canary7f3a.example", "There are several words here, and it is not clear which is the address."),
        ("api-n\u{430}.myconnectwise.net", "There is a letter in the host name that only looks like one from a to z."),
        ("canary7f3a!$%&", "This is not a host name."),
        ("10.0.0.300", "This is not a host name."),
        ("https://psa.example.com:canary7f3a", "The port is not a number from 1 to 65535."),
        (&long, "This is not a host name."),
    ] {
        let fault = refused("connectwise", pasted);
        assert_eq!(fault.what, what, "{pasted:?}");
        assert!(!fault.remedy.contains("canary7f3a"), "{fault:?}");
    }
    assert_eq!(refused("connectwise", &"x".repeat(9000)).what, "This is too long for an address.");
}

#[test]
fn a_name_that_several_sites_have_is_asked_back() {
    let fault = refused("connectwise", "Australia");
    assert_eq!(fault.what, "More than one region is called so: Australia, Australia (second).");
}

#[test]
fn a_port_of_the_vendors_cloud_other_than_443_is_doubted() {
    let (origin, site, _, warning) = told("connectwise", "api-na.myconnectwise.net:8443");
    assert_eq!((origin.as_str(), site), ("https://api-na.myconnectwise.net:8443", None));
    assert!(warning.is_some_and(|it| it.contains("answers on port 443")));
}

#[test]
fn in_the_sandbox_every_address_of_a_site_leads_to_the_sandbox() {
    for psa in ["connectwise", "autotask"] {
        let embedded = Catalog::embedded();
        let id = PsaId::from(psa);
        let mut catalog = embedded.clone();
        let sites = &embedded.psa(&id).expect("it is embedded").sites;
        for (n, site) in sites.iter().enumerate() {
            let port = 4000 + n;
            catalog.answer_site_at(&id, &site.id, &format!("http://127.0.0.1:{port}").parse().expect("an origin"));
        }
        let facts = catalog.psa(&id).expect("it is embedded");
        for (n, site) in sites.iter().enumerate() {
            let port = 4000 + n;
            let own = [
                site.origin.to_string(),
                site.id.0.clone(),
                format!("127.0.0.1:{port}"),
                format!("http://127.0.0.1:{port}/x"),
            ];
            for pasted in own.iter().chain(&site.also) {
                let read = read(facts, pasted).unwrap_or_else(|it| panic!("{pasted}: {it:?}"));
                let expected = (format!("http://127.0.0.1:{port}"), Some(site.id.clone()), None);
                assert_eq!((read.origin.to_string(), read.site, read.warning), expected, "{pasted}");
            }
        }
    }
}

#[test]
fn every_site_of_the_catalogue_is_found_by_each_of_its_hosts() {
    for facts in Catalog::embedded().psas.clone() {
        for site in &facts.sites {
            for pasted in [site.origin.to_string(), site.origin.host().to_owned()].iter().chain(&site.also) {
                let found = read(&facts, pasted).map(|it| (it.origin, it.site));
                assert_eq!(found, Ok((site.origin.clone(), Some(site.id.clone()))), "{pasted}");
            }
        }
    }
}

fn embedded() -> &'static [PsaFacts] {
    static EMBEDDED: std::sync::OnceLock<Vec<PsaFacts>> = std::sync::OnceLock::new();
    EMBEDDED.get_or_init(|| Catalog::embedded().psas.clone())
}

/// Texts that come near addresses more often than chance would.
fn near_addresses() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("https://".to_owned()),
        Just("http:".to_owned()),
        Just("api-".to_owned()),
        Just("ww2".to_owned()),
        Just(".autotask.net".to_owned()),
        Just("na.myconnectwise.net".to_owned()),
        Just("127.0.0.1".to_owned()),
        Just(":8080".to_owned()),
        Just("[::1]".to_owned()),
        Just("@".to_owned()),
        Just("/".to_owned()),
        Just("\\".to_owned()),
        Just("zone ".to_owned()),
        "[ -~]{0,6}",
        any::<String>(),
    ];
    prop::collection::vec(part, 0..7).prop_map(|it| it.concat())
}

proptest! {
    #[test]
    fn whatever_is_pasted_the_result_is_https_or_this_host_and_reads_as_itself(pasted in near_addresses()) {
        for facts in embedded() {
            let Ok(it) = read(facts, &pasted) else { continue };
            prop_assert!(it.origin.scheme() == Scheme::Https || it.origin.is_loopback());
            prop_assert!(!it.origin.to_string().contains('@'));
            prop_assert!(it.site.as_ref().is_none_or(|id: &SiteId| facts.site(id).is_some_and(|site| site.origin == it.origin)));
            let again = read(facts, &it.origin.to_string());
            prop_assert_eq!(again.map(|it| (it.origin, it.site)), Ok((it.origin, it.site)));
        }
    }
}
