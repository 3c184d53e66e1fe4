//! The face that asks another program one question after another: nothing is kept between two turns but the state's text.

use psa_connect::{
    model::{
        answers::{
            Known, QuestionKind,
            protocol::{self, Turn},
        },
        catalog::FieldKind,
    },
    unattended::Stop,
};

use crate::{
    answers::played,
    world::{Home, World},
};

/// What the program answers.
fn reply(world: &World, home: &Home, id: &str) -> String {
    match id {
        "psa" => world.psa.to_owned(),
        // The program knows no more of these than what the question offers.
        "integration" | "site" | "name" => String::new(),
        "store" => "file".to_owned(),
        "on_missing_rights" => "yes".to_owned(),
        _ => {
            let field = id.strip_prefix("login.").expect("a field of the login");
            let (_, kind, value) = world.login().into_iter().find(|it| it.0.0 == field).expect("a known field");
            match kind {
                FieldKind::Plain => value.to_owned(),
                FieldKind::Secret => format!("file:{}", home.secret(field, value).display()),
            }
        }
    }
}

pub(crate) async fn plays(world: &World, home: &Home) {
    let (mut text, mut answer): (Option<String>, Option<String>) = (None, None);
    let mut asked = vec![];
    loop {
        let stores = home.store().cards();
        let known = Known { catalog: &world.catalog, stores: &stores, taken: &[] };
        let state = protocol::state(text.as_deref()).expect("it is the state of the turn before");
        let next = match protocol::turn(state, answer.as_deref(), &known) {
            Turn::Ask(next) => *next,
            Turn::NotSaved(after) => panic!("nobody said no to {after:?}"),
            Turn::Play(answers) => match played(world, home, answers.clone()).await {
                Stop::NotProved { after, doubts, .. } => {
                    assert!(home.store().list().is_empty(), "nothing is saved while it is asked");
                    let says: Vec<_> = doubts.iter().map(|it| it.says.as_str()).collect();
                    protocol::ask_after(answers, after, &says.join(" "))
                }
                Stop::Saved { pull: None, .. } => break,
                stop @ (Stop::Open | Stop::Saved { .. } | Stop::Stuck { .. }) => panic!("{stop:?}"),
            },
        };
        assert_eq!(next.error, None);
        let (id, kind) = (next.question.id.clone(), next.question.kind);
        let written = next.state.write();
        for (_, kind, value) in world.login() {
            assert!(kind == FieldKind::Plain || !written.contains(value), "a secret is in the state");
        }
        assert!(kind == QuestionKind::Confirm || !asked.contains(&id), "{id} is asked twice");
        answer = Some(reply(world, home, &id));
        asked.push(id);
        text = Some(written);
    }
    assert_eq!(asked.last().is_some_and(|it| it == "on_missing_rights"), world.is_short(), "{asked:?}");
}
