//! A pasted note beyond its fields: what of it is for the site step, what else was in it, and values in each other's place.

use crate::{
    model::{
        catalog::{Field, FieldKind, PsaFacts},
        id::FieldId,
        login::{Value, Values},
        paste::{self, Note, Taken},
        secret::Secret,
        shown::Shown,
    },
    words,
};

use super::{
    Effect, Step, Wizard,
    answers::{Answers, Besides},
    event::{Button, ItemId},
    hint,
    screen::{ButtonHint, Item, Notice, Screen, Tone},
    site::host_of,
};

impl Wizard {
    /// Takes of a note that is pasted on the site step what is for that step, and keeps the rest for the login step.
    /// `None` when it is no note, but one value or one address.
    pub(super) fn note_at_site(&mut self, item: &ItemId, text: &Secret) -> Option<Vec<Effect>> {
        if self.step != Step::Site {
            return None;
        }
        let facts = self.facts()?.clone();
        let Note { fields, several, address, removed } = paste::note(&facts, text);
        let is_address_in_its_place = *item == ItemId::Address && fields.is_empty();
        if fields.is_empty() && address.is_none() || is_address_in_its_place {
            return None;
        }
        let (own, rest): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(id, _)| *id == facts.locate.by);
        let label = |(id, _): &(_, Value)| facts.field(id).map(|it| it.label.clone());
        let mut taken: Vec<String> = own.iter().filter_map(label).collect();
        let waiting: Vec<String> = rest.iter().filter_map(label).collect();
        let foreign = match address {
            Some(Ok(address)) => {
                self.use_site(address);
                taken.push(words::say("note-address").into());
                None
            }
            Some(Err(fault)) => Some(fault),
            None => None,
        };
        let is_own = |(id, _): &&(FieldId, Taken)| *id == facts.locate.by;
        let one_of_several: Vec<String> = several.iter().filter(is_own).filter_map(|it| taken_of(&facts, it)).collect();
        if let Some(here) = self.here_mut() {
            here.values.extend(own);
            here.pasted = rest;
            here.besides = Besides { address: None, several, removed };
        }
        let tone = if taken.is_empty() || foreign.is_some() || !one_of_several.is_empty() {
            Tone::Warning
        } else {
            Tone::Good
        };
        let says = if taken.is_empty() {
            words::say("note-nothing").to_owned()
        } else {
            words::with("note-taken", &[("what", listed(&taken).into())])
        };
        let mut remedy: Vec<String> = foreign.map(|it| format!("{} {}", it.what, it.remedy)).into_iter().collect();
        remedy.extend(one_of_several);
        if waiting.is_empty() {
            remedy.push(words::say("note-check").into());
        } else {
            remedy.push(words::say("note-rest-waits").into());
        }
        self.say(tone, says, remedy.join(" "));
        Some(self.stop_look_up())
    }

    /// Says on the site step what of a note waits for the login step.
    pub(super) fn push_waiting(&self, screen: &mut Screen) {
        let Some((facts, here)) = self.facts().zip(self.here()).filter(|(_, it)| !it.pasted.is_empty()) else { return };
        let labels = here.pasted.iter().filter_map(|(id, _)| facts.field(id)).map(|it| it.label.clone());
        let text = words::with("note-waiting", &[("what", listed(&labels.collect::<Vec<_>>()).into())]);
        screen.items.push(Item::Text { text, tone: Tone::Faint });
    }

    /// Says on the login step what is doubtful about a note, what was left out of it, and that it is for another site.
    pub(super) fn push_besides(&self, screen: &mut Screen) {
        let Some((facts, here)) = self.facts().zip(self.here()) else { return };
        let Besides { address, several, removed } = &here.besides;
        let is_pasted = |id: &FieldId| here.pasted.iter().any(|(it, _)| it == id);
        let mut warnings: Vec<String> =
            several.iter().filter(|(id, _)| is_pasted(id)).filter_map(|it| taken_of(facts, it)).collect();
        let values = with_note(here);
        for field in facts.fields.iter().filter(|it| is_pasted(&it.id)) {
            let doubts = paste::doubts(facts, field, &values);
            warnings.extend(doubts.iter().map(|it| format!("{}: {it}", field.label)));
        }
        match (address, &here.site) {
            (Some(Ok(its)), Some(site)) if its.origin != site.origin => {
                let host = Shown::new(&host_of(&its.origin)).to_string();
                let values = [("host", host.into()), ("chosen", host_of(&site.origin).into())];
                warnings.push(words::with("note-other-site", &values));
            }
            (Some(Err(fault)), _) => warnings.push(format!("{} {}", fault.what, fault.remedy)),
            (Some(Ok(_)) | None, _) => {}
        }
        screen.items.extend(warnings.into_iter().map(|text| Item::Text { text, tone: Tone::Warning }));
        if !removed.is_empty() {
            let text = words::with("note-left-out", &[("what", listed(removed).into())]);
            screen.items.push(Item::Text { text, tone: Tone::Faint });
        }
    }

    /// The button that mends two values in each other's place, where there are such.
    pub(super) fn swap_button(&self) -> Option<ButtonHint> {
        let (one, other) = self.in_each_others_place()?;
        if self.swappable().is_some() {
            return Some(hint(Button::Swap, words::say("note-swap")));
        }
        let both = [("one", one.label.as_str().into()), ("other", other.label.as_str().into())];
        Some(ButtonHint { button: Button::Swap, label: words::with("note-swap-these", &both) })
    }

    /// Says of a refused login whose keys may have changed places what mends that.
    pub(super) fn name_swap(&self, screen: &mut Screen) {
        let Some((notice, (one, other))) = screen.notice.as_mut().zip(self.look_alike()) else { return };
        let both = [("one", one.label.as_str().into()), ("other", other.label.as_str().into())];
        notice.remedy = format!("{} {}", words::with("note-may-be-swapped", &both), notice.remedy);
    }

    /// Puts two values that are in each other's place where they belong: those of a note that is not used yet, or those of the fields.
    pub(super) fn swap(&mut self) -> Vec<Effect> {
        let Some((one, other)) = self.in_each_others_place() else { return vec![] };
        if let Some(here) = self.here_mut() {
            if here.pasted.is_empty() {
                paste::swap(&one, &other, &mut here.values);
                here.problems.retain(|(id, _)| *id != one.id && *id != other.id);
                here.cleaned.retain(|(id, _)| *id != one.id && *id != other.id);
            } else {
                let mut values: Values = std::mem::take(&mut here.pasted).into_iter().collect();
                paste::swap(&one, &other, &mut values);
                here.pasted = values.into_iter().collect();
            }
        }
        let says =
            words::with("note-swapped", &[("one", one.label.as_str().into()), ("other", other.label.as_str().into())]);
        self.say(Tone::Good, says, words::say("note-swapped-next"));
        vec![]
    }

    /// Says once of two values that look as if they were in each other's place, before they are sent: a refusal counts
    /// against the user. What is so all the same goes on with the next press.
    pub(super) fn holds_up_swapped(&mut self) -> bool {
        let Some((one, other)) = self.swappable() else { return false };
        let Some(here) = self.here_mut() else { return false };
        if here.told_swapped.as_ref() == Some(&here.values) {
            return false;
        }
        here.told_swapped = Some(here.values.clone());
        let fields = [("one", one.label.as_str().into()), ("other", other.label.as_str().into())];
        let says = words::with("login-swapped", &fields);
        self.names_a_button(says, words::say("login-swapped-remedy"), words::say("login-swapped-in-lines"));
        true
    }

    /// Says what to press, and the same where it is answered.
    pub(super) fn names_a_button(&mut self, says: impl Into<String>, remedy: &str, in_lines: &str) {
        self.notice = Some(Notice { in_lines: Some(in_lines.to_owned()), ..Notice::new(Tone::Warning, says, remedy) });
    }

    fn in_each_others_place(&self) -> Option<(Field, Field)> {
        self.swappable().or_else(|| self.look_alike())
    }

    /// Of a login that was refused, two secrets of one shape: nobody can see whether they are in each other's place.
    fn look_alike(&self) -> Option<(Field, Field)> {
        let facts = self.facts().filter(|_| self.is_refused())?;
        self.here().filter(|it| it.pasted.is_empty())?;
        let secrets: Vec<_> = facts.fields.iter().filter(|it| it.kind == FieldKind::Secret).collect();
        secrets.windows(2).find_map(|it| match it {
            [one, other] if one.shape == other.shape && one.rotates == other.rotates => {
                Some(((*one).clone(), (*other).clone()))
            }
            _ => None,
        })
    }

    fn swappable(&self) -> Option<(Field, Field)> {
        let (facts, here) = self.facts().zip(self.here())?;
        let (one, other) = paste::swapped(facts, &with_note(here))?;
        let both = [one, other];
        let are_of_note = both.iter().all(|it| here.pasted.iter().any(|(id, _)| *id == it.id));
        let are_shown = !self.is_rotating() || both.iter().all(|it| it.rotates);
        ((here.pasted.is_empty() || are_of_note) && are_shown).then(|| (one.clone(), other.clone()))
    }
}

/// Says that a note has more than one value for a field, and which was taken.
fn taken_of(facts: &PsaFacts, (id, taken): &(FieldId, Taken)) -> Option<String> {
    let field = [("field", facts.field(id)?.label.as_str().into())];
    Some(match taken {
        Taken::First => words::with("note-several-first", &field),
        Taken::ByItsLabel => words::with("note-several-by-label", &field),
    })
}

/// The fields as they would be with the note used.
fn with_note(here: &Answers) -> Values {
    let mut values = here.values.clone();
    values.extend(here.pasted.iter().cloned());
    values
}

/// `a, b and c`.
fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => words::with("names-and", &[("before", first.join(", ").into()), ("last", last.into())]),
    }
}
