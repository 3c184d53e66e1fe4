//! From the first question to saved, for both PSAs; then what can be done with what was saved.

use psa_connect::{
    face::Ending,
    line::tty::Heard,
    model::fault::ExitCode,
    sandbox::{Options, scenario::Scenario, tenant::Sizes},
};

use super::{
    desk::{PASSPHRASE, Person, Room, to_login, to_saved, to_test},
    transcripts::settled,
};

const FINE: Ending = Ending::Exit(ExitCode::Fine);
const CANCELLED: Ending = Ending::Exit(ExitCode::Cancelled);

pub(crate) async fn small(scenario: &str) -> Room {
    let scenario = Scenario::named(scenario).expect("a scenario that ships");
    Room::of(Options { sizes: Sizes::scaled(0.05), ..Options::of(scenario) }).await
}

/// Everything from the first question to the end of the pull, and out.
pub(crate) async fn all_of_connectwise(person: &Person) {
    to_login(person, "", "acme").await;
    to_test(person).await;
    person.hears("What next?").await;
    person.answers("Choose 1-6 [1]:", "").await;
    person.hears("Step 7 of 9: Preview").await;
    person.answers("Choose 1-8 [1]:", "").await;
    to_saved(person).await;
    person.hears("rows read in").await;
    person.answers("Choose 1-2 [1]:", "").await;
}

#[tokio::test]
async fn connectwise_is_saved_and_then_opened_pulled_rotated_and_removed() {
    let room = small("healthy").await;
    let (ending, paper) = room.sit(all_of_connectwise).await;
    assert_eq!(ending, FINE);
    assert!(room.has("connections/acme-connectwise.toml"));
    insta::assert_snapshot!("whole", settled(&paper, &room));

    let (ending, paper) = room
        .sit(async |person| {
            person.hears("Your connections").await;
            person.answers("Choose 1-3 [1]:", "?").await;
            person.answers("Choose 1-3 [1]:", "acme").await;
            person.hears("1. Test\n2. Pull\n3. Edit\n4. Rotate\n5. Remove\n").await;
            person.answers("Choose 1-5 [1]:", "b").await;
            person.answers("Choose 1-3 [1]:", "1").await;
            person.answers("Choose 1-5 [1]:", "pull").await;
            person.hears("Unlock the keys").await;
            person.answers("Passphrase, hidden:", "not these words").await;
            person.answers("This is not the passphrase", PASSPHRASE).await;
            person.hears("rows read in").await;
            person.answers("Choose 1 [1]:", "").await;
            person.answers("Choose 1-3 [1]:", "").await;
            person.answers("Choose 1-5 [1]:", "rotate").await;
            person.hears("Step 1 of 5: Second key").await;
            person.answers("Enter goes on:", "b").await;
            person.answers("Choose 1-3 [1]:", "").await;
            person.answers("Choose 1-5 [1]:", "rem").await;
            person.answers("Remove \"acme-connectwise\"", "").await;
            person.answers("Choose 1-3 [1]:", "1").await;
            person.answers("Choose 1-5 [1]:", "5").await;
            person.answers("[1]:", "y").await;
            person.hears("It is removed").await;
            person.answers("[1]:", "q").await;
        })
        .await;
    assert_eq!(ending, FINE, "{paper}");
    assert!(!room.has("connections/acme-connectwise.toml"));
}

#[tokio::test]
async fn autotask_is_saved_and_a_slip_in_its_passphrase_is_told_at_once() {
    let room = small("healthy").await;
    let user = room.sandbox.autotask().login.iter().find(|(id, _)| id == "user_name").map(|(_, it)| it.clone());
    let user = user.expect("the sandbox has a user name");
    let (ending, _) = room
        .sit(async |person| {
            to_login(person, "autotask", &user).await;
            to_test(person).await;
            person.answers("What next?", "").await;
            person.hears("Step 7 of 9: Preview").await;
            person.answers("What next?", "").await;
            person.hears("Step 8 of 9: Save").await;
            person.answers("Name [", "").await;
            person.answers("Choose 1-2 [1]:", "").await;
            person.answers("Passphrase, hidden:", "short").await;
            person.answers("Passphrase, hidden:", PASSPHRASE).await;
            person.answers("Again, hidden:", "quite another passphrase").await;
            person.hears("The two are different. Ty").await;
            person.answers("kept with Enter]:", "").await;
            person.answers("Again, hidden:", PASSPHRASE).await;
            person.answers("Enter goes on:", "").await;
            person.answers("Choose 1-2 [1]:", "").await;
            person.hears("is saved").await;
            person.hears("rows read in").await;
            person.answers("What next?", "finish").await;
        })
        .await;
    assert_eq!(ending, FINE);
    assert!(room.has("connections/acme-it-autotask.toml"));
}

#[tokio::test]
async fn back_goes_question_by_question_and_loses_nothing() {
    let room = small("healthy").await;
    let (ending, paper) = room
        .sit(async |person| {
            to_login(person, "", "acme").await;
            person.answers("Company ID [acme]:", "b").await;
            person.hears("Step 4 of 9").await;
            person.answers("Choose 1-2 [1]:", "b").await;
            person.hears("Step 3 of 9").await;
            person.answers("Company ID [acme]:", "\\b").await;
            person.answers("No region knows \"b\"", "b").await;
            person.answers("Company ID [b]:", "acme").await;
            person.hears("It is chosen").await;
            person.answers("Choose 1-4 [1]:", "b").await;
            person.hears("2. Europe").await;
            person.answers("Choose 1-6 [2]:", "b").await;
            person.answers("Address", "").await;
            person.answers("Choose 1-6 [2]:", "").await;
            person.answers("What next?", "back").await;
            person.hears("Step 2 of 9").await;
            person.answers("Choose 1-2 [1]:", "b").await;
            person.hears("Step 1 of 9").await;
            person.answers("Choose 1-2 [1]:", "b").await;
            person.hears("There is nothing before this; q leaves.").await;
            person.answers("Choose 1-2 [1]:", "q").await;
            person.answers("y leaves, Enter stays:", "").await;
            person.answers("Choose 1-2 [1]:", "q").await;
            person.answers("y leaves, Enter stays:", "y").await;
        })
        .await;
    assert_eq!(ending, CANCELLED, "{paper}");
}

#[tokio::test]
async fn the_end_of_the_input_leaves_and_a_lost_terminal_ends_as_its_signal_does() {
    let room = small("healthy").await;
    let (ending, _) = room
        .sit(async |person| {
            person.hears("Which PSA").await;
            person.gives(Heard::End);
        })
        .await;
    assert_eq!(ending, CANCELLED);
    let (ending, _) = room
        .sit(async |person| {
            person.hears("Which PSA").await;
            person.answers.take();
        })
        .await;
    assert_eq!(ending, Ending::Signal(1));
}
