//! What a path asks for: in any case, with or without a slash at the end, under both prefixes.

use super::{CODEBASE, lists::List, minor::Minor, records::Desk, reply::Refusal, tables::Table};

/// What kind of path it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Path {
    /// `/login/companyinfo/{company}`, as it was spelled.
    CompanyInfo(String),
    /// What follows `apis/3.0`, in lower case.
    Api(Vec<String>),
}

/// What an API path asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// `/system/info`
    Info,
    /// `/system/myMembers`
    Me,
    /// `/system/myMembers/info`
    MyInfo,
    /// A page of a list.
    Page(List),
    /// Its `/count`.
    Count(List),
    /// One record by id.
    Single(List, String),
}

/// Reads a path; `None` when the gateway knows no tenant there, as with a doubled or unknown prefix.
pub(super) fn path(text: &str) -> Option<Path> {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8().ok()?;
    let parts: Vec<&str> = decoded.split('/').filter(|it| !it.is_empty()).collect();
    let lower: Vec<String> = parts.iter().map(|it| it.to_lowercase()).collect();
    let words: Vec<&str> = lower.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["login", "companyinfo"] => Some(Path::CompanyInfo(String::new())),
        ["login", "companyinfo", _] => Some(Path::CompanyInfo(parts[2].to_owned())),
        ["v4_6_release" | CODEBASE, "apis", "3.0", rest @ ..] => {
            let doubled = rest.iter().any(|it| matches!(*it, "apis" | "v4_6_release" | CODEBASE));
            (!doubled).then(|| Path::Api(lower[3..].to_vec()))
        }
        _ => None,
    }
}

/// The lists that requests at the same time are counted for.
const COUNTED: [&str; 14] = [
    "/company/companies",
    "/company/contacts",
    "/finance/agreements",
    "/finance/agreements/additions",
    "/finance/agreements/types",
    "/finance/batchSetups",
    "/finance/invoices",
    "/procurement/catalog",
    "/procurement/products",
    "/system/members",
    "/system/mySecurity",
    "/system/mySecurity/customizeItems",
    "/system/securityroles",
    "/system/securityRoles/settings",
];

/// The list that a path is about, without ids and `/count`; `None` for what is no list.
pub(in crate::sandbox) fn list_asked(text: &str) -> Option<&'static str> {
    let Path::Api(words) = path(text)? else { return None };
    let is_name = |it: &&String| it.as_str() != "count" && !it.bytes().all(|it| it.is_ascii_digit());
    let asked: String = words.iter().filter(is_name).flat_map(|it| ["/", it.as_str()]).collect();
    COUNTED.into_iter().find(|it| it.eq_ignore_ascii_case(&asked))
}

/// Says whether a POST here reads: several requests in one, by the names of their resource types.
///
/// The vendor's document lists no resource types, so nobody gets an answer: each member is refused as one without the right.
pub(super) fn is_bundle(path: &[String]) -> bool {
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    matches!(words.as_slice(), ["system", "bundles"] | ["system", "bundles", "count"])
}

/// Reads what follows the prefix.
///
/// Errors: no such endpoint, no such parent.
pub(super) fn call(desk: &Desk, path: &[String]) -> Result<Call, Refusal> {
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["system", "info"] => return Ok(Call::Info),
        ["system", "mymembers"] => return Ok(Call::Me),
        ["system", "mymembers", "info"] => return Ok(Call::MyInfo),
        _ => {}
    }
    let (list, rest) = list(desk, &words)?;
    let id = |it: &str| it.bytes().all(|it| it.is_ascii_digit()).then(|| it.to_owned());
    match (rest, list.info()) {
        (["info"], Some(info)) => return Ok(Call::Page(info)),
        (["info", "count"], Some(info)) => return Ok(Call::Count(info)),
        ([it, "info"], Some(info)) => return id(it).map(|id| Call::Single(info, id)).ok_or(Refusal::NoEndpoint),
        _ => {}
    }
    match rest {
        [] => Ok(Call::Page(list)),
        ["count"] if list.has_count() => Ok(Call::Count(list)),
        [it] if list.has_single() => id(it).map(|id| Call::Single(list, id)).ok_or(Refusal::NoEndpoint),
        _ => Err(Refusal::NoEndpoint),
    }
}

