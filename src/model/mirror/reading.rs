//! Reads values as vendors write them: days, moments, decimal numbers. What reads well already is not copied.

use std::borrow::Cow;

/// The day of `2026-01-31` or `2026-01-31T00:00:00Z`.
pub fn day(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    let is_day =
        day.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let ends = text.as_bytes().get(10).is_none_or(|it| matches!(it, b'T' | b' '));
    (is_day && ends).then_some(day)
}

/// A moment as `2026-01-31T12:00:00Z`, with the fraction that came. One without an offset is in UTC.
pub fn moment(text: &str) -> Option<Cow<'_, str>> {
    if is_plain_moment(text) {
        return Some(text.into());
    }
    day(text)?;
    let time = text.get(11..)?;
    let has_offset = time.contains(['Z', 'z', '+', '-']);
    let parsed: jiff::Timestamp = if has_offset { text.parse() } else { format!("{text}Z").parse() }.ok()?;
    Some(parsed.to_string().into())
}

/// Whether a text is a moment in UTC by the second as [`moment`] gives it, so that it may be kept as it is.
///
/// `false` where that takes a calendar to tell.
fn is_plain_moment(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |at: usize| match (bytes[at], bytes[at + 1]) {
        (tens @ b'0'..=b'9', ones @ b'0'..=b'9') => (tens - b'0') * 10 + (ones - b'0'),
        _ => u8::MAX,
    };
    bytes.len() == 20
        && [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')].iter().all(|it| bytes[it.0] == it.1)
        && number(0) <= 99
        && number(2) <= 99
        && (1..=12).contains(&number(5))
        && (1..=28).contains(&number(8))
        && number(11) <= 23
        && number(14) <= 59
        && number(17) <= 59
}

/// Whether a text is a decimal number as [`decimal`] gives it, so that it may be kept as it is.
fn is_plain_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (units, decimals) = digits.split_once('.').unwrap_or((digits, "1"));
    let all_digits = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    let is_shortest = units == "0" || !units.starts_with('0');
    !units.is_empty()
        && all_digits(units)
        && is_shortest
        && all_digits(decimals)
        && !decimals.is_empty()
        && !decimals.ends_with('0')
        && text != "-0"
}

/// A decimal number without an exponent, a sign that says nothing, or zeros that say nothing.
///
/// The digits are those that came, so that no amount is rounded on its way.
pub fn decimal(text: &str) -> Option<Cow<'_, str>> {
    if is_plain_decimal(text) {
        return Some(text.into());
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |it| ("-", it));
    let (units, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    if units.is_empty() || !all_digits(units) || !all_digits(decimals) {
        // `1e3` and the like: rare enough to go through a float.
        let number = text.parse::<f64>().ok().filter(|it| it.is_finite())?;
        return text.contains(['e', 'E']).then(|| number.to_string().into());
    }
    let units = units.trim_start_matches('0');
    let units = if units.is_empty() { "0" } else { units };
    let decimals = decimals.trim_end_matches('0');
    let sign = if units == "0" && decimals.is_empty() { "" } else { sign };
    Some(if decimals.is_empty() { format!("{sign}{units}") } else { format!("{sign}{units}.{decimals}") }.into())
}

#[cfg(test)]
mod tests {
    use super::{Cow, day, decimal, is_plain_decimal, is_plain_moment, moment};

    #[test]
    fn a_moment_without_an_offset_is_in_utc() {
        let some = |it: &str| Some(Cow::Owned::<str>(it.to_owned()));
        assert_eq!(moment("2026-01-31T15:04:05.307"), some("2026-01-31T15:04:05.307Z"));
        assert_eq!(moment("2026-01-31T15:04:05Z"), some("2026-01-31T15:04:05Z"));
        assert_eq!(moment("2026-01-31T15:04:05+02:00"), some("2026-01-31T13:04:05Z"));
        assert_eq!([moment("2026-01-31"), moment("soon"), moment("2026-13-31T15:04:05Z")], [None, None, None]);
        assert_eq!([day("2026-01-31"), day("31.1.2026")], [Some("2026-01-31"), None]);
    }

    #[test]
    fn what_is_kept_as_it_is_would_be_read_as_the_same() {
        for text in ["2026-01-28T23:59:59Z", "0001-12-01T00:00:00Z"] {
            assert_eq!((is_plain_moment(text), moment(text).as_deref()), (true, Some(text)));
        }
        let moments =
            ["2026-02-30T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-28T23:59:60Z", "2026-01-28 23:59:59Z", "x", ""];
        assert!(!moments.into_iter().any(is_plain_moment));
        for text in ["0", "7", "-7", "12.5", "0.05", "-0.5", "9007199254740993.25", "100"] {
            assert_eq!((is_plain_decimal(text), decimal(text).as_deref()), (true, Some(text)));
        }
        let decimals = ["", "-", "-0", "00", "07", "1.", "1.0", "1.50", ".5", "1e3", "1.2.3", "+1", " 1"];
        assert!(!decimals.into_iter().any(is_plain_decimal));
    }

    #[test]
    fn a_decimal_keeps_every_digit_that_counts() {
        let read: Vec<_> = ["12.50", "-0.00", "007", "9007199254740993.25", "1e3", "1.5E-3", "-4", "free", "NaN", ""]
            .iter()
            .map(|it| decimal(it))
            .collect();
        let wanted = ["12.5", "0", "7", "9007199254740993.25", "1000", "0.0015", "-4"];
        let wanted: Vec<_> = wanted.iter().map(|it| Some(Cow::Borrowed(*it))).chain([None, None, None]).collect();
        assert_eq!(read, wanted);
    }
}
