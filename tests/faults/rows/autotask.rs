//! What Autotask answers when something is wrong.

use crate::{
    replies::{errors, json, page, reply},
    row::{Does, Row, Scene, autotask, row},
    tenant::{At, Psa, zone},
};

pub(crate) fn rows() -> Vec<Row> {
    let login = |does| autotask(At::Login, does);
    let after = |site, does| (Psa::Autotask, Scene::Requests(vec![(At::Site, site), (At::Login, does)]));
    let refused = ("refused-login", 3);
    let turned_away = "{host} refused the login";
    let no_zone = || errors_kept(500, "Zone information could not be determined");
    let empty_401 = || reply(401, "WWW-Authenticate: Basic Realm=\"webservices3.autotask.net\"\r\n", "");
    let tracking = ("tracking-id-refused", 3);
    let no_tracking = "{host} does not accept the tracking identifier";
    let locked = "The user account has been locked.  Please see your Autotask Administrator for details.";
    let lacks = "The logged in Resource does not have the adequate permissions to query this entity type.";
    let mut rows = vec![
        row("a wrong secret (401 without a body)", login(empty_401()), refused, turned_away),
        row(
            "a user whose zone nobody knows",
            autotask(At::Site, no_zone()),
            ("unknown-user", 0),
            "The zone look-up does not know the user name \"s365@acme.example\". It says so of some valid users too",
        )
        .by_doubt(),
        row("a user whose zone nobody knows, and then refused", after(no_zone(), empty_401()), refused, turned_away)
            .on_screen(&[turned_away, "The zone look-up does not know the user name \"s365@acme.example\"."]),
        row(
            "a login of a zone that it was moved from",
            after(Does::OtherZone, empty_401()),
            ("moved-site", 3),
            "{host} refused the login, which belongs to {scheme}://127.0.0.1:9",
        ),
        row("the login is turned away in the middle", autotask(At::Rights, empty_401()), refused, turned_away),
        row(
            "the same refused secret again",
            login(empty_401()),
            ("refused-before", 3),
            "just these values were refused by {host}",
        )
        .again(),
        row(
            "a locked account, as 500",
            login(errors(500, locked)),
            ("locked", 6),
            "{host} says that the account is locked",
        ),
        row(
            "a locked account, as 401",
            login(errors(401, locked)),
            ("locked", 6),
            "{host} says that the account is locked",
        ),
        row("a wrong tracking identifier", login(errors(500, "IntegrationCode is invalid.")), tracking, no_tracking),
        row(
            "a missing tracking identifier",
            login(errors(500, "Integration code required with this version of the API.")),
            tracking,
            no_tracking,
        ),
        row(
            "a wrong tracking identifier, as 401",
            login(errors(401, "IntegrationCode is invalid")),
            tracking,
            no_tracking,
        ),
        row(
            "a right that the level lacks (500)",
            login(errors(500, lacks)),
            ("forbidden", 4),
            "the role does not allow GET /Version",
        ),
        row(
            "a right that the level lacks (403)",
            login(errors(403, lacks)),
            ("forbidden", 4),
            "the role does not allow GET /Version",
        ),
        row(
            "a zone outside the vendor's domain",
            autotask(At::Site, json(200, &zone("https://webservices3.autotask.net.evil.example/ATServicesRest/"))),
            ("foreign-host", 5),
            "the zone look-up points to another host, https://webservices3.autotask.net.evil.example",
        ),
    ];
    rows.extend(limits());
    rows.extend(questions());
    rows
}

/// A refusal after which the connection goes on.
fn errors_kept(status: u16, text: &str) -> Does {
    let body = format!(r#"{{"errors":["{text}"]}}"#);
    Does::Keep(format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes())
}

fn limits() -> Vec<Row> {
    let login = |does| autotask(At::Login, does);
    let threads = ("too-many-threads", 6);
    let at_once = "{host} says too many requests at the same time";
    let thread = "Thread Threshold Exceeded - The Autotask API thread threshold of 3 threads has been exceeded.";
    vec![
        row("too many threads (429)", login(errors(429, thread)), threads, at_once),
        row("too many threads (500)", login(errors(500, thread)), threads, at_once),
        row(
            "the requests of the hour are used up (429)",
            login(errors(429, "The request threshold of 10000 requests in 60 minutes has been exceeded.")),
            ("hourly-limit", 6),
            "{host} says that the requests of this hour are used up",
        ),
        row(
            "the requests of the hour are used up (500)",
            login(errors(500, "You have exceeded the maximum number of requests allowed per hour (threshold 10000).")),
            ("hourly-limit", 6),
            "{host} says that the requests of this hour are used up",
        ),
        row(
            "429 without a word",
            login(reply(429, "Retry-After: 60\r\n", "")),
            ("too-many-requests", 6),
            "{host} says too many requests; it asks to wait 60 s",
        ),
        row(
            "too many threads about a right",
            autotask(At::Rights, errors(429, thread)),
            ("too-many-threads", 8),
            "too many requests at the same time",
        )
        .by_right(),
    ]
}

fn questions() -> Vec<Row> {
    let login = |does| autotask(At::Login, does);
    let asked = ("query-refused", 8);
    vec![
        row(
            "a method that is not served (405)",
            login(json(405, r#"{"Message":"The requested resource does not support http method 'GET'."}"#)),
            asked,
            "{host} does not understand the question (405",
        ),
        row(
            "a page that is too large",
            login(errors(500, "maxCountOfRecordsToReturn must be between 1 and 500")),
            asked,
            "{host} does not understand the question (500: maxCountOfRecordsToReturn",
        ),
        row(
            "errors that came with a 200",
            login(errors(200, "maxCountOfRecordsToReturn must be\\r\\nbetween 1 and 500")),
            asked,
            "{host} does not understand the question (200: maxCountOfRecordsToReturn must be between",
        ),
        row(
            "an id that is not there",
            login(json(200, r#"{"item":null}"#)),
            ("no-such-record", 8),
            "there is no such record: ",
        ),
        row(
            "a value that no picklist has",
            login(errors(500, "Picklist value [99] does not exist for priority.")),
            ("record-refused", 8),
            "{host} refuses the record: Picklist value",
        ),
        row(
            "an error of the framework",
            login(json(500, r#"{"Message":"An error has occurred."}"#)),
            ("server-trouble", 5),
            "{host} has trouble of its own (500: An error has occurred.",
        ),
        row(
            "an endpoint that Autotask does not serve",
            login(json(404, r#"{"Message":"No HTTP resource was found that matches the request URI."}"#)),
            ("no-such-endpoint", 8),
            "{host} does not serve /Version",
        ),
        row(
            "a web page for an endpoint (404)",
            login(page(404, "404")),
            ("no-such-endpoint", 8),
            "{host} does not serve /Version",
        ),
    ]
}
