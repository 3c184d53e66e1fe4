//! Both simulated PSAs with a client that reads whole lists of them.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use psa_connect::sandbox::{Options, Sandbox};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};

/// Both PSAs.
pub(crate) struct Both {
    pub(crate) client: Client,
    pub(crate) sandbox: Sandbox,
}

impl Both {
    pub(crate) async fn start(options: Options) -> Self {
        // A client is not made without one, even to speak plain HTTP.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let sandbox = Sandbox::start(options).await.unwrap();
        Self { client: Client::builder().no_proxy().build().unwrap(), sandbox }
    }

    /// A request to ConnectWise that carries the whole login.
    pub(crate) fn connectwise(&self, path: &str) -> RequestBuilder {
        let served = self.sandbox.connectwise();
        let login = |field: &str| &served.login.iter().find(|(name, _)| name == field).unwrap().1;
        let request = self.client.get(format!("{}/v4_6_release/apis/3.0{path}", served.home));
        let user = format!("{}+{}", login("company"), login("public_key"));
        request.basic_auth(user, Some(login("private_key"))).header("clientId", login("client_id"))
    }

    /// A query to Autotask that carries the whole login.
    pub(crate) fn autotask(&self, path: &str, body: &Value) -> RequestBuilder {
        let served = self.sandbox.autotask();
        let login = |field: &str| &served.login.iter().find(|(name, _)| name == field).unwrap().1;
        let request = self.client.post(format!("{}/atservicesrest/V1.0{path}", served.home)).json(body);
        let request = request.header("UserName", login("user_name")).header("Secret", login("secret"));
        request.header("ApiIntegrationCode", login("tracking_id"))
    }

    /// Every row of a ConnectWise list, by pages; `query` is empty or ends with `&`.
    pub(crate) async fn rows(&self, list: &str, query: &str) -> Vec<Value> {
        let mut rows = Vec::new();
        for page in 1.. {
            let found = json(self.connectwise(&format!("{list}?{query}pageSize=1000&page={page}"))).await;
            let found = found.as_array().unwrap();
            rows.extend(found.iter().cloned());
            if found.len() < 1000 {
                break;
            }
        }
        rows
    }

    /// Every row of an Autotask entity that a condition lets through, by ids.
    pub(crate) async fn items(&self, entity: &str, condition: Value) -> Vec<Value> {
        let mut items: Vec<Value> = Vec::new();
        loop {
            let after = items.last().map_or(-1, |it| it["id"].as_i64().unwrap());
            let filter = json!([condition.clone(), {"op": "gt", "field": "id", "value": after}]);
            let page = json(self.autotask(&format!("/{entity}/query"), &json!({"filter": filter}))).await;
            let found = page["items"].as_array().unwrap();
            items.extend(found.iter().cloned());
            if found.len() < 500 {
                return items;
            }
        }
    }
}

pub(crate) async fn json(request: RequestBuilder) -> Value {
    let response: Response = request.send().await.unwrap();
    let (status, text) = (response.status().as_u16(), response.text().await.unwrap());
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).unwrap()
}

pub(crate) fn ids(rows: &[Value]) -> Vec<u64> {
    rows.iter().map(|it| it["id"].as_u64().unwrap()).collect()
}

pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Every row of an entity.
pub(crate) fn every() -> Value {
    json!({"op": "exist", "field": "id"})
}
