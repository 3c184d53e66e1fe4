//! The rules, one function each. All but the first two look only at what ships: `#[cfg(test)]` items are left out.

use std::fmt;

use crate::imports::{Named, Token, paths, reads, test_modules, tokens, without_tests};

/// One rule: what is wrong with one file.
pub(crate) type Rule = fn(&Source) -> Vec<Finding>;

/// Which layers of the crate each layer may import, besides itself. `lib` and `main` may import all.
const LAYERS: [(&str, &[&str]); 12] = [
    ("words", &[]),
    ("model", &["words"]),
    ("psa", &["words", "model"]),
    ("wizard", &["words", "model"]),
    ("store", &["words", "model"]),
    ("sandbox", &["words", "model"]),
    ("engine", &["words", "model", "psa", "wizard", "store", "sandbox"]),
    ("face", &["words", "model", "wizard", "engine"]),
    ("line", &["words", "face", "model", "wizard", "engine", "store", "sandbox"]),
    ("tui", &["words", "face", "model", "wizard", "engine", "store", "sandbox"]),
    ("unattended", &["words", "face", "model", "wizard", "engine"]),
    ("cli", &["words", "face", "model", "wizard", "engine", "store", "sandbox", "line", "tui", "unattended"]),
];

/// These decide and never act.
const PURE: [&str; 4] = ["words", "model", "psa", "wizard"];

/// Crates and parts of `std` that reach outside, by the beginning of a path.
const OUTSIDE: [&str; 24] = [
    "atomic_write_file",
    "axum",
    "crossterm",
    "directories",
    "fastrand",
    "hyper_util",
    "rand",
    "ratatui",
    "reqwest",
    "rustix",
    "rustls",
    "rustls_platform_verifier",
    "std", // a glob or a rename of all of it; `std::fmt` and the like are longer
    "std::*",
    "std::env",
    "std::fs",
    "std::io::stderr",
    "std::io::stdin",
    "std::io::stdout",
    "std::process",
    "std::thread",
    "tokio",
    "tokio_rustls",
    "tui_input",
];

/// Types that reach outside by whatever path they are named.
const OUTSIDE_TYPES: [&str; 6] = ["SystemTime", "TcpListener", "TcpStream", "ToSocketAddrs", "UdpSocket", "UnixStream"];

const PRINTING: [&str; 4] = ["eprint", "eprintln", "print", "println"];

const VAGUE: [&str; 10] =
    ["common", "handler", "handlers", "helper", "helpers", "manager", "managers", "types", "util", "utils"];

/// Says where and what.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    name: String,
    line: usize,
    says: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.name, self.line, self.says)
    }
}

/// One Rust file, read.
pub(crate) struct Source {
    /// From the repository's root, with `/`.
    pub(crate) name: String,
    text: String,
    all: Vec<Token>,
    shipped: Vec<Token>,
    named: Vec<Named>,
}

impl Source {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        let all = tokens(text);
        let shipped = without_tests(&all);
        let named = paths(name, &shipped);
        Self { name: name.to_owned(), text: text.to_owned(), all, shipped, named }
    }

    /// Takes the files that others declare as test modules, and what is below them, as nothing that ships.
    pub(crate) fn mark_tests(sources: &mut [Self]) {
        let tests: Vec<_> = sources.iter().flat_map(|it| test_modules(&it.name, &it.all)).collect();
        for source in sources.iter_mut().filter(|source| tests.iter().any(|it| source.is_in(it))) {
            source.shipped.clear();
            source.named.clear();
        }
    }

    /// All of it, as it is written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Says whether anything of it ships.
    pub(crate) fn ships(&self) -> bool {
        !self.shipped.is_empty()
    }

    /// `wizard` for `src/wizard.rs` and all of `src/wizard/`; empty outside `src`.
    fn layer(&self) -> &str {
        let inner = self.name.strip_prefix("src/").unwrap_or_default();
        inner.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// Says whether this is the file `module.rs` or one in its folder.
    pub(crate) fn is_in(&self, module: &str) -> bool {
        self.name.strip_prefix(module).is_some_and(|it| it == ".rs" || it.starts_with('/'))
    }

    pub(crate) fn finding(&self, line: usize, says: impl Into<String>) -> Finding {
        Finding { name: self.name.clone(), line, says: says.into() }
    }

    /// Reports each path that `refused` gives a reason against.
    fn refuse_paths(&self, refused: impl Fn(&[String]) -> Option<String>) -> Vec<Finding> {
        self.named
            .iter()
            .filter_map(|it| {
                refused(&it.parts).map(|why| self.finding(it.line, format!("`{}`: {why}", it.parts.join("::"))))
            })
            .collect()
    }

    /// Reports each place where `tokens` read one of `sequences`.
    fn refuse_tokens(&self, tokens: &[Token], sequences: &[&[&str]], why: &str) -> Vec<Finding> {
        (0..tokens.len())
            .filter_map(|at| sequences.iter().find(|it| reads(tokens, at, it)).map(|it| (at, it)))
            .map(|(at, it)| self.finding(tokens[at].line, format!("`{}`: {why}", it.concat())))
            .collect()
    }
}

