//! The login itself: what `/system/info` says, and who the API member is.

use serde_json::Value;

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
    words,
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
        return Err(Fault::Unreadable { what: member.label.clone(), at: words::say("reply-at-the-top").to_owned() });
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
    let says = match region.as_deref() {
        Some(region) => {
            words::with("reply-version-in-region", &[("version", version.as_str().into()), ("region", region.into())])
        }
        None => words::with("reply-version", &[("version", version.as_str().into())]),
    };
    let details = [Some(Detail::new(Fact::Version, version.clone())), region.map(|it| Detail::new(Fact::Zone, it))];
    Ok(LetIn { says, details: details.into_iter().flatten().collect() })
}

/// Says who the login is: `S365 (Sync 365), role Sync 365`.
pub(super) fn identity(login: &Login, member: &Answer) -> (CheckOutcome, Vec<Detail>) {
    let member = match of(member) {
        Ok(member) => member,
        Err(fault) => {
            return (
                CheckOutcome::Unclear(words::with("member-unread", &[("fault", fault.to_string().into())])),
                vec![],
            );
        }
    };
    let seen = [(Fact::User, &member.identifier), (Fact::Role, &member.role)];
    let details = seen.into_iter().filter_map(|(fact, it)| Some(Detail::new(fact, it.clone()?))).collect();
    let Some(identifier) = member.identifier else {
        let why = words::with("member-nameless", &[("host", login.origin.host().into())]);
        return (CheckOutcome::Unclear(why), details);
    };
    let name = member.name.map(|it| format!(" ({it})")).unwrap_or_default();
    let mut parts = vec![format!("{identifier}{name}")];
    parts.extend(member.role.map(|it| words::with("member-role", &[("role", it.into())])));
    parts.extend(member.admin.then(|| words::say("member-admin").to_owned()));
    parts.extend(member.inactive.then(|| words::say("member-inactive").to_owned()));
    (CheckOutcome::Passed(parts.join(", ")), details)
}

/// What the vendor documents of its limit; unclear when it was reached while the evidence was gathered.
pub(super) fn limits(facts: &PsaFacts, evidence: &Evidence) -> Option<(CheckOutcome, Vec<Detail>)> {
    let budget = facts.limits.per_minute?;
    let says = words::with("check-limits-per-minute", &[("n", budget.into())]);
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
        Ok(Member { admin: true, .. }) => words::say("member-admin-role").to_owned(),
        Ok(Member { role: Some(role), .. }) => words::with("member-other-role", &[("role", role.into())]),
        Ok(_) => words::say("member-no-admin-role").to_owned(),
        Err(fault) => fault.to_string(),
    }
}

/// What to know besides.
pub(super) fn notes(evidence: &Evidence) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(Ok(member)) = read(evidence) {
        if member.admin {
            notes.push(words::say("member-note-admin").to_owned());
        }
        if member.license.is_some_and(|it| it != "A") {
            notes.push(words::say("member-note-license").to_owned());
        }
    }
    if let Some(rows) = evidence.get(ROLE).and_then(|it| role::rows(it).ok())
        && rows.len() >= role::PAGE
    {
        notes.push(words::with("member-note-functions", &[("n", role::PAGE.to_string().into())]));
    }
    notes
}
