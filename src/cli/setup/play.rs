//! Plays a whole set of answers: the real wizard, the real engine, nobody at the keys.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use tokio::sync::mpsc::unbounded_channel;

use crate::{
    engine::Engine,
    model::{answers::Question, fault::ExitCode},
    store::Store,
    unattended::{self, Playing, Stop},
    wizard::{self, Start, Tried, Wizard, event::Consent},
    words,
};

use super::{
    super::{
        Global, or_interrupted,
        place::Place,
        say::{self, Form, Trouble, repaired},
        wizard::home,
    },
    answered::{Answered, Said},
    keep::{KeepAt, Noted},
    summary::Summary,
    tell::Teller,
};

/// How long the end of a pull that is stopped is waited for.
const PATIENCE: Duration = Duration::from_secs(3);

/// Plays them, and tells how it goes. Gives the exit code.
pub(super) async fn run(
    global: &Global,
    said: Said,
    form: Form,
    keep: Option<KeepAt>,
    consent: Consent,
) -> Result<u8, Trouble> {
    let place = Place::find(global).await?;
    let answered = Answered::new(said, &place, global)?;
    let open = answered.open();
    if !open.is_empty() {
        Teller { form }.missing(&open);
        let trouble = missing(&open);
        let remedy =
            [answered.how_to_begin(), Some(trouble.remedy())].into_iter().flatten().collect::<Vec<_>>().join("\n");
        return Err(trouble.with_remedy(remedy));
    }
    if let Some(trouble) = answered.nowhere() {
        return Err(trouble);
    }
    let playing = Playing { consent, ..answered.whole().map_err(|it| answered.trouble(&it))? };
    let teller = Teller { form };
    let noted = keep.as_ref().map(|_| Noted::default());
    let (_, mut summary) = to_its_end(place, &playing, Some(teller), noted.as_ref()).await?;
    if let Some((keep, mut answers)) = keep.zip(noted.and_then(|it| it.answers())) {
        // Where the secrets were read is where they are read the next time.
        answers.login.clone_from(&answered.answers.login);
        answers.integration = answered.integration.or(answers.integration);
        if let Err(trouble) = keep.write(&answers) {
            summary.answers_lost(&trouble);
        }
    }
    // The last word: what comes after it contradicts it.
    teller.done(&summary);
    Ok(summary.exit)
}

/// Names what is missing, all at once, with how each is given.
fn missing(open: &[Question]) -> Trouble {
    let exists = |it: &Question| it.id == "on_existing_name";
    if let [question] = open {
        let values = [("answer", question.id.as_str().into()), ("question", question.label.as_str().into())];
        return if exists(question) {
            Trouble::usage(words::say("setup-exists"), words::say("setup-exists-next"))
        } else {
            let remedy = format!("{} {}", question.in_file(), question.help);
            Trouble::usage(words::with("setup-missing", &values), remedy.trim())
        };
    }
    let mut what = words::with("setup-missing-several", &[("n", open.len().into())]);
    for it in open {
        let _ = write!(what, "\n  {}: {}", it.id, it.label);
    }
    let given = |it: &Question| if exists(it) { words::say("setup-exists-next").to_owned() } else { it.in_file() };
    Trouble::usage(what, open.iter().map(given).collect::<Vec<_>>().join("\n"))
}

/// Plays them to their end. Without a teller nothing is told meanwhile.
pub(super) async fn to_its_end(
    place: Place,
    playing: &Playing,
    teller: Option<Teller>,
    noted: Option<&Noted>,
) -> Result<(Stop, Summary), Trouble> {
    let home = home(&place.store);
    let directory = place.store.directory().to_owned();
    let start = Start {
        catalog: Arc::clone(&place.catalog),
        offers: place.offers.clone(),
        directory: directory.display().to_string(),
        stores: place.store.cards(),
        tried: Tried::No,
        home,
        integration: None,
        name: None,
        begin: wizard::Begin::SetUp,
    };
    let (setup, _demo) = place.into_setup();
    let (post, mut events) = unbounded_channel();
    let mut engine = Engine::new(setup, post);
    let unended = engine.unended();
    let mut wizard = Wizard::new(start);
    let mut tell = |wizard: &Wizard, told: unattended::Told<'_>| {
        if let Some(teller) = teller {
            teller.tell(wizard, told);
        }
    };
    let played = {
        let play = unattended::play(&mut wizard, &mut engine, &mut events, playing, &mut tell);
        or_interrupted(async { Ok(play.await) }).await
    };
    repaired(&Store::at(directory));
    let stop = match played {
        Ok(stop) => stop,
        Err(stopped) => {
            // With the engine goes the pull; its writer then notes that it was stopped.
            drop(engine);
            unended.noted(PATIENCE).await;
            let Some(at) = wizard.saved_at().cloned() else {
                return Err(stopped.with_remedy(words::say("setup-not-saved")));
            };
            if let Some(noted) = noted {
                noted.note(&wizard);
            }
            let stop = Stop::Saved { at, pull: None };
            let summary = Summary::of(&wizard, &stop).pull_stopped(&stopped);
            return Ok((stop, summary));
        }
    };
    if let Some(noted) = noted {
        noted.note(&wizard);
    }
    if stop.exit_code() == ExitCode::Ours {
        say::talk(words::say("setup-log"));
    }
    let summary = Summary::of(&wizard, &stop);
    Ok((stop, summary))
}
