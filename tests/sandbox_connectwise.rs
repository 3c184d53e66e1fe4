//! The simulated ConnectWise over real HTTP: what the reference documents is what comes.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "sandbox_connectwise/conditions.rs"]
mod conditions;
#[path = "sandbox_connectwise/door.rs"]
mod door;
#[path = "sandbox_connectwise/infos.rs"]
mod infos;
#[path = "sandbox_connectwise/pages.rs"]
mod pages;
#[path = "sandbox_connectwise/records.rs"]
mod records;
#[path = "sandbox_connectwise/stories.rs"]
mod stories;
#[path = "sandbox_connectwise/tables.rs"]
mod tables;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use psa_connect::sandbox::{Options, Sandbox, Tls, scenario::Scenario};
use reqwest::{Certificate, Client, Method, RequestBuilder, header::HeaderMap};
use serde_json::Value;

/// The prefix that works whatever the tenant's version is.
const PREFIX: &str = "/v4_6_release/apis/3.0";

/// One running sandbox with a client for it.
struct Vendor {
    client: Client,
    sandbox: Sandbox,
}

/// A reply, read to its end.
struct Reply {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|it| it.to_str().unwrap())
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|fault| panic!("{fault}: {}", self.text()))
    }

    /// Status and body of a refusal.
    fn refusal(&self) -> (u16, Value) {
        (self.status, self.json())
    }

    fn rows(&self) -> Vec<Value> {
        assert_eq!(self.status, 200, "{}", self.text());
        self.json().as_array().unwrap().clone()
    }

    fn ids(&self) -> Vec<u64> {
        ids(&self.rows())
    }
}

impl Vendor {
    async fn start(scenario: &str) -> Self {
        Self::with(Options::of(Scenario::named(scenario).unwrap())).await
    }

    async fn with(options: Options) -> Self {
        // A client is not made without one, even to speak plain HTTP.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let sandbox = Sandbox::start(options).await.unwrap();
        let trusted = sandbox.ca_pem().map(|it| Certificate::from_pem(it.as_bytes()).unwrap());
        let client = Client::builder().no_proxy().no_gzip().tls_certs_only(trusted).build().unwrap();
        Self { client, sandbox }
    }

    fn login(&self, field: &str) -> &str {
        let login = &self.sandbox.connectwise().login;
        &login.iter().find(|(name, _)| name == field).unwrap().1
    }

    /// An address at home.
    fn home(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.connectwise().home)
    }

    /// An address at the listener that does not know the tenant.
    fn elsewhere(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.connectwise().elsewhere)
    }

    /// A request that carries the whole login.
    fn signed(&self, method: Method, url: String) -> RequestBuilder {
        let user = format!("{}+{}", self.login("company"), self.login("public_key"));
        let request = self.client.request(method, url).basic_auth(user, Some(self.login("private_key")));
        request.header("clientId", self.login("client_id"))
    }

    /// Gets what follows the prefix.
    async fn get(&self, path: &str) -> Reply {
        read(self.signed(Method::GET, self.home(&format!("{PREFIX}{path}")))).await
    }

    /// Gets what follows the prefix, going forward only.
    async fn forward(&self, path: &str) -> Reply {
        let request = self.signed(Method::GET, self.home(&format!("{PREFIX}{path}")));
        read(request.header("pagination-type", "forward-only")).await
    }

    async fn count(&self, path: &str) -> u64 {
        self.get(path).await.json()["count"].as_u64().unwrap()
    }

    /// Every row of a list that fits one page.
    async fn all(&self, list: &str) -> Vec<Value> {
        let rows = self.get(&format!("{list}?pageSize=1000")).await.rows();
        assert!(rows.len() < 1000, "{list} does not fit");
        rows
    }
}

async fn read(request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Reply { status, headers, body: response.bytes().await.unwrap().to_vec() }
}

fn ids(rows: &[Value]) -> Vec<u64> {
    rows.iter().map(|it| it["id"].as_u64().unwrap()).collect()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// A client that trusts the authority of this sandbox only.
#[tokio::test]
async fn the_generated_authority_vouches_for_both_listeners() {
    let vendor =
        Vendor::with(Options { tls: Tls::GeneratedCa, ..Options::of(Scenario::named("healthy").unwrap()) }).await;
    assert!(vendor.home("/").starts_with("https://"));
    assert_eq!(vendor.count("/company/companies/count").await, 240);
    let path = format!("/login/companyinfo/{}", vendor.login("company"));
    assert_eq!(read(vendor.client.get(vendor.elsewhere(&path))).await.json(), Value::Null);

    let stranger = Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    assert!(stranger.get(vendor.home(&path)).send().await.is_err());

    let link = vendor.get("/company/companies?pageSize=200").await.header("link").unwrap().to_owned();
    assert!(link.starts_with(&format!("<{}?", vendor.home(&format!("{PREFIX}/company/companies")))), "{link}");
}
