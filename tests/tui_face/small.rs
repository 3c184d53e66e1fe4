//! What the smallest screen needs to be usable.

use crossterm::event::KeyCode;
use psa_connect::wizard::{
    event::ItemId,
    screen::{Item, Mark},
};

use crate::{
    glass::Glass,
    play::{Hands, echo, on_stage},
    screens,
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
