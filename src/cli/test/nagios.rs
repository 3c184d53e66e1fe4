//! One line for monitoring plugins, by the plugin guidelines: status, text, a bar, numbers; what is wrong below it.

use std::fmt::Write as _;

use crate::{
    cli::say::{Trouble, data},
    model::{
        document::{Document, Proven, SightRow},
        fault::ExitCode,
        left::{Left, left},
        report::Fact,
        shown::Shown,
    },
};

use super::{Tested, Untested};

/// Days before the end of a certificate from which it is a warning.
const SOON: i64 = 14;

/// What a plugin can say. Ordered for the exit code only; see [`Status::or_worse`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Ok = 0,
    Warning = 1,
    Critical = 2,
    Unknown = 3,
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Critical => "CRITICAL",
            Self::Unknown => "UNKNOWN",
        }
    }

    /// The worse of two: what is known to be broken comes before what is not known.
    fn or_worse(self, other: Self) -> Self {
        let weight = |it: Self| match it {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Unknown => 2,
            Self::Critical => 3,
        };
        if weight(other) > weight(self) { other } else { self }
    }
}

/// Tells that nothing could be tested.
pub(super) fn cannot(trouble: &Trouble) -> u8 {
    let mut text = String::new();
    push(&mut text, &format!("PSA {} - {}", Status::Unknown.word(), trouble.what()));
    push(&mut text, trouble.remedy());
    data(&text);
    Status::Unknown as u8
}

/// Tells what was found and gives the plugin's exit code.
pub(super) fn tell(tested: &[Tested], untested: &[Untested]) -> u8 {
    let (text, status) = told(tested, untested);
    data(&text);
    status as u8
}

fn told(tested: &[Tested], untested: &[Untested]) -> (String, Status) {
    let mut text = String::new();
    if let ([one], []) = (tested, untested) {
        let found = Found::of(&one.document);
        let line = format!("PSA {} - {}: {}", found.status.word(), one.document.connection, found.short);
        let _ = writeln!(text, "{} | {}", clean(&line), numbers(one, ""));
        found.long.iter().for_each(|it| push(&mut text, it));
        return (text, found.status);
    }
    let found: Vec<_> = tested.iter().map(|it| (it, Found::of(&it.document))).collect();
    let statuses = found.iter().map(|it| it.1.status).chain(untested.iter().map(|_| Status::Unknown));
    let status = statuses.reduce(Status::or_worse).unwrap_or(Status::Unknown);
    let n_fine = found.iter().filter(|it| it.1.status == Status::Ok).count();
    let of = tested.len() + untested.len();
    let says = if of == 0 { "nothing is saved".into() } else { format!("{n_fine} of {of} connections fine") };
    let numbers: Vec<_> = tested.iter().map(|it| numbers(it, &format!("{}_", it.document.connection))).collect();
    let bar = if numbers.is_empty() { String::new() } else { format!(" | {}", numbers.join(" ")) };
    let _ = writeln!(text, "{}{bar}", clean(&format!("PSA {} - {says}", status.word())));
    for (it, found) in &found {
        push(&mut text, &format!("{} {}: {}", found.status.word(), it.document.connection, found.short));
        found.long.iter().for_each(|line| push(&mut text, &format!("  {line}")));
    }
    for Untested { name, trouble } in untested {
        push(&mut text, &format!("{} {name}: {}. {}", Status::Unknown.word(), trouble.what(), trouble.remedy()));
    }
    (text, status)
}

/// What one test means for a plugin.
struct Found {
    status: Status,
    /// The line, without the name.
    short: String,
    /// The lines below it.
    long: Vec<String>,
}

