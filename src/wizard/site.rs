//! The site: picked from the list, read from a pasted address, or looked up without keys.

use crate::{
    model::{
        address::{self, Address},
        catalog::PsaFacts,
        fault::Fault,
        id::SiteId,
        login::Value,
        origin::Origin,
        secret::Secret,
        shown::Shown,
    },
    words,
};

use super::{
    Effect, Running, Step, Wizard,
    answers::Asked,
    event::{Button, ItemId, Job, Known, SiteAnswer, api_address},
    hint,
    screen::{FieldItem, FieldText, Item, Mark, Notice, Screen, Tone},
    verdict,
};

impl Wizard {
    /// Picks a site. Picking the picked one goes on.
    pub(super) fn chose_site(&mut self, id: &SiteId) -> Vec<Effect> {
        let Some(site) = self.facts().and_then(|it| it.site(id)).cloned() else { return vec![] };
        let same = |it: &Address| it.site.as_ref() == Some(id);
        if self.here().and_then(|it| it.site.as_ref()).is_some_and(same) {
            return self.leave_site();
        }
        let notes = site.note.into_iter().collect();
        self.use_site(Address { origin: site.origin, site: Some(site.id), notes, warning: None });
        self.stop_look_up()
    }

    pub(super) fn use_site(&mut self, address: Address) {
        if let Some(here) = self.here_mut() {
            here.set_site(Some(address));
            here.address.clear();
            here.address_problem = None;
        }
    }

    /// Ends a look-up of the site: the person chose another way, and its late answer must not undo that.
    pub(super) fn stop_look_up(&mut self) -> Vec<Effect> {
        if self.runs(&Running::Locate) { self.cancel() } else { vec![] }
    }

    /// Reads the address field anew.
    pub(super) fn address_typed(&mut self, text: &str) {
        let Some(facts) = self.facts().cloned() else { return };
        let read = (!text.trim().is_empty()).then(|| address::read(&facts, text));
        let Some(here) = self.here_mut() else { return };
        // What is shown is what was typed, made safe: a paste can hold anything.
        Shown::new(text).as_str().clone_into(&mut here.address);
        match read {
            None => {
                here.address_problem = None;
                here.set_site(None);
            }
            Some(Ok(address)) => {
                here.address_problem = None;
                here.set_site(Some(address));
            }
            Some(Err(fault)) => {
                here.address_problem = Some(format!("{} {}", fault.what, fault.remedy));
                here.set_site(None);
            }
        }
    }

    /// Asks every site, without keys, who knows the company ID or the user name.
    pub(super) fn find(&mut self) -> Vec<Effect> {
        let Some(facts) = self.facts() else { return vec![] };
        let (psa, by) = (facts.id.clone(), facts.locate.by.clone());
        let label = facts.field(&by).map(|it| it.label.clone()).unwrap_or_default();
        let text = self.here().map(|it| it.plain(&by).trim().to_owned()).unwrap_or_default();
        if text.is_empty() {
            self.say(
                Tone::Warning,
                words::with("site-field-empty", &[("field", label.into())]),
                words::say("site-field-empty-remedy"),
            );
            return vec![];
        }
        if let Some(here) = self.here_mut() {
            here.asked = Asked { text: text.clone(), ..Asked::default() };
        }
        self.run(Running::Locate, Job::Locate { psa, text })
    }

    pub(super) fn site_answered(&mut self, answer: SiteAnswer) {
        if let Some(here) = self.here_mut() {
            here.asked.answers.push(answer);
        }
    }

