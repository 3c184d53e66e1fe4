//! The guide to making the API user: its lines for a screen, and the sheet for the PSA's administrator.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::words;

use super::{
    catalog::PsaFacts,
    integration::{Integration, Needs, Right},
};

mod sheet;
#[cfg(test)]
mod tests;

/// Making the API user, one step a line.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Who can do this.
    pub who: String,
    /// Before anything else, where it applies (self-hosted: allow-list).
    #[serde(default)]
    pub before: Vec<String>,
    /// The steps up to the choice of role. `{key}` is filled in from the integration's values, `{name}` is its name.
    #[serde(rename = "step")]
    pub steps: Vec<GuideStep>,
    /// The steps after the choice of role.
    pub after: Vec<GuideStep>,
    /// The simple way to give rights.
    pub simple: GuideWay,
    /// The least-privilege way.
    pub least: GuideWay,
    /// Where a right of the least-privilege table is ticked, before the table.
    pub table: String,
    /// Where this comes from.
    pub source: String,
}

/// One step of the guide.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideStep {
    /// Where to click.
    #[serde(default)]
    pub menu: Option<String>,
    /// What to do there.
    pub text: String,
}

/// One way of giving the rights.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideWay {
    /// Its name.
    pub name: String,
    /// What comes before the API user is made: the role.
    #[serde(default)]
    pub make: Vec<GuideStep>,
    /// Where the role is chosen.
    pub menu: String,
    /// What to choose there.
    pub text: String,
    /// What it grants beyond the need, or what it costs.
    pub note: String,
}

/// Two ways to give the rights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// The vendor's admin role or default level.
    Simple,
    /// The table of rights, each ticked.
    #[default]
    LeastPrivilege,
}

/// One line of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideLine {
    /// Names the line, stable across runs: `step-3`, `right-finance.agreements`.
    pub id: String,
    /// The part of the guide it belongs to: `Make the API member`.
    pub section: String,
    /// Where to click.
    pub menu: Option<String>,
    /// What to do there, with exact values.
    pub text: String,
    /// Why, or what to know.
    pub why: Option<String>,
}

/// How the administrator's sheet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFormat {
    /// Plain text, 78 columns.
    Text,
    /// Markdown with a table and tick boxes.
    Markdown,
}

/// The guide's lines, in the order in which they are done. Empty when the integration does not work with this PSA.
pub fn lines(facts: &PsaFacts, integration: &Integration, way: Way) -> Vec<GuideLine> {
    let Some(needs) = integration.needs(&facts.id) else { return vec![] };
    let blanks = Blanks { integration, needs };
    let guide = &facts.guide;
    let role = &facts.words.role;
    let chosen = match way {
        Way::Simple => &guide.simple,
        Way::LeastPrivilege => &guide.least,
    };
    let mut lines = plain("before", words::say("guide-before-you-start"), &guide.before, &blanks);
    lines.extend(steps("make", &words::with("guide-make-role", &[("role", role.into())]), &chosen.make, &blanks));
    if way == Way::LeastPrivilege {
        let section = words::with("guide-set-rights", &[("role", role.into())]);
        lines.extend(needs.rights.iter().filter_map(|it| right_line(facts, it, &section)));
    }
    let section = words::with("guide-make-user", &[("user", facts.words.user.as_str().into())]);
    let choice = GuideStep { menu: Some(chosen.menu.clone()), text: chosen.text.clone() };
    let all: Vec<GuideStep> = guide.steps.iter().chain([&choice]).chain(&guide.after).cloned().collect();
    let mut made = steps("step", &section, &all, &blanks);
    made[guide.steps.len()].why = Some(blanks.fill(&chosen.note));
    lines.extend(made);
    lines.extend(plain("note", words::say("guide-good-to-know"), &needs.notes, &blanks));
    lines.extend(plain(
        "finish",
        &words::with("guide-afterwards", &[("product", integration.name.as_str().into())]),
        &needs.finish,
        &blanks,
    ));
    lines
}

