//! The rows that an integration would trip over are found alike in both databases.

use psa_connect::model::{
    catalog::ColumnKind,
    id::ListId,
    integration::{RowTest, RowWarning},
    mirror::{RowDoubt, Value},
};

use crate::{
    bench::{Bench, NOW, agreements, companies, full, named, rows, write_all},
    on_both,
};

on_both!(
    words_are_found_in_any_case_and_only_whole,
    entries_that_are_joined_are_looked_at_one_by_one,
    what_is_missing_is_found,
    two_rows_with_the_same_text_are_found_in_any_case,
    a_row_that_is_not_there_is_found_once_its_list_was_read_whole,
    flags_ids_and_days_are_read_as_people_read_them,
    what_is_gone_is_never_doubted,
);

fn warning(column: &str, when: RowTest) -> RowWarning {
    RowWarning { list: ListId("agreements".into()), column: column.to_owned(), when, says: "It is so.".to_owned() }
}

fn words(it: &[&str]) -> Vec<String> {
    it.iter().map(|it| (*it).to_owned()).collect()
}

/// The ids of the first few rows that each test is about, and how many there are.
fn found(bench: &Bench, names: &[(i64, &str)], tests: &[RowTest]) -> Vec<(u64, Vec<i64>)> {
    let list = agreements();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    let cells: Vec<_> = names
        .iter()
        .map(|(id, name)| [Value::Whole(*id), if name.is_empty() { Value::Null } else { Value::Text(name) }])
        .collect();
    let page = rows(2, &cells.iter().map(<[Value<'_>; 2]>::as_slice).collect::<Vec<_>>());
    write_all(&mut *mirror, &list, &page);
    let of = |when: &RowTest| {
        let warning = warning("name", when.clone());
        let doubts = mirror.doubts(&list, &[&warning]).expect("it is looked at");
        doubts.into_iter().next().map(|it| (it.rows, it.first)).unwrap_or_default()
    };
    tests.iter().map(of).collect()
}

fn words_are_found_in_any_case_and_only_whole(bench: &Bench) {
    let names = [
        (1, "Inactive"),
        (2, "inactive"),
        (3, "Inactive soon"),
        (4, "100%"),
        (5, "100 of them"),
        (6, "a_b"),
        (7, "axb"),
        (8, "GELÖSCHT"),
        (9, "it's!"),
        (10, ""),
        (11, "Ünïcode"),
    ];
    let tests = [
        RowTest::Is(words(&["INACTIVE"])),
        RowTest::Is(words(&["100%"])),
        RowTest::Is(words(&["a_b"])),
        RowTest::Is(words(&["gelöscht", "It's!"])),
        RowTest::Is(words(&[])),
        RowTest::IsNot(words(&["inactive", "100%", "a_b", "gelöscht", "it's!"])),
        RowTest::Is(words(&["nobody"])),
        RowTest::Is(words(&["ünïCODE"])),
    ];
    let is = [
        (2, vec![1, 2]),
        (1, vec![4]),
        (1, vec![6]),
        (2, vec![8, 9]),
        (0, vec![]),
        (5, vec![3, 5, 7, 10, 11]),
        (0, vec![]),
        (1, vec![11]),
    ];
    assert_eq!(found(bench, &names, &tests), is);
}

fn entries_that_are_joined_are_looked_at_one_by_one(bench: &Bench) {
    let names = [(1, "Client, Prospect"), (2, "Prospect"), (3, "Prospects, Client"), (4, "Former Prospect"), (5, "")];
    let tests = [RowTest::Is(words(&["prospect"])), RowTest::IsNot(words(&["prospect", "client"]))];
    assert_eq!(found(bench, &names, &tests), [(2, vec![1, 2]), (2, vec![4, 5])]);
}

fn what_is_missing_is_found(bench: &Bench) {
    let names = [(1, ""), (2, "a"), (3, ""), (4, ""), (5, ""), (6, ""), (7, "")];
    assert_eq!(found(bench, &names, &[RowTest::Missing]), [(6, vec![1, 3, 4, 5, 6])]);
}

fn two_rows_with_the_same_text_are_found_in_any_case(bench: &Bench) {
    let names = [
        (1, "Müller"),
        (2, "MÜLLER"),
        (3, "Muller"),
        (4, "Åkers Énergie"),
        (5, "åkers énergie"),
        (6, "ÅKERS ÉNERGIE"),
        (7, ""),
        (8, ""),
        (9, "Жук"),
        (10, "ЖУК"),
        (11, "Σίσυφος"),
        (12, "ΣΊΣΥΦΟΣ"),
    ];
    assert_eq!(found(bench, &names, &[RowTest::Duplicate]), [(9, vec![1, 2, 4, 5, 6])]);
}

fn a_row_that_is_not_there_is_found_once_its_list_was_read_whole(bench: &Bench) {
    let lists = [companies(), agreements()];
    let mut mirror = bench.begun(&lists);
    let owned = |id, owner| {
        let mut row = [Value::Null; 8];
        row[0] = Value::Whole(id);
        row[3] = owner;
        row
    };
    let page =
        [owned(1, Value::Whole(11)), owned(2, Value::Whole(12)), owned(3, Value::Null), owned(4, Value::Whole(13))];
    write_all(&mut *mirror, &lists[0], &rows(8, &page.iter().map(<[Value<'_>; 8]>::as_slice).collect::<Vec<_>>()));
    write_all(&mut *mirror, &lists[1], &named(&[(11, "a"), (13, "gone")]));
    write_all(&mut *mirror, &lists[1], &named(&[(11, "a")]));
    let asked = warning("owner", RowTest::NotIn(ListId("agreements".into())));
    let unknown = warning("owner", RowTest::NotIn(ListId("nowhere".into())));
    assert_eq!(mirror.doubts(&lists[0], &[&asked, &unknown]), Ok(vec![]));
    mirror.end_list(&lists[1], &full(i64::MAX), NOW).expect("it ends");
    let doubt = RowDoubt { says: "It is so.".to_owned(), rows: 2, first: vec![2, 4] };
    assert_eq!(mirror.doubts(&lists[0], &[&asked, &unknown]), Ok(vec![doubt]));
}

fn flags_ids_and_days_are_read_as_people_read_them(bench: &Bench) {
    let list = companies();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    let of = |id, flag| {
        [
            Value::Whole(id),
            Value::Null,
            flag,
            Value::Whole(id),
            Value::Text("12.5"),
            Value::Null,
            Value::Text("2026-01-31"),
            Value::Text("2026-01-31T12:00:00.5Z"),
        ]
    };
    let page = [of(1, Value::Flag(true)), of(2, Value::Flag(false)), of(3, Value::Null)];
    write_all(&mut *mirror, &list, &rows(8, &page.iter().map(<[Value<'_>; 8]>::as_slice).collect::<Vec<_>>()));
    for (column, word, is) in [
        ("active", "Yes", vec![1]),
        ("active", "no", vec![2]),
        ("owner", "2", vec![2]),
        ("fee", "12.5", vec![1, 2, 3]),
        ("since", "2026-01-31", vec![1, 2, 3]),
        ("changed_at", "2026-01-31T12:00:00.5Z", vec![1, 2, 3]),
    ] {
        let kind = list.columns[list.column(column).expect("a column")].kind;
        assert!(kind != ColumnKind::Text);
        let asked = warning(column, RowTest::Is(words(&[word])));
        let doubts = mirror.doubts(&list, &[&asked]).expect("it is looked at");
        assert_eq!(doubts.first().map(|it| it.first.clone()), Some(is), "{column}");
    }
    assert_eq!(mirror.doubts(&list, &[&warning("nowhere", RowTest::Missing)]), Ok(vec![]));
    assert_eq!(mirror.doubts(&list, &[]), Ok(vec![]));
}

fn what_is_gone_is_never_doubted(bench: &Bench) {
    let list = agreements();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    write_all(&mut *mirror, &list, &named(&[(1, "Twin"), (2, "twin"), (3, "Inactive")]));
    write_all(&mut *mirror, &list, &named(&[(1, "Twin")]));
    let asked = [warning("name", RowTest::Duplicate), warning("name", RowTest::Is(words(&["inactive"])))];
    assert_eq!(mirror.doubts(&list, &asked.iter().collect::<Vec<_>>()), Ok(vec![]));
}
