//! Logins as they are handed on in real life, each with a canary in each field.

use super::{CODE, GUID, PRIVATE, PUBLIC, SECRET, USER, autotask, base64, connectwise, noted};
use crate::model::paste::Taken;

/// Puts the canaries into a form.
fn filled(form: &str) -> String {
    let basic = base64(&format!("northwind+{PUBLIC}:{PRIVATE}"));
    [("{c}", "northwind"), ("{u}", PUBLIC), ("{r}", PRIVATE), ("{g}", GUID), ("{b}", &basic)]
        .into_iter()
        .chain([("{name}", USER), ("{secret}", SECRET), ("{code}", CODE)])
        .fold(form.to_owned(), |text, (mark, value)| text.replace(mark, value))
}

/// The host of the address that was understood.
fn host(psa: &str, pasted: &str) -> Option<String> {
    noted(psa, pasted).address.and_then(Result::ok).map(|it| it.origin.host().to_owned())
}

#[test]
fn password_managers_of_every_kind_are_understood() {
    for form in [
        // Bitwarden: what its window shows, its JSON, its CSV.
        "Name: ConnectWise API\nUsername: {c}+{u}\nPassword: {r}\nURI: https://api-na.myconnectwise.net\n\
         Notes:\nClient ID: {g}\n",
        r#"{"encrypted":false,"folders":[],"items":[{"id":"7d0e3f52-0000-4a0c-9c2f-b07a00d4a1e2","organizationId":null,
            "type":1,"name":"ConnectWise","notes":"Company ID: {c}\nShown once, 3 March","favorite":false,
            "fields":[{"name":"Client ID","value":"{g}","type":0,"linkedId":null}],
            "login":{"uris":[{"match":null,"uri":"https://na.myconnectwise.net"}],"username":"{c}+{u}",
            "password":"{r}","totp":null},"collectionIds":null}]}"#,
        "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n\
         ,,login,Other,,,0,https://example.com,jane,canary-not-wanted,\n\
         MSP,1,login,ConnectWise,\"made on 3 March, by Jane\",\"Company ID: {c}\nClient ID: {g}\",0,\
         https://na.myconnectwise.net,{u},{r},\n",
        // 1Password: `op item get --format json`, its archive, its CSV.
        r#"{"id":"u3","title":"CW","category":"API_CREDENTIAL","sections":[{"id":"add more"}],"fields":[
            {"id":"username","type":"STRING","purpose":"USERNAME","label":"username","value":"{c}+{u}"},
            {"id":"password","type":"CONCEALED","purpose":"PASSWORD","label":"password","value":"{r}"},
            {"id":"q7","section":{"id":"add more"},"type":"STRING","label":"Client ID","value":"{g}"}],
            "urls":[{"label":"website","primary":true,"href":"https://na.myconnectwise.net"}]}"#,
        r#"{"item":{"details":{"loginFields":[{"value":"{u}","id":"","name":"username","fieldType":"T"},
            {"value":"{r}","id":"","name":"password","fieldType":"P"}],"notesPlain":"","sections":[{"title":"","fields":[
            {"title":"Company ID","id":"a1","value":{"string":"{c}"}},
            {"title":"Client ID","id":"b2","value":{"concealed":"{g}"}}]}]}}}"#,
        "\"Title\",\"Url\",\"Username\",\"Password\",\"OTPAuth\",\"Favorite\",\"Archived\",\"Tags\",\"Notes\"\n\
         \"CW\",\"https://na.myconnectwise.net\",\"{c}+{u}\",\"{r}\",\"\",\"false\",\"false\",\"\",\"clientId: {g}\"\n",
        // KeePass: its XML, the CSV of KeePassXC, the CSV of KeePass 1.
        "<Entry>\n\t<UUID>AAAA</UUID>\n\t<String>\n\t\t<Key>UserName</Key>\n\t\t<Value>{c}+{u}</Value>\n\t</String>\n\
         \t<String>\n\t\t<Key>Password</Key>\n\t\t<Value ProtectInMemory=\"True\">{r}</Value>\n\t</String>\n\
         \t<String>\n\t\t<Key>Client ID</Key>\n\t\t<Value>{g}</Value>\n\t</String>\n</Entry>",
        "\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\",\"TOTP\",\"Icon\",\"Last Modified\",\"Created\"\n\
         \"Root\",\"CW\",\"{c}+{u}\",\"{r}\",\"na.myconnectwise.net\",\"Client ID: {g}\",\"\",\"0\",\"2026-11-01\",\"2026-11-01\"",
        "\"Account\",\"Login Name\",\"Password\",\"Web Site\",\"Comments\"\n\
         \"CW\",\"{c}+{u}\",\"{r}\",\"na.myconnectwise.net\",\"Client ID: {g}\"",
        // Hudu and IT Glue: their API's JSON, and a page of theirs.
        r#"{"asset_password":{"id":7,"company_id":88,"company_name":"Northwind","name":"CW","username":"{c}+{u}",
            "password":"{r}","url":"https://na.myconnectwise.net","description":"<p>Client ID: <b>{g}</b></p>"}}"#,
        r#"{"data":{"id":"9","type":"passwords","attributes":{"organization-name":"Northwind","name":"CW",
            "username":"{c}+{u}","password":"{r}","url":"","notes":"<div>Client ID:&nbsp;{g}<br></div>"}}}"#,
        r#"{"traits":{"company-id":"{c}","public-key":"{u}","private-key":"{r}","client-id":"{g}"}}"#,
        "ConnectWise API\nEdit\nCompany ID\n{c}\nCopy\nPublic Key\n{u}\nCopy\nPrivate Key\n{r}\nCopy\nClient ID\n{g}\nCopy",
        // Keeper: its JSON, and its CSV, which has no labels.
        r#"{"records":[{"title":"CW","login":"{u}","password":"{r}","login_url":"https://na.myconnectwise.net",
            "custom_fields":{"$text:Company ID:1":"{c}","$secret:Client ID:1":"{g}"}}]}"#,
        "\"MSP\",\"CW\",\"{c}+{u}\",\"{r}\",\"https://na.myconnectwise.net\",\"\",\"\",\"Client ID\",\"{g}\"\n",
    ] {
        connectwise(&filled(form));
    }
}

