//! Takes what may be a key out of a paste before anything else reads it.

/// What stands in place of it.
const HIDDEN: &str = "(hidden)";

/// Names after which a value is hidden, in lower case.
const LABELS: [&str; 23] = [
    "authorization",
    "proxy-authorization",
    "secret",
    "apiintegrationcode",
    "integrationcode",
    "integration code",
    "clientid",
    "client-id",
    "client_id",
    "client id",
    "password",
    "passwd",
    "private key",
    "private_key",
    "privatekey",
    "public key",
    "public_key",
    "publickey",
    "username",
    "user_name",
    "cookie",
    "token",
    "apikey",
];

/// Words after which a value follows without a sign between.
const WORDS: [&str; 4] = ["basic ", "bearer ", "-u ", "--user "];

/// The shortest run of letters and digits that may be a key. Unit: characters.
const SHORTEST: usize = 16;

/// The vendors' own hosts are no keys, however long.
const HOSTS: [&str; 3] = [".autotask.net", ".myconnectwise.net", ".connectwisedev.com"];

/// Hides values after their names, users in addresses, and long runs of letters and digits.
pub(super) fn mask(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|it| runs(&users(&labelled(it)))).collect();
    lines.join("\n")
}

/// Hides what follows a label: to the end of the line, or to the closing quote.
fn labelled(line: &str) -> String {
    let lower = line.to_ascii_lowercase();
    let labels = LABELS.iter().flat_map(|it| ends_of(&lower, it)).filter_map(|at| {
        let gap = line[at..].trim_start_matches(['"', '\'', ' ', '\\', ')', ']']);
        gap.strip_prefix([':', '=']).map(|it| line.len() - it.trim_start_matches(' ').len())
    });
    // `Basic realm="…"` is what a server asks for, and no key.
    let is_key = |at: &usize| !lower[*at..].starts_with("realm");
    let words = WORDS.iter().flat_map(|it| ends_of(&lower, it));
    let words = words.map(|at| line.len() - line[at..].trim_start_matches(' ').len()).filter(is_key);
    let mut values: Vec<usize> = labels.chain(words).collect();
    values.sort_unstable();
    let mut shown = String::new();
    let mut at = 0;
    for value in values.into_iter().filter(|it| *it < line.len()) {
        if value < at {
            continue;
        }
        let (from, until) = extent(line, value);
        shown.push_str(&line[at..from]);
        if from < until {
            shown.push_str(HIDDEN);
        }
        at = until;
    }
    shown + &line[at..]
}

/// Where each `word` of a line ends, as byte positions.
fn ends_of(lower: &str, word: &str) -> Vec<usize> {
    let begins = |at: usize| lower[..at].chars().next_back().is_none_or(|it| !it.is_alphanumeric());
    lower.match_indices(word).filter(|(at, _)| begins(*at)).map(|(at, it)| at + it.len()).collect()
}

/// From where to where a value goes, as byte positions.
fn extent(line: &str, at: usize) -> (usize, usize) {
    let value = &line[at..];
    let quote = ["\\\"", "\"", "'"].into_iter().find(|it| value.starts_with(it));
    if let Some(quote) = quote {
        let from = at + quote.len();
        return (from, line[from..].find(quote).map_or(line.len(), |it| from + it));
    }
    // A label at the start of its line is a header: all of it is the value, quotes too.
    let until = if is_header(&line[..at].to_ascii_lowercase()) { None } else { value.find('"') };
    let until = [until, status_line(value)].into_iter().flatten().min();
    (at, until.map_or(line.len(), |it| at + it))
}

/// Where a reply's status line begins that was pasted onto the same line, which is no part of a value.
fn status_line(value: &str) -> Option<usize> {
    value.match_indices(" HTTP/").map(|it| it.0).find(|at| {
        let status = value[at + 1..].split(' ').nth(1).unwrap_or_default();
        status.len() == 3 && status.bytes().all(|it| it.is_ascii_digit())
    })
}

fn is_header(before: &str) -> bool {
    let before = before.trim_start_matches(['>', '<', ' ', '-']);
    LABELS.iter().any(|it| before.starts_with(it))
}

/// Hides `user:password@` in addresses.
fn users(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        shown.push_str(before);
        let end = after.find(|it: char| it.is_whitespace() || "/\"'<>".contains(it)).unwrap_or(after.len());
        rest = after;
        if let Some(at) = after[..end].rfind('@') {
            shown.push_str(HIDDEN);
            rest = &after[at..];
        }
    }
    shown + rest
}

/// Hides long runs of letters and digits, and user names: nobody needs one of those to know what went wrong.
fn runs(line: &str) -> String {
    let ends = |it: char| it.is_whitespace() || "\"'<>()[]{},;:?&=".contains(it);
    let mut shown = String::new();
    for part in line.split_inclusive(ends) {
        let (run, end) = match part.char_indices().next_back() {
            Some((at, last)) if ends(last) => part.split_at(at),
            Some(_) | None => (part, ""),
        };
        let has = |test: fn(char) -> bool| run.chars().any(test);
        let is_host = HOSTS.iter().any(|it| run.trim_matches('/').to_ascii_lowercase().ends_with(it));
        let is_long = run.chars().count() >= SHORTEST && has(|it| it.is_ascii_digit()) && has(char::is_alphabetic);
        let is_user = run.contains('@') && run.len() > 2;
        shown.push_str(if (is_long && !is_host) || is_user { HIDDEN } else { run });
        shown.push_str(end);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn no_value_that_may_be_a_key_is_left() {
        for text in [
            "Authorization: Basic canary",
            "> Secret: can\"canary\"ary",
            "curl -H 'ApiIntegrationCode: canary' https://x",
            "curl -u canary+canary:canary https://x",
            "{\"clientId\":\"canary\",\"a\":1}",
            "{\"message\":\"Invalid clientId: canary\"}",
            "{\\\"Secret\\\":\\\"canary\\\"}",
            "password=canary",
            "{\"password\":\"\",\"Secret\":\"canary\",\"token\":\"canary\"}",
            "https://me:canary@psa.example/x",
            "Bearer canary",
            "the key canary4q7Z9mR2xT9k was refused",
            "canary@northwind.example",
            "UserName : canary",
            "Cookie: a=canary; b=canary",
            "private_key = canary, public_key = canary",
            "Authorization: Basic canary HTTP/1.1 403 Forbidden",
            "curl -H 'Authorization: Basic canary' HTTP/1.1 403 Forbidden",
            "Authorization: Basic canary HTTP/1.1 canary",
        ] {
            assert!(!mask(text).contains("canary"), "{text}: {}", mask(text));
        }
    }

    #[test]
    fn what_the_vendors_say_is_left_as_it_is() {
        for text in [
            "{\"errors\":[\"IntegrationCode is invalid.\"]}",
            "{\"code\":\"ConnectWiseApi\",\"message\":\"UserNotAuthenticated\"}",
            "{\"message\":\"The clientId is missing or not valid.\"}",
            "WWW-Authenticate: Basic Realm=\"webservices14.autotask.net\"",
            "Cannot route. Codebase/company is invalid",
            "HTTP/1.1 401 Unauthorized",
            "The user account has been locked.  Please see your Autotask Administrator for details.",
        ] {
            assert_eq!(mask(text), text);
        }
    }
}
