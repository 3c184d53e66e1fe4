//! Pictures of the screens, and what colour tells besides signs.

use std::{cell::RefCell, rc::Rc, time::Duration};

use psa_connect::{
    tui::{
        field::Fields,
        focus,
        keys::Mode,
        looks::Looks,
        view::{self, Busy, Picture, leaf::Leaf},
    },
    wizard::{
        event::{Button, ItemId},
        screen::Screen,
    },
};
use ratatui::{
    Terminal,
    backend::TestBackend,
    buffer::Buffer,
    style::{Color, Modifier},
};

use crate::{play, screens};

/// Draws a screen as it stands when it was just reached.
pub(crate) fn drawn(screen: &Screen, size: (u16, u16), looks: Looks, focus: Option<ItemId>) -> TestBackend {
    let focus = focus.or_else(|| focus::first(screen));
    picture(screen, size, looks, focus.as_ref(), None)
}

/// Draws the page of one finding.
pub(crate) fn opened(screen: &Screen, size: (u16, u16), looks: Looks, id: &ItemId) -> TestBackend {
    let leaf = Leaf { id: id.clone(), top: 0 };
    picture(screen, size, looks, Some(id), Some(&leaf))
}

fn picture(
    screen: &Screen,
    size: (u16, u16),
    looks: Looks,
    focus: Option<&ItemId>,
    leaf: Option<&Leaf>,
) -> TestBackend {
    let picture = |looks| pictured(screen, size, looks, focus, leaf);
    crate::looks::tells_nothing_by_colour(looks, |looks| picture(looks).buffer().clone());
    picture(looks)
}

fn pictured(
    screen: &Screen,
    size: (u16, u16),
    looks: Looks,
    focus: Option<&ItemId>,
    leaf: Option<&Leaf>,
) -> TestBackend {
    let current = focus.filter(|it| !matches!(it, ItemId::Button(_)));
    let mut fields = Fields::default();
    fields.sync(screen);
    let typing = screen_field(screen, focus);
    let busy = screen.busy.as_ref().map(|text| Busy { text, since: Duration::from_secs(4), phase: 1 });
    let picture = Picture {
        screen,
        looks,
        focus,
        current,
        detail: current,
        fields: &fields,
        top: 0,
        busy,
        open: None,
        leaf,
        copy: None,
        help: None,
        mode: match leaf {
            Some(_) => Mode::Leaf,
            None if typing => Mode::Field,
            None => Mode::Items,
        },
        message: None,
    };
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    terminal
        .draw(|frame| {
            view::draw(frame, &picture);
        })
        .unwrap();
    terminal.backend().clone()
}

fn screen_field(screen: &Screen, focus: Option<&ItemId>) -> bool {
    psa_connect::tui::field::fields(screen).any(|it| Some(&it.id) == focus)
}

