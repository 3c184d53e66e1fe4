//! What a technician reads about an integration file that cannot be used.

use proptest::{prop_assert, test_runner::TestRunner};

use crate::model::{
    catalog::Catalog,
    id::{ListId, PsaId},
};

use super::Integration;

/// A file that is right; each case below breaks one thing in it.
const RIGHT: &str = r#"id = "acme-sync"
name = "Acme Sync"
what = "Counts things."
reads = "companies"
writes = "nothing"
source = "acme.example"
read = "2026-11-20"

[psa.connectwise]
lists = [
    "companies",
    "agreements",
]

[psa.connectwise.values]
member_id = "ACME"
member_name = "Acme Sync"
role_name = "Acme"
key_description = "acme"

[[psa.connectwise.right]]
function = "finance.agreements"
needs = { edit = "My", inquire = "All" }
why = "to read"

[[psa.connectwise.right]]
function = "system.table-setup.agreement-type"
wanted = "Allow access"
why = "to read types"

[[psa.connectwise.warning]]
list = "agreements"
column = "cycle"
when = "missing"
says = "No cycle."

[[psa.connectwise.warning]]
list = "companies"
column = "status"
when = { is = ["Inactive"] }
says = "Inactive."

[psa.autotask]
lists = ["companies"]
values = { user_name = "Acme", level_name = "Acme", vendor = "Acme" }
right = [{ function = "contracts.add", needs = { add = "All" }, why = "to add" }]
"#;

fn fault(text: &str) -> String {
    match Integration::parse(text, &Catalog::embedded().psas) {
        Ok(_) => "no fault".to_owned(),
        Err(fault) => fault.to_string(),
    }
}

fn broken(from: &str, to: &str) -> String {
    assert_eq!(RIGHT.matches(from).count(), 1, "{from} is in the file once");
    fault(&RIGHT.replace(from, to))
}

#[test]
fn a_right_file_is_read_whole() {
    let integration = Integration::parse(RIGHT, &Catalog::embedded().psas).expect("nothing is wrong with it");
    let needs = integration.needs(&PsaId::from("connectwise")).expect("it is there");
    assert_eq!(needs.lists, [ListId::from("companies"), ListId::from("agreements")]);
    let needed: Vec<String> = needs.rights.iter().map(super::Right::needed).collect();
    assert_eq!(needed, ["edit My; inquire All", "Allow access"]);
}

