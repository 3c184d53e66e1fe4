//! What is made of pasted logins.

use proptest::prelude::*;

use super::{Note, clean, doubts, note};
use crate::model::{
    catalog::{Catalog, FieldKind, PsaFacts},
    id::{FieldId, PsaId},
    login::{Value, Values},
    secret::Secret,
};

mod forms;

const PUBLIC: &str = "aB3dE5gH7jK9mN1p";
const PRIVATE: &str = "Zy8xW6vU4tS2rQ0p";
const GUID: &str = "0f3c5b1e-7a2d-4c68-9e10-5d4b3a291807";
const USER: &str = "k7w2m9x4c1v6b3n@northwind.example";
const SECRET: &str = "4q~Z7#mR2$xT9*kW1@pN6!vB3";
const CODE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ2";

fn facts(psa: &str) -> &'static PsaFacts {
    static EMBEDDED: std::sync::OnceLock<Catalog> = std::sync::OnceLock::new();
    EMBEDDED.get_or_init(Catalog::embedded).psa(&PsaId::from(psa)).expect("it is embedded")
}

fn text(value: &Value) -> String {
    match value {
        Value::Plain(text) => text.clone(),
        Value::Secret(secret) => {
            let mut text = String::new();
            secret.is(|it| {
                text.push_str(it);
                true
            });
            text
        }
    }
}

fn cleaned(pasted: &str) -> (String, Vec<String>) {
    let it = clean(FieldKind::Secret, pasted);
    (text(&it.value), it.removed)
}

fn noted(psa: &str, pasted: &str) -> Note {
    note(facts(psa), &Secret::new(pasted))
}

fn found(psa: &str, pasted: &str) -> Vec<(String, String)> {
    noted(psa, pasted).fields.into_iter().map(|(id, value)| (id.0, text(&value))).collect()
}

fn connectwise(pasted: &str) {
    let expected = [("company", "northwind"), ("public_key", PUBLIC), ("private_key", PRIVATE), ("client_id", GUID)];
    let expected = expected.map(|(id, value)| (id.to_owned(), value.to_owned()));
    assert_eq!(found("connectwise", pasted), expected, "{pasted}");
    assert_eq!(noted("connectwise", pasted).several, [], "{pasted}");
}

fn autotask(pasted: &str) {
    let expected = [("user_name", USER), ("secret", SECRET), ("tracking_id", CODE)];
    assert_eq!(found("autotask", pasted), expected.map(|(id, value)| (id.to_owned(), value.to_owned())), "{pasted}");
    assert_eq!(noted("autotask", pasted).several, [], "{pasted}");
}

#[test]
fn what_a_copy_leaves_around_a_value_is_taken_away_and_said() {
    for (pasted, removed) in [
        (PRIVATE.to_owned(), vec![]),
        (format!(" {PRIVATE}"), vec!["a space at the start"]),
        (format!("{PRIVATE}\r\n"), vec!["a line break at the end"]),
        (format!("\t\u{a0}{PRIVATE}\u{feff}"), vec!["a space at the start", "an invisible character at the end"]),
        (format!("\"{PRIVATE}\","), vec!["quotes around it"]),
        (format!("\u{201c}{PRIVATE}\u{201d}"), vec!["quotes around it"]),
        (format!("' {PRIVATE} '"), vec!["quotes around it", "a space at the start", "a space at the end"]),
        (format!("\u{1b}[200~{PRIVATE}\u{1b}[201~"), vec![]),
        (PRIVATE.replace('W', "W\r\n"), vec!["a line break in the middle"]),
        (PRIVATE.replace('W', "W\u{200b}"), vec!["an invisible character in the middle"]),
        (PRIVATE.replace('W', "W\u{7}\u{0}"), vec!["a control character in the middle"]),
    ] {
        assert_eq!(
            cleaned(&pasted),
            (PRIVATE.to_owned(), removed.into_iter().map(String::from).collect()),
            "{pasted:?}"
        );
    }
}

#[test]
fn a_value_that_only_ends_with_a_quote_keeps_it() {
    assert_eq!(cleaned("4q~Z7#'"), ("4q~Z7#'".into(), vec![]));
    assert_eq!(cleaned("a b,"), ("a b,".into(), vec![]));
    assert_eq!(cleaned("\""), ("\"".into(), vec![]));
}

