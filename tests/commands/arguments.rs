//! How the binary is used, rightly and wrongly.

use crate::situation::Host;

#[test]
fn help_and_version_are_data_and_fine() {
    let host = Host::new();
    let version = host.run(&["--version"]);
    let says = format!("psa-connect {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!((version.code, version.out, version.err), (Some(0), says, String::new()));
    let help = host.run(&["--help"]);
    assert_eq!(help.code, Some(0));
    for word in [
        "setup",
        "list",
        "test",
        "report",
        "remove",
        "guide",
        "explain",
        "exec",
        "credentials",
        "export",
        "hand-overs",
        "sandbox",
        "completions",
        "man",
        "130  cancelled",
    ] {
        assert!(help.out.contains(word), "{word}: {}", help.out);
    }
}

#[test]
fn no_argument_takes_a_secret() {
    let help = Host::new().run(&["setup", "--help"]).out.to_lowercase();
    for word in ["--secret", "--password", "--key", "--private", "--public", "--login"] {
        assert!(!help.contains(word), "{word}: {help}");
    }
}

#[test]
fn wrong_use_is_told_on_stderr() {
    let host = Host::new();
    let wrong: [&[&str]; 12] = [
        &["explain", "--psa", "nonsense", "401"],
        &["explain", "--status", "9"],
        &["nonsense"],
        &["test"],
        &["sandbox", "--scenario", "nonsense"],
        &["sandbox", "--scale", "0"],
        &["guide", "nonsense"],
        &["list", "--integration", "nowhere.toml"],
        &["list", "--scenario", "healthy"],
        &["test", "Not A Name"],
        &["list", "--timeout", "0"],
        &["list", "--timeout", "1.5"],
    ];
    for arguments in wrong {
        let ran = host.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains("error: "), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn the_wizard_needs_a_terminal_and_leave_to_ask() {
    let host = Host::new();
    for arguments in [&[][..], &["setup"], &["setup", "acme"], &["--demo"], &["--no-input"]] {
        let ran = host.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn every_scenario_is_listed_with_its_story() {
    let ran = Host::new().run(&["--scenario", "list"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let names: Vec<_> = ran.out.lines().filter_map(|it| it.split_whitespace().next()).collect();
    let known: Vec<_> = psa_connect::sandbox::scenario::Scenario::all().into_iter().map(|it| it.name).collect();
    assert_eq!(names, known);
    let ran = Host::new().run(&["sandbox", "--scenario", "list", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["version"], serde_json::json!(1));
    let scenarios = told["scenarios"].as_array().unwrap();
    let listed: Vec<_> = scenarios.iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(listed, known);
    assert!(scenarios.iter().all(|it| it["story"].as_str().unwrap().ends_with('.')), "{}", ran.out);
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let ran = Host::new().run(&["completions", shell]);
        assert_eq!(ran.code, Some(0), "{shell}: {ran:?}");
        assert!(ran.out.contains("completions") && ran.out.contains("config-dir"), "{shell}");
    }
}

#[test]
fn the_manual_page_is_of_the_program_or_of_one_command() {
    let host = Host::new();
    let ran = host.run(&["man"]);
    assert!(ran.code == Some(0) && ran.out.contains(".TH psa-connect 1"), "{ran:?}");
    assert!(ran.out.contains("Exit codes:") && ran.out.contains("completions"), "{ran:?}");
    let ran = host.run(&["man", "test"]);
    assert!(ran.out.contains(".TH psa-connect-test 1") && ran.out.contains("since"), "{ran:?}");
    let ran = host.run(&["man", "nonsense"]);
    assert!(ran.code == Some(2) && ran.err.contains("completions"), "{ran:?}");
}

#[test]
fn the_guide_is_printed_for_each_psa_and_integration() {
    let host = Host::new();
    for psa in ["connectwise", "autotask"] {
        for integration in ["sync365", "read-only"] {
            let text = host.run(&["guide", psa, "--integration", integration]);
            let markdown = host.run(&["guide", psa, "--integration", integration, "--markdown"]);
            assert_eq!((text.code, markdown.code), (Some(0), Some(0)));
            assert!(markdown.out.contains("- [ ]") && markdown.out.starts_with("# "), "{}", markdown.out);
            assert!(text.out.lines().all(|it| it.chars().count() <= 100), "{}", text.out);
            assert_ne!(text.out, markdown.out);
        }
    }
}

#[test]
fn an_integration_file_of_ones_own_is_read_and_its_mistakes_are_named() {
    let host = Host::new();
    let shipped = include_str!("../../assets/integrations/read-only.toml");
    let own = host.file("own.toml", &shipped.replacen("\"read-only\"", "\"own\"", 1));
    let ran = host.run(&["guide", "connectwise", "--integration", &own.display().to_string()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let wrong = host.file("wrong.toml", &format!("{shipped}\nnonsense = 1\n"));
    let ran = host.run(&["guide", "connectwise", "--integration", &wrong.display().to_string()]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("wrong.toml: line ") && ran.err.contains("nonsense"), "{}", ran.err);
}
