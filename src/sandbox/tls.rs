//! TLS for the sandbox: a certificate authority made on the spot, and a listener whose handshakes never hold up others.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::serve::Listener;
use jiff::{Timestamp, ToSpan, civil::Date, tz::Offset};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::{
    ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// A handshake that takes longer is dropped.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// A generated authority and the server configuration that it vouches for.
pub(super) struct TlsMaterial {
    /// The authority's certificate.
    pub(super) ca_pem: String,
    config: Arc<ServerConfig>,
}

impl TlsMaterial {
    /// Makes an authority and a certificate for `localhost` and `127.0.0.1`, good for a year from yesterday.
    pub(super) fn generate() -> io::Result<Self> {
        let today = Offset::UTC.to_datetime(Timestamp::now()).date();
        let mut authority = dated(CertificateParams::default(), today)?;
        authority.distinguished_name.push(DnType::CommonName, "psa-connect sandbox CA");
        authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let authority_key = KeyPair::generate().map_err(io::Error::other)?;
        let ca = authority.self_signed(&authority_key).map_err(io::Error::other)?;

        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let mut leaf = dated(CertificateParams::new(names).map_err(io::Error::other)?, today)?;
        leaf.distinguished_name.push(DnType::CommonName, "psa-connect sandbox");
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        leaf.use_authority_key_identifier_extension = true;
        let leaf_key = KeyPair::generate().map_err(io::Error::other)?;
        let issuer = Issuer::from_params(&authority, &authority_key);
        let leaf = leaf.signed_by(&leaf_key, &issuer).map_err(io::Error::other)?;

        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(leaf_key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], key)
            .map_err(io::Error::other)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { ca_pem: ca.pem(), config: Arc::new(config) })
    }
}

fn dated(mut params: CertificateParams, today: Date) -> io::Result<CertificateParams> {
    let day = |date: Date| -> io::Result<_> {
        let small = |number: i8| u8::try_from(number).map_err(io::Error::other);
        Ok(rcgen::date_time_ymd(date.year().into(), small(date.month())?, small(date.day())?))
    };
    params.not_before = day(today.yesterday().map_err(io::Error::other)?)?;
    params.not_after = day(today.checked_add(1.year()).map_err(io::Error::other)?)?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    Ok(params)
}

/// Accepts connections whose handshake is done; many may be shaking hands at a time.
pub(super) struct TlsListener {
    socket: TcpListener,
    acceptor: TlsAcceptor,
    shaking: JoinSet<Option<(TlsStream<TcpStream>, SocketAddr)>>,
}

impl TlsListener {
    pub(super) fn new(socket: TcpListener, material: &TlsMaterial) -> Self {
        let acceptor = TlsAcceptor::from(Arc::clone(&material.config));
        Self { socket, acceptor, shaking: JoinSet::new() }
    }

    fn shake_hands(&mut self, stream: TcpStream, from: SocketAddr) {
        let acceptor = self.acceptor.clone();
        self.shaking.spawn(async move {
            // Without delay a small reply is not held back for an acknowledgement; a socket that refuses still works.
            drop(stream.set_nodelay(true));
            let stream = timeout(HANDSHAKE, acceptor.accept(stream)).await.ok()?.ok()?;
            Some((stream, from))
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            tokio::select! {
                arrived = self.socket.accept() => match arrived {
                    Ok((stream, from)) => self.shake_hands(stream, from),
                    // Out of file descriptors, most likely: let connections end before the next try.
                    Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                },
                Some(shaken) = self.shaking.join_next(), if !self.shaking.is_empty() => {
                    if let Ok(Some(connection)) = shaken {
                        return connection;
                    }
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}
