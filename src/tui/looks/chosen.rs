//! Which looks a start begins with: what an option or a variable says, else what was chosen last time, else what this
//! kind of terminal shows. Pure: the variables are handed to it.

use crate::store::KeptLooks;

use super::{Colour, Glyphs, Letters, Looks, Motion, Shades, is_old_term, is_plain_term};

/// What was chosen by somebody, strongest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// By an option of this start.
    pub option: Option<Glyphs>,
    /// By a key, on a terminal of this kind.
    pub kept: Option<Glyphs>,
}

impl From<KeptLooks> for Glyphs {
    fn from(kept: KeptLooks) -> Self {
        match kept {
            KeptLooks::Rich => Self::Rich,
            KeptLooks::Basic => Self::Ascii,
        }
    }
}

impl From<Glyphs> for KeptLooks {
    fn from(glyphs: Glyphs) -> Self {
        match glyphs {
            Glyphs::Rich => Self::Rich,
            Glyphs::Ascii => Self::Basic,
        }
    }
}

impl Looks {
    /// Decides from `TERM`, `LC_ALL`, `LC_CTYPE`, `LANG`, `NO_COLOR`, `CLICOLOR` and `PSA_CONNECT_ASCII`, and from what
    /// somebody chose. An empty variable says nothing.
    pub fn of(value: impl Fn(&str) -> Option<String>, chosen: Chosen) -> Self {
        let set = |name: &str| value(name).filter(|it| !it.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_lowercase();
        let letters = if locale.contains("utf-8") || locale.contains("utf8") { Letters::Any } else { Letters::Ascii };
        let term = set("TERM").unwrap_or_default();
        let (is_old, is_plain) = (is_old_term(&term), is_plain_term(&term));
        let glyphs = if is_plain || letters == Letters::Ascii { Glyphs::Ascii } else { Glyphs::Rich };
        let no_colour = is_old || set("NO_COLOR").is_some() || set("CLICOLOR").is_some_and(|it| it == "0");
        let looks = Self {
            glyphs,
            letters,
            colour: if no_colour { Colour::None } else { Colour::Sixteen },
            motion: Motion::Turns,
            // The console's pale grey on black can hardly be read.
            shades: if is_plain { Shades::Alike } else { Shades::Dim },
        };
        let variable = set("PSA_CONNECT_ASCII").map(|it| if it == "0" { Glyphs::Rich } else { Glyphs::Ascii });
        match chosen.option.or(variable).or(chosen.kept) {
            Some(glyphs) => looks.with(glyphs),
            None => looks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Chosen, Colour, Glyphs, Letters, Looks, Shades};

    const UTF_8: (&str, &str) = ("LANG", "en_GB.UTF-8");

    fn looks_of(values: &[(&str, &str)], chosen: Chosen) -> Looks {
        Looks::of(|name| values.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned()), chosen)
    }

    fn looks(values: &[(&str, &str)]) -> Looks {
        looks_of(values, Chosen::default())
    }

    #[test]
    fn a_utf_8_terminal_gets_everything() {
        for term in ["xterm-256color", "screen-256color", "tmux-256color", "putty", "xterm"] {
            assert_eq!(looks(&[("TERM", term), UTF_8]), Looks::RICH, "{term}");
        }
    }

    #[test]
    fn lc_all_wins_over_lang() {
        let found = looks(&[("TERM", "xterm"), ("LC_ALL", "C"), UTF_8]);
        assert_eq!(found, Looks { glyphs: Glyphs::Ascii, letters: Letters::Ascii, ..Looks::RICH });
    }

    #[test]
    fn the_linux_console_gets_ascii_signs_and_no_grey_but_keeps_letters() {
        let found = looks(&[("TERM", "linux"), ("LANG", "de_DE.utf8")]);
        assert_eq!(found, Looks { glyphs: Glyphs::Ascii, shades: Shades::Alike, ..Looks::RICH });
    }

    #[test]
    fn no_colour_is_asked_for_by_either_variable_and_old_terminals_have_none() {
        let colour = |values: &[(&str, &str)]| looks(&[&[UTF_8], values].concat()).colour;
        assert_eq!(colour(&[("TERM", "xterm"), ("NO_COLOR", "1")]), Colour::None);
        assert_eq!(colour(&[("TERM", "xterm"), ("CLICOLOR", "0")]), Colour::None);
        assert_eq!(colour(&[("TERM", "vt220")]), Colour::None);
        assert_eq!(colour(&[("TERM", "xterm"), ("CLICOLOR", "1"), ("NO_COLOR", "")]), Colour::Sixteen);
    }

    #[test]
    fn an_option_comes_before_a_variable_and_that_before_what_was_kept() {
        let [rich, ascii] = [Some(Glyphs::Rich), Some(Glyphs::Ascii)];
        let glyphs = |option, variable: &str, kept| {
            let values = [("TERM", "xterm"), UTF_8, ("PSA_CONNECT_ASCII", variable)];
            looks_of(&values, Chosen { option, kept }).glyphs
        };
        assert_eq!(glyphs(ascii, "0", rich), Glyphs::Ascii);
        assert_eq!(glyphs(None, "0", ascii), Glyphs::Rich);
        assert_eq!(glyphs(None, "1", rich), Glyphs::Ascii);
        assert_eq!(glyphs(None, "", ascii), Glyphs::Ascii);
        assert_eq!(glyphs(None, "", None), Glyphs::Rich);
    }

    #[test]
    fn line_drawing_that_was_chosen_brings_its_letters() {
        let kept = Chosen { option: None, kept: Some(Glyphs::Rich) };
        assert_eq!(looks_of(&[("TERM", "xterm"), ("LANG", "C")], kept), Looks::RICH);
        assert_eq!(Looks::RICH.toggled().toggled(), Looks::RICH);
    }
}
