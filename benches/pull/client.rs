//! The client of the programs beside `pull`: the same TLS, gzip and HTTP versions, and nothing more.

use std::{path::Path, sync::Arc};

use reqwest::{Client, RequestBuilder};
use rustls::{
    ClientConfig,
    pki_types::{CertificateDer, pem::PemObject},
};
use rustls_platform_verifier::Verifier;
use serde_json::{Value, json};

use super::server::Psa;

/// Rows of a page. Source: the vendors' limits.
pub(crate) const CONNECTWISE_PAGE: u64 = 1000;
pub(crate) const AUTOTASK_PAGE: u64 = 500;

/// Asks one PSA.
#[derive(Clone)]
pub(crate) struct Asker {
    client: Client,
    psa: Psa,
}

impl Asker {
    pub(crate) fn new(psa: &Psa, ca: &Path) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let extra = CertificateDer::from_pem_file(ca).expect("a certificate");
        let verifier = Verifier::new_with_extra_roots([extra], Arc::clone(&provider)).expect("roots");
        let mut tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring has TLS 1.2 and 1.3")
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let client = Client::builder().tls_backend_preconfigured(tls).gzip(true).no_proxy().build().expect("a client");
        Self { client, psa: psa.clone() }
    }

    /// ConnectWise: what stands below the API's base.
    pub(crate) fn get(&self, target: &str) -> RequestBuilder {
        let user = format!("{}+{}", self.psa.field("company"), self.psa.field("public_key"));
        self.client
            .get(format!("{}/v4_6_release/apis/3.0{target}", self.psa.origin))
            .basic_auth(user, Some(self.psa.field("private_key")))
            .header("clientId", self.psa.field("client_id"))
            .header("accept", "application/json")
    }

    /// Autotask: a query of an entity.
    pub(crate) fn query(&self, entity: &str, body: &Value) -> RequestBuilder {
        self.signed(self.client.post(format!("{}/atservicesrest/v1.0/{entity}/query", self.psa.origin)))
            .header("content-type", "application/json")
            .body(body.to_string())
    }

    /// Autotask: how many rows an entity has.
    pub(crate) fn query_count(&self, entity: &str) -> RequestBuilder {
        let search = json!({ "filter": [{ "op": "gte", "field": "id", "value": 0 }] }).to_string();
        let search = percent_encoding::utf8_percent_encode(&search, percent_encoding::NON_ALPHANUMERIC);
        let address = format!("{}/atservicesrest/v1.0/{entity}/query/count?search={search}", self.psa.origin);
        self.signed(self.client.get(address))
    }

    /// Autotask: an address that a reply named.
    pub(crate) fn named(&self, address: &str, body: &Value) -> RequestBuilder {
        self.signed(self.client.post(address)).header("content-type", "application/json").body(body.to_string())
    }

    fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        request
            .header("UserName", self.psa.field("user_name"))
            .header("Secret", self.psa.field("secret"))
            .header("ApiIntegrationCode", self.psa.field("tracking_id"))
            .header("accept", "application/json")
    }
}

/// Sends and reads the whole body.
pub(crate) async fn body_of(request: RequestBuilder) -> Vec<u8> {
    let reply = request.send().await.expect("an answer");
    assert!(reply.status().is_success(), "{reply:?}");
    reply.bytes().await.expect("a body").into()
}

/// The path of a list of ConnectWise, or the entity of one of Autotask.
pub(crate) fn path_of(list: &str) -> &'static str {
    match list {
        "connectwise/companies" => "/company/companies",
        "connectwise/agreements" => "/finance/agreements",
        "connectwise/catalog" => "/procurement/catalog",
        "autotask/companies" => "Companies",
        "autotask/contracts" => "Contracts",
        "autotask/products" => "Products",
        other => panic!("{other} is not measured"),
    }
}
