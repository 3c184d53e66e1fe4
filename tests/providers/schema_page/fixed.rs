//! What the tables and columns are that the catalogue does not name.

/// Columns of the table of every list.
pub(super) fn of_every_list(column: &str) -> Option<&'static str> {
    Some(match column {
        "raw" => "The record as the PSA sent it, JSON; empty unless pulls keep whole records",
        "pulled_at" => "When the pull began that wrote the row last: that is, when it was new or had changed",
        "gone_at" => "When the pull began in which the row came no more; empty while it is there",
        "hash" => "A number made from the row's cells, by which a pull sees a change; it says nothing else",
        _ => return None,
    })
}

/// What a table is.
pub(super) fn table(table: &str) -> &'static str {
    match table {
        "pulls" => "One row for each pull, the last with the highest `id`.",
        "pulled_lists" => "What each pull did with each list.",
        "lists" => "What is known of each list now.",
        other => panic!("{other} is not described"),
    }
}

/// What a column of such a table is.
pub(super) fn column(table: &str, column: &str) -> &'static str {
    match (table, column) {
        ("pulls", "id") => "Its number",
        ("pulls", "began_at") => "When it began",
        ("pulls", "ended_at") => "When it ended; empty while it runs, and of one that was cut off",
        ("pulls", "outcome") => {
            "`running`, `complete`, `partial` (not every list may be read), `stopped`, `failed` or `cut off`"
        }
        ("pulls", "fault") => "Why it did not come to its end, a sentence without secrets",
        ("pulls", "requests") => "Requests that it sent to the PSA",
        ("pulls", "seen_at") => "When it last wrote something",
        ("pulls", "source") => "Whose rows they are: the PSA, and the company or user that finds the tenant",
        ("pulled_lists", "pull_id") => "The `id` in `pulls`",
        ("pulled_lists" | "lists", "list") => "The list, as the catalogue and `export` call it: `agreement-types`",
        ("pulled_lists", "scope") => "Which rows were asked for: `full`, or `changes` since the last time",
        ("pulled_lists", "read") => "Rows that came",
        ("pulled_lists", "added") => "Of them, rows that were not there before",
        ("pulled_lists", "changed") => "Of them, rows that had other values, or had been gone",
        ("pulled_lists", "gone") => "Rows that came no more, and got a `gone_at`",
        ("pulled_lists", "misfits") => "Cells that were left empty because their value did not fit the column",
        ("pulled_lists", "ended_at") => "When the list was read to its end; empty when it was not",
        ("lists", "table_name") => "Its table",
        ("lists", "columns") => "The columns and types that its table was made with",
        ("lists", "kept") => "`columns`, or `whole` when `raw` is kept",
        ("lists", "full_at") => {
            "When the last pull began that read all of it to its end; empty: none did, rows are missing"
        }
        ("lists", "changed_until") => "Up to when changes are known, by the PSA's clock",
        ("lists", "cursor") => {
            "How far it is read, for the next pull to go on from, JSON of psa-connect's own; empty when nothing was begun"
        }
        (table, column) => panic!("{column} in {table} is not described"),
    }
}
