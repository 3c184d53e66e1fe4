//! The two simulated PSAs: real HTTP servers on loopback, with tenants made from a seed and faults made by a scenario.
//!
//! Each PSA listens twice: at home, where the tenant is known, and elsewhere, where it is not. Nothing can be written.

pub mod autotask;
mod backstage;
pub mod connectwise;
mod hour;
pub mod journal;
mod kept;
pub mod keys;
pub mod logins;
mod packed;
mod peaks;
pub mod scenario;
pub mod server;
pub mod standin;
pub mod tenant;
mod tls;
pub mod traffic;
mod trouble;

use std::{
    fmt::Write as _,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use tokio::{net::TcpListener, sync::watch};

pub use self::{
    backstage::{Changed, Digest},
    peaks::Peaks,
    trouble::Trouble,
};
use self::{
    journal::{Journal, Place},
    keys::Keys,
    logins::Logins,
    scenario::Scenario,
    server::Shared,
    tenant::{Live, Sizes, Tenant},
    tls::TlsMaterial,
    traffic::Traffic,
};
use crate::model::origin::Origin;

/// What to simulate.
#[derive(Clone, Debug)]
pub struct Options {
    /// What goes wrong.
    pub scenario: Scenario,
    /// How many rows the tenant has.
    pub sizes: Sizes,
    /// The same seed gives the same tenant.
    pub seed: u64,
    /// How the servers are spoken to.
    pub tls: Tls,
    /// Where they listen.
    pub ports: Ports,
    /// What logs in.
    pub logins: Logins,
}

/// How the servers are spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Plain HTTP.
    Plain,
    /// HTTPS, vouched for by an authority made for this sandbox.
    GeneratedCa,
}

/// Where the servers listen, on 127.0.0.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ports {
    /// On ports that are free.
    Any,
    /// On this port and the next three.
    From(u16),
}

impl Options {
    /// The usual tenant and logins, over plain HTTP on ports that are free.
    pub fn of(scenario: Scenario) -> Self {
        Self {
            scenario,
            sizes: Sizes::usual(),
            seed: 365,
            tls: Tls::Plain,
            ports: Ports::Any,
            logins: Logins::built_in(),
        }
    }
}

/// One simulated PSA.
#[derive(Clone, Debug)]
pub struct Served {
    /// `connectwise` or `autotask`.
    pub psa: &'static str,
    /// The listener that knows the tenant.
    pub home: Origin,
    /// Its site in the catalogue, such as `eu` or `ws2`.
    pub home_site: String,
    /// Another listener of the same vendor, which does not know the tenant.
    pub elsewhere: Origin,
    /// Field ids of the catalogue with values that log in.
    pub login: Vec<(String, String)>,
    /// The same with the API user's second key, which [`Keys`] may let in, too.
    pub second: Vec<(String, String)>,
}

/// What answers at home, for what is done and seen there without a request.
#[derive(Debug)]
struct Homes {
    connectwise: Arc<Shared>,
    autotask: Arc<Shared>,
}

/// Both PSAs, running; dropping it stops them.
#[derive(Debug)]
pub struct Sandbox {
    connectwise: Served,
    autotask: Served,
    ca_pem: Option<String>,
    journal: Journal,
    keys: Keys,
    homes: Homes,
    _running: watch::Sender<()>,
}

