//! JSON lines: keys in the order of the columns, every digit, and what other readers make of them.

use std::process::Command;

use crate::{
    host::{has, printed},
    nasty::{AGREEMENTS, COLUMNS, FORTY, host},
};

fn wanted() -> String {
    let quoted = |it: &str| if it.is_empty() { "null".to_owned() } else { serde_json::Value::from(it).to_string() };
    let bare = |it: &str| if it.is_empty() { "null".to_owned() } else { it.to_owned() };
    let line = |row: [&str; 7]| {
        let [id, name, company, cancelled, starts, amount, changed] = row;
        format!(
            "{{\"id\":{id},\"name\":{},\"company_id\":{},\"cancelled\":{},\"starts\":{},\"amount\":{},\"changed_at\":{}}}\n",
            quoted(name),
            bare(company),
            bare(cancelled),
            quoted(starts),
            bare(amount),
            quoted(changed)
        )
    };
    AGREEMENTS.map(line).concat()
}

#[test]
fn each_row_is_one_object_with_exactly_the_digits_that_are_kept() {
    let host = host();
    let ran = host.run(&["export", "north", "agreements", "--format", "jsonl", "--columns", COLUMNS]);
    assert_eq!((ran.code, ran.text()), (Some(0), wanted().as_str()), "{ran:?}");
    let ran = host.run(&["export", "north", "products", "--format", "jsonl", "--columns", "price,quantity"]);
    let lines = format!(
        "{{\"price\":{FORTY},\"quantity\":0.1}}\n{{\"price\":null,\"quantity\":-3}}\n\
         {{\"price\":null,\"quantity\":1500000000000000000000}}\n"
    );
    assert_eq!((ran.code, ran.text()), (Some(0), lines.as_str()), "{ran:?}");
}

#[test]
fn python_reads_the_same_rows() {
    if !has("python3") {
        return;
    }
    let host = host();
    let ran = host.run(&["export", "north", "agreements", "--format", "jsonl", "--columns", COLUMNS, "-o", "rows"]);
    assert_eq!((ran.code, ran.out.len()), (Some(0), 0), "{ran:?}");
    let script = "import json, sys\n\
        text = lambda it: '' if it is None else str(it).lower() if isinstance(it, bool) else str(it)\n\
        rows = [json.loads(it, parse_float=str) for it in open(sys.argv[1], encoding='utf-8', newline='\\n')]\n\
        print(json.dumps([[text(it) for it in row.values()] for row in rows]))";
    let text = printed(Command::new("python3").args(["-c", script]).arg(host.home().join("rows")));
    let read: Vec<Vec<String>> = serde_json::from_str(&text).unwrap();
    assert_eq!(read, AGREEMENTS.map(|it| it.map(str::to_owned).to_vec()));
}
