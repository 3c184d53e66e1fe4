//! The full screen: the real loop with keys pressed and texts waited for, on a screen of glass.

use crossterm::event::{Event as TerminalEvent, KeyCode};
use psa_connect::{face::Ending, model::fault::ExitCode};

use crate::{
    hands::{Hands, sit},
    world::{Home, World},
};

async fn walk(hands: &Hands, world: &World) {
    hands.sees("Which PSA").await;
    if world.psa == "autotask" {
        hands.key(KeyCode::Down);
    }
    hands.key(KeyCode::Enter);
    hands.sees("Which integration").await;
    hands.key(KeyCode::Enter);
    hands.sees("PSA answer").await;
    let who = world.who();
    hands.send(TerminalEvent::Paste(who.to_owned()));
    hands.sees(&format!("[{}", &who[..3])).await;
    hands.key(KeyCode::Enter);
    hands.sees("It is chosen").await;
    hands.control('n');
    hands.sees("Make the API user").await;
    hands.control('n');
    hands.sees("Enter the API user's login").await;
    hands.key(KeyCode::F(2));
    hands.sees("login is filled in").await;
    hands.control('n');
    hands.sees(if world.is_short() { "2 rights are missing" } else { "Test again" }).await;
    hands.control('n');
    // Rights are called as lists are: a name says nothing. What is saved depends on which rows were counted by then.
    hands.sees("What the integration will see").await;
    hands.waits(|it| !it.contains("reading first rows"), "the rows are not read").await;
    hands.control('n');
    saves(hands, world).await;
}

/// In the plain file, all the same where rights are missing, without a pull.
async fn saves(hands: &Hands, world: &World) {
    hands.sees("[ Save ]").await;
    hands.key(KeyCode::BackTab);
    hands.key(KeyCode::Enter);
    hands.sees("(•) File for unattended jobs").await;
    if world.is_short() {
        hands.key(KeyCode::Tab);
        hands.key(KeyCode::Char(' '));
        hands.sees("[x] Save it although").await;
    }
    hands.key(KeyCode::Tab);
    hands.key(KeyCode::Char(' '));
    hands.sees("[ ] Pull the lists").await;
    hands.control('n');
    hands.sees("is saved").await;
    hands.control('n');
}

pub(crate) async fn plays(world: &World, home: &Home) {
    let (ending, ()) = sit(world.begin(home), (100, 50), async |hands: Hands| walk(&hands, world).await).await;
    assert_eq!(ending, Ending::Exit(ExitCode::Fine));
}