#[test]
fn what_is_longer_than_any_value_is_cut() {
    let (value, removed) = cleaned(&"x".repeat(5000));
    assert_eq!((value.len(), removed), (4096, vec!["everything after 4096 characters".to_owned()]));
}

#[test]
fn a_note_is_split_whatever_its_marks() {
    for form in [
        "Company ID: {c}\nPublic key: {u}\nPrivate key: {r}\nClient ID: {g}",
        "company={c}\r\npublic_key={u}\r\nprivate_key={r}\r\nclient_id={g}\r\n",
        "Company ID\t{c}\nPublic Key\t{u}\nPrivate Key\t{r}\nClientId\t{g}",
        "export CWM_COMPANY=\"{c}\"\nexport CWM_PUBLIC_KEY='{u}'\nexport CWM_PRIVATE_KEY={r}\nCWM_CLIENT_ID={g}",
        "# Northwind\n\n- **Company ID:** {c}\n- **Public key:** `{u}`\n- **Private key:** `{r}`\n- **Client ID:** `{g}`",
        "| Company ID | {c} |\n| Public key | {u} |\n| Private key | {r} |\n| Client ID | {g} |",
        "1. Company ID - {c}\n2. Public key -> {u}\n3. Private key => {r}\n4. Client ID \u{2192} {g}",
        "Company ID\n{c}\n\nPublic key\n{u}\n\nPrivate key:\n{r}\n\nClient ID\n{g}\n",
        "Company ID: {c}, Public key: {u}, Private key: {r}, Client ID: {g}",
        "Northwind ConnectWise company ID: {c}\nSite: api-na.myconnectwise.net\nNorthwind public key: {u}\n\
         Northwind private key (shown once): {r}\nOur client ID: {g}\nURL: https://na.myconnectwise.net/x?private_key=no",
        "Username: {c}+{u}\nPassword: {r}\nClientId: {g}\nTitle: ConnectWise",
    ] {
        let fill = form.replace("{c}", "northwind").replace("{u}", PUBLIC).replace("{r}", PRIVATE).replace("{g}", GUID);
        connectwise(&fill);
    }
}

#[test]
fn an_autotask_note_is_split_and_its_punctuation_stays() {
    for form in [
        "Username (Key): {u}\nPassword (Secret): {s}\nTracking Identifier: {c}",
        "UserName: {u}\nSecret: {s}\nApiIntegrationCode: {c}\nContent-Type: application/json",
        "username={u}\npassword={s}\nintegration code={c}\nzone=webservices2",
        "{\"UserName\": \"{u}\", \"Secret\": \"{s}\", \"ApiIntegrationCode\": \"{c}\"}",
    ] {
        autotask(&form.replace("{u}", USER).replace("{s}", SECRET).replace("{c}", CODE));
    }
    let curl = format!(
        "curl -X GET 'https://webservices2.autotask.net/atservicesrest/v1.0/Version' \\\n  -H 'UserName: {USER}' \\\n  \
         -H 'Secret: {SECRET}' \\\n  --header='ApiIntegrationCode: {CODE}'"
    );
    autotask(&curl);
}

#[test]
fn json_is_split_flat_nested_and_as_an_export() {
    for form in [
        r#"{"companyId":"{c}","publicKey":"{u}","privateKey":"{r}","clientId":"{g}"}"#,
        r#"{"connectwise":{"company":"{c}","public_key":"{u}","private_key":"{r}"},"client_id":"{g}","port":443}"#,
        r#"{"title":"CW","fields":[{"name":"Company ID","value":"{c}"},{"name":"Public key","value":"{u}"},
            {"name":"Private key","value":"{r}","type":1},{"name":"Client ID","value":"{g}"}]}"#,
    ] {
        let fill = form.replace("{c}", "northwind").replace("{u}", PUBLIC).replace("{r}", PRIVATE).replace("{g}", GUID);
        connectwise(&fill);
    }
}

