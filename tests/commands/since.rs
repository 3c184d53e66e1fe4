//! What changed since the last test, between two scenarios and with nothing in between.

use psa_connect::sandbox::Served;
use serde_json::json;

use crate::situation::{Host, Running, right, running};

type Pick = fn(&Running) -> &Served;

const BOTH: [Pick; 2] = [|it| it.sandbox.connectwise(), |it| it.sandbox.autotask()];

#[test]
fn between_healthy_and_two_rights_missing_it_is_exactly_the_two() {
    let (healthy, short) = (running("healthy"), running("two-rights-missing"));
    let lost =
        [["Companies / Contacts", "Procurement / Product Catalog"], ["Contracts / Add", "Inventory / Product notes"]];
    for (pick, lost) in BOTH.iter().zip(lost) {
        let host = Host::new();
        host.save("acme", pick(&healthy), right);
        assert_eq!(host.run(&["test", "acme"]).code, Some(0));
        host.save("acme", pick(&short), right);
        let ran = host.run(&["test", "acme", "--since-last"]);
        assert_eq!(ran.code, Some(4), "{ran:?}");
        let lines: Vec<_> = ran.out.lines().collect();
        assert_eq!(lines.len(), 2, "{ran:?}");
        for (line, right) in lines.iter().zip(lost) {
            assert!(line.starts_with(&format!("lost: {right}: ")) && line.contains(" -> "), "{line}");
        }
        assert!(ran.err.starts_with("acme: 2 changes since "), "{ran:?}");
        // And back again: gained, and no menu path, for nothing is left to do there.
        host.save("acme", pick(&healthy), right);
        let ran = host.run(&["test", "acme", "--since-last", "--json"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let since = ran.json();
        let changes = since["changes"].as_array().unwrap();
        assert!(changes.iter().all(|it| it["kind"] == "right-gained" && it["menu"].is_null()), "{since}");
        assert_eq!((changes.len(), &since["version"], &since["exit"]), (2, &json!(1), &json!(0)));
        assert!(since["since"].is_string() && since["report"].is_null(), "{since}");
    }
}

#[test]
fn tests_in_between_take_nothing_from_the_next_answer() {
    let (healthy, short) = (running("healthy"), running("two-rights-missing"));
    for earlier in [vec![], vec!["--since-last"]] {
        for pick in BOTH {
            let host = Host::new();
            host.save("acme", pick(&healthy), right);
            host.run(&[vec!["test", "acme"], earlier.clone()].concat());
            host.save("acme", pick(&short), right);
            for format in ["prometheus", "nagios", "text"] {
                host.run(&["test", "--all", "--format", format]);
            }
            let ran = host.run(&["test", "--all", "--since-last"]);
            assert_eq!((ran.code, ran.out.matches("  lost: ").count()), (Some(4), 2), "{ran:?}");
            let ran = host.run(&["test", "acme", "--since-last"]);
            assert_eq!(ran.out, "nothing changed since a moment ago\n", "{ran:?}");
        }
    }
}

#[test]
fn what_nobody_could_read_is_told_again() {
    let (healthy, short) = (running("healthy"), running("two-rights-missing"));
    let host = Host::new();
    host.save("acme", healthy.sandbox.autotask(), right);
    host.run(&["test", "acme", "--since-last"]);
    host.save("acme", short.sandbox.autotask(), right);
    for arguments in [&["test", "acme", "--since-last"], &["test", "acme", "--since-last", "--json"][..]] {
        let mut child = host.command(arguments).spawn().expect("the binary starts");
        drop(child.stdout.take());
        assert_eq!(child.wait().expect("it ends").code(), Some(4));
    }
    let ran = host.run(&["test", "acme", "--since-last"]);
    assert_eq!(ran.out.matches("lost: ").count(), 2, "{ran:?}");
}

#[test]
fn a_baseline_that_cannot_be_read_is_named_and_the_last_test_stands_in() {
    let it = running("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.autotask(), right);
    host.run(&["test", "acme"]);
    std::fs::write(host.config().join("reports/acme.since"), "{\"version\":9}").expect("written");
    let ran = host.run(&["test", "acme", "--since-last"]);
    assert!(ran.err.contains("what was last told of acme is passed over"), "{ran:?}");
    assert_eq!(ran.out, "nothing changed since a moment ago\n", "{ran:?}");
    assert_eq!(host.run(&["test", "acme", "--since-last"]).err, "");
}

#[test]
fn nothing_changed_is_said() {
    let it = running("two-rights-missing");
    for pick in BOTH {
        let host = Host::new();
        host.save("acme", pick(&it), right);
        host.run(&["test", "acme"]);
        let ran = host.run(&["test", "acme", "--since-last"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(4), "nothing changed since a moment ago\n"), "{ran:?}");
    }
}

#[test]
fn the_first_time_all_of_it_is_printed() {
    let it = running("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.autotask(), right);
    let ran = host.run(&["test", "acme", "--since-last"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.starts_with("There is no earlier test of acme"), "{ran:?}");
    assert!(ran.out.contains("Contracts / Add"), "{ran:?}");
    host.save("other", it.sandbox.autotask(), right);
    let since = host.run(&["test", "other", "--since-last", "--format", "json"]).json();
    assert!(since["since"].is_null() && since["report"]["rights"].is_array(), "{since}");
}

#[test]
fn a_test_in_between_that_did_not_reach_the_rights_hides_no_loss() {
    let (healthy, short) = (running("healthy"), running("two-rights-missing"));
    let host = Host::new();
    host.save("acme", healthy.sandbox.connectwise(), right);
    host.run(&["test", "acme"]);
    drop(healthy);
    let down = host.run(&["test", "acme", "--since-last"]);
    assert_eq!(down.code, Some(5), "{down:?}");
    assert_eq!(down.out.lines().count(), 1, "{down:?}");
    assert!(down.out.starts_with("fails: connection: "), "{down:?}");
    // The list has the fault and what is known of the rights beside each other; so has the report.
    let listed = host.run(&["list"]).out;
    assert!(listed.contains(" of 14, failed") && listed.contains("failed: 127.0.0.1 refuses connections"), "{listed}");
    let report = host.run(&["report", "acme"]).out;
    assert!(
        report.contains("did not come as far as the rights") && report.contains("Finance / Agreements"),
        "{report}"
    );

    host.save("acme", short.sandbox.connectwise(), right);
    let ran = host.run(&["test", "acme", "--since-last"]);
    let words: Vec<_> = ran.out.lines().filter_map(|it| it.split(':').next()).collect();
    assert_eq!((ran.code, words), (Some(4), vec!["works again", "lost", "lost"]), "{ran:?}");
}

#[test]
fn a_re_test_ends_with_what_is_left_as_menu_paths() {
    let it = running("two-rights-missing");
    for (pick, menu) in BOTH.iter().zip(["System > Security Roles > (the role) > ", "Admin > Organization Settings"]) {
        let host = Host::new();
        host.save("acme", pick(&it), right);
        assert!(!host.run(&["test", "acme"]).out.contains(" left:"));
        let again = host.run(&["test", "acme"]).out;
        let (_, left) = again.split_once("\n2 things left to set:\n").unwrap_or_else(|| panic!("{again}"));
        assert_eq!(left.lines().count(), 2, "{left}");
        assert!(left.lines().all(|it| it.trim_start().starts_with(menu) && it.contains(": set ")), "{left}");
    }
}
