//! What goes wrong, and how it is mended line by line.

use psa_connect::{face::Ending, line::tty::Heard, model::fault::ExitCode};

use super::{
    desk::{Person, to_login, to_test},
    saved::small,
    transcripts::settled,
};

const CANCELLED: Ending = Ending::Exit(ExitCode::Cancelled);

async fn leaves(person: &Person) {
    person.answers("]:", "q").await;
    person.answers("y leaves", "y").await;
}

#[tokio::test]
async fn a_wrong_key_is_sent_once_and_mended_where_the_menu_leads() {
    let room = small("healthy").await;
    let (ending, _) = room
        .sit(async |person| {
            to_login(person, "", "acme").await;
            person.answers("Company ID [acme]:", "m").await;
            person.answers("Choose 1-4 [1]:", "2").await;
            person.answers("login is filled in", "b").await;
            person.answers("Client ID, hidden [36 characters", "b").await;
            person.answers("Private key, hidden [16 characters", "b").await;
            person.answers("Public key, hidden [16 characters", "WrongWrongWrong1").await;
            person.hears("Public key: 16 characters.").await;
            person.answers("Private key, hidden [", "").await;
            person.answers("Client ID, hidden [", "").await;
            person.answers("What next?", "test").await;
            person.hears("failed login").await;
            person.hears("Whose job:").await;
            assert_eq!(room.with_credentials(), 1);
            person.hears("1. Mend the login").await;
            person.answers("[1]:", "").await;
            person.hears("Step 5 of 9").await;
            // The same values are not sent by going on.
            person.answers("Company ID [acme]:", "m").await;
            person.answers("What next?", "").await;
            person.hears("were refused before").await;
            assert_eq!(room.with_credentials(), 1);
            person.answers("What next?", "mend").await;
            person.answers("Company ID [acme]:", "m").await;
            person.answers("Choose 1-5 [1]:", "3").await;
            person.answers("login is filled in", "test").await;
            person.hears("of 14 rights proved").await;
            leaves(person).await;
        })
        .await;
    assert_eq!(ending, CANCELLED);
}

#[tokio::test]
async fn two_missing_rights_are_named_with_their_menu_detailed_and_looked_up_again() {
    let mut room = small("two-rights-missing").await;
    // As on a small braille display: what is said is the same.
    room.columns = 40;
    let (_, paper) = room
        .sit(async |person| {
            to_login(person, "", "acme").await;
            to_test(person).await;
            person.hears("2 rights are missing").await;
            person.hears("1. Guide").await;
            person.answers("[1]:", "?").await;
            person.answers("[1]:", "details").await;
            person.answers("b goes back:", "finance / inv").await;
            person.hears("needed: ").await;
            person.hears("Set it at System > ").await;
            person.answers("b goes back:", "b").await;
            person.answers("[1]:", "retry").await;
            person.answers("b goes back:", "finance / inv").await;
            person.hears("Looking up one right again.").await;
            person.hears("Finance / Invoicing").await;
            person.answers("What next?", "").await;
            person.hears("Step 4 of 9").await;
            leaves(person).await;
        })
        .await;
    let missing: Vec<_> = paper.lines().filter(|it| it.starts_with("missing ")).collect();
    assert!(missing.len() >= 2, "{paper}");
    insta::assert_snapshot!("narrow", settled(&paper, &room));
}

#[tokio::test]
async fn a_note_is_pasted_unseen_shown_as_understood_and_used() {
    let room = small("healthy").await;
    let login = room.sandbox.guests()[0].values.clone();
    let of = |field: &str| login.iter().find(|it| it.0.0 == field).map(|it| it.1.expose().to_owned()).expect("a field");
    let keys = [of("public_key"), of("private_key"), of("client_id")];
    let (_, _) = room
        .sit(async |person| {
            to_login(person, "", "acme").await;
            person.answers("Company ID [acme]:", "paste").await;
            person.hears("Note, hidden").await;
            let [public, private, client] = &keys;
            person
                .gives(Heard::Text(format!("From: the admin\n\nPublic key: {public}\nPrivate key: {private}").into()));
            person.gives(Heard::Text(format!("Client ID: {client}").into()));
            person.gives(Heard::Text(String::new().into()));
            person.gives(Heard::Text(".".to_owned().into()));
            person.hears("Understood from what you pasted:").await;
            person.hears("Private key: 16 characters").await;
            person.hears("1. Use what was pasted").await;
            person.answers("[1]:", "").await;
            person.hears("Client ID: 36 characters.").await;
            person.answers("What next?", "test").await;
            person.hears("of 14 rights proved").await;
            leaves(person).await;
        })
        .await;
}

#[tokio::test]
async fn a_slow_test_is_stopped_by_s_and_by_control_c_and_control_c_then_leaves() {
    let room = small("slow-vendor").await;
    let (ending, paper) = room
        .sit(async |person| {
            to_login(person, "", "acme").await;
            to_test(person).await;
            person.answers("s and Enter stops it.", "").await;
            person.hears(".").await;
            person.answers("", "s").await;
            person.hears("Stopped.").await;
            person.answers("What next?", "test again").await;
            person.hears("so far.").await;
            room.presses_control_c();
            person.hears("Stopped.").await;
            person.hears("What next?").await;
            room.presses_control_c();
        })
        .await;
    assert_eq!(ending, CANCELLED, "{paper}");
    assert_eq!(paper.matches("s and Enter stops it.").count(), 1, "a hint is given once");
}

#[tokio::test]
async fn a_right_is_confirmed_and_a_list_is_read_searched_and_closed() {
    let room = small("healthy").await;
    let (_, paper) = room
        .sit(async |person| {
            to_login(person, "", "acme").await;
            to_test(person).await;
            person.answers("What next?", "confirm").await;
            person.answers("b goes back:", "1").await;
            person.hears("Have you seen in the PSA that this is set?").await;
            person.answers("1. No, leave it open", "").await;
            person.answers("4. Confirm row", "confirm").await;
            person.answers("b goes back:", "1").await;
            person.answers("1. No, leave it open", "yes").await;
            person.hears("confirmed by hand").await;
            person.answers("1. Next", "").await;
            person.hears("Step 7 of 9").await;
            person.answers("What next?", "open companies").await;
            person.hears("row 1: ID: ").await;
            person.hears("row 10: ").await;
            person.answers("Enter reads", "/zzz").await;
            person.answers("No row has \"zzz\" in it.", "/").await;
            person.answers("Enter reads", "o name").await;
            person.answers("Enter reads", "?").await;
            person.answers("Enter reads", "b").await;
            person.answers("What next?", "b").await;
            person.hears("Step 6 of 9").await;
            leaves(person).await;
        })
        .await;
    // What was told of the test is not told again by going back to it.
    assert_eq!(paper.matches("ok   9 are fine: Companies / ").count(), 1, "{paper}");
    assert_eq!(paper.matches("ok   Companies / ").count(), 0, "{paper}");
}
