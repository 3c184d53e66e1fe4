//! Where a redirect leads, told without anything that it may repeat.

use crate::model::origin::Origin;

use super::shown;

/// Where a redirect leads: an origin, or a path of the same host. Never its query, which may repeat what was sent.
pub(super) fn destination(location: Option<&str>) -> String {
    let Some(location) = location else { return "nowhere".into() };
    let path = || location.split(['?', '#']).next().unwrap_or_default().chars().take(80).collect::<String>();
    match Origin::of_url(location) {
        Ok(origin) => origin.to_string(),
        Err(_) if location.starts_with('/') && !location.starts_with("//") => shown(&format!("its own {}", path())),
        Err(_) => {
            let after = location.split_once("://").map_or(location, |(_, rest)| rest).trim_start_matches('/');
            let host = after.split(['/', '?', '#', '\\']).next().unwrap_or_default();
            // A user name in front of an @ may be anything.
            shown(&host.rsplit('@').next().unwrap_or_default().chars().take(80).collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::destination;

    #[test]
    fn a_redirect_is_told_without_its_query_or_user() {
        assert_eq!(destination(Some("https://evil.example/x?key=1")), "https://evil.example");
        assert_eq!(destination(Some("/login?key=1#a")), "its own /login");
        assert_eq!(destination(Some("//evil.example/x?key=1")), "evil.example");
        assert_eq!(destination(Some("http://u:p@evil.example/x")), "evil.example");
        assert_eq!(destination(None), "nowhere");
    }
}
