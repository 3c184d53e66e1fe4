//! How the mirrors of the saved connections stand, for the home screen. Read after the first frame and after each pull.

use std::collections::BTreeMap;

use crate::model::{mirror::Mirrored, saved::Name};

use super::{Effect, HomeRow, Running, Step, Wizard, event::Job};

/// What is known of the mirrors.
#[derive(Debug, Default)]
pub(super) struct Mirrors {
    asked: Asked,
    of: BTreeMap<Name, Mirrored>,
}

/// Whether what is known is so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Asked {
    /// No face said that it is there yet.
    #[default]
    NotYet,
    /// It was another way before a pull.
    Stale,
    /// It is so.
    Known,
}

impl Mirrors {
    /// A pull changes what is known.
    pub(super) fn changed(&mut self) {
        if self.asked == Asked::Known {
            self.asked = Asked::Stale;
        }
    }

    /// How the mirror of a connection stands, once that is known.
    pub(super) fn of(&self, name: &Name) -> Option<&Mirrored> {
        self.of.get(name)
    }
}

impl Wizard {
    /// The face is there, so nobody waits for this any more.
    pub(super) fn began(&mut self) -> Vec<Effect> {
        self.mirrors.asked = Asked::Stale;
        self.sum_up_mirrors()
    }

    /// Asks how the mirrors stand, on the home screen where that is not known. It gives way to any other job.
    pub(super) fn sum_up_mirrors(&mut self) -> Vec<Effect> {
        let name = |it: &HomeRow| match it {
            HomeRow::Connection { connection, .. } => Some(connection.name.clone()),
            HomeRow::Broken { .. } => None,
        };
        let names: Vec<Name> = self.start.home.iter().filter_map(name).collect();
        let is_wanted = self.step == Step::Home && self.mirrors.asked == Asked::Stale && !names.is_empty();
        if !is_wanted || self.running.is_some() {
            return vec![];
        }
        self.run(Running::SumUp, Job::SumUpMirrors(names))
    }

    pub(super) fn summed_up(&mut self, mirrors: Vec<(Name, Mirrored)>) {
        self.mirrors = Mirrors { asked: Asked::Known, of: mirrors.into_iter().collect() };
    }
}