/// Says whether `parts` is `path` or goes on from it.
fn begins(parts: &[String], path: &str) -> bool {
    let mut own = parts.iter();
    path.split("::").all(|it| own.next().is_some_and(|part| part == it))
}

pub(crate) fn opening_and_length(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    if !source.text.starts_with("//!") {
        found.push(source.finding(1, "does not open with `//!` and what the file is for"));
    }
    let n_lines = source.text.lines().count();
    if n_lines > 400 {
        found.push(source.finding(n_lines, format!("{n_lines} lines, 400 at most; find the seam")));
    }
    found
}

pub(crate) fn names(source: &Source) -> Vec<Finding> {
    let why = "says nothing of what it holds";
    let of_file = source.name.trim_end_matches(".rs").split('/').filter(|it| VAGUE.contains(it));
    let modules = source.all.windows(2).filter(|it| it[0].text == "mod" && VAGUE.contains(&it[1].text.as_str()));
    let of_file = of_file.map(|it| source.finding(1, format!("`{it}`: {why}")));
    of_file.chain(modules.map(|it| source.finding(it[1].line, format!("`mod {}`: {why}", it[1].text)))).collect()
}

pub(crate) fn layers(source: &Source) -> Vec<Finding> {
    let own = source.layer();
    if matches!(own, "" | "lib" | "main") {
        // `main` is a face too: it starts one, and leaves the PSAs to the engine.
        return if own == "main" { source.refuse_paths(faces_ask_the_engine) } else { Vec::new() };
    }
    let Some((_, below)) = LAYERS.iter().find(|it| it.0 == own) else {
        return vec![source.finding(1, format!("`{own}` is no layer yet; give it a row in LAYERS"))];
    };
    source.refuse_paths(|parts| {
        let target = parts.get(1).map_or("the whole crate", String::as_str);
        let fine = parts[0] != "crate" || target == own || below.contains(&target);
        (!fine).then(|| format!("`{own}` may not import `{target}`"))
    })
}

fn faces_ask_the_engine(parts: &[String]) -> Option<String> {
    begins(parts, "crate::psa").then(|| "a face asks the engine".to_owned())
}

pub(crate) fn purity(source: &Source) -> Vec<Finding> {
    if !PURE.contains(&source.layer()) {
        return Vec::new();
    }
    let why = "a pure layer decides and never acts";
    let mut found = source.refuse_paths(|parts| {
        let reaches = OUTSIDE.iter().any(|it| if *it == "std" { parts == ["std"] } else { begins(parts, it) });
        let reaches = reaches || parts.iter().any(|it| OUTSIDE_TYPES.contains(&it.as_str()));
        let asks_the_time = parts.last().is_some_and(|it| it == "now");
        (reaches || asks_the_time).then(|| why.to_owned())
    });
    found.extend(source.refuse_tokens(&source.shipped, &[&["async"], &[".", "await"]], why));
    let printing: Vec<_> = PRINTING.iter().map(|it| [*it, "!"]).collect();
    let printing: Vec<&[&str]> = printing.iter().map(<[&str; 2]>::as_slice).collect();
    found.extend(source.refuse_tokens(&source.shipped, &printing, why));
    found
}

pub(crate) fn sockets(source: &Source) -> Vec<Finding> {
    let sandbox = source.layer() == "sandbox";
    if source.layer().is_empty() || source.is_in("src/engine/transport") {
        return Vec::new();
    }
    source.refuse_paths(|parts| {
        let client = begins(parts, "reqwest") || begins(parts, "tokio::net::lookup_host");
        let names = |it: &str| parts.iter().any(|part| part == it);
        let dials =
            names("UdpSocket") || names("ToSocketAddrs") || (names("TcpStream") && (!sandbox || names("connect")));
        let serves = names("TcpListener") || begins(parts, "tokio_rustls");
        (client || dials || (serves && !sandbox)).then(|| "only src/engine/transport reaches the network".to_owned())
    })
}

