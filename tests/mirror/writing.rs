//! What a page does to the rows that are there, and that it is written with its cursor or not at all.

use psa_connect::{
    model::mirror::{Kept, RowsBuilder, Scope, Span, Tally, Value},
    store::mirror::{Begun, Cursor, ListEnd, Mirror, Written},
};

use crate::{
    bench::{
        Bench, LATER, NOW, SENT, additions, agreements, begin, companies, full, named, read, rows, tally, write,
        write_all,
    },
    on_both,
};

on_both!(
    a_page_is_added_changed_left_alone_and_marked_as_gone,
    what_was_gone_comes_back,
    only_what_changed_is_written,
    a_page_of_changes_leaves_the_others,
    a_span_takes_only_its_own_ids_away,
    the_last_of_two_rows_with_one_id_counts,
    a_page_that_fails_leaves_neither_rows_nor_cursor,
    pages_of_one_transaction_add_up_in_the_cursor,
    rows_below_another_go_with_it,
    rows_below_another_come_and_go_by_themselves,
    the_record_is_kept_where_it_is_wanted,
    another_list_of_columns_begins_anew_and_keeps_the_rows,
    a_whole_page_of_each_kind_of_cell_is_taken,
);

fn a_page_is_added_changed_left_alone_and_marked_as_gone(bench: &Bench) {
    let list = agreements();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    assert_eq!(write_all(&mut *mirror, &list, &named(&[(1, "a"), (2, "b"), (3, "c")])), tally(3, 3, 0, 0));
    assert_eq!(write_all(&mut *mirror, &list, &named(&[(1, "a"), (2, "B"), (4, "d")])), tally(3, 1, 1, 1));
    assert_eq!(read(&mut *mirror, &list), [["#1", "a"], ["#2", "B"], ["#4", "d"]]);
    assert_eq!(mirror.ids(&list, 1, 1), Ok(vec![2]));
    assert_eq!(mirror.ids(&list, 2, 9), Ok(vec![4]));
    // It stays, for whoever looks for it.
    assert_eq!(bench.ask("SELECT id, name FROM agreements WHERE gone_at IS NOT NULL"), [["3", "c"]]);
}

fn what_was_gone_comes_back(bench: &Bench) {
    let list = agreements();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    write_all(&mut *mirror, &list, &named(&[(1, "a"), (2, "b")]));
    assert_eq!(write_all(&mut *mirror, &list, &named(&[(1, "a")])), tally(1, 0, 0, 1));
    // What is gone does not go again.
    assert_eq!(write_all(&mut *mirror, &list, &named(&[(1, "a")])), tally(1, 0, 0, 0));
    assert_eq!(write_all(&mut *mirror, &list, &named(&[(1, "a"), (2, "b")])), tally(2, 0, 1, 0));
    assert_eq!(read(&mut *mirror, &list), [["#1", "a"], ["#2", "b"]]);
}

fn only_what_changed_is_written(bench: &Bench) {
    let list = agreements();
    let shapes = std::slice::from_ref(&list);
    let mut mirror = bench.begun(shapes);
    write_all(&mut *mirror, &list, &named(&[(1, "a"), (2, "b")]));
    mirror
        .begin_pull(&Begun { source: "ConnectWise PSA, acme", shapes, kept: Kept::Columns, at: LATER, recent: LATER })
        .expect("it begins");
    assert_eq!(write_all(&mut *mirror, &list, &named(&[(1, "a"), (2, "B")])), tally(2, 0, 1, 0));
    let days = bench.ask("SELECT id, substr(cast(pulled_at AS text), 1, 10) FROM agreements ORDER BY id");
    assert_eq!(days, [["1", "2026-01-31"], ["2", "2026-02-01"]]);
}

fn a_page_of_changes_leaves_the_others(bench: &Bench) {
    let list = agreements();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    write_all(&mut *mirror, &list, &named(&[(1, "a"), (2, "b"), (3, "c")]));
    // In the order of their changes, not of their ids.
    let written = write(&mut *mirror, &list, &named(&[(9, "z"), (2, "B"), (1, "a")]), None);
    assert_eq!(written, Ok(tally(3, 1, 1, 0)));
    assert_eq!(read(&mut *mirror, &list), [["#1", "a"], ["#2", "B"], ["#3", "c"], ["#9", "z"]]);
    assert_eq!(write(&mut *mirror, &list, &named(&[]), None), Ok(tally(0, 0, 0, 0)));
}

