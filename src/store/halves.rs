//! Parts a login into what the connection's file and the secret store hold, and puts the two together again.

use crate::model::{
    catalog::{Catalog, FieldKind},
    draft::{Login, Value, Values},
    fault::Fault,
    id::{FieldId, ListId},
    report::Report,
    saved::{Connection, LastTest, ToSave},
    secret::Secret,
    shown::Shown,
};

/// What goes into the connection's file.
pub(super) fn connection_of(to_save: &ToSave, now: &str) -> Connection {
    let ToSave { name, integration, login, report, counts, .. } = to_save;
    let plain = login.values().iter().filter_map(|(id, value)| match value {
        Value::Plain(text) => Some((id.clone(), text.clone())),
        Value::Secret(_) => None,
    });
    let confirmed = report.iter().flat_map(|it| &it.rights);
    let confirmed = confirmed.filter_map(|it| it.confirmed.clone().map(|by| (it.right.clone(), by)));
    Connection {
        name: name.clone(),
        psa: login.psa.clone(),
        integration: integration.clone(),
        origin: login.origin.clone(),
        site: login.site.clone(),
        pin: None,
        plain: plain.collect(),
        secret_fields: secrets_of(login).into_iter().map(|(id, _)| id).collect(),
        confirmed: confirmed.collect(),
        saved_at: now.to_owned(),
        last_test: report.as_ref().map(|it| last_test(it, counts, now)),
    }
}

/// A test in short.
fn last_test(report: &Report, counts: &[(ListId, u64)], now: &str) -> LastTest {
    let tally = report.tally();
    LastTest {
        at: now.to_owned(),
        held: tally.granted + tally.confirmed,
        of: report.rights.len(),
        fault: report.fault().map(ToString::to_string),
        counts: counts.to_vec(),
    }
}

/// The secret fields of a login.
pub(super) fn secrets_of(login: &Login) -> Vec<(FieldId, Secret)> {
    let secrets = login.values().iter().filter_map(|(id, value)| match value {
        Value::Plain(_) => None,
        Value::Secret(secret) => Some((id.clone(), secret.clone())),
    });
    secrets.collect()
}

/// Puts a saved connection's two halves together again.
pub(super) fn login_of(
    connection: &Connection,
    secrets: Vec<(FieldId, Secret)>,
    catalog: &Catalog,
) -> Result<Login, Fault> {
    let name = connection.name.as_str();
    let facts = catalog.psa(&connection.psa).ok_or_else(|| Fault::Local {
        what: format!("{name} is for a PSA that this program does not know ({})", Shown::new(&connection.psa.0)),
        remedy: "Use the version of psa-connect that saved it, or a newer one.".into(),
    })?;
    let plain = connection.plain.iter().map(|(id, text)| (id.clone(), Value::Plain(text.clone())));
    let secret = secrets.into_iter().map(|(id, secret)| (id, Value::Secret(secret)));
    let values: Values = plain.chain(secret).collect();
    // A field that has become secret since, or no longer is, must be entered again rather than travel the wrong way.
    let fits = |id: &FieldId| match (facts.field(id).map(|it| it.kind), values.get(id)) {
        (Some(FieldKind::Plain), Some(Value::Plain(_)))
        | (Some(FieldKind::Secret), Some(Value::Secret(_)))
        | (None, _) => true,
        (Some(_), _) => false,
    };
    let wrong: Vec<FieldId> = facts.fields.iter().map(|it| it.id.clone()).filter(|it| !fits(it)).collect();
    let login = if wrong.is_empty() {
        Login::complete(facts, connection.origin.clone(), connection.site.clone(), &values)
    } else {
        Err(wrong)
    };
    login.map_err(|fields| {
        let labels: Vec<_> = fields.iter().filter_map(|it| facts.field(it)).map(|it| it.label.as_str()).collect();
        Fault::Local {
            what: format!("{name} was saved without {}", labels.join(", ")),
            remedy: format!("Edit {name} and enter what is missing."),
        }
    })
}
