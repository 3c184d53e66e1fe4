//! Rows come out in one form, whatever database they were in.

use psa_connect::model::{fault::Fault, mirror::Value};

use crate::{
    bench::{Bench, companies, read, rows, tally, write_all},
    on_both,
};

on_both!(
    cells_come_out_as_they_went_in,
    text_of_any_kind_comes_back,
    columns_come_in_the_order_that_was_asked_for,
    whoever_takes_the_rows_may_stop,
    the_whole_catalogue_has_room,
    what_an_earlier_version_pulled_is_read_in_part_until_it_is_pulled_again,
);

fn cells_come_out_as_they_went_in(bench: &Bench) {
    let list = companies();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    let of = |id, fee, seats, since, changed| {
        [Value::Whole(id), Value::Null, Value::Flag(true), Value::Whole(-7), fee, seats, since, changed]
    };
    let text = Value::Text;
    let page = [
        of(i64::MIN + 1, text("0"), text("0.5"), text("0001-01-01"), text("2026-01-31T12:00:00Z")),
        of(7, text("9007199254740993.25"), text("-2"), text("2024-02-29"), text("2026-01-31T12:00:00.3Z")),
        of(8, text("-0.01"), text("1000000"), text("9999-12-31"), text("1970-01-01T00:00:00.000001Z")),
        of(i64::MAX, Value::Null, Value::Null, Value::Null, Value::Null),
    ];
    let page = rows(8, &page.iter().map(<[Value<'_>; 8]>::as_slice).collect::<Vec<_>>());
    assert_eq!(write_all(&mut *mirror, &list, &page), tally(4, 4, 0, 0));
    let is = [
        ["#-9223372036854775807", "∅", "true", "#-7", "0", "0.5", "0001-01-01", "2026-01-31T12:00:00Z"],
        ["#7", "∅", "true", "#-7", "9007199254740993.25", "-2", "2024-02-29", "2026-01-31T12:00:00.3Z"],
        ["#8", "∅", "true", "#-7", "-0.01", "1000000", "9999-12-31", "1970-01-01T00:00:00.000001Z"],
        ["#9223372036854775807", "∅", "true", "#-7", "∅", "∅", "∅", "∅"],
    ];
    assert_eq!(read(&mut *mirror, &list), is);
}

fn text_of_any_kind_comes_back(bench: &Bench) {
    let list = companies();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    let texts =
        ["", " ", "NULL", "null", "{}", "a\nb\tc\r", "'; DROP TABLE x; --", "\\N", "ß İ ſ Ω", "\u{feff}\u{202e}"];
    let page: Vec<[Value<'_>; 8]> = (1..)
        .zip(texts)
        .map(|(id, it)| {
            let mut row = [Value::Null; 8];
            row[..2].copy_from_slice(&[Value::Whole(id), Value::Text(it)]);
            row
        })
        .collect();
    write_all(&mut *mirror, &list, &rows(8, &page.iter().map(<[Value<'_>; 8]>::as_slice).collect::<Vec<_>>()));
    let names: Vec<String> = read(&mut *mirror, &list).into_iter().map(|it| it[1].clone()).collect();
    assert_eq!(names, texts);
}

fn columns_come_in_the_order_that_was_asked_for(bench: &Bench) {
    let list = companies();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    let mut row = [Value::Null; 8];
    row[0] = Value::Whole(1);
    row[1] = Value::Text("a");
    row[4] = Value::Text("12.5");
    write_all(&mut *mirror, &list, &rows(8, &[&row]));
    let mut came = vec![];
    let mut take = |cells: &[Value<'_>]| {
        came.push(format!("{cells:?}"));
        Ok(())
    };
    mirror.rows(&list, &[4, 0, 1, 4], &mut take).expect("it is read");
    assert_eq!(came, [r#"[Text("12.5"), Whole(1), Text("a"), Text("12.5")]"#]);
}

fn whoever_takes_the_rows_may_stop(bench: &Bench) {
    let list = companies();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    let page: Vec<[Value<'_>; 8]> = (1..=500)
        .map(|id| {
            let mut row = [Value::Null; 8];
            row[0] = Value::Whole(id);
            row
        })
        .collect();
    write_all(&mut *mirror, &list, &rows(8, &page.iter().map(<[Value<'_>; 8]>::as_slice).collect::<Vec<_>>()));
    let mut n = 0;
    let mut take = |_: &[Value<'_>]| {
        n += 1;
        if n < 3 { Ok(()) } else { Err(Fault::Cancelled) }
    };
    assert_eq!(mirror.rows(&list, &[0], &mut take), Err(Fault::Cancelled));
    assert_eq!(n, 3);
    // And it is as good as before.
    assert_eq!(mirror.ids(&list, 498, 9), Ok(vec![499, 500]));
}

/// No name in the catalogue is a word of SQL, or too long.
fn the_whole_catalogue_has_room(bench: &Bench) {
    let catalog = psa_connect::model::catalog::Catalog::embedded();
    for psa in &catalog.psas {
        let shapes: Vec<_> = psa.lists.iter().map(psa_connect::model::mirror::Shape::of).collect();
        assert!(!shapes.is_empty());
        let mut mirror = bench.begun(&shapes);
        for shape in &shapes {
            assert_eq!(read(&mut *mirror, shape), Vec::<Vec<String>>::new());
        }
    }
}

fn what_an_earlier_version_pulled_is_read_in_part_until_it_is_pulled_again(bench: &Bench) {
    let list = companies();
    let mut earlier = companies();
    earlier.columns.retain(|it| it.name != "fee");
    let mut mirror = bench.begun(std::slice::from_ref(&earlier));
    let mut row = [Value::Null; 7];
    row[0] = Value::Whole(1);
    write_all(&mut *mirror, &earlier, &rows(7, &[&row]));
    let mut ids = vec![];
    let mut take = |cells: &[Value<'_>]| {
        ids.push(cells.len());
        Ok(())
    };
    mirror.rows(&list, &[0, 5], &mut take).expect("those are there");
    let fault = mirror.rows(&list, &[0, 4], &mut take).expect_err("that is not");
    let Fault::Local { what, remedy } = &fault else { panic!("{fault:?}") };
    assert!(what.ends_with(": an earlier psa-connect filled it, without a column that is read now"), "{what}");
    assert!(remedy.starts_with("Pull again: that adds what is missing."), "{remedy}");
    drop(mirror);
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    mirror.rows(&list, &[0, 4], &mut take).expect("it is there now");
    assert_eq!(ids, [2, 2]);
}
