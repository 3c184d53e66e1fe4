//! Two small PSAs in order, as replies: an empty tenant, a login that works, and where each request belongs.

use psa_connect::model::{
    catalog::{Catalog, PsaFacts},
    id::PsaId,
    login::{Login, Value, Values},
    origin::Origin,
};

use crate::server::Asked;

/// Which PSA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Psa {
    ConnectWise,
    Autotask,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// Whether the API answers: `companyinfo`, `zoneInformation`. Without credentials.
    Site,
    /// The one attempt to log in: `/system/info`, `/Version`.
    Login,
    /// Who we are: `/system/myMembers`, `/Resources/query`.
    Identity,
    /// What is allowed: `/system/mySecurity`, `…/entityInformation`.
    Rights,
    /// Anything else: probes, counts, rows, the request budget.
    Rest,
}

/// The login of each PSA. Every value that begins with `canary` may turn up only where it was sent on purpose.
const CONNECTWISE: [(&str, &str); 4] = [
    ("company", "acme"),
    ("public_key", "canary-Public-5f1d"),
    ("private_key", "canary-Private-9c27"),
    ("client_id", "canary-c-7a2d-4c68-9e10-5d4b3a291807"),
];
const AUTOTASK: [(&str, &str); 3] =
    [("user_name", "s365@acme.example"), ("secret", "canary-Secret+4q~Z"), ("tracking_id", "canary-Track-77b0")];

impl Psa {
    pub(crate) fn id(self) -> PsaId {
        PsaId::from(match self {
            Self::ConnectWise => "connectwise",
            Self::Autotask => "autotask",
        })
    }

    /// Every field of the login.
    pub(crate) fn fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::ConnectWise => &CONNECTWISE,
            Self::Autotask => &AUTOTASK,
        }
    }

    /// The values that must turn up nowhere but where they are sent on purpose.
    pub(crate) fn secrets(self) -> impl Iterator<Item = &'static str> {
        self.fields().iter().map(|(_, it)| *it).filter(|it| it.starts_with("canary"))
    }

    /// The login at `origin`.
    pub(crate) fn login(self, origin: &Origin) -> Login {
        let catalog = Catalog::embedded();
        let facts = catalog.psa(&self.id()).expect("a known PSA");
        let value = |facts: &PsaFacts, id: &str, text: &str| {
            facts.fields.iter().find(|it| it.id.0 == id).map(|it| (it.id.clone(), Value::new(it.kind, text)))
        };
        let values: Values = self.fields().iter().filter_map(|(id, text)| value(facts, id, text)).collect();
        Login::complete(facts, origin.clone(), None, &values).expect("no field is blank")
    }

    /// What a request is for.
    pub(crate) fn at(self, asked: &Asked) -> At {
        let path = asked.target.split('?').next().unwrap_or_default().to_ascii_lowercase();
        let ends = |it: &str| path.ends_with(it);
        match self {
            Self::ConnectWise if path.contains("/login/companyinfo/") => At::Site,
            Self::ConnectWise if ends("/system/info") => At::Login,
            Self::ConnectWise if ends("/system/mymembers") => At::Identity,
            Self::ConnectWise if path.contains("/system/mysecurity") => At::Rights,
            Self::Autotask if ends("/zoneinformation") => At::Site,
            Self::Autotask if ends("/version") => At::Login,
            Self::Autotask if ends("/resources/query") => At::Identity,
            Self::Autotask if ends("/entityinformation") => At::Rights,
            Self::ConnectWise | Self::Autotask => At::Rest,
        }
    }

    /// What a PSA in order answers at `origin`: an empty tenant whose API user may do everything.
    pub(crate) fn answer(self, asked: &Asked, origin: &Origin) -> String {
        let path = asked.target.split('?').next().unwrap_or_default().to_ascii_lowercase();
        match (self, self.at(asked)) {
            (Self::ConnectWise, At::Site) => company(origin, "v2025_1/"),
            (Self::ConnectWise, At::Login) => r#"{"version":"v2025.1.10675","cloudRegion":"NA"}"#.into(),
            (Self::ConnectWise, At::Identity) => {
                r#"{"id":150,"identifier":"S365","licenseClass":"A","adminFlag":true,"securityRole":{"id":1,"name":"Admin"}}"#.into()
            }
            (Self::ConnectWise, At::Rest) if path.ends_with("/count") => r#"{"count":0}"#.into(),
            (Self::ConnectWise, At::Rights | At::Rest) => "[]".into(),
            (Self::Autotask, At::Site) => zone(&format!("{origin}/ATServicesRest/")),
            (Self::Autotask, At::Login) => r#"{"majorVersion":"2026","minorVersion":"3","build":"1"}"#.into(),
            (Self::Autotask, At::Rights) => {
                r#"{"info":{"name":"entity","canCreate":true,"canUpdate":true,"canDelete":true,"canQuery":true,"userAccessForCreate":"All","userAccessForUpdate":"All","userAccessForDelete":"All","userAccessForQuery":"All"}}"#.into()
            }
            (Self::Autotask, At::Rest) if path.ends_with("/thresholdinformation") => {
                r#"{"externalRequestThreshold":10000,"requestThresholdTimeframe":60,"currentTimeframeRequestCount":124}"#.into()
            }
            (Self::Autotask, At::Rest) if path.ends_with("/count") => r#"{"queryCount":0}"#.into(),
            (Self::Autotask, At::Identity | At::Rest) => {
                r#"{"items":[],"pageDetails":{"count":0,"requestCount":500,"prevPageUrl":null,"nextPageUrl":null}}"#.into()
            }
        }
    }
}

/// A `companyinfo` that names this code base and `origin`'s own host.
pub(crate) fn company(origin: &Origin, code_base: &str) -> String {
    let site = origin.to_string().replace("http://", "").replace("https://", "");
    format!(
        r#"{{"CompanyName":"Acme IT","Codebase":"{code_base}","VersionCode":"v2025.1","CompanyID":"acme","IsCloud":true,"SiteUrl":"{site}"}}"#
    )
}

/// A `zoneInformation` that names this address.
pub(crate) fn zone(url: &str) -> String {
    format!(r#"{{"zoneName":"America East","url":"{url}","webUrl":"https://ww3.autotask.net/","ci":513558}}"#)
}

/// A reply in order, as bytes.
pub(crate) fn fine(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into()
}
