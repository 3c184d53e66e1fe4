//! What the person is asked before something that cannot be taken back, or that sends keys to somebody else.

use crate::model::{certificate::Certificate, draft::DraftId, origin::Origin, saved::Name};

use super::{
    Effect, Running, Wizard,
    event::{Button, Job, api_address},
    hint,
    screen::{Item, Notice, Screen, Tone},
};

/// What is asked. Anything but yes is no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Whether a saved connection is replaced.
    Replace,
    /// Whether a saved connection is removed.
    Remove(String),
    /// Whether a draft is removed.
    ThrowAway {
        /// Its name.
        draft: DraftId,
        /// What it is about.
        what: String,
    },
    /// Whether exactly this certificate is trusted.
    Trust(Box<Certificate>),
    /// Whether one that is not the pinned one is looked at at all; trusting it is asked after that.
    Changed {
        /// SHA-256 of the pinned one.
        pinned: String,
        /// What the server shows now.
        shown: Box<Certificate>,
    },
    /// Whether this certificate is no longer trusted by itself, and this host's authorities decide.
    Unpin(Box<Certificate>),
    /// Whether the keys go to another site.
    Move(Origin),
    /// Whether the key before the last switch is sent once, and what that may cost.
    CheckOldKey(String),
    /// Whether a login that was refused is sent once more.
    SendAgain,
}

impl Question {
    /// Puts the question on the screen. Where there is something to compare, that takes the place of the rest.
    pub(super) fn ask(&self, wizard: &Wizard, screen: &mut Screen) {
        let (says, remedy) = self.words(wizard);
        screen.notice = Some(Notice::new(Tone::Warning, says, remedy));
        let items = self.items(wizard);
        if !items.is_empty() {
            screen.items = items;
            screen.lead.clear();
            self.title().clone_into(&mut screen.title);
        }
        screen.buttons = vec![hint(Button::No, self.no()), hint(Button::Yes, self.yes())];
    }

    fn words(&self, wizard: &Wizard) -> (String, String) {
        match self {
            Self::Replace => (
                "A connection of this name exists.".into(),
                "Replacing it puts this login in the place of the saved one. Or press No and choose another name."
                    .into(),
            ),
            Self::Remove(name) => (
                format!("Remove \"{name}\" and its secret from this host?"),
                format!("Its files in {} are deleted. The key in the PSA stays.", wizard.start.directory),
            ),
            Self::ThrowAway { what, .. } => (
                format!("Throw the answers for {what} away?"),
                "They cannot be taken up then. Saved connections stay as they are.".into(),
            ),
            Self::Trust(_) => (
                "Compare the SHA-256 with the PSA's administrator first, by telephone for instance.".into(),
                "After a yes exactly this certificate is trusted, at this site only. Any other stops the connection."
                    .into(),
            ),
            Self::Changed { .. } => (
                "The server shows another certificate than the trusted one.".into(),
                "It was renewed, or somebody else answers in its place. No key was sent. Ask the PSA's administrator which."
                    .into(),
            ),
            Self::Unpin(_) => (
                "Forget this certificate and trust this host's authorities again?".into(),
                "Then any certificate that they vouch for passes, and this one only if they do. The test runs again."
                    .into(),
            ),
            Self::SendAgain => wizard.words_of_sending_again(),
            Self::CheckOldKey(risk) => ("Send the old key once, to see that it is refused?".into(), risk.clone()),
            Self::Move(_) => (
                "Send the keys to the new address from now on?".into(),
                "They go there only after a yes, and no more to the old one. Check the address with your vendor's notice."
                    .into(),
            ),
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::Replace | Self::Remove(_) | Self::ThrowAway { .. } | Self::CheckOldKey(_) | Self::SendAgain => "",
            Self::Trust(_) => "Trust this certificate?",
            Self::Changed { .. } => "The certificate has changed",
            Self::Unpin(_) => "Forget the pinned certificate?",
            Self::Move(_) => "Use the new site?",
        }
    }

