//! Where a server can supply an address.

use psa_connect::model::origin::Origin;

use crate::{
    server::Asked,
    tenant::{At, Psa, fine},
};

/// One source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A redirect with this status, of the requests for this.
    Redirect(u16, At),
    /// `companyinfo`: `SiteUrl`.
    SiteUrl,
    /// `companyinfo`: `Codebase`, which becomes a part of the path.
    Codebase,
    /// The header `Link` of a list.
    Link,
    /// Zone look-up: `url`.
    ZoneUrl,
    /// Zone look-up: `webUrl`.
    WebUrl,
    /// A query: `pageDetails.nextPageUrl`.
    NextPageUrl,
}

/// Every redirect that a client may follow by itself.
pub(crate) const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];

/// The sources that a PSA has, all redirects with this status.
pub(crate) fn sources(psa: Psa, status: u16) -> [Source; 6] {
    let [first, second, third] = match psa {
        Psa::ConnectWise => [Source::SiteUrl, Source::Codebase, Source::Link],
        Psa::Autotask => [Source::ZoneUrl, Source::WebUrl, Source::NextPageUrl],
    };
    let redirect = |at| Source::Redirect(status, at);
    [redirect(At::Site), redirect(At::Login), redirect(At::Rest), first, second, third]
}

impl Source {
    /// The status of a redirect.
    pub(crate) fn status(self) -> Option<u16> {
        if let Self::Redirect(status, _) = self { Some(status) } else { None }
    }

    /// The same; a redirect with this status.
    pub(crate) fn with_status(self, status: u16) -> Self {
        if let Self::Redirect(_, at) = self { Self::Redirect(status, at) } else { self }
    }

    /// What a PSA answers that is in order but for `address`.
    pub(crate) fn answer(self, psa: Psa, asked: &Asked, origin: &Origin, address: &str) -> Vec<u8> {
        let at = psa.at(asked);
        let body = psa.answer(asked, origin);
        let text = serde_json::Value::from(address).to_string();
        match self {
            Self::Redirect(status, of) if of == at => {
                format!("HTTP/1.1 {status} Go\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n").into_bytes()
            }
            Self::SiteUrl if at == At::Site => fine(&format!(
                r#"{{"CompanyName":"Acme IT","Codebase":"v2025_1/","CompanyID":"acme","SiteUrl":{text}}}"#
            )),
            Self::Codebase if at == At::Site => {
                fine(&format!(r#"{{"CompanyName":"Acme IT","Codebase":{text},"CompanyID":"acme"}}"#))
            }
            // The other path is tried only when the usual one is not served.
            Self::Codebase if at == At::Login => {
                let missing = r#"{"code":"ConnectWiseApi","message":"The endpoint does not exist."}"#;
                let length = missing.len();
                format!("HTTP/1.1 404 No\r\nContent-Length: {length}\r\n\r\n{missing}").into_bytes()
            }
            Self::Link if at != At::Site => {
                let body = if body == "[]" { r#"[{"id":1,"name":"One"}]"# } else { &body };
                let link = format!(
                    "Link: <{address}?pageSize=1000&page=2>; rel=\"next\", <{address}?page=9>; rel=\"last\"\r\n"
                );
                let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{link}");
                format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
            }
            Self::ZoneUrl if at == At::Site => fine(&format!(
                r#"{{"zoneName":"America East","url":{text},"webUrl":"https://ww3.autotask.net/","ci":1}}"#
            )),
            Self::WebUrl if at == At::Site => fine(&format!(
                r#"{{"zoneName":"America East","url":"{origin}/ATServicesRest/","webUrl":{text},"ci":1}}"#
            )),
            Self::NextPageUrl if body.contains("nextPageUrl") => fine(&format!(
                r#"{{"items":[{{"id":1,"userName":"s365"}}],"pageDetails":{{"count":500,"requestCount":500,"prevPageUrl":{text},"nextPageUrl":{text}}}}}"#
            )),
            Self::Redirect(..)
            | Self::SiteUrl
            | Self::Codebase
            | Self::Link
            | Self::ZoneUrl
            | Self::WebUrl
            | Self::NextPageUrl => fine(&body),
        }
    }
}
