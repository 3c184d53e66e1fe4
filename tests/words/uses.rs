//! What the sources say by name: every name exists, every text is said somewhere, and the values are those that it takes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use psa_connect::words::ENGLISH;

use crate::{
    catalogue::{Text, Texts},
    imports::{Token, reads, tokens_and_strings, without_tests},
};

/// One place that says a text.
#[derive(Debug, PartialEq, Eq)]
struct Use {
    /// The names that it may be; more than one where they are chosen on the spot.
    ids: Vec<String>,
    /// The values that it is given; `None` where that cannot be seen.
    values: Option<BTreeSet<String>>,
    line: usize,
}

/// Every place of one file that says a text.
fn uses(code: &str) -> Vec<Use> {
    let tokens = without_tests(&tokens_and_strings(code));
    let calls = (2..tokens.len()).filter(|at| {
        let is_call = matches!(tokens[*at].text.as_str(), "say" | "with" | "word") && reads(&tokens, at + 1, &["("]);
        // In its own module it is called without a path; `word` fills tables, and is imported there.
        let is_table = tokens[*at].text == "word" && tokens.get(at + 2).is_some_and(|it| it.text.starts_with('"'));
        let is_bare = (is_table || is_at_home(code)) && is_bare(&tokens[at - 1]);
        is_call && (is_bare || reads(&tokens, at - 2, &["words", "::"]))
    });
    calls.map(|at| seen(&tokens, at)).filter(|it| !is_at_home(code) || !it.ids.is_empty()).collect()
}

fn is_at_home(code: &str) -> bool {
    code.starts_with("//! Every text that a person reads") || code.starts_with("//! Numbers as people read them")
}

fn is_bare(before: &Token) -> bool {
    !matches!(before.text.as_str(), "." | "fn" | "::" | "self")
}

/// Reads the call at `at`: `say("…")`, `with("…", &[("…", …)])`, `with("…", &values)`.
fn seen(tokens: &[Token], at: usize) -> Use {
    let first = argument(tokens, at + 2);
    let ids = strings(&tokens[at + 2..first]);
    let values = if tokens[at].text == "with" {
        let second = argument(tokens, first + 1);
        given(tokens, first + 1, second)
    } else {
        Some(BTreeSet::new())
    };
    Use { ids, values, line: tokens[at].line }
}

