//! What the wizard is started with: what is known, what is saved, where keys can rest, and where it begins.

use std::sync::Arc;

use crate::model::{
    catalog::Catalog,
    fault::Fault,
    saved::{Connection, StoreCard},
};

use super::event::Offer;

/// What the wizard is started with.
#[derive(Clone, Debug)]
pub struct Start {
    /// Everything known of the PSAs and integrations.
    pub catalog: Arc<Catalog>,
    /// Logins that the sandbox offers.
    pub offers: Vec<Offer>,
    /// Where connections are kept.
    pub directory: String,
    /// Where secrets can rest, in the order in which they are offered.
    pub stores: Vec<StoreCard>,
    /// Whether they were just tried; else they are tried before keys are asked for.
    pub tried: Tried,
    /// What is saved already.
    pub home: Vec<HomeRow>,
    /// An integration that was named on the command line; it is offered first.
    pub integration: Option<String>,
    /// A name that was given on the command line.
    pub name: Option<String>,
    /// Where it begins.
    pub begin: Begin,
}

/// Whether something was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// Not yet, or too long ago.
    No,
    /// It was.
    Yes,
}

/// Where the wizard begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// With the saved connections, if there are some.
    Home,
    /// With a new connection.
    SetUp,
}

/// One line of the home screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HomeRow {
    /// A connection that can be used.
    Connection {
        /// What was saved.
        connection: Box<Connection>,
        /// How long ago it was tested: `3 days ago`, `never`.
        tested: String,
        /// How old its keys are: `keys 3 days`, `old keys 412 days`.
        keys: String,
    },
    /// One that cannot be read; the others still work.
    Broken {
        /// Its name.
        name: String,
        /// Why, and what to do.
        fault: Fault,
    },
}

impl HomeRow {
    /// The connection's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Connection { connection, .. } => connection.name.as_str(),
            Self::Broken { name, .. } => name,
        }
    }
}