fn all() -> [(&'static str, Screen); 10] {
    [
        ("home", screens::home()),
        ("remove", screens::remove()),
        ("psa", screens::psa()),
        ("site", screens::site()),
        ("guide", screens::guide()),
        ("login", screens::login()),
        ("login_refused", screens::login_refused()),
        ("test", screens::test()),
        ("testing", screens::testing()),
        ("preview", screens::preview()),
    ]
}

#[test]
fn screens_at_80_by_24() {
    for (name, screen) in all() {
        insta::assert_snapshot!(format!("{name}_80x24"), drawn(&screen, (80, 24), Looks::RICH, None));
    }
    insta::assert_snapshot!("done_80x24", drawn(&screens::done(), (80, 24), Looks::RICH, None));
}

#[test]
fn screens_at_60_by_16() {
    for (name, screen) in all() {
        insta::assert_snapshot!(format!("{name}_60x16"), drawn(&screen, (60, 16), Looks::RICH, None));
    }
}

#[test]
fn screens_without_utf_8() {
    for (name, screen) in [("test", screens::test()), ("site", screens::site()), ("login", screens::login_refused())] {
        let seen = drawn(&screen, (80, 24), Looks::ASCII, None);
        assert!(seen.buffer().content.iter().all(|it| it.symbol().is_ascii()), "{name}");
        insta::assert_snapshot!(format!("{name}_ascii"), seen);
    }
}

#[test]
fn the_smallest_screen_shows_notice_and_focus() {
    let focus = ItemId::Right("c".into());
    let seen = drawn(&screens::test(), (40, 10), Looks::RICH, Some(focus));
    insta::assert_snapshot!("test_40x10", seen);
}

#[test]
fn a_screen_that_is_too_small_says_so() {
    insta::assert_snapshot!("too_small", drawn(&screens::test(), (39, 9), Looks::RICH, None));
    insta::assert_snapshot!("too_small_by_far", drawn(&screens::test(), (12, 4), Looks::RICH, None));
}

#[test]
fn nothing_panics_at_any_size() {
    for (_, screen) in all() {
        for looks in [Looks::RICH, Looks::ASCII] {
            for (width, height) in (0..=90).step_by(7).flat_map(|w| (0..=40).step_by(3).map(move |h| (w, h))) {
                let stops = focus::stops(&screen);
                let focus = stops.get(usize::from(width) % stops.len()).cloned();
                let _ = drawn(&screen, (width, height), looks, focus);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_opened_list_fills_the_body() {
    let seen = Rc::new(RefCell::new(vec![]));
    let pictures = Rc::clone(&seen);
    let _ = play::played(screens::preview(), play::echo, async |hands, glass| {
        use crossterm::event::KeyCode::{Char, Down, Enter, Esc};
        hands.key(Enter).await;
        hands.key(Down).await;
        pictures.borrow_mut().push(glass.text());
        hands.key(Char('o')).await;
        hands.key(Char('/')).await;
        hands.typed("zed").await;
        pictures.borrow_mut().push(glass.text());
        hands.key(Esc).await;
        hands.key(Char('?')).await;
        pictures.borrow_mut().push(glass.text());
        hands.key(Esc).await;
        hands.key(Esc).await;
        pictures.borrow_mut().push(glass.text());
    })
    .await;
    for (name, picture) in ["table", "table_searched", "table_help", "table_closed"].iter().zip(seen.borrow().iter()) {
        insta::assert_snapshot!(*name, picture);
    }
}

#[tokio::test(start_paused = true)]
async fn the_help_shows_the_keys_of_this_screen_and_the_marks() {
    let seen = Rc::new(RefCell::new(String::new()));
    let picture = Rc::clone(&seen);
    let _ = play::played(screens::test(), play::echo, async |hands, glass| {
        hands.typed("?").await;
        *picture.borrow_mut() = glass.text();
    })
    .await;
    insta::assert_snapshot!("help", seen.borrow());
}

fn style_of(buffer: &Buffer, text: &str) -> (Color, Modifier) {
    let width = usize::from(buffer.area.width);
    let row_of = |row: &[ratatui::buffer::Cell]| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
    for row in buffer.content.chunks(width) {
        let line = row_of(row);
        if let Some(at) = line.find(text) {
            let column = line[..at].chars().count();
            return (row[column].fg, row[column].modifier);
        }
    }
    panic!("{text} is not on the screen");
}

#[test]
fn a_missing_right_is_red_and_has_a_mark() {
    let seen = drawn(&screens::test(), (80, 32), Looks::RICH, None);
    assert_eq!(style_of(seen.buffer(), "✗ Procurem").0, Color::Red);
    assert_eq!(style_of(seen.buffer(), "~ Finance").0, Color::Yellow);
    assert_eq!(style_of(seen.buffer(), "✓ Comp").0, Color::Green);
}

#[test]
fn the_focus_reverses_the_label_and_nothing_else() {
    let focus = ItemId::Site("eu".into());
    let seen = drawn(&screens::site(), (80, 24), Looks::RICH, Some(focus));
    let reversed: String = seen
        .buffer()
        .content
        .iter()
        .filter(|it| it.modifier.contains(Modifier::REVERSED))
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert_eq!(reversed, "Europe");
    let focus = ItemId::Button(Button::Find);
    let seen = drawn(&screens::site(), (80, 24), Looks::RICH, Some(focus));
    let reversed: String = seen
        .buffer()
        .content
        .iter()
        .filter(|it| it.modifier.contains(Modifier::REVERSED))
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert_eq!(reversed, "[ Find ]");
}

#[test]
fn without_colours_no_cell_has_one() {
    for (_, screen) in all() {
        let seen = drawn(&screen, (80, 24), Looks::ASCII, None);
        assert!(seen.buffer().content.iter().all(|it| it.fg == Color::Reset && it.bg == Color::Reset));
    }
}