impl Found {
    fn of(document: &Document) -> Self {
        let mut found = Self { status: of_exit(document), short: String::new(), long: vec![] };
        let mut short = vec![];
        if let Some((check, failed)) = document.failed() {
            short.push(format!("{} failed: {}", check.name(), check.detail));
            found.long.push(format!("{} {}", failed.cause, failed.remedy));
            found.long.extend(failed.menu.iter().map(|it| format!("Mend it at {it}.")));
        }
        if !document.rights.is_empty() {
            short.push(format!("{} of {} rights", held(document), document.rights.len()));
        }
        let hidden = hidden(document);
        if hidden > 0 {
            short.push(format!("{hidden} rows hidden"));
        }
        if let Some(days) = number(document, Fact::DaysLeft) {
            short.push(format!("certificate {days} day{}", if days == 1 { "" } else { "s" }));
            if days < SOON {
                found.warn(format!("The certificate {}.", ends(days)));
            }
        }
        if !document.rights.is_empty() {
            found.long.extend(left(document).iter().map(Left::line));
        }
        let optional_missing = document.rights.iter().any(|it| it.optional && it.proof.is_short());
        let optional_hidden = document.sights.iter().any(|it| it.optional && it.is_blind());
        if optional_missing || optional_hidden {
            found.status = found.status.or_worse(Status::Warning);
        }
        // Both are the same every night and somebody's decision: told, and no reason to wake anybody.
        for it in document.rights.iter().filter(|it| it.proof == Proven::Unproven && it.confirmed.is_none()) {
            found.long.push(format!("unproven: {}: {}", it.label(), it.because.as_deref().unwrap_or_default()));
        }
        for it in &document.excess {
            found.long.push(format!("beyond the need: {}: {}", it.name, it.levels));
        }
        if let Some(it) = &document.moved {
            found.warn(format!("The login belongs to {} now, says {}.", it.to, it.by));
        }
        found.short = if short.is_empty() { document.verdict.clone() } else { short.join(", ") };
        found
    }

    fn warn(&mut self, line: String) {
        self.status = self.status.or_worse(Status::Warning);
        self.long.push(line);
    }
}

/// The plugin's status for an exit code. A locked account stays so until somebody unlocks it; a limit passes.
fn of_exit(document: &Document) -> Status {
    match document.exit_code() {
        ExitCode::Fine => Status::Ok,
        ExitCode::RefusedLogin | ExitCode::RightMissing | ExitCode::Unreachable => Status::Critical,
        ExitCode::Limited if document.failed().is_some_and(|it| it.1.fault == "locked") => Status::Critical,
        ExitCode::Limited => Status::Warning,
        // Rows that are hidden or deleted: somebody should look, and nothing is known to be broken.
        ExitCode::CouldNotTell if document.sights.iter().any(SightRow::is_doubtful) => Status::Warning,
        ExitCode::CouldNotTell
        | ExitCode::OldKeyWorks
        | ExitCode::Ours
        | ExitCode::Usage
        | ExitCode::Store
        | ExitCode::NotRunnable
        | ExitCode::NoProgram
        | ExitCode::Cancelled => Status::Unknown,
    }
}

/// When a certificate ends, in words.
fn ends(days: i64) -> String {
    let n = days.unsigned_abs();
    let count = if n == 1 { "1 day".to_owned() } else { format!("{n} days") };
    match days {
        0 => "ends today".to_owned(),
        1.. => format!("ends in {count}"),
        ..0 => format!("ended {count} ago"),
    }
}

/// Rights shown by the server or confirmed by hand.
fn held(document: &Document) -> usize {
    document.tally.granted + document.tally.confirmed
}

/// Rows that are referred to and not shown.
pub(super) fn hidden(document: &Document) -> u64 {
    document.sights.iter().filter_map(|it| it.hidden).sum()
}

/// The number that a fact begins with.
pub(super) fn number(document: &Document, fact: Fact) -> Option<i64> {
    let text = document.fact(fact)?.trim().replace([',', '_'], "");
    let end = text.char_indices().find(|(at, c)| !(c.is_ascii_digit() || (*at == 0 && *c == '-'))).map(|it| it.0);
    text[..end.unwrap_or(text.len())].parse().ok()
}

/// Performance data. Names have no character that would need quotes.
fn numbers(tested: &Tested, prefix: &str) -> String {
    let Tested { document, took, .. } = tested;
    let mut numbers = format!("{prefix}rights={};;;0;{}", held(document), document.rights.len());
    let _ = write!(numbers, " {prefix}time={:.3}s;;;0;", took.as_secs_f64());
    if let Some(days) = number(document, Fact::DaysLeft) {
        let _ = write!(numbers, " {prefix}certificate_days={days};{SOON}:;0:;;");
    }
    if let Some(used) = number(document, Fact::Used) {
        let of = number(document, Fact::Budget).map(|it| it.to_string()).unwrap_or_default();
        let _ = write!(numbers, " {prefix}requests={used};;;0;{of}");
    }
    if document.sights.iter().any(|it| it.hidden.is_some()) {
        let _ = write!(numbers, " {prefix}hidden_rows={};;0;0;", hidden(document));
    }
    numbers
}

