//! Takes a paste apart: status, headers and body of a reply, as far as it holds them.

/// The longest words that are looked at as a body: no vendor's plain text is longer. Unit: characters.
const LONGEST: usize = 2000;

/// What a paste holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pasted {
    /// The status, named by hand, by the reply's first line, or by a number among words.
    pub(super) status: Option<u16>,
    /// Headers with names in lower case.
    pub(super) headers: Vec<(String, String)>,
    /// The body; `None` when the paste does not show it.
    pub(super) body: Option<String>,
    /// Whether it is a reply, or nothing but a status: then words in it are not those of another program.
    pub(super) is_whole: bool,
}

impl Pasted {
    /// Takes it apart. `status` is one that was named beside it.
    pub(super) fn read(text: &str, status: Option<u16>) -> Self {
        let text = without_curls_talk(text);
        let text = text.trim();
        if let Some(mut reply) = whole_reply(text) {
            reply.status = status.or(reply.status);
            return reply;
        }
        if let Ok(bare) = text.parse::<u16>() {
            return Self { status: status.or(Some(bare)), headers: vec![], body: None, is_whole: true };
        }
        let body = if text.starts_with(['{', '[', '<']) { Some(text.to_owned()) } else { json_in(text) };
        let is_body_only = body.is_some();
        let words = || text.chars().take(LONGEST).collect::<String>();
        let body = body.or_else(|| Some(words())).filter(|it| !it.is_empty());
        if status.is_some() {
            return Self { status, headers: vec![], body, is_whole: true };
        }
        let status = status_in(text);
        // Words with a status in them tell of a reply and do not show its body.
        let body = if is_body_only || status.is_none() { body } else { None };
        Self { status, headers: vec![], body, is_whole: false }
    }

    /// Says whether the body is a web page.
    pub(super) fn is_page(&self) -> bool {
        self.body.as_ref().is_some_and(|it| it.starts_with('<'))
    }

    /// Says whether it is words, and neither JSON nor a page.
    pub(super) fn is_prose(&self) -> bool {
        self.body.as_ref().is_none_or(|it| !it.starts_with(['{', '[', '<']))
    }
}

/// Drops what `curl -v` says of itself and of the request, and the marks before the reply's head.
fn without_curls_talk(text: &str) -> String {
    if !text.lines().any(|it| it.starts_with("< HTTP/")) {
        return text.to_owned();
    }
    let kept =
        text.lines().filter(|it| !["> ", "* ", "{ ", "} "].iter().any(|mark| it.starts_with(mark)) && *it != ">");
    let kept: Vec<&str> = kept.map(|it| it.strip_prefix("< ").unwrap_or(if it == "<" { "" } else { it })).collect();
    kept.join("\n")
}

/// A reply with its head. Of several, as `curl -i` shows them through a proxy, the last.
fn whole_reply(text: &str) -> Option<Pasted> {
    let lines: Vec<&str> = text.lines().map(|it| it.trim_end_matches('\r')).collect();
    let status_of = |line: &str| {
        let (_, rest) = line.strip_prefix("HTTP/")?.split_once(' ')?;
        rest.split(' ').next()?.parse::<u16>().ok()
    };
    let (at, status) = lines.iter().enumerate().rev().find_map(|(at, it)| Some((at, status_of(it)?)))?;
    let head = lines[at + 1..].iter().take_while(|it| !it.trim().is_empty());
    let headers: Vec<(String, String)> = head
        .clone()
        .filter_map(|it| it.split_once(':'))
        .map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned()))
        .collect();
    let body = lines[(at + 1 + head.count()).min(lines.len())..].join("\n").trim().to_owned();
    let is_empty_for_sure = headers.iter().any(|(name, value)| name == "content-length" && value == "0");
    let body = if body.is_empty() && !is_empty_for_sure { None } else { Some(body) };
    Some(Pasted { status: Some(status), headers, body, is_whole: true })
}

/// The first JSON object among words.
fn json_in(text: &str) -> Option<String> {
    text.match_indices('{').take(20).find_map(|(at, _)| {
        let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<serde_json::Value>();
        let value = values.next()?.ok()?;
        value.as_object().is_some_and(|it| !it.is_empty()).then(|| value.to_string())
    })
}

/// Words before a number that make it a status.
const BEFORE: [&str; 9] =
    ["http", "status", "code", "statuscode", "error", "response", "returned", "server", "answered"];

/// Words after a number that make it a status: the beginnings of the usual reasons.
const AFTER: [&str; 12] = [
    "unauthorized",
    "forbidden",
    "not",
    "bad",
    "too",
    "internal",
    "service",
    "gateway",
    "method",
    "proxy",
    "moved",
    "found",
];

/// A status that is named among words: `error: (401) Unauthorized`, `<title>502 Bad Gateway</title>`.
fn status_in(text: &str) -> Option<u16> {
    let start: String = text.chars().take(4000).flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = start.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let number = word.parse::<u16>().ok().filter(|it| word.len() == 3 && (300..600).contains(it))?;
        let before = at.checked_sub(1).and_then(|it| words.get(it));
        let fits =
            before.is_some_and(|it| BEFORE.contains(it)) || words.get(at + 1).is_some_and(|it| AFTER.contains(it));
        fits.then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::{Pasted, status_in};

    #[test]
    fn a_reply_is_read_from_the_output_of_curl() {
        let text = "* Connected to psa.example\n> GET / HTTP/1.1\n> Secret: x\n>\n< HTTP/1.1 401 Unauthorized\r\n< WWW-Authenticate: Basic\r\n< \r\n{\"a\":1}\n* Closing";
        let read = Pasted::read(text, None);
        assert_eq!((read.status, read.body.as_deref(), read.is_whole), (Some(401), Some("{\"a\":1}"), true));
        assert_eq!(read.headers, [("www-authenticate".to_owned(), "Basic".to_owned())]);
    }

    #[test]
    fn of_two_replies_the_last_counts() {
        let read = Pasted::read("HTTP/1.1 200 Connection established\n\nHTTP/2 403 \ncontent-length: 0\n\n", None);
        assert_eq!((read.status, read.body.as_deref()), (Some(403), Some("")));
    }

    #[test]
    fn a_number_is_a_status_only_beside_words_that_say_so() {
        for (text, status) in [
            ("The remote server returned an error: (401) Unauthorized.", Some(401)),
            ("Request failed with status code 404", Some(404)),
            ("<html><head><title>502 Bad Gateway</title>", Some(502)),
            ("{\"statusCode\":429}", Some(429)),
            ("line 401 of the script", None),
            ("took 503 ms", None),
            ("error 28", None),
        ] {
            assert_eq!(status_in(text), status, "{text}");
        }
    }
}