#[test]
fn a_curl_command_is_split_by_its_user_or_its_header() {
    let basic = base64(&format!("northwind+{PUBLIC}:{PRIVATE}"));
    for pasted in [
        format!("curl -u northwind+{PUBLIC}:{PRIVATE} -H 'clientId: {GUID}' https://api-na.myconnectwise.net/x"),
        format!("$ curl --user=\"northwind+{PUBLIC}:{PRIVATE}\" \\\n  --header \"clientId:{GUID}\" https://x.example"),
        format!("curl.exe ^\r\n -unorthwind+{PUBLIC}:{PRIVATE} ^\r\n -HclientId:{GUID} https://x.example"),
        format!("curl 'https://x.example' -H 'Authorization: Basic {basic}' -H 'clientid: {GUID}' --compressed"),
        format!("Authorization: Basic {basic}\nclientId: {GUID}"),
        format!("authorization: basic {}\nclientId: {GUID}", basic.trim_end_matches('=')),
        format!("{{\"headers\":{{\"Authorization\":\"Basic {basic}\",\"clientId\":\"{GUID}\"}}}}"),
    ] {
        connectwise(&pasted);
    }
}

/// Encodes as the header does; kept apart from the decoder under test.
fn base64(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |bytes: &[u8]| {
        let bits = bytes.iter().enumerate().fold(0_u32, |bits, (n, byte)| bits | u32::from(*byte) << (16 - 8 * n));
        let digit = |n: usize| {
            if n <= bytes.len() { char::from(DIGITS[(bits >> (18 - 6 * n)) as usize & 63]) } else { '=' }
        };
        [digit(0), digit(1), digit(2), digit(3)]
    };
    text.as_bytes().chunks(3).flat_map(group).collect()
}

#[test]
fn the_user_of_basic_alone_is_split() {
    let expected = [("company", "northwind"), ("public_key", PUBLIC), ("private_key", PRIVATE)];
    let expected = expected.map(|(id, value)| (id.to_owned(), value.to_owned()));
    assert_eq!(found("connectwise", &format!(" northwind+{PUBLIC}:{PRIVATE}\n")), expected);
    assert_eq!(found("connectwise", &format!("Basic {}", base64(&format!("northwind+{PUBLIC}:{PRIVATE}")))), expected);
    assert_eq!(found("autotask", &format!("ab+{PUBLIC}:{PRIVATE}")), []);
}

#[test]
fn a_plain_value_or_a_url_is_not_split() {
    for pasted in
        [PUBLIC, GUID, SECRET, USER, "northwind", "", "\u{feff}", "{", "[]", "curl", "Basic !!!", "a:b", "x=y"]
    {
        assert_eq!(found("connectwise", pasted), [], "{pasted}");
        assert_eq!(found("autotask", pasted), [], "{pasted}");
    }
    for pasted in
        ["https://na.myconnectwise.net/v2025_1/ConnectWise.aspx?locale=en_US#secret=1", "https://a.example/key:1"]
    {
        assert_eq!(found("connectwise", pasted), [], "{pasted}");
        assert_eq!(found("autotask", pasted), [], "{pasted}");
    }
}

#[test]
fn a_masked_value_is_left_out_and_the_surer_label_wins() {
    let pasted =
        format!("Username: jane\nPassword: ********\nPublic key: {PUBLIC}\nPrivate key: \u{2022}\u{2022}\u{2022}");
    assert_eq!(found("connectwise", &pasted), [("public_key".to_owned(), PUBLIC.to_owned())]);
}

/// The doubts about one field of a login.
fn doubted(psa: &str, id: &str, values: &[(&str, &str)]) -> Vec<String> {
    let facts = facts(psa);
    let value = |(id, text): &(&str, &str)| {
        let id = FieldId::from(*id);
        let kind = facts.field(&id).expect("it is a field").kind;
        (id, Value::new(kind, text))
    };
    let values: Values = values.iter().map(value).collect();
    doubts(facts, facts.field(&FieldId::from(id)).expect("it is a field"), &values)
}

#[test]
fn the_examples_of_the_catalogue_are_beyond_doubt() {
    for psa in ["connectwise", "autotask"] {
        let facts = facts(psa);
        let values: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, &it.example))).collect();
        for field in &facts.fields {
            assert_eq!(doubts(facts, field, &values), Vec::<String>::new(), "{}", field.label);
        }
    }
    assert_eq!(doubted("connectwise", "company", &[]), Vec::<String>::new());
}

