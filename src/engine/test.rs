//! The connection test: the way to the server, the API, one login, then everything that rights are proved from.

use std::{collections::BTreeSet, time::Duration};

use crate::{
    model::{
        fault::Fault,
        integration::Right,
        report::{Check, CheckFinding, CheckOutcome, Confidence, Detail, Excess, Fact, RightFinding, Witness},
        right::{Proof, RightId},
        shown::Shown,
    },
    psa::{Answer, Api, Evidence, LetIn},
    wizard::event::{Consent, Finish, Progress},
    words,
};

use super::{
    evidence::gather,
    safe,
    session::Session,
    sights::Sights,
    transport::{Layer, Layers, Retry, xray},
};

/// Runs every check and proves every right; a check that fails ends it.
pub(super) async fn run(session: &Session<'_>, consent: Consent) -> Finish {
    if let Some(api) = reach(session).await
        && let Some(api) = log_in(session, api, consent).await
    {
        prove_all(session, &api).await;
    }
    Finish::Tested
}

/// Goes the way to the server and asks what answers there, without credentials.
async fn reach(session: &Session<'_>) -> Option<Api> {
    let mut way = Layers::new(&session.transport, &session.login.origin);
    for layer in Layer::ALL {
        session.post.news(Progress::Checking(layer.check()));
        if tell(session, way.go(layer).await) == Went::Wrong {
            return None;
        }
    }
    drop(way);
    session.post.news(Progress::Checking(Check::Http));
    let (answer, api) = session.api().await;
    match &answer.reply {
        Ok(reply) => {
            if let Some(found) = session.transport.tls_through_proxy(&session.login.origin) {
                tell(session, found);
            }
            let proxy = session.transport.proxy_of(&session.login.origin);
            tell(session, xray::http(&answer, reply, &session.facts.headers, proxy.as_deref()));
            session.post.news(Progress::Checking(Check::Clock));
            tell(session, xray::clock(&answer, reply));
        }
        Err(fault) => {
            tell(session, xray::failed(&answer, fault));
            return None;
        }
    }
    session.post.news(Progress::Checking(Check::Api));
    let outcome = match &api {
        Ok(Api { doubt: Some(doubt), .. }) => CheckOutcome::Unclear(safe(doubt)),
        Ok(api) => CheckOutcome::Passed(safe(&api.says)),
        Err(fault) => CheckOutcome::Failed(fault.clone()),
    };
    let api = api.ok();
    let details = api.as_ref().map(|it| it.details.clone()).unwrap_or_default();
    tell(session, CheckFinding { details, ..finding(Check::Api, outcome, &answer) });
    if let Some(moved) = api.as_ref().and_then(|it| it.moved.clone()) {
        session.post.news(Progress::Moved(moved));
    }
    api
}

/// Logs in once; when the reply says that the path is wrong, once more at the other path, as the vendor's guide advises.
/// A reply that may be about the login is never followed by another attempt.
async fn log_in(session: &Session<'_>, mut api: Api, consent: Consent) -> Option<Api> {
    let psa = session.psa;
    session.post.news(Progress::Checking(Check::Login));
    let _turn = match session.turn(consent).await {
        Ok(turn) => turn,
        Err(fault) => {
            tell(session, not_sent(Check::Login, fault));
            return None;
        }
    };
    let mut answer = session.ask(&psa.login(session.login, &api), Retry::Never).await;
    let other = answer.reply.as_ref().ok().and_then(|reply| psa.other_path(&api, reply));
    if let Some(other) = other.filter(|_| !session.was_turned_away(&answer)) {
        api = other;
        let again = session.ask(&psa.login(session.login, &api), Retry::Never).await;
        answer = Answer { took: answer.took + again.took, ..again };
    }
    let seen = match &answer.reply {
        Ok(reply) => psa.read_login(session.login, &api, reply),
        Err(fault) => Err(fault.clone()),
    };
    match &seen {
        Ok(_) => session.let_in().await,
        Err(fault) => session.remember_refusal(fault).await,
    }
    let (outcome, details) = match seen {
        Ok(LetIn { says, details }) => (CheckOutcome::Passed(safe(&says)), details),
        Err(fault) => (CheckOutcome::Failed(fault), vec![]),
    };
    let found = CheckFinding { details, ..finding(Check::Login, outcome, &answer) };
    (tell(session, found) == Went::Well).then_some(api)
}

