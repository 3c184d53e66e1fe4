//! The login itself: what `/system/info` says, and who the API member is.

use serde_json::Value;

use crate::words::digits::grouped;

use super::{
    MEMBER, ROLE,
    refusal::{answer, at, judge},
    role,
};
use crate::{
    model::{
        catalog::PsaFacts,
        fault::Fault,
        login::Login,
        report::{CheckOutcome, Detail, Fact},
    },
    psa::{
        Answer, Evidence, LetIn, Reply,
        body::{says, text},
    },
};

/// The caller, as far as `/system/myMembers` says.
pub(super) struct Member {
    /// `S365`.
    pub(super) identifier: Option<String>,
    /// `Sync 365`.
    pub(super) name: Option<String>,
    /// The role's name.
    pub(super) role: Option<String>,
    /// Whether the role allows everything.
    pub(super) admin: bool,
    /// `A` is an API member.
    license: Option<String>,
    /// Whether it is set inactive.
    inactive: bool,
}

/// Reads the caller.
///
/// Errors: why it is not known.
pub(super) fn read(evidence: &Evidence) -> Option<Result<Member, Fault>> {
    evidence.get(MEMBER).map(of)
}

fn of(member: &Answer) -> Result<Member, Fault> {
    let json = answer(member)?;
    if !json.is_object() {
        return Err(Fault::Unreadable { what: member.label.clone(), at: "the top".to_owned() });
    }
    let own = |key| text(&json, key).map(says);
    let flag = |key| json.get(key).and_then(Value::as_bool).unwrap_or_default();
    let names: Vec<String> = ["firstName", "lastName"].into_iter().filter_map(own).collect();
    Ok(Member {
        identifier: own("identifier"),
        name: Some(names.join(" ")).filter(|it| !it.is_empty()),
        role: json.get("securityRole").and_then(|it| text(it, "name")).map(says),
        admin: flag("adminFlag"),
        license: own("licenseClass"),
        inactive: flag("inactiveFlag"),
    })
}

/// Reads `/system/info`; a clause: `version v2025.1.10675, region AU`.
pub(super) fn read_login(login: &Login, reply: &Reply) -> Result<LetIn, Fault> {
    let label = "GET /system/info";
    let json = judge(at(login, label), reply)?;
    let Some(version) = text(&json, "version") else {
        return Err(Fault::Unreadable { what: label.to_owned(), at: "version".to_owned() });
    };
    let version = says(version);
    let region = text(&json, "cloudRegion").map(says);
    let in_region = region.as_deref().map(|it| format!(", region {it}")).unwrap_or_default();
    let details = [Some(Detail::new(Fact::Version, version.clone())), region.map(|it| Detail::new(Fact::Zone, it))];
    Ok(LetIn { says: format!("version {version}{in_region}"), details: details.into_iter().flatten().collect() })
}

/// Says who the login is: `S365 (Sync 365), role Sync 365`.
pub(super) fn identity(login: &Login, member: &Answer) -> (CheckOutcome, Vec<Detail>) {
    let member = match of(member) {
        Ok(member) => member,
        Err(fault) => {
            return (CheckOutcome::Unclear(format!("who the login is could not be read: {fault}")), vec![]);
        }
    };
    let seen = [(Fact::User, &member.identifier), (Fact::Role, &member.role)];
    let details = seen.into_iter().filter_map(|(fact, it)| Some(Detail::new(fact, it.clone()?))).collect();
    let Some(identifier) = member.identifier else {
        let why = format!("the PSA gave no name for the login at {}", login.origin.host());
        return (CheckOutcome::Unclear(why), details);
    };
    let name = member.name.map(|it| format!(" ({it})")).unwrap_or_default();
    let role = member.role.map(|it| format!(", role {it}")).unwrap_or_default();
    let admin = if member.admin { ", admin: everything is allowed" } else { "" };
    let inactive = if member.inactive { ", set inactive" } else { "" };
    (CheckOutcome::Passed(format!("{identifier}{name}{role}{admin}{inactive}")), details)
}

/// What the vendor documents of its limit; unclear when it was reached while the evidence was gathered.
pub(super) fn limits(facts: &PsaFacts, evidence: &Evidence) -> Option<(CheckOutcome, Vec<Detail>)> {
    let budget = facts.limits.per_minute?;
    let says = format!("{} requests a minute are documented; how many are left cannot be read", grouped(budget.into()));
    let limited = evidence.values().find_map(|it| answer(it).err().filter(|it| matches!(it, Fault::Limited { .. })));
    let outcome = match limited {
        Some(fault) => CheckOutcome::Unclear(format!("{says}; {fault}")),
        None => CheckOutcome::Passed(says),
    };
    Some((outcome, vec![Detail::new(Fact::Budget, budget.to_string())]))
}

/// What the caller's own record shows of a right: whether its role allows everything.
pub(super) fn witness(member: &Answer) -> String {
    match of(member) {
        Ok(Member { admin: true, .. }) => "admin role: everything is allowed".to_owned(),
        Ok(Member { role: Some(role), .. }) => format!("role {role}, not an admin role"),
        Ok(_) => "not an admin role".to_owned(),
        Err(fault) => fault.to_string(),
    }
}

/// What to know besides.
pub(super) fn notes(evidence: &Evidence) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(Ok(member)) = read(evidence) {
        if member.admin {
            notes.push(
                "The admin role allows everything, which is more than the integration needs; the least-privilege role is safer."
                    .to_owned(),
            );
        }
        if member.license.is_some_and(|it| it != "A") {
            notes.push(
                "These keys belong to a member who is not an API member; a dedicated API member is easier to trace."
                    .to_owned(),
            );
        }
    }
    if let Some(rows) = evidence.get(ROLE).and_then(|it| role::rows(it).ok())
        && rows.len() >= role::PAGE
    {
        notes.push(format!("The role has {} functions or more; those after them were not read.", role::PAGE));
    }
    notes
}