#[test]
fn messages_are_understood_with_their_marks_around_them() {
    for (form, removed) in [
        (
            "From: Jane Doe <jane@northwind.example>\nTo: Help <help@msp.example>\nSubject: ConnectWise keys\n\
             Date: Fri, 27 Nov 2026 09:12:44 +0000\n\nHi,\nhere they are.\n\nCompany ID: {c}\nPublic key: {u}\n\
             Private key: {r}\nClient ID: {g}\n\nBest regards\n-- \nJane Doe\nCompany: Northwind Traders Ltd\n",
            vec!["the signature below"],
        ),
        (
            "On Friday Jane wrote:\n> Company ID: {c}\n> Public key: {u}\n>> Private key: {r}\n> > Client ID: {g}\n> Jane",
            vec!["the > marks of a quoted message"],
        ),
        (
            "Content-Transfer-Encoding: quoted-printable\n\nCompany ID=3A {c}\nPublic key: {u}\nPrivate=\n key: {r}\n\
             Client=C2=A0ID: {g}\n",
            vec!["the encoding of an e-mail"],
        ),
        (
            "export CWM_COMPANY=3D{c}\nexport CWM_PUBLIC_KEY=3D{u}\nexport CWM_PRIVATE_KEY=3D{r}\nCWM_CLIENT_ID=3D{g}",
            vec!["the encoding of an e-mail"],
        ),
        (
            "<div>Hi,<br>here:<br><b>Company ID:</b> {c}<br/><strong>Public key</strong>: {u}<br>\
             Private key:&nbsp;<code>{r}</code></div>\n<p class=\"MsoNormal\">Client ID:\n  {g}<o:p></o:p></p>",
            vec!["the tags of a page"],
        ),
        (
            "<table>\n<tr>\n<th>Company ID</th>\n<td>{c}</td>\n</tr><tr><th>Public key</th><td>{u}</td></tr>\
             <tr><th>Private key</th><td>{r}</td></tr><tr><th>Client ID</th><td>{g}</td></tr></table>",
            vec!["the tags of a page"],
        ),
        // Slack and Teams.
        (
            "Jane Doe  10:42 AM\n*Company ID:* `{c}`\n*Public key:* `{u}`\n_Private key:_ `{r}`\n\u{2022} *Client ID*: {g}",
            vec![],
        ),
        (
            "[10:42] Jane Doe\n```\ncompany: {c}\npublic key: {u}\nprivate key: {r}\nclientId: {g}\n```\nDelete this please",
            vec![],
        ),
        (
            "Company ID: **{c}**\nPublic key: **{u}**\nPrivate key: __{r}__\nClient ID: {g} (ours)",
            vec![
                "marks around the Company ID",
                "marks around the Public key",
                "marks around the Private key",
                "a remark behind the Client ID",
            ],
        ),
    ] {
        connectwise(&filled(form));
        assert_eq!(noted("connectwise", &filled(form)).removed, removed, "{form}");
    }
}

