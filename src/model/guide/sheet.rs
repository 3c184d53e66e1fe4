//! The sheet for the PSA's administrator: the whole guide, both ways, as plain text or Markdown.

use crate::{
    model::{
        catalog::PsaFacts,
        integration::{Integration, Needs, Right},
        shown::Shown,
        wrapped::wrapped,
    },
    words,
};

use super::{Blanks, GuideLine, SheetFormat, plain, reason, steps};

/// Columns of the plain text.
const WIDTH: usize = 78;

/// Writes the sheet; empty when the integration does not work with this PSA.
pub(super) fn write(facts: &PsaFacts, integration: &Integration, format: SheetFormat) -> String {
    let Some(needs) = integration.needs(&facts.id) else { return String::new() };
    let blanks = Blanks { integration, needs };
    let mut sheet = Sheet { format, text: String::new() };
    sheet.top(facts, integration);
    sheet.before(facts, needs, &blanks);
    sheet.ways(facts, integration, &blanks);
    sheet.rights(facts, needs, &blanks);
    sheet.user(facts, &blanks);
    sheet.hand_over(facts);
    if !needs.finish.is_empty() {
        sheet.heading(&words::with("guide-afterwards", &[("product", integration.name.as_str().into())]));
        sheet.ticks(&plain("finish", "", &needs.finish, &blanks));
    }
    sheet.text
}

/// The sheet so far.
struct Sheet {
    format: SheetFormat,
    text: String,
}

impl Sheet {
    fn top(&mut self, facts: &PsaFacts, integration: &Integration) {
        let title = words::with(
            "guide-sheet-title",
            &[("product", integration.name.as_str().into()), ("psa", facts.name.as_str().into())],
        );
        match self.format {
            SheetFormat::Text => {
                let title = clean(&title);
                let line = "=".repeat(title.chars().count());
                self.line(&format!("{title}\n{line}"));
            }
            SheetFormat::Markdown => self.line(&format!("# {}", escaped(&title))),
        }
        self.paragraph(&words::with("guide-sheet-who", &[("who", uncapitalised(&facts.guide.who).into())]));
        self.paragraph(&words::with(
            "guide-sheet-what",
            &[
                ("product", integration.name.as_str().into()),
                ("what", uncapitalised(&facts.words.fill(&integration.what)).into()),
                ("reads", facts.words.fill(&integration.reads).into()),
                ("writes", facts.words.fill(&integration.writes).into()),
            ],
        ));
    }

    fn before(&mut self, facts: &PsaFacts, needs: &Needs, blanks: &Blanks<'_>) {
        if !facts.guide.before.is_empty() {
            self.heading(words::say("guide-before-you-start"));
            self.ticks(&plain("before", "", &facts.guide.before, blanks));
        }
        if !needs.notes.is_empty() {
            self.heading(words::say("guide-good-to-know"));
            for it in &needs.notes {
                self.point("- ", "", &blanks.fill(it));
            }
        }
    }

    fn ways(&mut self, facts: &PsaFacts, integration: &Integration, blanks: &Blanks<'_>) {
        self.heading(words::say("guide-sheet-two-ways"));
        self.paragraph(&words::with("guide-sheet-either-way", &[("product", integration.name.as_str().into())]));
        for (way, name) in [
            (
                &facts.guide.least,
                words::with("guide-sheet-way-a", &[("way", blanks.fill(&facts.guide.least.name).into())]),
            ),
            (
                &facts.guide.simple,
                words::with("guide-sheet-way-b", &[("way", blanks.fill(&facts.guide.simple.name).into())]),
            ),
        ] {
            self.point("- ", &name, &blanks.fill(&way.note));
        }
    }

    fn rights(&mut self, facts: &PsaFacts, needs: &Needs, blanks: &Blanks<'_>) {
        let role = &facts.words.role;
        self.heading(&words::with("guide-sheet-way-a-only", &[("role", role.into())]));
        self.ticks(&steps("make", "", &facts.guide.least.make, blanks));
        self.paragraph(&blanks.fill(&facts.guide.table));
        let rights: Vec<_> = needs.rights.iter().filter_map(|it| Some((it, facts.function(&it.function)?))).collect();
        match self.format {
            SheetFormat::Text => {
                for (right, function) in rights {
                    self.hanging("  ", "[ ] ", &format!("{} / {}: {}", function.module, function.name, right.needed()));
                    self.hanging("      ", "", &sentence(&reason(right)));
                }
            }
            SheetFormat::Markdown => {
                self.line(words::say("guide-sheet-table"));
                self.line("| --- | --- | --- | --- | --- |");
                for (right, function) in rights {
                    self.row(right, &function.module, &function.name);
                }
            }
        }
    }