fn a_span_takes_only_its_own_ids_away(bench: &Bench) {
    let list = agreements();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    write_all(&mut *mirror, &list, &named(&[(1, "a"), (2, "b"), (3, "c"), (4, "d")]));
    let span = Span { after: 1, upto: 3 };
    assert_eq!(write(&mut *mirror, &list, &named(&[]), Some(span)), Ok(tally(0, 0, 0, 2)));
    assert_eq!(read(&mut *mirror, &list), [["#1", "a"], ["#4", "d"]]);
}

fn the_last_of_two_rows_with_one_id_counts(bench: &Bench) {
    let list = agreements();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    let written = write(&mut *mirror, &list, &named(&[(1, "a"), (1, "a"), (1, "b")]), None);
    assert_eq!(written, Ok(tally(3, 1, 1, 0)));
    assert_eq!(read(&mut *mirror, &list), [["#1", "b"]]);
}

fn a_page_that_fails_leaves_neither_rows_nor_cursor(bench: &Bench) {
    let (list, other) = (agreements(), companies());
    let mut mirror = bench.begun(&[list.clone(), other.clone()]);
    let (first, second) = (full(10), full(20));
    let page = named(&[(1, "a")]);
    let written = |cursor| Written { shape: &list, rows: &page, parent: None, all_of: None, cursor };
    mirror.write(&[written(&first)], SENT).expect("it is written");
    bench.tamper("DROP TABLE all_companies");
    let more = named(&[(11, "k")]);
    let none = RowsBuilder::of(other.columns.len()).done();
    let good = Written { rows: &more, ..written(&second) };
    let bad = Written { shape: &other, rows: &none, parent: None, all_of: Some(Span::ALL), cursor: &second };
    mirror.write(&[good, bad], SENT).expect_err("one of its tables is gone");
    assert_eq!(read(&mut *mirror, &list), [["#1", "a"]]);
    let states = begin(&mut *mirror, std::slice::from_ref(&list));
    assert_eq!(states[0].cursor, Some(Cursor { tally: tally(1, 1, 0, 0), ..first }));
}

fn pages_of_one_transaction_add_up_in_the_cursor(bench: &Bench) {
    let list = agreements();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    let pages = [named(&[(1, "a"), (2, "b")]), named(&[(3, "c")]), named(&[(2, "B")])];
    let (mut before, before_tally) = (full(3), tally(7, 7, 0, 0));
    before.tally = before_tally;
    let written: Vec<_> =
        pages.iter().map(|rows| Written { shape: &list, rows, parent: None, all_of: None, cursor: &before }).collect();
    let tallies = mirror.write(&written, SENT).expect("they are written");
    assert_eq!(tallies, [tally(2, 2, 0, 0), tally(1, 1, 0, 0), tally(1, 0, 1, 0)]);
    let states = begin(&mut *mirror, std::slice::from_ref(&list));
    assert_eq!(states[0].cursor.as_ref().map(|it| it.tally), Some(tally(11, 10, 1, 0)));
    let noted = bench.ask("SELECT list, scope, read, added, changed, gone, misfits FROM pulled_lists");
    assert_eq!(noted, [["agreements", "full", "4", "3", "1", "0", "0"]]);
}

fn below(mirror: &mut dyn Mirror, parent: i64, cells: &[(i64, &str)]) -> Tally {
    let (shape, rows, cursor) = (additions(), named(cells), full(i64::MAX));
    let written =
        Written { shape: &shape, rows: &rows, parent: Some(parent), all_of: Some(Span::ALL), cursor: &cursor };
    mirror.write(&[written], SENT).expect("it is written")[0]
}

fn rows_below_another_go_with_it(bench: &Bench) {
    let lists = [agreements(), additions()];
    let mut mirror = bench.begun(&lists);
    write_all(&mut *mirror, &lists[0], &named(&[(1, "a"), (2, "b")]));
    below(&mut *mirror, 1, &[(11, "x")]);
    below(&mut *mirror, 2, &[(21, "y"), (22, "z")]);
    assert_eq!(mirror.end_list(&lists[1], &full(i64::MAX), NOW), Ok(ListEnd { gone: 0, rows: 3 }));
    write_all(&mut *mirror, &lists[0], &named(&[(1, "a")]));
    // A pass over changes does not know who is gone.
    let changes = Cursor { scope: Scope::Changes, ..full(i64::MAX) };
    assert_eq!(mirror.end_list(&lists[1], &changes, NOW), Ok(ListEnd { gone: 0, rows: 3 }));
    assert_eq!(mirror.end_list(&lists[1], &full(i64::MAX), NOW), Ok(ListEnd { gone: 2, rows: 1 }));
    assert_eq!(read(&mut *mirror, &lists[1]), [["#11", "x"]]);
    assert_eq!(bench.ask("SELECT id, parent_id FROM additions ORDER BY id"), [["11", "1"], ["21", "2"], ["22", "2"]]);
}

