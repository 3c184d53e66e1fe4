//! The sandbox's own logins, read from `assets/sandbox/logins.toml`. They open nothing but the sandbox.

use serde::Deserialize;

/// Both PSAs' logins.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logins {
    /// ConnectWise's API member.
    pub connectwise: ConnectWiseLogin,
    /// Autotask's API user.
    pub autotask: AutotaskLogin,
}

/// What an API member of ConnectWise logs in with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectWiseLogin {
    /// Company id.
    pub company: String,
    /// Public key, 16 letters and digits.
    pub public_key: String,
    /// Private key, 16 letters and digits.
    pub private_key: String,
    /// Public key of the member's second key.
    pub second_public_key: String,
    /// Its private key.
    pub second_private_key: String,
    /// The integration's GUID.
    pub client_id: String,
}

/// What an API user of Autotask logs in with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AutotaskLogin {
    /// User name, an address.
    pub user_name: String,
    /// Secret, 25 characters.
    pub secret: String,
    /// The secret that takes the place of that one once it is generated.
    pub second_secret: String,
    /// Tracking identifier, 27 characters.
    pub tracking_id: String,
}

impl Logins {
    /// The logins that every sandbox knows.
    pub fn built_in() -> Self {
        toml::from_str(include_str!("../../assets/sandbox/logins.toml"))
            .expect("the_logins_look_like_the_vendors_own reads the file")
    }
}

impl ConnectWiseLogin {
    /// Field ids of the catalogue with their values.
    pub fn fields(&self) -> Vec<(String, String)> {
        pairs([
            ("company", &self.company),
            ("public_key", &self.public_key),
            ("private_key", &self.private_key),
            ("client_id", &self.client_id),
        ])
    }
}

impl ConnectWiseLogin {
    /// The same with the member's second key.
    #[must_use]
    pub fn second(&self) -> Self {
        let (public_key, private_key) = (self.second_public_key.clone(), self.second_private_key.clone());
        Self { public_key, private_key, ..self.clone() }
    }
}

impl AutotaskLogin {
    /// The same with the second secret.
    #[must_use]
    pub fn second(&self) -> Self {
        Self { secret: self.second_secret.clone(), ..self.clone() }
    }
}

impl AutotaskLogin {
    /// Field ids of the catalogue with their values.
    pub fn fields(&self) -> Vec<(String, String)> {
        pairs([("user_name", &self.user_name), ("secret", &self.secret), ("tracking_id", &self.tracking_id)])
    }
}

fn pairs<const N: usize>(fields: [(&str, &String); N]) -> Vec<(String, String)> {
    fields.into_iter().map(|(id, value)| (id.to_owned(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::Logins;

    #[test]
    fn the_logins_look_like_the_vendors_own() {
        let Logins { connectwise, autotask } = Logins::built_in();
        let second = connectwise.second();
        let keys = [&connectwise.public_key, &connectwise.private_key, &second.public_key, &second.private_key];
        for key in keys {
            assert!(key.len() == 16 && key.bytes().all(|it| it.is_ascii_alphanumeric()));
        }
        assert_eq!(connectwise.client_id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert_eq!((autotask.secret.len(), autotask.second_secret.len(), autotask.tracking_id.len()), (25, 25, 27));
    }
}