pub(crate) fn terminal(source: &Source) -> Vec<Finding> {
    if matches!(source.layer(), "" | "tui") {
        return Vec::new();
    }
    source.refuse_paths(|parts| {
        let draws = ["crossterm", "ratatui", "tui_input"].iter().any(|it| begins(parts, it));
        draws.then(|| "only src/tui knows the terminal".to_owned())
    })
}

pub(crate) fn databases(source: &Source) -> Vec<Finding> {
    if source.layer().is_empty() {
        return Vec::new();
    }
    let owners = [
        ("rusqlite", "src/store/mirror/sqlite"),
        ("postgres", "src/store/mirror/postgres"),
        ("tokio_postgres_rustls", "src/store/mirror/postgres"),
    ];
    source.refuse_paths(|parts| {
        let (_, owner) = owners.iter().find(|it| begins(parts, it.0))?;
        (!source.is_in(owner)).then(|| format!("only {owner} knows this database"))
    })
}

pub(crate) fn tasks(source: &Source) -> Vec<Finding> {
    // Not tasks: the first starts the program in which a person keeps secrets, and sees it end; the second is the one
    // thread that may wait for a session bus which never answers, and that nobody waits for; the last three wait for
    // the terminal and for signals, whatever the rest does meanwhile.
    let starts_no_task = [
        "src/store/command/run.rs",
        "src/store/keyring/worker.rs",
        "src/tui/terminal/keyboard.rs",
        "src/face/watch.rs",
        "src/cli/doctor.rs",
    ]
    .contains(&&*source.name);
    if starts_no_task || matches!(source.layer(), "" | "engine" | "sandbox" | "main") {
        return Vec::new();
    }
    let starts: [&[&str]; 3] = [&["spawn"], &["spawn_blocking"], &["spawn_local"]];
    source.refuse_tokens(&source.shipped, &starts, "only the engine and the sandbox start tasks")
}

pub(crate) fn exposure(source: &Source) -> Vec<Finding> {
    // The last three hand a login to another program, each in its own way: environment, standard output, file.
    let allowed = ["src/engine/transport", "src/store", "src/cli/exec", "src/cli/credentials", "src/cli/export"];
    if source.layer().is_empty() || source.name == "src/model/secret.rs" || allowed.iter().any(|it| source.is_in(it)) {
        return Vec::new();
    }
    source.refuse_tokens(
        &source.shipped,
        &[&["expose"]],
        "a secret leaves only by transport, store, exec, credentials and export",
    )
}

pub(crate) fn leftovers(source: &Source) -> Vec<Finding> {
    let undone: [&[&str]; 3] = [&["todo", "!"], &["unimplemented", "!"], &["dbg", "!"]];
    let mut found = source.refuse_tokens(&source.all, &undone, "left undone");
    if source.layer().is_empty() {
        return found;
    }
    let unwraps: [&[&str]; 1] = [&[".", "unwrap", "(", ")"]];
    found.extend(source.refuse_tokens(&source.shipped, &unwraps, "return a fault, or `expect` with the proof"));
    let fixed = "the 16 ANSI colours follow the person's theme";
    found.extend(source.refuse_paths(|parts| parts.ends_with(&["Color".into(), "*".into()]).then(|| fixed.to_owned())));
    // `Color::Rgb(..)` is a pattern: it tells such a colour from others and makes none.
    let is_pattern =
        |at| reads(&source.shipped, at, &["(", ".", ".", ")"]) || reads(&source.shipped, at, &["(", "_", ")"]);
    let makes = |at: &usize| matches!(source.shipped[*at].text.as_str(), "Rgb" | "Indexed") && !is_pattern(at + 1);
    let places = (0..source.shipped.len()).filter(makes).map(|at| &source.shipped[at]);
    found.extend(places.map(|it| source.finding(it.line, format!("`{}`: {fixed}", it.text))));
    found
}

/// Looks at text of any kind, comments and strings too.
pub(crate) fn machine_paths(name: &str, text: &str) -> Vec<Finding> {
    let begins_a_path = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    let folders = ["farm", "root", "work"].map(|it| format!("/{it}/"));
    let has = |row: &str| {
        folders
            .iter()
            .any(|it| row.match_indices(it).any(|(at, _)| row[..at].chars().next_back().is_none_or(begins_a_path)))
    };
    let rows = text.lines().enumerate().filter(|it| has(it.1));
    let says = "a path of one machine";
    rows.map(|(idx, _)| Finding { name: name.to_owned(), line: idx + 1, says: says.to_owned() }).collect()
}
