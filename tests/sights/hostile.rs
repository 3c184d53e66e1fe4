//! Servers that answer oddly while the cross-checks run.

use psa_connect::model::report::{Check, CheckOutcome, Report, Seen};
use psa_connect::sandbox::Served;

use crate::{
    between::{Asked, Between, Turn},
    world::{World, came_to, seen},
};

/// Tests a PSA of a sandbox through a server that changes something.
async fn tested(scenario: &str, served: fn(&World) -> &Served, turn: fn(&Asked) -> Turn) -> (Report, Vec<String>) {
    let world = World::of(scenario).await;
    let served = served(&world);
    let between = Between::start(&served.home, turn).await;
    let report = world.tested_at(served, &between.origin, "sync365").await.report;
    (report, between.asked())
}

fn connectwise(world: &World) -> &Served {
    world.sandbox.connectwise()
}

fn autotask(world: &World) -> &Served {
    world.sandbox.autotask()
}

fn is_page(it: &Asked) -> bool {
    it.query.contains("orderBy=id%20desc") || it.body.contains("MaxRecords")
}

fn is_look_up(it: &Asked) -> bool {
    it.query.starts_with("conditions=id") || it.body.contains("\"in\"")
}

/// Asserts that nothing is said to be hidden.
fn no_alarm(report: &Report) {
    assert!(!report.sights.iter().any(|it| matches!(it.seen, Seen::Hidden { .. })), "{:?}", came_to(report));
}

#[tokio::test]
async fn a_server_between_changes_nothing_by_itself() {
    let (report, _) = tested("healthy", connectwise, |_| Turn::On).await;
    assert!(report.sights.iter().all(|it| matches!(it.seen, Seen::All { .. })), "{:?}", came_to(&report));
    assert_eq!(report.sights.len(), 8);
}

#[tokio::test]
async fn a_server_that_ignores_the_condition_raises_no_alarm() {
    let without = |it: &Asked| match it.query.split_once('&') {
        Some((_, rest)) if is_look_up(it) => Turn::OnWithQuery(rest.to_owned()),
        _ => Turn::On,
    };
    let (report, _) = tested("agreement-types-restricted", connectwise, without).await;
    no_alarm(&report);
    let why = "agreements could not be looked up: other rows came than were asked for";
    assert_eq!(seen(&report, "agreements-of-invoices"), &Seen::Unclear(why.into()));
}

#[tokio::test]
async fn a_look_up_that_fails_raises_no_alarm() {
    let odd: [fn(&Asked) -> Turn; 6] = [
        |it| if is_look_up(it) { Turn::Answer(400, "{}".into()) } else { Turn::On },
        |it| if is_look_up(it) { Turn::Answer(403, "{}".into()) } else { Turn::On },
        |it| if is_look_up(it) { Turn::Answer(500, "no".into()) } else { Turn::On },
        |it| if is_look_up(it) { Turn::Answer(200, "<html>".into()) } else { Turn::On },
        |it| if is_look_up(it) { Turn::Answer(200, "[{\"id\":\"1\"}]".into()) } else { Turn::On },
        |it| if is_look_up(it) { Turn::Answer(200, "{\"items\":[{}]}".into()) } else { Turn::On },
    ];
    for turn in odd {
        for (scenario, served) in [
            ("agreement-types-restricted", connectwise as fn(&World) -> &Served),
            ("autotask-restricted", autotask as fn(&World) -> &Served),
        ] {
            let (report, asked) = tested(scenario, served, turn).await;
            no_alarm(&report);
            assert!(report.sights.len() >= 6, "{asked:?}");
            assert!(report.sights.iter().any(|it| matches!(it.seen, Seen::Unclear(_))), "{asked:?}");
        }
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_read_is_unclear() {
    let odd: fn(&Asked) -> Turn = |it| {
        if is_page(it) && !is_look_up(it) { Turn::Answer(200, "[{\"id\":1},{\"id\":null}]".into()) } else { Turn::On }
    };
    for served in [connectwise as fn(&World) -> &Served, autotask] {
        let (report, _) = tested("healthy", served, odd).await;
        assert!(report.sights.len() >= 5, "{report:?}");
        for it in &report.sights {
            assert!(matches!(&it.seen, Seen::Unclear(why) if why.contains("could not be read")), "{it:?}");
        }
    }
}

#[tokio::test]
async fn a_count_that_contradicts_the_rows_is_said_and_is_no_alarm() {
    let more = |it: &Asked| match it.path.as_str() {
        path if path.ends_with("/finance/agreements/count") => Turn::Answer(200, "{\"count\":611}".into()),
        _ => Turn::On,
    };
    let (report, _) = tested("healthy", connectwise, more).await;
    no_alarm(&report);
    let why = "the PSA counts 611 and shows 610: rows may be hidden, or were changed meanwhile";
    assert_eq!(seen(&report, "count-of-agreements"), &Seen::Unclear(why.into()));
    assert!(report.counts.contains(&("agreements".into(), 611)), "{:?}", report.counts);
}

#[tokio::test]
async fn nothing_more_is_sent_once_a_cross_check_is_turned_away() {
    let refused: fn(&Asked) -> Turn = |it| if is_page(it) { Turn::Answer(401, String::new()) } else { Turn::On };
    for served in [connectwise as fn(&World) -> &Served, autotask] {
        let (report, asked) = tested("healthy", served, refused).await;
        no_alarm(&report);
        assert!(report.sights.iter().all(|it| matches!(it.seen, Seen::Unclear(_))), "{report:?}");
        let login = report.checks.iter().find(|it| it.check == Check::Login).expect("it was checked");
        assert!(matches!(login.outcome, CheckOutcome::Failed(_)), "{login:?}");
        assert!(!asked.iter().any(|it| it.contains("conditions=id")), "{asked:?}");
    }
}

#[tokio::test]
async fn nothing_is_told_of_rows_once_the_proof_of_rights_is_turned_away() {
    let refused = |it: &Asked| match it.path.as_str() {
        path if path.ends_with("/system/mySecurity") => Turn::Answer(401, "{}".into()),
        _ => Turn::On,
    };
    let (report, _) = tested("healthy", connectwise, refused).await;
    assert_eq!((report.sights.len(), report.counts.len()), (0, 0), "{report:?}");
}