#[test]
fn a_departure_is_doubted_in_words() {
    for (psa, id, value, says) in [
        ("connectwise", "company", "northwind+aB3dE5gH7jK9mN1p", "Only what stands before the +"),
        ("connectwise", "company", "jane@northwind.example", "This looks like an e-mail address."),
        ("connectwise", "company", "na.myconnectwise.net", "This looks like a web address."),
        ("connectwise", "company", "Northwind Traders", "Character 10 is a space. The short name"),
        ("connectwise", "public_key", GUID, "This looks like a value for \"Client ID\"."),
        ("connectwise", "private_key", "S3cret!Passw0rd?", "A Private key has letters and digits only. The password"),
        ("connectwise", "private_key", "aB3dE5gH7jK9", "A Private key usually has 16 characters."),
        ("connectwise", "public_key", "northwind+aB3dE5gH7jK9mN1p", "There is a + or : in it."),
        ("connectwise", "client_id", "{0f3c5b1e}", "A Client ID has 32 digits"),
        ("connectwise", "private_key", "aB3dE5gH7\u{ff2b}K9mN1p", "Character 10 is none of the plain letters"),
        ("autotask", "user_name", "apiuser", "This is not of the form name@domain. The Username (Key)"),
        ("autotask", "user_name", "jane.doe@northwind.example", "This may be a person's own e-mail address."),
        ("autotask", "secret", "jane@northwind.example", "This looks like a value for \"User name\"."),
        ("autotask", "secret", "short", "A Secret usually has 25 characters."),
        ("autotask", "tracking_id", "ABC", "A Tracking identifier usually has 27 characters"),
    ] {
        let doubts = doubted(psa, id, &[(id, value)]);
        assert!(doubts.len() == 1 && doubts[0].starts_with(says), "{value}: {doubts:?}");
    }
    assert_eq!(
        doubted("autotask", "user_name", &[("user_name", "sync365-api@northwind.example")]),
        Vec::<String>::new()
    );
}

#[test]
fn two_values_in_each_others_place_are_noticed_where_it_can_be_known() {
    let keys = [("public_key", GUID), ("client_id", PUBLIC), ("private_key", PRIVATE)];
    assert_eq!(
        doubted("connectwise", "public_key", &keys),
        ["This and \"Client ID\" look as if they had changed places."]
    );
    let values = [("user_name", SECRET), ("secret", USER)];
    assert_eq!(doubted("autotask", "user_name", &values).len(), 1);
    let values = [("secret", CODE), ("tracking_id", SECRET)];
    let says = ["This and \"Tracking identifier\" look as if they had changed places."];
    assert_eq!(doubted("autotask", "secret", &values), says);
    // Public and private keys have one shape: nothing is claimed.
    let keys = [("public_key", PRIVATE), ("private_key", PUBLIC)];
    assert_eq!(doubted("connectwise", "public_key", &keys), Vec::<String>::new());
}

#[test]
fn the_same_key_twice_is_doubted_in_both_places() {
    let keys = [("public_key", PUBLIC), ("private_key", PUBLIC)];
    let says = |label: &str| [format!("This is the same as \"{label}\". One of the two is wrong.")];
    assert_eq!(doubted("connectwise", "public_key", &keys), says("Private key"));
    assert_eq!(doubted("connectwise", "private_key", &keys), says("Public key"));
}

proptest! {
    #[test]
    fn no_doubt_and_no_remark_repeats_a_value(canary in "[QXZ]{7}", around in "[ -~\\r\\n\u{fc}]{0,12}") {
        let value = format!("{canary}{around}");
        for psa in ["connectwise", "autotask"] {
            let facts = facts(psa);
            let values: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, &value))).collect();
            for field in &facts.fields {
                let alone: Values = [(field.id.clone(), Value::new(field.kind, &value))].into();
                let said = [doubts(facts, field, &values), doubts(facts, field, &alone), clean(field.kind, &value).removed];
                prop_assert!(!said.concat().concat().contains(&canary));
            }
        }
    }

    #[test]
    fn a_clean_value_is_clean_and_stays_so(pasted in any::<String>()) {
        let (once, _) = cleaned(&pasted);
        prop_assert!(!once.chars().any(char::is_control));
        prop_assert_eq!(cleaned(&once), (once, vec![]));
    }

    #[test]
    fn whatever_is_pasted_only_clean_fields_of_the_psa_come_out(pasted in any::<String>(), label in "(Secret|Public key|curl -u|\\{\"key\"|-H)[:= ]{0,2}") {
        for psa in ["connectwise", "autotask"] {
            for (id, value) in noted(psa, &format!("{label}{pasted}")).fields {
                prop_assert!(facts(psa).field(&id).is_some());
                prop_assert!(!text(&value).is_empty() && !text(&value).contains(char::is_control));
            }
        }
    }
}
