//! Answers on their way to a login. The values typed so far may have gaps; only a `Login` is complete and may be tested or saved.

use std::collections::BTreeMap;

use super::{
    catalog::{FieldKind, PsaFacts},
    certificate::Certificate,
    id::{FieldId, PsaId, SiteId},
    origin::Origin,
    secret::Secret,
};

/// The value of one login field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// May be shown and saved in the connection's file.
    Plain(String),
    /// May not.
    Secret(Secret),
}

impl Value {
    /// Wraps a text as the kind of value its field holds.
    pub fn new(kind: FieldKind, text: &str) -> Self {
        match kind {
            FieldKind::Plain => Self::Plain(text.to_owned()),
            FieldKind::Secret => Self::Secret(Secret::new(text)),
        }
    }

    /// Wraps what came from a field, which travels as a secret whatever its kind.
    pub fn of(kind: FieldKind, text: &Secret) -> Self {
        text.read(|it| Self::new(kind, it))
    }

    /// The same text as the kind of value of another field.
    #[must_use]
    pub fn turned(&self, kind: FieldKind) -> Self {
        match self {
            Self::Plain(text) => Self::new(kind, text),
            Self::Secret(secret) => Self::of(kind, secret),
        }
    }

    /// Answers a yes-or-no question about the text, which does not leave.
    pub fn is(&self, question: impl FnOnce(&str) -> bool) -> bool {
        match self {
            Self::Plain(text) => question(text),
            Self::Secret(secret) => secret.is(question),
        }
    }

    /// Says whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Plain(text) => text.is_empty(),
            Self::Secret(secret) => secret.is_empty(),
        }
    }
}

/// The fields typed so far.
pub type Values = BTreeMap<FieldId, Value>;

/// A complete login: everything a request to this PSA needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The PSA.
    pub psa: PsaId,
    /// The only host that gets the credentials.
    pub origin: Origin,
    /// The site's id when it is one of the catalogue's.
    pub site: Option<SiteId>,
    /// The one certificate that is trusted there although nobody vouches for it, when the person pinned one.
    pub pin: Option<Certificate>,
    /// Every field of the PSA, none blank.
    values: Values,
}

impl Login {
    /// Makes a login when no field is blank.
    ///
    /// Errors: the fields that are.
    pub fn complete(
        facts: &PsaFacts,
        origin: Origin,
        site: Option<SiteId>,
        values: &Values,
    ) -> Result<Self, Vec<FieldId>> {
        let blank = |id: &FieldId| values.get(id).is_none_or(Value::is_empty);
        let missing: Vec<FieldId> = facts.fields.iter().map(|it| it.id.clone()).filter(blank).collect();
        if missing.is_empty() {
            let known = |id: &FieldId| facts.field(id).is_some();
            let values =
                values.iter().filter(|(id, _)| known(id)).map(|(id, value)| (id.clone(), value.clone())).collect();
            Ok(Self { psa: facts.id.clone(), origin, site, pin: None, values })
        } else {
            Err(missing)
        }
    }

    /// The same login, trusting this certificate at its origin and no other.
    #[must_use]
    pub fn pinned(self, pin: Option<Certificate>) -> Self {
        Self { pin, ..self }
    }

    /// A plain field, or an empty text for a secret or unknown one.
    pub fn plain(&self, id: &str) -> &str {
        match self.values.get(&FieldId::from(id)) {
            Some(Value::Plain(text)) => text,
            Some(Value::Secret(_)) | None => "",
        }
    }

    /// A secret field, or an empty secret for a plain or unknown one.
    pub fn secret(&self, id: &str) -> Secret {
        match self.values.get(&FieldId::from(id)) {
            Some(Value::Secret(secret)) => secret.clone(),
            Some(Value::Plain(_)) | None => Secret::default(),
        }
    }

    /// Every field.
    pub fn values(&self) -> &Values {
        &self.values
    }
}
