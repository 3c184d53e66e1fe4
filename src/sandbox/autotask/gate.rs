//! Who may come in: user, secret, lock, licence and zone; then the tracking code; then threads and the hourly threshold.

use std::time::Duration;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};

use super::answer::Whose;
use super::host::Host;
use super::reply;
use crate::sandbox::server::Shared;
use crate::sandbox::traffic::{InFlight, Traffic};

/// Looks at the login, whatever is asked.
///
/// Errors: the reply that turns it away.
#[expect(clippy::result_large_err, reason = "the error is the reply that is sent")]
pub(super) fn log_in(shared: &Shared, headers: &HeaderMap, host: &Host<'_>) -> Result<(), Response> {
    if !may_log_in(shared, headers) {
        return Err(reply::unauthorized(host.name()));
    }
    if header_value(headers, "apiintegrationcode") != shared.logins.autotask.tracking_id.as_bytes() {
        return Err(reply::errors(StatusCode::INTERNAL_SERVER_ERROR, "IntegrationCode is invalid."));
    }
    Ok(())
}

/// Counts a request, and gives it its place among the threads at `bucket`.
///
/// Errors: the reply that turns it away.
#[expect(clippy::result_large_err, reason = "the error is the reply that is sent")]
pub(super) fn enter(traffic: &Traffic, bucket: &str) -> Result<InFlight, Response> {
    traffic.count();
    let Some(place) = traffic.enter(bucket) else {
        return Err(threads_exceeded(traffic.rules().thread_limit));
    };
    let limit = traffic.rules().hourly_limit;
    if traffic.used() > limit {
        let text = format!("The request threshold of {limit} requests per 60 minutes has been exceeded.");
        return Err(reply::errors(StatusCode::TOO_MANY_REQUESTS, &text));
    }
    // Not Autotask's own: what a scenario asks of both vendors alike.
    if let Some(seconds) = traffic.over_rate() {
        let mut refused = reply::errors(StatusCode::TOO_MANY_REQUESTS, "Too many requests.");
        refused.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return Err(refused);
    }
    Ok(place)
}

/// Finds out in whose name a request is made.
pub(super) fn whose(headers: &HeaderMap) -> Whose {
    if header_value(headers, "impersonationresourceid").is_empty() { Whose::Own } else { Whose::Another }
}

/// The refusal of a request that is one too many at its entity.
pub(super) fn threads_exceeded(threads: u32) -> Response {
    let text = format!(
        "Thread Threshold Exceeded - The Autotask API thread threshold of {threads} threads has been exceeded."
    );
    reply::errors(StatusCode::TOO_MANY_REQUESTS, &text)
}

/// What a request waits for longer when much of the hour's threshold is used: 0.5 s from 50 %, 1 s from 75 %.
pub(super) fn usage_latency(traffic: &Traffic) -> Duration {
    let (used, limit) = (u64::from(traffic.used()), u64::from(traffic.rules().hourly_limit.max(1)));
    match used * 100 / limit {
        0..50 => Duration::ZERO,
        50..75 => Duration::from_millis(500),
        _ => Duration::from_secs(1),
    }
}

fn may_log_in(shared: &Shared, headers: &HeaderMap) -> bool {
    let login = &shared.logins.autotask;
    let user = String::from_utf8_lossy(header_value(headers, "username")).into_owned();
    // A zone that does not know the tenant knows no user of it either, so nothing is counted there.
    if user.is_empty() || !shared.answers_for_the_tenant() {
        return false;
    }
    let known = user.eq_ignore_ascii_case(&login.user_name);
    if !known || !shared.keys.opens_autotask(header_value(headers, "secret")) {
        shared.traffic.failed(&user);
        return false;
    }
    if shared.traffic.is_locked(&user) || !shared.scenario.autotask.api_only {
        return false;
    }
    shared.traffic.succeeded(&user);
    true
}

fn header_value<'a>(headers: &'a HeaderMap, name: &str) -> &'a [u8] {
    headers.get(name).map(HeaderValue::as_bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{enter, usage_latency};
    use crate::sandbox::scenario::TrafficRules;
    use crate::sandbox::traffic::Traffic;

    #[test]
    fn requests_get_slower_from_half_of_the_threshold() {
        let after = |used_at_start| {
            usage_latency(&Traffic::new(TrafficRules { used_at_start, ..TrafficRules::default() }, 0, 1)).as_millis()
        };
        assert_eq!([after(0), after(4_999), after(5_000), after(7_499), after(7_500)], [0, 0, 500, 500, 1000]);
        assert_eq!(after(10_000), Duration::from_secs(1).as_millis());
    }
    #[tokio::test(start_paused = true)]
    async fn a_threshold_that_was_reached_opens_again_an_hour_later() {
        let traffic = Traffic::new(TrafficRules { hourly_limit: 1, ..TrafficRules::default() }, 0, 1);
        let is_let_in = || enter(&traffic, "Companies").is_ok();
        assert_eq!([is_let_in(), is_let_in()], [true, false]);
        tokio::time::advance(Duration::from_hours(1)).await;
        assert_eq!([is_let_in(), is_let_in()], [true, false]);
    }
}