/// What is in the file, what stands there instead, and what is said about it.
const CASES: [(&str, &str, &str); 40] = [
    // TOML
    (
        "name = \"Acme Sync\"\nwhat",
        "name = Acme Sync\nwhat",
        "line 2, key name: this is not TOML: string values must be quoted, expected literal string",
    ),
    (
        "writes = \"nothing\"",
        "writes = \"nothing",
        r#"line 5, key writes: this is not TOML: invalid basic string, expected `"`"#,
    ),
    (
        "[psa.connectwise]\nlists",
        "[psa.connectwise\nlists",
        "line 9, key psa.connectwise: this is not TOML: unclosed table, expected `]`",
    ),
    (
        "reads = \"companies\"\n",
        "reads = \"companies\"\nreads = \"all\"\n",
        "line 5, key reads: this key is there twice",
    ),
    (
        "    \"agreements\",\n]",
        "    \"agreements\",\n",
        "line 16, key member_id: this is not TOML: missing comma between array elements, expected `,`",
    ),
    // keys
    (
        "writes = ",
        "wrties = ",
        "line 5, key wrties: there is no such key here; expected writes, reads, id, name, what, read or one of 2 others",
    ),
    ("source = \"acme.example\"\n", "", "line 1, key source: this key is missing"),
    (
        "why = \"to read\"\n",
        "why = \"to read\"\nwhen = 1\n",
        "line 25, key when: there is no such key here; expected why, needs, wanted, function or optional",
    ),
    ("why = \"to read types\"\n", "", "line 26, key why: this key is missing"),
    (
        "says = \"No cycle.\"",
        "say = \"No cycle.\"",
        "line 35, key say: there is no such key here; expected says, list, when or column",
    ),
    (
        "[psa.connectwise]\nlists = [\n    \"companies\",\n    \"agreements\",\n]",
        "[psa.connectwise]",
        "line 9, key lists: this key is missing",
    ),
    (
        "[[psa.connectwise.right]]\nfunction = \"finance.agreements\"",
        "[[psa.connectwise.rights]]\nfunction = \"finance.agreements\"",
        "line 21, key rights: there is no such key here; expected right, lists, values, notes, finish, counted or warning",
    ),
    // types
    ("name = \"Acme Sync\"\nwhat", "name = 3\nwhat", "line 2, key name: expected text in quotes, found the number 3"),
    (
        "read = \"2026-11-20\"",
        "read = 2026-11-20",
        "line 7, key read: expected text in quotes, found a table, or a date without quotes",
    ),
    (
        "[\n    \"companies\",\n    \"agreements\",\n]",
        "\"companies\"",
        "line 10, key lists: expected a list in square brackets, found text",
    ),
    ("    \"agreements\",\n]", "    4,\n]", "line 12, key lists: expected text in quotes, found the number 4"),
    ("{ edit = \"My\", inquire = \"All\" }", "\"All\"", "line 23, key needs: expected a table, found text"),
    (
        "when = { is = [\"Inactive\"] }",
        "when = { is = \"Inactive\" }",
        "line 40, key when: expected a list in square brackets, found text",
    ),
    (
        "[[psa.connectwise.right]]\nfunction = \"finance.agreements\"",
        "[psa.connectwise.right]\nfunction = \"finance.agreements\"",
        "line 26, key psa.connectwise.right: this key is there twice",
    ),
    // words
    (
        "inquire = \"All\" }",
        "inquire = \"all\" }",
        r#"line 23, key needs: "all" is not known here; expected All, My, None or Restricted"#,
    ),
    (
        "inquire = \"All\" }",
        "view = \"All\" }",
        r#"line 23, key needs: "view" is not known here; expected add, edit, delete or inquire"#,
    ),
    (
        "when = \"missing\"",
        "when = \"mising\"",
        r#"line 34, key when: "mising" is not known here; expected missing, is, is-not, not-in or duplicate"#,
    ),
    (
        "when = { is = [\"Inactive\"] }",
        "when = { was = [\"Inactive\"] }",
        r#"line 40, key when: "was" is not known here; expected is, is-not, missing, not-in or duplicate"#,
    ),
    (
        "when = { is = [\"Inactive\"] }",
        "when = { is = [] }",
        "line 40, key when: expected at least one word in the list",
    ),
    // names
    (
        "id = \"acme-sync\"",
        "id = \"../Acme\"",
        "line 1, key id: expected lower-case letters, digits and hyphens, 40 at most",
    ),
    ("[psa.autotask]", "[psa.halo]", r#"line 43, key halo: there is no PSA "halo"; expected autotask or connectwise"#),
    (
        "\"finance.agreements\"",
        "\"finance.agreement\"",
        r#"line 22, key function: there is no function "finance.agreement"; expected finance.agreements, finance.invoicing, finance.agreement-invoicing, companies.contacts, system.table-setup, service.service-tickets or one of 8 others"#,
    ),
    (
        "\"system.table-setup.agreement-type\"",
        "\"finance.agreements\"",
        r#"line 27, key function: "finance.agreements" has a right already; expected one right a function"#,
    ),
    (
        "wanted = \"Allow access\"",
        "needs = { inquire = \"All\" }",
        r#"line 28, key inquire: system.table-setup.agreement-type has no levels; expected wanted = "…" instead of needs"#,
    ),
    ("wanted = \"Allow access\"\n", "", r#"line 27, key needs: expected needs = { … } with levels, or wanted = "…""#),
    (
        "inquire = \"All\" }",
        "inquire = \"Restricted\" }",
        "line 23, key inquire: finance.agreements has no level Restricted; expected My or All",
    ),
    (
        "{ add = \"All\" }",
        "{ delete = \"All\" }",
        "line 46, key delete: contracts.add has no such action; expected add",
    ),
    (
        "    \"agreements\",\n",
        "    \"agreement\",\n",
        r#"line 12, key lists: there is no list "agreement"; expected agreements, agreement-types, additions, products, companies, contacts or catalog"#,
    ),
    ("    \"agreements\",\n", "    \"companies\",\n", r#"line 12, key lists: "companies" is there twice"#),
    (
        "    \"agreements\",\n",
        "    \"additions\",\n    \"agreements\",\n",
        r#"line 12, key lists: expected "agreements" before "additions", which hangs below it"#,
    ),
    (
        "list = \"agreements\"",
        "list = \"catalog\"",
        r#"line 32, key list: "catalog" is not among the lists taken; expected companies or agreements"#,
    ),
    (
        "column = \"cycle\"",
        "column = \"cycles\"",
        r#"line 33, key column: there is no column "cycles"; expected cycle, type, name, status, cancelled, starts or one of 7 others"#,
    ),
    (
        "when = \"missing\"",
        "when = { not-in = \"products\" }",
        r#"line 34, key when: "products" is not among the lists taken; expected agreements or companies"#,
    ),
    (
        "member_id = \"ACME\"",
        "memberid = \"ACME\"",
        r#"line 16, key memberid: there is no value "memberid"; expected member_id, member_name, role_name or key_description"#,
    ),
    ("member_id = \"ACME\"\n", "", "line 15, key member_id: this value is missing; the guide needs it"),
];

#[test]
fn a_fault_names_line_key_and_what_was_expected() {
    for (from, to, expected) in CASES {
        assert_eq!(broken(from, to), expected, "{to}");
    }
}

#[test]
fn a_fault_cannot_drive_the_terminal() {
    assert_eq!(
        broken("column = \"cycle\"", "column = \"\\u001b[2Jcycle\""),
        "line 33, key column: there is no column \"\u{241b}[2Jcycle\"; expected cycle, type, cancelled, name, id, company or one of 7 others"
    );
}

#[test]
fn no_text_makes_the_reader_panic_or_leaves_it_without_words() {
    let psas = Catalog::embedded().psas.clone();
    let cases = (0..RIGHT.len(), 0..40_usize, "[\\[\\]{}=\"'\\\\,.#\n a-z0-9\u{e9}]{0,12}");
    let result = TestRunner::default().run(&cases, |(at, cut, put)| {
        let end = (at + cut).min(RIGHT.len());
        let text = format!("{}{put}{}", &RIGHT[..at], &RIGHT[end..]);
        if let Err(fault) = Integration::parse(&text, &psas) {
            prop_assert!((1..=text.lines().count() + 1).contains(&fault.line), "{fault}");
            prop_assert!(!fault.key.is_empty() && !fault.expected.is_empty(), "{fault:?}");
        }
        Ok(())
    });
    assert_eq!(result, Ok(()));
}
