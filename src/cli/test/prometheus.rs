//! The text exposition format of Prometheus, for the textfile collector.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::{
    cli::say::Trouble,
    model::{
        document::{Document, Proven},
        report::Fact,
        shown::Shown,
    },
};

use super::{
    Tested, Untested,
    nagios::{hidden, number},
};

/// One metric: its name, its type is always gauge, what it is, and its samples.
struct Metric {
    name: &'static str,
    help: &'static str,
    samples: Vec<(Labels, f64)>,
}

const UP: &str = "1 when no layer of the last test failed, else 0.";
const EXIT: &str = "The exit code of psa-connect test; 0 is fine.";

type Labels = Vec<(&'static str, String)>;

/// Writes the metrics of all tests. A connection that could not be tested is down, with its exit code.
pub(super) fn metrics(tested: &[Tested], untested: &[Untested]) -> String {
    let documents: Vec<&Document> = tested.iter().map(|it| &it.document).collect();
    let mut all = all(&documents);
    for Untested { name, trouble } in untested {
        let labels = || vec![("connection", name.clone())];
        for it in &mut all {
            match it.name {
                "psa_connect_up" => it.samples.push((labels(), 0.0)),
                "psa_connect_exit_code" => it.samples.push((labels(), f64::from(trouble.code() as u8))),
                // Nothing is known of the rest.
                _ => {}
            }
        }
    }
    write(&all)
}

/// Writes what alerts go by when nothing could be tested: all of it is down.
pub(super) fn cannot(name: Option<&str>, trouble: &Trouble) -> String {
    let labels = || name.map(|it| vec![("connection", Shown::new(it).to_string())]).unwrap_or_default();
    let metric = |name, help, value| Metric { name, help, samples: vec![(labels(), value)] };
    write(&[metric("psa_connect_up", UP, 0.0), metric("psa_connect_exit_code", EXIT, f64::from(trouble.code() as u8))])
}

fn write(all: &[Metric]) -> String {
    let mut text = String::new();
    for Metric { name, help, samples } in all.iter().filter(|it| !it.samples.is_empty()) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
        for (labels, value) in samples {
            let labels: Vec<_> = labels.iter().map(|(key, value)| format!("{key}=\"{}\"", escaped(value))).collect();
            let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
            let _ = writeln!(text, "{name}{labels} {value}");
        }
    }
    text
}

fn all(documents: &[&Document]) -> Vec<Metric> {
    let each = |name, help, sample: &dyn Fn(&Document) -> Option<f64>| Metric {
        name,
        help,
        samples: documents.iter().filter_map(|it| Some((labels(it, &[]), sample(it)?))).collect(),
    };
    let rows = |name, help, sample: &dyn Fn(&Document) -> Vec<(Labels, f64)>| Metric {
        name,
        help,
        samples: documents.iter().flat_map(|it| sample(it)).collect(),
    };
    vec![
        each("psa_connect_up", UP, &|it| Some(f64::from(u8::from(it.failed().is_none())))),
        each("psa_connect_exit_code", EXIT, &|it| Some(f64::from(it.exit))),
        rows("psa_connect_rights", "Rights that the product needs, by what is known of them.", &rights),
        rows("psa_connect_right_granted", "1 when the server showed all of the right, else 0.", &granted),
        rows("psa_connect_check_ok", "0 when this layer failed, else 1.", &|it| {
            let row = |check: &crate::model::document::CheckRow| {
                (labels(it, &[("check", &check.check)]), f64::from(u8::from(check.failed.is_none())))
            };
            it.checks.iter().map(row).collect()
        }),
        rows("psa_connect_check_seconds", "How long this layer took.", &|it| {
            let row =
                |check: &crate::model::document::CheckRow| (labels(it, &[("check", &check.check)]), seconds(check.ms));
            it.checks.iter().map(row).collect()
        }),
        each("psa_connect_certificate_expiry_days", "Days until the server's certificate ends.", &|it| {
            number(it, Fact::DaysLeft).map(whole)
        }),
        each("psa_connect_requests_used", "Requests used of the PSA's budget.", &|it| {
            number(it, Fact::Used).map(whole)
        }),
        each("psa_connect_requests_limit", "Requests that the PSA allows.", &|it| number(it, Fact::Budget).map(whole)),
        rows("psa_connect_rows", "Rows of a list that the login can read.", &|it| {
            it.counts.iter().map(|count| (labels(it, &[("list", &count.list)]), large(count.rows))).collect()
        }),
        each("psa_connect_hidden_rows", "Rows that others refer to and that the login cannot read.", &|it| {
            it.sights.iter().any(|it| it.hidden.is_some()).then(|| large(hidden(it)))
        }),
        each("psa_connect_last_test_timestamp_seconds", "When it was tested, seconds since 1970.", &|it| {
            it.at.parse::<Timestamp>().ok().map(|it| whole(it.as_second()))
        }),
    ]
}

