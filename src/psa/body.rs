//! What the body of a reply is, told apart before anything is read from it. Never panics, whatever the bytes are.

use serde_json::Value;

use super::Reply;
use crate::{model::shown::Shown, words};

/// The longest text of a server that is passed on. Unit: characters.
const LONGEST: usize = 200;

/// What a body is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    /// JSON, whole.
    Json(Value),
    /// Begins like JSON and is not; where it breaks off.
    Broken(String),
    /// No UTF-8; the first wrong byte.
    NotUtf8(usize),
    /// A web page; its title or heading, safe to show, where it has one.
    Page(Option<String>),
    /// XML that is no web page.
    Xml,
    /// Some other text.
    Text(String),
    /// Nothing.
    Empty,
}

impl Body {
    /// Tells what the body of `reply` is. JSON is JSON under whatever type it is sent: some servers name none.
    pub(super) fn of(reply: &Reply) -> Self {
        let bytes = reply.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&reply.body);
        let fault = match serde_json::from_slice(bytes) {
            Ok(json) => return Self::Json(json),
            Err(fault) => fault,
        };
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim();
        let kind = reply.header("content-type").unwrap_or_default().to_lowercase();
        if text.is_empty() {
            Self::Empty
        } else if text.starts_with('<') || kind.contains("html") {
            let is_xml = text.starts_with("<?xml") || !kind.contains("html") && kind.contains("xml");
            if is_xml && !has_tag(text, "html") { Self::Xml } else { Self::Page(heading(text)) }
        } else if let Err(fault) = std::str::from_utf8(bytes) {
            Self::NotUtf8(fault.valid_up_to())
        } else if text.starts_with(['{', '[']) {
            Self::Broken(words::with(
                "reply-at-line",
                &[("line", fault.line().to_string().into()), ("column", fault.column().to_string().into())],
            ))
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// Names it for people, as a thing: `an HTML page`.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Json(_) => words::say("reply-json"),
            Self::Broken(_) => words::say("reply-broken-json"),
            Self::NotUtf8(_) => words::say("reply-not-utf8"),
            Self::Page(_) => words::say("reply-page"),
            Self::Xml => words::say("reply-xml"),
            Self::Text(_) => words::say("reply-plain-text"),
            Self::Empty => words::say("reply-empty"),
        }
    }

    /// As [`Self::name`], with what a page calls itself: `an HTML page, "Access denied"`.
    pub(super) fn saw(&self) -> String {
        match self {
            Self::Page(Some(heading)) => words::with("reply-page-titled", &[("heading", heading.as_str().into())]),
            Self::Json(_)
            | Self::Broken(_)
            | Self::NotUtf8(_)
            | Self::Page(None)
            | Self::Xml
            | Self::Text(_)
            | Self::Empty => self.name().to_owned(),
        }
    }
}

fn has_tag(text: &str, tag: &str) -> bool {
    let head: String = text.chars().take(1000).flat_map(char::to_lowercase).collect();
    head.contains(&format!("<{tag}"))
}

/// The title of a page, else its first heading, cut and safe to show.
fn heading(page: &str) -> Option<String> {
    let start: String = page.chars().take(4000).collect();
    let lower = start.to_ascii_lowercase();
    let inner = |tag: &str| {
        let from = lower.find(&format!("<{tag}"))?;
        let from = from + lower[from..].find('>')? + 1;
        let until = from + lower[from..].find('<')?;
        Some(says(&start[from..until])).filter(|it| !it.is_empty())
    };
    inner("title").or_else(|| inner("h1"))
}

/// Makes a server's text safe to show, on one line, cut to 200 characters.
pub(super) fn says(text: &str) -> String {
    let shown = Shown::new(text);
    let mut words = shown.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = words.char_indices().nth(LONGEST) {
        words.truncate(at);
        words.push_str("...");
    }
    words
}

/// A text field of a JSON object, if it is there and has something in it.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str).map(str::trim).filter(|it| !it.is_empty())
}
