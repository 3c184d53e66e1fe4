//! What keys do from within a field, and that the screen says so.

use crossterm::event::KeyCode;
use psa_connect::wizard::{
    event::{Button, Effect, Event, ItemId},
    screen::{ButtonHint, Item, Mark, Notice, Screen, ScreenName, Tone},
};

use crate::{
    play::{echo, played},
    screens,
};

#[tokio::test(start_paused = true)]
async fn the_footer_says_of_enter_what_it_does_in_this_field() {
    let _ = played(screens::login(), echo, async |hands, glass| {
        hands.rest().await;
        assert!(glass.text().contains("Enter next "), "{}", glass.text());
        hands.key(KeyCode::Enter).await;
        hands.key(KeyCode::Enter).await;
        assert!(glass.text().contains("Enter test "), "{}", glass.text());
    })
    .await;
    let _ = played(screens::site(), echo, async |hands, glass| {
        for _ in 0..20 {
            if glass.text().contains("Enter find ") {
                return;
            }
            hands.key(KeyCode::Tab).await;
        }
        panic!("{}", glass.text());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_waiting_paste_has_a_key_and_what_it_stops_goes_to_its_button() {
    let mut screen = screens::login();
    screen.buttons.push(ButtonHint { button: Button::UsePasted, label: "Use what was pasted".into() });
    let _ = played(screen, echo, async |hands, glass| {
        hands.key(KeyCode::F(5)).await;
        assert_eq!(hands.told(), [r#"pressed UsePasted on Field(FieldId("public_key"))"#]);
        assert!(glass.text().contains("[ F5 Use what was pasted ]"), "{}", glass.text());
        hands.control('n').await;
        hands.key(KeyCode::Enter).await;
        let told = hands.told();
        assert!(told[0].starts_with("pressed Next") && told[1].starts_with("pressed UsePasted"), "{told:?}");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_enter_that_came_with_a_burst_is_said_to_be_left_out_until_a_key_is_pressed() {
    const SAYS: &str = "Enter was left out: press it again";
    let _ = played(screens::login(), echo, async |hands, glass| {
        hands.burst("acme").await;
        assert!(!glass.text().contains(SAYS), "there was none: {}", glass.text());
        for line in ["acme\n", "more\n"] {
            hands.burst(line).await;
            assert!(glass.text().contains(SAYS), "{}", glass.text());
            hands.key(KeyCode::Left).await;
            assert!(!glass.text().contains(SAYS), "{}", glass.text());
        }
        assert!(hands.told().iter().all(|it| !it.starts_with("pressed")), "nothing is submitted");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn what_is_entered_beside_the_fields_of_a_save_never_becomes_a_name() {
    let mut screen = screens::login();
    screen.name = ScreenName::Save;
    screen.items.insert(0, screens::psa().items.remove(0));
    let _ = played(screen, echo, async |hands, glass| {
        hands.key(KeyCode::BackTab).await;
        hands.key(KeyCode::BackTab).await;
        hands.burst("s3cretpass").await;
        hands.paste("s3cretpass").await;
        assert!(glass.text().contains("No field has the focus"), "{}", glass.text());
        assert_eq!(hands.told(), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn what_a_refusal_is_about_gets_the_focus_and_comes_in_sight() {
    fn refusing(event: &Event, screen: &mut Screen) -> Vec<Effect> {
        if matches!(event, Event::Pressed { button: Button::Next, .. }) {
            let notice = Notice::new(Tone::Warning, "Nothing was saved yet.", "Tick the line that says so.");
            screen.notice = Some(Notice { about: Some(ItemId::Tick("anyway".into())), ..notice });
        }
        vec![]
    }
    let mut screen = screens::login();
    let line = |n: usize| Item::Text { text: format!("Reason {n}."), tone: Tone::Warning };
    screen.items.extend((0..30).map(line));
    screen.items.push(Item::Tick {
        id: ItemId::Tick("anyway".into()),
        mark: Mark::Off,
        menu: None,
        text: "Save it all the same".into(),
        detail: String::new(),
    });
    screen.items.extend((0..30).map(line));
    let _ = played(screen, refusing, async |hands, glass| {
        assert!(!glass.text().contains("Save it all the same"), "{}", glass.text());
        hands.control('n').await;
        assert!(glass.text().contains("Save it all the same"), "{}", glass.text());
        hands.typed(" ").await;
        let told = hands.told();
        assert!(told[0].starts_with("pressed Next"), "{told:?}");
        assert!(told[1].contains("anyway"), "{told:?}");
    })
    .await;
}