fn labels(document: &Document, more: &[(&'static str, &str)]) -> Labels {
    let own = [("connection", document.connection.as_str()), ("psa", document.psa.as_str())];
    own.iter().chain(more).map(|(key, value)| (*key, (*value).to_owned())).collect()
}

fn rights(document: &Document) -> Vec<(Labels, f64)> {
    if document.rights.is_empty() {
        return vec![];
    }
    let tally = &document.tally;
    let counts = [
        (Proven::Granted.word(), tally.granted),
        (Proven::Partial.word(), tally.partial),
        (Proven::Missing.word(), tally.missing),
        (Proven::Unproven.word(), tally.unproven),
        ("confirmed", tally.confirmed),
    ];
    counts.map(|(proof, n)| (labels(document, &[("proof", proof)]), large(n as u64))).into()
}

fn granted(document: &Document) -> Vec<(Labels, f64)> {
    let row = |it: &crate::model::document::RightRow| {
        (labels(document, &[("right", &it.right)]), f64::from(u8::from(it.proof == Proven::Granted)))
    };
    document.rights.iter().map(row).collect()
}

fn seconds(ms: u64) -> f64 {
    large(ms) / 1000.0
}

#[expect(clippy::cast_precision_loss, reason = "counts beyond 2^52 do not occur, and a float is what the format has")]
fn large(n: u64) -> f64 {
    n as f64
}

#[expect(clippy::cast_precision_loss, reason = "numbers beyond 2^52 do not occur, and a float is what the format has")]
fn whole(n: i64) -> f64 {
    n as f64
}

/// A label's value, as the format wants it.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, time::Duration};

    use super::{Document, Tested, Untested, cannot, escaped, metrics};
    use crate::{
        cli::say::Trouble,
        model::document::{CountRow, TallyRow},
    };

    #[test]
    fn each_metric_is_introduced_once_and_its_samples_follow() {
        let tested = |name: &str| {
            let counts = vec![CountRow { list: "a\"b\\c\nd".into(), name: String::new(), rows: 7 }];
            let at = "2026-08-21T10:00:00Z".into();
            let document =
                Document { connection: name.into(), at, counts, tally: TallyRow::default(), ..Document::default() };
            Tested { document, before: None, took: Duration::ZERO }
        };
        let untested = Untested { name: "bad".into(), trouble: Trouble::usage("what", "remedy") };
        let text = metrics(&[tested("a"), tested("b")], &[untested]);
        let mut introduced = BTreeSet::new();
        let mut current = "";
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("# HELP ") {
                current = rest.split(' ').next().unwrap_or_default();
                assert!(introduced.insert(current), "{line}");
            } else if let Some(rest) = line.strip_prefix("# TYPE ") {
                assert_eq!(rest, format!("{current} gauge"));
            } else {
                assert!(line.starts_with(&format!("{current}{{connection=")), "{line}");
            }
        }
        assert!(text.contains("psa_connect_up{connection=\"bad\"} 0\n"), "{text}");
        assert!(text.contains("psa_connect_exit_code{connection=\"bad\"} 2\n"), "{text}");
        assert!(text.contains("list=\"a\\\"b\\\\c\\nd\"} 7\n"), "{text}");
        assert!(text.contains("_timestamp_seconds{connection=\"a\",psa=\"\"} 1787306400\n"), "{text}");
        let down = cannot(None, &Trouble::usage("what", "remedy"));
        assert!(down.contains("\npsa_connect_up 0\n") && down.contains("\npsa_connect_exit_code 2\n"), "{down}");
        assert_eq!(escaped("a\\b"), "a\\\\b");
    }
}
