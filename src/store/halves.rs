//! Parts a login into what the connection's file and the secret store hold, and puts the two together again.

use crate::{
    model::{
        catalog::{Catalog, FieldKind},
        fault::Fault,
        id::{FieldId, ListId},
        login::{Login, Value, Values},
        report::Report,
        right::Confirmation,
        saved::{Connection, LastTest, Pin, ToSave},
        secret::Secret,
        shown::Shown,
    },
    words,
};

use super::secrets::Fields;

/// What goes into the connection's file. `before` is the connection that is replaced, if one is.
pub(super) fn connection_of(to_save: &ToSave, before: Option<&Connection>, stamp: &Confirmation) -> Connection {
    let ToSave { name, integration, login, report, counts, .. } = to_save;
    let plain = login.values().iter().filter_map(|(id, value)| match value {
        Value::Plain(text) => Some((id.clone(), text.clone())),
        Value::Secret(_) => None,
    });
    Connection {
        name: name.clone(),
        psa: login.psa.clone(),
        integration: integration.clone(),
        origin: login.origin.clone(),
        site: login.site.clone(),
        pin: pin_of(login, before, stamp),
        plain: plain.collect(),
        secret_fields: secret_fields(login),
        store: to_save.store,
        keys_since: Some(to_save.keys_since.clone().unwrap_or_else(|| stamp.at.clone())),
        confirmed: report.as_ref().map(Report::words_by_hand).unwrap_or_default(),
        saved_at: stamp.at.clone(),
        last_test: report.as_ref().map(|it| last_test(it, counts, &stamp.at)),
    }
}

/// The login's pin. One that was there before, for the same place, keeps who trusted it and when.
fn pin_of(login: &Login, before: Option<&Connection>, stamp: &Confirmation) -> Option<Pin> {
    let certificate = login.pin.clone()?;
    let earlier = before.filter(|it| it.origin == login.origin).and_then(|it| it.pin.clone());
    let earlier = earlier.filter(|it| it.certificate == certificate);
    Some(earlier.unwrap_or_else(|| Pin { certificate, confirmed: stamp.clone() }))
}

/// Takes the result of a new test into a connection, and says what it is in short.
///
/// A test that did not come as far as the rights says nothing of them, so the numbers of the last one that did stay. So do
/// row counts and words by hand that the new test has not seen, unless somebody took such a word back.
pub(super) fn take_test(connection: &mut Connection, report: &Report, at: &str) -> LastTest {
    let before = connection.last_test.take();
    let mut last = last_test(report, &[], at);
    if let Some(before) = before {
        if !came_to_the_rights(report) {
            (last.held, last.of) = (before.held, before.of);
        }
        last.counts = merged(before.counts, last.counts);
    }
    let last = connection.last_test.insert(last).clone();
    connection.confirmed.retain(|(id, _)| !report.taken_back.contains(id));
    connection.confirmed = merged(std::mem::take(&mut connection.confirmed), report.words_by_hand());
    last
}

/// Says whether the rights in a report were looked up. After a refusal in the middle, most of them were not.
fn came_to_the_rights(report: &Report) -> bool {
    !report.rights.is_empty() && !report.fault().is_some_and(Fault::refuses_login)
}

/// The entries of both; where both have one, the newer one in its place.
fn merged<K: PartialEq, V>(old: Vec<(K, V)>, new: Vec<(K, V)>) -> Vec<(K, V)> {
    let mut all = old;
    for (key, value) in new {
        match all.iter_mut().find(|(it, _)| *it == key) {
            Some((_, it)) => *it = value,
            None => all.push((key, value)),
        }
    }
    all
}

/// A test in short. The preview's `counts` came after the test's own.
fn last_test(report: &Report, counts: &[(ListId, u64)], at: &str) -> LastTest {
    let tally = report.tally();
    LastTest {
        at: at.to_owned(),
        held: tally.granted + tally.confirmed,
        of: report.rights.len(),
        fault: report.fault().map(ToString::to_string),
        counts: merged(report.counts.clone(), counts.to_vec()),
    }
}

/// The names of a login's secret fields.
fn secret_fields(login: &Login) -> Vec<FieldId> {
    let secret = login.values().iter().filter(|(_, value)| matches!(value, Value::Secret(_)));
    secret.map(|(id, _)| id.clone()).collect()
}

/// All fields of a login, as the secret store takes them.
pub(super) fn fields_of(login: &Login) -> Fields {
    let fields = login.values().iter().map(|(id, value)| match value {
        Value::Plain(text) => (id.clone(), Secret::new(text.as_str())),
        Value::Secret(secret) => (id.clone(), secret.clone()),
    });
    fields.collect()
}

/// Takes over the plain fields of a login that was read.
pub(super) fn take_plain(connection: &mut Connection, fields: &Fields) {
    for (id, text) in &mut connection.plain {
        if let Some((_, value)) = fields.iter().find(|it| it.0 == *id) {
            value.expose().clone_into(text);
        }
    }
}

/// Which of the two halves says what the plain fields are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// The connection's file, which a person may edit.
    OfTheFile,
    /// The secret store: somebody saved a newer login there, from another host.
    OfTheStore,
}

/// Puts a saved connection's two halves together again.
pub(super) fn login_of(
    connection: &Connection,
    fields: Fields,
    plain: Plain,
    catalog: &Catalog,
) -> Result<Login, Fault> {
    let name = connection.name.as_str();
    let facts = catalog.psa(&connection.psa).ok_or_else(|| Fault::Local {
        what: words::with(
            "store-login-for-psa-program-does",
            &[("name", name.to_string().into()), ("psa", Shown::new(&connection.psa.0).to_string().into())],
        ),
        remedy: words::say("store-login-for-psa-program-does-next").into(),
    })?;
    let is_plain = |id: &FieldId| facts.field(id).is_some_and(|it| it.kind == FieldKind::Plain);
    let of_file = connection.plain.iter().map(|(id, text)| (id.clone(), Value::Plain(text.clone())));
    let of_store = fields.into_iter().filter(|(id, _)| plain == Plain::OfTheStore || !is_plain(id));
    let of_store = of_store.map(|(id, text)| {
        let value = if is_plain(&id) { Value::of(FieldKind::Plain, &text) } else { Value::Secret(text) };
        (id, value)
    });
    let values: Values = of_file.chain(of_store).collect();
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
    let pin = connection.pin.as_ref().map(|it| it.certificate.clone());
    login.map(|it| it.pinned(pin)).map_err(|fields| {
        let labels: Vec<_> = fields.iter().filter_map(|it| facts.field(it)).map(|it| it.label.as_str()).collect();
        Fault::Local {
            what: words::with(
                "store-login-was-saved-without",
                &[("name", name.to_string().into()), ("labels", labels.join(", ").into())],
            ),
            remedy: words::with("store-login-was-saved-without-next", &[("name", name.to_string().into())]),
        }
    })
}
