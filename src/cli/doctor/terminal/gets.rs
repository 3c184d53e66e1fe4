//! Which face and looks a person would get here, and every reason for it. Reasons are values; for people
//! their words are the catalogue's, for programs they stay.

use serde::{Serialize, Serializer};

use crate::{
    cli::faces::Wanted,
    model::shown::Shown,
    tui::looks::{Chosen, Colour, Glyphs, Letters, Looks, is_plain_term},
    words,
};

use super::{Would, locale, set};

/// What a person would get here.
#[derive(Serialize)]
pub(in crate::cli::doctor) struct Gets {
    pub(in crate::cli::doctor) face: Face,
    pub(in crate::cli::doctor) signs: Signs,
    pub(in crate::cli::doctor) colours: Colours,
    /// The name of a character set.
    pub(in crate::cli::doctor) letters: &'static str,
    pub(in crate::cli::doctor) because: Vec<Why>,
}

#[derive(Clone, Copy, Serialize)]
pub(in crate::cli::doctor) enum Face {
    #[serde(rename = "full screen")]
    FullScreen,
    #[serde(rename = "lines")]
    Lines,
    #[serde(rename = "none")]
    None,
}

#[derive(Clone, Copy, Serialize)]
pub(in crate::cli::doctor) enum Signs {
    #[serde(rename = "line drawing")]
    LineDrawing,
    #[serde(rename = "ASCII")]
    Ascii,
}

#[derive(Clone, Copy, Serialize)]
pub(in crate::cli::doctor) enum Colours {
    #[serde(rename = "16")]
    Sixteen,
    #[serde(rename = "none")]
    None,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli::doctor) enum Why {
    /// `--ascii`.
    AsciiGiven,
    /// Ctrl-T, in an earlier run.
    Toggled,
    /// `--plain` or `ACCESSIBLE`.
    LinesWanted,
    NoTerminal,
    /// `PSA_CONNECT_ASCII` and its value.
    Ascii(String),
    NoTerm,
    /// `TERM` and its value.
    Term(String),
    /// The variable that says another character set.
    NotUtf8(&'static str),
    NoLocale,
    /// `NO_COLOR`.
    NoColour,
    /// The terminal itself says so, whatever the variables say.
    DrawsNoUtf8,
}

impl Why {
    /// The reason in words.
    pub(in crate::cli::doctor) fn says(&self) -> String {
        let is = |name: &str, value: &str| {
            words::with("doctor-variable-is", &[("name", name.into()), ("value", value.into())])
        };
        match self {
            Self::AsciiGiven => words::say("doctor-why-ascii").into(),
            Self::Toggled => words::say("doctor-why-toggled").into(),
            Self::LinesWanted => words::say("doctor-why-lines").into(),
            Self::NoTerminal => words::say("doctor-why-no-terminal").into(),
            Self::Ascii(value) => is("PSA_CONNECT_ASCII", value),
            Self::NoTerm => words::say("doctor-no-term").into(),
            Self::Term(value) => is("TERM", value),
            Self::NotUtf8(name) => words::with("doctor-why-not-utf8", &[("name", (*name).into())]),
            Self::NoLocale => words::say("doctor-why-no-locale").into(),
            Self::NoColour => words::with("doctor-variable-set", &[("name", "NO_COLOR".into())]),
            Self::DrawsNoUtf8 => words::say("doctor-why-draws-no-utf8").into(),
        }
    }
}

impl Serialize for Why {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::AsciiGiven => to.serialize_str("ascii-given"),
            Self::Toggled => to.serialize_str("toggled"),
            Self::LinesWanted => to.serialize_str("lines-wanted"),
            Self::NoTerminal => to.serialize_str("no-terminal"),
            Self::Ascii(value) => to.collect_str(&format_args!("PSA_CONNECT_ASCII={value}")),
            Self::NoTerm => to.serialize_str("no-term"),
            Self::Term(value) => to.collect_str(&format_args!("TERM={value}")),
            Self::NotUtf8(name) => to.collect_str(&format_args!("not-utf8:{name}")),
            Self::NoLocale => to.serialize_str("no-locale"),
            Self::NoColour => to.serialize_str("NO_COLOR"),
            Self::DrawsNoUtf8 => to.serialize_str("draws-no-utf8"),
        }
    }
}

/// What a person would get, by the same decision as when the program starts.
pub(super) fn gets(present: bool, draws_utf8: Option<bool>, would: Would) -> Gets {
    let Would { face, looks, option } = would;
    let term = set("TERM").unwrap_or_default();
    let mut because = vec![];
    let by_itself = Looks::of(set, Chosen::default()).glyphs;
    match (option, set("PSA_CONNECT_ASCII")) {
        (Some(_), _) => because.push(Why::AsciiGiven),
        (None, None) if looks.glyphs != by_itself => {
            because.push(Why::Toggled);
        }
        (None, Some(_) | None) => {}
    }
    if face == Wanted::Lines {
        because.push(Why::LinesWanted);
    }
    if !present {
        because.push(Why::NoTerminal);
    }
    match (is_plain_term(&term), set("PSA_CONNECT_ASCII")) {
        (_, Some(value)) => because.push(Why::Ascii(Shown::new(&value).to_string())),
        (true, None) if term.is_empty() => because.push(Why::NoTerm),
        (true, None) => because.push(Why::Term(Shown::new(&term).to_string())),
        (false, None) => {}
    }
    match locale() {
        Some(it) if !it.utf8 => because.push(Why::NotUtf8(it.variable)),
        None => because.push(Why::NoLocale),
        Some(_) => {}
    }
    if set("NO_COLOR").is_some() {
        because.push(Why::NoColour);
    }
    if draws_utf8 == Some(false) && looks.letters == Letters::Any {
        because.push(Why::DrawsNoUtf8);
    }
    Gets {
        face: match face {
            Wanted::FullScreen if present => Face::FullScreen,
            Wanted::Lines | Wanted::LinesOnly if present => Face::Lines,
            Wanted::FullScreen | Wanted::Lines | Wanted::LinesOnly => Face::None,
        },
        signs: match looks.glyphs {
            Glyphs::Rich => Signs::LineDrawing,
            Glyphs::Ascii => Signs::Ascii,
        },
        colours: match looks.colour {
            Colour::Sixteen => Colours::Sixteen,
            Colour::None => Colours::None,
        },
        letters: match looks.letters {
            Letters::Any => "UTF-8",
            Letters::Ascii => "ASCII",
        },
        because,
    }
}