/// Asks for all the evidence at once and tells who we are and each right as soon as it can be told.
async fn prove_all(session: &Session<'_>, api: &Api) {
    let Session { psa, facts, needs, login, post, .. } = session;
    post.news(Progress::Checking(Check::Identity));
    let asks = psa.evidence(facts, needs, login, api);
    let mut evidence = Evidence::new();
    let mut identified = false;
    let mut proved = BTreeSet::new();
    let sights = Sights::of(session, api);
    let start = sights.start();
    let rights = gather(session, &asks, &mut evidence, |evidence, key| {
        start.when_few(asks.len().saturating_sub(evidence.len()));
        if !identified && let Some(who) = psa.identity(login, evidence) {
            identified = true;
            tell_identity(session, who, evidence.get(key));
        }
        for right in needs.rights.iter().filter(|it| !proved.contains(&it.function)).collect::<Vec<_>>() {
            if let Some(found) = psa.prove(facts, right, evidence) {
                proved.insert(right.function.clone());
                post.news(Progress::Proved(made_safe(found)));
            }
        }
    });
    let sights = sights.beside(rights).await;
    if let Some((answer, fault)) = turned_away(session, api, &evidence) {
        session.remember_refusal(&fault).await;
        tell(session, finding(Check::Login, CheckOutcome::Failed(fault), answer));
    }
    if !identified {
        let silent = || (CheckOutcome::Unclear(words::say("check-identity-silent").into()), vec![]);
        tell_identity(session, psa.identity(login, &evidence).unwrap_or_else(silent), None);
    }
    for right in needs.rights.iter().filter(|it| !proved.contains(&it.function)) {
        post.news(Progress::Proved(prove_last(session, right, &evidence)));
    }
    let excess = psa.excess(facts, needs, &evidence);
    if !excess.is_empty() {
        let shown = |it: Excess| Excess { name: safe(&it.name), levels: safe(&it.levels), of: it.of };
        post.news(Progress::Exceeded(excess.into_iter().map(shown).collect()));
    }
    for note in psa.notes(&evidence) {
        post.news(Progress::Noted(safe(&note)));
    }
    sights.tell(&evidence).await;
    tell_limits(session, &evidence);
}

/// Looks up one right again. The login was tested before; a wrong one is still sent no more than once, and one that was
/// refused before is not sent at all.
pub(super) async fn run_one(session: &Session<'_>, right: &RightId) -> Result<Finish, Fault> {
    let Session { psa, facts, needs, login, post, .. } = session;
    let right = needs.rights.iter().find(|it| it.function == *right).ok_or_else(|| Fault::Local {
        what: words::with("engine-no-such-right", &[("right", right.to_string().into())]),
        remedy: words::say("engine-no-such-right-next").into(),
    })?;
    let (_, api) = session.api().await;
    let api = api?;
    let _turn = session.turn(Consent::No).await?;
    let keys = psa.keys_of(facts, right);
    let wanted = |api: &Api| {
        let mut asks = psa.evidence(facts, needs, login, api);
        asks.retain(|it| keys.contains(&it.key));
        asks
    };
    let mut evidence = Evidence::new();
    let mut asks = wanted(&api);
    // The first goes alone, and shows whether the path and the login are right.
    if let Some(first) = asks.first().cloned() {
        let mut answer = session.ask(&first.request, Retry::Once).await;
        let other = answer.reply.as_ref().ok().and_then(|reply| psa.other_path(&api, reply));
        if let Some(other) = other.filter(|_| !session.was_turned_away(&answer)) {
            asks = wanted(&other);
            if let Some(same) = asks.iter().find(|it| it.key == first.key) {
                answer = session.ask(&same.request, Retry::Once).await;
            }
        }
        let was_refused = session.was_turned_away(&answer);
        evidence.insert(first.key.clone(), answer);
        asks.retain(|it| it.key != first.key && !was_refused);
    }
    if !evidence.values().any(|it| session.was_turned_away(it)) {
        session.not_refused().await;
    }
    gather(session, &asks, &mut evidence, |_, _| {}).await;
    if let Some((_, fault)) = turned_away(session, &api, &evidence) {
        session.remember_refusal(&fault).await;
        return Err(fault);
    }
    post.news(Progress::Proved(prove_last(session, right, &evidence)));
    Ok(Finish::Tested)
}

