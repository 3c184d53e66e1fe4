//! What means the same at every question, and how a text that looks like that is entered all the same.

use zeroize::Zeroizing;

use crate::words::{Word, word};

/// Means the same at every question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Says what can be answered.
    Help,
    /// Back to the question before, or to the step before.
    Back,
    /// Says it again.
    Repeat,
    /// Past the questions, to what can be done here.
    Menu,
    /// Leaves; asks when something would be lost.
    Leave,
    /// Takes a whole note.
    Paste,
}

/// Each with its word and what it does.
pub const COMMANDS: [(Command, &str, Word); 6] = [
    (Command::Help, "?", word("line-command-help")),
    (Command::Back, "b", word("line-command-back")),
    (Command::Repeat, "r", word("line-command-repeat")),
    (Command::Menu, "m", word("line-command-menu")),
    (Command::Leave, "q", word("line-command-leave")),
    (Command::Paste, "paste", word("line-command-paste")),
];

/// Where a text that is a command begins when it is meant as a text.
const MEANT: char = '\\';

/// A line that a person gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A command.
    Command(Command),
    /// An empty line.
    Nothing,
    /// A text, or an empty one that takes the place of what there is.
    Text(Zeroizing<String>),
}

/// Reads a line. A backslash before a command makes it a text; a backslash alone is the empty text. Any other backslash
/// is a part of the text.
pub fn read(line: &str) -> Given {
    let bare = line.trim();
    let meant = |word: &str| COMMANDS.iter().find(|it| it.1 == word).map(|it| it.0);
    if let Some(command) = meant(bare) {
        return Given::Command(command);
    }
    let within = bare.trim_start_matches(MEANT);
    let escaped = bare.len() > within.len() && (within.is_empty() || meant(within).is_some());
    let text = if escaped { &bare[MEANT.len_utf8()..] } else { line };
    if bare.is_empty() { Given::Nothing } else { Given::Text(Zeroizing::new(text.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::{Command, Given, read};

    fn text(line: &str) -> Given {
        Given::Text(line.to_owned().into())
    }

    #[test]
    fn a_command_is_a_command_with_blanks_around_it_and_in_small_letters_only() {
        assert_eq!([read("b"), read(" b \t")], [Given::Command(Command::Back), Given::Command(Command::Back)]);
        assert_eq!([read("B"), read("bb"), read("back")], [text("B"), text("bb"), text("back")]);
    }

    #[test]
    fn a_backslash_before_a_command_makes_it_a_text_and_nothing_else_loses_one() {
        assert_eq!([read("\\b"), read("\\\\b"), read("\\paste")], [text("b"), text("\\b"), text("paste")]);
        assert_eq!([read("\\n"), read("\\\\srv"), read("a\\b")], [text("\\n"), text("\\\\srv"), text("a\\b")]);
    }

    #[test]
    fn a_backslash_alone_empties_and_an_empty_line_does_not() {
        assert_eq!([read("\\"), read(""), read("  ")], [text(""), Given::Nothing, Given::Nothing]);
        assert_eq!(read("\\\\"), text("\\"));
    }
}
