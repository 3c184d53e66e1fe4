//! What a pull says while it runs and at its end.

use psa_connect::sandbox::{scenario::Scenario, tenant::Sizes};

use crate::world::World;

#[test]
fn a_table_says_what_was_read_and_what_is_worth_a_look() {
    let world = World::of("healthy", Sizes::scaled(0.2), None);
    let ran = world.run("connectwise", &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let said = ran.out.replace(&world.host.config().display().to_string(), "DIR");
    let took = said.lines().next().unwrap().to_owned();
    assert!(took.starts_with("connectwise: ") && took.ends_with(" requests."), "{took}");
    insta::assert_snapshot!("table", said.lines().skip(1).collect::<Vec<_>>().join("\n"));
    assert!(said.lines().all(|it| it.chars().count() <= 80), "{said}");
    let ended: std::collections::BTreeSet<&str> = ran.err.lines().map(|it| it.split("  ").next().unwrap()).collect();
    let all = ["Additions", "Agreement types", "Agreements", "Companies", "Products", "Products (catalogue)"];
    assert_eq!(ended.into_iter().collect::<Vec<_>>(), all);
    assert!(ran.err.lines().all(|it| it.ends_with("  done")), "{}", ran.err);
}

#[test]
fn each_line_of_json_is_one_document_and_the_last_is_the_end() {
    let world = World::of("healthy", Sizes::scaled(0.2), None);
    let ran = world.run("autotask", &["--json"]);
    let documents: Vec<serde_json::Value> = ran.out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let (last, news) = documents.split_last().unwrap();
    assert!(news.iter().all(|it| it["event"] == "progress" && it["version"] == 1), "{news:?}");
    assert_eq!((&last["event"], &last["exit"], &last["connection"]), (&"done".into(), &0.into(), &"autotask".into()));
    assert_eq!(ran.err, "");
    let requests = last["requests"]["used"].as_u64().unwrap();
    let usage = serde_json::json!({"used": requests, "allowed": 10_000, "minutes": 60});
    assert_eq!(last["usage"], usage, "what the pull sent counts, and what showed it, too");
    assert!(world.pulled("connectwise", &[])["usage"].is_null());
}

#[test]
fn a_pull_of_autotask_says_how_much_of_the_hour_everybody_has_used() {
    let rules = "story = 'Others ask too.'\n[traffic]\nhourly_limit = 10000\nused_at_start = 3000";
    let world = World::with(Scenario::parse(rules).unwrap(), Sizes::scaled(0.1), None);
    let ran = world.run("autotask", &["--list", "companies"]);
    let (before, after) = ran.out.split_once("All integrations together: 3,0").expect(&ran.out);
    assert!(before.contains("Companies") && after[2..].starts_with(" of 10,000 requests used this hour.\n"), "{ran:?}");
}
