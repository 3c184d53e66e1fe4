//! The wizard, whatever its face: the set-up, or the list of connections when there are some.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::sync::mpsc::unbounded_channel;

use crate::{
    engine::Engine,
    face::Ending,
    model::{
        catalog::Catalog,
        draft::KeptDraft,
        saved::{Name, SavedAt},
        shown::Shown,
    },
    store::{Listed, Store},
    unattended::{self, Playing},
    wizard::{
        self, HomeRow, Start, Tried, Wizard,
        event::{Button, Event, ItemId},
        resume::{Drafts, Offered},
    },
    words,
};

use super::{
    ago::{ago, ago_in_short, keys_age},
    demo::Demo,
    faces::{Face, Wanted},
    log, or_interrupted, outfit,
    place::Place,
    say::{Trouble, hints, repaired, talk},
    setup::keep::{KeepAt, Noted, Noting, Savings},
};

/// How long the end of a pull is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where it begins.
#[derive(Clone, Debug)]
pub(super) enum Begin {
    /// With the connections, if there are some.
    Home,
    /// With a new one, of this name if it was given.
    SetUp(Option<String>),
    /// With a new one, of which this was answered already.
    Answered(Box<Playing>),
    /// With a second key for this connection.
    Rotate(Name),
}

/// Whether anything may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// It may.
    Allowed,
    /// It may not.
    Forbidden,
}

/// Runs it on this terminal.
pub(super) async fn run(
    place: Place,
    begin: Begin,
    asking: Asking,
    wanted: Wanted,
    keep: Option<KeepAt>,
) -> Result<u8, Trouble> {
    if asking == Asking::Forbidden {
        return Err(Trouble::usage(words::say("place-no-input"), words::say("place-no-input-next")));
    }
    let face = wanted.open()?;
    let rotate = if let Begin::Rotate(name) = &begin { Some(name.clone()) } else { None };
    let (begin, name, answered) = match begin {
        Begin::Home | Begin::Rotate(_) => (wizard::Begin::Home, None, None),
        Begin::SetUp(name) => (wizard::Begin::SetUp, name.map(|it| checked(&it)).transpose()?, None),
        Begin::Answered(playing) => (wizard::Begin::SetUp, None, Some(playing)),
    };
    // A directory that goes with the run leaves nothing to take up later.
    let goes = place.demo.as_ref().and_then(Demo::directory).is_some();
    let drafts = (!goes).then(|| drafts(&place, name.as_deref()));
    // Answers are the wish for a new connection: what was cut off waits until nothing is given.
    let drafts = drafts.map(|it| if answered.is_some() { Drafts { offered: vec![], ..it } } else { it });
    // Read first: what has to be repaired for that is said by the stores.
    let home = home(&place.store);
    let directory = place.store.directory().to_owned();
    let start = Start {
        catalog: Arc::clone(&place.catalog),
        offers: place.offers.clone(),
        directory: place.store.directory().display().to_string(),
        stores: place.store.cards(),
        tried: Tried::No,
        home,
        integration: place.integration.clone(),
        name,
        begin,
    };
    let outfit = outfit::of(place.signs, &place.settings);
    // An integration of one's own is kept by its file, as it was named.
    let named = place.integration.clone().zip(place.settings.integration.value.clone());
    let catalog = Arc::clone(&place.catalog);
    let (setup, _demo) = place.into_setup();
    let (post, mut events) = unbounded_channel();
    // Taken after the first frame. The receiver is in this function, so nothing can be lost.
    let _ = post.send(Event::Began);
    if let Some(name) = rotate {
        let on = Some(ItemId::Connection(name.as_str().to_owned()));
        let _ = post.send(Event::Pressed { button: Button::Rotate, on });
    }
    let wizard = Wizard::new(start).called(hints::program());
    let wizard = match drafts {
        Some(drafts) => wizard.keeping(drafts),
        None => wizard,
    };
    let mut wizard = wizard;
    let mut engine = Engine::new(setup, post);
    if let Some(playing) = &answered {
        // Nothing is on the screen yet.
        talk(words::say("place-plays-answers"));
        let mut tell = |_: &Wizard, _: unattended::Told<'_>| {};
        let play = Box::pin(unattended::play(&mut wizard, &mut engine, &mut events, playing, &mut tell));
        let played = or_interrupted(async { Ok(play.await) }).await;
        let is_kept = !engine.kept().is_empty();
        let next = if is_kept { words::say("place-answers-kept") } else { words::say("place-plays-stopped-next") };
        played.map_err(|it| it.with_remedy(next))?;
    }
    let noted = keep.as_ref().map(|_| Noted::default());
    let savings = Savings::default();
    let wizard = Noting::new(wizard, noted.clone(), savings.clone());
    let is_full_screen = matches!(face, Face::FullScreen);
    let (kept, unended) = (engine.kept(), engine.unended());
    let ended = Box::pin(face.run(wizard, engine, outfit, events)).await;
    let store = Store::at(directory);
    repaired(&store);
    if !kept.is_empty() {
        talk(words::say("place-answers-kept"));
    }
    let mut written = Ok(());
    if let Some((keep, mut answers)) = keep.zip(noted.and_then(|it| it.answers())) {
        if let Some((_, file)) = named.filter(|it| answers.integration.as_ref() == Some(&it.0)) {
            answers.integration = Some(file);
        }
        written = keep.write(&answers);
    }
    unended.noted(PATIENCE).await;
    for name in unended.names().iter().filter(|_| !goes) {
        let name = name.as_str();
        talk(&words::with("place-pull-stopped", &[("name", name.into())]));
    }
    // Lines stay on the terminal; a screen goes with all that it said.
    for at in savings.all().iter().filter(|_| is_full_screen && !goes) {
        tell_saved(at, &store, &catalog);
    }
    let code = ended.map(Ending::code).map_err(|error| {
        if let Some(path) = log::path() {
            talk(&words::with("place-log-is", &[("log", path.display().to_string().into())]));
        }
        Trouble::ours(
            words::with("place-terminal-failed", &[("error", error.to_string().into())]),
            words::say("place-terminal-failed-next"),
        )
    })?;
    written.map(|()| code)
}

