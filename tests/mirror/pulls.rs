//! How pulls begin, are cut off, go on and end, and that only one works at a time.

use psa_connect::{
    model::mirror::Span,
    store::mirror::{Cursor, End, LastPull, ListEnd, ListState, ListSummary, Outcome, Purpose, Summary, Written},
};

use crate::{
    bench::{Bench, LATER, NOW, SENT, acme, agreements, begin, companies, full, named, read, tally, write, write_all},
    on_both,
};

on_both!(
    nothing_is_there_before_the_first_pull,
    a_pull_that_is_cut_off_goes_on_where_it_was,
    a_list_that_was_read_to_its_end_is_known_as_such,
    a_pull_is_noted_with_its_end,
    a_second_puller_is_refused_and_a_reader_is_not,
    a_cursor_of_another_version_is_read_as_none,
    a_later_version_is_refused,
);

fn nothing_is_there_before_the_first_pull(bench: &Bench) {
    assert!(bench.store().mirror(&acme(), Purpose::Read).expect("it looks").is_none());
    let mut mirror = bench.pull();
    assert_eq!(mirror.summary(), Ok(Summary::default()));
    assert_eq!(read(&mut *mirror, &agreements()), Vec::<Vec<String>>::new());
    assert_eq!(begin(&mut *mirror, &[agreements(), companies()]), [ListState::default(), ListState::default()]);
}

fn a_pull_that_is_cut_off_goes_on_where_it_was(bench: &Bench) {
    let list = agreements();
    let shapes = std::slice::from_ref(&list);
    let mut mirror = bench.begun(shapes);
    let cursor = full(2);
    let page = named(&[(1, "a"), (2, "b")]);
    let written = psa_connect::store::mirror::Written {
        shape: &list,
        rows: &page,
        parent: None,
        all_of: Some(Span { after: 0, upto: 2 }),
        cursor: &cursor,
    };
    mirror.write(&[written], SENT).expect("it is written");
    drop(mirror);
    let mut mirror = bench.pull();
    let states = begin(&mut *mirror, shapes);
    let cursor = Cursor { tally: tally(2, 2, 0, 0), ..full(2) };
    assert_eq!(states, [ListState { cursor: Some(cursor), ..ListState::default() }]);
    let outcomes = bench.ask("SELECT outcome FROM pulls ORDER BY id");
    assert_eq!(outcomes, [["cut off"], ["running"]]);
}

fn a_list_that_was_read_to_its_end_is_known_as_such(bench: &Bench) {
    let list = agreements();
    let shapes = std::slice::from_ref(&list);
    let mut mirror = bench.begun(shapes);
    write_all(&mut *mirror, &list, &named(&[(1, "a"), (2, "b")]));
    let newest = Some("2026-01-30T08:00:00Z".to_owned());
    let cursor = Cursor { began: "2026-01-31T11:59:00.123Z".to_owned(), newest: newest.clone(), ..full(i64::MAX) };
    assert_eq!(mirror.end_list(&list, &cursor, NOW), Ok(ListEnd { gone: 0, rows: 2 }));
    let known = ListState { cursor: None, full_at: Some(cursor.began.clone()), changed_until: newest };
    assert_eq!(begin(&mut *mirror, shapes), std::slice::from_ref(&known));
    // A pass over changes that found none says nothing new.
    let changes = Cursor { scope: psa_connect::model::mirror::Scope::Changes, newest: None, ..cursor };
    mirror.end_list(&list, &changes, NOW).expect("it ends");
    assert_eq!(begin(&mut *mirror, shapes), [known]);
}

