//! What happens in one session, made from its seed alone.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One thing that happens.
#[derive(Clone, Debug)]
pub(super) enum Input {
    Key(KeyEvent),
    Run(String),
    Paste(String),
    Resize(u16, u16),
    /// A job has something to say; what, is made from this seed.
    Answer(u64),
    /// Milliseconds.
    Wait(u64),
    Draw,
}

/// Keys that a screen may have a meaning for, those that lead on more often.
const KEYS: [KeyCode; 28] = [
    KeyCode::Enter,
    KeyCode::Enter,
    KeyCode::Enter,
    KeyCode::Tab,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Down,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::Esc,
    KeyCode::Backspace,
    KeyCode::Delete,
    KeyCode::Insert,
    KeyCode::F(1),
    KeyCode::F(2),
    KeyCode::F(2),
    KeyCode::F(3),
    KeyCode::F(4),
    KeyCode::F(12),
    KeyCode::Char(' '),
    KeyCode::Null,
    KeyCode::CapsLock,
];

const NOTE: &str =
    "Company: acme\nPublic Key: Pub1Key2Abcd345\r\nPrivate Key: Priv1Key2Abcd34\nhttps://na.myconnectwise.net/";

/// So many keys, pastes and resizes, with all that happens between them. `values` are such as fields take.
pub(super) fn inputs(seed: u64, n: usize, values: &[&str]) -> Vec<Input> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut all = vec![];
    let mut done = 0;
    while done < n {
        let counts = all.len();
        match random.u8(0..100) {
            0 => all.push(Input::Resize(side(&mut random, 300), side(&mut random, 100))),
            1..=3 => all.push(Input::Paste(text(&mut random, values))),
            4..=6 => all.push(Input::Run(text(&mut random, values))),
            // The way on: what the sandbox offers, the next step, and an answer.
            7..=14 => all.extend([Input::Key(KeyCode::F(2).into()), Input::Key(control('n'))]),
            _ => all.push(Input::Key(key(&mut random))),
        }
        done += all.len() - counts;
        if random.u8(0..5) == 0 {
            all.extend((0..random.u8(1..6)).map(|_| Input::Answer(random.u64(..))));
        }
        if random.u8(0..50) == 0 {
            all.push(Input::Draw);
        }
        if random.u8(0..60) == 0 {
            all.push(Input::Wait(random.u64(0..8_000)));
        }
    }
    all
}

fn control(c: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)
}

/// Mostly of usual sizes, sometimes of any.
fn side(random: &mut fastrand::Rng, most: u16) -> u16 {
    match random.u8(0..6) {
        0 => random.u16(1..=most),
        1 => random.u16(1..=12),
        2 | 3 => most * 27 / 100,
        _ => random.u16(10..=most / 3),
    }
}

fn key(random: &mut fastrand::Rng) -> KeyEvent {
    let code = match random.u8(0..10) {
        0..=5 => KEYS[random.usize(..KEYS.len())],
        6 | 7 => KeyCode::Char(char::from(random.u8(b' '..=b'~'))),
        8 => KeyCode::Char(random.char(..)),
        // Leaving ends a session: seldom.
        _ => match random.lowercase() {
            'c' if random.u8(0..20) > 0 => return control('n'),
            letter => return control(letter),
        },
    };
    let with = match random.u8(0..30) {
        0 => KeyModifiers::ALT,
        1 => KeyModifiers::CONTROL | KeyModifiers::SHIFT,
        2 => KeyModifiers::SHIFT,
        _ => KeyModifiers::NONE,
    };
    KeyEvent::new(code, with)
}

fn text(random: &mut fastrand::Rng, values: &[&str]) -> String {
    match random.u8(0..8) {
        0 => NOTE.into(),
        1 => std::iter::repeat_n("0123456789abcdef", random.usize(0..60)).collect(),
        2..=4 => {
            let length = random.usize(0..60);
            std::iter::repeat_with(|| random.char(..)).take(length).collect()
        }
        _ => values[random.usize(..values.len())].into(),
    }
}
