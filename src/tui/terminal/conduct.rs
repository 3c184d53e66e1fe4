//! What the environment says about the way to the terminal: how long an Escape waits, and whether anything may be asked.

use std::time::Duration;

use crate::tui::looks::is_plain_term;

/// How long an Escape may be the start of a key that is cut off, at a terminal of this machine.
const GRACE: Duration = Duration::from_millis(100);
/// The same over SSH.
const GRACE_OVER_SSH: Duration = Duration::from_millis(200);
/// However long the way is, an Escape waits no longer. A person waits for it, too.
const LONGEST_GRACE: Duration = Duration::from_millis(500);
/// What may be wished for. Unit: milliseconds.
const WISHES: std::ops::RangeInclusive<u64> = 1..=10_000;

/// How to deal with this terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conduct {
    grace: Grace,
    /// Whether the terminal may be asked something.
    pub asking: Asking,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grace {
    /// Longer when the way is.
    AtLeast(Duration),
    /// As somebody wished.
    Fixed(Duration),
}

/// Whether a terminal may be asked something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// It answers, or drops what it does not know.
    Allowed,
    /// It may show the question as text.
    TermIsPlain,
    /// `PSA_CONNECT_QUERIES=0` says so.
    Forbidden,
}

impl Conduct {
    /// Decides from the environment: `TERM`, `SSH_CONNECTION`, `SSH_TTY`, `SSH_CLIENT`, `PSA_CONNECT_ESCAPE_MS`,
    /// `PSA_CONNECT_QUERIES`.
    pub fn from_env(value: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| value(name).filter(|it| !it.is_empty());
        let over_ssh = ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"].into_iter().any(|it| set(it).is_some());
        let wish = set("PSA_CONNECT_ESCAPE_MS").and_then(|it| it.parse().ok()).filter(|it| WISHES.contains(it));
        let grace = match wish {
            Some(wish) => Grace::Fixed(Duration::from_millis(wish)),
            None => Grace::AtLeast(if over_ssh { GRACE_OVER_SSH } else { GRACE }),
        };
        let asking = if set("PSA_CONNECT_QUERIES").is_some_and(|it| it == "0") {
            Asking::Forbidden
        } else if is_plain_term(&set("TERM").unwrap_or_default()) {
            Asking::TermIsPlain
        } else {
            Asking::Allowed
        };
        Self { grace, asking }
    }

    /// How long the rest of a key may take, with what is known of the way there and back.
    pub fn grace(self, round_trip: Option<Duration>) -> Duration {
        match self.grace {
            Grace::Fixed(wish) => wish,
            Grace::AtLeast(least) => round_trip.unwrap_or_default().clamp(least, LONGEST_GRACE),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Asking, Conduct};

    fn conduct(set: &[(&str, &str)]) -> Conduct {
        Conduct::from_env(|name| set.iter().find(|it| it.0 == name).map(|it| it.1.to_owned()))
    }

    fn grace(set: &[(&str, &str)], round_trip: u64) -> u128 {
        conduct(set).grace(Some(Duration::from_millis(round_trip))).as_millis()
    }

    #[test]
    fn an_escape_waits_longer_where_the_way_is_long() {
        assert_eq!(conduct(&[]).grace(None), Duration::from_millis(100));
        for name in ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"] {
            assert_eq!(grace(&[(name, "x")], 1), 200);
        }
        assert_eq!([grace(&[], 30), grace(&[], 300), grace(&[], 9000)], [100, 300, 500]);
    }

    #[test]
    fn a_wish_that_can_be_met_is_met_exactly() {
        let wish = |it| [("PSA_CONNECT_ESCAPE_MS", it), ("SSH_TTY", "x")];
        assert_eq!([grace(&wish("25"), 300), grace(&wish("2000"), 0)], [25, 2000]);
        for no_wish in ["", "0", "-1", "long", "10001"] {
            assert_eq!(grace(&wish(no_wish), 0), 200, "{no_wish}");
        }
    }

    #[test]
    fn what_may_show_a_question_is_not_asked() {
        for term in ["linux", "vt100", "vt220", "dumb", ""] {
            assert_eq!(conduct(&[("TERM", term)]).asking, Asking::TermIsPlain, "{term}");
        }
        for term in ["xterm-256color", "screen", "tmux-256color", "putty"] {
            assert_eq!(conduct(&[("TERM", term)]).asking, Asking::Allowed, "{term}");
        }
        let asked_not_to = [("TERM", "xterm"), ("PSA_CONNECT_QUERIES", "0")];
        assert_eq!(conduct(&asked_not_to).asking, Asking::Forbidden);
    }
}
