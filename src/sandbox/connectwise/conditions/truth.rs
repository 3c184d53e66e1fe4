//! Whether a record meets a condition. A field that is not there is null, which equals nothing but `null`.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{Condition, Literal, Op};

/// Says whether `record` meets `condition`; an array is met when one of its members is.
pub fn meets(record: &Map<String, Value>, condition: &Condition) -> bool {
    decide(condition, &mut |field, op, values| {
        let found = values_at(record, field);
        values.iter().any(|literal| match (literal, op) {
            (Literal::Null, Op::Equal) => found.is_empty(),
            (Literal::Null, Op::Unequal) => !found.is_empty(),
            _ => found.iter().any(|value| holds(value, op, literal)),
        })
    })
}

/// Decides a condition of ids alone without the record; `None` when another field is asked for.
pub fn meets_by_id(id: u64, condition: &Condition) -> Option<bool> {
    let mut only_ids = true;
    let id = Value::from(id);
    let truth = decide(condition, &mut |field, op, values| {
        only_ids &= field.eq_ignore_ascii_case("id");
        values.iter().any(|literal| match (literal, op) {
            (Literal::Null, _) => op == Op::Unequal,
            _ => holds(&id, op, literal),
        })
    });
    // Shortcuts may have skipped a field, so all of them are looked at.
    let only_ids = only_ids && condition.fields().iter().all(|it| it.eq_ignore_ascii_case("id"));
    only_ids.then_some(truth)
}

fn decide(condition: &Condition, test: &mut impl FnMut(&str, Op, &[Literal]) -> bool) -> bool {
    match condition {
        Condition::All(them) => them.iter().all(|it| decide(it, test)),
        Condition::Any(them) => them.iter().any(|it| decide(it, test)),
        Condition::Not(it) => !decide(it, test),
        Condition::Test { field, op, values } => test(field, *op, values),
    }
}

/// Every value at a path such as `types/id`, through arrays.
pub fn values_at<'a>(record: &'a Map<String, Value>, path: &str) -> Vec<&'a Value> {
    let mut parts = path.split('/');
    let first = parts.next().and_then(|part| member(record, part));
    let mut found: Vec<&Value> = first.into_iter().collect();
    for part in parts {
        let flat =
            found.into_iter().flat_map(|it| it.as_array().map_or_else(|| vec![it], |them| them.iter().collect()));
        found = flat.filter_map(|it| it.as_object().and_then(|it| member(it, part))).collect();
    }
    found
}

fn member<'a>(record: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    record.get(name).or_else(|| record.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

fn holds(value: &Value, op: Op, literal: &Literal) -> bool {
    let text = |value: &Value| value.as_str().map(str::to_lowercase);
    match (op, literal) {
        (Op::Contains, Literal::Text(part)) => text(value).is_some_and(|it| it.contains(&part.to_lowercase())),
        (Op::Like, Literal::Text(pattern)) => text(value).is_some_and(|it| like(&it, &pattern.to_lowercase())),
        (Op::Contains | Op::Like, _) => false,
        (Op::Unequal, _) => compared(value, literal).is_none_or(|it| it != Ordering::Equal),
        (Op::Equal, _) => compared(value, literal) == Some(Ordering::Equal),
        (Op::Less, _) => compared(value, literal) == Some(Ordering::Less),
        (Op::More, _) => compared(value, literal) == Some(Ordering::Greater),
        (Op::AtMost, _) => compared(value, literal).is_some_and(Ordering::is_le),
        (Op::AtLeast, _) => compared(value, literal).is_some_and(Ordering::is_ge),
    }
}

/// Compares without regard to case, as the vendor's database does; `None` for values of different kinds.
fn compared(value: &Value, literal: &Literal) -> Option<Ordering> {
    match literal {
        Literal::Text(text) => Some(value.as_str()?.to_lowercase().cmp(&text.to_lowercase())),
        Literal::Number(number) => value.as_f64()?.partial_cmp(number),
        Literal::Truth(truth) => Some(value.as_bool()?.cmp(truth)),
        Literal::Moment(moment) => Some(value.as_str()?.parse::<Timestamp>().ok()?.cmp(moment)),
        Literal::Null => None,
    }
}

/// Matches a pattern in which `%` and `*` stand for any text.
fn like(text: &str, pattern: &str) -> bool {
    let pieces: Vec<&str> = pattern.split(['%', '*']).collect();
    let [first, between @ .., last] = pieces.as_slice() else { return text == pattern };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    for piece in between {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Condition, like, meets, meets_by_id};

    fn met(condition: &str) -> bool {
        let record = json!({
            "id": 7, "name": "Müller & Söhne", "price": 12.5, "inactiveFlag": false,
            "company": {"id": 3, "name": "Acme"}, "types": [{"id": 1}, {"id": 4}],
            "startDate": "2024-03-01T00:00:00Z",
        });
        let Value::Object(record) = record else { panic!("no object") };
        meets(&record, &Condition::parse(condition).unwrap())
    }

    #[test]
    fn records_meet_what_they_should() {
        for condition in [
            "id=7",
            "id in (1,7)",
            "id not in (1,2)",
            "name contains 'MÜLLER'",
            "name like 'm%söhne'",
            "price>=12.5",
            "inactiveFlag=False",
            "company/id=3 and not (company/name='x' or id=1)",
            "types/id=4",
            "startDate > [2024-02-29T23:59:59Z]",
            "endDate = null",
            "startDate != null",
            "Company/Id = 3",
        ] {
            assert!(met(condition), "{condition}");
        }
    }

    #[test]
    fn records_do_not_meet_what_they_should_not() {
        for condition in [
            "id!=7",
            "id='7'",
            "name not contains 'ller'",
            "endDate > [2020-01-01]",
            "endDate != [2020-01-01]",
            "types/id=2",
        ] {
            assert!(!met(condition), "{condition}");
        }
    }

    #[test]
    fn ids_alone_are_decided_without_the_record() {
        let by_id = |text: &str| meets_by_id(7, &Condition::parse(text).unwrap());
        assert_eq!(by_id("id > 3 and id <= 7"), Some(true));
        assert_eq!(by_id("id = 1"), Some(false));
        assert_eq!(by_id("id = 7 or name = 'x'"), None);
    }

    #[test]
    fn patterns_match_whole_texts() {
        assert!(like("abc", "abc") && like("abc", "a%") && like("abc", "*c") && like("abc", "%b%"));
        assert!(!like("abc", "b%") && !like("abc", "%b") && !like("abc", "ab"));
        assert!(!like("ab", "ab%b"));
    }
}
