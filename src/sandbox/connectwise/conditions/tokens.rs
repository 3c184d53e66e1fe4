//! Cuts the text of a condition into words, signs and values.

use std::fmt;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};

use super::{Literal, Unreadable};

/// A piece of a condition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A field or a word of the language.
    Word(String),
    /// An operator, a parenthesis or a comma.
    Sign(&'static str),
    /// A text, a number or a moment.
    Value(Literal),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Sign(sign) => f.write_str(sign),
            Self::Value(_) => f.write_str("value"),
        }
    }
}

/// Longer signs first, so that `<=` is not read as `<`.
const SIGNS: [&str; 9] = ["!=", "<=", ">=", "=", "<", ">", "(", ")", ","];

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Unreadable> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = if let Some(sign) = SIGNS.into_iter().find(|it| rest.starts_with(it)) {
            (Token::Sign(sign), sign.len())
        } else if first == '"' || first == '\'' {
            let end = rest[1..].find(first).ok_or_else(|| Unreadable("A quote is not closed.".to_owned()))?;
            (Token::Value(Literal::Text(rest[1..=end].to_owned())), end + 2)
        } else if first == '[' {
            let end = rest.find(']').ok_or_else(|| Unreadable("A bracket is not closed.".to_owned()))?;
            (Token::Value(Literal::Moment(moment(&rest[1..end])?)), end + 1)
        } else if first.is_ascii_digit() || first == '-' {
            let end = rest[1..].find(|it: char| !it.is_ascii_digit() && it != '.').map_or(rest.len(), |it| it + 1);
            let number = rest[..end].parse().map_err(|_| Unreadable(format!("{} is not a number.", &rest[..end])))?;
            (Token::Value(Literal::Number(number)), end)
        } else if first.is_alphabetic() || first == '_' {
            let inside = |it: char| it.is_alphanumeric() || matches!(it, '_' | '/' | '.' | '-');
            let end = rest.find(|it| !inside(it)).unwrap_or(rest.len());
            (Token::Word(rest[..end].to_owned()), end)
        } else {
            return Err(Unreadable(format!("Unexpected {first} in the condition.")));
        };
        found.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(found)
}

/// Reads a date, a date with time (taken for UTC), or one with `Z`.
fn moment(text: &str) -> Result<Timestamp, Unreadable> {
    let text = text.trim().trim_matches(['"', '\'']);
    let civil = || match text.parse::<DateTime>() {
        Ok(datetime) => Some(datetime),
        Err(_) => text.parse::<Date>().ok().map(|it| it.at(0, 0, 0, 0)),
    };
    let read = text.parse().ok().or_else(|| Offset::UTC.to_timestamp(civil()?).ok());
    read.ok_or_else(|| Unreadable(format!("{text} is not a date.")))
}
