//! `companyinfo`: which company, which version, which host; asked without any credentials.

use serde_json::Value;

use super::{
    BASE,
    refusal::{DOMAIN, is_cloud, judge},
};
use crate::{
    model::{
        fault::Fault,
        login::Login,
        origin::Origin,
        report::{Detail, Fact, Moved},
    },
    psa::{
        Api, Credentials, LocateAsk, Located, Method, Reply, Request,
        body::{Body, says, text},
        refusal::Asked,
        target, trust,
    },
    words,
};

const LABEL: &str = "GET /login/companyinfo";

/// Asks whether `origin` knows `company`.
pub(super) fn ask(origin: &Origin, company: &str) -> Request {
    Request {
        method: Method::Get,
        origin: origin.clone(),
        target: format!("/login/companyinfo/{}", target::value(company.trim())),
        headers: vec![("accept", "application/json".to_owned())],
        credentials: Credentials::None,
        label: LABEL.to_owned(),
        bucket: String::new(),
    }
}

/// Reads a site's answer; an unknown company is `null` or 404.
pub(super) fn located(ask: &LocateAsk, reply: &Reply) -> Result<Option<Located>, Fault> {
    let origin = &ask.request.origin;
    if reply.status == 404 {
        return Ok(None);
    }
    let Some(info) = read(origin, reply)? else { return Ok(None) };
    let says = match info.elsewhere(origin) {
        Some(host) => words::with("reply-names-its-host", &[("says", info.says().into()), ("host", host.into())]),
        None => info.says(),
    };
    Ok(Some(Located { origin: origin.clone(), says, canonical: info.id }))
}

/// Reads the answer of the login's own site.
///
/// A server without `companyinfo` does not stop the test: an old own server may not have it.
pub(super) fn api(login: &Login, reply: &Reply) -> Result<Api, Fault> {
    let origin = &login.origin;
    let company = login.plain("company");
    if reply.status == 404 {
        let doubt = words::say("reply-no-companyinfo-doubt");
        return Ok(Api {
            says: words::say("reply-no-companyinfo").to_owned(),
            doubt: Some(doubt.to_owned()),
            ..Api::at(BASE)
        });
    }
    let Some(info) = read(origin, reply)? else {
        return Err(Fault::UnknownCompany { company: says(company), host: origin.host().to_owned() });
    };
    let mut doubts = Vec::new();
    if let Some(host) = info.elsewhere(origin) {
        doubts.push(words::with("reply-other-host-doubt", &[("named", host.into()), ("host", origin.host().into())]));
    }
    let mut other_base = None;
    match info.code_base.as_deref() {
        Some(text) if is_code_base(text) => {
            other_base = Some(format!("/{text}apis/3.0")).filter(|it| it != BASE);
        }
        Some(text) => doubts.push(words::with("reply-code-base-doubt", &[("base", says(text).into())])),
        None => {}
    }
    Ok(Api {
        says: info.says(),
        other_base,
        details: info.details(),
        moved: info.moved(origin),
        canonical: info.id.filter(|it| it != company.trim()),
        doubt: Some(doubts.join(" ")).filter(|it| !it.is_empty()),
        ..Api::at(BASE)
    })
}

/// What `companyinfo` says, as far as it does.
struct Info {
    name: Option<String>,
    id: Option<String>,
    version: Option<String>,
    code_base: Option<String>,
    site: Option<String>,
    cloud: Option<bool>,
}

