//! The clients, and whom their TLS trusts.

use std::{path::Path, sync::Arc};

use reqwest::Client;
use rustls::ClientConfig;

use crate::{
    model::{
        certificate::Certificate,
        fault::Fault,
        origin::{Origin, Scheme},
        settings::proxy::ProxyUrl,
    },
    words,
};

use super::{Limits, shown, trust};

/// Ready to send, with one idea of whom to trust.
#[derive(Debug)]
pub(super) struct Ways {
    /// For hosts off this machine; uses the proxy that is set, else that of the environment.
    away: Client,
    /// For this machine; never a proxy.
    here: Client,
    /// For bare handshakes.
    pub(super) tls: Arc<ClientConfig>,
    /// Why no certificate can be checked, on a host without roots. The sandbox needs none.
    no_roots: Option<Fault>,
    /// The authorities of this host, for a word on what takes the place of a pinned certificate.
    pub(super) roots: Option<trust::Roots>,
    trust: Trust,
    proxy: Option<ProxyUrl>,
}

/// How a certificate that passes is trusted.
#[derive(Clone, Copy, Debug)]
enum Trust {
    ByRoots,
    ByPin,
}

impl Ways {
    /// Trusts the roots of this host and those of `ca_file`. A host without roots is a fault of https only.
    ///
    /// Errors: [`Fault::NoTrustRoots`] when the CA file cannot be read.
    pub(super) fn by_roots(ca_file: Option<&Path>, proxy: Option<ProxyUrl>, limits: &Limits) -> Result<Self, Fault> {
        match trust::by_roots(ca_file) {
            Ok((tls, roots)) => {
                Ok(Self { roots: Some(roots), ..Self::trusting(tls, None, Trust::ByRoots, proxy, limits)? })
            }
            Err(fault) if ca_file.is_some() => Err(fault),
            Err(fault) => Self::trusting(trust::by_nobody(), Some(fault), Trust::ByRoots, proxy, limits),
        }
    }

    /// Trusts exactly this certificate.
    pub(super) fn by_pin(&self, pin: &Certificate, limits: &Limits) -> Self {
        let tls = trust::by_pin(pin, self.roots.as_ref());
        let pinned = Self::trusting(tls, None, Trust::ByPin, self.proxy.clone(), limits)
            .expect("a client with the same settings was made before; only whom it trusts differs");
        Self { roots: self.roots.clone(), ..pinned }
    }

    fn trusting(
        tls: ClientConfig,
        no_roots: Option<Fault>,
        trust: Trust,
        proxy: Option<ProxyUrl>,
        limits: &Limits,
    ) -> Result<Self, Fault> {
        let set = proxy.as_ref().map(|it| reqwest::Proxy::all(it.as_str())).transpose().map_err(|_| Fault::Local {
            what: words::say("way-proxy-unusable").into(),
            remedy: words::say("way-proxy-unusable-next").into(),
        })?;
        let client = |https_only, here| {
            let builder = Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .https_only(https_only)
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .retry(reqwest::retry::never())
                .connect_timeout(limits.connect)
                .read_timeout(limits.read)
                .timeout(limits.total)
                .http1_max_headers(limits.headers)
                .http2_max_header_list_size(limits.header_bytes)
                .gzip(true)
                .user_agent(concat!("psa-connect/", env!("CARGO_PKG_VERSION")));
            let builder = match &set {
                _ if here => builder.no_proxy(),
                Some(it) => builder.proxy(it.clone().no_proxy(reqwest::NoProxy::from_env())),
                None => builder,
            };
            builder.build().map_err(|it| Fault::NoTrustRoots { says: shown(&it.without_url().to_string()) })
        };
        Ok(Self {
            away: client(true, false)?,
            here: client(false, true)?,
            tls: Arc::new(tls),
            no_roots,
            roots: None,
            trust,
            proxy,
        })
    }

    /// Who vouches for a certificate that passes.
    pub(super) fn trusted_by(&self) -> &'static str {
        match self.trust {
            Trust::ByRoots => words::say("way-trusted-by-authorities"),
            Trust::ByPin => words::say("way-trusted-by-pin"),
        }
    }

    /// What the certificates that came along are worth when the server's own passes.
    pub(super) fn chain_that_passed(&self) -> &'static str {
        match self.trust {
            Trust::ByRoots => words::say("way-chain-complete"),
            Trust::ByPin => words::say("way-chain-pinned"),
        }
    }

    /// The client for `origin`.
    pub(super) fn client(&self, origin: &Origin) -> &Client {
        if origin.is_loopback() { &self.here } else { &self.away }
    }

    /// Says why TLS with `origin` cannot even be tried.
    pub(super) fn can_check(&self, origin: &Origin) -> Result<(), Fault> {
        match (origin.scheme(), &self.no_roots) {
            (Scheme::Https, Some(fault)) => Err(fault.clone()),
            (Scheme::Https, None) | (Scheme::Http, _) => Ok(()),
        }
    }
}
