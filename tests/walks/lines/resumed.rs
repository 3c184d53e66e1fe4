//! Set-ups that were cut off, taken up and thrown away line by line.

use super::{desk::to_login, saved::small};

#[tokio::test]
async fn a_set_up_that_was_cut_off_is_offered_and_taken_up_without_its_keys() {
    let room = small("healthy").await;
    let (_, _) = room
        .sit(async |person| {
            to_login(person, "", "acme").await;
            person.answers("Company ID [acme]:", "").await;
            person.answers("Public key, hidden:", "Canary9Key8Cut77").await;
            person.hears("Public key: 16 characters.").await;
            person.hears("Private key, hidden:").await;
            person.answers.take();
        })
        .await;
    let (_, paper) = room
        .sit(async |person| {
            person.hears("Go on where it was cut off?").await;
            person.hears("Cut off at step 5 of 9 (Login)").await;
            person.hears("1. Resume\n2. Start anew\n3. Throw it away\n").await;
            person.answers("Choose 1-3 [1]:", "").await;
            person.hears("The keys were not kept: paste them again.").await;
            person.answers("Company ID [acme]:", "").await;
            person.answers("Public key, hidden:", "q").await;
            person.answers("y leaves", "y").await;
        })
        .await;
    assert!(!paper.contains("Canary9Key8Cut77"));
    let (_, _) = room
        .sit(async |person| {
            person.answers("Choose 1-3 [1]:", "throw").await;
            person.answers("[1]:", "n").await;
            person.answers("What next?", "throw").await;
            person.answers("[1]:", "yes").await;
            person.hears("It is thrown away.").await;
            person.answers("Choose 1-2 [1]:", "q").await;
            person.answers("y leaves", "y").await;
        })
        .await;
}
