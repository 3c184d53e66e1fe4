//! One login at one PSA, for the length of one job: what is asked through it and how it is told.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;

use crate::{
    model::{catalog::PsaFacts, fault::Fault, integration::Needs, login::Login},
    psa::{Answer, Api, Psa, Request},
    wizard::event::{Consent, Progress},
    words,
};

use super::{
    Post, Shared,
    guard::Turn,
    transport::{Retry, Transport},
};

/// Everything a job needs to ask a PSA.
pub(super) struct Session<'a> {
    pub(super) psa: &'static dyn Psa,
    pub(super) facts: &'a PsaFacts,
    pub(super) needs: &'a Needs,
    pub(super) login: &'a Login,
    pub(super) transport: Transport,
    pub(super) post: &'a Post,
    pub(super) shared: &'a Arc<Shared>,
    /// How many requests this process had sent to the login's origin before.
    sent_before: u64,
    /// When the login's attempt was noted, until it is known how it went.
    begun: Mutex<Option<Timestamp>>,
    /// What was told of requests: of hundreds that are put off for one reason, it is told once.
    told: Mutex<BTreeSet<String>>,
}

impl<'a> Session<'a> {
    /// Gathers what the job needs. Sends nothing.
    ///
    /// Errors: a PSA or integration that this program does not know, trust roots that cannot be read.
    pub(super) fn open(
        shared: &'a Arc<Shared>,
        post: &'a Post,
        integration: &str,
        login: &'a Login,
    ) -> Result<Self, Fault> {
        let (psa, facts) = shared.psa(&login.psa)?;
        let needs = shared.catalog.integration(integration).and_then(|it| it.needs(&login.psa));
        let needs = needs.ok_or_else(|| Fault::Local {
            what: words::with(
                "engine-unknown-integration",
                &[("integration", integration.to_string().into()), ("psa", facts.name.as_str().into())],
            ),
            remedy: words::say("engine-unknown-integration-next").into(),
        })?;
        let transport = shared.transport()?.paced(&facts.limits);
        let transport = login.pin.as_ref().map(|pin| transport.pinned(pin)).unwrap_or(transport);
        let sent_before = transport.sent(&login.origin);
        Ok(Self {
            psa,
            facts,
            needs,
            login,
            transport,
            post,
            shared,
            sent_before,
            begun: Mutex::default(),
            told: Mutex::default(),
        })
    }

    /// Asks whether the login may be sent. Nothing with credentials may go out before; the turn is kept until it is known
    /// whether the login is let in.
    ///
    /// Errors: [`Fault::RefusedBefore`] when just these values were refused within the hour and nobody consents, and
    /// [`Fault::MaybeRefused`] when that cannot be told.
    pub(super) async fn turn(&self, consent: Consent) -> Result<Turn, Fault> {
        let turn = self.shared.guard.turn(self.shared, self.login, consent).await;
        if turn.as_ref().is_err_and(Fault::wants_consent) {
            self.note(self.facts.limits.lockout.clone());
        }
        if let Ok(turn) = &turn {
            *self.begun.lock().unwrap_or_else(PoisonError::into_inner) = Some(turn.begun);
        }
        turn
    }

    fn take_begun(&self) -> Option<Timestamp> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// It is known how the attempt went, and it was not refused.
    pub(super) async fn not_refused(&self) {
        if let Some(begun) = self.take_begun() {
            self.shared.guard.ended(self.shared, self.login, begun).await;
        }
    }

    /// Remembers that the login was turned away, and tells how often it was and what that may lead to.
    ///
    /// What is no refusal of the login only ends the attempt.
    pub(super) async fn remember_refusal(&self, fault: &Fault) {
        if !fault.refuses_login() {
            return self.not_refused().await;
        }
        let begun = self.take_begun();
        let (refusal, unkept) = self.shared.guard.refused(self.shared, self.login, begun).await;
        let lockout = self.facts.limits.lockout.as_str();
        self.note(words::with("engine-refused-times", &[("n", refusal.attempts.into()), ("lockout", lockout.into())]));
        if let Some(fault) = unkept {
            self.note(words::with(
                "engine-refusal-unkept",
                &[("fault", fault.to_string().into()), ("remedy", fault.remedy().into())],
            ));
        }
    }

    /// Forgets earlier refusals: the login was let in.
    pub(super) async fn let_in(&self) {
        self.take_begun();
        self.shared.guard.let_in(self.shared, self.login).await;
    }

    pub(super) fn note(&self, note: String) {
        self.post.news(Progress::Noted(note));
    }

    /// Sends one request to the login's origin and tells what the person should know of it.
    pub(super) async fn ask(&self, request: &Request, retry: Retry) -> Answer {
        let tell = |note: String| {
            if self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(note.clone()) {
                self.note(note);
            }
        };
        self.transport.ask(request, &self.login.origin, retry, &tell).await
    }

    /// How many requests were sent to the login's origin since the session began, second tries included.
    pub(super) fn sent(&self) -> u64 {
        self.transport.sent(&self.login.origin).saturating_sub(self.sent_before)
    }

    /// Says whether an answer turned the login away before anybody judged it.
    pub(super) fn was_turned_away(&self, answer: &Answer) -> bool {
        answer.reply.as_ref().is_ok_and(|it| self.psa.turns_away(it))
    }

    /// Asks whether the API answers, without credentials. Gives the answer beside what it says.
    pub(super) async fn api(&self) -> (Answer, Result<Api, Fault>) {
        let answer = self.ask(&self.psa.api(self.login), Retry::Once).await;
        let api = match &answer.reply {
            Ok(reply) => self.psa.read_api(self.login, reply),
            Err(fault) => Err(fault.clone()),
        };
        (answer, api)
    }

    /// Asks below the API's base, and once more below its other base when the reply says that the path was wrong.
    pub(super) async fn read(&self, api: &Api, request: impl Fn(&Api) -> Request) -> Answer {
        let answer = self.ask(&request(api), Retry::Once).await;
        let other = answer.reply.as_ref().ok().and_then(|reply| self.psa.other_path(api, reply));
        match other {
            Some(other) => self.ask(&request(&other), Retry::Once).await,
            None => answer,
        }
    }
}
