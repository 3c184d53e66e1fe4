//! Makes the document from what a test found.

use std::{collections::BTreeMap, time::Duration};

use super::{
    CheckRow, ConfirmedRow, CountRow, Document, ExcessRow, FaultRow, MovedRow, Outcome, PinRow, Proven, RightRow,
    SeenWord, SightRow, TallyRow, VERSION, WitnessRow, verdict,
};
use crate::model::{
    catalog::PsaFacts,
    fault::Fault,
    id::ListId,
    integration::{Integration, Needs, Right},
    report::{CheckFinding, CheckOutcome, Excess, Moved, Report, RightFinding, Seen, Sight, Tally, Witness},
    right::{Confirmation, Proof, RightId},
    saved::{Connection, Pin},
};

impl Document {
    /// The document of a test of `connection` that ended at `now`, an RFC 3339 time.
    ///
    /// Rights are put in the order of the product's own table, and what somebody confirmed by hand is put beside them.
    pub fn of(
        connection: &Connection,
        facts: &PsaFacts,
        integration: &Integration,
        report: &Report,
        now: &str,
    ) -> Self {
        let asked = Asked { facts, needs: integration.needs(&facts.id) };
        let mut report = report.clone();
        asked.put_in_order(&mut report.rights);
        for finding in report.rights.iter_mut().filter(|it| matches!(it.proof, Proof::Unproven { .. })) {
            let word = connection.confirmed.iter().find(|(right, _)| *right == finding.right);
            finding.confirmed = finding.confirmed.take().or_else(|| word.map(|(_, it)| it.clone()));
        }
        for sight in &mut report.sights {
            let word = connection.confirmed.iter().find(|(id, _)| *id == sight.word_id());
            sight.confirmed = sight.confirmed.take().or_else(|| word.map(|(_, it)| it.clone()));
        }
        let can_be_shown = |id: &RightId| facts.function(id).is_some_and(|it| it.proof.can_be_shown());
        let exit = report.exit_code(|id| asked.is_optional(id), can_be_shown);
        let Tally { granted, partial, missing, unproven, confirmed } = report.tally();
        let excess = |it: &Excess| ExcessRow { name: it.name.clone(), levels: it.levels.clone() };
        let count = |(list, rows): &(ListId, u64)| CountRow {
            list: list.to_string(),
            name: facts.list(list).map_or_else(|| list.to_string(), |it| it.name.clone()),
            rows: *rows,
        };
        let mut document = Self {
            version: VERSION,
            connection: connection.name.as_str().to_owned(),
            psa: connection.psa.to_string(),
            psa_name: facts.name.clone(),
            integration: connection.integration.clone(),
            integration_name: integration.name.clone(),
            origin: connection.origin.to_string(),
            site: connection.site.as_ref().map(ToString::to_string),
            at: now.to_owned(),
            exit: exit as u8,
            verdict: String::new(),
            checks: report.checks.iter().map(|it| asked.check(it)).collect(),
            identity: report.identity.clone(),
            rights: asked.matrix(&report.rights),
            excess: report.excess.iter().map(excess).collect(),
            sights: asked.sights(&report.sights),
            counts: report.counts.iter().map(count).collect(),
            moved: report.moved.as_ref().map(|Moved { to, by }| MovedRow { to: to.to_string(), by: (*by).to_owned() }),
            notes: report.notes.clone(),
            tally: TallyRow { granted, partial, missing, unproven, confirmed },
            pin: connection.pin.as_ref().map(pin),
            refused: report.fault().filter(|it| it.refuses_login()).map(|_| now.to_owned()),
            earlier: None,
        };
        document.verdict = verdict::of(&document);
        document
    }
}

/// The proof matrix and the cross-checks of a test that is no document yet, as a document has them.
pub fn rows(facts: &PsaFacts, needs: &Needs, report: &Report) -> (Vec<RightRow>, Vec<SightRow>) {
    let asked = Asked { facts, needs: Some(needs) };
    let mut rights = report.rights.clone();
    asked.put_in_order(&mut rights);
    (asked.matrix(&rights), asked.sights(&report.sights))
}

/// One check of a test that is no document yet, as a document has it.
pub fn check_row(facts: &PsaFacts, finding: &CheckFinding) -> CheckRow {
    Asked { facts, needs: None }.check(finding)
}

/// One right of a test that is no document yet, as a document has it.
pub fn right_row(facts: &PsaFacts, needs: &Needs, finding: &RightFinding) -> RightRow {
    Asked { facts, needs: Some(needs) }.right(finding)
}

/// One cross-check of a test that is no document yet, as a document has it.
pub fn sight_row(facts: &PsaFacts, needs: &Needs, sight: &Sight) -> SightRow {
    Asked { facts, needs: Some(needs) }.sight(sight)
}

/// What was asked of which PSA.
struct Asked<'a> {
    facts: &'a PsaFacts,
    needs: Option<&'a Needs>,
}