#[test]
fn pages_forms_and_programs_are_understood() {
    for form in [
        // The API Keys tab, copied as a page; the list of keys with its columns.
        "API Keys\n{c}\nDescription\tSync 365\nCompany ID\t{c}\nPublic Key:\n{u}\nPrivate Key:\n{r}\n\
         Note: The private key is only available at the time the key is created.\nclientId: {g}",
        "Description\tCompany ID\tPublic Key\tPrivate Key\tClient ID\nSync 365\t{c}\t{u}\t{r}\t{g}\n",
        "| Company ID | Public key | Private key | Client ID |\n|---|---|---|---|\n| {c} | {u} | {r} | {g} |\n",
        // A vendor's form: company and public key are one user name.
        "API user: {c}+{u}\nprivate key: {r}\nclient id: {g}",
        "{c}+{u}\nprivate key: {r}\nclient id: {g}",
        // PowerShell.
        "$CWMConnectionInfo = @{\n    Server      = 'na.myconnectwise.net'\n    Company     = '{c}'\n    pubkey      = '{u}'\n\
         \x20   privatekey  = '{r}' # shown once\n    clientid    = '{g}'\n}\nConnect-CWM @CWMConnectionInfo -Force",
        "@{ Server = 'na.myconnectwise.net'; Company = '{c}'; pubkey = '{u}'; privatekey = '{r}'; clientid = '{g}' }",
        "Connect-CWM -Server na.myconnectwise.net -Company {c} -PubKey \"{u}\" -PrivateKey '{r}' -ClientID {g}",
        "Invoke-RestMethod -Uri 'https://api-na.myconnectwise.net/v4_6_release/apis/3.0/system/info' \
         -Headers @{'Authorization'='Basic {b}';'clientId'='{g}'}",
        "$text = \"{c}+{u}:{r}\"\n$basic = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes($text))\n\
         $headers = @{ Authorization = \"Basic $basic\"; clientId = \"{g}\" }",
        // Python, YAML, INI, variables, another tool's options.
        "requests.get(url, auth=('{c}+{u}', '{r}'), headers={'clientId': '{g}'})",
        "{'companyId': '{c}', 'publicKey': '{u}', 'privateKey': '{r}', 'clientId': '{g}'}",
        "connectwise:\n  url: https://na.myconnectwise.net\n  company_id: {c}   # short name\n  public_key: \"{u}\"\n\
         \x20 private_key: '{r}'   # shown once\n  client_id: {g}\n",
        "fields:\n  - name: Company ID\n    value: {c}\n  - name: Public key\n    value: {u}\n  - name: Private key\n\
         \x20   value: {r}\n  - name: Client ID\n    value: {g}\n",
        "[connectwise]\nserver = na.myconnectwise.net\ncompany = {c}\npublic = {u}\nprivate = {r}\nclientid = {g}\n",
        "# ours\nCW_COMPANY={c}\nCW_PUBLIC=\"{u}\"\nCW_PRIVATE=\"{r}\" # shown once\nCW_CLIENT_ID={g}\nPORT=443",
        "tool sync --company={c} --public-key {u} --private-key={r} --client-id \"{g}\" --verbose",
        // Commands and headers in the middle of something else.
        "Try this:\n\n    curl -u {c}+{u}:{r} -H 'clientId: {g}' https://api-na.myconnectwise.net/x\n",
        "Hi, this works here:\n{\"companyId\": \"{c}\", \"publicKey\": \"{u}\",\n \"privateKey\": \"{r}\", \"clientId\": \"{g}\"}\nJane",
        "GET /v4_6_release/apis/3.0/system/info HTTP/1.1\nHost: api-na.myconnectwise.net\nAuthorization: Basic {b}\n\
         clientId: {g}\nAccept: */*\n",
    ] {
        connectwise(&filled(form));
    }
}

