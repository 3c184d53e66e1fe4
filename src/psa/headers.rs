//! What the headers of a reply say of where to go and when to come back.

use std::time::Duration;

use super::{Reply, body::says};
use crate::{model::origin::Origin, words};

/// The longest wait that a server may ask for. Unit: seconds.
const LONGEST_WAIT: u64 = 24 * 60 * 60;

/// Reads `Retry-After`: seconds, or a date, counted from the reply's own date, else from when it came. At most a day.
///
/// A date that is over asks for no wait.
pub fn retry_after(reply: &Reply) -> Option<Duration> {
    let text = reply.header("retry-after")?.trim();
    let seconds = text.parse::<u64>().ok().or_else(|| {
        let now = reply.header("date").and_then(unix_of).or(reply.received)?;
        Some(u64::try_from(unix_of(text)?.saturating_sub(now)).unwrap_or(0))
    })?;
    Some(Duration::from_secs(seconds.min(LONGEST_WAIT)))
}

/// Reads a date of HTTP as Unix seconds.
pub fn unix_of(date: &str) -> Option<i64> {
    Some(jiff::fmt::rfc2822::parse(date.trim()).ok()?.timestamp().as_second())
}

/// Where a redirect leads: an origin, or a path of the same host. Safe to show.
///
/// Never its query or its user, which may repeat what was sent.
pub fn destination(location: Option<&str>) -> String {
    let Some(location) = location.map(str::trim).filter(|it| !it.is_empty()) else {
        return words::say("reply-to-nowhere").to_owned();
    };
    let cut = |text: &str| says(&text.chars().take(80).collect::<String>());
    match Origin::of_url(location) {
        Ok(origin) => origin.to_string(),
        Err(_) if location.starts_with('/') && !location.starts_with("//") => {
            let path = cut(location.split(['?', '#']).next().unwrap_or_default());
            words::with("reply-to-itself", &[("path", path.into())])
        }
        Err(_) => {
            let after = location.split_once("://").map_or(location, |(_, rest)| rest).trim_start_matches('/');
            let host = after.split(['/', '?', '#', '\\']).next().unwrap_or_default();
            // A user name in front of an @ may be anything.
            cut(host.rsplit('@').next().unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Reply, destination, retry_after, unix_of};

    #[test]
    fn a_redirect_is_told_without_its_query_or_user() {
        assert_eq!(destination(Some("https://evil.example/x?key=1")), "https://evil.example");
        assert_eq!(destination(Some(" /login?key=1#a")), "its own /login");
        assert_eq!(destination(Some("//evil.example/x?key=1")), "evil.example");
        assert_eq!(destination(Some("http://u:p@evil.example/x")), "evil.example");
        assert_eq!(destination(Some(" ")), "nowhere");
        assert_eq!(destination(None), "nowhere");
    }

    const DATE: &str = "Wed, 21 Oct 2015 07:28:00 GMT";

    fn wait(text: &str, date: Option<&str>, received: Option<i64>) -> Option<u64> {
        let date = date.map(|it| ("date".to_owned(), it.to_owned()));
        let headers = date.into_iter().chain([("retry-after".to_owned(), text.to_owned())]).collect();
        let reply = Reply { status: 429, headers, body: vec![], version: "HTTP/1.1".into(), received };
        retry_after(&reply).as_ref().map(Duration::as_secs)
    }

    #[test]
    fn a_wait_is_seconds_or_a_date_by_the_servers_own_clock() {
        let until = "Wed, 21 Oct 2015 07:28:05 GMT";
        assert_eq!(wait(" 7 ", Some(DATE), Some(0)), Some(7));
        assert_eq!(wait(until, Some(DATE), Some(0)), Some(5));
        assert_eq!(wait(until, None, unix_of(until).map(|it| it - 9)), Some(9));
        assert_eq!(wait(until, None, None), None);
        assert_eq!(wait("9999999", None, None), Some(86_400));
    }

    #[test]
    fn a_date_that_is_over_asks_for_no_wait_and_nonsense_for_nothing() {
        assert_eq!(wait("Wed, 21 Oct 2015 07:00:00 GMT", Some(DATE), None), Some(0));
        for nonsense in ["", "soon", "-1", "1.5", "99999999999999999999999"] {
            assert_eq!(wait(nonsense, Some(DATE), None), None, "{nonsense}");
        }
    }
}
