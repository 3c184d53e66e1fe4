//! One cross-check: the rows that a page names are looked up by id, and what does not come back is hidden.

use std::{collections::BTreeSet, time::Duration};

use futures_util::future::try_join_all;

use crate::{
    model::{
        catalog::Cross,
        report::{Seen, Sight},
    },
    psa::{Answer, Api, PagePart, Reference, References},
    words,
};

use super::{
    super::{safe, session::Session},
    Page, TurnedAway, ask, references,
};

/// Hidden rows that are named.
const EXAMPLES: usize = 3;

/// Runs one cross-check on the answer that holds the page it reads.
pub(super) async fn run(
    session: &Session<'_>,
    api: &Api,
    cross: &Cross,
    answer: &Answer,
    shown: Option<&Page>,
) -> Result<Sight, TurnedAway> {
    let looked = match references(session, cross, answer) {
        Ok(page) => look_up(session, api, cross, &page, shown).await?,
        Err(fault) => Looked::unclear(&words::with(
            "sights-unreadable",
            &[("rows", cross.from.rows.as_str().into()), ("fault", fault.to_string().into())],
        )),
    };
    Ok(Sight {
        check: cross.id.clone(),
        looks_for: format!("{}{}", cross.looks_for, looked.scope),
        right: cross.right.clone(),
        seen: looked.seen,
        doubt: cross.doubt.clone(),
        confirmed: None,
        request: match looked.request.filter(|it| *it != answer.label) {
            Some(request) => format!("{}, {request}", answer.label),
            None => answer.label.clone(),
        },
        took: answer.took + looked.took,
    })
}

/// How a look-up went.
struct Looked {
    seen: Seen,
    /// Of how many rows, when not of all.
    scope: String,
    request: Option<String>,
    took: Duration,
}

impl Looked {
    fn unclear(why: &str) -> Self {
        Self { seen: Seen::Unclear(safe(why)), scope: String::new(), request: None, took: Duration::ZERO }
    }
}

/// Looks up what a page names and says what did not come back.
async fn look_up(
    session: &Session<'_>,
    api: &Api,
    cross: &Cross,
    page: &References,
    shown: Option<&Page>,
) -> Result<Looked, TurnedAway> {
    let mut named = BTreeSet::new();
    let named: Vec<&Reference> = page.found.iter().filter(|it| named.insert(it.id)).collect();
    if named.is_empty() {
        return Ok(Looked::unclear(&words::with("sights-names-none", &[("row", cross.from.row.as_str().into())])));
    }
    // What a page shows need not be looked up.
    let rows: BTreeSet<u64> =
        shown.and_then(|it| it.read.as_ref().ok()).into_iter().flat_map(|it| &it.rows).copied().collect();
    let is_shown = |it: &&Reference| rows.contains(&it.id);
    let (seen, open): (Vec<&Reference>, Vec<&Reference>) = named.iter().copied().partition(is_shown);
    let ids: Vec<u64> = open.iter().map(|it| it.id).collect();
    let look_ups = session.psa.among(cross, &ids, session.login, api);
    let answers = try_join_all(look_ups.iter().map(|it| ask(session, &it.request))).await?;
    let mut told = Told::default();
    for (look_up, answer) in look_ups.iter().zip(answers) {
        told.took = told.took.max(answer.took);
        let came = answer.reply.and_then(|it| session.psa.read_ids(cross, &it));
        told.add(&look_up.ids, came.map_err(|it| it.to_string()));
    }
    let request = look_ups.first().map(|it| &it.request.label).or(shown.map(|it| &it.answer.label)).cloned();
    let n_looked_up: usize = look_ups.iter().map(|it| it.ids.len()).sum();
    let scope = scope(cross, page, (seen.len() + n_looked_up, named.len()));
    let of = (seen.len() + told.n_answered) as u64;
    let hidden: Vec<&Reference> = open.into_iter().filter(|it| told.missing.contains(&it.id)).collect();
    let seen = match (hidden.is_empty(), told.trouble) {
        (false, _) => Seen::Hidden {
            hidden: hidden.len() as u64,
            of,
            examples: hidden.into_iter().take(EXAMPLES).map(|it| example(cross, it)).collect(),
        },
        (true, Some(why)) => Seen::Unclear(safe(&words::with(
            "sights-not-looked-up",
            &[("rows", cross.to.rows.as_str().into()), ("why", why.into())],
        ))),
        (true, None) if look_ups.is_empty() && !ids.is_empty() => {
            Seen::Unclear(words::with("sights-too-long", &[("rows", cross.to.rows.as_str().into())]))
        }
        (true, None) => Seen::All { of },
    };
    Ok(Looked { seen, scope, request, took: told.took })
}

/// What the look-ups have shown so far.
#[derive(Default)]
struct Told {
    n_answered: usize,
    missing: BTreeSet<u64>,
    trouble: Option<String>,
    took: Duration,
}

impl Told {
    fn add(&mut self, asked: &[u64], came: Result<Vec<u64>, String>) {
        match came {
            // Whoever does not know the condition may answer with any page.
            Ok(came) if came.iter().any(|it| !asked.contains(it)) => {
                self.trouble = Some(words::say("sights-other-rows").into());
            }
            Ok(came) => {
                self.n_answered += asked.len();
                self.missing.extend(asked.iter().filter(|it| !came.contains(it)));
            }
            Err(why) => self.trouble = Some(why),
        }
    }
}

/// Of how many rows a check is, when not of all: `, of the newest 1000 products`.
fn scope(cross: &Cross, page: &References, (looked_up, named): (usize, usize)) -> String {
    let part = match page.part {
        PagePart::Whole => String::new(),
        PagePart::First => words::with(
            "sights-of-the-first",
            &[("n", page.rows.len().to_string().into()), ("rows", cross.from.rows.as_str().into())],
        ),
        PagePart::Newest => words::with(
            "sights-of-the-newest",
            &[("n", page.rows.len().to_string().into()), ("rows", cross.from.rows.as_str().into())],
        ),
    };
    if looked_up < named {
        words::with(
            "sights-the-first-of",
            &[("part", part.into()), ("n", looked_up.to_string().into()), ("of", named.to_string().into())],
        )
    } else {
        part
    }
}

/// Names a hidden row as people know it: `agreement 1042 "Block Hours - Contoso" (of product 17)`.
fn example(cross: &Cross, it: &Reference) -> String {
    let quoted = |text: &str| if text.is_empty() { String::new() } else { format!(" \"{text}\"") };
    let (named, known_by) = (quoted(&it.words), quoted(&it.known_by));
    safe(&words::with(
        "sights-example",
        &[
            ("row", cross.to.row.as_str().into()),
            ("id", it.id.to_string().into()),
            ("words", named.into()),
            ("by-row", cross.from.row.as_str().into()),
            ("by", it.by.to_string().into()),
            ("known-by", known_by.into()),
        ],
    ))
}
