//! Which keys of the tenant's API users are let in just now; what a person would click in the PSA changes it, no request does.
//!
//! ConnectWise lets keys of one member live side by side until one is deleted. Autotask has one secret a user, and a new one
//! takes the place of the old.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{logins::Logins, scenario::Scenario};

/// The keys that live; clones are the same keys.
#[derive(Clone, Debug)]
pub struct Keys {
    living: Arc<Mutex<Living>>,
    logins: Logins,
    generates_when_sent: bool,
}

#[derive(Clone, Copy, Debug)]
struct Living {
    /// Whether ConnectWise's first key was not deleted.
    first_key: bool,
    /// Whether Autotask's second secret was generated.
    second_secret: bool,
}

impl Keys {
    /// The keys that live when a scenario begins.
    pub fn of(logins: &Logins, scenario: &Scenario) -> Self {
        let living = Living { first_key: true, second_secret: false };
        Self {
            living: Arc::new(Mutex::new(living)),
            logins: logins.clone(),
            generates_when_sent: scenario.autotask.generates_when_sent,
        }
    }

    /// Says whether ConnectWise lets this pair of keys in.
    pub fn opens_connectwise(&self, public: &str, private: &str) -> bool {
        let login = &self.logins.connectwise;
        let first = self.living().first_key && public == login.public_key && private == login.private_key;
        first || (public == login.second_public_key && private == login.second_private_key)
    }

    /// Says whether Autotask lets this secret in.
    pub fn opens_autotask(&self, secret: &[u8]) -> bool {
        let login = &self.logins.autotask;
        let is_second = secret == login.second_secret.as_bytes();
        let mut living = self.living();
        // Nobody clicks in a demo, so that the secret is sent stands for that it was generated.
        living.second_secret |= is_second && self.generates_when_sent;
        if living.second_secret { is_second } else { secret == login.secret.as_bytes() }
    }

    /// Deletes ConnectWise's first key, as a person does on the API Keys tab.
    pub fn delete_first_key(&self) {
        self.living().first_key = false;
    }

    /// Generates Autotask's second secret, as a person does on the Credentials tab. The first one ends.
    pub fn generate_second_secret(&self) {
        self.living().second_secret = true;
    }

    fn living(&self) -> MutexGuard<'_, Living> {
        self.living.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, Logins, Scenario};

    #[test]
    fn keys_of_connectwise_live_side_by_side_until_one_is_deleted() {
        let logins = Logins::built_in();
        let keys = Keys::of(&logins, &Scenario::named("healthy").unwrap());
        let login = &logins.connectwise;
        let opened = || {
            [(&login.public_key, &login.private_key), (&login.second_public_key, &login.second_private_key)]
                .map(|(public, private)| keys.opens_connectwise(public, private))
        };
        assert_eq!(opened(), [true, true]);
        assert!(!keys.opens_connectwise(&login.public_key, &login.second_private_key));
        keys.delete_first_key();
        assert_eq!(opened(), [false, true]);
    }

    #[test]
    fn a_new_secret_of_autotask_ends_the_old_one() {
        let logins = Logins::built_in();
        let [first, second] = [logins.autotask.secret.as_bytes(), logins.autotask.second_secret.as_bytes()];
        let keys = Keys::of(&logins, &Scenario::named("healthy").unwrap());
        assert_eq!([second, first].map(|it| keys.opens_autotask(it)), [false, true]);
        keys.generate_second_secret();
        assert_eq!([second, first].map(|it| keys.opens_autotask(it)), [true, false]);
        let keys = Keys::of(&logins, &Scenario::named("rotation").unwrap());
        assert_eq!([first, second, first].map(|it| keys.opens_autotask(it)), [true, true, false]);
    }
}