impl Asked<'_> {
    fn rights(&self) -> &[Right] {
        self.needs.map(|it| it.rights.as_slice()).unwrap_or_default()
    }

    fn place(&self, id: &RightId) -> Option<usize> {
        self.rights().iter().position(|it| it.function == *id)
    }

    /// In the order of the product's own table.
    fn put_in_order(&self, rights: &mut [RightFinding]) {
        rights.sort_by_key(|it| self.place(&it.right));
    }

    fn matrix(&self, rights: &[RightFinding]) -> Vec<RightRow> {
        rights.iter().map(|it| self.right(it)).collect()
    }

    fn sights(&self, sights: &[Sight]) -> Vec<SightRow> {
        sights.iter().map(|it| self.sight(it)).collect()
    }

    fn need(&self, id: &RightId) -> Option<&Right> {
        self.rights().iter().find(|it| it.function == *id)
    }

    fn is_optional(&self, id: &RightId) -> bool {
        self.need(id).is_some_and(|it| it.optional.is_some())
    }

    fn menu(&self, id: &RightId) -> String {
        self.facts.function(id).map(|it| it.menu.clone()).unwrap_or_default()
    }

    fn check(&self, finding: &CheckFinding) -> CheckRow {
        let (outcome, detail, failed) = match &finding.outcome {
            CheckOutcome::Passed(saw) => (Outcome::Passed, saw.clone(), None),
            CheckOutcome::Skipped(why) => (Outcome::Skipped, why.clone(), None),
            CheckOutcome::Unclear(why) => (Outcome::Unclear, why.clone(), None),
            CheckOutcome::Failed(fault) => (Outcome::Failed, fault.to_string(), Some(self.failed(fault))),
        };
        let mut details = BTreeMap::<String, String>::new();
        for it in &finding.details {
            let value = details.entry(it.fact.key().to_owned()).or_default();
            if !value.is_empty() {
                value.push_str(", ");
            }
            value.push_str(&it.value);
        }
        CheckRow {
            check: finding.check.key().to_owned(),
            outcome,
            detail,
            details,
            meaning: finding.check.meaning().to_owned(),
            failed,
            request: finding.request.clone(),
            ms: millis(finding.took),
        }
    }

    fn failed(&self, fault: &Fault) -> FaultRow {
        let entry = fault.entry();
        FaultRow {
            fault: entry.kind.key().to_owned(),
            side: entry.side.key().to_owned(),
            cause: entry.cause.clone(),
            remedy: fault.remedy(),
            menu: self.facts.menu_of(fault).map(str::to_owned),
            retry: fault.retry_helps(),
        }
    }

    fn right(&self, finding: &RightFinding) -> RightRow {
        let function = self.facts.function(&finding.right);
        let need = self.need(&finding.right);
        let (proof, because) = match &finding.proof {
            Proof::Granted => (Proven::Granted, None),
            Proof::Partial => (Proven::Partial, None),
            Proof::Missing => (Proven::Missing, None),
            Proof::Unproven { because } => (Proven::Unproven, Some(because.clone())),
        };
        let witness = |it: &Witness| WitnessRow { request: it.request.clone(), says: it.says.clone() };
        RightRow {
            right: finding.right.to_string(),
            module: function.map(|it| it.module.clone()).unwrap_or_default(),
            function: function.map(|it| it.name.clone()).unwrap_or_default(),
            needed: need.map(Right::needed).unwrap_or_default(),
            why: need.map(|it| it.why.clone()).unwrap_or_default(),
            found: finding.found.clone(),
            proof,
            because,
            request: finding.request.clone(),
            evidence: finding.evidence.iter().map(witness).collect(),
            confidence: finding.confidence.word().to_owned(),
            doubt: function.and_then(|it| it.doubt.clone()),
            ms: millis(finding.took),
            menu: self.menu(&finding.right),
            optional: self.is_optional(&finding.right),
            confirmed: finding.confirmed.as_ref().map(confirmed),
            earlier: None,
        }
    }

    fn sight(&self, sight: &Sight) -> SightRow {
        let (seen, hidden, of, examples, because) = match &sight.seen {
            Seen::All { of } => (SeenWord::All, Some(0), Some(*of), vec![], None),
            Seen::Hidden { hidden, of, examples } => {
                (SeenWord::Hidden, Some(*hidden), Some(*of), examples.clone(), None)
            }
            Seen::Unclear(why) => (SeenWord::Unclear, None, None, vec![], Some(why.clone())),
        };
        SightRow {
            check: sight.check.clone(),
            looks_for: sight.looks_for.clone(),
            right: sight.right.to_string(),
            seen,
            hidden,
            of,
            examples,
            because,
            doubt: sight.doubt.clone().filter(|_| seen == SeenWord::Hidden),
            confirmed: sight.confirmed.as_ref().map(confirmed),
            request: sight.request.clone(),
            ms: millis(sight.took),
            menu: self.menu(&sight.right),
            optional: self.is_optional(&sight.right),
        }
    }
}

fn confirmed(it: &Confirmation) -> ConfirmedRow {
    ConfirmedRow { by: it.by.clone(), at: it.at.clone() }
}

fn pin(it: &Pin) -> PinRow {
    PinRow {
        sha256: it.certificate.sha256.clone(),
        subject: it.certificate.subject.clone(),
        not_after: it.certificate.not_after.clone(),
        confirmed: confirmed(&it.confirmed),
    }
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}
