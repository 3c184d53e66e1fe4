//! Whether the key before the last switch is dead: it is sent once, because a person asked for it, and never again.

use std::sync::Arc;

use crate::{
    model::{
        fault::Fault,
        id::FieldId,
        login::Login,
        rotation::OldKey,
        saved::{Connection, Name},
    },
    wizard::event::{Consent, Finish},
    words,
};

use super::{Post, Shared, session::Session, stored, transport::Retry};

/// The connection before the last save.
struct Before {
    connection: Connection,
    login: Login,
}

/// Sends the old login once. What is kept of it on this host goes when it is refused.
pub(super) async fn run(shared: &Arc<Shared>, post: &Post, name: &Name) -> Result<Finish, Fault> {
    let asked = name.clone();
    let Before { connection, login } = stored::run(shared, move |it| before(it, &asked)).await?;
    let session = Session::open(shared, post, &connection.integration, &login)?;
    let found = match ask(&session).await {
        Ok(()) => OldKey::Alive,
        Err(Fault::BadLogin { .. }) => {
            let asked = name.clone();
            let forgotten = stored::run(shared, move |it| it.store.forget_previous_of(&asked)).await;
            OldKey::Dead { left: forgotten.err() }
        }
        Err(fault) => OldKey::Unclear(fault),
    };
    Ok(Finish::CheckedOldKey(found))
}

/// Reads the old login, and makes sure that it is an old one.
fn before(shared: &Shared, name: &Name) -> Result<Before, Fault> {
    let (now, in_use) = shared.store.open(name, &shared.catalog)?;
    let nothing = |why: &str| Fault::Local {
        what: words::with("engine-no-old-key", &[("name", name.as_str().into()), ("why", why.into())]),
        remedy: words::say("engine-no-old-key-next").into(),
    };
    let (connection, login) = shared
        .store
        .open_previous(name, &shared.catalog)?
        .ok_or_else(|| nothing(words::say("engine-old-nothing-kept")))?;
    let facts = shared.catalog.psa(&connection.psa);
    let stays = |it: &Login| -> Vec<_> {
        let rotates = |id: &FieldId| facts.and_then(|it| it.field(id)).is_some_and(|it| it.rotates);
        it.values().iter().filter(|(id, _)| !rotates(id)).map(|(id, value)| (id.clone(), value.clone())).collect()
    };
    if login.psa != in_use.psa || login.origin != in_use.origin || stays(&login) != stays(&in_use) {
        return Err(nothing(words::say("engine-old-other-login")));
    }
    if login.values() == in_use.values() && login.origin == in_use.origin {
        return Err(nothing(words::say("engine-old-same-key")));
    }
    if connection.keys_since > now.keys_since {
        return Err(nothing(words::say("engine-old-undone")));
    }
    Ok(Before { connection, login })
}

/// The one request. Its path is not tried a second time: that would be a second attempt.
async fn ask(session: &Session<'_>) -> Result<(), Fault> {
    let (_, api) = session.api().await;
    let api = api?;
    let _turn = session.turn(Consent::Given).await?;
    let answer = session.ask(&session.psa.login(session.login, &api), Retry::Never).await;
    let seen = match answer.reply {
        Ok(reply) => session.psa.read_login(session.login, &api, &reply).map(|_| ()),
        Err(fault) => Err(fault),
    };
    match &seen {
        Ok(()) => session.let_in().await,
        Err(fault) => session.remember_refusal(fault).await,
    }
    seen
}
