//! Texts that are taken along: how they stand on their page, and how they are sent.

use std::{
    cell::RefCell,
    io::{self, Write},
    num::NonZero,
    rc::Rc,
};

use crossterm::event::{Event as TerminalEvent, KeyCode};
use psa_connect::{
    tui::{
        app::{App, run::Wires},
        backend::{Extent, Lean},
        clipboard::{Outbox, Road},
        copy::pieces,
        looks::Looks,
    },
    wizard::screen::{FieldText, Item, Screen},
};
use ratatui::layout::Size;

use crate::{play, screens};

/// Everything that was written, write by write, and what a terminal makes of it.
#[derive(Clone)]
struct Line {
    writes: Rc<RefCell<Vec<Vec<u8>>>>,
    emulator: Rc<RefCell<vt100::Parser>>,
}

impl Write for Line {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.writes.borrow_mut().push(text.to_owned());
        self.emulator.borrow_mut().process(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Line {
    fn shown(&self) -> Vec<String> {
        // Rows that the terminal knows to be one line are one here, too.
        self.emulator.borrow().screen().contents().lines().map(|it| it.trim_end().to_owned()).collect()
    }
}

/// Presses keys on a screen of this size; `look` sees the terminal after each.
async fn pressed(screen: Screen, size: (u16, u16), keys: &[TerminalEvent], mut look: impl FnMut(&Line)) -> Vec<String> {
    let room = |n| NonZero::new(n).unwrap();
    let emulator = Rc::new(RefCell::new(vt100::Parser::new(room(size.1), room(size.0), 0)));
    let line = Line { writes: Rc::default(), emulator };
    let outbox = Outbox::default();
    let backend = Lean::new(line.clone(), Extent::Fixed(Size::new(size.0, size.1))).sending(outbox.clone());
    let (sends, mut pressed) = tokio::sync::mpsc::unbounded_channel();
    let (_jobs, events) = tokio::sync::mpsc::unbounded_channel();
    let app = App::new(play::silent(screen), play::idle(), Looks::RICH).sending(Road::Straight, outbox.clone());
    let wires = Wires {
        input: futures_util::stream::poll_fn(move |context| pressed.poll_recv(context)),
        outside: futures_util::stream::pending(),
        host: play::Nowhere::default(),
    };
    let hands = async {
        for key in keys {
            tokio::time::sleep(std::time::Duration::from_millis(333)).await;
            line.writes.borrow_mut().clear();
            sends.send(Ok(key.clone())).unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(333)).await;
            look(&line);
        }
        drop(sends);
    };
    let _ = tokio::join!(app.run(backend, wires, events), hands);
    outbox.texts()
}

fn control_o() -> TerminalEvent {
    TerminalEvent::Key(play::control('o'))
}

#[tokio::test(start_paused = true)]
async fn each_text_stands_alone_on_its_line_from_the_left_edge() {
    for screen in [screens::done(), screens::site(), screens::guide()] {
        let texts: Vec<_> = pieces(&screen, None).into_iter().map(|it| it.text).collect();
        assert!(texts.len() > 2 || screen.title.contains("answer"), "{texts:?}");
        for size in [(80, 24), (40, 10), (200, 50)] {
            let mut seen = vec![];
            let keys: Vec<_> = [control_o()]
                .into_iter()
                .chain(texts.iter().skip(1).map(|_| TerminalEvent::Key(KeyCode::Down.into())))
                .collect();
            pressed(screen.clone(), size, &keys, |line| seen.extend(line.shown())).await;
            for text in &texts {
                assert!(seen.contains(text), "{text:?} at {size:?} is not a line of\n{}", seen.join("\n"));
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_line_that_is_longer_than_the_screen_is_one_line_to_the_terminal() {
    let long = (0..60).map(|n| format!("part{n}")).collect::<Vec<_>>().join("/");
    let mut screen = screens::done();
    screen.items = vec![Item::Verbatim("first".into()), Item::Verbatim(long.clone())];
    let keys = [control_o(), TerminalEvent::Key(KeyCode::Down.into())];
    let mut seen = vec![];
    pressed(screen, (60, 16), &keys, |line| seen = line.shown()).await;
    assert!(seen.contains(&long), "{}", seen.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn what_is_chosen_is_sent_in_a_write_of_its_own_behind_the_frame_that_says_so() {
    let keys = [control_o(), TerminalEvent::Key(KeyCode::Down.into()), TerminalEvent::Key(KeyCode::Enter.into())];
    let (mut last, mut shown) = (vec![], vec![]);
    let texts = pressed(screens::done(), (80, 24), &keys, |line| {
        last = line.writes.borrow().clone();
        shown = line.shown();
    })
    .await;
    assert_eq!(texts, ["psa-connect test acme"]);
    let [frame, sent] = last.as_slice() else { panic!("{} writes", last.len()) };
    assert_eq!(sent, b"\x1b]52;c;cHNhLWNvbm5lY3QgdGVzdCBhY21l\x07");
    assert!(!frame.contains(&b']'), "no part of it is in the frame");
    let says = "! Sent to your terminal; it is printed again when you leave";
    assert!(shown.iter().any(|it| it.trim() == says), "{}", shown.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn where_there_is_nothing_the_key_says_so_and_is_not_told_of() {
    let mut seen = vec![];
    pressed(screens::home(), (80, 24), &[control_o()], |line| seen = line.shown()).await;
    assert!(seen.iter().any(|it| it.contains("Nothing on this screen has to be taken along.")), "{}", seen.join("\n"));
    pressed(screens::home(), (80, 24), &[TerminalEvent::Key(KeyCode::F(1).into())], |line| seen = line.shown()).await;
    assert!(!seen.iter().any(|it| it.contains("copy out")), "{}", seen.join("\n"));
}

#[test]
fn no_field_is_offered_and_so_no_secret_is() {
    let mut screen = screens::login();
    for item in &mut screen.items {
        if let Item::Field(field) = item {
            field.text = FieldText::Masked { chars: 16, tail: "Can4".into() };
        }
    }
    assert_eq!(pieces(&screen, None), []);
}

#[tokio::test(start_paused = true)]
async fn the_key_that_sends_is_told_on_the_smallest_screen() {
    let mut footer = String::new();
    pressed(screens::done(), (40, 10), &[control_o()], |line| footer = line.shown().pop().unwrap_or_default()).await;
    assert_eq!(footer.trim(), "Enter send  Esc close  ? help");
}
