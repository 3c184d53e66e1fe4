//! Each command's other forms, for both PSAs: monitoring, tickets, programs.

use std::collections::BTreeSet;

use psa_connect::model::document::Document;
use serde_json::json;

use crate::{
    situation::{Host, right, running},
    spoken::hint,
};

#[test]
fn nagios_gets_one_line_with_numbers_and_its_own_exit_code() {
    // What the API cannot show and nobody confirmed is a warning; a right that is missing is critical.
    for (scenario, code, word) in [("healthy", 0, "OK"), ("two-rights-missing", 2, "CRITICAL")] {
        let it = running(scenario);
        for served in [it.sandbox.connectwise(), it.sandbox.autotask()] {
            let host = Host::new();
            host.save("acme", served, right);
            let ran = host.run(&["test", "acme", "--format", "nagios"]);
            assert_eq!((ran.code, ran.err.as_str()), (Some(code), ""), "{ran:?}");
            let first = ran.out.lines().next().unwrap();
            assert!(first.starts_with(&format!("PSA {word} - acme: ")), "{first}");
            let (says, numbers) = first.split_once(" | ").unwrap();
            assert!(says.contains(" of 14 rights"), "{first}");
            assert!(numbers.starts_with("rights=") && numbers.contains(";;;0;14 time="), "{first}");
            assert_eq!(ran.out.matches('|').count(), 1, "{}", ran.out);
            assert!(ran.out.lines().count() > 1, "{}", ran.out);
        }
    }
}

#[test]
fn nagios_is_told_unknown_when_nothing_can_be_tested() {
    let host = Host::new();
    for arguments in [&["test", "gone"][..], &["test", "--all"], &["test", "gone", "--since-last"]] {
        let ran = host.run(&[arguments, &["--format", "nagios"]].concat());
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.out.starts_with("PSA UNKNOWN - "), "{ran:?}");
    }
}

#[test]
fn prometheus_gets_each_metric_once_with_a_type_and_unique_samples() {
    let it = running("two-rights-missing");
    let host = Host::new();
    host.save("cw", it.sandbox.connectwise(), right);
    host.save("at", it.sandbox.autotask(), right);
    let ran = host.run(&["test", "--all", "--format", "prometheus"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(4), ""), "{ran:?}");
    let (mut types, mut samples) = (BTreeSet::new(), BTreeSet::new());
    for line in ran.out.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(types.insert(name.to_owned()) && kind == "gauge", "{line}");
        } else if !line.starts_with("# HELP ") {
            let (series, value) = line.rsplit_once(' ').unwrap();
            assert!(samples.insert(series.to_owned()), "{line}");
            assert!(types.contains(series.split('{').next().unwrap()), "{line}");
            value.parse::<f64>().unwrap();
        }
    }
    for line in [
        "psa_connect_up{connection=\"cw\",psa=\"connectwise\"} 1\n",
        "psa_connect_exit_code{connection=\"at\",psa=\"autotask\"} 4\n",
        "psa_connect_rights{connection=\"cw\",psa=\"connectwise\",proof=\"granted\"} 7\n",
        "psa_connect_right_granted{connection=\"cw\",psa=\"connectwise\",right=\"companies.contacts\"} 0\n",
        "psa_connect_right_granted{connection=\"cw\",psa=\"connectwise\",right=\"finance.agreements\"} 1\n",
        "psa_connect_check_ok{connection=\"at\",psa=\"autotask\",check=\"login\"} 1\n",
    ] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    assert!(types.contains("psa_connect_last_test_timestamp_seconds"), "{types:?}");
    assert!(types.contains("psa_connect_check_seconds"), "{types:?}");
}

#[test]
fn prometheus_is_told_that_it_is_down_when_nothing_can_be_tested() {
    let it = running("healthy");
    let host = Host::new();
    let down = |arguments: &[&str], code: i32, labels: &str| {
        let ran = host.run(&[arguments, &["--format", "prometheus"]].concat());
        let says = [format!("psa_connect_up{labels} 0\n"), format!("psa_connect_exit_code{labels} {code}\n")];
        assert!(ran.code == Some(code) && says.iter().all(|it| ran.out.contains(it)), "{ran:?}");
        assert!(ran.err.contains("error: "), "{ran:?}");
    };
    down(&["test", "nobody"], 2, "{connection=\"nobody\"}");
    down(&["--integration", "nothing", "test", "--all"], 2, "");
    host.save("acme", it.sandbox.autotask(), right);
    std::fs::remove_dir_all(host.config().join("secrets")).expect("there are some");
    let ran = host.run(&["test", "acme", "--format", "prometheus"]);
    assert!(ran.out.contains("psa_connect_up{connection=\"acme\"} 0\n") && ran.code != Some(0), "{ran:?}");
}

