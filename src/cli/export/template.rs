//! A template of somebody's own: what may stand in it, and mistakes named by line.
//!
//! The template engine keeps copies of what it fills in. They go with this process, which ends at once and writes no core.

use std::collections::BTreeMap;

use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value, syntax::SyntaxConfig};

use crate::{cli::say::Trouble, model::shown::Shown, words};

/// A template as it was read.
pub(super) struct Template<'a> {
    /// The file, safe to show.
    pub(super) file: &'a str,
    pub(super) text: &'a str,
}

/// Errors of these kinds have details that quote the template only, and never a value.
const QUOTES_THE_TEMPLATE: [ErrorKind; 5] = [
    ErrorKind::SyntaxError,
    ErrorKind::UnknownFilter,
    ErrorKind::UnknownTest,
    ErrorKind::UnknownFunction,
    ErrorKind::BadEscape,
];

impl Template<'_> {
    /// Looks for mistakes that show without a login.
    pub(super) fn check(&self) -> Result<(), Trouble> {
        environment().template_from_str(self.text).map(|_| ()).map_err(|it| self.trouble(&it, &[], &[]))
    }

    /// The text with everything filled in: `facts` by their names, `fields` by theirs and as the map `fields`.
    ///
    /// Errors: the line of the mistake, and what there is.
    pub(super) fn filled(&self, facts: &[(&str, &str)], fields: &[(&str, &str)]) -> Result<String, Trouble> {
        let environment = environment();
        let template = environment.template_from_str(self.text).map_err(|it| self.trouble(&it, &[], &[]))?;
        let map: BTreeMap<&str, Value> = fields.iter().map(|(id, value)| (*id, Value::from(*value))).collect();
        let all = facts.iter().chain(fields).map(|(id, value)| (*id, Value::from(*value)));
        let context: BTreeMap<&str, Value> = all.chain([("fields", Value::from(map))]).collect();
        let known: Vec<&str> = facts.iter().chain(fields).map(|it| it.0).collect();
        template.render(Value::from(context)).map_err(|it| {
            let asked: Vec<_> =
                template.undeclared_variables(true).into_iter().map(|it| it.replacen("fields.", "", 1)).collect();
            self.trouble(&it, &asked, &known)
        })
    }

    /// Puts an error into words. `asked` are the names that the template asks for, `known` those that there are.
    fn trouble(&self, error: &Error, asked: &[String], known: &[&str]) -> Trouble {
        let line = error.line();
        let at = line.map_or_else(
            || self.file.to_owned(),
            |line| {
                words::with("export-template-line", &[("file", self.file.into()), ("line", line.to_string().into())])
            },
        );
        let text = line.and_then(|it| self.text.lines().nth(it.checked_sub(1)?)).unwrap_or_default();
        let stands_there = |it: &&str| words(text).any(|word| word == *it);
        let mut wrong: Vec<_> = asked.iter().map(String::as_str).filter(|it| !known.contains(it)).collect();
        wrong.retain(stands_there);
        wrong.sort_unstable();
        let named: Vec<_> = wrong.iter().map(|it| format!("\"{it}\"")).collect();
        // A filter calls a name that there is not by another word than an expression does.
        let what = if !named.is_empty() {
            words::with("export-template-no", &[("names", named.join(", ").into())])
        } else if error.kind() == ErrorKind::UndefinedError {
            words::say("export-template-undefined").to_owned()
        } else {
            let detail = error.detail().filter(|_| QUOTES_THE_TEMPLATE.contains(&error.kind()));
            detail.map_or_else(|| error.kind().to_string(), |it| format!("{}: {}", error.kind(), Shown::new(it)))
        };
        let remedy = if known.is_empty() {
            words::say("export-template-mend").to_owned()
        } else {
            words::with("export-template-mend-names", &[("names", known.join(", ").into())])
        };
        Trouble::usage(format!("{at}: {what}"), remedy)
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !(it.is_alphanumeric() || it == '_'))
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // The file's ending says nothing of how a value must be quoted; a filter does.
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    let mut syntax = SyntaxConfig::builder();
    let syntax = syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.expect("the usual delimiters are fine"));
    environment.add_filter("json", |it: &str| serde_json::Value::from(it).to_string());
    environment.add_filter("shell", |it: &str| format!("'{}'", it.replace('\'', "'\\''")));
    environment.add_filter("toml", |it: &str| toml::Value::from(it).to_string());
    environment.add_filter("powershell", powershell);
    environment
}

/// In single quotes, which PowerShell takes in five forms and doubles inside.
fn powershell(text: &str) -> String {
    let quotes = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];
    let doubled = text.chars().flat_map(|it| std::iter::repeat_n(it, if quotes.contains(&it) { 2 } else { 1 }));
    format!("'{}'", doubled.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::Template;

    const FACTS: [(&str, &str); 3] = [("name", "acme"), ("psa", "autotask"), ("url", "https://psa.example/v1.0")];
    const FIELDS: [(&str, &str); 2] =
        [("secret", "it's \"$HOME\" \\ \u{e4}\u{2019}`x`"), ("user_name", "s@acme.example")];

    fn filled(text: &str) -> Result<String, (String, String)> {
        let template = Template { file: "own.txt", text };
        template.check().map_err(|it| (it.what().to_owned(), it.remedy().to_owned()))?;
        template.filled(&FACTS, &FIELDS).map_err(|it| (it.what().to_owned(), it.remedy().to_owned()))
    }

    #[test]
    fn each_filter_quotes_for_its_reader() {
        let secret = FIELDS[0].1;
        assert_eq!(filled("{{ secret }}\n"), Ok(format!("{secret}\n")));
        let json: String = serde_json::from_str(&filled("{{ secret|json }}").unwrap()).unwrap();
        let toml: toml::Table = format!("x = {}", filled("{{ secret|toml }}").unwrap()).parse().unwrap();
        assert_eq!((json.as_str(), toml["x"].as_str()), (secret, Some(secret)));
        assert_eq!(filled("{{ secret|shell }}").unwrap(), "'it'\\''s \"$HOME\" \\ \u{e4}\u{2019}`x`'");
        assert_eq!(filled("{{ secret|powershell }}").unwrap(), "'it''s \"$HOME\" \\ \u{e4}\u{2019}\u{2019}`x`'");
    }

    #[test]
    fn a_name_that_there_is_not_is_an_error_with_its_line_and_the_names_that_there_are() {
        for text in ["a\nb={{ pasword|shell }}\n", "a\n{% if pasword %}x{% endif %}\n", "a\n{{ fields.pasword }}\n"] {
            let (what, remedy) = filled(text).unwrap_err();
            assert_eq!(what, "own.txt, line 2: there is no \"pasword\"", "{text}");
            assert!(remedy.contains("name, psa, url, secret, user_name"), "{remedy}");
        }
        assert_eq!(filled("{% if company is defined %}x{% else %}y{% endif %}"), Ok("y".into()));
    }

    #[test]
    fn mistakes_of_other_kinds_name_their_line_and_no_value() {
        for (text, line, says) in [
            ("a\n{{ secret|nonsense }}", 2, "nonsense"),
            ("{{ secret", 1, "syntax error"),
            ("\n\n{{ secret + 1 }}", 3, "invalid operation"),
            ("{{ secret.nonsense() }}", 1, ""),
        ] {
            let (what, _) = filled(text).unwrap_err();
            assert!(what.starts_with(&format!("own.txt, line {line}: ")) && what.contains(says), "{what}");
            assert!(!what.contains("HOME"), "{what}");
        }
    }
}
