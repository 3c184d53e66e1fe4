//! The API member, its role and what the role may do.

use serde_json::{Value, json};

use super::{Desk, Ids, Nested, Record, TABLE, info, record};
use crate::sandbox::{
    connectwise::matrix::{self, identifier},
    scenario::{ConnectWiseRules, Levels},
    tenant::Life,
};

/// Ids of a role's settings.
pub const SETTINGS: Ids = Ids { first: 3401, step: 1 };
/// Ids of the members that are listed.
pub const MEMBERS: Ids = Ids { first: MEMBER, step: 1 };
/// Id of the API member.
const MEMBER: u64 = 173;
/// Id of its role; the administrator's is 1.
const ROLE: u64 = 63;

fn rules(desk: &Desk) -> &ConnectWiseRules {
    &desk.shared.scenario.connectwise
}

fn member(desk: &Desk) -> Nested<'_> {
    desk.identified("system/members", MEMBER, "S365", "Sync 365")
}

/// Id of the member's role.
pub fn role_id(desk: &Desk) -> u64 {
    if rules(desk).admin { 1 } else { ROLE }
}

/// One row of `/system/mySecurity`.
pub fn my_security(desk: &Desk, row: usize) -> Record {
    let mut it = setting(desk, row);
    it.insert("member".to_owned(), json!(member(desk)));
    it
}

/// One row of a role's settings.
pub fn setting(desk: &Desk, row: usize) -> Record {
    let Some(function) = matrix::functions().nth(row) else { return Record::new() };
    let Levels { add, edit, delete, inquire } = rules(desk).levels(function.module, function.name);
    let customized = matches!(function.name, "Table Setup" | "My Account" | "Mass Maintenance")
        || function.name.ends_with("Reports")
        || (function.name == "Agreements" && !rules(desk).hidden_agreement_types.is_empty());
    record(json!({
        "id": SETTINGS.of(row),
        "addLevel": add.spelled(),
        "editLevel": edit.spelled(),
        "deleteLevel": delete.spelled(),
        "inquireLevel": inquire.spelled(),
        "moduleFunctionName": function.name,
        "moduleFunctionDescription": function.name,
        "myAllFlag": true,
        "moduleFunctionIdentifier": identifier(function.name),
        "reportFlag": function.name.contains("Report"),
        "restrictFlag": false,
        "customFlag": customized,
        "moduleDescription": function.module,
        "moduleIdentifier": identifier(function.module),
        "moduleName": function.module,
        "sortOrder": row + 1,
        "_info": info(row, Life::default()),
    }))
}

/// One row of `/system/mySecurity/customizeItems`.
pub fn customized(desk: &Desk, row: usize) -> Record {
    let it = &rules(desk).customized[row];
    record(json!({"id": TABLE.of(row), "customizeIdentifier": it.identifier, "itemIdentifier": it.item}))
}

/// Ids of the roles, ascending.
pub const ROLES: [u64; 2] = [1, ROLE];

/// One security role.
pub fn role(desk: &Desk, row: usize) -> Record {
    let admin = row == 0;
    let name = match (admin, rules(desk).admin) {
        (true, _) => "Admin",
        (false, true) => "Sync 365",
        (false, false) => &rules(desk).role,
    };
    record(json!({
        "id": ROLES[row], "name": name, "roleType": "Member", "adminFlag": admin, "inactiveFlag": false,
        "_info": info(row, Life::default()),
    }))
}

/// What `/system/myMembers` says of the caller.
pub fn me(desk: &Desk) -> Record {
    let role = &rules(desk).role;
    record(json!({
        "id": MEMBER,
        "identifier": "S365",
        "firstName": "Sync",
        "lastName": "365",
        "title": "API",
        "licenseClass": "A",
        "disableOnlineFlag": false,
        "timeZone": desk.named("system/timeZoneSetups", 1, "US Eastern"),
        "inactiveFlag": false,
        "defaultEmail": "Office",
        "defaultPhone": "Office",
        "securityRole": desk.named("system/securityroles", role_id(desk), role.as_str()),
        "adminFlag": rules(desk).admin,
        "structureLevel": {"id": 1, "name": "Corporate"},
        "securityLocation": desk.named("system/locations", 38, "Corporate"),
        "defaultLocation": desk.location(),
        "defaultDepartment": desk.identified("system/departments", 1, "Admin", "Admin"),
        "restrictLocationFlag": false,
        "restrictDepartmentFlag": false,
        "_info": info(0, Life::default()),
    }))
}

/// What `/system/myMembers/info` says of the caller.
pub fn my_info(desk: &Desk) -> Record {
    record(json!({
        "id": MEMBER,
        "identifier": "S365",
        "firstName": "Sync",
        "lastName": "365",
        "fullName": "Sync 365",
        "licenseClass": "A",
        "inactiveFlag": false,
        "timeZone": desk.named("system/timeZoneSetups", 1, "US Eastern"),
        "defaultLocation": desk.location(),
        "_info": info(0, Life::default()),
    }))
}

/// The member as `/system/info/members` lists it.
pub fn member_info(desk: &Desk) -> Record {
    let mut it = my_info(desk);
    it.retain(|name, _| !matches!(name.as_str(), "timeZone" | "defaultLocation"));
    it
}

/// The member as `/system/apiMembers` lists it.
pub fn api_member(desk: &Desk) -> Record {
    let mut it = me(desk);
    let shared = [
        "id",
        "identifier",
        "inactiveFlag",
        "timeZone",
        "securityRole",
        "structureLevel",
        "securityLocation",
        "defaultLocation",
        "defaultDepartment",
        "_info",
    ];
    it.retain(|name, _| shared.contains(&name.as_str()));
    let own = [
        ("name", json!("Sync 365")),
        ("emailAddress", json!("sync365@acme.example")),
        ("blockPriceFlag", json!(false)),
        ("blockCostFlag", json!(false)),
    ];
    it.extend(own.map(|(name, value)| (name.to_owned(), value)));
    it
}

/// One member, for a role that may look at members.
pub fn listed_member(desk: &Desk) -> Record {
    let mut it = me(desk);
    it.insert("hireDate".to_owned(), Value::from("2026-01-05T00:00:00Z"));
    it
}
