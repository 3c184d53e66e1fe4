//! What the person is asked before something that cannot be taken back, or that sends keys to somebody else.

use crate::{
    model::{certificate::Certificate, draft::DraftId, origin::Origin, saved::Name},
    words,
};

use super::{
    Effect, Running, Wizard,
    event::{Button, ItemId, Job, api_address},
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
    /// Whether somebody vouches for what this row says, which the PSA does not show.
    Vouch(ItemId),
    /// Whether somebody's word for a row is taken back.
    TakeBack {
        /// The row.
        row: ItemId,
        /// What it is, and whose word stands for it.
        says: String,
    },
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
            Self::Replace => (words::say("question-replace").into(), words::say("question-replace-risk").into()),
            Self::Remove(name) => (
                words::with("question-remove", &[("name", name.into())]),
                words::with("question-remove-risk", &[("directory", wizard.start.directory.as_str().into())]),
            ),
            Self::ThrowAway { what, .. } => (
                words::with("question-throw-away", &[("what", what.into())]),
                words::say("question-throw-away-risk").into(),
            ),
            Self::Trust(_) => (words::say("question-trust").into(), words::say("question-trust-risk").into()),
            Self::Changed { .. } => (words::say("question-changed").into(), words::say("question-changed-risk").into()),
            Self::Unpin(_) => (words::say("question-unpin").into(), words::say("question-unpin-risk").into()),
            Self::SendAgain => wizard.words_of_sending_again(),
            Self::CheckOldKey(risk) => (words::say("question-old-key").into(), risk.clone()),
            Self::Move(_) => (words::say("question-move").into(), words::say("question-move-risk").into()),
            Self::Vouch(ItemId::Sight(_)) => {
                (words::say("question-vouch-gone").into(), words::say("question-vouch-risk").into())
            }
            Self::Vouch(_) => (words::say("question-vouch-set").into(), words::say("question-vouch-risk").into()),
            Self::TakeBack { .. } => {
                (words::say("question-take-back").into(), words::say("question-take-back-risk").into())
            }
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::Replace | Self::Remove(_) | Self::ThrowAway { .. } | Self::CheckOldKey(_) | Self::SendAgain => "",
            Self::Trust(_) => words::say("question-trust-title"),
            Self::Changed { .. } => words::say("question-changed-title"),
            Self::Unpin(_) => words::say("question-unpin-title"),
            Self::Move(_) => words::say("question-move-title"),
            Self::Vouch(_) => words::say("question-vouch-title"),
            Self::TakeBack { .. } => words::say("question-take-back-title"),
        }
    }

    fn items(&self, wizard: &Wizard) -> Vec<Item> {
        let text = |text: String| Item::Text { text, tone: Tone::Plain };
        match self {
            Self::Replace | Self::Remove(_) | Self::ThrowAway { .. } | Self::CheckOldKey(_) | Self::SendAgain => vec![],
            Self::Trust(it) => {
                let mut items = vec![text(words::say("question-certificate-shown").into())];
                items.extend(fingerprint(&it.sha256));
                items.push(text(words::with("question-certificate-for", &[("subject", it.subject.as_str().into())])));
                items.push(text(words::with("question-certificate-by", &[("issuer", it.issuer.as_str().into())])));
                items.push(text(words::with(
                    "question-certificate-valid",
                    &[("from", it.not_before.as_str().into()), ("to", it.not_after.as_str().into())],
                )));
                items
            }
            Self::Changed { pinned, shown } => {
                let mut items = vec![text(words::say("question-certificate-trusted").into())];
                items.extend(fingerprint(pinned));
                items.push(text(words::say("question-certificate-shown-now").into()));
                items.extend(fingerprint(&shown.sha256));
                items
            }
            Self::Unpin(pin) => {
                let mut items = vec![text(words::say("question-certificate-trusted").into())];
                items.extend(fingerprint(&pin.sha256));
                items.push(text(words::with("question-certificate-for", &[("subject", pin.subject.as_str().into())])));
                items.push(text(words::with("question-certificate-by", &[("issuer", pin.issuer.as_str().into())])));
                items
            }
            Self::Move(to) => {
                let facts = wizard.facts();
                let shown = |it: &Origin| facts.map_or_else(|| it.to_string(), |facts| api_address(facts, it));
                let now = wizard.here().and_then(|it| it.site.as_ref()).map(|it| shown(&it.origin)).unwrap_or_default();
                let new = wizard.address_of(to.clone());
                let mut items = vec![text(words::say("question-keys-went-to").into()), Item::Verbatim(now)];
                items.push(text(words::with("question-psa-names", &[("site", wizard.site_label(&new).into())])));
                items.push(Item::Verbatim(shown(to)));
                items.extend(new.warning.map(|text| Item::Text { text, tone: Tone::Warning }));
                items.extend(new.notes.into_iter().map(text));
                items
            }
            Self::Vouch(row) => wizard.vouched_for(row),
            Self::TakeBack { says, .. } => vec![text(says.clone())],
        }
    }

    fn no(&self) -> &'static str {
        match self {
            Self::Replace | Self::Remove(_) | Self::ThrowAway { .. } | Self::Unpin(_) => {
                words::say("question-no-keep-it")
            }
            Self::Trust(_) => words::say("question-no-trust"),
            Self::Changed { .. } => words::say("question-no-stop"),
            Self::CheckOldKey(_) | Self::SendAgain => words::say("question-no-send"),
            Self::Move(_) => words::say("question-no-stay"),
            Self::Vouch(_) => words::say("question-no-vouch"),
            Self::TakeBack { .. } => words::say("question-no-take-back"),
        }
    }

    fn yes(&self) -> &'static str {
        match self {
            Self::Replace => words::say("question-yes-replace"),
            Self::Remove(_) => words::say("question-yes-remove"),
            Self::ThrowAway { .. } => words::say("question-yes-throw-away"),
            Self::Trust(_) => words::say("question-yes-trust"),
            Self::Changed { .. } => words::say("question-yes-look"),
            Self::Unpin(_) => words::say("question-yes-forget"),
            Self::CheckOldKey(_) | Self::SendAgain => words::say("question-yes-send"),
            Self::Move(_) => words::say("question-yes-move"),
            Self::Vouch(ItemId::Sight(_)) => words::say("question-yes-gone"),
            Self::Vouch(_) => words::say("question-yes-set"),
            Self::TakeBack { .. } => words::say("question-yes-take-back"),
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
            Question::Vouch(row) => self.give_word(&row),
            Question::TakeBack { row, .. } => self.take_word_back(&row),
        }
    }
}
