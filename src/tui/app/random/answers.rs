//! What a fake engine says of each job: plausible news, results, refusals and failures.

use std::time::Duration;

use crate::{
    model::{
        catalog::Catalog,
        fault::{CertificateFault, Fault},
        id::{JobId, ListId, PsaId},
        login::Login,
        mirror::{Mirrored, PullEnd},
        report::{Beyond, Check, CheckOutcome, Excess, Moved, Seen, Sight},
        right::{Confirmation, Proof, RightId},
        rotation::OldKey,
        saved::{SavedAt, StoreCard},
        store_kind::StoreKind,
        table::{Align, Heading, Preview, Row, Table},
    },
    wizard::{
        event::{Event, Finish, Job, Known, Opened, Progress, SiteAnswer},
        tests::{
            opened::{connection, login, recorded},
            pins::certificate,
            pull::{news, pulled, standing},
            situations::{self, checked, proved},
        },
    },
};

/// Made once: it takes the whole catalogue to make it.
pub(super) struct Answers {
    login: Login,
    stores: Vec<StoreCard>,
    rights: Vec<RightId>,
    lists: Vec<ListId>,
    sites: Vec<SiteAnswer>,
}

const HOST: &str = "api-eu.myconnectwise.net";

impl Answers {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let integration = catalog.integration("sync365").unwrap();
        let psa = catalog.psa(&PsaId::from("connectwise")).unwrap();
        let of = &&integration.psa[&psa.id];
        let sites = psa.sites.iter().map(|it| SiteAnswer {
            site: Some(it.id.clone()),
            origin: it.origin.clone(),
            answer: Known::No,
        });
        Self {
            login: login(),
            stores: situations::start().stores,
            rights: of.rights.iter().map(|it| it.function.clone()).collect(),
            lists: of.lists.clone(),
            sites: sites.collect(),
        }
    }

    /// Some news of the job, or its end, or both.
    pub(super) fn to(&self, id: JobId, job: &Job, random: &mut fastrand::Rng) -> Vec<Event> {
        let mut events: Vec<_> = (0..random.u8(0..4)).filter_map(|_| self.news(job, random)).collect();
        events.truncate(8);
        let mut events: Vec<_> = events.into_iter().map(|it| Event::Progressed(id, it)).collect();
        if random.u8(0..3) == 0 {
            events.push(Event::Finished(id, self.end(job, random)));
        }
        events
    }

    fn news(&self, job: &Job, random: &mut fastrand::Rng) -> Option<Progress> {
        match job {
            Job::Locate { .. } => {
                let mut site = any(&self.sites, random);
                site.answer = match random.u8(0..3) {
                    0 => Known::Yes("Acme".into()),
                    1 => Known::No,
                    _ => Known::Failed(fault(random)),
                };
                Some(Progress::Located(site))
            }
            Job::Test { .. } | Job::TestRight { .. } => Some(self.of_test(random)),
            Job::Preview { .. } | Job::PreviewMirror { .. } => Some(self.of_preview(random)),
            Job::Pull(_) => Some(news(random.u64(0..100_000))),
            Job::SumUpMirrors(_)
            | Job::Reach { .. }
            | Job::Save(_)
            | Job::WriteSheet { .. }
            | Job::TryStores
            | Job::Unlock { .. }
            | Job::ChoosePassphrase { .. }
            | Job::AddRecipient { .. }
            | Job::RemoveRecipient { .. }
            | Job::Open(_)
            | Job::Rename { .. }
            | Job::MoveTo { .. }
            | Job::Undo(_)
            | Job::LastTest(_)
            | Job::CheckOldKey(_)
            | Job::Remove(_)
            | Job::Stamp(_)
            | Job::Record { .. } => None,
        }
    }

    fn of_test(&self, random: &mut fastrand::Rng) -> Progress {
        let check = Check::ALL[random.usize(..Check::ALL.len())];
        match random.u8(0..12) {
            0 => Progress::Checking(check),
            1..=3 => checked(check, CheckOutcome::Passed("as it should be".into())),
            4 => checked(check, CheckOutcome::Failed(fault(random))),
            5 => Progress::Identified("S365".into()),
            6 => Progress::Exceeded(vec![Excess {
                name: "Finance / Invoicing".into(),
                levels: "edit All".into(),
                of: Beyond::Right,
            }]),
            7 => Progress::Moved(Moved { to: "https://api-au.myconnectwise.net".parse().unwrap(), by: "a look-up" }),
            8 => Progress::Sighted(Sight {
                check: "agreements-of-products".into(),
                looks_for: "agreements that products belong to".into(),
                right: "finance.agreements".into(),
                seen: Seen::Hidden { hidden: random.u64(1..9), of: 40, examples: vec![] },
                doubt: random.bool().then(|| "a deleted agreement would look the same".into()),
                confirmed: None,
                request: "GET /procurement/products".into(),
                took: Duration::from_millis(30),
            }),
            _ => {
                let proof = match random.u8(0..6) {
                    0 => Proof::Missing,
                    1 => Proof::Partial,
                    2 => Proof::Unproven { because: "the look-up failed".into() },
                    _ => Proof::Granted,
                };
                proved(any(&self.rights, random).0.as_str(), proof)
            }
        }
    }

    fn of_preview(&self, random: &mut fastrand::Rng) -> Progress {
        let list = any(&self.lists, random);
        match random.u8(0..8) {
            0 => Progress::Counted(list, random.u64(0..1_000_000)),
            1 => Progress::ListFailed(list, fault(random)),
            2 => Progress::FromMirror(standing(PullEnd::Complete)),
            3 => Progress::Noted("Only the first rows were read.".into()),
            _ => Progress::Listed(Box::new(preview(list, random))),
        }
    }

    pub(super) fn end(&self, job: &Job, random: &mut fastrand::Rng) -> Finish {
        if random.u8(0..5) == 0 {
            return Finish::Failed(fault(random));
        }
        match job {
            Job::Locate { .. } => Finish::Located,
            Job::Test { .. } | Job::TestRight { .. } | Job::Reach { .. } => Finish::Tested,
            Job::Preview { .. } => Finish::Previewed,
            Job::PreviewMirror { .. } => {
                if random.bool() {
                    Finish::Previewed
                } else {
                    Finish::NothingMirrored
                }
            }
            Job::SumUpMirrors(names) => {
                let stands = |random: &mut fastrand::Rng| match random.u8(0..3) {
                    0 => Mirrored::Never,
                    1 => Mirrored::Unreadable(fault(random)),
                    _ => Mirrored::Pulled(standing(PullEnd::Complete)),
                };
                Finish::SummedUp(names.iter().map(|it| (it.clone(), stands(random))).collect())
            }
            Job::Pull(_) => pulled(),
            Job::Save(it) => Finish::Saved(SavedAt {
                name: it.name.clone(),
                connection: "/home/tech/.config/psa-connect/connections/acme.toml".into(),
                store: StoreKind::File,
                secret: "/home/tech/.config/psa-connect/secrets".into(),
            }),
            Job::WriteSheet { file, .. } => Finish::Wrote(file.clone()),
            Job::TryStores => Finish::TriedStores(self.stores.clone()),
            Job::Unlock { .. } => Finish::Unlocked,
            Job::Open(_) => Finish::Opened(Box::new(Opened { connection: connection(), login: self.login.clone() })),
            Job::LastTest(_) => Finish::LastTest(None),
            Job::CheckOldKey(_) => Finish::CheckedOldKey(match random.u8(0..3) {
                0 => OldKey::Alive,
                1 => OldKey::Unclear(fault(random)),
                _ => OldKey::Dead { left: None },
            }),
            Job::Remove(_) => Finish::Removed(if random.bool() { vec![connection()] } else { vec![] }),
            Job::Stamp(right) => {
                Finish::Stamped(right.clone(), Confirmation { by: "tech".into(), at: "2026-11-21T10:00:00Z".into() })
            }
            Job::Record { .. } => recorded(random.bool().then_some("the host is down")),
            Job::ChoosePassphrase { .. }
            | Job::AddRecipient { .. }
            | Job::RemoveRecipient { .. }
            | Job::Rename { .. }
            | Job::MoveTo { .. }
            | Job::Undo(_) => Finish::Changed,
        }
    }
}