    /// Picks the site that knows them when it is the only one, and says what came out.
    pub(super) fn sites_asked(&mut self) {
        let Some((facts, here)) = self.facts().zip(self.here()) else { return };
        let said_yes = |it: &&SiteAnswer| matches!(it.answer, Known::Yes(_));
        let known: Vec<SiteAnswer> = here.asked.answers.iter().filter(said_yes).cloned().collect();
        let fault = |it: &SiteAnswer| if let Known::Failed(fault) = &it.answer { Some(fault.clone()) } else { None };
        let faults: Vec<Fault> = here.asked.answers.iter().filter_map(fault).collect();
        let (failed, none_answered) = (faults.len(), faults.len() == here.asked.answers.len());
        let (text, site_word, doubt) = (here.asked.text.clone(), facts.words.site.clone(), facts.locate.doubt.clone());
        match known.as_slice() {
            [one] => {
                let address = self.answered_address(one);
                let label = self.site_label(&address);
                self.use_site(address);
                self.say(
                    Tone::Good,
                    words::with("site-found", &[("site", label.into()), ("text", text.into())]),
                    words::say("site-found-remedy"),
                );
            }
            // Nothing was heard, so nothing is known of them; the first reason stands for the others.
            [] if none_answered && failed > 0 => {
                let why = verdict::sentence(&faults[0].to_string());
                let says = words::with("site-none-asked", &[("site", site_word.into()), ("why", why.into())]);
                self.notice = Some(Notice { says, ..verdict::of_fault(self.facts(), &faults[0]) });
            }
            [] => {
                let values = [("site", site_word.into()), ("text", text.into()), ("failed", failed.into())];
                let says = words::with("site-none-knows", &values);
                self.say(Tone::Warning, says, doubt);
            }
            several => {
                let values = [("n", several.len().into()), ("site", site_word.into()), ("text", text.into())];
                let says = words::with("site-several", &values);
                self.say(Tone::Warning, says, words::say("site-several-remedy"));
            }
        }
    }

    fn answered_address(&self, answer: &SiteAnswer) -> Address {
        let by_origin =
            |facts: &PsaFacts| facts.sites.iter().find(|it| it.origin == answer.origin).map(|it| it.id.clone());
        let site = answer.site.clone().or_else(|| self.facts().and_then(by_origin));
        Address { origin: answer.origin.clone(), site, notes: vec![], warning: None }
    }

    /// Says once of a site that does not know them that another does. What is so all the same goes on with the next press.
    fn holds_up_stranger(&mut self) -> bool {
        let Some((answers, site)) = self.answers_now().zip(self.here().and_then(|it| it.site.as_ref())) else {
            return false;
        };
        let is_stranger = |it: &&SiteAnswer| it.origin == site.origin && it.answer == Known::No;
        let knows = |it: &&SiteAnswer| matches!(it.answer, Known::Yes(_));
        if !answers.iter().any(|it| is_stranger(&it)) {
            return false;
        }
        let Some(other) = answers.iter().find(knows) else { return false };
        let (site, other) = (site.clone(), self.answered_address(other));
        let (label, other) = (self.site_label(&site), self.site_label(&other));
        let Some(here) = self.here_mut() else { return false };
        if here.asked.told.as_ref() == Some(&site.origin) {
            return false;
        }
        here.asked.told = Some(site.origin);
        let text = here.asked.text.as_str();
        let values = [("site", label.into()), ("text", text.into()), ("other", other.as_str().into())];
        let says = words::with("site-stranger", &values);
        self.say(Tone::Warning, says, words::with("site-stranger-remedy", &[("other", other.into())]));
        true
    }

    pub(super) fn leave_site(&mut self) -> Vec<Effect> {
        if self.holds_up_stranger() {
            return vec![];
        }
        let problem = self.here().and_then(|it| it.address_problem.clone());
        match (self.here().and_then(|it| it.site.as_ref()), problem) {
            (Some(_), _) => return self.go(Step::Guide),
            (None, Some(_)) => {
                self.say(
                    Tone::Warning,
                    words::say("site-address-unusable"),
                    words::say("site-address-unusable-remedy"),
                );
            }
            (None, None) => {
                let (word, can_look_up) = self
                    .facts()
                    .zip(self.here())
                    .map(|(facts, here)| (facts.words.site.clone(), !here.plain(&facts.locate.by).trim().is_empty()))
                    .unwrap_or_default();
                let says = words::with("site-none-chosen", &[("site", word.into())]);
                if can_look_up {
                    self.names_a_button(
                        says,
                        words::say("site-none-chosen-look-up"),
                        words::say("site-none-chosen-look-up-in-lines"),
                    );
                } else {
                    self.say(Tone::Warning, says, words::say("site-none-chosen-remedy"));
                }
            }
        }
        vec![]
    }

    /// What a site is called: the vendor's label, or its host.
    pub(super) fn site_label(&self, address: &Address) -> String {
        let known = address.site.as_ref().and_then(|id| self.facts()?.site(id));
        known.map_or_else(|| host_of(&address.origin), |it| it.label.clone())
    }

