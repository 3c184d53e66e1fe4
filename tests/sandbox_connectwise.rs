//! The simulated ConnectWise over real HTTP: who gets in, what each role sees, and how lists are asked for.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "sandbox_connectwise/gate.rs"]
mod gate;
#[path = "sandbox_connectwise/lists.rs"]
mod lists;
#[path = "sandbox_connectwise/rights.rs"]
mod rights;

use std::collections::BTreeMap;

use psa_connect::sandbox::{Options, Sandbox, Served, Tls, scenario::Scenario};
use reqwest::{Certificate, Client, Method, RequestBuilder};
use serde_json::Value;

const API: &str = "/v4_6_release/apis/3.0";

/// A running sandbox and somebody who asks its ConnectWise.
struct Vendor {
    sandbox: Sandbox,
    client: Client,
}

/// A reply, read to its end.
struct Reply {
    status: u16,
    headers: BTreeMap<String, String>,
    text: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    fn rows(&self) -> Vec<Value> {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json().as_array().unwrap().clone()
    }

    fn ids(&self) -> Vec<u64> {
        self.rows().iter().map(|it| it["id"].as_u64().unwrap()).collect()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// A sandbox with a tenth of the usual tenant: 24 companies, 61 agreements, 190 products, 400 lines.
async fn vendor(scenario: &str) -> Vendor {
    playing(Scenario::named(scenario).unwrap()).await
}

/// The same with rules of the test's own.
async fn ruled(rules: &str) -> Vendor {
    playing(Scenario::parse(&format!("story = 'x'\n{rules}")).unwrap()).await
}

async fn playing(scenario: Scenario) -> Vendor {
    started(Options { scale: 0.1, ..Options::of(scenario) }).await
}

async fn started(options: Options) -> Vendor {
    // A client is not made without one, even to speak plain HTTP.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let tls = options.tls;
    let sandbox = Sandbox::start(options).await.unwrap();
    let client = Client::builder().no_proxy();
    let client = match tls {
        Tls::Plain => client,
        Tls::GeneratedCa => {
            let ca = Certificate::from_pem(sandbox.ca_pem().unwrap().as_bytes()).unwrap();
            client.tls_certs_only([ca])
        }
    };
    Vendor { client: client.build().unwrap(), sandbox }
}

impl Vendor {
    fn served(&self) -> &Served {
        self.sandbox.connectwise()
    }

    fn login(&self, field: &str) -> &str {
        let found = self.served().login.iter().find(|(id, _)| id == field);
        found.map(|(_, value)| value.as_str()).unwrap()
    }

    /// A request without credentials; a path, or an absolute address.
    fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.served().home) };
        self.client.request(method, url)
    }

    /// A request with the right credentials.
    fn signed(&self, method: Method, path: &str) -> RequestBuilder {
        let user = format!("{}+{}", self.login("company"), self.login("public_key"));
        let request = self.bare(method, path).basic_auth(user, Some(self.login("private_key")));
        request.header("clientId", self.login("client_id"))
    }

    /// GET below the API's prefix, or of an absolute address.
    async fn get(&self, path: &str) -> Reply {
        let path = if path.starts_with("http") { path.to_owned() } else { format!("{API}{path}") };
        read(self.signed(Method::GET, &path)).await
    }

    /// GET of a list with parameters that are encoded here.
    async fn find(&self, path: &str, query: &[(&str, &str)]) -> Reply {
        let encode =
            |it: &str| percent_encoding::utf8_percent_encode(it, percent_encoding::NON_ALPHANUMERIC).to_string();
        let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        self.get(&format!("{path}?{}", query.join("&"))).await
    }

    async fn count(&self, path: &str) -> u64 {
        self.get(&format!("{path}/count")).await.json()["count"].as_u64().unwrap()
    }
}

async fn read(request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    let headers = response.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    Reply { status: response.status().as_u16(), headers: headers.collect(), text: response.text().await.unwrap() }
}