#[test]
fn all_goes_on_past_the_broken_and_the_unreachable() {
    let (it, gone) = (running("healthy"), running("healthy"));
    let host = Host::new();
    host.save("a-gone", gone.sandbox.connectwise(), right);
    host.save("c-fine", it.sandbox.autotask(), right);
    drop(gone);
    let bad = host.config().join("connections/b-bad.toml");
    std::fs::write(&bad, "= nonsense").unwrap();
    std::fs::set_permissions(&bad, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let ran = host.run(&["test", "--all", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(7), ""), "{ran:?}");
    let all = ran.json();
    let tested = all["connections"].as_array().unwrap();
    let exits: Vec<_> = tested.iter().map(|it| (it["connection"].clone(), it["exit"].clone())).collect();
    assert_eq!(exits, [(json!("a-gone"), json!(5)), (json!("c-fine"), json!(0))]);
    assert_eq!((&all["version"], &all["exit"], &all["broken"][0]["name"]), (&json!(1), &json!(7), &json!("b-bad")));
    assert_eq!(all["broken"][0]["exit"], json!(7));

    let text = host.run(&["test", "--all"]);
    assert_eq!(text.code, Some(7), "{text:?}");
    assert!(text.out.contains("a-gone: ") && text.out.contains("c-fine: "), "{text:?}");
    assert!(text.err.contains("error: b-bad: "), "{text:?}");
    std::fs::remove_file(host.config().join("connections/b-bad.toml")).unwrap();
    assert_eq!(host.run(&["test", "--all", "--since-last"]).code, Some(5));
    let nagios = host.run(&["test", "--all", "--format", "nagios"]);
    assert_eq!(nagios.code, Some(2), "{nagios:?}");
    assert!(nagios.out.contains("\nCRITICAL a-gone: ") && nagios.out.contains("\nOK c-fine: "), "{nagios:?}");
    let failed = &tested[0]["checks"].as_array().unwrap().iter().find(|it| it["outcome"] == "failed").unwrap().clone();
    assert_eq!((&failed["fault"], &failed["side"]), (&json!("refused-connection"), &json!("network")));
    assert!(failed["cause"].is_string() && failed["remedy"].is_string() && failed["retry"].is_boolean(), "{failed}");
}

#[test]
fn the_options_that_contradict_are_refused() {
    let host = Host::new();
    let wrong: [&[&str]; 9] = [
        &["test", "acme", "--all"],
        &["test", "--all", "--try-again"],
        &["test", "acme", "--format", "nonsense"],
        &["test", "acme", "--json", "--format", "nagios"],
        &["test", "acme", "--json", "--format", "text"],
        &["test", "acme", "--since-last", "--format", "prometheus"],
        &["report"],
        &["report", "acme", "--format", "nagios"],
        &["report", "acme", "--json", "--format", "markdown"],
    ];
    for arguments in wrong {
        let ran = host.run(arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn a_report_is_the_last_test_and_sends_nothing() {
    let it = running("two-rights-missing");
    for served in [it.sandbox.connectwise(), it.sandbox.autotask()] {
        let host = Host::new();
        host.save("acme", served, right);
        let never = host.run(&["report", "acme"]);
        assert_eq!((never.code, never.out.as_str()), (Some(8), ""), "{never:?}");
        assert!(never.err.contains(&format!("hint: Test it: {}", hint(&host, "test acme"))), "{never:?}");
        let tested = host.run(&["test", "acme", "--json"]);
        it.sandbox.journal().clear();
        let json = host.run(&["report", "acme", "--format", "json"]);
        let (kept, printed) = (Document::from_json(&json.out).unwrap(), Document::from_json(&tested.out).unwrap());
        assert_eq!(kept, Document { at: kept.at.clone(), ..printed });
        let (text, markdown) = (host.run(&["report", "acme"]), host.run(&["report", "acme", "--format", "markdown"]));
        assert!(it.sandbox.journal().entries().is_empty());
        for ran in [&text, &markdown] {
            assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
            assert!(ran.out.contains("(just now)") && ran.out.contains("2 things left to set"), "{ran:?}");
            let is_secret = |id: &str| !matches!(id, "company" | "user_name");
            assert!(served.login.iter().all(|(id, value)| !is_secret(id) || !ran.out.contains(value)), "{ran:?}");
        }
        assert!(text.out.lines().all(|it| it.chars().count() <= 80), "{}", text.out);
        // A row of a table has as many bars as the head of its table.
        let bars = |line: &str| line.replace("\\|", "").matches('|').count();
        let rows = markdown.out.lines().filter(|it| it.starts_with("| ")).map(bars).collect::<BTreeSet<_>>();
        assert_eq!(rows, BTreeSet::from([3, 6, 8]), "{}", markdown.out);
    }
}

#[test]
fn a_report_of_another_version_is_named_and_replaced_by_the_next_test() {
    let it = running("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.autotask(), right);
    host.run(&["test", "acme"]);
    let file = host.config().join("reports/acme.json");
    let kept = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, kept.replacen("\"version\": 1", "\"version\": 9", 1)).unwrap();
    let ran = host.run(&["report", "acme"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(7), ""), "{ran:?}");
    assert!(ran.err.contains("version 9"), "{ran:?}");
    let ran = host.run(&["test", "acme", "--since-last"]);
    assert!(ran.err.contains("warning: ") && ran.err.contains("There is no earlier test"), "{ran:?}");
    assert_eq!(host.run(&["report", "acme"]).code, Some(0));
}