impl Sandbox {
    /// Starts both PSAs.
    ///
    /// Errors: a port is taken, a certificate could not be made.
    pub async fn start(options: Options) -> io::Result<Self> {
        let Options { scenario, sizes, seed, tls, ports, logins } = options;
        let material = match tls {
            Tls::Plain => None,
            Tls::GeneratedCa => Some(TlsMaterial::generate()?),
        };
        let tenant = Live::of(Tenant::made(seed, sizes));
        let journal = Journal::default();
        let keys = Keys::of(&logins, &scenario);
        let (running, stopped) = watch::channel(());

        let (mut served, mut homes) = (Vec::new(), Vec::new());
        for (nth, psa, lock_after) in [(0, "connectwise", 0), (2, "autotask", scenario.autotask.lock_after)] {
            let sockets = [bind(ports, nth).await?, bind(ports, nth + 1).await?];
            let [home, elsewhere] = [origin(&sockets[0], tls)?, origin(&sockets[1], tls)?];
            let traffic = Traffic::new(scenario.traffic.clone(), lock_after, seed);
            for (place, socket) in [Place::Home, Place::Elsewhere].into_iter().zip(sockets) {
                let state = Arc::new(Shared {
                    psa,
                    place,
                    tenant: tenant.clone(),
                    scenario: scenario.clone(),
                    journal: journal.clone(),
                    logins: logins.clone(),
                    keys: keys.clone(),
                    home: home.clone(),
                    elsewhere: elsewhere.clone(),
                    traffic: traffic.clone(),
                });
                if place == Place::Home {
                    homes.push(Arc::clone(&state));
                }
                let router = match psa {
                    "connectwise" => connectwise::router(Arc::clone(&state)),
                    _ => autotask::router(Arc::clone(&state)),
                };
                server::serve(router, state, socket, material.as_ref(), stopped.clone());
            }
            served.push((home, elsewhere));
        }
        let mut served = served.into_iter();
        let mut homes = homes.into_iter();
        let mut home = || homes.next().expect("the loop above runs twice, and each of its PSAs has a home");
        let mut next = |psa, home_site: &str, login, second| {
            let (home, elsewhere) = served.next().expect("the loop above runs twice");
            Served { psa, home, home_site: home_site.to_owned(), elsewhere, login, second }
        };
        Ok(Self {
            connectwise: next(
                "connectwise",
                &scenario.connectwise.site,
                logins.connectwise.fields(),
                logins.connectwise.second().fields(),
            ),
            autotask: next(
                "autotask",
                &scenario.autotask.site,
                logins.autotask.fields(),
                logins.autotask.second().fields(),
            ),
            ca_pem: material.map(|it| it.ca_pem),
            journal,
            keys,
            homes: Homes { connectwise: home(), autotask: home() },
            _running: running,
        })
    }

    /// The simulated ConnectWise.
    pub fn connectwise(&self) -> &Served {
        &self.connectwise
    }

    /// The simulated Autotask.
    pub fn autotask(&self) -> &Served {
        &self.autotask
    }

    /// The certificate of the authority that vouches for the servers, as PEM; `None` over plain HTTP.
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca_pem.as_deref()
    }

    /// What both PSAs were asked.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The keys that live. What a person would click in the PSA is done here, out of band: no request changes anything.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// What goes wrong.
    pub fn scenario(&self) -> &Scenario {
        &self.homes.connectwise.scenario
    }

    /// Addresses and logins, for a person.
    pub fn card(&self) -> String {
        let mut card = format!("Sandbox \"{}\": {}\n", self.scenario().name, self.scenario().story);
        for (title, served) in [("ConnectWise PSA", &self.connectwise), ("Autotask PSA", &self.autotask)] {
            let Served { home, home_site, elsewhere, login, second, .. } = served;
            // Writing to a String cannot fail.
            let _ = write!(card, "\n{title}\n  site         {home} (as {home_site})\n  other site   {elsewhere}\n");
            for (field, value) in login {
                let _ = writeln!(card, "  {:<12} {value}", field.replace('_', " "));
            }
            for (field, value) in second.iter().filter(|it| !login.contains(it)) {
                let _ = writeln!(card, "  second {} {value}", field.replace('_', " "));
            }
        }
        card.push_str(match self.ca_pem {
            None => "\nPlain HTTP, on this computer only.\n",
            Some(_) => "\nHTTPS: trust the sandbox's own certificate authority (ca_pem) for these addresses only.\n",
        });
        card.push_str("These logins open nothing but the sandbox.\n");
        card
    }
}

async fn bind(ports: Ports, nth: u16) -> io::Result<TcpListener> {
    let port = match ports {
        Ports::Any => 0,
        Ports::From(first) => first
            .checked_add(nth)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no four ports follow that port"))?,
    };
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await
}

fn origin(socket: &TcpListener, tls: Tls) -> io::Result<Origin> {
    let scheme = match tls {
        Tls::Plain => "http",
        Tls::GeneratedCa => "https",
    };
    let address = format!("{scheme}://{}", socket.local_addr()?);
    address.parse().map_err(|fault| io::Error::other(format!("{address}: {fault:?}")))
}