fn push(text: &mut String, line: &str) {
    text.push_str(clean(line).trim_end());
    text.push('\n');
}

/// A text that neither ends the line nor begins performance data.
fn clean(text: &str) -> String {
    Shown::new(text).as_str().replace('|', "/")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Status, Tested, Untested, told};
    use crate::{
        cli::say::Trouble,
        model::document::{CheckRow, Document, ExcessRow, FaultRow, Outcome, TallyRow},
    };

    fn tested(exit: u8, change: impl Fn(&mut Document)) -> Tested {
        let mut document =
            Document { connection: "acme".into(), exit, verdict: "So it is.".into(), ..Document::default() };
        change(&mut document);
        Tested { document, before: None, took: Duration::from_millis(1200) }
    }

    fn check(days: &str, failed: Option<&str>) -> CheckRow {
        let failed = failed.map(|fault| FaultRow {
            fault: fault.into(),
            side: "administrator".into(),
            cause: "It is so.".into(),
            remedy: "Do it.".into(),
            menu: None,
            retry: false,
        });
        CheckRow {
            check: "login".into(),
            outcome: if failed.is_some() { Outcome::Failed } else { Outcome::Passed },
            detail: "says \"a | b\"\nc".into(),
            details: [("days-left".to_owned(), days.to_owned())].into(),
            meaning: String::new(),
            failed,
            request: None,
            ms: 1,
        }
    }

    fn status(tested: Tested) -> Status {
        told(&[tested], &[]).1
    }

    #[test]
    fn each_exit_code_has_its_status() {
        let codes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 130].map(|it| status(tested(it, |_| {})) as u8);
        assert_eq!(codes, [0, 3, 3, 2, 2, 2, 1, 3, 3, 3]);
        let locked = tested(6, |it| it.checks = vec![check("90", Some("locked"))]);
        assert_eq!(status(locked), Status::Critical);
    }

    #[test]
    fn a_certificate_that_ends_soon_is_a_warning_and_rights_beyond_the_need_are_only_told() {
        assert_eq!(status(tested(0, |it| it.checks = vec![check("14 days", None)])), Status::Ok);
        assert_eq!(status(tested(0, |it| it.checks = vec![check("13 days", None)])), Status::Warning);
        let excess = ExcessRow { name: "Finance / Invoicing".into(), levels: "delete All".into() };
        let (text, status) = told(&[tested(0, |it| it.excess = vec![excess.clone()])], &[]);
        assert_eq!(status, Status::Ok);
        assert!(text.contains("beyond the need: Finance / Invoicing: delete All"), "{text}");
    }

    #[test]
    fn a_servers_text_is_one_line_and_no_performance_data() {
        let ran = tested(3, |it| {
            it.checks = vec![check("89", Some("bad-login"))];
            it.tally = TallyRow { granted: 9, ..TallyRow::default() };
        });
        let text = told(&[ran], &[]).0;
        let line = "PSA CRITICAL - acme: login failed: says \"a / b\" c, certificate 89 days | rights=9;;;0;0 \
                    time=1.200s;;;0; certificate_days=89;14:;0:;;\nIt is so. Do it.\n";
        assert_eq!(text, line);
    }

    #[test]
    fn the_end_of_a_certificate_is_told_in_days_from_now() {
        let told = [(13, "ends in 13 days"), (1, "ends in 1 day"), (0, "ends today"), (-1, "ended 1 day ago")];
        for (days, says) in told {
            assert_eq!(super::ends(days), says);
        }
        assert_eq!(super::ends(-3), "ended 3 days ago");
    }

    #[test]
    fn several_have_one_line_and_the_broken_one_is_named() {
        let untested = Untested { name: "bad".into(), trouble: Trouble::usage("no | such", "Mend it.") };
        let (text, status) = told(&[tested(0, |_| {}), tested(5, |_| {})], &[untested]);
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("PSA CRITICAL - 1 of 3 connections fine | acme_rights="), "{text}");
        assert!(text.contains("\nUNKNOWN bad: no / such. Mend it.\n"), "{text}");
        assert_eq!((status, text.matches('|').count()), (Status::Critical, 1));
        assert_eq!(told(&[], &[]), ("PSA UNKNOWN - nothing is saved\n".to_owned(), Status::Unknown));
    }
}
