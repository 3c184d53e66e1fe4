//! What is kept of a set-up while it goes on, and when.

use crate::{
    model::{
        draft::{Draft, DraftSite, PlainFields, Reached, SiteBy},
        fault::Fault,
        guide::{self, Way},
        saved::Name,
    },
    wizard::{
        Answers, Effect, Opened, Step, Wizard,
        event::Event,
        screen::{Notice, Tone},
    },
    words,
};

/// When a draft is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// Before the event: a field is left.
    Before,
    /// After it: something was chosen, pressed or found, or it is the last.
    After,
    /// Not now: a text is being typed, a job runs.
    Never,
}

impl Wizard {
    /// Does what `take` does with an event, and keeps what is to be kept: before it when a field is left, after it when
    /// something was chosen, pressed or found.
    pub(in crate::wizard) fn with_drafts(
        &mut self,
        event: Event,
        take: fn(&mut Self, Event) -> Vec<Effect>,
    ) -> Vec<Effect> {
        let moment = self.moment(&event);
        self.resume.field = match &event {
            Event::Typed(item, _) => Some(item.clone()),
            Event::Progressed(..) | Event::Finished(..) | Event::NotKept(_) | Event::Began => self.resume.field.take(),
            Event::Chose(_) | Event::Pressed { .. } | Event::Pasted(..) | Event::Ends => None,
        };
        let mut effects = if moment == Moment::Before { self.keep() } else { vec![] };
        let wanted = take(self, event);
        if self.notice.is_none() {
            self.notice = self.resume.unsaid.take();
        }
        // Ahead of the rest: what is kept must not come after the end of the program.
        effects.extend(if moment == Moment::After { self.keep() } else { vec![] });
        effects.extend(wanted);
        effects
    }

    /// Another set-up begins: what was kept of the one before stays as it is, and can be taken up again.
    pub(in crate::wizard) fn begin_draft(&mut self) {
        let keeping = &mut self.resume;
        (keeping.store, keeping.edits) = (None, None);
        if keeping.last.take().is_some() {
            keeping.count += 1;
        }
        keeping.id =
            keeping.run.as_ref().map(|it| if keeping.count == 0 { it.clone() } else { it.numbered(keeping.count) });
    }

    /// What could not be kept is said once; the set-up goes on.
    pub(in crate::wizard) fn not_kept(&mut self, fault: &Fault) {
        let says = words::with("drafts-not-kept", &[("fault", fault.to_string().into())]);
        self.resume.unsaid = Some(Notice::new(Tone::Warning, says, fault.remedy()));
    }

    fn moment(&self, event: &Event) -> Moment {
        match event {
            Event::Typed(item, _) if self.resume.field.as_ref().is_some_and(|it| it != item) => Moment::Before,
            Event::Typed(..) | Event::Pasted(..) | Event::Progressed(..) | Event::NotKept(_) | Event::Began => {
                Moment::Never
            }
            Event::Chose(_) | Event::Pressed { .. } | Event::Finished(..) | Event::Ends => Moment::After,
        }
    }

    /// Keeps the answers when they are others than those that were kept last; drops them when the connection is saved.
    fn keep(&mut self) -> Vec<Effect> {
        let Some(id) = self.resume.id.clone() else { return vec![] };
        if self.step == Step::Done {
            return self.resume.last.take().map(|_| vec![Effect::DropDraft(id)]).unwrap_or_default();
        }
        let Some(draft) = self.draft().filter(|it| self.resume.last.as_ref() != Some(it)) else { return vec![] };
        self.resume.last = Some(draft.clone());
        vec![Effect::Keep(id, Box::new(draft))]
    }

    /// The answers as they are now, without secrets; `None` when there is nothing to keep.
    fn draft(&self) -> Option<Draft> {
        let step = reached(self.step)?;
        let (facts, here) = self.facts().zip(self.here())?;
        if self.opened.as_ref().is_some_and(|it| self.is_as_opened(it, here)) {
            return None;
        }
        let product = self.product();
        // Promises are given anew: only lines of the guide are kept.
        let lines = product.map(|it| [Way::Simple, Way::LeastPrivilege].map(|way| guide::lines(facts, it, way)));
        let is_line = |id: &&String| lines.iter().flatten().flatten().any(|it| it.id == **id);
        let edits = self.opened.as_ref().map(|it| it.connection.name.clone()).or_else(|| self.resume.edits.clone());
        let named = here.name.as_deref().or(self.start.name.as_deref()).and_then(|it| Name::new(it).ok());
        Some(Draft {
            psa: facts.id.clone(),
            integration: self.integration.clone(),
            site: here.site.as_ref().map(|it| DraftSite {
                origin: it.origin.clone(),
                site: it.site.clone(),
                by: if here.address.is_empty() { SiteBy::List } else { SiteBy::Address },
            }),
            pin: here.pin.clone(),
            way: here.way,
            ticked: here.ticked.iter().filter(is_line).cloned().collect(),
            plain: PlainFields::of(facts, &here.values),
            name: named.or_else(|| edits.clone()),
            store: here.store.or_else(|| self.opened.as_ref().map(|it| it.connection.store)).or(self.resume.store),
            step,
            edits,
        })
    }

    /// Says whether nothing of an opened connection was changed.
    fn is_as_opened(&self, opened: &Opened, here: &Answers) -> bool {
        let login = &opened.login;
        here.values == *login.values()
            && here.site.as_ref().is_some_and(|it| it.origin == login.origin)
            && here.pin == login.pin
            && here.name.is_none()
            && here.store.is_none_or(|it| it == opened.connection.store)
            && self.integration.as_ref() == Some(&opened.connection.integration)
    }
}

fn reached(step: Step) -> Option<Reached> {
    match step {
        Step::Home | Step::Pull | Step::Done => None,
        Step::Psa => Some(Reached::Psa),
        Step::Integration => Some(Reached::Integration),
        Step::Site => Some(Reached::Site),
        Step::Guide => Some(Reached::Guide),
        Step::Login => Some(Reached::Login),
        Step::Test => Some(Reached::Test),
        Step::Preview => Some(Reached::Preview),
        Step::Save => Some(Reached::Save),
    }
}
