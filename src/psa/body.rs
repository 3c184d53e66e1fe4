//! What the body of a reply is, told apart before anything is read from it. Never panics, whatever the bytes are.

use std::time::Duration;

use serde_json::Value;

use super::Reply;
use crate::model::shown::Shown;

/// The longest text of a server that is passed on. Unit: characters.
const LONGEST: usize = 200;

/// The longest wait that a server may ask for. Unit: seconds.
const LONGEST_WAIT: u64 = 24 * 60 * 60;

/// What a body is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    /// JSON, whole.
    Json(Value),
    /// Begins like JSON and is not; where it breaks off.
    Broken(String),
    /// A web page.
    Page,
    /// Some other text.
    Text(String),
    /// Nothing.
    Empty,
}

impl Body {
    /// Tells what the body of `reply` is.
    pub(super) fn of(reply: &Reply) -> Self {
        let bytes = reply.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&reply.body);
        match serde_json::from_slice(bytes) {
            Ok(json) => Self::Json(json),
            Err(fault) => {
                let text = String::from_utf8_lossy(bytes);
                let text = text.trim();
                if text.is_empty() {
                    Self::Empty
                } else if text.starts_with('<') {
                    Self::Page
                } else if text.starts_with(['{', '[']) {
                    Self::Broken(format!("line {}, column {}", fault.line(), fault.column()))
                } else {
                    Self::Text(text.to_owned())
                }
            }
        }
    }

    /// Names it for people, as a thing: `an HTML page`.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Json(_) => "JSON",
            Self::Broken(_) => "broken JSON",
            Self::Page => "an HTML page",
            Self::Text(_) => "plain text",
            Self::Empty => "an empty body",
        }
    }
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

/// Reads `Retry-After`: seconds, or a date when the reply has its own `Date` to count from. At most a day.
pub(super) fn retry_after(reply: &Reply) -> Option<Duration> {
    let text = reply.header("retry-after")?.trim();
    let seconds = text.parse::<u64>().ok().or_else(|| {
        let until = jiff::fmt::rfc2822::parse(text).ok()?.timestamp().as_second();
        let now = jiff::fmt::rfc2822::parse(reply.header("date")?.trim()).ok()?.timestamp().as_second();
        u64::try_from(until.checked_sub(now)?).ok()
    })?;
    Some(Duration::from_secs(seconds.min(LONGEST_WAIT)))
}

/// A text field of a JSON object, if it is there and has something in it.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str).map(str::trim).filter(|it| !it.is_empty())
}
