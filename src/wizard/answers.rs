//! What was answered for one PSA. Choosing another PSA and coming back finds it unchanged.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    address::{Address, AddressFault},
    certificate::Certificate,
    fault::Fault,
    guide::Way,
    id::{FieldId, ListId},
    login::{Login, Value, Values},
    mirror::Standing,
    origin::Origin,
    paste::Taken,
    report::{Check, Report},
    right::{Confirmation, RightId},
    secret::Secret,
    store_kind::StoreKind,
    table::Preview,
};

use super::event::SiteAnswer;

/// What was answered for one PSA.
#[derive(Debug, Default)]
pub struct Answers {
    /// The login's fields. The field by which the site is found is one of them.
    pub values: Values,
    /// What stands in the address field.
    pub address: String,
    /// What is wrong with it, and what to do.
    pub address_problem: Option<String>,
    /// The site that was worked out. Changed by [`Answers::set_site`] only.
    pub site: Option<Address>,
    /// The certificate that is trusted there although nobody vouches for it.
    pub pin: Option<Certificate>,
    /// What the sites said when they were asked, and about whom.
    pub asked: Asked,
    /// How the rights are given.
    pub way: Way,
    /// Lines of the guide and promises that were ticked.
    pub ticked: BTreeSet<String>,
    /// Fields that cannot be left as they are, and what to do.
    pub problems: Vec<(FieldId, String)>,
    /// The login of which it was said that two values are in each other's place: the same is not held up again.
    pub told_swapped: Option<Values>,
    /// What was cleaned off the last paste into a field.
    pub cleaned: Vec<(FieldId, String)>,
    /// What was understood of a pasted note, until it is used or dropped.
    pub pasted: Vec<(FieldId, Value)>,
    /// What else was in that note; it says nothing when nothing is in `pasted`.
    pub besides: Besides,
    /// Whether the ends of the secrets are shown.
    pub reveal: Reveal,
    /// The last test.
    pub tested: Option<Tested>,
    /// Rights that somebody confirmed by hand, and for which login and integration.
    pub confirmed: Confirmed,
    /// What of the test is shown.
    pub view: View,
    /// A login that was refused. It is sent again only when the person says so.
    pub refused: Option<Refused>,
    /// How often just the login that is sent now was refused before.
    pub refused_before: u32,
    /// The last preview.
    pub previewed: Previewed,
    /// The connection's name as typed; `None` until it is typed.
    pub name: Option<String>,
    /// The store that was chosen; `None` until one is.
    pub store: Option<StoreKind>,
    /// The new passphrase of the store, until it is used.
    pub passphrase: NewPassphrase,
}

/// What was in a pasted note besides fields.
#[derive(Debug, Default)]
pub struct Besides {
    /// The address in it, or why the one in it is another product's.
    pub address: Option<Result<Address, AddressFault>>,
    /// The fields for which it has more than one value, and which was taken.
    pub several: Vec<(FieldId, Taken)>,
    /// What was left out to understand it, each a clause.
    pub removed: Vec<String>,
}

/// A passphrase that is being chosen. It is never shown, and never kept.
#[derive(Debug, Default)]
pub struct NewPassphrase {
    /// As typed.
    pub first: Secret,
    /// As typed once more.
    pub again: Secret,
    /// What is wrong with it, once Save was pressed.
    pub problem: Option<PassphraseProblem>,
}

/// Why a passphrase cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassphraseProblem {
    /// Nothing was typed.
    Empty,
    /// It has too few characters.
    Short,
    /// It was not typed once more.
    Once,
    /// The two are not the same.
    Different,
}

/// Rights that somebody confirmed by hand. The word is for one login and one integration, and for no other.
#[derive(Debug, Default)]
pub struct Confirmed {
    /// The login and the integration.
    pub of: Option<(Login, String)>,
    /// The words.
    pub rights: BTreeMap<RightId, Confirmation>,
    /// Those that were taken back since.
    pub taken_back: BTreeSet<RightId>,
}

/// A login that was refused, and what was said. Which certificate was trusted makes no difference.
#[derive(Debug)]
pub struct Refused {
    /// The login, without its pin.
    pub login: Login,
    /// Why.
    pub fault: Fault,
    /// How often, as far as is known; 0 when that cannot be told.
    pub times: u32,
}

/// What of the test is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The layers that went well.
    pub layers: Shows,
    /// What a re-test found to be as it should.
    pub all: Shows,
}

/// Whether a part is shown or folded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shows {
    /// One line, or nothing.
    #[default]
    Folded,
    /// All of it.
    Whole,
}

impl Shows {
    /// The other.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Folded => Self::Whole,
            Self::Whole => Self::Folded,
        }
    }
}

/// The last look-up of the site.
#[derive(Debug, Default)]
pub struct Asked {
    /// What was looked up.
    pub text: String,
    /// The answers.
    pub answers: Vec<SiteAnswer>,
    /// The site of which it was said that it does not know them, and another does: the same is not held up again.
    pub told: Option<Origin>,
}

/// Whether the ends of the secrets are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reveal {
    /// Only their length.
    #[default]
    No,
    /// Length and the last four.
    Yes,
}

/// A test and what it was about.
#[derive(Debug)]
pub struct Tested {
    /// The login.
    pub login: Login,
    /// The integration's id.
    pub integration: String,
    /// What was found.
    pub report: Report,
    /// The check that runs, if one does.
    pub checking: Option<Check>,
    /// Whether it ran to its end.
    pub ended: Ended,
    /// Whether there was one before it.
    pub turn: Turn,
}

/// Whether a test is the first of its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is.
    First,
    /// Another came to its end before: what is of interest is what is left.
    Again,
}

/// Whether a job ran to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ended {
    /// It did not, or not yet.
    #[default]
    No,
    /// It failed as a whole.
    InVain,
    /// It did.
    Yes,
}

/// What the preview found.
#[derive(Debug, Default)]
pub struct Previewed {
    /// For which login and integration.
    pub of: Option<(Login, String)>,
    /// The lists that came.
    pub lists: Vec<Preview>,
    /// Those that did not.
    pub failed: Vec<(ListId, Fault)>,
    /// How the mirror stands from which they were read; `None` when the PSA was asked.
    pub mirror: Option<Standing>,
    /// Whether it ran to its end.
    pub ended: Ended,
}

impl Answers {
    /// Takes another site, or none. A pin belongs to the place where it was confirmed and goes with it.
    pub fn set_site(&mut self, site: Option<Address>) {
        let origin = |it: &Option<Address>| it.as_ref().map(|it| it.origin.clone());
        if origin(&self.site) != origin(&site) {
            self.pin = None;
        }
        self.site = site;
    }

    /// The plain text of a field, or nothing.
    pub fn plain(&self, id: &FieldId) -> &str {
        match self.values.get(id) {
            Some(Value::Plain(text)) => text,
            Some(Value::Secret(_)) | None => "",
        }
    }

    /// What is wrong with a field, and what to do.
    pub fn problem(&self, id: &FieldId) -> Option<String> {
        self.problems.iter().find(|(it, _)| it == id).map(|(_, says)| says.clone())
    }
}
