//! A login that is stopped while it is on its way: the PSA may have counted it, so nobody sends it again unawares.

use std::{fs, os::unix::fs::PermissionsExt as _, sync::Arc};

use jiff::Timestamp;
use psa_connect::{
    engine::{Engine, EngineSetup, Network},
    model::{
        catalog::Catalog,
        fault::Kind,
        id::JobId,
        login::Login,
        report::{Check, CheckOutcome},
    },
    store::{Refusal, Store},
    wizard::event::{Consent, Event, Job, Progress},
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{
    server::{After, Road, Server, hold},
    tenant::{At, Psa, fine},
};

fn test(login: &Login, consent: Consent) -> Job {
    Job::Test { integration: "sync365".into(), login: login.clone(), consent }
}

/// Why the login check of the job failed, when it does.
async fn login_failed(events: &mut UnboundedReceiver<Event>, id: JobId) -> Option<Kind> {
    let mut kind = None;
    loop {
        let event = events.recv().await.expect("the engine lives");
        if let Event::Progressed(of, Progress::Checked(it)) = &event
            && *of == id
            && it.check == Check::Login
            && let CheckOutcome::Failed(fault) = &it.outcome
        {
            kind = Some(fault.kind());
        }
        if matches!(event, Event::Finished(of, _) if of == id) {
            return kind;
        }
    }
}

#[tokio::test]
async fn a_login_that_was_stopped_before_its_reply_is_sent_again_only_by_consent() {
    for psa in [Psa::ConnectWise, Psa::Autotask] {
        let (arrived, mut arrivals) = unbounded_channel();
        let server = Server::answering(Road::Plain, move |asked, wire| {
            if psa.at(asked) == At::Site {
                let reply = fine(&psa.answer(asked, &wire.origin()));
                return wire.write_all(&reply).map_or(After::Drop, |()| After::Keep);
            }
            let _ = arrived.send(());
            hold(wire);
            After::Drop
        });
        let folder = tempfile::tempdir().expect("a folder");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).expect("it can be changed");
        let store = || Store::at(folder.path().join("store"));
        let setup = EngineSetup { catalog: Arc::new(Catalog::embedded()), store: store(), network: Network::default() };
        let (post, mut events) = unbounded_channel();
        let mut engine = Engine::new(setup, post);
        let login = psa.login(&server.origin());
        engine.start(JobId(1), test(&login, Consent::No));
        arrivals.recv().await.expect("the login was sent");
        engine.cancel(JobId(1));
        engine.start(JobId(2), test(&login, Consent::No));
        assert_eq!(login_failed(&mut events, JobId(2)).await, Some(Kind::MaybeRefused));
        assert!(arrivals.try_recv().is_err(), "it was sent again");
        // Another process knows it as well.
        let known = store().refused(&login, Timestamp::now());
        assert!(matches!(known, Ok(Some(Refusal { attempts: 0, .. }))), "{known:?}");
        engine.start(JobId(3), test(&login, Consent::Given));
        arrivals.recv().await.expect("the login was sent on purpose");
        engine.cancel(JobId(3));
    }
}
