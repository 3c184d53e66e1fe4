//! Asks every site, without keys, whether it knows a company ID or user name.

use futures_util::{StreamExt, stream::FuturesUnordered};

use crate::{
    model::{catalog::PsaFacts, fault::Fault, id::PsaId, origin::Origin, shown::Shown},
    psa::{LocateAsk, Psa, Reply},
    wizard::event::{Finish, Known, Progress, SiteAnswer},
    words,
};

use super::{Post, Shared, transport::Retry};

/// Asks all of them at once; one answer each, in the order in which they come.
pub(super) async fn run(shared: &Shared, post: &Post, psa: &PsaId, text: &str) -> Result<Finish, Fault> {
    let (psa, facts) = shared.psa(psa)?;
    let transport = shared.transport()?.paced(&facts.limits);
    let asks = psa.locate(facts, text);
    let mut answers: FuturesUnordered<_> = asks
        .iter()
        .map(async |ask| {
            // The row of the site shows that it is still asked.
            let answer = transport.ask(&ask.request, &ask.request.origin, Retry::Once, &|_| {}).await;
            let answer = answer.reply.and_then(|reply| judge(psa, facts, ask, &reply));
            answer.unwrap_or_else(|fault| answer_of(facts, ask, ask.request.origin.clone(), Known::Failed(fault)))
        })
        .collect();
    while let Some(answer) = answers.next().await {
        post.news(Progress::Located(answer));
    }
    Ok(Finish::Located)
}

fn judge(psa: &dyn Psa, facts: &PsaFacts, ask: &LocateAsk, reply: &Reply) -> Result<SiteAnswer, Fault> {
    let asked = ask.request.origin.clone();
    Ok(match psa.located(facts, ask, reply)? {
        None => answer_of(facts, ask, asked, Known::No),
        Some(located) => {
            let says = match located.canonical {
                Some(name) => {
                    words::with("engine-known-there-as", &[("says", located.says.into()), ("name", name.into())])
                }
                None => located.says,
            };
            answer_of(facts, ask, located.origin, Known::Yes(Shown::new(&says)))
        }
    })
}

/// Names the catalogue's site: the one that was asked, when each is asked by itself, else the one at that origin.
fn answer_of(facts: &PsaFacts, ask: &LocateAsk, origin: Origin, answer: Known) -> SiteAnswer {
    let at_origin = || facts.sites.iter().find(|it| it.origin == origin).map(|it| it.id.clone());
    let asked = ask.site.clone().filter(|_| origin == ask.request.origin);
    SiteAnswer { site: asked.or_else(at_origin), origin, answer }
}
