//! A set-up that is not finished: its answers without secrets, so that it can be taken up again after a cut.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    catalog::{FieldKind, PsaFacts, Shape},
    certificate::Certificate,
    guide::Way,
    id::{FieldId, PsaId, SiteId},
    login::{Value, Values},
    origin::Origin,
    paste,
    saved::{Connection, Name},
    store_kind::StoreKind,
};

/// Names one draft: 1 to 40 of `a-z 0-9 -`, starting with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftId(String);

impl DraftId {
    /// Checks a draft's name; `None` when it is none.
    pub fn new(text: &str) -> Option<Self> {
        let is_part = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let fits = (1..=40).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(is_part);
        fits.then(|| Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name for the `n`th set-up of the run that has this one.
    #[must_use]
    pub fn numbered(&self, n: u32) -> Self {
        let stem: String = self.0.chars().take(24).collect();
        Self(format!("{stem}-{n}"))
    }
}

/// The answers of one set-up, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The PSA.
    pub psa: PsaId,
    /// The integration's id, once it is chosen.
    pub integration: Option<String>,
    /// The site, once it is chosen.
    pub site: Option<DraftSite>,
    /// The one certificate that is trusted there although nobody vouches for it.
    pub pin: Option<Certificate>,
    /// How the rights are given.
    pub way: Way,
    /// Lines of the guide that were ticked.
    pub ticked: BTreeSet<String>,
    /// The fields that may be shown.
    pub plain: PlainFields,
    /// The connection's name, once it is known.
    pub name: Option<Name>,
    /// Where its secrets are to rest, once that is chosen.
    pub store: Option<StoreKind>,
    /// The step that was reached.
    pub step: Reached,
    /// The saved connection that was being changed, if one was.
    pub edits: Option<Name>,
}

/// The site of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftSite {
    /// Where the PSA answers.
    pub origin: Origin,
    /// The catalogue's site, if it is one of them.
    pub site: Option<SiteId>,
    /// Whether the person gave the address instead of choosing from the list.
    pub by: SiteBy,
}

/// How a site was chosen.
///
/// What stood in the address field is not a part of a draft, only the origin that was read from it: a pasted address may
/// carry a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SiteBy {
    /// From the list, or by a look-up.
    List,
    /// By an address that was typed or pasted.
    Address,
}

/// A draft as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDraft {
    /// Its name.
    pub id: DraftId,
    /// When it was kept, RFC 3339.
    pub at: String,
    /// The answers.
    pub draft: Draft,
}

/// The step that a draft has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reached {
    /// Which PSA.
    Psa,
    /// Which integration.
    Integration,
    /// Which site.
    Site,
    /// The API-user guide.
    Guide,
    /// The keys.
    Login,
    /// The connection test.
    Test,
    /// The first rows.
    Preview,
    /// Name and store.
    Save,
}

/// The values of fields that the catalogue calls plain. There is no way to put another field in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainFields(BTreeMap<FieldId, String>);

impl PlainFields {
    /// Takes the plain ones of what was typed, but for those that may be a key in the wrong field.
    pub fn of(facts: &PsaFacts, values: &Values) -> Self {
        let plain = values.iter().filter_map(|(id, value)| match value {
            Value::Plain(text) if !text.is_empty() => Some((facts.field(id)?, text)),
            Value::Plain(_) | Value::Secret(_) => None,
        });
        let fitting = plain.filter(|(field, text)| match field.shape {
            // The usual doubt about an address is whose it is, which matters nothing here.
            Shape::Address => text.contains('@') && !text.contains(|c: char| c.is_whitespace() || "/:?=".contains(c)),
            Shape::Word { .. } | Shape::Key { .. } | Shape::Guid | Shape::Text { .. } => {
                paste::doubts(facts, field, values).is_empty()
            }
        });
        Self::checked(facts, fitting.map(|(field, text)| (field.id.clone(), text.clone())))
    }

    /// Takes what was read, and drops what the catalogue does not call plain.
    pub fn checked(facts: &PsaFacts, read: impl IntoIterator<Item = (FieldId, String)>) -> Self {
        let is_plain = |id: &FieldId| facts.field(id).is_some_and(|it| it.kind == FieldKind::Plain);
        Self(read.into_iter().filter(|(id, _)| is_plain(id)).collect())
    }

    /// Each field with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&FieldId, &str)> {
        self.0.iter().map(|(id, text)| (id, text.as_str()))
    }

    /// The value of one field, or an empty text.
    pub fn get(&self, id: &FieldId) -> &str {
        self.0.get(id).map_or("", String::as_str)
    }
}

impl Draft {
    /// A copy of a saved connection under another name, without its secrets, waiting for its keys.
    pub fn copied(connection: &Connection, facts: &PsaFacts, name: Name) -> Self {
        let Connection { psa, integration, origin, site, pin, plain, store, .. } = connection.clone();
        Self {
            psa,
            integration: Some(integration),
            site: Some(DraftSite { by: if site.is_some() { SiteBy::List } else { SiteBy::Address }, origin, site }),
            pin: pin.map(|it| it.certificate),
            way: Way::default(),
            ticked: BTreeSet::new(),
            plain: PlainFields::checked(facts, plain),
            name: Some(name),
            store: Some(store),
            step: Reached::Login,
            edits: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DraftId, PlainFields};
    use crate::model::{
        catalog::{Catalog, Field, FieldKind},
        id::FieldId,
        login::{Value, Values},
    };

    #[test]
    fn no_secret_field_of_any_psa_goes_into_a_draft_however_it_is_given() {
        for facts in Catalog::embedded().psas.clone() {
            let text = |it: &Field| match it.kind {
                FieldKind::Plain => it.example.clone(),
                FieldKind::Secret => "Canary".to_owned(),
            };
            let typed: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, &text(it)))).collect();
            let read = || facts.fields.iter().map(|it| (it.id.clone(), "Canary".to_owned()));
            let plain = facts.fields.iter().filter(|it| it.kind == FieldKind::Plain).count();
            for fields in [PlainFields::of(&facts, &typed), PlainFields::checked(&facts, read())] {
                assert_eq!(fields.iter().count(), plain, "{fields:?}");
                let is_plain = |id: &FieldId| facts.field(id).is_some_and(|it| it.kind == FieldKind::Plain);
                assert!(fields.iter().all(|(id, _)| is_plain(id)), "{fields:?}");
            }
        }
    }

    #[test]
    fn a_key_in_the_field_of_another_is_not_kept() {
        let catalog = Catalog::embedded();
        let facts = catalog.psa(&"connectwise".into()).unwrap();
        let value = |id: &str, kind, text| (FieldId::from(id), Value::new(kind, text));
        for text in ["acme+Pub1Key2Canary34", "Public Key: Pub1Key2Canary34", "Priv1Key2Canary3"] {
            let values: Values =
                [value("company", FieldKind::Plain, text), value("private_key", FieldKind::Secret, "Priv1Key2Canary3")]
                    .into();
            assert_eq!(PlainFields::of(facts, &values), PlainFields::default(), "{text}");
        }
    }

    #[test]
    fn the_name_of_a_draft_cannot_lead_out_of_its_directory() {
        for text in ["", "../x", "a/b", "a.b", "-a", "A", &"a".repeat(41)] {
            assert_eq!(DraftId::new(text), None, "{text}");
        }
        let id = DraftId::new("0123456789abcdef").unwrap();
        assert_eq!(id.numbered(2).as_str(), "0123456789abcdef-2");
        assert!(DraftId::new(id.numbered(u32::MAX).as_str()).is_some());
    }
}