/// Finds the end of the argument that begins at `at`: its comma, or the parenthesis that closes the call.
fn argument(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0_i32;
    for (idx, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" | "," if depth == 0 => return idx,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

fn strings(tokens: &[Token]) -> Vec<String> {
    tokens.iter().filter_map(|it| it.text.strip_prefix('"')).map(str::to_owned).collect()
}

/// The names of the values: written on the spot, or in the array of that name that stands last before it.
fn given(tokens: &[Token], start: usize, end: usize) -> Option<BTreeSet<String>> {
    if reads(tokens, start, &["&", "["]) {
        let mut names = named(&tokens[start + 2..end]);
        for apart in apart(&tokens[start + 2..end]) {
            // A pair that was made before: it is called as the value is.
            let is_made = |at: usize| reads(tokens, at, &["("]) && tokens[at + 1].text == format!("\"{apart}");
            if !(0..start).any(is_made) {
                return None;
            }
            names.insert(apart);
        }
        return Some(names);
    }
    let name = tokens.get(start + 1).filter(|_| end == start + 2)?;
    let made = (0..start).rev().find(|at| reads(tokens, *at, &["let", &name.text, "=", "["]))?;
    let close = (made + 4..start).find(|at| argument(tokens, made + 4) <= *at && tokens[*at].text == ";")?;
    Some(named(&tokens[made + 4..close]))
}

/// The first string of each pair.
fn named(tokens: &[Token]) -> BTreeSet<String> {
    let mut depth = 0_i32;
    let mut found = BTreeSet::new();
    for (idx, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "(" | "[" | "{" => {
                if depth == 0
                    && let Some(name) = tokens.get(idx + 1).and_then(|it| it.text.strip_prefix('"'))
                {
                    found.insert(name.to_owned());
                }
                depth += 1;
            }
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
    }
    found
}

/// The elements that are no pair but a name: `host`, `of.clone()`.
fn apart(tokens: &[Token]) -> Vec<String> {
    let mut depth = 0_i32;
    let mut found = vec![];
    for (idx, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            name if depth == 0 && (idx == 0 || tokens[idx - 1].text == ",") => found.push(name.replace('_', "-")),
            _ => {}
        }
    }
    found
}

/// What is wrong with the uses in the sources, each with its place.
fn wrong(sources: &[(String, String)], texts: &BTreeMap<String, Text>) -> Vec<String> {
    let mut found = vec![];
    let mut said = BTreeSet::new();
    for (name, code) in sources {
        for it in uses(code) {
            let place = format!("{name}:{}", it.line);
            if it.ids.is_empty() {
                found.push(format!("{place}: a text is named where it is said"));
            }
            for id in it.ids {
                match (texts.get(&id), &it.values) {
                    (None, _) => found.push(format!("{place}: there is no text {id}")),
                    (Some(_), None) => found.push(format!("{place}: the values of {id} cannot be seen")),
                    (Some(text), Some(values)) if text.values != *values => {
                        found.push(format!("{place}: {id} takes {:?} and is given {values:?}", text.values));
                    }
                    (Some(_), Some(_)) => {}
                }
                said.insert(id);
            }
        }
    }
    found.extend(texts.keys().filter(|it| !said.contains(*it)).map(|it| format!("{it}: nobody says it")));
    found
}

fn sources() -> Vec<(String, String)> {
    let mut found = vec![];
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|it| it.unwrap().path()));
        } else {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

#[test]
fn every_text_that_is_said_exists_and_every_text_is_said_with_just_its_values() {
    let wrong = wrong(&sources(), &Texts::of(ENGLISH).texts);
    assert!(wrong.is_empty(), "{} finding(s):\n{}\n", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_wrong_use_is_seen() {
    let texts: BTreeMap<_, _> = [("a-b", &[][..]), ("a-c", &["n", "of"][..])]
        .into_iter()
        .map(|(id, values)| {
            (id.to_owned(), Text { values: values.iter().map(|it| (*it).to_owned()).collect(), pieces: 1 })
        })
        .collect();
    let found = |code: &str| wrong(&[("a.rs".to_owned(), code.to_owned())], &texts);
    let fine = r#"fn f() { words::say("a-b"); words::with("a-c", &[("n", g("x", 1).into()), ("of", 2.into())]); }"#;
    assert_eq!(found(fine), [""; 0]);
    let apart = r#"const A: Word = words::word("a-b");
        fn f() { let all = [("n", n.into()), ("of", (a, "b").into())]; words::with("a-c", &all); }"#;
    assert_eq!(found(apart), [""; 0]);
    let pair =
        r#"fn f() { words::say("a-b"); let of = ("of", 1.into()); words::with("a-c", &[of.clone(), ("n", n)]); }"#;
    assert_eq!(found(pair), [""; 0]);
    assert_eq!(found(&pair.replace("\"of\"", "\"off\"")).len(), 1);
    assert_eq!(found(&fine.replace("a-b", "a-d")), ["a.rs:1: there is no text a-d", "a-b: nobody says it"]);
    assert_eq!(found(&fine.replace("\"of\"", "\"off\"")).len(), 1);
    assert_eq!(found(&fine.replace(", (\"of\", 2.into())", "")).len(), 1);
    assert_eq!(found(&format!("{fine} fn g() {{ words::say(id); }}")).len(), 1);
    assert_eq!(found(&format!("{fine} fn g() {{ words::with(\"a-c\", &values); }}")).len(), 1);
    assert_eq!(found(&format!("#[cfg(test)] mod t {{ {fine} }}")).len(), 2);
}
