//! Notices hosts that look like the vendor's but are not.

/// The vendor's domain that `host` looks like, if it does. Hosts below the domain itself are not asked about.
pub(super) fn to<'a>(host: &str, domains: &'a [String]) -> Option<&'a str> {
    domains.iter().map(String::as_str).find(|domain| {
        let name = domain.split('.').next().unwrap_or_default();
        let is_alike = |part: &str| name.len() >= 6 && (part.contains(name) || is_slip(part, name));
        host.contains(domain) || host.split('.').any(|label| is_alike(label) || label.split('-').any(is_alike))
    })
}

/// Says whether one slip of the pen makes one text of the other: a letter more, less, other, or two exchanged.
fn is_slip(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let before = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[before..], &other[before..]);
    match (one, other) {
        ([] | [_], []) | ([], [_]) => true,
        ([], [..]) | ([..], []) => false,
        ([a, one @ ..], [b, other @ ..]) => {
            let exchanged =
                matches!((one, other), ([c, one @ ..], [d, other @ ..]) if c == b && d == a && one == other);
            exchanged || one == other || one == [&[*b], other].concat() || other == [&[*a], one].concat()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::to;

    fn looks_alike(host: &str) -> bool {
        to(host, &["myconnectwise.net".into(), "autotask.net".into()]).is_some()
    }

    #[test]
    fn hosts_that_wear_the_vendors_name_are_noticed() {
        for host in [
            "api-na.myconnectwise.net.evil.example",
            "myconnectwise.com",
            "api-na-myconnectwise.example",
            "na.myconnectwlse.net",
            "na.myconectwise.net",
            "na.myconnnectwise.net",
            "na.mycnonectwise.net",
            "webservices2.autotask.net.example",
            "aut0task.net",
        ] {
            assert!(looks_alike(host), "{host}");
        }
    }

    #[test]
    fn a_partners_own_host_is_not() {
        for host in ["connectwise.example.com", "psa.example.com", "10.1.2.3", "manage.example", "task.net", "cw"] {
            assert!(!looks_alike(host), "{host}");
        }
    }
}
