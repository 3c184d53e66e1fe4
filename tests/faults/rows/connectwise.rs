//! What ConnectWise answers when something is wrong.

use crate::{
    replies::{error, json, page, reply, text},
    row::{Does, Row, Scene, connectwise, row},
    tenant::{At, Psa, fine},
};

/// `companyinfo` of an own server, which has one code base and no other to try.
fn own_server() -> (At, Does) {
    let info = r#"{"CompanyName":"Acme IT","Codebase":"v4_6_release/","VersionCode":"v2025.1","CompanyID":"acme","IsCloud":false}"#;
    (At::Site, Does::Keep(fine(info)))
}

/// A member whose role is read, because it does not allow everything anyway.
fn member() -> (At, Does) {
    (At::Identity, Does::Keep(fine(r#"{"id":150,"identifier":"S365","adminFlag":false}"#)))
}

/// What the role is asked for, by a member who needs it.
pub(super) fn about_rights(does: Does) -> (Psa, Scene) {
    (Psa::ConnectWise, Scene::Requests(vec![member(), (At::Rights, does)]))
}

pub(crate) fn rows() -> Vec<Row> {
    let own = |does| (Psa::ConnectWise, Scene::Requests(vec![own_server(), (At::Login, does)]));
    let login = |does| connectwise(At::Login, does);
    let security = "You do not have security permission to perform this action.";
    let refused = ("refused-login", 3);
    let client_id = ("client-id-refused", 3);
    let no_client_id = "{host} does not accept the client ID";
    let mut rows = vec![
        row(
            "a company that is not there (null)",
            connectwise(At::Site, json(200, "null")),
            ("unknown-company", 3),
            "{host} does not know the company ID \"acme\"",
        ),
        row(
            "wrong keys (Unauthorized)",
            login(error(401, "Unauthorized", "Username or password is incorrect")),
            refused,
            "{host} refused the login",
        ),
        row(
            "wrong keys (UserNotAuthenticated)",
            own(error(401, "ConnectWiseApi", "UserNotAuthenticated")),
            refused,
            "{host} refused the login",
        ),
        row("401 without a body", login(reply(401, "", "")), refused, "{host} refused the login"),
        row(
            "the keys are turned away in the middle",
            connectwise(At::Rights, error(401, "Unauthorized", "Username or password is incorrect")),
            refused,
            "{host} refused the login",
        ),
        row(
            "the same refused login again",
            login(error(401, "Unauthorized", "Username or password is incorrect")),
            ("refused-before", 3),
            "just these values were refused by {host}",
        )
        .again(),
        row(
            "a missing client ID (400)",
            login(error(400, "InvalidClientId", "The clientId is missing or not valid.")),
            client_id,
            no_client_id,
        ),
        row(
            "a missing client ID (401)",
            login(error(401, "Unauthorized", "A valid ClientID header is required.")),
            client_id,
            no_client_id,
        ),
        row(
            "a missing client ID (403)",
            login(error(403, "Security", "clientId is not authorized")),
            client_id,
            no_client_id,
        ),
        row(
            "a missing client ID (404, text)",
            login(text(404, "No application for this clientid")),
            client_id,
            no_client_id,
        ),
        row("a missing client ID (400, text)", login(text(400, "clientId header is missing")), client_id, no_client_id),
        row(
            "a right that the role lacks",
            login(error(403, "Security", security)),
            ("forbidden", 4),
            "the role does not allow GET /system/info",
        ),
        row(
            "a right that the role lacks, as 401",
            login(error(401, "Security", security)),
            ("forbidden", 4),
            "the role does not allow GET /system/info",
        ),
        row(
            "SSL is required (403)",
            login(json(403, r#"{"code":"Security","message":"SSL is required.","errors":null}"#)),
            ("api-prefix-missing", 5),
            "{host} says \"SSL is required\": its API wants https and api- in front of the host name",
        ),
        row(
            "SSL is required (401)",
            login(json(401, r#"{"code":"Security","message":"SSL is required.","errors":null}"#)),
            ("api-prefix-missing", 5),
            "{host} says \"SSL is required\"",
        ),
    ];
    rows.extend(paths());
    rows.extend(limits());
    rows.extend(questions());
    rows
}

/// Paths that are not served, and code bases that are gone.
fn paths() -> Vec<Row> {
    let own = |does| (Psa::ConnectWise, Scene::Requests(vec![own_server(), (At::Login, does)]));
    let login = |does| connectwise(At::Login, does);
    let stale = ("stale-code-base", 8);
    let missing = "The endpoint does not exist.";
    let cannot = "Cannot route. Codebase/company is invalid";
    vec![
        row(
            "an endpoint that is not served",
            own(error(404, "ConnectWiseApi", missing)),
            ("no-such-endpoint", 8),
            "{host} does not serve /",
        ),
        row("404 in place of 401", own(page(404, "Not found")), ("no-such-endpoint", 8), "{host} does not serve /"),
        row("a doubled path", own(text(400, cannot)), ("cannot-route", 8), "{host} cannot route /"),
        row(
            "a doubled path, as JSON",
            own(json(400, &format!("\"{cannot}\""))),
            ("cannot-route", 8),
            "{host} cannot route /",
        ),
        row(
            "no code base is served (404)",
            login(error(404, "ConnectWiseApi", missing)),
            stale,
            "{host} serves none of ",
        ),
        row("no code base is routed (400)", login(text(400, cannot)), stale, "{host} serves none of "),
    ]
}

/// Too many requests.
fn limits() -> Vec<Row> {
    let login = |does| connectwise(At::Login, does);
    let many = ("too-many-requests", 6);
    let busy = r#"{"error":"ConnectWiseAPI","message":"Too many requests. Please try again in 30 seconds."}"#;
    let form = "Content-Type: application/json\r\n";
    vec![
        row(
            "429 with seconds",
            login(reply(429, &format!("{form}Retry-After: 90\r\n"), busy)),
            many,
            "{host} says too many requests; it asks to wait 90 s",
        ),
        row(
            "429 with a date",
            login(reply(
                429,
                &format!("{form}Date: Tue, 24 Nov 2026 10:00:00 GMT\r\nRetry-After: Tue, 24 Nov 2026 10:01:15 GMT\r\n"),
                busy,
            )),
            many,
            "{host} says too many requests; it asks to wait 75 s",
        ),
        row("429 without a time", login(json(429, busy)), many, "{host} says too many requests"),
        row(
            "429 at companyinfo",
            connectwise(At::Site, reply(429, &format!("{form}Retry-After: 90\r\n"), busy)),
            many,
            "it asks to wait 90 s",
        ),
        row(
            "429 about the rights",
            about_rights(reply(429, &format!("{form}Retry-After: 90\r\n"), busy)),
            ("too-many-requests", 8),
            "says too many requests",
        )
        .by_right(),
        row(
            "429 about who it is",
            connectwise(At::Identity, reply(429, &format!("{form}Retry-After: 90\r\n"), busy)),
            ("too-many-requests", 8),
            "says too many requests",
        )
        .by_doubt(),
    ]
}

/// Time-outs of its own, and questions that it does not understand.
fn questions() -> Vec<Row> {
    let login = |does| connectwise(At::Login, does);
    let late = ("vendor-timeout", 5);
    vec![
        row(
            "a time-out of the PSA itself",
            login(error(500, "ConnectWiseApi", "A timeout has occured. Please try again.")),
            late,
            "{host} ran out of time itself (A timeout has occured.",
        ),
        row(
            "no database connection left in the pool",
            login(error(
                500,
                "ConnectWiseApi",
                "Timeout expired.  The timeout period elapsed prior to obtaining a connection from the pool.",
            )),
            late,
            "{host} ran out of time itself (Timeout expired.",
        ),
        row(
            "500 with a message of its own",
            login(error(500, "ConnectWiseApi", "Object reference not set to an instance of an object.")),
            ("server-trouble", 5),
            "{host} has trouble of its own (500: Object reference",
        ),
        row(
            "a version that is not served",
            login(error(
                400,
                "ConnectWiseApi",
                "Could not find member. Check your accept header to make sure you are using the correct version.",
            )),
            ("wrong-version", 8),
            "{host} does not serve this version of the API's forms",
        ),
        row(
            "a condition that is not understood",
            login(error(400, "ApiFindCondition", "member/id is not a recognized name.")),
            ("query-refused", 8),
            "{host} does not understand the question (400: member/id",
        ),
        row(
            "a verb that is not served (405)",
            login(error(405, "ConnectWiseApi", "Method not allowed.")),
            ("query-refused", 8),
            "{host} does not understand the question (405",
        ),
        row(
            "a content type that is not served (415)",
            login(error(415, "ConnectWiseApi", "Unsupported media type.")),
            ("query-refused", 8),
            "{host} does not understand the question (415",
        ),
        row(
            "a record that is refused",
            login(json(
                400,
                r#"{"code":"InvalidObject","message":"ticket object is invalid","errors":[{"code":"NotFound","message":"Service Status 17 not found for Service Board 21","resource":"ticket","field":"status/id"}]}"#,
            )),
            ("record-refused", 8),
            "{host} refuses the record: ",
        ),
        row(
            "a record that is not there",
            login(error(404, "NotFound", "Info 17 not found")),
            ("no-such-record", 8),
            "there is no such record: ",
        ),
        row(
            "an error that came with a 200",
            login(error(200, "ConnectWiseApi", "Something went wrong")),
            ("not-as-documented", 8),
            "not as documented at version",
        ),
        row("a web page about the rights", about_rights(page(200, "Log in")), ("web-page", 8), "an HTML page (200)")
            .by_right(),
    ]
}