/// What a way grants beyond the need, or what it costs.
pub fn note(facts: &PsaFacts, integration: &Integration, way: Way) -> String {
    let note = match way {
        Way::Simple => &facts.guide.simple.note,
        Way::LeastPrivilege => &facts.guide.least.note,
    };
    integration.needs(&facts.id).map(|needs| Blanks { integration, needs }.fill(note)).unwrap_or_default()
}

/// The whole guide, both ways, for somebody who will never see this program.
pub fn sheet(facts: &PsaFacts, integration: &Integration, format: SheetFormat) -> String {
    sheet::write(facts, integration, format)
}

/// The names of the values that a guide needs of an integration, sorted.
pub(super) fn blanks(guide: &Guide) -> Vec<&str> {
    let ways = [&guide.simple, &guide.least];
    let steps = guide.steps.iter().chain(&guide.after).chain(ways.iter().flat_map(|it| &it.make));
    let of_steps = steps.flat_map(|it| it.menu.iter().chain([&it.text]));
    let of_ways = ways.iter().flat_map(|it| [&it.menu, &it.text, &it.note]);
    let texts = of_steps.chain(of_ways).chain(&guide.before).chain([&guide.table]);
    let pieces = texts.flat_map(|it| it.split('{').skip(1)).filter_map(|it| it.split_once('}'));
    let names: BTreeSet<&str> = pieces.map(|(name, _)| name).filter(|it| *it != OWN_NAME).collect();
    names.into_iter().collect()
}

/// The blank that every integration fills with its own name.
const OWN_NAME: &str = "name";

/// What fills the blanks of a guide.
struct Blanks<'a> {
    integration: &'a Integration,
    needs: &'a Needs,
}

impl Blanks<'_> {
    /// Replaces each `{key}` by its value; one without a value stays as it is.
    fn fill(&self, text: &str) -> String {
        let mut pieces = text.split('{');
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            if let Some((value, rest)) = piece.split_once('}').and_then(|(key, rest)| Some((self.value(key)?, rest))) {
                filled.push_str(value);
                filled.push_str(rest);
            } else {
                filled.push('{');
                filled.push_str(piece);
            }
        }
        filled
    }

    fn value(&self, key: &str) -> Option<&str> {
        if key == OWN_NAME { Some(&self.integration.name) } else { self.needs.values.get(key).map(String::as_str) }
    }
}

fn plain<'a>(
    id: &str,
    section: &str,
    texts: impl IntoIterator<Item = &'a String>,
    blanks: &Blanks<'_>,
) -> Vec<GuideLine> {
    let steps: Vec<GuideStep> = texts.into_iter().map(|it| GuideStep { menu: None, text: it.clone() }).collect();
    self::steps(id, section, &steps, blanks)
}

fn steps(id: &str, section: &str, steps: &[GuideStep], blanks: &Blanks<'_>) -> Vec<GuideLine> {
    let line = |(n, it): (usize, &GuideStep)| GuideLine {
        id: format!("{id}-{}", n + 1),
        section: section.to_owned(),
        menu: it.menu.as_deref().map(|it| blanks.fill(it)),
        text: blanks.fill(&it.text),
        why: None,
    };
    steps.iter().enumerate().map(line).collect()
}

fn right_line(facts: &PsaFacts, right: &Right, section: &str) -> Option<GuideLine> {
    let function = facts.function(&right.function)?;
    Some(GuideLine {
        id: format!("right-{}", function.id),
        section: section.to_owned(),
        menu: Some(function.menu.clone()),
        text: format!("{} / {}: {}", function.module, function.name, right.needed()),
        why: Some(reason(right)),
    })
}

/// Why a right is needed, and when it can be left out: `it matches customers (optional: only for tickets)`.
fn reason(right: &Right) -> String {
    match &right.optional {
        None => right.why.clone(),
        Some(when) => words::with("guide-optional", &[("why", right.why.as_str().into()), ("when", when.into())]),
    }
}
