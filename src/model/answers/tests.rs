//! Reading, asking, writing and handing on: values in, values out.

use super::{
    After, Answers, Given, Known, OnDoubt, QuestionKind, Site, Source, given, line_of, next,
    state::{State, StateFault},
};
use crate::model::{
    catalog::Catalog,
    id::FieldId,
    saved::{StoreCard, StoreNeeds},
    store_kind::StoreKind,
};

const WHOLE: &str = r#"
version = 1
psa = "connectwise"
integration = "sync365"
name = "acme"
site = { look_up = true }
way = "simple"
store = "file"
pull = "now"

[login]
company = "acme"
public_key = { env = "PSA_CONNECT_PUBLIC_KEY" }
private_key = { file = "/run/keys/private" }
client_id = { command = ["pass", "show", "cw/client"] }
"#;

fn cards(needs: StoreNeeds) -> Vec<StoreCard> {
    let card =
        |kind, needs| StoreCard { kind, place: "/home/jane".into(), protection: "Well.".into(), needs, trouble: None };
    vec![card(StoreKind::EncryptedFile, needs), card(StoreKind::File, StoreNeeds::Nothing)]
}

/// Lends what the answers are held against.
fn with<T>(stores: &[StoreCard], taken: &[String], see: impl FnOnce(&Known<'_>) -> T) -> T {
    let catalog = Catalog::embedded();
    see(&Known { catalog: &catalog, stores, taken })
}

#[test]
fn a_whole_file_leaves_nothing_open() {
    let answers = Answers::parse(WHOLE).unwrap();
    with(&cards(StoreNeeds::NewPassphrase), &[], |known| {
        assert_eq!((answers.wrong(known), next(&answers, known)), (None, None));
    });
    assert_eq!(answers.login[&FieldId::from("private_key")], Given::From(Source::File("/run/keys/private".into())));
}

#[test]
fn a_mistake_is_named_by_line_key_and_what_was_expected() {
    let says = |text: &str| match Answers::parse(text).unwrap_err().as_slice() {
        [only] => only.says(),
        several => panic!("{several:?}"),
    };
    for (text, is) in [
        ("psa = \"connectwise\"\n", "line 1: expected version = 1 at the top"),
        ("version = 2\nnewer = \"canary\"\n", "line 1, version: expected 1, the version that this psa-connect reads"),
        ("version = 1\npull = \"canary\"\n", "line 2, pull: expected \"now\" or \"later\""),
        ("version = 1\npull = true\n", "line 2, pull: expected \"now\" or \"later\""),
        (
            "version = 1\nname = \"Canary!\"\n",
            "line 2, name: expected a connection's name: small letters, digits, dots, hyphens and underscores",
        ),
        (
            "version = 1\n\ncanary = 1\n",
            "line 3, canary: expected an answer of docs/unattended.md; there is none of this name",
        ),
        ("version = 1\npin = \"canary\"\n", "line 2, pin: expected a SHA-256: 32 pairs of hexadecimal digits, AB:CD:…"),
        (
            "version = 1\nsite = { look_up = false }\n",
            "line 2, site: expected { id = \"…\" }, { address = \"…\" } or { look_up = true }",
        ),
        ("version = 1\ncanary\n", "line 2: expected TOML: key = value, or a [table]"),
    ] {
        assert_eq!(says(text), is, "{text}");
    }
    let of_login = says("version = 1\n[login]\nprivate_key = 7\n");
    assert!(of_login.starts_with("line 3, login.private_key: expected a text, or of a secret where"), "{of_login}");
    let of_source = says("version = 1\n[login]\nprivate_key = { vault = \"canary\" }\n");
    assert!(of_source.starts_with("line 3, login.private_key") && !of_source.contains("canary"), "{of_source}");
}

#[test]
fn mistakes_are_named_all_at_once_in_the_order_of_their_lines() {
    let text = "version = 1\npull = 1\nway = \"simple\"\non_failed_test = \"yes\"\non_missing_rights = \"no\"\nnew = 1\n\
                site = { id = 7 }\n[login]\ncompany = \"acme\"\nclient_id = 7\npublic_key = { vault = \"x\" }\n";
    let lines = |text: &str| {
        let mistakes = Answers::parse(text).unwrap_err();
        mistakes.into_iter().map(|it| (it.line, it.key.unwrap_or_default())).collect::<Vec<_>>()
    };
    let told = lines(text);
    let known = told.iter().map(|it| (it.0, it.1.split('.').take(2).collect::<Vec<_>>().join(".")));
    let wanted = [
        (2, "pull"),
        (4, "on_failed_test"),
        (5, "on_missing_rights"),
        (6, "new"),
        (7, "site.id"),
        (10, "login.client_id"),
        (11, "login.public_key"),
    ];
    assert_eq!(known.collect::<Vec<_>>(), wanted.map(|(line, key)| (line, key.to_owned())));
    assert_eq!(lines("pull = 1\n"), [(1, String::new()), (1, "pull".to_owned())], "no version, too");
    for text in
        ["\"a.b\" = 1\n", "[login]\n\"private.key\" = 7\n", "login = { \"private.key\" = 7 }\n", "a.\"b.c\" = 1\n"]
    {
        assert_eq!(lines(&format!("version = 1\n{text}")).len(), 1, "a name with a dot in it: {text}");
    }
}

#[test]
fn answers_that_do_not_fit_are_named_all_at_once() {
    let text = WHOLE.replace("\"sync365\"", "\"other\"").replace("company = \"acme\"", "company = \" \"");
    let answers = Answers::parse(&text.replace("store = \"file\"", "store = \"vault\"")).unwrap();
    let wrong = with(&cards(StoreNeeds::Nothing), &[], |known| answers.all_wrong(known));
    assert_eq!(wrong.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["integration", "login.company", "store"]);
    let twice = WHOLE.replace("company = \"acme\"", "company = { env = \"1x\" }");
    let answers = Answers::parse(&twice).unwrap();
    let wrong = with(&cards(StoreNeeds::Nothing), &[], |known| answers.all_wrong(known));
    assert_eq!(wrong.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["login.company"], "each is named once");
}

#[test]
fn a_secret_as_text_is_refused_by_name_and_line_and_never_repeated() {
    let text = WHOLE.replace("{ file = \"/run/keys/private\" }", "\"canary\"");
    let answers = Answers::parse(&text).unwrap();
    with(&cards(StoreNeeds::Nothing), &[], |known| {
        let wrong = answers.wrong(known).unwrap();
        assert_eq!((wrong.id.as_str(), line_of(&text, &wrong)), ("login.private_key", Some(14)));
        assert!(!format!("{wrong:?}").contains("canary"), "{wrong:?}");
    });
}

#[test]
fn answers_that_do_not_fit_the_psa_are_named() {
    for (from, to, id) in [
        ("\"connectwise\"", "\"other\"", "psa"),
        ("\"sync365\"", "\"other\"", "integration"),
        ("{ look_up = true }", "{ id = \"mars\" }", "site"),
        ("{ look_up = true }", "{ address = \"ww2.autotask.net\" }", "site"),
        ("company = \"acme\"", "company = { env = \"X\" }", "login.company"),
        ("company = \"acme\"", "company = \" \"", "login.company"),
        ("client_id", "client", "login.client"),
        ("PSA_CONNECT_PUBLIC_KEY", "A B", "login.public_key"),
        ("[\"pass\", \"show\", \"cw/client\"]", "[]", "login.client_id"),
        ("store = \"file\"", "store = \"vault\"", "store"),
        ("store = \"file\"", "passphrase = { env = \"PASS\" }", "passphrase"),
    ] {
        let answers = Answers::parse(&WHOLE.replace(from, to)).unwrap();
        let wrong = with(&cards(StoreNeeds::Nothing), &[], |known| answers.wrong(known));
        assert_eq!(wrong.map(|it| it.id), Some(id.to_owned()), "{to}");
    }
}

#[test]
fn the_questions_come_in_the_order_of_the_steps_until_nothing_is_open() {
    let replies = [
        ("psa", "connectwise"),
        ("integration", ""),
        ("site", "https://na.myconnectwise.net/v2025_1/ConnectWise.aspx"),
        ("login.company", " acme "),
        ("login.public_key", "env:PUBLIC"),
        ("login.private_key", "file:/run/keys/private"),
        ("login.client_id", "command:[\"pass\",\"show\",\"x\"]"),
        ("name", ""),
        ("store", ""),
        ("passphrase", "stdin"),
    ];
    with(&cards(StoreNeeds::NewPassphrase), &[], |known| {
        let mut answers = Answers::default();
        for (id, reply) in replies {
            let question = next(&answers, known).unwrap_or_else(|| panic!("{id} is not asked"));
            assert_eq!(question.id, id);
            assert_eq!(question.secret, question.kind == QuestionKind::Secret);
            let helps: Vec<_> = question.choices.iter().map(|it| it.help.as_str()).collect();
            assert!(!helps.iter().any(|it| it.contains('{')), "{id}: {helps:?}");
            assert_eq!(helps.iter().any(|it| it.contains("Keeps the agreements of")), id == "integration");
            assert!(question.in_file().contains(id.rsplit('.').next().unwrap()), "{}", question.in_file());
            answers = given(&answers, &question, reply, known).unwrap();
        }
        assert_eq!(next(&answers, known), None);
        assert_eq!(answers.site, Some(Site::Id("na".into())), "what was pasted is not kept");
        assert_eq!(answers.name.unwrap().as_str(), "acme-connectwise");
    });
}

#[test]
fn a_wrong_answer_changes_nothing_and_a_secret_is_not_repeated() {
    with(&cards(StoreNeeds::Nothing), &[], |known| {
        let answers = Answers::parse(
            "version = 1\npsa = \"connectwise\"\nintegration = \"sync365\"\nsite = { id = \"na\" }\n\
                                      [login]\ncompany = \"acme\"\n",
        )
        .unwrap();
        let question = next(&answers, known).unwrap();
        for text in ["canary", "canary:canary", "env:", "env:can ary", "file:", "command:canary", "command:[]", ""] {
            let wrong = given(&answers, &question, text, known).unwrap_err();
            assert!(wrong.id == "login.public_key" && !format!("{wrong:?}").contains("canary"), "{text}: {wrong:?}");
        }
    });
}

#[test]
fn a_name_that_exists_is_asked_about_and_a_no_asks_for_another() {
    let answers = Answers::parse(WHOLE).unwrap();
    with(&cards(StoreNeeds::Nothing), &["acme".to_owned()], |known| {
        let question = next(&answers, known).unwrap();
        assert_eq!((question.id.as_str(), question.default.as_deref()), ("on_existing_name", Some("no")));
        let yes = given(&answers, &question, "yes", known).unwrap();
        assert_eq!(next(&yes, known), None);
        let no = given(&answers, &question, "", known).unwrap();
        assert_eq!(next(&no, known).map(|it| it.id), Some("name".to_owned()));
    });
}

#[test]
fn what_is_written_is_read_again_with_no_secret_in_it() {
    let answers = Answers { on_missing_rights: Some(OnDoubt::Save), ..Answers::parse(WHOLE).unwrap() };
    let again = Answers::parse(&answers.to_toml()).unwrap();
    let stop = Some(OnDoubt::Stop);
    assert_eq!(again, Answers { on_unproven_rights: stop, on_failed_test: stop, ..answers });
}

#[test]
fn a_state_comes_back_whole_or_is_refused_by_name() {
    let state = State { answers: Answers::parse(WHOLE).unwrap(), after: Some(After::OnMissingRights) };
    let text = state.write();
    assert_eq!(State::read(&text), Ok(state));
    assert_eq!(State::read("canary"), Err(StateFault::Foreign));
    assert_eq!(State::read(""), Err(StateFault::Foreign));
    assert_eq!(State::read(&text[..text.len() - 4]), Err(StateFault::Broken));
    let mut bytes = text.clone().into_bytes();
    let at = bytes.len() / 2;
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    assert_eq!(State::read(&String::from_utf8(bytes).unwrap()), Err(StateFault::Broken));
}

#[test]
fn a_yes_after_the_test_is_one_policy_and_a_no_is_none() {
    let answers = Answers::default();
    let yes = After::OnMissingRights.given(&answers, "yes").unwrap().unwrap();
    assert_eq!(yes, Answers { on_missing_rights: Some(OnDoubt::Save), ..Answers::default() });
    assert_eq!(After::OnMissingRights.given(&answers, ""), Ok(None));
    assert!(After::OnMissingRights.given(&answers, "maybe").is_err());
    assert!(After::Pin.given(&answers, "maybe").is_err());
}
