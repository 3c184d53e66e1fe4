//! One row of the proof: what a server does, and what must be said of it.

use std::net::TcpStream;

use crate::{
    certificates::Shown,
    tenant::{At, Psa},
};

/// One named fault.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) psa: Psa,
    pub(crate) scene: Scene,
    /// The key of its kind.
    pub(crate) kind: &'static str,
    /// A part of the sentence. `{host}`, `{port}` and `{proxy}` stand for the server's.
    pub(crate) says: &'static str,
    /// What the screen says; all of it. The sentence, unless the wizard has words of its own.
    pub(crate) screen: Vec<&'static str>,
    pub(crate) exit: i32,
    /// What tells it.
    pub(crate) told: Told,
    /// Seconds of `--timeout`. One, where a timeout is waited for.
    pub(crate) timeout: u64,
    /// The one road on which it makes sense, and why it makes none on the other.
    pub(crate) only: Option<(Over, &'static str)>,
    /// How often the login was tried before.
    pub(crate) tried: Tried,
}

/// What the row is played on.
pub(crate) enum Scene {
    /// A PSA in order, but for what it does at this request.
    Request(At, Does),
    /// A PSA in order, but for what it does at each of these.
    Requests(Vec<(At, Does)>),
    /// What listens takes the connection and does this, before anything is read.
    Socket(fn(TcpStream)),
    /// A PSA in order behind this certificate.
    Certificate(Shown),
    /// The same, while the connection trusts exactly one other certificate.
    Pinned(Shown),
    /// A PSA in order, while the client is given this as the CA file.
    CaFile(&'static str),
    /// Nothing listens on the port.
    Closed,
    /// Something listens and never takes a connection.
    Full,
    /// Another host, which this machine cannot reach by itself.
    Away(&'static str),
    /// The proxy of the environment, in front of `https://psa.example`.
    Proxy(Gatekeeper),
}

/// What a server does at a request.
#[derive(Clone)]
pub(crate) enum Does {
    /// Sends these bytes, whole, and closes.
    Reply(Vec<u8>),
    /// Sends these bytes, whole, and takes the next request.
    Keep(Vec<u8>),
    /// Sends these bytes and then nothing more.
    Stall(Vec<u8>),
    /// Sends these bytes, then a blank now and then, for ever.
    Drip(Vec<u8>),
    /// Sends these bytes and hangs up without a goodbye.
    HangUp(Vec<u8>),
    /// Sends these bytes and resets the connection.
    Reset(Vec<u8>),
    /// Sends `head`, then `piece` so many times, or as often as the other side takes it.
    Flood { head: Vec<u8>, piece: Vec<u8>, times: usize },
    /// Sends a zone look-up that names another zone, on a port of this host where nothing listens.
    OtherZone,
}

/// What the proxy does with a connection.
#[derive(Clone, Copy)]
pub(crate) enum Gatekeeper {
    /// Nothing listens at its address.
    Gone,
    /// Its name is not known.
    Unknown,
    /// Answers CONNECT with this head.
    Answers(&'static str),
    /// Lets it through, to a server whose certificate an inspecting firewall signed.
    Inspects,
    /// It is a SOCKS proxy and refuses by its rules.
    RefusesSocks,
    /// It is named as a SOCKS proxy and is none.
    NoSocks,
}

/// Which road a leg takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    Plain,
    Tls,
}

/// What tells a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// A check failed, with its kind.
    Check,
    /// A right could not be looked up, and says why. The other rights stand.
    Right,
    /// A check is unclear, and says why. The test goes on.
    Doubt,
}

/// How often the login was tried before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tried {
    Never,
    /// Once, on the same store.
    Once,
}

/// A row that stands for both roads.
pub(crate) fn row(
    name: &'static str,
    (psa, scene): (Psa, Scene),
    (kind, exit): (&'static str, i32),
    says: &'static str,
) -> Row {
    let told = Told::Check;
    Row { name, psa, scene, kind, says, screen: vec![says], exit, told, timeout: 6, only: None, tried: Tried::Never }
}

/// ConnectWise, doing this at a request.
pub(crate) fn connectwise(at: At, does: Does) -> (Psa, Scene) {
    (Psa::ConnectWise, Scene::Request(at, does))
}

/// Autotask, doing this at a request.
pub(crate) fn autotask(at: At, does: Does) -> (Psa, Scene) {
    (Psa::Autotask, Scene::Request(at, does))
}

impl Row {
    /// It waits for a time-out.
    pub(crate) fn waits(self) -> Self {
        Self { timeout: 1, ..self }
    }

    /// It makes sense over TLS only.
    pub(crate) fn tls_only(self, why: &'static str) -> Self {
        Self { only: Some((Over::Tls, why)), ..self }
    }

    /// It is told by a right.
    pub(crate) fn by_right(self) -> Self {
        Self { told: Told::Right, ..self }
    }

    /// It is told as a doubt.
    pub(crate) fn by_doubt(self) -> Self {
        Self { told: Told::Doubt, ..self }
    }

    /// The same login was tried before.
    pub(crate) fn again(self) -> Self {
        Self { tried: Tried::Once, ..self }
    }

    /// The wizard tells it in these words instead.
    pub(crate) fn on_screen(self, all: &[&'static str]) -> Self {
        Self { screen: all.to_vec(), ..self }
    }

    /// Says whether it is played on this road.
    pub(crate) fn goes(&self, over: Over) -> bool {
        self.only.is_none_or(|(only, _)| only == over)
    }

    /// Says whether the connection is one that was saved before, with the certificate that it trusts.
    pub(crate) fn is_pinned(&self) -> bool {
        matches!(self.scene, Scene::Pinned(_))
    }

    /// Says whether its host is off this machine, so that the environment decides how it is reached.
    pub(crate) fn is_away(&self) -> bool {
        matches!(self.scene, Scene::Away(_) | Scene::Proxy(_))
    }
}
