//! Carries the requests of the OpenBao and Vault store, for code that may block.

use std::time::Instant;

use hyper::body::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use zeroize::Zeroizing;

use crate::{
    model::{fault::Fault, secret::Secret},
    store::{Carrier, VaultMethod, VaultReply, VaultRequest},
    words,
};

use super::{Transport, blame, blame::Stage, text_of};

impl Carrier for Transport {
    /// The store is asked on threads of `spawn_blocking`, which have a runtime and may wait for it.
    fn carry(&self, request: &VaultRequest) -> Result<VaultReply, Fault> {
        tokio::runtime::Handle::current().block_on(self.deliver(request))
    }
}

impl Transport {
    async fn deliver(&self, request: &VaultRequest) -> Result<VaultReply, Fault> {
        let origin = &request.origin;
        self.ways.can_check(origin)?;
        let unsendable = || Fault::Local {
            what: words::with("way-vault-unsendable", &[("host", origin.host().into())]),
            remedy: words::say("way-vault-unsendable-next").into(),
        };
        let client = self.ways.client(origin);
        let url = format!("{origin}{}", request.target);
        let mut builder = match request.method {
            VaultMethod::Get => client.get(url),
            VaultMethod::Post => client.post(url),
            VaultMethod::Delete => client.delete(url),
        };
        for (name, value) in &request.headers {
            builder = builder.header(*name, HeaderValue::from_str(value).map_err(|_| unsendable())?);
        }
        if let Some(token) = &request.token {
            let bytes = wiped(token);
            let mut value = HeaderValue::from_maybe_shared(bytes).map_err(|_| unsendable())?;
            value.set_sensitive(true);
            builder = builder.header("X-Vault-Token", value);
        }
        if let Some(body) = &request.body {
            builder = builder.header(CONTENT_TYPE, "application/json").body(wiped(body));
        }
        let mut limits = self.limits().clone();
        if let Some(within) = request.within {
            builder = builder.timeout(within);
            limits.total = within;
        }
        let started = Instant::now();
        let blame =
            |stage, error| blame::reqwest(error, origin, self.proxy_of(origin), &limits, stage, started.elapsed());
        let mut response = builder.send().await.map_err(|it| blame(Stage::Head, it))?;
        let location = response.headers().get(LOCATION).map(text_of);
        let status = response.status().as_u16();
        let announced = response.content_length().unwrap_or_default().min(limits.body);
        let mut body = Zeroizing::new(Vec::with_capacity(usize::try_from(announced).unwrap_or_default().max(USUAL)));
        while let Some(chunk) = response.chunk().await.map_err(|it| blame(Stage::Body, it))? {
            if (body.len() + chunk.len()) as u64 > limits.body {
                return Err(Fault::TooLarge { host: origin.host().to_owned(), limit: limits.body });
            }
            append(&mut body, &chunk);
        }
        Ok(VaultReply { status, location, body })
    }
}

/// Room for the reply to a read of a login, bytes.
const USUAL: usize = 4096;

/// A secret as bytes to send, wiped when the last who holds them lets go.
fn wiped(secret: &Secret) -> Bytes {
    Bytes::from_owner(Zeroizing::new(secret.expose().as_bytes().to_vec()))
}

/// Appends, and wipes the buffer that was too small.
fn append(body: &mut Zeroizing<Vec<u8>>, chunk: &[u8]) {
    if body.capacity() < body.len() + chunk.len() {
        let mut larger = Zeroizing::new(Vec::with_capacity((body.len() + chunk.len()) * 2));
        larger.extend_from_slice(body);
        *body = larger;
    }
    body.extend_from_slice(chunk);
}
