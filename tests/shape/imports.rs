//! Reads Rust well enough to say what a file names: no comments, no strings, grouped imports split, `super` resolved.

/// One word or sign of the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// A whole identifier, `::`, or one sign.
    pub(crate) text: String,
    /// Counted from 1.
    pub(crate) line: usize,
}

/// One path that the code names, such as `crate::model::secret::Secret`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Its parts; `self` and `super` are resolved, `psa_connect` is `crate`.
    pub(crate) parts: Vec<String>,
    /// Counted from 1.
    pub(crate) line: usize,
}

/// Blanks comments, strings, characters and lifetimes; lines stay where they are.
pub(crate) fn without_text(code: &str) -> String {
    replaced(code, |_| String::new())
}

/// Blanks comments, characters and lifetimes, and puts what `with` makes of it in the place of each string.
fn replaced(code: &str, mut with: impl FnMut(&str) -> String) -> String {
    let chars: Vec<char> = code.chars().collect();
    let mut out = String::with_capacity(code.len());
    let mut at = 0;
    while at < chars.len() {
        let in_word = at > 0 && is_word(chars[at - 1]);
        let end = match (chars[at], chars.get(at + 1)) {
            ('/', Some('/')) => chars[at..].iter().position(|it| *it == '\n').map_or(chars.len(), |it| at + it),
            ('/', Some('*')) => end_of_block_comment(&chars, at),
            ('"', _) => end_of_string(&chars, at),
            ('r', Some('"' | '#')) if !in_word || matches!(chars[at - 1], 'b' | 'c') => {
                end_of_raw_string(&chars, at).unwrap_or(at)
            }
            ('\'', _) => end_of_quote(&chars, at),
            _ => at,
        };
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            if chars[at] == '"' || (chars[at] == 'r' && chars[end - 1] != '\'') {
                out.push_str(&with(&chars[at..end].iter().collect::<String>()));
            }
            out.extend(chars[at..end].iter().map(|it| if *it == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn end_of_block_comment(chars: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (at, depth) = (at + 2, depth + 1),
            ('*', Some('/')) => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at.min(chars.len())
}

fn end_of_string(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// Gives nothing for `r#name`, which is an identifier.
fn end_of_raw_string(chars: &[char], start: usize) -> Option<usize> {
    let hashes = chars[start + 1..].iter().take_while(|it| **it == '#').count();
    let open = start + 1 + hashes;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let closes = |at: &usize| {
        chars[*at] == '"' && chars[at + 1..].iter().take(hashes).filter(|it| **it == '#').count() == hashes
    };
    Some((open + 1..chars.len()).find(closes).map_or(chars.len(), |it| it + 1 + hashes))
}

/// A character literal or a lifetime.
fn end_of_quote(chars: &[char], start: usize) -> usize {
    let end = if chars.get(start + 1) == Some(&'\\') {
        (start + 3..chars.len()).find(|it| chars[*it] == '\'').map_or(chars.len(), |it| it + 1)
    } else if chars.get(start + 2) == Some(&'\'') {
        start + 3
    } else {
        (start + 1..chars.len()).find(|it| !is_word(chars[*it])).unwrap_or(chars.len())
    };
    end.min(chars.len())
}

/// Splits code into words and signs.
pub(crate) fn tokens(code: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    for (idx, row) in without_text(code).lines().enumerate() {
        let mut rest = row.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = if is_word(first) {
                rest.find(|it| !is_word(it)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            found.push(Token { text: rest[..length].to_owned(), line: idx + 1 });
            rest = rest[length..].trim_start();
        }
    }
    found
}

/// The same with strings: their value behind a quotation mark, which no word and no sign begins with.
pub(crate) fn tokens_and_strings(code: &str) -> Vec<Token> {
    let mut strings = vec![];
    let marked = replaced(code, |it| {
        strings.push(value(it));
        format!(" string__{} ", strings.len() - 1)
    });
    let unmarked = |it: Token| match it.text.strip_prefix("string__").and_then(|it| it.parse::<usize>().ok()) {
        Some(idx) => Token { text: format!("\"{}", strings[idx]), ..it },
        None => it,
    };
    tokens(&marked).into_iter().map(unmarked).collect()
}

/// What a string literal stands for.
fn value(literal: &str) -> String {
    let open = literal.find('"').unwrap_or_default();
    let inner = &literal[open + 1..literal.len() - open.max(1)];
    if literal.starts_with('r') {
        return inner.to_owned();
    }
    let mut said = String::new();
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('\n')) => while chars.next_if(|it| it.is_whitespace()).is_some() {},
            ('\\', Some('n')) => said.extend(chars.next().map(|_| '\n')),
            ('\\', Some(_)) => said.extend(chars.next()),
            _ => said.push(c),
        }
    }
    said
}

/// Says whether the tokens from `at` on are exactly `texts`.
pub(crate) fn reads(tokens: &[Token], at: usize, texts: &[&str]) -> bool {
    tokens.get(at..at + texts.len()).is_some_and(|it| it.iter().zip(texts).all(|(token, text)| token.text == *text))
}

/// Leaves out every item behind `#[cfg(test)]`, and all of a file that opens with `#![cfg(test)]`.
pub(crate) fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if reads(tokens, at, &["#", "!", "[", "cfg", "(", "test", ")", "]"]) {
            break;
        }
        if reads(tokens, at, &["#", "[", "cfg", "(", "test", ")", "]"]) {
            at = end_of_item(tokens, at + 7);
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Names the files, without `.rs`, that the file `name` declares by `#[cfg(test)] mod …;`.
pub(crate) fn test_modules(name: &str, tokens: &[Token]) -> Vec<String> {
    let marks = (0..tokens.len()).filter(|at| reads(tokens, *at, &["#", "[", "cfg", "(", "test", ")", "]"]));
    let items = marks.map(|at| &tokens[at + 7..end_of_item(tokens, at + 7)]);
    items
        .filter_map(|item| match item {
            [.., keyword, module, end] if keyword.text == "mod" && end.text == ";" => Some(module.text.clone()),
            _ => None,
        })
        .map(|it| [vec!["src".to_owned()], module_of(name), vec![it]].concat().join("/"))
        .collect()
}

/// Finds the end of the item at `start`: its `;`, or the brace that closes its body.
fn end_of_item(tokens: &[Token], start: usize) -> usize {
    let mut depth = 0_i32;
    for (idx, token) in tokens.iter().enumerate().skip(start) {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return idx;
        }
        if depth == 0 && matches!(token.text.as_str(), ";" | "}") {
            return idx + 1;
        }
    }
    tokens.len()
}

/// Collects every path of two or more parts, and every import, as seen from the file `name`.
pub(crate) fn paths(name: &str, tokens: &[Token]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut module = module_of(name);
    let mut inline: Vec<i32> = Vec::new();
    let (mut depth, mut at) = (0, 0);
    while at < tokens.len() {
        let mut parsed = Vec::new();
        match tokens[at].text.as_str() {
            "use" => at = import(tokens, at + 1, &[], &mut parsed),
            "mod" if tokens.get(at + 2).is_some_and(|it| it.text == "{") => {
                module.push(tokens[at + 1].text.clone());
                inline.push(depth);
                (depth, at) = (depth + 1, at + 3);
            }
            "{" => (depth, at) = (depth + 1, at + 1),
            "}" => {
                (depth, at) = (depth - 1, at + 1);
                if inline.last() == Some(&depth) {
                    inline.pop();
                    module.pop();
                }
            }
            text if text.starts_with(is_word) => {
                let mut parts = vec![text.to_owned()];
                let line = tokens[at].line;
                at += 1;
                while reads(tokens, at, &["::"]) && tokens.get(at + 1).is_some_and(|it| it.text.starts_with(is_word)) {
                    parts.push(tokens[at + 1].text.clone());
                    at += 2;
                }
                if parts.len() > 1 {
                    parsed.push(Named { parts, line });
                }
            }
            _ => at += 1,
        }
        found.extend(parsed.into_iter().map(|it| Named { parts: resolved(it.parts, &module), ..it }));
    }
    found
}

/// Reads one branch of an import that starts at `at`, and gives the place behind it.
fn import(tokens: &[Token], mut at: usize, stem: &[String], found: &mut Vec<Named>) -> usize {
    let mut parts = stem.to_vec();
    let line = tokens.get(at).map_or(0, |it| it.line);
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|it| it.text != "}") {
                    // A branch ends at its comma; any other sign is stepped over, so that this ends too.
                    at = import(tokens, at, &parts, found);
                    at += usize::from(!reads(tokens, at, &["}"]));
                }
                return at + 1;
            }
            "as" => at += 2,
            "self" if !stem.is_empty() => at += 1,
            text if text == "*" || text.starts_with(is_word) => {
                parts.push(text.to_owned());
                at += 1;
            }
            "::" => at += 1,
            _ => break,
        }
    }
    if !parts.is_empty() {
        found.push(Named { parts, line });
    }
    at
}

/// Gives the module that a file is: `src/wizard/screen.rs` is `wizard::screen`.
fn module_of(name: &str) -> Vec<String> {
    let inner = name.strip_prefix("src/").unwrap_or(name).trim_end_matches(".rs").trim_end_matches("/mod");
    if matches!(inner, "lib" | "main") { Vec::new() } else { inner.split('/').map(str::to_owned).collect() }
}

fn resolved(parts: Vec<String>, module: &[String]) -> Vec<String> {
    let n_up = parts.iter().take_while(|it| matches!(it.as_str(), "self" | "super")).count();
    let rest = || parts[n_up..].iter().cloned();
    if n_up == 0 {
        let own = parts[0] == "psa_connect";
        return if own { [vec!["crate".to_owned()], parts[1..].to_vec()].concat() } else { parts };
    }
    let n_super = parts[..n_up].iter().filter(|it| *it == "super").count();
    let kept = &module[..module.len().saturating_sub(n_super)];
    std::iter::once("crate".to_owned()).chain(kept.iter().cloned()).chain(rest()).collect()
}
