//! Looks up, tests and previews a PSA that points elsewhere, as a person would have it done.

use std::{fmt, fs, sync::Arc, time::Duration};

use psa_connect::{
    engine::{EngineSetup, Limits, Network, Solo},
    model::catalog::Catalog,
    store::Store,
    wizard::event::{Consent, Job},
};
use tokio::{runtime::Builder, time::timeout};

use crate::{
    authority::Authority,
    server::{After, Road, Server, Wire},
    shapes::Shape,
    sources::Source,
    tenant::{At, Psa},
    trap::Trap,
};

/// The longest that one visit may take. Reached only when it hangs.
const PATIENCE: Duration = Duration::from_secs(30);

const INTEGRATION: &str = "sync365";

/// One source, one shape, one PSA, one road to it.
pub(crate) struct Combination {
    pub(crate) psa: Psa,
    pub(crate) source: Source,
    pub(crate) shape: &'static Shape,
    /// Whether the PSA itself is behind TLS.
    pub(crate) protected: bool,
}

/// What was met on a visit.
pub(crate) struct Met {
    /// Requests to the PSA.
    pub(crate) asked: usize,
    /// Those of them that had credentials.
    pub(crate) with_credentials: usize,
    /// Connections to the traps.
    pub(crate) connections: usize,
    /// Bytes of credentials in the traps.
    pub(crate) leaked: usize,
}

impl Combination {
    /// Says whether the way ends before the login, so that no credentials are sent at all.
    pub(crate) fn ends_early(&self) -> bool {
        matches!(self.source, Source::Redirect(_, At::Site) | Source::ZoneUrl)
    }

    /// Goes there.
    pub(crate) fn visit(&self, authority: &Authority) -> Met {
        let traps = [Trap::plain(), Trap::protected(authority)];
        let Self { psa, source, .. } = *self;
        let (shape, plain, tls) = (self.shape, traps[0].port(), traps[1].port());
        let road = if self.protected { Road::Tls(authority.serves()) } else { Road::Plain };
        let server = Server::answering(road, move |asked, wire: &mut dyn Wire| {
            let origin = wire.origin();
            let own = format!("{}:{}", origin.host(), origin.port());
            let reply = source.answer(psa, asked, &origin, &shape.address(&own, plain, tls));
            if wire.write_all(&reply).and_then(|()| wire.flush()).is_ok() { After::Keep } else { After::Drop }
        });
        self.goes(&server, authority);
        let seen = server.seen();
        for it in &seen.asked {
            let is_query = it.method == "POST" && it.target.to_ascii_lowercase().contains("/query");
            assert!(it.method == "GET" || is_query, "{self}: {} {} may write", it.method, it.target);
            assert!(psa.at(it) != At::Site || !it.has_credentials(), "{self}: credentials went with {}", it.target);
        }
        Met {
            asked: seen.asked.len(),
            with_credentials: seen.asked.iter().filter(|it| it.has_credentials()).count(),
            connections: traps.iter().map(Trap::connections).sum(),
            leaked: traps.iter().map(Trap::leaked).sum(),
        }
    }

    fn goes(&self, server: &Server, authority: &Authority) {
        let folder = tempfile::tempdir().expect("a folder");
        let ca_file = folder.path().join("ca.pem");
        fs::write(&ca_file, authority.certificate.pem()).expect("a file");
        let (psa, origin) = (self.psa.id(), server.origin());
        let mut catalog = Catalog::embedded();
        for facts in catalog.psas.iter_mut().filter(|it| it.id == psa) {
            facts.sites.truncate(1);
            facts.sites[0].origin = origin.clone();
        }
        catalog.answer_locate_at(&psa, &origin);
        let network = Network { ca_file: Some(ca_file), proxy: None, limits: Limits::within(Duration::from_secs(6)) };
        let store = Store::at(folder.path().join("config"));
        let login = self.psa.login(&origin);
        let (integration, text) = (INTEGRATION.to_owned(), self.psa.fields()[0].1.to_owned());
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut solo = Solo::new(EngineSetup { catalog: Arc::new(catalog), store, network });
            for job in [
                Job::Locate { psa, text },
                Job::Test { integration: integration.clone(), login: login.clone(), consent: Consent::Given },
                Job::Preview { integration, login },
            ] {
                timeout(PATIENCE, solo.run(job)).await.expect("a job ends");
            }
        });
        runtime.shutdown_background();
    }
}

impl fmt::Display for Combination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let road = if self.protected { "https" } else { "http" };
        write!(f, "{:?}, {road}: {:?} with {}", self.psa, self.source, self.shape.name)
    }
}
