//! A login that nobody else has: each run makes one of its own, so whatever of it is found was left by this run.

use std::time::{SystemTime, UNIX_EPOCH};

use psa_connect::sandbox::logins::{AutotaskLogin, ConnectWiseLogin, Logins};

/// What a login consists of: which characters, and how many.
fn text(random: &mut fastrand::Rng, of: &str, count: usize) -> String {
    let of: Vec<char> = of.chars().collect();
    (0..count).map(|_| of[random.usize(..of.len())]).collect()
}

const LETTERS: &str = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const CAPITALS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const HEX: &str = "0123456789abcdef";

/// Secrets of one run.
pub(crate) struct Canaries {
    /// What the sandbox takes.
    pub(crate) logins: Logins,
    /// What protects the encrypted store.
    pub(crate) passphrase: String,
    /// Typed again and again where no secret belongs.
    pub(crate) wrong_passphrase: String,
}

impl Canaries {
    /// Makes them from this seed.
    pub(crate) fn made(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let built_in = Logins::built_in();
        let mut hex = |count| text(&mut random, HEX, count);
        let client_id = format!("{}-{}-4{}-a{}-{}", hex(8), hex(4), hex(3), hex(3), hex(12));
        let connectwise = ConnectWiseLogin {
            public_key: text(&mut random, LETTERS, 16),
            private_key: text(&mut random, LETTERS, 16),
            second_public_key: text(&mut random, LETTERS, 16),
            second_private_key: text(&mut random, LETTERS, 16),
            client_id,
            ..built_in.connectwise
        };
        // Characters that each way of writing a text down escapes in its own way.
        let mut secret = || format!("{}#~$@!*{}", text(&mut random, LETTERS, 11), text(&mut random, LETTERS, 8));
        let (secret, second_secret) = (secret(), secret());
        let autotask =
            AutotaskLogin { secret, second_secret, tracking_id: text(&mut random, CAPITALS, 27), ..built_in.autotask };
        Self {
            logins: Logins { connectwise, autotask },
            passphrase: format!("{} {}", text(&mut random, LETTERS, 10), text(&mut random, LETTERS, 10)),
            wrong_passphrase: text(&mut random, LETTERS, 20),
        }
    }

    /// The logins of every sandbox, with passphrases of one's own.
    pub(crate) fn built_in(seed: u64) -> Self {
        Self { logins: Logins::built_in(), ..Self::made(seed) }
    }

    /// Every secret and what it is called.
    pub(crate) fn secrets(&self) -> Vec<(String, String)> {
        let Logins { connectwise, autotask, .. } = &self.logins;
        [
            ("public_key", &connectwise.public_key),
            ("private_key", &connectwise.private_key),
            ("second public_key", &connectwise.second_public_key),
            ("second private_key", &connectwise.second_private_key),
            ("client_id", &connectwise.client_id),
            ("secret", &autotask.secret),
            ("second secret", &autotask.second_secret),
            ("tracking_id", &autotask.tracking_id),
            ("passphrase", &self.passphrase),
            ("wrong passphrase", &self.wrong_passphrase),
        ]
        .map(|(id, value)| (id.to_owned(), value.clone()))
        .to_vec()
    }
}

/// Another seed for each run. It is printed, and can be given again.
pub(crate) fn seed() -> u64 {
    let given = std::env::var("CANARY_SEED").ok().and_then(|it| it.parse().ok());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    given.unwrap_or_else(|| now.as_secs() ^ (u64::from(now.subsec_nanos()) << 20) ^ u64::from(std::process::id()))
}