    fn items(&self, wizard: &Wizard) -> Vec<Item> {
        let text = |text: String| Item::Text { text, tone: Tone::Plain };
        match self {
            Self::Replace | Self::Remove(_) | Self::ThrowAway { .. } | Self::CheckOldKey(_) | Self::SendAgain => vec![],
            Self::Trust(it) => {
                let mut items = vec![text("SHA-256 of the certificate that the server shows:".into())];
                items.extend(fingerprint(&it.sha256));
                items.push(text(format!("For: {}", it.subject)));
                items.push(text(format!("By: {}", it.issuer)));
                items.push(text(format!("Valid: {} to {}", it.not_before, it.not_after)));
                items
            }
            Self::Changed { pinned, shown } => {
                let mut items = vec![text("SHA-256 of the trusted one:".into())];
                items.extend(fingerprint(pinned));
                items.push(text("SHA-256 of the one that the server shows now:".into()));
                items.extend(fingerprint(&shown.sha256));
                items
            }
            Self::Unpin(pin) => {
                let mut items = vec![text("SHA-256 of the trusted one:".into())];
                items.extend(fingerprint(&pin.sha256));
                items.push(text(format!("For: {}", pin.subject)));
                items.push(text(format!("By: {}", pin.issuer)));
                items
            }
            Self::Move(to) => {
                let facts = wizard.facts();
                let shown = |it: &Origin| facts.map_or_else(|| it.to_string(), |facts| api_address(facts, it));
                let now = wizard.here().and_then(|it| it.site.as_ref()).map(|it| shown(&it.origin)).unwrap_or_default();
                let new = wizard.address_of(to.clone());
                let mut items = vec![text("The keys went to:".into()), Item::Verbatim(now)];
                items.push(text(format!("The PSA names {}:", wizard.site_label(&new))));
                items.push(Item::Verbatim(shown(to)));
                items.extend(new.warning.map(|text| Item::Text { text, tone: Tone::Warning }));
                items.extend(new.notes.into_iter().map(text));
                items
            }
        }
    }

    fn no(&self) -> &'static str {
        match self {
            Self::Replace | Self::Remove(_) | Self::ThrowAway { .. } | Self::Unpin(_) => "No, keep it",
            Self::Trust(_) => "No, do not trust it",
            Self::Changed { .. } => "No, stop here",
            Self::CheckOldKey(_) | Self::SendAgain => "No, do not send it",
            Self::Move(_) => "No, stay",
        }
    }

    fn yes(&self) -> &'static str {
        match self {
            Self::Replace => "Yes, replace it",
            Self::Remove(_) => "Yes, remove it",
            Self::ThrowAway { .. } => "Yes, throw it away",
            Self::Trust(_) => "Yes, trust exactly this one",
            Self::Changed { .. } => "It was renewed: look at it",
            Self::Unpin(_) => "Yes, forget it",
            Self::CheckOldKey(_) | Self::SendAgain => "Yes, send it once",
            Self::Move(_) => "Yes, use the new site",
        }
    }
}

/// A fingerprint, half a line each, so that it fits everywhere and can be copied and compared.
fn fingerprint(sha256: &str) -> Vec<Item> {
    let bytes: Vec<_> = sha256.split(':').collect();
    bytes.chunks(16).map(|it| Item::Verbatim(it.join(":"))).collect()
}

impl Wizard {
    /// Does what was asked, after a yes.
    pub(super) fn answered_yes(&mut self, question: Question) -> Vec<Effect> {
        match question {
            Question::Replace => self.replace(),
            Question::Remove(name) => match Name::new(&name) {
                Ok(name) => self.run(Running::Remove(name.clone()), Job::Remove(name)),
                Err(_) => vec![],
            },
            Question::ThrowAway { draft, .. } => self.throw_away(draft),
            Question::Trust(certificate) => self.trust(*certificate),
            Question::Changed { shown, .. } => {
                self.question = Some(Question::Trust(shown));
                vec![]
            }
            Question::CheckOldKey(_) => self.check_old_key(),
            Question::SendAgain => self.send_again(),
            Question::Unpin(_) => self.unpin(),
            Question::Move(to) => self.move_to(to),
        }
    }
}