fn rows_below_another_come_and_go_by_themselves(bench: &Bench) {
    let lists = [agreements(), additions()];
    let mut mirror = bench.begun(&lists);
    write_all(&mut *mirror, &lists[0], &named(&[(1, "a"), (2, "b")]));
    below(&mut *mirror, 1, &[(11, "x"), (12, "y")]);
    below(&mut *mirror, 2, &[(21, "z")]);
    assert_eq!(below(&mut *mirror, 1, &[(12, "Y")]), tally(1, 0, 1, 1));
    assert_eq!(read(&mut *mirror, &lists[1]), [["#12", "Y"], ["#21", "z"]]);
}

fn the_record_is_kept_where_it_is_wanted(bench: &Bench) {
    let list = agreements();
    let shapes = std::slice::from_ref(&list);
    let mut mirror = bench.begun(shapes);
    write_all(&mut *mirror, &list, &named(&[(1, "a")]));
    mirror.end_list(&list, &full(i64::MAX), NOW).expect("it ends");
    // Kept whole from now on: all that is known of the list is forgotten, and the rows stay.
    let whole = Begun { source: "ConnectWise PSA, acme", shapes, kept: Kept::Whole, at: LATER, recent: LATER };
    assert_eq!(
        mirror.begin_pull(&whole).expect("it begins").lists[0],
        psa_connect::store::mirror::ListState::default()
    );
    let mut rows = RowsBuilder::of(2);
    rows.begin();
    rows.set(0, Value::Whole(1));
    rows.set(1, Value::Text("a"));
    rows.raw(r#"{"id":1,"name":"a","more":[1]}"#);
    rows.end(1);
    assert_eq!(write_all(&mut *mirror, &list, &rows.done()), tally(1, 0, 1, 0));
    assert_eq!(bench.ask("SELECT raw FROM agreements"), [[r#"{"id":1,"name":"a","more":[1]}"#]]);
}

fn another_list_of_columns_begins_anew_and_keeps_the_rows(bench: &Bench) {
    let before = agreements();
    let mut mirror = bench.begun(std::slice::from_ref(&before));
    write_all(&mut *mirror, &before, &named(&[(1, "a")]));
    let mut after = agreements();
    after.columns.extend(companies().columns.into_iter().filter(|it| it.name == "fee" || it.name == "since"));
    let states = begin(&mut *mirror, std::slice::from_ref(&after));
    assert_eq!(states, [psa_connect::store::mirror::ListState::default()]);
    assert_eq!(read(&mut *mirror, &after), [["#1", "a", "∅", "∅"]]);
    let page = rows(4, &[&[Value::Whole(1), Value::Text("a"), Value::Text("12.5"), Value::Text("2026-01-31")]]);
    assert_eq!(write_all(&mut *mirror, &after, &page), tally(1, 0, 1, 0));
    assert_eq!(read(&mut *mirror, &after), [["#1", "a", "12.5", "2026-01-31"]]);
    // The same columns again are no news.
    assert!(begin(&mut *mirror, std::slice::from_ref(&after))[0].cursor.is_some());
}

fn a_whole_page_of_each_kind_of_cell_is_taken(bench: &Bench) {
    let list = companies();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    let names: Vec<String> = (0..1000).map(|it| format!("Müller & Söhne {it} '\"\\ {{a,b}} \u{1f600}")).collect();
    let mut builder = RowsBuilder::of(8);
    for (id, name) in (1..).zip(&names) {
        builder.begin();
        let cells = [
            Value::Whole(id),
            Value::Text(name),
            Value::Flag(id % 2 == 0),
            if id % 3 == 0 { Value::Null } else { Value::Whole(id) },
            Value::Text("12.5"),
            Value::Text("-3"),
            Value::Text("2026-01-31"),
            Value::Text(NOW),
        ];
        cells.into_iter().enumerate().for_each(|(at, it)| builder.set(at, it));
        builder.end(id);
    }
    let page = builder.done();
    assert_eq!(write_all(&mut *mirror, &list, &page), tally(1000, 1000, 0, 0));
    assert_eq!(write_all(&mut *mirror, &list, &page), tally(1000, 0, 0, 0));
    let all = read(&mut *mirror, &list);
    let is: Vec<Vec<String>> = (1..)
        .zip(&names)
        .map(|(id, name)| {
            let owner = if id % 3 == 0 { "∅".to_owned() } else { format!("#{id}") };
            let [fee, seats, since, changed] = ["12.5", "-3", "2026-01-31", NOW].map(str::to_owned);
            vec![format!("#{id}"), name.clone(), (id % 2 == 0).to_string(), owner, fee, seats, since, changed]
        })
        .collect();
    assert_eq!(all, is);
}
