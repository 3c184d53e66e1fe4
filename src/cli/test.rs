//! `test`: every layer and every right of a saved connection again.

use crate::{
    engine::{Outcome, Solo},
    model::{
        catalog::PsaFacts,
        fault::{ExitCode, Fault},
        integration::{Integration, Needs},
        report::Report,
        right::{Proof, RightId},
        saved::Connection,
    },
    wizard::event::{Consent, Finish, Job, Opened},
};

use super::{
    connections::named,
    place::Place,
    say::{self, Form, Trouble, talk},
    test_json, test_text,
};

/// What was tested and what was found, as both forms print it.
pub(super) struct Tested<'a> {
    pub(super) connection: &'a Connection,
    pub(super) facts: &'a PsaFacts,
    pub(super) integration: &'a Integration,
    pub(super) needs: &'a Needs,
    pub(super) report: &'a Report,
    pub(super) exit: ExitCode,
}

/// Tests it, prints what was found, and keeps that with the connection.
pub(super) async fn run(place: Place, name: &str, form: Form) -> Result<ExitCode, Trouble> {
    let name = named(&place.store, name)?;
    let catalog = std::sync::Arc::clone(&place.catalog);
    let (setup, _demo) = place.into_setup();
    let mut engine = Solo::new(setup);
    let Opened { connection, login } = *opened(engine.run(Job::Open(name.clone())).await)?;
    let known = catalog.psa(&connection.psa).zip(catalog.integration(&connection.integration));
    let (facts, integration, needs) = known
        .and_then(|(facts, integration)| Some((facts, integration, integration.needs(&facts.id)?)))
        .ok_or_else(|| {
            Trouble::usage(
                format!("the integration \"{}\" of {} is not known here", connection.integration, name.as_str()),
                "Give its file with --integration.",
            )
        })?;
    let job = Job::Test { integration: connection.integration.clone(), login, consent: Consent::No };
    let Outcome { mut report, finish, .. } = engine.run(job).await;
    if let Finish::Failed(fault) = finish {
        return Err(fault.into());
    }
    // They came as the answers did; people look for them where the product's own table has them.
    report.rights.sort_by_key(|it| needs.rights.iter().position(|right| right.function == it.right));
    for finding in report.rights.iter_mut().filter(|it| matches!(it.proof, Proof::Unproven { .. })) {
        let word = connection.confirmed.iter().find(|(right, _)| *right == finding.right);
        finding.confirmed = word.map(|(_, confirmation)| confirmation.clone());
    }
    let is_optional = |id: &RightId| needs.rights.iter().any(|it| it.function == *id && it.optional.is_some());
    let can_be_shown = |id: &RightId| facts.function(id).is_some_and(|it| it.proof.can_be_shown());
    let exit = report.exit_code(is_optional, can_be_shown);
    let tested = Tested { connection: &connection, facts, integration, needs, report: &report, exit };
    match form {
        Form::Json => say::json(&test_json::document(&tested)),
        Form::Text => say::data(&test_text::table(&tested)),
    }
    if let Finish::Failed(fault) = engine.run(Job::Record { name, report: Box::new(report) }).await.finish {
        talk(&format!("warning: the result is not kept with the connection: {fault}. {}", fault.remedy()));
    }
    Ok(exit)
}

fn opened(outcome: Outcome) -> Result<Box<Opened>, Fault> {
    match outcome.finish {
        Finish::Opened(opened) => Ok(opened),
        Finish::Failed(fault) => Err(fault),
        Finish::Located
        | Finish::Tested
        | Finish::Previewed
        | Finish::Saved(_)
        | Finish::Wrote(_)
        | Finish::Removed(_)
        | Finish::Stamped(..)
        | Finish::Recorded => Err(Fault::Cancelled),
    }
}