    fn row(&mut self, right: &Right, module: &str, name: &str) {
        let cells = [module, name, &right.needed(), &sentence(&reason(right))].map(escaped);
        self.line(&format!("| ☐ | {} |", cells.join(" | ")));
    }

    fn user(&mut self, facts: &PsaFacts, blanks: &Blanks<'_>) {
        let guide = &facts.guide;
        self.heading(&words::with("guide-make-user", &[("user", facts.words.user.as_str().into())]));
        let mut lines = steps("step", "", &guide.steps, blanks);
        let (least, simple) = (guide.least.text.as_str().into(), guide.simple.text.as_str().into());
        let both = words::with("guide-sheet-both", &[("least", least), ("simple", simple)]);
        lines.push(GuideLine {
            id: String::new(),
            section: String::new(),
            menu: Some(blanks.fill(&guide.least.menu)),
            text: blanks.fill(&both),
            why: None,
        });
        lines.extend(steps("after", "", &guide.after, blanks));
        self.ticks(&lines);
    }

    fn hand_over(&mut self, facts: &PsaFacts) {
        self.heading(words::say("guide-sheet-hand-over"));
        self.paragraph(words::say("guide-sheet-give-these"));
        for field in &facts.fields {
            self.point("- ", &field.label, &field.help);
        }
    }

    fn heading(&mut self, text: &str) {
        match self.format {
            SheetFormat::Text => {
                let text = clean(text);
                let line = "-".repeat(text.chars().count());
                self.gap();
                self.line(&format!("{text}\n{line}"));
            }
            SheetFormat::Markdown => {
                self.gap();
                self.line(&format!("## {}", escaped(text)));
            }
        }
        self.gap();
    }

    /// Ends what is there with one empty line.
    fn gap(&mut self) {
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        self.text.push_str("\n\n");
    }

    fn ticks(&mut self, lines: &[GuideLine]) {
        for it in lines {
            match (self.format, &it.menu) {
                (SheetFormat::Text, None) => self.hanging("  ", "[ ] ", &it.text),
                (SheetFormat::Text, Some(menu)) => {
                    self.hanging("  ", "[ ] ", menu);
                    self.hanging("      ", "", &it.text);
                }
                (SheetFormat::Markdown, None) => self.line(&format!("- [ ] {}", escaped(&it.text))),
                (SheetFormat::Markdown, Some(menu)) => {
                    self.line(&format!("- [ ] **{}**: {}", escaped(menu), escaped(&it.text)));
                }
            }
        }
    }

    fn paragraph(&mut self, text: &str) {
        self.gap();
        match self.format {
            SheetFormat::Text => self.hanging("", "", text),
            SheetFormat::Markdown => self.line(&escaped(text)),
        }
        self.gap();
    }

    /// One point of a list: a bold name, where there is one, and a text.
    fn point(&mut self, mark: &str, name: &str, text: &str) {
        match (self.format, name) {
            (SheetFormat::Text, "") => self.hanging("  ", mark, text),
            (SheetFormat::Text, name) => self.hanging("  ", mark, &format!("{name}. {text}")),
            (SheetFormat::Markdown, "") => self.line(&format!("- {}", escaped(text))),
            (SheetFormat::Markdown, name) => self.line(&format!("- **{}.** {}", escaped(name), escaped(text))),
        }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Adds wrapped text; the first line starts with `mark`, the others stand below its text.
    fn hanging(&mut self, indent: &str, mark: &str, text: &str) {
        let room = WIDTH - indent.len() - mark.len();
        for (n, line) in wrapped(&clean(text), room).into_iter().enumerate() {
            let lead = if n == 0 { mark.to_owned() } else { " ".repeat(mark.len()) };
            self.line(&format!("{indent}{lead}{line}"));
        }
    }
}

/// Takes out what could drive a terminal: an integration file may come from anybody.
fn clean(text: &str) -> String {
    Shown::new(text).to_string()
}

/// Makes Markdown take `text` as it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for it in clean(text).chars() {
        if matches!(it, '\\' | '|' | '<' | '*' | '_' | '`' | '[' | ']' | '#') {
            escaped.push('\\');
        }
        escaped.push(it);
    }
    escaped
}

/// Makes a clause a sentence.
fn sentence(clause: &str) -> String {
    let mut chars = clause.chars();
    chars.next().map_or_else(String::new, |it| it.to_uppercase().chain(chars).chain(['.']).collect())
}

/// Makes a sentence fit after a colon or a name.
fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |it| it.to_lowercase().chain(chars).collect())
}
