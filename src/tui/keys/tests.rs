//! What keys mean, and that every mode can be left.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::InputRequest;

use super::{Action, Mode, action, bindings, function_key};
use crate::{wizard::event::Button, words::Word};

fn pressed(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

#[test]
fn while_typing_every_printable_key_types() {
    for mode in [Mode::Field, Mode::Search] {
        for c in ' '..='~' {
            let typed = action(pressed(KeyCode::Char(c)), mode, |_| true);
            assert_eq!(typed, Some(Action::Edit(InputRequest::InsertChar(c))), "{c} in {mode:?}");
        }
    }
}

#[test]
fn a_letter_means_a_button_only_where_the_screen_has_it() {
    assert_eq!(action(pressed(KeyCode::Char('r')), Mode::Items, |_| false), None);
    let has = |button| button == Button::RetryRight;
    assert_eq!(action(pressed(KeyCode::Char('r')), Mode::Items, has), Some(Action::Press(Button::RetryRight)));
}

#[test]
fn one_letter_serves_two_buttons_that_never_meet() {
    let no = action(pressed(KeyCode::Char('n')), Mode::Items, |it| it == Button::No);
    let new = action(pressed(KeyCode::Char('n')), Mode::Items, |it| it == Button::New);
    assert_eq!([no, new], [Some(Action::Press(Button::No)), Some(Action::Press(Button::New))]);
}

#[test]
fn every_mode_can_be_left_and_closed() {
    for mode in [Mode::Field, Mode::Items, Mode::Table, Mode::Search, Mode::Leaf, Mode::Help, Mode::Copy] {
        let control_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(action(control_c, mode, |_| false), Some(Action::Leave));
        assert_eq!(action(pressed(KeyCode::Esc), mode, |_| false), Some(Action::Back));
    }
}

#[test]
fn what_has_a_hint_has_a_name() {
    for mode in [Mode::Field, Mode::Items, Mode::Table, Mode::Search, Mode::Leaf, Mode::Help, Mode::Copy] {
        for binding in bindings(mode) {
            assert!(binding.hint == Word::NONE || !binding.name.is_empty(), "{:?}", binding.action);
        }
    }
}

#[test]
fn what_stands_on_a_button_presses_it_from_within_a_field_and_elsewhere() {
    for (button, code, name) in [
        (Button::FillSandbox, 2, "F2"),
        (Button::Reveal, 3, "F3"),
        (Button::UsePasted, 5, "F5"),
        (Button::Swap, 6, "F6"),
    ] {
        assert_eq!(function_key(button), Some(name));
        for mode in [Mode::Field, Mode::Items] {
            assert_eq!(action(pressed(KeyCode::F(code)), mode, |it| it == button), Some(Action::Press(button)));
        }
    }
    assert_eq!(function_key(Button::Next), None);
}
