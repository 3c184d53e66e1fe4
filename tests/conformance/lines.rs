//! Line by line: the real conversation, answered from a script.

use futures_util::stream;
use psa_connect::{face::Ending, model::fault::ExitCode};

use crate::{
    paper::{Person, sit},
    world::{Home, World},
};

async fn walk(person: &Person, world: &World) {
    person.answers("Choose 1-2 [1]:", world.psa).await;
    person.hears("Which integration").await;
    person.answers("Choose 1-2 [1]:", "").await;
    person.answers("(for example", world.who()).await;
    person.hears("It is chosen").await;
    person.answers("What next?", "").await;
    person.hears("Step 4 of 9: API user").await;
    person.answers("Choose 1-2 [1]:", "").await;
    person.answers("tick or untick, Enter goes on:", "").await;
    person.answers("What next?", "").await;
    person.hears("Step 5 of 9: Login").await;
    person.answers("]:", "m").await;
    person.answers("What next?", "sandbox").await;
    person.hears("login is filled in").await;
    person.answers("]:", "test").await;
    person.hears("Step 6 of 9: Test").await;
    if world.is_short() {
        person.hears("2 rights are missing").await;
    }
    person.answers("What next?", "next").await;
    person.hears("Step 7 of 9: Preview").await;
    person.answers("What next?", "next").await;
    saves(person, world).await;
}

/// In the plain file, all the same where rights are missing, without a pull.
async fn saves(person: &Person, world: &World) {
    person.hears("Step 8 of 9: Save").await;
    person.answers("Name [", "").await;
    person.answers("Choose 1-2 [1]:", "file for").await;
    let ticks = if world.is_short() { "1,2" } else { "1" };
    person.answers("Enter goes on:", ticks).await;
    person.answers("Enter goes on:", "").await;
    person.answers("What next?", "").await;
    person.hears("is saved").await;
    person.answers("What next?", "").await;
}

pub(crate) async fn plays(world: &World, home: &Home) {
    let (wizard, engine, events) = world.begin(home);
    let (ending, paper) =
        sit(wizard, engine, events, stream::pending(), 80, async |person: &Person| walk(person, world).await).await;
    assert_eq!(ending, Ending::Exit(ExitCode::Fine), "{paper}");
}
