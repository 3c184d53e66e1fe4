//! The way to a server without any login: its name only, or all layers and one GET without credentials for its clock.

use crate::{
    model::{
        certificate::Certificate,
        fault::Fault,
        id::PsaId,
        origin::Origin,
        report::{CheckFinding, CheckOutcome},
    },
    psa::{Credentials, Method, Request},
    wizard::event::{Far, Finish, Progress},
};

use super::{
    Post, Shared,
    transport::{Layer, Layers, Retry, xray},
};

/// Goes as far as it should, and no further than the first layer that fails.
pub(super) async fn run(
    shared: &Shared,
    post: &Post,
    psa: &PsaId,
    origin: &Origin,
    pin: Option<&Certificate>,
    far: Far,
) -> Result<Finish, Fault> {
    let (_, facts) = shared.psa(psa)?;
    let transport = shared.transport()?.paced(&facts.limits);
    let transport = pin.map(|it| transport.pinned(it)).unwrap_or(transport);
    let tell = |finding: CheckFinding| {
        let failed = matches!(finding.outcome, CheckOutcome::Failed(_));
        post.news(Progress::Checked(finding));
        failed
    };
    let layers: &[Layer] = match far {
        Far::Name => &[Layer::Lookup],
        Far::Answer => &Layer::ALL,
    };
    let mut way = Layers::new(&transport, origin);
    for layer in layers {
        if tell(way.go(*layer).await) {
            return Ok(Finish::Tested);
        }
    }
    drop(way);
    if far == Far::Answer {
        let request = Request {
            method: Method::Get,
            origin: origin.clone(),
            target: facts.address.api_path.clone(),
            headers: vec![],
            credentials: Credentials::None,
            label: format!("GET {}", facts.address.api_path),
            bucket: String::new(),
        };
        let answer = transport.ask(&request, origin, Retry::Never, &|_| {}).await;
        match &answer.reply {
            Ok(reply) => {
                if let Some(found) = transport.tls_through_proxy(origin) {
                    tell(found);
                }
                tell(xray::clock(&answer, reply));
            }
            Err(fault) => {
                tell(xray::failed(&answer, fault));
            }
        }
    }
    Ok(Finish::Tested)
}
