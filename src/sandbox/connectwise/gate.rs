//! Who may come in: company, keys, API member, client ID; then the minute's limit.
//!
//! Which of a missing `clientId` and wrong keys the vendor looks at first is not known; here the keys come first.

use axum::http::{HeaderMap, header};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::reply::Refusal;
use crate::sandbox::{logins::ConnectWiseLogin, server::Shared};

/// Lets a request in.
///
/// Errors: why not.
pub(super) fn gate(shared: &Shared, headers: &HeaderMap) -> Result<(), Refusal> {
    let login = &shared.logins.connectwise;
    let rules = &shared.scenario.connectwise;
    let Basic { company, public, private } = basic(headers).ok_or(Refusal::Unauthorized)?;
    // The cloud routes by company, so a company of another region is not found there (Developer Guide, "PSA specific").
    if !shared.answers_for_the_tenant() || !company.eq_ignore_ascii_case(&login.company) {
        return Err(Refusal::NotHere);
    }
    if !shared.keys.opens_connectwise(&public, &private) || !rules.api_member {
        return Err(Refusal::Unauthorized);
    }
    if !knows_client(headers, login) {
        return Err(Refusal::ClientId(rules.client_id_status));
    }
    shared.traffic.over_rate().map_or(Ok(()), |seconds| Err(Refusal::TooMany(seconds)))
}

fn knows_client(headers: &HeaderMap, login: &ConnectWiseLogin) -> bool {
    let sent = headers.get("clientid").and_then(|it| it.to_str().ok()).unwrap_or_default();
    sent.trim().eq_ignore_ascii_case(&login.client_id)
}

/// `company+public:private`.
struct Basic {
    company: String,
    public: String,
    private: String,
}

fn basic(headers: &HeaderMap) -> Option<Basic> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (user, private) = decoded.split_once(':')?;
    let (company, public) = user.split_once('+')?;
    Some(Basic { company: company.to_owned(), public: public.to_owned(), private: private.to_owned() })
}
