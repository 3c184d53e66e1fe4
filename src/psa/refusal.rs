//! Judges a reply: the vendor's own rules first, then what holds for every server.

use serde_json::Value;

use super::{
    Answer, Reply,
    body::Body,
    headers::{destination, retry_after},
};
use crate::{
    model::fault::{Fault, Limit, ProxyFault},
    words,
};

/// What a request was, for the fault that its reply may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// Who was asked.
    pub(super) host: &'a str,
    /// The request's label.
    pub(super) label: &'a str,
}

impl<'a> Asked<'a> {
    /// A request whose host is not at hand.
    pub(super) fn somewhere(label: &'a str) -> Self {
        Self { host: words::say("reply-the-psa"), label }
    }

    /// The path in the label.
    pub(super) fn path(&self) -> String {
        self.label.trim_start_matches("GET ").to_owned()
    }
}

/// A reply, read as far as every rule needs it.
#[derive(Clone, Debug)]
pub(super) struct Read<'a> {
    /// The reply itself.
    pub(super) reply: &'a Reply,
    /// What its body is.
    pub(super) body: Body,
    /// What it says, safe to show.
    pub(super) said: String,
    /// The same in lower case.
    pub(super) lower: String,
    /// Its words in lower case, one space around each. None of a page: what stands in front of a PSA writes those.
    words: String,
}

impl Read<'_> {
    /// Says whether the API itself uses this word or these words in a row.
    pub(super) fn has(&self, phrase: &str) -> bool {
        self.words.contains(&format!(" {phrase} "))
    }

    /// Says whether what the API itself says begins with these words.
    pub(super) fn begins(&self, phrase: &str) -> bool {
        self.words.starts_with(&format!(" {phrase} "))
    }
}

/// Words only, as [`Read::has`] looks for them.
fn words_of(body: &Body, lower: &str) -> String {
    match body {
        Body::Json(_) | Body::Text(_) => {
            let words = lower.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
            words.fold(" ".to_owned(), |all, it| all + it + " ")
        }
        Body::Broken(_) | Body::NotUtf8(_) | Body::Page(_) | Body::Xml | Body::Empty => String::new(),
    }
}

/// What is a vendor's own: how an error's text is read, and what status and text mean together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// The text of an error, safe to show.
    pub(super) said: fn(&Body) -> String,
    /// The fault that the vendor documents for a reply; `None` leaves it to the rules of every server.
    pub(super) own: fn(Asked, &Read) -> Option<Fault>,
}

impl Rules {
    /// Gives the JSON of a reply that went well.
    ///
    /// Errors: the fault that status, code and text stand for. They are read together: one code has several meanings.
    pub(super) fn judge(self, asked: Asked, reply: &Reply) -> Result<Value, Fault> {
        let body = Body::of(reply);
        let said = (self.said)(&body);
        let lower = said.to_lowercase();
        let read = Read { reply, words: words_of(&body, &lower), lower, said, body };
        match (self.own)(asked, &read) {
            Some(fault) => Err(fault),
            None => of_every_server(asked, read),
        }
    }

    /// Judges an answer of the evidence.
    pub(super) fn answer(self, answer: &Answer) -> Result<Value, Fault> {
        match &answer.reply {
            Ok(reply) => self.judge(Asked::somewhere(&answer.label), reply),
            Err(fault) => Err(fault.clone()),
        }
    }

    /// Says whether a reply turned the login away. A 401 that speaks of a missing right did not.
    pub(super) fn turns_away(self, reply: &Reply) -> bool {
        self.judge(Asked::somewhere(""), reply).is_err_and(|it| it.refuses_login())
    }
}

/// What a reply means whoever sends it.
fn of_every_server(asked: Asked, read: Read) -> Result<Value, Fault> {
    let Read { reply, body, said, lower, .. } = read;
    let host = asked.host.to_owned();
    let status = reply.status;
    let is_page = matches!(body, Body::Page(_));
    let is_closed = matches!(&body, Body::Page(Some(heading)) if heading.to_lowercase().contains("maintenance"));
    Err(match status {
        200..=299 => match body {
            Body::Json(json) => return Ok(json),
            Body::Broken(at) => Fault::BrokenJson { what: asked.label.to_owned(), at },
            Body::NotUtf8(at) => Fault::NotUtf8 { what: asked.label.to_owned(), at },
            Body::Page(_) if is_closed => Fault::Maintenance { host, says: said },
            Body::Page(_) => Fault::WebPage { host, status },
            Body::Empty => Fault::EmptyReply { host, status },
            Body::Text(_) | Body::Xml => Fault::NotThisPsa { host, saw: body.saw() },
        },
        300..=399 => Fault::Redirected { host, to: destination(reply.header("location")) },
        401 => Fault::BadLogin { host, hints: vec![] },
        403 | 451 => Fault::Blocked { host, status, saw: body.saw() },
        404 | 410 => Fault::NoSuchEndpoint { host, path: asked.path() },
        407 => Fault::Proxy { proxy: host, what: ProxyFault::WantsLogin },
        406 => Fault::WrongVersion { host, says: said },
        408 => Fault::VendorTimedOut { host, says: said },
        429 => Fault::Limited { host, limit: Limit::Requests, retry_after: retry_after(reply), says: said },
        400 if matches!(body, Body::Json(_)) => Fault::QueryRefused { host, status, says: said },
        405 | 411 | 413..=415 | 501 => Fault::QueryRefused { host, status, says: said },
        400..=499 if is_page => Fault::WebPage { host, status },
        // 520 and above are those of a cloud service that stands in front of many servers.
        502 | 504 | 520..=527 => Fault::Gateway { host, status },
        503 => Fault::Maintenance { host, says: said },
        500..=599 if is_closed => Fault::Maintenance { host, says: said },
        500..=599 if is_timeout(&lower) => Fault::VendorTimedOut { host, says: said },
        500..=599 => Fault::ServerTrouble { host, status, says: said },
        _ => Fault::Unexpected { host, status, says: said },
    })
}

/// Says so first among the hints of a refused login when the refusal is not the API's own.
pub(super) fn not_the_apis_own(body: &Body) -> Option<String> {
    match body {
        Body::Page(_) | Body::Xml => Some(words::with("hint-not-the-apis-own", &[("saw", body.saw().into())])),
        Body::Json(_) | Body::Broken(_) | Body::NotUtf8(_) | Body::Text(_) | Body::Empty => None,
    }
}

/// Says whether a server speaks of having waited too long.
pub(super) fn is_timeout(lower: &str) -> bool {
    ["timeout", "timed out", "time-out"].iter().any(|it| lower.contains(it))
}
