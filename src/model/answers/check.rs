//! Whether answers fit the PSA and this host. What is wrong is named by the answer, never by a value that may be a secret.

use super::{Answers, Given, Known, Site, Source, file::from_where};
use crate::{
    model::{
        address::{self, Address},
        catalog::{FieldKind, PsaFacts},
        shown::Shown,
    },
    words,
};

/// An answer that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Which: `login.private_key`.
    pub id: String,
    /// What is wrong with it, a clause.
    pub says: String,
    /// What to do instead, a sentence.
    pub remedy: String,
}

impl Wrong {
    pub(super) fn new(id: &str, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { id: id.to_owned(), says: says.into(), remedy: remedy.into() }
    }
}

impl Answers {
    /// The first answer that cannot be used, in the order in which they are asked.
    pub fn wrong(&self, known: &Known<'_>) -> Option<Wrong> {
        self.all_wrong(known).into_iter().next()
    }

    /// Every answer that cannot be used, in that order.
    pub fn all_wrong(&self, known: &Known<'_>) -> Vec<Wrong> {
        let facts = self.psa.as_ref().and_then(|it| known.catalog.psa(it));
        let mut wrong = vec![];
        match facts {
            None => wrong.extend(self.psa.is_some().then(|| Self::unknown_psa(known))),
            Some(facts) => {
                wrong.extend(self.wrong_integration(known, facts));
                wrong.extend(self.wrong_site(facts));
                wrong.extend(self.login.iter().filter_map(|(id, given)| wrong_field(facts, &id.0, given)));
            }
        }
        for (id, source) in self.sources() {
            if wrong.iter().all(|it: &Wrong| it.id != id) {
                wrong.extend(wrong_source(&id, source));
            }
        }
        wrong.extend(self.wrong_store(known));
        wrong
    }

    /// Where secrets are read, by the answer that says so.
    pub fn sources(&self) -> impl Iterator<Item = (String, &Source)> {
        let of_login = self.login.iter().filter_map(|(id, given)| match given {
            Given::Text(_) => None,
            Given::From(source) => Some((format!("login.{id}"), source)),
        });
        of_login.chain(self.passphrase.iter().map(|it| ("passphrase".to_owned(), it)))
    }

    /// The site as the catalogue knows it; `None` when it is looked up or not answered.
    pub fn address(&self, facts: &PsaFacts) -> Option<Address> {
        match self.site.as_ref()? {
            Site::Id(id) => facts.site(id).map(|it| Address {
                origin: it.origin.clone(),
                site: Some(it.id.clone()),
                notes: it.note.iter().cloned().collect(),
                warning: None,
            }),
            Site::Address(text) => address::read(facts, text).ok(),
            Site::LookUp(_) => None,
        }
    }

    fn unknown_psa(known: &Known<'_>) -> Wrong {
        let ids: Vec<_> = known.catalog.psas.iter().map(|it| it.id.0.as_str()).collect();
        Wrong::new(
            "psa",
            words::say("answers-no-psa"),
            words::with("answers-name-one", &[("names", ids.join(", ").into())]),
        )
    }

    fn wrong_integration(&self, known: &Known<'_>, facts: &PsaFacts) -> Option<Wrong> {
        let id = self.integration.as_ref()?;
        let fits = known.catalog.integrations.iter().filter(|it| it.needs(&facts.id).is_some());
        let ids: Vec<_> = fits.map(|it| it.id.as_str()).collect();
        let remedy = || words::with("answers-name-integration", &[("names", ids.join(", ").into())]);
        match known.catalog.integration(id) {
            Some(_) if ids.contains(&id.as_str()) => None,
            Some(_) => Some(Wrong::new(
                "integration",
                words::with("answers-integration-not-for", &[("psa", facts.name.as_str().into())]),
                remedy(),
            )),
            None => Some(Wrong::new("integration", words::say("answers-no-integration"), remedy())),
        }
    }

