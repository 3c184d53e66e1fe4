//! Makes a provider's request into one that can be sent.

use reqwest::{
    RequestBuilder, Url,
    header::{HeaderMap, HeaderName, HeaderValue},
};

use crate::{
    model::{fault::Fault, origin::Origin, secret::Secret},
    psa::{Credentials, Method, Request},
    words,
};

use super::{shown, ways::Ways};

/// Builds `request` for the client that it goes through.
///
/// Errors: [`Fault::ForeignHost`] when its credentials would go to another origin than `confirmed`.
pub(super) fn build(ways: &Ways, request: &Request, confirmed: &Origin) -> Result<RequestBuilder, Fault> {
    let foreign = |offered: String| Fault::ForeignHost { confirmed: confirmed.clone(), offered, by: "request" };
    let has_credentials = match &request.credentials {
        Credentials::None => false,
        Credentials::Basic { .. } | Credentials::Headers(_) => true,
    };
    if has_credentials && request.origin != *confirmed {
        return Err(foreign(request.origin.to_string()));
    }
    let url: Url = format!("{}{}", request.origin, request.target).parse().map_err(|_| unsendable(request))?;
    // A target that does not start with a slash could continue the host name.
    if !Origin::of_url(url.as_str()).is_ok_and(|it| it == request.origin) || !request.target.starts_with('/') {
        return Err(foreign(shown(url.host_str().unwrap_or_default())));
    }
    let client = ways.client(&request.origin);
    let builder = match &request.method {
        Method::Get => client.get(url),
        Method::Query(body) => client.post(url).header("content-type", "application/json").body(body.clone()),
    };
    let mut headers = HeaderMap::new();
    for (name, text) in &request.headers {
        headers.insert(header_name(name, request)?, HeaderValue::from_str(text).map_err(|_| unsendable(request))?);
    }
    let mut secrets = HeaderMap::new();
    let builder = match &request.credentials {
        Credentials::None => builder,
        Credentials::Basic { user, password, headers } => {
            put_secrets(&mut secrets, headers, request)?;
            builder.basic_auth(user.expose(), Some(password.expose()))
        }
        Credentials::Headers(headers) => {
            put_secrets(&mut secrets, headers, request)?;
            builder
        }
    };
    Ok(builder.headers(headers).headers(secrets))
}

fn put_secrets(into: &mut HeaderMap, headers: &[(&'static str, Secret)], request: &Request) -> Result<(), Fault> {
    for (name, secret) in headers {
        // Bytes above ASCII go out as UTF-8; control characters are refused here, without saying which text it was.
        let mut value = HeaderValue::from_bytes(secret.expose().as_bytes()).map_err(|_| Fault::Local {
            what: words::with("way-header-odd", &[("name", name.to_string().into())]),
            remedy: words::say("way-header-odd-next").into(),
        })?;
        value.set_sensitive(true);
        into.insert(header_name(name, request)?, value);
    }
    Ok(())
}

fn header_name(name: &str, request: &Request) -> Result<HeaderName, Fault> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| unsendable(request))
}

fn unsendable(request: &Request) -> Fault {
    Fault::Local {
        what: words::with("way-unsendable", &[("request", request.label.as_str().into())]),
        remedy: words::say("way-unsendable-next").into(),
    }
}
