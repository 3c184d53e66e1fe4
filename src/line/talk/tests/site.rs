//! The site: a note of several lines, hidden when it was announced and said to be seen when not; and what is looked up.

use tokio::time::Instant;
use zeroize::Zeroizing;

use super::{Jobs, wizard};
use crate::{
    line::{
        paper::Letters,
        prompt::Echo,
        talk::{Pace, Talk},
    },
    wizard::{Wizard, screen::ScreenName},
};

const NOTE: &str = "Company ID: acme\nPublic key: abcdefgh12345678\nPrivate key: ABCDEFGH12345678";
const SEEN: &str = "can be seen in the scrollback";

fn at_site() -> Talk<Wizard, Jobs> {
    let mut talk = Talk::new(wizard(), Jobs::default(), Letters::Ascii, Pace::USUAL);
    talk.begin(Instant::now());
    for _ in 0..5 {
        if talk.screen.name != ScreenName::Site {
            takes(&mut talk, "");
        }
    }
    assert_eq!(talk.screen.name, ScreenName::Site);
    talk
}

fn takes(talk: &mut Talk<Wizard, Jobs>, line: &str) -> String {
    let _ = talk.written();
    talk.take(&Zeroizing::new(line.to_owned()), Instant::now());
    talk.written().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_note_is_pasted_unseen_where_the_site_is_asked_for() {
    let mut talk = at_site();
    let asks = takes(&mut talk, "paste");
    assert!(asks.ends_with("Note, hidden, a dot ends it:") && talk.echo() == Echo::Hidden, "{asks}");
    let _ = takes(&mut talk, NOTE);
    let said = takes(&mut talk, ".");
    assert!(said.contains("The rest waits for the login step") && !said.contains(SEEN), "{said}");
    assert!(!said.contains("ABCDEFGH12345678"), "{said}");
}

#[test]
fn keys_that_were_pasted_where_they_are_shown_are_said_to_be_seen() {
    let mut talk = at_site();
    let said = takes(&mut talk, NOTE);
    assert!(said.contains(SEEN) && said.contains("The rest waits for the login step"), "{said}");
    let said = takes(&mut at_site(), "Private key: ABCDEFGH12345678");
    assert!(said.contains(SEEN) && !said.contains("ABCDEFGH12345678"), "one line is no company ID: {said}");
    let said = takes(&mut at_site(), "Company ID: acme\nServer: api-na.myconnectwise.net");
    assert!(!said.contains(SEEN), "{said}");
}

#[test]
fn what_a_look_up_lacks_is_asked_for() {
    let mut talk = at_site();
    let _ = takes(&mut talk, "m");
    let said = takes(&mut talk, "look");
    assert!(said.contains("Company ID is empty. Type it and press Enter"), "{said}");
    assert!(said.contains("Company ID (for example") && said.ends_with("):"), "{said}");
}

#[test]
fn a_button_is_named_as_an_answer_to_the_menu() {
    let mut talk = at_site();
    let _ = takes(&mut talk, "paste");
    let _ = takes(&mut talk, NOTE);
    let _ = takes(&mut talk, ".");
    let said = takes(&mut talk, "next");
    assert!(said.contains("Answer m, then \"Look up\"") && !said.contains("Press \""), "{said}");
}
