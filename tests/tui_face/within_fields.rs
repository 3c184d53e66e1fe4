//! What keys do from within a field, and that the screen says so.

use crossterm::event::KeyCode;
use psa_connect::wizard::{event::Button, screen::ButtonHint};

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