fn any<T: Clone>(of: &[T], random: &mut fastrand::Rng) -> T {
    of[random.usize(..of.len())].clone()
}

fn fault(random: &mut fastrand::Rng) -> Fault {
    let host = || HOST.to_owned();
    match random.u8(0..10) {
        0 => Fault::UnknownHost { host: host() },
        1 => Fault::ConnectTimedOut { host: host(), after: Duration::from_secs(10) },
        2 => {
            let shown = random.bool().then(|| Box::new(certificate("AA")));
            Fault::Certificate { host: host(), what: CertificateFault::SelfSigned, shown }
        }
        3 => Fault::Locked { host: host() },
        4 => Fault::RefusedBefore { host: host(), attempts: 2, last: "12 minutes ago".into() },
        5 => Fault::StoreLocked { place: "/home/tech/.config/psa-connect/secrets.age".into() },
        6 => Fault::MovedSite {
            host: host(),
            to: "https://api-au.myconnectwise.net".parse().unwrap(),
            hints: vec!["It was moved.".into()],
        },
        7 => Fault::Local { what: "the disk is full".into(), remedy: "Make room, then retry.".into() },
        8 => Fault::Cancelled,
        _ => Fault::BadLogin { host: host(), hints: vec!["The keys may be swapped.".into()] },
    }
}

fn preview(list: ListId, random: &mut fastrand::Rng) -> Preview {
    let heading = |n: usize| Heading { id: format!("c{n}"), label: format!("Column {n}"), align: Align::Left };
    let columns: Vec<_> = (0..random.usize(0..7)).map(heading).collect();
    let mut row = || Row {
        cells: columns
            .iter()
            .map(|_| ["Acme", "Müller GmbH", "株式会社", "", "a\u{301}\u{200d}"][random.usize(..5)].into())
            .collect(),
        warnings: if random.u8(0..4) == 0 { vec!["It is a prospect.".into()] } else { vec![] },
    };
    let rows = (0..30).map(|_| row()).collect::<Vec<_>>();
    let rows = rows.into_iter().take(random.usize(0..30)).collect();
    Preview {
        list,
        count: random.bool().then_some(240),
        table: Table { columns, rows, part: None },
        scope: None,
        doubts: vec![],
    }
}
