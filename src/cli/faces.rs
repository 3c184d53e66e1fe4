//! Which face a person gets: the full screen, or lines where that was asked for or where nothing can be drawn.

use std::io::{self, IsTerminal as _};

use tokio::sync::mpsc::UnboundedReceiver;

use crate::{
    face::{Driver, Ending, Machine},
    line::{
        self,
        paper::{Letters, Manner, USUAL, written},
        told::Told,
        tty::Tty,
    },
    tui::{self, Outfit, looks},
    wizard::event::Event,
    words,
};

use super::{Global, say::Trouble};

/// What a person gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The full screen.
    FullScreen,
    /// Lines, because somebody asked for them.
    Lines,
    /// Lines, because the terminal can do no more.
    LinesOnly,
}

/// Decides from the option and the environment: `ACCESSIBLE`, `TERM`.
pub(super) fn wanted(global: &Global, value: impl Fn(&str) -> Option<String>) -> Wanted {
    let set = |name: &str| value(name).filter(|it| !it.is_empty());
    if global.plain || set("ACCESSIBLE").is_some_and(|it| it != "0") {
        return Wanted::Lines;
    }
    if set("TERM").is_none_or(|it| it == "dumb") { Wanted::LinesOnly } else { Wanted::FullScreen }
}

/// A face that has its terminal.
pub(super) enum Face {
    /// The full screen.
    FullScreen,
    /// Lines.
    Lines(Tty, Wanted),
}

impl Wanted {
    /// Says whether somebody can be asked. Lines that were asked for need no more than a terminal of this process; lines
    /// that nobody asked for are no reason to ask beside what is piped.
    pub(super) fn has_terminal(self) -> bool {
        match self {
            Self::FullScreen | Self::LinesOnly => io::stdin().is_terminal() && io::stdout().is_terminal(),
            Self::Lines => Tty::open().is_ok_and(|it| it.is_some()),
        }
    }

    /// Takes the terminal that the face needs.
    ///
    /// Errors: there is none.
    pub(super) fn open(self) -> Result<Face, Trouble> {
        let none = |remedy: &str| Trouble::usage(words::say("setup-needs-terminal"), remedy);
        match self {
            Self::FullScreen if io::stdin().is_terminal() && io::stdout().is_terminal() => Ok(Face::FullScreen),
            Self::FullScreen => Err(none(words::say("setup-needs-terminal-plain"))),
            Self::Lines | Self::LinesOnly => {
                let tty = Tty::open().map_err(|it| failed(&it))?;
                tty.map(|it| Face::Lines(it, self)).ok_or_else(|| none(words::say("setup-needs-terminal-next")))
            }
        }
    }
}

impl Face {
    /// Runs it until it ends.
    ///
    /// Errors: the terminal cannot be read or written.
    pub(super) async fn run<M: Machine, D: Driver>(
        self,
        machine: M,
        driver: D,
        outfit: Outfit,
        events: UnboundedReceiver<Event>,
    ) -> io::Result<Ending> {
        match self {
            Self::FullScreen => tui::run(machine, driver, outfit, events).await,
            Self::Lines(tty, wanted) => {
                let letters = match outfit.looks.letters {
                    looks::Letters::Any => Letters::Any,
                    looks::Letters::Ascii => Letters::Ascii,
                };
                if wanted == Wanted::LinesOnly {
                    let manner = Manner { letters, columns: tty.columns().unwrap_or(USUAL) };
                    let says = words::say("setup-lines-only");
                    tty.write(&written(&Told::says(says), manner)).await?;
                }
                line::run(machine, driver, letters, tty, events).await
            }
        }
    }
}

fn failed(error: &io::Error) -> Trouble {
    Trouble::ours(
        words::with("setup-terminal-silent", &[("error", error.to_string().into())]),
        words::say("setup-terminal-silent-next"),
    )
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::{Wanted, wanted};
    use crate::cli::Arguments;

    fn found(arguments: &[&str], values: &[(&str, &str)]) -> Wanted {
        let arguments = Arguments::try_parse_from([&["psa-connect"], arguments].concat()).unwrap();
        wanted(&arguments.global, |name| {
            values.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn lines_are_asked_for_by_an_option_anywhere_and_by_a_variable() {
        let term = ("TERM", "xterm");
        assert_eq!(found(&["--plain"], &[term]), Wanted::Lines);
        assert_eq!(found(&["setup", "acme", "--plain"], &[term]), Wanted::Lines);
        let with = |value| found(&[], &[term, ("ACCESSIBLE", value)]);
        assert_eq!(
            ["1", "yes", "0", ""].map(with),
            [Wanted::Lines, Wanted::Lines, Wanted::FullScreen, Wanted::FullScreen]
        );
    }

    #[test]
    fn a_terminal_that_cannot_be_drawn_on_gets_lines_by_itself() {
        let with = |values: &[(&str, &str)]| found(&[], values);
        let found = [with(&[]), with(&[("TERM", "")]), with(&[("TERM", "dumb")]), with(&[("TERM", "vt100")])];
        assert_eq!(found, [Wanted::LinesOnly, Wanted::LinesOnly, Wanted::LinesOnly, Wanted::FullScreen]);
    }
}