fn a_pull_is_noted_with_its_end(bench: &Bench) {
    let lists = [companies(), agreements()];
    let mut mirror = bench.begun(&lists);
    let running =
        LastPull { began_at: NOW.to_owned(), ended_at: None, outcome: "running".to_owned(), fault: None, requests: 0 };
    let counted = |rows, full_at: Option<&str>| {
        let columns = |nth: usize| lists[nth].columns.iter().map(|it| it.name.clone()).collect();
        let of = |nth: usize, rows, full_at| ListSummary {
            list: lists[nth].list.clone(),
            rows,
            full_at,
            columns: columns(nth),
        };
        vec![of(0, 0, None), of(1, rows, full_at.map(str::to_owned))]
    };
    assert_eq!(mirror.summary(), Ok(Summary { last: Some(running.clone()), lists: counted(0, None) }));
    write_all(&mut *mirror, &lists[1], &named(&[(1, "a"), (2, "b")]));
    write(&mut *mirror, &lists[1], &named(&[]), Some(Span { after: 1, upto: 2 })).expect("it is written");
    mirror.end_list(&lists[1], &full(i64::MAX), NOW).expect("it ends");
    let end = End { outcome: Outcome::Failed, fault: Some("the PSA is away"), requests: 12, at: LATER };
    mirror.end_pull(&end).expect("it ends");
    drop(mirror);
    let mut mirror = bench.store().mirror(&acme(), Purpose::Read).expect("it opens").expect("it is there");
    let last = LastPull {
        ended_at: Some(LATER.to_owned()),
        outcome: "failed".to_owned(),
        fault: Some("the PSA is away".to_owned()),
        requests: 12,
        ..running
    };
    assert_eq!(mirror.summary(), Ok(Summary { last: Some(last), lists: counted(1, Some(NOW)) }));
}

fn a_second_puller_is_refused_and_a_reader_is_not(bench: &Bench) {
    let list = agreements();
    let mut first = bench.begun(std::slice::from_ref(&list));
    write_all(&mut *first, &list, &named(&[(1, "a")]));
    let refused = bench.store().mirror(&acme(), Purpose::Pull).map(|_| ()).expect_err("one pulls already");
    assert_eq!(
        refused.with_remedy(),
        "another psa-connect pulls acme-1.x just now. Wait for it, or end it; what it has read so far is kept."
    );
    let other = psa_connect::model::saved::Name::new("acme-1_x").expect("a name");
    bench.store().mirror(&other, Purpose::Pull).expect("another connection is nobody's business").expect("it is made");
    let mut reader = bench.store().mirror(&acme(), Purpose::Read).expect("it opens").expect("it is there");
    assert_eq!(read(&mut *reader, &list), [["#1", "a"]]);
    write_all(&mut *first, &list, &named(&[(1, "b")]));
    assert_eq!(read(&mut *reader, &list), [["#1", "b"]]);
    drop(first);
    assert_eq!(read(&mut *bench.pull(), &list), [["#1", "b"]]);
}

fn a_cursor_of_another_version_is_read_as_none(bench: &Bench) {
    let list = agreements();
    let shapes = std::slice::from_ref(&list);
    let mut mirror = bench.begun(shapes);
    let empty = named(&[]);
    let cursor = full(7);
    let page = Written { shape: &list, rows: &empty, parent: None, all_of: None, cursor: &cursor };
    mirror.write(&[page], SENT).expect("it is written");
    assert_eq!(begin(&mut *mirror, shapes)[0].cursor, Some(full(7)));
    bench.tamper("UPDATE lists SET cursor = '{\"page\":3}'");
    assert_eq!(begin(&mut *mirror, shapes)[0].cursor, None);
}

fn a_later_version_is_refused(bench: &Bench) {
    drop(bench.begun(&[agreements()]));
    bench.tamper(match bench.database {
        None => "PRAGMA user_version = 2",
        Some(_) => "UPDATE meta SET value = '2' WHERE key = 'version'",
    });
    for purpose in [Purpose::Read, Purpose::Pull] {
        let says = bench.store().mirror(&acme(), purpose).map(|_| ()).expect_err("it is of a later one").to_string();
        assert!(says.ends_with("was made by a later psa-connect (its version is 2)"), "{says}");
    }
}