/// The answer that turned the login away in the middle, if one did, and why.
fn turned_away<'a>(session: &Session<'_>, api: &Api, evidence: &'a Evidence) -> Option<(&'a Answer, Fault)> {
    let answer = evidence.values().find(|it| session.was_turned_away(it))?;
    let reply = answer.reply.as_ref().ok()?;
    let fault = session.psa.read_login(session.login, api, reply).err()?;
    fault.refuses_login().then_some((answer, fault))
}

/// Proves a right from all the evidence there will be.
fn prove_last(session: &Session<'_>, right: &Right, evidence: &Evidence) -> RightFinding {
    let found = session.psa.prove(session.facts, right, evidence);
    made_safe(found.unwrap_or_else(|| RightFinding {
        right: right.function.clone(),
        found: String::new(),
        proof: Proof::Unproven { because: words::say("proof-no-answers").into() },
        request: String::new(),
        evidence: vec![],
        confidence: Confidence::None,
        took: Duration::ZERO,
        confirmed: None,
    }))
}

fn made_safe(found: RightFinding) -> RightFinding {
    let proof = match found.proof {
        Proof::Unproven { because } => Proof::Unproven { because: safe(&because) },
        told @ (Proof::Granted | Proof::Partial | Proof::Missing) => told,
    };
    let witness = |it: Witness| Witness { request: safe(&it.request), says: safe(&it.says) };
    let evidence = found.evidence.into_iter().map(witness).collect();
    RightFinding { found: safe(&found.found), proof, evidence, ..found }
}

/// Whether a check lets the test go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Went {
    Well,
    Wrong,
}

fn tell(session: &Session<'_>, finding: CheckFinding) -> Went {
    let went = match &finding.outcome {
        CheckOutcome::Failed(_) => Went::Wrong,
        CheckOutcome::Passed(_) | CheckOutcome::Skipped(_) | CheckOutcome::Unclear(_) => Went::Well,
    };
    session.post.news(Progress::Checked(finding));
    went
}

fn tell_identity(session: &Session<'_>, (outcome, details): (CheckOutcome, Vec<Detail>), shown_by: Option<&Answer>) {
    let outcome = match outcome {
        CheckOutcome::Passed(who) => {
            session.post.news(Progress::Identified(Shown::new(&who)));
            CheckOutcome::Passed(safe(&who))
        }
        CheckOutcome::Unclear(why) => CheckOutcome::Unclear(safe(&why)),
        CheckOutcome::Skipped(why) => CheckOutcome::Skipped(safe(&why)),
        failed @ CheckOutcome::Failed(_) => failed,
    };
    let took = shown_by.map_or(Duration::ZERO, |it| it.took);
    let request = shown_by.map(|it| it.label.clone());
    tell(session, CheckFinding { check: Check::Identity, outcome, took, request, details });
}

/// Tells how many requests are left, as far as the PSA shows it, and how many this test took.
fn tell_limits(session: &Session<'_>, evidence: &Evidence) {
    session.post.news(Progress::Checking(Check::Limits));
    let unknown = || (CheckOutcome::Skipped(words::say("check-limits-undocumented").into()), vec![]);
    let (outcome, mut details) = session.psa.limits(session.facts, evidence).unwrap_or_else(unknown);
    details.push(Detail::new(Fact::Sent, session.sent().to_string()));
    tell(session, CheckFinding { check: Check::Limits, outcome, took: Duration::ZERO, request: None, details });
}

fn finding(check: Check, outcome: CheckOutcome, answer: &Answer) -> CheckFinding {
    CheckFinding { check, outcome, took: answer.took, request: Some(answer.label.clone()), details: vec![] }
}

/// A check that failed before anything was sent for it.
fn not_sent(check: Check, fault: Fault) -> CheckFinding {
    CheckFinding { check, outcome: CheckOutcome::Failed(fault), took: Duration::ZERO, request: None, details: vec![] }
}
