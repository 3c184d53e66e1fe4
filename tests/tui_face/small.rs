//! What the smallest screen needs to be usable.

use crossterm::event::KeyCode;
use psa_connect::{
    model::secret::Secret,
    wizard::{
        event::ItemId,
        screen::{Item, Mark},
    },
};

use crate::{
    glass::Glass,
    play::{Hands, echo, on_stage},
    screens,
    steps::Play,
    views::drawn,
};

#[tokio::test(start_paused = true)]
async fn an_item_that_is_taller_than_the_page_is_read_on_before_the_focus_moves() {
    let mut screen = screens::guide();
    let words = (1..=60).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
    screen.items.truncate(2);
    for n in [1, 2] {
        screen.items.push(Item::Tick {
            id: ItemId::Tick(format!("long-{n}")),
            mark: Mark::Off,
            menu: None,
            text: words.clone(),
            detail: String::new(),
        });
    }
    let glass = Glass::new(40, 10);
    let shown = glass.clone();
    let _ = on_stage(glass, screen, echo, async |hands: &Hands| {
        hands.key(KeyCode::Down).await;
        let mut pages = vec![];
        while !shown.text().contains("word60") {
            pages.push(shown.text());
            hands.key(KeyCode::Down).await;
            assert!(pages.len() < 30, "the end is never reached:\n{}", shown.text());
        }
        pages.push(shown.text());
        let seen = |n: usize| pages.iter().any(|it| it.contains(&format!("word{n} ")) || it.contains("word60"));
        assert!((1..=60).all(seen));
        hands.key(KeyCode::Char(' ')).await;
        hands.key(KeyCode::Up).await;
        hands.key(KeyCode::Char(' ')).await;
        assert_eq!(hands.told(), ["chose Tick(\"long-1\")", "chose Tick(\"long-1\")"]);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_way_back_is_always_told() {
    use KeyCode::{Char, Down, Enter, Esc};
    // The keys that open something, what closes it, and how that is told.
    let ways: [(&[KeyCode], &str); 5] = [
        (&[], "[ Back ]"),
        (&[Down], "[ Back ]"),
        (&[Enter], "Esc close"),
        (&[Enter, Char('/')], "Esc end search"),
        (&[Enter, Char('?')], "Esc close the help"),
    ];
    for (keys, told) in ways {
        let glass = Glass::new(40, 10);
        let shown = glass.clone();
        let _ = on_stage(glass, screens::preview(), echo, async |hands: &Hands| {
            for key in keys {
                hands.key(*key).await;
            }
            assert!(shown.text().contains(told), "{keys:?}\n{}", shown.text());
            hands.key(Esc).await;
        })
        .await;
    }
}

#[test]
fn where_the_keys_will_be_sent_is_in_sight_beside_any_notice_and_any_focus() {
    use psa_connect::{
        tui::looks::Looks,
        wizard::{
            event::{Button, Event},
            screen::Screen,
        },
    };
    fn seen(screen: &Screen) {
        for size in [(40, 10), (60, 16), (80, 24), (200, 50)] {
            for focus in psa_connect::tui::focus::stops(screen) {
                let shown = drawn(screen, size, Looks::RICH, Some(focus.clone())).to_string();
                assert!(shown.contains("https://api-eu.myconnectwise.net"), "{size:?} {focus:?}\n{shown}");
            }
        }
    }
    let mut play = Play::new("connectwise");
    play.send(Event::Chose(ItemId::Psa("connectwise".into())));
    play.choose_sync365();
    play.looked_up("company", "northwind", "eu", "api-eu.myconnectwise.net");
    play.press(Button::Next);
    play.press(Button::Next);
    seen(&play.wizard.screen());
    // All that is empty is told at its field and in a notice.
    play.press(Button::Next);
    assert!(play.wizard.screen().notice.is_some());
    seen(&play.wizard.screen());
    let note = "Public key: Pub1Key2Abcd3Efg\nPrivate key: Prv1Key2Abcd3Efg";
    play.send(Event::Pasted(ItemId::Field("public_key".into()), Secret::new(note)));
    assert!(play.wizard.screen().buttons.iter().any(|it| it.button == Button::UsePasted), "it is shown before use");
    seen(&play.wizard.screen());
}
