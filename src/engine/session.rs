//! One login at one PSA, for the length of one job: what is asked through it and how it is told.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::{
    model::{
        catalog::PsaFacts,
        draft::Login,
        fault::{ExitCode, Fault},
        integration::Needs,
    },
    psa::{Answer, Api, Psa, Request},
    wizard::event::Progress,
};

use super::{
    Post, Shared,
    transport::{Retry, Transport},
};

/// Everything a job needs to ask a PSA.
pub(super) struct Session<'a> {
    pub(super) psa: &'static dyn Psa,
    pub(super) facts: &'a PsaFacts,
    pub(super) needs: &'a Needs,
    pub(super) login: &'a Login,
    pub(super) transport: &'a Transport,
    pub(super) post: &'a Post,
    /// How many requests were asked for so far.
    sent: AtomicU64,
}

impl<'a> Session<'a> {
    /// Gathers what the job needs. Sends nothing.
    ///
    /// Errors: a PSA or integration that this program does not know, trust roots that cannot be read.
    pub(super) fn open(shared: &'a Shared, post: &'a Post, integration: &str, login: &'a Login) -> Result<Self, Fault> {
        let (psa, facts) = shared.psa(&login.psa)?;
        let needs = shared.catalog.integration(integration).and_then(|it| it.needs(&login.psa));
        let needs = needs.ok_or_else(|| Fault::Local {
            what: format!("the integration \"{integration}\" is not known for {}", facts.name),
            remedy: "Give its file with --integration, or choose another integration.".into(),
        })?;
        Ok(Self { psa, facts, needs, login, transport: shared.transport()?, post, sent: AtomicU64::new(0) })
    }

    /// Sends one request to the login's origin and tells what the person should know of it.
    pub(super) async fn ask(&self, request: &Request, retry: Retry) -> Answer {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let asked = self.transport.ask(request, &self.login.origin, retry).await;
        if let Some(note) = asked.note {
            self.post.news(Progress::Noted(note));
        }
        asked.answer
    }

    /// How many requests were asked for so far.
    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
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

/// Says whether the PSA turned the login away, so that nothing more may be sent with it: accounts lock.
pub(super) fn is_refusal(fault: &Fault) -> bool {
    fault.exit_code() == ExitCode::RefusedLogin || matches!(fault, Fault::Locked { .. })
}