#[test]
fn autotask_logins_are_understood_in_the_same_forms() {
    for form in [
        "AUTOTASK_API_USERNAME={name}\nAUTOTASK_API_SECRET='{secret}'\nAUTOTASK_API_INTEGRATION_CODE={code}\n",
        "AT_USER={name}\nAT_SECRET=\"{secret}\"\nAT_TRACKING_ID={code}",
        "autotask:\n  username: {name}\n  secret: \"{secret}\"\n  integration_code: {code} # ours\n  zone: ww2\n",
        "> Username (Key): {name}<mailto:{name}>\n> Password (Secret): {secret}\n> Tracking Identifier: {code}\n",
        "Title,Url,Username,Password,Notes\nAutotask,https://ww2.autotask.net,{name},\"{secret}\",Tracking ID: {code}\n",
        r#"{"headers":{"UserName":"{name}","Secret":"{secret}","ApiIntegrationCode":"{code}"}}"#,
        "Connect-AutotaskAPI -Username {name} -Secret '{secret}' -ApiIntegrationCode {code}",
    ] {
        autotask(&filled(form));
    }
}

#[test]
fn the_user_of_a_vendors_form_is_split_alone() {
    let note = noted("connectwise", &format!(" northwind+{PUBLIC}\n"));
    let ids: Vec<_> = note.fields.iter().map(|(id, _)| id.0.as_str()).collect();
    assert_eq!(ids, ["company", "public_key"]);
    assert_eq!(noted("autotask", &format!("northwind+{PUBLIC}")).fields, []);
}

#[test]
fn the_address_in_a_note_is_found_whatever_it_is_called() {
    for (psa, form, expected) in [
        ("connectwise", "Site: na.myconnectwise.net\nPublic key: {u}", "api-na.myconnectwise.net"),
        (
            "connectwise",
            "URL: https://eu.myconnectwise.net/v2025_1/ConnectWise.aspx\nPublic key: {u}",
            "api-eu.myconnectwise.net",
        ),
        (
            "connectwise",
            "Log in at https://aus.myconnectwise.net, please.\nPublic key: {u}",
            "api-aus.myconnectwise.net",
        ),
        ("connectwise", "CWM_BASE_URL=https://psa.northwind.example\nCWM_PUBLIC_KEY={u}", "psa.northwind.example"),
        ("connectwise", "Region: Europe\nPublic key: {u}", "api-eu.myconnectwise.net"),
        (
            "connectwise",
            "Website: https://northwind.example\nServer: na.myconnectwise.net\nPublic key: {u}",
            "api-na.myconnectwise.net",
        ),
        (
            "connectwise",
            r#"{"publicKey":"{u}","uris":[{"uri":"https:\/\/na.myconnectwise.net\/"}]}"#,
            "api-na.myconnectwise.net",
        ),
        ("autotask", "Secret: {secret}\nZone: 5", "webservices5.autotask.net"),
        ("autotask", "Secret: {secret}\nhttps://ww14.autotask.net/Mvc/Framework/Login", "webservices14.autotask.net"),
        ("autotask", "username: {name}\nzone = UK2", "webservices16.autotask.net"),
    ] {
        assert_eq!(host(psa, &filled(form)).as_deref(), Some(expected), "{form}");
    }
}

#[test]
fn what_is_no_address_of_the_psa_is_none() {
    for form in [
        "Public key: {u}\nWeb: www.northwind.example\njane@northwind.example",
        "Zone: unknown\nPublic key: {u}",
        "Version 4.6 of 27.11.2026, file keys.txt\nPublic key: {u}",
        "{u}",
    ] {
        assert_eq!(noted("connectwise", &filled(form)).address, None, "{form}");
        assert_eq!(noted("autotask", &filled(form)).address, None, "{form}");
    }
}

