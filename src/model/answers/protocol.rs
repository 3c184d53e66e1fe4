//! One question after another, for programs: each turn takes a state and an answer, and gives the next of both or a whole set of
//! answers. Nothing is kept between the turns but what the state says.

use super::{
    After, Answers, Known, Question, Wrong, given, next,
    state::{State, StateFault},
};

/// What a turn comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Something is asked.
    Ask(Box<Asked>),
    /// Nothing is open any more: the answers can be played.
    Play(Answers),
    /// The program said that an unproved connection is not saved, so nothing is left to do.
    NotSaved(After),
}

/// A question and the state to answer it with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The state.
    pub state: State,
    /// The question.
    pub question: Question,
    /// Why the last answer was not taken, if it was not.
    pub error: Option<Wrong>,
}

/// The state that a text holds; the first one where there is none.
///
/// Errors: why it is none.
pub fn state(text: Option<&str>) -> Result<State, StateFault> {
    text.map_or_else(|| Ok(State::default()), State::read)
}

/// The open question of a state, where one can be told before a test.
pub fn open(state: &State, known: &Known<'_>) -> Option<Question> {
    match state.after {
        Some(after) => Some(after.question("")),
        None => next(&state.answers, known),
    }
}

/// Takes an answer, or none, and says what comes next.
pub fn turn(state: State, answer: Option<&str>, known: &Known<'_>) -> Turn {
    let State { answers, after } = state;
    // What this host or another version of the program does not take any more is asked again.
    if let Some(wrong) = answers.wrong(known) {
        return again(answers.without(&wrong.id), None, Some(wrong), known);
    }
    match (after, answer) {
        (Some(after), Some(text)) => match after.given(&answers, text) {
            Ok(Some(answers)) => Turn::Play(answers),
            Ok(None) => Turn::NotSaved(after),
            Err(wrong) => again(answers, Some(after), Some(wrong), known),
        },
        (Some(after), None) => again(answers, Some(after), None, known),
        (None, answer) => {
            let Some(question) = next(&answers, known) else { return Turn::Play(answers) };
            match answer.map(|text| given(&answers, &question, text, known)) {
                None => again(answers, None, None, known),
                Some(Ok(answers)) => again(answers, None, None, known),
                Some(Err(wrong)) => again(answers, None, Some(wrong), known),
            }
        }
    }
}

/// Asks again for an answer that cannot be used after all: its secret could not be read.
pub fn refused(answers: &Answers, wrong: &Wrong, known: &Known<'_>) -> Option<Asked> {
    let answers = answers.clone().without(&wrong.id);
    let question = next(&answers, known)?;
    Some(Asked { state: State { answers, after: None }, question, error: Some(wrong.clone()) })
}

/// Asks what a test led to.
pub fn ask_after(answers: Answers, after: After, says: &str) -> Asked {
    Asked { state: State { answers, after: Some(after) }, question: after.question(says), error: None }
}

fn again(answers: Answers, after: Option<After>, error: Option<Wrong>, known: &Known<'_>) -> Turn {
    let state = State { answers, after };
    match open(&state, known) {
        Some(question) => Turn::Ask(Box::new(Asked { state, question, error })),
        None => Turn::Play(state.answers),
    }
}

impl Answers {
    /// These answers without one.
    fn without(mut self, id: &str) -> Self {
        match id {
            "psa" => self.psa = None,
            "integration" => self.integration = None,
            "site" => self.site = None,
            "store" => self.store = None,
            "passphrase" => self.passphrase = None,
            other => {
                let field = other.strip_prefix("login.").unwrap_or(other);
                self.login.retain(|it, _| it.0 != field);
            }
        }
        self
    }
}
