//! Reads values as vendors write them: days, moments, decimal numbers.

/// The day of `2026-01-31` or `2026-01-31T00:00:00Z`.
pub fn day(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    let is_day =
        day.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let ends = text.as_bytes().get(10).is_none_or(|it| matches!(it, b'T' | b' '));
    (is_day && ends).then_some(day)
}

/// A moment as `2026-01-31T12:00:00Z`, with the fraction that came. One without an offset is in UTC.
pub fn moment(text: &str) -> Option<String> {
    day(text)?;
    let time = text.get(11..)?;
    let has_offset = time.contains(['Z', 'z', '+', '-']);
    let parsed: jiff::Timestamp = if has_offset { text.parse() } else { format!("{text}Z").parse() }.ok()?;
    Some(parsed.to_string())
}

/// A decimal number without an exponent, a sign that says nothing, or zeros that say nothing.
///
/// The digits are those that came, so that no amount is rounded on its way.
pub fn decimal(text: &str) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |it| ("-", it));
    let (units, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    if units.is_empty() || !all_digits(units) || !all_digits(decimals) {
        // `1e3` and the like: rare enough to go through a float.
        let number = text.parse::<f64>().ok().filter(|it| it.is_finite())?;
        return text.contains(['e', 'E']).then(|| number.to_string());
    }
    let units = units.trim_start_matches('0');
    let units = if units.is_empty() { "0" } else { units };
    let decimals = decimals.trim_end_matches('0');
    let sign = if units == "0" && decimals.is_empty() { "" } else { sign };
    Some(if decimals.is_empty() { format!("{sign}{units}") } else { format!("{sign}{units}.{decimals}") })
}

#[cfg(test)]
mod tests {
    use super::{day, decimal, moment};

    #[test]
    fn a_moment_without_an_offset_is_in_utc() {
        let some = |it: &str| Some(it.to_owned());
        assert_eq!(moment("2026-01-31T15:04:05.307"), some("2026-01-31T15:04:05.307Z"));
        assert_eq!(moment("2026-01-31T15:04:05Z"), some("2026-01-31T15:04:05Z"));
        assert_eq!(moment("2026-01-31T15:04:05+02:00"), some("2026-01-31T13:04:05Z"));
        assert_eq!([moment("2026-01-31"), moment("soon"), moment("2026-13-31T15:04:05Z")], [None, None, None]);
        assert_eq!([day("2026-01-31"), day("31.1.2026")], [Some("2026-01-31"), None]);
    }

    #[test]
    fn a_decimal_keeps_every_digit_that_counts() {
        let read: Vec<_> = ["12.50", "-0.00", "007", "9007199254740993.25", "1e3", "1.5E-3", "-4", "free", "NaN", ""]
            .iter()
            .map(|it| decimal(it))
            .collect();
        let wanted = ["12.5", "0", "7", "9007199254740993.25", "1000", "0.0015", "-4"];
        let wanted: Vec<_> = wanted.iter().map(|it| Some((*it).to_owned())).chain([None, None, None]).collect();
        assert_eq!(read, wanted);
    }
}