/// Reads a reply; `None` when the company is not known.
fn read(origin: &Origin, reply: &Reply) -> Result<Option<Info>, Fault> {
    let host = origin.host();
    let json = match judge(Asked { host, label: LABEL }, reply) {
        Ok(json) => json,
        // The gateway says so of a company that it cannot route to.
        Err(Fault::CannotRoute { .. }) if reply.status == 400 => return Ok(None),
        // Nothing was sent that could be refused: something in between answers.
        Err(Fault::BadLogin { .. }) => {
            let saw = words::with("reply-status-without-login", &[("status", reply.status.to_string().into())]);
            return Err(Fault::NotThisPsa { host: host.to_owned(), saw });
        }
        Err(Fault::Forbidden { .. }) => {
            return Err(Fault::Blocked { host: host.to_owned(), status: reply.status, saw: Body::of(reply).saw() });
        }
        Err(fault) => return Err(fault),
    };
    if json.is_null() {
        return Ok(None);
    }
    let own = |key| text(&json, key).map(str::to_owned);
    let info = Info {
        name: own("CompanyName"),
        id: own("CompanyID"),
        version: own("VersionCode").or_else(|| own("VersionNumber")),
        code_base: own("Codebase"),
        site: own("SiteUrl"),
        cloud: json.get("IsCloud").and_then(flag),
    };
    if info.id.is_none() && info.code_base.is_none() {
        return Err(Fault::Unreadable { what: LABEL.to_owned(), at: "CompanyID".to_owned() });
    }
    Ok(Some(info))
}

/// A flag that older versions send as a text.
fn flag(value: &Value) -> Option<bool> {
    value.as_bool().or_else(|| match value.as_str()?.to_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    })
}

/// Accepts `v4_6_release/` and versions such as `v2025_1/`: it becomes a part of the path.
fn is_code_base(text: &str) -> bool {
    text == "v4_6_release/"
        || text
            .strip_prefix('v')
            .and_then(|it| it.strip_suffix('/'))
            .is_some_and(|it| (1..=20).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_digit() || b == b'_'))
}

impl Info {
    /// A clause: `Acme IT, version v2025.1, cloud`.
    fn says(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.name.as_deref().or(self.id.as_deref()).map(says));
        parts.extend(self.version.as_deref().map(|it| words::with("reply-version", &[("version", says(it).into())])));
        parts.extend(self.cloud.map(|it| words::say(if it { "reply-cloud" } else { "reply-self-hosted" }).to_owned()));
        parts.join(", ")
    }

    /// The same, one by one.
    fn details(&self) -> Vec<Detail> {
        let seen = [
            (Fact::Company, self.name.as_deref().or(self.id.as_deref())),
            (Fact::Version, self.version.as_deref()),
            (Fact::CodeBase, self.code_base.as_deref().map(|it| it.trim_end_matches('/'))),
        ];
        seen.into_iter().filter_map(|(fact, it)| Some(Detail::new(fact, says(it?)))).collect()
    }

    /// The host it names, when that is not the one that was asked.
    fn elsewhere(&self, asked: &Origin) -> Option<String> {
        let named = self.site.as_deref()?;
        let bare = named.split_once("://").map_or(named, |(_, rest)| rest);
        let bare = bare.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        let is_asked = bare.parse::<Origin>().is_ok_and(|it| {
            // A bare host says nothing of the port, and of the scheme only that of the sandbox is another.
            is_same_site(it.host(), asked.host()) && (!bare.contains(':') || it.port() == asked.port())
                || it.is_loopback() && asked.is_loopback()
        });
        (!is_asked).then(|| says(named))
    }

    /// The vendor's own site that it names, when that is another than the one that was asked.
    fn moved(&self, asked: &Origin) -> Option<Moved> {
        self.elsewhere(asked)?;
        let named = self.site.as_deref()?;
        let url = if named.contains("://") { named.to_owned() } else { format!("https://{named}") };
        let site = trust::origin(asked, &url, DOMAIN, BY).ok()?;
        // The API answers at the host with the prefix; the other one is that of the web pages.
        let to = if site.host().starts_with(PREFIX) {
            site
        } else {
            Origin::https(&format!("{PREFIX}{}", site.host())).ok()?
        };
        (to != *asked).then_some(Moved { to, by: BY })
    }
}

/// What the vendor's cloud puts in front of the host of its API.
const PREFIX: &str = "api-";

/// What names the host.
const BY: &str = "companyinfo";

/// Says whether two hosts are one site: the cloud's API and its web pages differ by a prefix only.
fn is_same_site(one: &str, other: &str) -> bool {
    let bare = |it: &str| if is_cloud(it) { it.trim_start_matches(PREFIX).to_owned() } else { it.to_owned() };
    bare(one) == bare(other)
}
