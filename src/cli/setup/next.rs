//! `setup --next`: one question a call, for other programs. What was answered stands in a state that the program hands back.

use serde::Serialize;

use crate::{
    model::{
        answers::{
            After, Answers, Question, Wrong,
            protocol::{self, Asked, Turn},
            state::State,
        },
        fault::ExitCode,
    },
    unattended::Stop,
    words,
};

use super::{
    super::{
        Global,
        place::{self, Place},
        say::{self, Trouble, hints},
    },
    answered::{Answered, Said},
    play::to_its_end,
    summary::Summary,
};

/// A question.
#[derive(Serialize)]
struct AskLine<'a> {
    version: u8,
    state: String,
    question: &'a Question,
    error: Option<ErrorLine<'a>>,
    /// What the test found, where the question comes after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'a Summary>,
}

#[derive(Serialize)]
struct ErrorLine<'a> {
    /// Which answer it is about, if it is about one.
    id: Option<&'a str>,
    says: &'a str,
    #[serde(serialize_with = "hints::serialized")]
    remedy: &'a str,
}

/// The end.
#[derive(Serialize)]
struct EndLine<'a> {
    version: u8,
    state: Option<String>,
    question: Option<Question>,
    error: Option<ErrorLine<'a>>,
    result: &'a Summary,
}

/// Takes a state and an answer, if there are any, and prints what comes next.
pub(super) async fn run(mut global: Global, mut said: Said, words: &[String]) -> Result<u8, Trouble> {
    let (text, answer) = (words.first().map(String::as_str), words.get(1).map(String::as_str));
    let mut state =
        protocol::state(text).map_err(|it| Trouble::usage(it.to_string(), words::say("setup-start-again")))?;
    let mut before = Answers::default();
    if text.is_some() {
        before.clone_from(&state.answers);
        // The state has all that was said in the calls before.
        said.answers = state.answers.clone();
        global.integration.clone_from(&state.answers.integration);
    }
    let place = Place::find(&global).await?;
    let mut answered = Answered::unchecked(said, &place, &global);
    if answer.is_some() && state.answers.passphrase.is_none() {
        answered.asks_for_the_passphrase();
    }
    state.answers = answered.answers.clone();
    let turn = match learn(&mut answered, &mut state, answer) {
        Ok(Learned::Nothing) => answered.known(|known| protocol::turn(state, answer, known)),
        Ok(Learned::Integration) => answered.known(|known| protocol::turn(state, None, known)),
        Err(wrong) => match answered.known(|known| protocol::turn(state, None, known)) {
            Turn::Ask(asked) => Turn::Ask(Box::new(Asked { error: Some(wrong), ..*asked })),
            turn @ (Turn::Play(_) | Turn::NotSaved(_)) => turn,
        },
    };
    let answers = match turn {
        Turn::Ask(asked) => {
            // A variable that is not set is said now: at the end nobody remembers which answer it was.
            let again = answered.newly_nowhere(&before, &asked.state.answers);
            let again =
                again.and_then(|it| answered.known(|known| protocol::refused(&asked.state.answers, &it, known)));
            return Ok(ask(again.unwrap_or(*asked), &answered, None));
        }
        Turn::NotSaved(after) => {
            let exit = if after == After::OnMissingRights { ExitCode::RightMissing } else { ExitCode::CouldNotTell };
            return Ok(end(&Summary::not_saved(exit)));
        }
        Turn::Play(answers) => answers,
    };
    answered.answers = answers;
    let playing = match answered.whole() {
        Ok(playing) => playing,
        // A secret that is not there is asked for again, as any other answer that cannot be used.
        Err(wrong) => {
            let asked = answered.known(|known| protocol::refused(&answered.answers, &wrong, known));
            return asked.map(|it| ask(it, &answered, None)).ok_or_else(|| answered.trouble(&wrong));
        }
    };
    let (place, catalog) = (place, answered.catalog());
    let (stop, summary) = to_its_end(Place { catalog, ..place }, &playing, None, None).await?;
    match stop {
        Stop::NotProved { after: after @ (After::Pin | After::OnMissingRights | After::OnUnprovenRights), .. } => {
            let asked = protocol::ask_after(answered.answers.clone(), after, summary.found());
            Ok(ask(asked, &answered, Some(&summary)))
        }
        // A login that does not work is mended, and not asked about.
        Stop::NotProved { after: After::OnFailedTest, .. } | Stop::Open | Stop::Saved { .. } | Stop::Stuck { .. } => {
            Ok(end(&summary))
        }
    }
}

/// Whether an answer was taken before its turn.
enum Learned {
    Nothing,
    Integration,
}

/// Reads the file of an integration that is named by it, which only this layer may.
fn learn(answered: &mut Answered, state: &mut State, answer: Option<&str>) -> Result<Learned, Wrong> {
    let is_asked = state.after.is_none() && answered.open().first().is_some_and(|it| it.id == "integration");
    let Some(name) = answer.map(str::trim).filter(|it| is_asked && !it.is_empty()) else { return Ok(Learned::Nothing) };
    if answered.known(|known| known.catalog.integration(name).is_some()) {
        return Ok(Learned::Nothing);
    }
    let wrong =
        |it: Trouble| Wrong { id: "integration".into(), says: it.what().to_owned(), remedy: it.remedy().to_owned() };
    let (catalog, id) = place::catalog(Some(name)).map_err(wrong)?;
    let Some(integration) = id.and_then(|id| catalog.integration(&id).cloned()) else { return Ok(Learned::Nothing) };
    state.answers.integration = Some(integration.id.clone());
    answered.learn(integration, name);
    Ok(Learned::Integration)
}

/// Prints a question. The exit code says that all is well as long as one is asked.
fn ask(asked: Asked, answered: &Answered, result: Option<&Summary>) -> u8 {
    let Asked { mut state, question, error } = asked;
    // As it was named: another call has to find its file again.
    if state.answers.integration.is_some() {
        state.answers.integration = answered.integration.clone().or(state.answers.integration);
    }
    let error = error.as_ref().map(|it| ErrorLine { id: Some(&it.id), says: &it.says, remedy: &it.remedy });
    line(&AskLine { version: 1, state: state.write(), question: &question, error, result });
    ExitCode::Fine as u8
}

/// Says why there is no next question. Gives the exit code.
pub(super) fn trouble(trouble: &Trouble) -> u8 {
    let result = Summary::of_trouble(trouble);
    let error = Some(ErrorLine { id: None, says: trouble.what(), remedy: trouble.remedy() });
    line(&EndLine { version: 1, state: None, question: None, error, result: &result });
    result.exit
}

fn end(result: &Summary) -> u8 {
    line(&EndLine { version: 1, state: None, question: None, error: None, result });
    result.exit
}

fn line(document: &impl Serialize) {
    // Our own documents have text keys only, so they can always be written.
    if let Ok(text) = serde_json::to_string(document) {
        say::data(&format!("{text}\n"));
    }
}
