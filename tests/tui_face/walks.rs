//! What keys, pastes, jobs and signals do.

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use psa_connect::{
    face::Ending,
    model::{fault::ExitCode, id::JobId},
    wizard::{
        event::{Button, Effect, Event, Finish, ItemId, Job},
        screen::{FieldText, Item, Screen},
    },
};

use crate::{
    glass::Glass,
    play::{Hands, echo, on_stage, played},
    screens,
};

/// Ends the program when it is told to, as the wizard would.
fn leaving(event: &Event, _: &mut Screen) -> Vec<Effect> {
    if matches!(event, Event::Pressed { button: Button::Quit | Button::Next, .. }) {
        vec![Effect::Exit(ExitCode::Fine)]
    } else {
        vec![]
    }
}

#[tokio::test(start_paused = true)]
async fn typing_tells_the_wizard_the_whole_text_each_time() {
    let ending = played(screens::login(), echo, async |hands, glass| {
        hands.typed("ab").await;
        assert_eq!(
            hands.told(),
            [r#"typed "a" into Field(FieldId("public_key"))"#, r#"typed "ab" into Field(FieldId("public_key"))"#]
        );
        assert!(glass.text().contains("Public key   [ab "), "{}", glass.text());
    })
    .await;
    assert_eq!(ending.unwrap(), Ending::Signal(1));
}

#[tokio::test(start_paused = true)]
async fn typing_into_a_masked_field_that_was_filled_replaces_it() {
    let _ = played(screens::login(), echo, async |hands, glass| {
        hands.key(KeyCode::Down).await;
        assert!(glass.text().contains("typing replaces it"), "{}", glass.text());
        hands.typed("xy").await;
        hands.key(KeyCode::Backspace).await;
        let field = r#"Field(FieldId("private_key"))"#;
        let told = [r#""x""#, r#""xy""#, r#""x""#].map(|it| format!("typed {it} into {field}"));
        assert_eq!(hands.told(), told);
        assert!(!glass.text().contains('x') || !glass.text().contains("[x"), "{}", glass.text());
        // Once left, it is replaced or emptied as a whole again.
        hands.key(KeyCode::Tab).await;
        hands.key(KeyCode::BackTab).await;
        hands.key(KeyCode::Backspace).await;
        assert_eq!(hands.told(), [format!(r#"typed "" into {field}"#)]);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_paste_goes_to_the_focused_field_and_never_submits() {
    let ending = played(screens::login(), leaving, async |hands, _| {
        hands.paste(" key123 \r\n").await;
        assert_eq!(hands.told(), [r#"pasted " key123 \r\n" into Field(FieldId("public_key"))"#]);
    })
    .await;
    assert_eq!(ending.unwrap(), Ending::Signal(1));
}

#[tokio::test(start_paused = true)]
async fn a_paste_beside_the_fields_goes_to_the_first() {
    let _ = played(screens::login(), echo, async |hands, _| {
        hands.key(KeyCode::Up).await;
        hands.key(KeyCode::Up).await;
        hands.paste("acme").await;
        assert_eq!(hands.told(), [r#"pasted "acme" into Field(FieldId("company"))"#]);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_paste_where_no_field_is_does_nothing_and_says_so() {
    let _ = played(screens::home(), leaving, async |hands, glass| {
        hands.burst("quit now\n").await;
        assert_eq!(hands.told(), Vec::<String>::new());
        assert!(glass.text().contains("the paste was dropped"), "{}", glass.text());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_burst_of_keys_is_a_paste_and_its_enter_does_not_submit() {
    let ending = played(screens::login(), leaving, async |hands, _| {
        hands.burst("first\nsecond\n").await;
        assert_eq!(hands.told(), [r#"pasted "first\nsecond\n" into Field(FieldId("public_key"))"#]);
        // Keys that a slow line delivers together into a field with text stay typing.
        hands.burst("xy\n").await;
        assert_eq!(hands.told(), [r#"typed "first\nsecondxy" into Field(FieldId("public_key"))"#]);
    })
    .await;
    assert_eq!(ending.unwrap(), Ending::Signal(1));
}

#[tokio::test(start_paused = true)]
async fn a_lump_of_typing_with_tabs_fills_one_field_after_the_other() {
    let _ = played(screens::login(), echo, async |hands, _| {
        hands.burst("pub\tpriv").await;
        let told =
            [r#"typed "pub" into Field(FieldId("public_key"))"#, r#"typed "priv" into Field(FieldId("private_key"))"#];
        assert_eq!(hands.told(), told);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn enter_goes_through_the_fields_and_on_the_last_one_on() {
    let ending = played(screens::login(), leaving, async |hands, _| {
        for _ in 0..3 {
            hands.key(KeyCode::Enter).await;
        }
        assert_eq!(hands.told(), [r#"pressed Next on Field(FieldId("client_id"))"#, "ends"]);
    })
    .await;
    assert_eq!(ending.unwrap(), Ending::Exit(ExitCode::Fine));
}

#[tokio::test(start_paused = true)]
async fn every_button_is_reached_by_tab_and_pressed_by_enter() {
    let _ = played(screens::test(), echo, async |hands, _| {
        let mut pressed = vec![];
        for _ in 0..17 {
            // On a row the first opens its page and the second closes it.
            hands.key(KeyCode::Enter).await;
            hands.key(KeyCode::Enter).await;
            hands.key(KeyCode::Tab).await;
            pressed.extend(hands.told().into_iter().filter(|it| it.starts_with("pressed")));
        }
        // The last row is none that could be confirmed by hand.
        for button in ["Back", "Mend", "RetryAll", "RetryRight", "Next"] {
            assert!(pressed.iter().any(|it| it.starts_with(&format!("pressed {button}"))), "{button}: {pressed:?}");
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn escape_goes_back() {
    let _ = played(screens::site(), echo, async |hands, _| {
        hands.key(KeyCode::Esc).await;
        let told = hands.told();
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("pressed Back"), "{told:?}");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn released_keys_do_nothing() {
    let _ = played(screens::login(), echo, async |hands, _| {
        let mut key = KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE);
        key.kind = KeyEventKind::Release;
        hands.send(TerminalEvent::Key(key));
        hands.rest().await;
        assert_eq!(hands.told(), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn control_c_leaves_at_once_when_nothing_would_be_lost() {
    let ending = played(screens::psa(), echo, async |hands, _| hands.control('c').await).await;
    assert_eq!(ending.unwrap(), Ending::Exit(ExitCode::Cancelled));
}

#[tokio::test(start_paused = true)]
async fn control_c_asks_once_when_something_was_typed() {
    let ending = played(screens::login(), echo, async |hands, glass| {
        hands.typed("a").await;
        hands.control('c').await;
        assert!(glass.text().contains("Press Ctrl-C again to leave; nothing was saved"), "{}", glass.text());
        // Any other key takes the question away.
        hands.typed("b").await;
        assert!(!glass.text().contains("Ctrl-C again"), "{}", glass.text());
        hands.control('c').await;
        hands.control('c').await;
    })
    .await;
    assert_eq!(ending.unwrap().code(), 130);
}

#[tokio::test(start_paused = true)]
async fn a_signal_ends_the_face_with_its_code() {
    let ending = played(screens::login(), echo, async |hands, _| {
        hands.outside.send(Ending::Signal(15)).unwrap();
        hands.rest().await;
    })
    .await;
    assert_eq!(ending.unwrap().code(), 143);
}

#[tokio::test(start_paused = true)]
async fn a_resize_in_the_middle_keeps_text_and_focus() {
    let _ = played(screens::login(), echo, async |hands: &Hands, glass: &Glass| {
        hands.typed("ab").await;
        for (width, height) in [(30, 8), (120, 40), (60, 16)] {
            glass.backend.borrow_mut().resize(width, height);
            hands.send(TerminalEvent::Resize(width, height));
            hands.rest().await;
            let small = width < 40;
            assert_eq!(glass.text().contains("too small"), small);
            assert_eq!(glass.text().contains("[ab "), !small);
        }
        hands.typed("c").await;
        assert!(glass.text().contains("[abc "), "{}", glass.text());
    })
    .await;
}

/// Looks for the site, and forgets that it does when it hears the end of it.
fn finding(event: &Event, screen: &mut Screen) -> Vec<Effect> {
    match event {
        Event::Pressed { button: Button::Find, .. } => {
            screen.busy = Some("asking 6 regions".into());
            vec![Effect::Start(JobId(7), Job::Locate { psa: "connectwise".into(), text: "acme".into() })]
        }
        Event::Pressed { button: Button::Back, .. } => {
            screen.busy = None;
            vec![Effect::Cancel(JobId(7))]
        }
        Event::Finished(..) => {
            screen.busy = None;
            vec![]
        }
        Event::Pressed { .. }
        | Event::Chose(_)
        | Event::Typed(..)
        | Event::Pasted(..)
        | Event::Progressed(..)
        | Event::Began
        | Event::Ends
        | Event::NotKept(_) => vec![],
    }
}

#[tokio::test(start_paused = true)]
async fn effects_reach_the_engine_and_late_news_reach_the_wizard() {
    let _ = played(screens::site(), finding, async |hands, glass| {
        hands.key(KeyCode::Home).await;
        hands.key(KeyCode::Enter).await;
        assert!(glass.text().contains("asking 6 regions"), "{}", glass.text());
        hands.key(KeyCode::Esc).await;
        hands.jobs.send(Event::Finished(JobId(7), Finish::Located)).unwrap();
        hands.rest().await;
        let done = hands.done.borrow();
        assert_eq!(done.len(), 2);
        assert!(done[0].starts_with("start 7") && done[1] == "cancel 7", "{done:?}");
        assert_eq!(hands.told().last().map(String::as_str), Some("end of 7"));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_sign_that_something_runs_stays_a_second() {
    let _ = played(screens::site(), finding, async |hands, glass| {
        hands.key(KeyCode::Home).await;
        hands.key(KeyCode::Enter).await;
        hands.jobs.send(Event::Finished(JobId(7), Finish::Located)).unwrap();
        hands.rest().await;
        assert!(glass.text().contains("asking 6 regions"), "{}", glass.text());
        for _ in 0..3 {
            hands.rest().await;
        }
        assert!(!glass.text().contains("asking 6 regions"), "{}", glass.text());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn after_the_test_the_buttons_are_about_what_is_worst() {
    fn ending(event: &Event, screen: &mut Screen) -> Vec<Effect> {
        if matches!(event, Event::Finished(..)) {
            *screen = screens::test();
        }
        vec![]
    }
    let _ = played(screens::testing(), ending, async |hands, glass| {
        assert!(glass.text().contains("… Project / Projects"), "{}", glass.text());
        hands.jobs.send(Event::Finished(JobId(1), Finish::Tested)).unwrap();
        hands.rest().await;
        assert!(glass.text().contains(" ~ Finance / Agreements"), "{}", glass.text());
        assert!(glass.text().contains("In part · Finance / Agreements"), "{}", glass.text());
        hands.told();
        hands.typed("r").await;
        assert_eq!(hands.told(), [r#"pressed RetryRight on Right(RightId("b"))"#]);
        hands.key(KeyCode::Enter).await;
        assert!(glass.text().contains("Finance / Agreements · In part"), "{}", glass.text());
        assert!(!glass.text().contains("[ Confirm row ]"), "what could be checked is not confirmed by hand");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn many_news_make_few_frames() {
    let _ = played(screens::site(), finding, async |hands, glass| {
        let before = *glass.frames.borrow();
        for _ in 0..10_000 {
            hands.jobs.send(Event::Finished(JobId(7), Finish::Located)).unwrap();
        }
        hands.rest().await;
        assert_eq!(hands.told().len(), 10_000);
        assert_eq!(*glass.frames.borrow(), before, "news that change nothing draw nothing");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_question_puts_the_focus_on_no_and_gives_it_back() {
    fn asking(event: &Event, screen: &mut Screen) -> Vec<Effect> {
        match event {
            Event::Pressed { button: Button::Remove, .. } => *screen = screens::remove(),
            Event::Pressed { button: Button::No, .. } => *screen = screens::home(),
            Event::Pressed { .. }
            | Event::Chose(_)
            | Event::Typed(..)
            | Event::Pasted(..)
            | Event::Progressed(..)
            | Event::Finished(..)
            | Event::Began
            | Event::Ends
            | Event::NotKept(_) => {}
        }
        vec![]
    }
    let _ = played(screens::home(), asking, async |hands, _| {
        hands.key(KeyCode::Down).await;
        hands.typed("x").await;
        hands.key(KeyCode::Enter).await;
        hands.typed("x").await;
        hands.key(KeyCode::Esc).await;
        let on = r#"on Connection("zed-and-sons")"#;
        assert_eq!(hands.told(), ["Remove", "No", "Remove", "No"].map(|it| format!("pressed {it} {on}")));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_text_that_the_wizard_cleaned_is_taken_over() {
    fn shouting(event: &Event, screen: &mut Screen) -> Vec<Effect> {
        if matches!(event, Event::Typed(..)) {
            for item in &mut screen.items {
                if let Item::Field(field) = item
                    && field.id == ItemId::Field("public_key".into())
                    && let FieldText::Plain(text) = &mut field.text
                {
                    *text = text.to_uppercase();
                }
            }
        }
        vec![]
    }
    let _ = played(screens::login(), shouting, async |hands, _| {
        hands.typed("ab").await;
        let field = r#"Field(FieldId("public_key"))"#;
        assert_eq!(hands.told(), [r#""a""#, r#""Ab""#].map(|it| format!("typed {it} into {field}")));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn control_l_and_control_t_draw_everything_anew() {
    let glass = Glass::new(80, 24);
    let seen = glass.clone();
    let _ = on_stage(glass, screens::test(), echo, async |hands: &Hands| {
        seen.backend.borrow_mut().resize(80, 24);
        let before = seen.text();
        hands.control('l').await;
        assert_eq!(seen.text(), before);
        hands.control('t').await;
        assert!(seen.text().contains("part Finance"), "{}", seen.text());
        hands.control('t').await;
        assert_eq!(seen.text(), before);
    })
    .await;
}