/// Says what was saved and where, and what to do with it next. One that is gone again is passed over.
fn tell_saved(at: &SavedAt, store: &Store, catalog: &Catalog) {
    let listed = store.list().into_iter().find(|it| it.name() == at.name.as_str());
    let Some(Listed::Connection(connection)) = listed else { return };
    let name = at.name.as_str();
    let psa = catalog.psa(&connection.psa).map_or_else(|| connection.psa.to_string(), |it| it.name.clone());
    let values = [("name", name.into()), ("psa", psa.into()), ("site", connection.origin.to_string().into())];
    let keys = words::with("setup-keys", &[("store", at.store.key().into()), ("place", at.secret.as_str().into())]);
    talk(&words::with("place-saved", &values));
    talk(&format!("  {}\n  {}", Shown::new(&at.connection), Shown::new(&keys)));
    talk(&words::with("place-saved-next", &[("name", name.into())]));
}

/// The set-ups that were cut off. One of the name that was given comes first.
fn drafts(place: &Place, name: Option<&str>) -> Drafts {
    let found = place.store.drafts(&place.catalog, Timestamp::now());
    let offered = in_order(found.cut, name);
    let offered = offered.into_iter().map(|it| Offered { id: it.id, draft: it.draft, ago: ago(&it.at) }).collect();
    Drafts { run: Store::new_draft_id(), offered, unreadable: found.unreadable.into_iter().next() }
}

/// The drafts that are offered, one of the name that was given first. A name without a draft is the wish for a new
/// connection: the drafts wait until nothing is named.
fn in_order(cut: Vec<KeptDraft>, name: Option<&str>) -> Vec<KeptDraft> {
    let Some(name) = name else { return cut };
    let is_named = |it: &KeptDraft| it.draft.name.as_ref().is_some_and(|it| it.as_str() == name);
    let (mut first, rest): (Vec<_>, Vec<_>) = cut.into_iter().partition(is_named);
    if !first.is_empty() {
        first.extend(rest);
    }
    first
}

fn checked(name: &str) -> Result<String, Trouble> {
    Name::new(name)
        .map(|it| it.as_str().to_owned())
        .map_err(|says| Trouble::usage(words::say("connection-bad-name-as-asked"), says))
}

pub(super) fn home(store: &Store) -> Vec<HomeRow> {
    let row = |it| match it {
        Listed::Connection(connection) => {
            let tested = connection
                .last_test
                .as_ref()
                .map_or_else(|| words::say("list-never").into(), |it| ago_in_short(&it.at));
            let since = connection.keys_since.as_ref().unwrap_or(&connection.saved_at);
            let keys = keys_age(since);
            HomeRow::Connection { connection, tested, keys }
        }
        Listed::Broken { name, fault } => HomeRow::Broken { name, fault },
    };
    store.list().into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::{KeptDraft, Name, in_order};
    use crate::model::{
        draft::{Draft, DraftId, PlainFields, Reached},
        guide::Way,
    };

    fn kept(name: &str) -> KeptDraft {
        let draft = Draft {
            psa: "connectwise".into(),
            integration: None,
            site: None,
            pin: None,
            way: Way::Simple,
            ticked: [].into(),
            plain: PlainFields::default(),
            name: Name::new(name).ok(),
            store: None,
            step: Reached::Login,
            edits: None,
        };
        KeptDraft { id: DraftId::new("a").unwrap(), at: "2026-11-24T10:00:00Z".into(), draft }
    }

    #[test]
    fn a_draft_of_the_name_that_was_given_comes_first() {
        let cut = || vec![kept("new"), kept(""), kept("old")];
        assert_eq!(in_order(cut(), None), cut());
        assert_eq!(in_order(cut(), Some("old")), [kept("old"), kept("new"), kept("")]);
        assert_eq!(in_order(cut(), Some("other")), [], "a new connection is wanted");
    }
}
