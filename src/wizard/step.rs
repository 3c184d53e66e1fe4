//! The steps, in their order.

use super::screen::{ScreenName, StepMark, StepState};
use crate::words;

/// Where the person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The saved connections; before the first step.
    Home,
    /// A pull of one of them; beside the steps.
    Pull,
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
    /// What was saved where.
    Done,
}

impl Step {
    /// The steps of a set-up, in order.
    pub const ALL: [Self; 9] = [
        Self::Psa,
        Self::Integration,
        Self::Site,
        Self::Guide,
        Self::Login,
        Self::Test,
        Self::Preview,
        Self::Save,
        Self::Done,
    ];

    /// The steps of putting a second key in the place of the first, in order.
    pub const ROTATION: [Self; 5] = [Self::Guide, Self::Login, Self::Test, Self::Save, Self::Done];

    /// The step before this one. None before the first, and none after the connection is saved.
    pub fn before(self) -> Option<Self> {
        match self {
            Self::Home | Self::Psa | Self::Done => None,
            Self::Pull => Some(Self::Home),
            Self::Integration => Some(Self::Psa),
            Self::Site => Some(Self::Integration),
            Self::Guide => Some(Self::Site),
            Self::Login => Some(Self::Guide),
            Self::Test => Some(Self::Login),
            Self::Preview => Some(Self::Test),
            Self::Save => Some(Self::Preview),
        }
    }

    /// Its screen.
    pub fn screen(self) -> ScreenName {
        match self {
            Self::Home => ScreenName::Home,
            Self::Pull => ScreenName::Pull,
            Self::Psa => ScreenName::Psa,
            Self::Integration => ScreenName::Integration,
            Self::Site => ScreenName::Site,
            Self::Guide => ScreenName::Guide,
            Self::Login => ScreenName::Login,
            Self::Test => ScreenName::Test,
            Self::Preview => ScreenName::Preview,
            Self::Save => ScreenName::Save,
            Self::Done => ScreenName::Done,
        }
    }

    /// Its short name: `API user`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Home => words::say("step-home"),
            Self::Pull => words::say("step-pull"),
            Self::Psa => words::say("step-psa"),
            Self::Integration => words::say("step-integration"),
            Self::Site => words::say("step-site"),
            Self::Guide => words::say("step-guide"),
            Self::Login => words::say("step-login"),
            Self::Test => words::say("step-test"),
            Self::Preview => words::say("step-preview"),
            Self::Save => words::say("step-save"),
            Self::Done => words::say("step-done"),
        }
    }

    /// The step list as seen from here; empty beside the steps of a set-up. `passed` says of a step behind how it was left.
    pub fn marks(self, passed: impl Fn(Self) -> StepState) -> Vec<StepMark> {
        let all = if matches!(self, Self::Home | Self::Pull) { &[][..] } else { &Self::ALL[..] };
        self.marks_of(all, Self::label, passed)
    }

    /// The step list of a rotation, as seen from here.
    pub fn rotation_marks(self, passed: impl Fn(Self) -> StepState) -> Vec<StepMark> {
        self.marks_of(&Self::ROTATION, Self::rotation_label, passed)
    }

    fn rotation_label(self) -> &'static str {
        match self {
            Self::Guide => words::say("step-second-key"),
            Self::Save => words::say("step-switch"),
            Self::Home
            | Self::Pull
            | Self::Psa
            | Self::Integration
            | Self::Site
            | Self::Login
            | Self::Test
            | Self::Preview
            | Self::Done => self.label(),
        }
    }

    fn marks_of(
        self,
        all: &[Self],
        label: fn(Self) -> &'static str,
        passed: impl Fn(Self) -> StepState,
    ) -> Vec<StepMark> {
        let state = |it: Self| match it.cmp(&self) {
            std::cmp::Ordering::Less => passed(it),
            std::cmp::Ordering::Equal => StepState::Here,
            std::cmp::Ordering::Greater => StepState::Ahead,
        };
        all.iter().map(|it| StepMark { label: label(*it), state: state(*it) }).collect()
    }
}