    pub(super) fn site_screen(&self) -> Screen {
        let Some((facts, here)) = self.facts().zip(self.here()) else { return self.psa_screen() };
        let word = &facts.words.site;
        let mut screen = self.frame(
            &words::with("site-title", &[("psa", facts.name.as_str().into())]),
            &words::with("site-lead", &[("site", word.into())]),
        );
        if let Some(field) = facts.field(&facts.locate.by) {
            screen.items.push(Item::Field(FieldItem {
                id: ItemId::Field(field.id.clone()),
                label: field.label.clone(),
                text: FieldText::Plain(here.plain(&field.id).to_owned()),
                example: field.example.clone(),
                help: words::with("site-look-up-help", &[("says", facts.locate.says.as_str().into())]),
                problem: None,
                doubt: None,
                on_enter: Some(Button::Find),
            }));
        }
        let browser = facts.sites.iter().find_map(|it| it.also.first()).cloned().unwrap_or_default();
        let example = if facts.address.own_host {
            words::with("site-address-or-own", &[("browser", browser.into())])
        } else {
            browser
        };
        screen.items.push(Item::Field(FieldItem {
            id: ItemId::Address,
            label: words::say("site-address").into(),
            text: FieldText::Plain(here.address.clone()),
            example,
            help: words::say("site-address-help").into(),
            problem: here.address_problem.clone(),
            doubt: here.site.as_ref().filter(|_| !here.address.is_empty()).and_then(|it| it.warning.clone()),
            on_enter: None,
        }));
        self.push_target(facts, &mut screen);
        self.push_waiting(&mut screen);
        screen.items.push(Item::Heading(words::with("site-every", &[("site", word.into())])));
        screen.items.extend(facts.sites.iter().map(|site| Item::Choice {
            id: ItemId::Site(site.id.clone()),
            mark: match here.site.as_ref().and_then(|it| it.site.as_ref()) {
                Some(id) if *id == site.id => Mark::On,
                Some(_) | None => Mark::Off,
            },
            label: site.label.clone(),
            note: self.site_note(&site.id, &site.origin),
            detail: site.note.clone().unwrap_or_default(),
        }));
        if self.runs(&Running::Locate) {
            let n = here.asked.answers.len();
            screen.busy =
                Some(words::with("site-asking", &[("text", here.asked.text.as_str().into()), ("n", n.into())]));
        }
        screen.buttons =
            vec![hint(Button::Back, words::say("button-back")), hint(Button::Find, words::say("site-look-up"))];
        screen.buttons.extend(self.sandbox_button());
        screen.buttons.push(hint(Button::Next, words::say("button-next")));
        screen
    }

    /// Shows the address that will be used, and what was changed to get it.
    fn push_target(&self, facts: &PsaFacts, screen: &mut Screen) {
        let Some(address) = self.here().and_then(|it| it.site.as_ref()) else { return };
        let text = words::with("site-keys-go-to", &[("site", self.site_label(address).into())]);
        screen.items.push(Item::Text { text, tone: Tone::Plain });
        screen.items.push(Item::Verbatim(api_address(facts, &address.origin)));
        let notes = address.notes.iter().map(|it| Item::Text { text: it.clone(), tone: Tone::Faint });
        screen.items.extend(notes);
    }

    fn site_note(&self, id: &SiteId, origin: &Origin) -> String {
        let host = host_of(origin);
        let answers = self.answers_now().unwrap_or_default();
        let answer = answers.iter().find(|it| match &it.site {
            Some(site) => site == id,
            None => it.origin == *origin,
        });
        match answer.map(|it| &it.answer) {
            None => host,
            Some(Known::Yes(says)) => {
                words::with("site-knows-you", &[("host", host.into()), ("says", says.to_string().into())])
            }
            Some(Known::No) => words::with("site-knows-you-not", &[("host", host.into())]),
            Some(Known::Failed(fault)) => format!("{host}: {fault}"),
        }
    }

    /// What the sites said of just what the field holds, if they were asked about that.
    fn answers_now(&self) -> Option<&[SiteAnswer]> {
        let (facts, here) = self.facts().zip(self.here())?;
        (here.plain(&facts.locate.by).trim() == here.asked.text).then_some(here.asked.answers.as_slice())
    }

    /// Sets one plain field, used by the site screen and the login screen.
    pub(super) fn set_plain(&mut self, id: &crate::model::id::FieldId, text: &Secret) {
        let Some(kind) = self.facts().and_then(|it| it.field(id)).map(|it| it.kind) else { return };
        let value = Value::of(kind, text);
        if let Some(here) = self.here_mut() {
            here.values.insert(id.clone(), value);
        }
    }
}

/// Host, and port when it is not the usual one.
pub(super) fn host_of(origin: &Origin) -> String {
    origin.to_string().replace("https://", "").replace("http://", "")
}
