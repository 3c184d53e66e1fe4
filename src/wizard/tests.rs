//! Transition tests of the wizard.