#[test]
fn the_address_of_an_rmm_is_told_apart() {
    for (psa, form) in [
        ("connectwise", "Server: northwind.hostedrmm.com\nPublic key: {u}"),
        ("autotask", "username: {name}\nhttps://merlot.centrastage.net/csm/login"),
    ] {
        let fault = noted(psa, &filled(form)).address.and_then(Result::err).expect("it is another product's");
        assert!(fault.remedy.contains("RMM"), "{fault:?}");
    }
    let both = "https://merlot.centrastage.net/csm\nhttps://ww5.autotask.net/Mvc";
    assert_eq!(host("autotask", both).as_deref(), Some("webservices5.autotask.net"));
}

#[test]
fn a_browsers_address_may_name_the_company() {
    let pasted =
        "https://na.myconnectwise.net/v2025_1/ConnectWise.aspx?fullscreen=false&companyName=northwind#screen=home";
    let note = noted("connectwise", pasted);
    assert_eq!(
        note.fields.iter().map(|(id, value)| (id.0.as_str(), value.is(|it| it == "northwind"))).collect::<Vec<_>>(),
        [("company", true)]
    );
    assert_eq!(host("connectwise", pasted).as_deref(), Some("api-na.myconnectwise.net"));
    // Nothing secret is looked for in an address, and nothing at all in a stranger's.
    assert_eq!(noted("connectwise", &format!("https://na.myconnectwise.net/x?private_key={PRIVATE}")).fields, []);
    assert_eq!(noted("connectwise", "https://tracker.example/x?companyName=mallory").fields, []);
}

#[test]
fn a_secret_that_looks_like_markup_or_mail_stays_whole() {
    for secret in [
        "4q<Z7>#mR2$xT9&k;1@pN6!vB",
        "=3DZ7#mR2$xT9*kW1@pN6!vB3",
        "> q~Z7#mR2$xT9*kW1@pN6!v",
        "4q~Z7#mR2$xT9*kW1@pN6!vB=",
    ] {
        let note = noted("autotask", &format!("Username: {USER}\nSecret: {secret}\nTracking ID: {CODE}"));
        let kept = note
            .fields
            .iter()
            .find(|(id, _)| id.0 == "secret")
            .map(|(_, value)| value.is(|it| it == secret.trim_start_matches("> ")));
        assert_eq!(kept, Some(true), "{secret}");
    }
}

#[test]
fn a_second_value_for_a_field_is_counted_and_not_mixed_in() {
    const OTHER: &str = "cC4eE6gG8iI0kK2m";
    for (psa, form, several) in [
        ("connectwise", "Public key: {u}\nPublic key: {o}\nPrivate key: {r}", vec![("public_key", Taken::First)]),
        (
            "connectwise",
            "Acme private key: {o}\nPrivate key: {r}\nPublic key: {u}",
            vec![("private_key", Taken::ByItsLabel)],
        ),
        (
            "connectwise",
            "Company ID: {c}\nPublic key: {u}\nPrivate key: {r}\n\nCompany ID: acme\nPublic key: {o}\nPrivate key: {o}1",
            vec![("company", Taken::First), ("public_key", Taken::First), ("private_key", Taken::First)],
        ),
        ("connectwise", "{c}+{u}:{r}\nPublic key: {u}", vec![]),
        (
            "connectwise",
            r#"[{"publicKey":"{u}","privateKey":"{r}"},{"publicKey":"{o}","privateKey":"{r}"}]"#,
            vec![("public_key", Taken::First)],
        ),
        (
            "connectwise",
            "Company ID,Public key,Private key\n{c},{u},{r}\nacme,{o},{r}\n",
            vec![("company", Taken::First), ("public_key", Taken::First)],
        ),
        (
            "autotask",
            "Username: {name}\nSecret: {secret}\nSecret: 9q~Z7#mR2$xT9*kW1@pN6!vB3",
            vec![("secret", Taken::First)],
        ),
    ] {
        let note = noted(psa, &filled(form).replace("{o}", OTHER));
        let counted: Vec<_> = note.several.iter().map(|(id, taken)| (id.0.as_str(), *taken)).collect();
        assert_eq!(counted, several, "{form}");
        let kept = [PUBLIC, PRIVATE, "northwind", USER, SECRET];
        assert!(note.fields.iter().all(|(_, value)| kept.iter().any(|kept| value.is(|it| it == *kept))), "{form}");
    }
}