/// The list at the beginning of a path, and what follows.
pub(super) fn list<'a>(desk: &Desk, words: &'a [&'a str]) -> Result<(List, &'a [&'a str]), Refusal> {
    if let Some((table, rest)) = Table::at(words) {
        return Ok((List::Minor(Minor::Table(table)), rest));
    }
    Ok(match words {
        ["company", "companies", id, "sites", rest @ ..] => {
            (List::Minor(Minor::Sites { company: parent(desk, List::Companies, id)? }), rest)
        }
        ["company", "companies", id, "typeassociations", rest @ ..] => {
            (List::Minor(Minor::TypeAssociations { company: parent(desk, List::Companies, id)? }), rest)
        }
        ["company", "contacts", id, "communications", rest @ ..] => {
            (List::Minor(Minor::Communications { contact: parent(desk, List::Contacts, id)? }), rest)
        }
        ["company", "companies", rest @ ..] => (List::Companies, rest),
        ["company", "contacts", rest @ ..] => (List::Contacts, rest),
        ["finance", "agreements", "types", id, "usages", rest @ ..] => {
            let kind = parent(desk, List::AgreementTypes, id)?;
            match rest {
                ["list", rest @ ..] => (List::Minor(Minor::UsagesListed { kind }), rest),
                _ => (List::Minor(Minor::Usages { kind }), rest),
            }
        }
        ["finance", "agreements", "types", rest @ ..] => (List::AgreementTypes, rest),
        ["finance", "agreements", id, "additions", rest @ ..] => {
            (List::Additions { agreement: parent(desk, List::Agreements, id)? }, rest)
        }
        ["finance", "agreements", id, "adjustments", rest @ ..] => {
            parent(desk, List::Agreements, id)?;
            (List::Minor(Minor::Adjustments), rest)
        }
        ["finance", "agreements", rest @ ..] => (List::Agreements, rest),
        ["finance", "batchsetups", rest @ ..] => (List::BatchSetups, rest),
        ["finance", "invoices", rest @ ..] => (List::Invoices, rest),
        ["procurement", "catalog", rest @ ..] => (List::Catalog, rest),
        ["procurement", "products", rest @ ..] => (List::Products, rest),
        ["system", "mysecurity", "customizeitems", rest @ ..] => (List::Customized, rest),
        ["system", "mysecurity", rest @ ..] => (List::MySecurity, rest),
        ["system", "securityroles", id, "settings", rest @ ..] => {
            parent(desk, List::Roles, id)?;
            (List::RoleSettings, rest)
        }
        ["system", "securityroles", rest @ ..] => (List::Roles, rest),
        ["system", "apimembers", rest @ ..] => (List::Minor(Minor::ApiMembers), rest),
        ["system", "info", "members", rest @ ..] => (List::Minor(Minor::MemberInfos), rest),
        ["system", "members", rest @ ..] => (List::Members, rest),
        _ => return Err(Refusal::NoEndpoint),
    })
}

/// The row of the record that a list belongs to.
fn parent(desk: &Desk, list: List, id: &str) -> Result<usize, Refusal> {
    let number = id.parse().map_err(|_| Refusal::NoEndpoint)?;
    let none = || Refusal::NoRecord { what: list.schema().to_owned(), id: id.to_owned() };
    list.row(desk, number).ok_or_else(none)
}

#[cfg(test)]
mod tests {
    use super::{Path, list_asked, path};

    fn api(parts: &[&str]) -> Path {
        Path::Api(parts.iter().map(|it| (*it).to_owned()).collect())
    }

    #[test]
    fn both_prefixes_are_served_in_any_case_with_or_without_a_slash() {
        assert_eq!(path("/v4_6_release/apis/3.0/system/info"), Some(api(&["system", "info"])));
        assert_eq!(
            path("/V2025_1/APIs/3.0/System/mySecurity/customizeItems/"),
            Some(api(&["system", "mysecurity", "customizeitems"]))
        );
    }

    #[test]
    fn a_doubled_or_unknown_prefix_is_not_routed() {
        assert_eq!(path("/v4_6_release/apis/3.0/apis/3.0/system/info"), None);
        assert_eq!(path("/v2019_1/apis/3.0/system/info"), None);
        assert_eq!(path("/system/info"), None);
    }

    #[test]
    fn a_list_is_the_same_with_ids_and_counts() {
        let asked = |rest: &str| list_asked(&format!("/v4_6_release/apis/3.0{rest}"));
        assert_eq!(asked("/Company/Companies/count"), Some("/company/companies"));
        assert_eq!(asked("/finance/agreements/304/additions"), Some("/finance/agreements/additions"));
        assert_eq!([asked("/system/info"), asked(""), list_asked("/login/companyinfo/acme")], [None; 3]);
    }

    #[test]
    fn a_company_keeps_its_spelling() {
        assert_eq!(path("/login/companyInfo/Acme%20IT"), Some(Path::CompanyInfo("Acme IT".into())));
    }
}