    fn wrong_site(&self, facts: &PsaFacts) -> Option<Wrong> {
        match self.site.as_ref()? {
            Site::Id(id) if facts.site(id).is_none() => {
                let ids: Vec<_> = facts.sites.iter().map(|it| it.id.0.as_str()).collect();
                let says = words::with("answers-no-site", &[("site", facts.words.site.as_str().into())]);
                Some(Wrong::new("site", says, words::with("answers-name-site", &[("names", ids.join(", ").into())])))
            }
            Site::Address(text) => {
                let fault = address::read(facts, text).err()?;
                Some(Wrong::new("site", fault.what.trim_end_matches('.'), fault.remedy))
            }
            Site::Id(_) | Site::LookUp(_) => None,
        }
    }

    fn wrong_store(&self, known: &Known<'_>) -> Option<Wrong> {
        let kind = self.store?;
        let usable = || {
            let kinds = known.stores.iter().filter(|it| it.trouble.is_none()).map(|it| it.kind.key());
            words::with("answers-name-store", &[("names", kinds.collect::<Vec<_>>().join(", ").into())])
        };
        let Some(card) = known.stores.iter().find(|it| it.kind == kind) else {
            return Some(Wrong::new("store", words::say("answers-no-such-store-here"), usable()));
        };
        let trouble = card.trouble.as_ref()?;
        Some(Wrong::new("store", words::with("answers-store-unusable", &[("trouble", trouble.into())]), usable()))
    }
}

fn wrong_field(facts: &PsaFacts, id: &str, given: &Given) -> Option<Wrong> {
    let key = format!("login.{id}");
    let Some(field) = facts.field(&id.into()) else {
        let ids: Vec<_> = facts.fields.iter().map(|it| it.id.0.as_str()).collect();
        let says = words::with("answers-no-field", &[("psa", facts.name.as_str().into())]);
        return Some(Wrong::new(
            &Shown::new(&key).to_string(),
            says,
            words::with("answers-fields", &[("names", ids.join(", ").into())]),
        ));
    };
    match (field.kind, given) {
        (FieldKind::Secret, Given::Text(_)) => Some(Wrong::new(
            &key,
            words::with("answers-is-secret", &[("field", field.label.as_str().into())]),
            words::with("answers-is-secret-next", &[("where", from_where().into())]),
        )),
        (FieldKind::Plain, Given::From(_)) => Some(Wrong::new(
            &key,
            words::with("answers-is-plain", &[("field", field.label.as_str().into())]),
            words::say("answers-is-plain-next"),
        )),
        (FieldKind::Plain, Given::Text(text)) if text.trim().is_empty() => Some(Wrong::new(
            &key,
            words::say("answers-field-empty"),
            words::with("answers-field-empty-next", &[("example", field.example.as_str().into())]),
        )),
        (FieldKind::Secret, Given::From(_)) | (FieldKind::Plain, Given::Text(_)) => None,
    }
}

/// What is wrong with a source, before anything is read.
pub(super) fn wrong_source(id: &str, source: &Source) -> Option<Wrong> {
    match source {
        // Every program that is started after it would have what opens the store.
        Source::Env(_) if id == "passphrase" => Some(Wrong::new(
            id,
            words::say("answers-passphrase-variable"),
            words::say("answers-passphrase-variable-next"),
        )),
        Source::Env(name) => {
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let fits = !name.is_empty() && name.len() <= 128 && !name.starts_with(|c: char| c.is_ascii_digit());
            let fits = fits && name.chars().all(is_part);
            (!fits).then(|| Wrong::new(id, words::say("answers-no-variable"), words::say("answers-no-variable-next")))
        }
        Source::Command(words) => {
            let is_empty = words.first().is_none_or(String::is_empty);
            is_empty.then(|| Wrong::new(id, words::say("answers-no-program"), words::say("answers-no-program-next")))
        }
        Source::File(path) => {
            let is_empty = path.as_os_str().is_empty();
            is_empty.then(|| Wrong::new(id, words::say("answers-no-file"), words::say("answers-no-file-next")))
        }
        Source::Stdin(_) => None,
    }
}
