//! What colour, pale letters and motion tell: nothing that signs and words do not.

use std::{cell::RefCell, rc::Rc};

use crossterm::event::KeyCode;
use psa_connect::{
    tui::{
        app::{App, run::Wires},
        looks::{Colour, Glyphs, Looks, Motion, Shades},
    },
    wizard::screen::{FindingState, Mark, StepState, Tone},
};
use ratatui::{
    buffer::Buffer,
    style::{Color, Modifier},
};

use crate::{play, screens, views};

/// Without the colours of the sixteen, and with one shade.
const PALE: Looks = Looks { colour: Colour::None, shades: Shades::Alike, ..Looks::RICH };

fn text(buffer: &Buffer) -> String {
    buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect()
}

/// Fails when a drawn screen tells something by colour alone, or has letters in a colour that cannot be read everywhere.
pub(crate) fn tells_nothing_by_colour(looks: Looks, draws: impl Fn(Looks) -> Buffer) {
    let coloured = draws(looks);
    let plain = draws(Looks { colour: PALE.colour, shades: PALE.shades, ..looks });
    assert_eq!(text(&coloured), text(&plain));
    for (n, cell) in coloured.content.iter().enumerate() {
        let is_red = cell.fg == Color::Red && cell.modifier.contains(Modifier::BOLD);
        let is_letter = cell.symbol().chars().any(char::is_alphanumeric);
        let place = || format!("{} in {:?} is cell {n} of\n{}", cell.symbol(), cell.fg, text(&coloured));
        assert!(cell.fg == Color::Reset || is_red || !is_letter, "{}", place());
        assert!(cell.bg == Color::Reset, "{}", place());
    }
    assert!(plain.content.iter().all(|it| it.fg == Color::Reset && !it.modifier.contains(Modifier::DIM)));
}

fn all_differ<T: PartialEq + std::fmt::Debug>(signs: &[T]) {
    for (n, sign) in signs.iter().enumerate() {
        assert!(!signs[..n].contains(sign), "{sign:?} stands for two things: {signs:?}");
    }
}

#[test]
fn each_state_has_a_sign_of_its_own() {
    for looks in [Looks::RICH, Looks::ASCII] {
        let findings = [
            FindingState::Waiting,
            FindingState::Busy,
            FindingState::Good,
            FindingState::Partial,
            FindingState::Bad,
            FindingState::Unclear,
            FindingState::Confirmed,
            FindingState::Skipped,
        ];
        all_differ(&findings.map(|it| looks.finding_mark(it)));
        all_differ(
            &[StepState::Done, StepState::Failed, StepState::Here, StepState::Ahead].map(|it| looks.step_mark(it)),
        );
        all_differ(&[Tone::Good, Tone::Warning, Tone::Bad, Tone::Plain].map(|it| looks.tone_mark(it)));
        all_differ(&[Mark::On, Mark::Off].map(|it| looks.choice_mark(it)));
        all_differ(&[Mark::On, Mark::Off].map(|it| looks.tick_mark(it)));
        all_differ(&[looks.bar(), looks.bar_left()]);
    }
}

#[test]
fn what_is_written_in_ascii_has_no_colours() {
    let looks = Looks { glyphs: Glyphs::Ascii, ..Looks::RICH };
    for screen in [screens::test(), screens::login_refused(), screens::done()] {
        let seen = views::drawn(&screen, (80, 24), looks, None);
        assert!(seen.buffer().content.iter().all(|it| it.fg == Color::Reset));
    }
}

/// The rule that tells what runs, every third of a second for `thirds`.
async fn what_runs(looks: Looks, thirds: usize) -> (Vec<String>, usize) {
    let glass = crate::glass::Glass::new(80, 24);
    let seen = Rc::new(RefCell::new(vec![]));
    let (rules, shown) = (Rc::clone(&seen), glass.clone());
    let frames = Rc::clone(&glass.frames);
    let _ = play::on_stage_with(looks, glass, screens::testing(), play::echo, async |hands: &play::Hands| {
        for _ in 0..thirds {
            hands.rest().await;
            let rule = shown.text().lines().find(|it| it.contains("checking TLS")).map(str::to_owned);
            rules.borrow_mut().extend(rule);
        }
    })
    .await;
    let seen = seen.take();
    assert_eq!(seen.len(), thirds, "what runs is always told");
    (seen, *frames.borrow())
}

#[tokio::test(start_paused = true)]
async fn where_nothing_turns_it_is_still_seen_that_something_runs() {
    let (turning, many) = what_runs(Looks::RICH, 48).await;
    let (still, few) = what_runs(Looks { motion: Motion::Still, ..Looks::RICH }, 48).await;
    let (basic, as_few) = what_runs(Looks::ASCII, 48).await;
    let different = |mut it: Vec<String>| {
        it.dedup();
        it
    };
    assert!(different(turning).len() > 20);
    for (rules, seconds) in [(different(still), " · 15 s "), (different(basic), " - 15 s ")] {
        assert_eq!(rules.len(), 4, "at once, and after 5, 10 and 15 seconds: {rules:#?}");
        assert!(rules[3].contains(seconds), "{rules:#?}");
    }
    assert!(few == as_few && many > 2 * few, "{many} frames against {few} and {as_few}");
}

#[tokio::test(start_paused = true)]
async fn both_keys_toggle_the_signs_and_what_was_chosen_is_told_each_time() {
    let glass = crate::glass::Glass::new(80, 24);
    let shown = glass.clone();
    let kept = Rc::new(RefCell::new(vec![]));
    let told = Rc::clone(&kept);
    let (keys, mut pressed) =
        tokio::sync::mpsc::unbounded_channel::<std::io::Result<psa_connect::tui::input::Incoming>>();
    let (_jobs, events) = tokio::sync::mpsc::unbounded_channel();
    let app = App::new(play::silent(screens::login()), play::idle(), Looks::RICH)
        .keeping_looks(move |it| told.borrow_mut().push(it.glyphs));
    let wires = Wires {
        input: futures_util::stream::poll_fn(move |context| pressed.poll_recv(context)),
        outside: futures_util::stream::pending(),
        host: play::Nowhere::default(),
    };
    let hands = async {
        for (key, is_ascii) in [(play::control('t'), true), (KeyCode::F(4).into(), false), (play::control('t'), true)] {
            keys.send(Ok(crossterm::event::Event::Key(key).into())).unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(333)).await;
            assert_eq!(shown.text().is_ascii(), is_ascii);
        }
        drop(keys);
    };
    let _ = tokio::join!(app.run(glass, wires, events), hands);
    assert_eq!(kept.take(), [Glyphs::Ascii, Glyphs::Rich, Glyphs::Ascii]);
}
