//! What is known of the run that goes on, or of the last one: its checks, one by one.

use crate::commands::watch::worker::{Ended, News};
use judge::checks::{CheckResult, Stage};
use judge::events::Event;
use judge::verdict::{Judgement, Verdict};
use protocol::CheckInfo;
use std::time::Duration;

/// One run.
#[derive(Debug)]
pub(crate) struct Run {
    /// Its number: what others say is not listened to.
    pub(crate) job: u64,
    pub(crate) phase: Phase,
    /// Its checks, stage by stage.
    pub(crate) rows: Vec<Row>,
    /// The last round of the race that goes on.
    pub(crate) round: Option<Round>,
    /// For how long it has been going on.
    pub(crate) elapsed: Duration,
}

/// How far it is.
#[derive(Debug)]
pub(crate) enum Phase {
    /// Another judge works in this folder.
    Waits,
    /// The submission is compiled.
    Compiles,
    /// Cargo builds what the exercise needs.
    BuildsLibraries,
    /// Checks run.
    Checks,
    /// There is a verdict.
    Over(Box<Verdict>),
    /// There is none, because of the kit or the machine.
    Broke(String),
}

/// A check of the run.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) stage: Stage,
    pub(crate) info: CheckInfo,
    /// Absent while it runs or waits for its turn.
    pub(crate) result: Option<CheckResult>,
}

/// A round of a race.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Round {
    pub(crate) number: usize,
    pub(crate) speed_up: f64,
}

impl Run {
    /// The first one.
    pub(super) fn first() -> Self {
        Self { job: 0, phase: Phase::Compiles, rows: Vec::new(), round: None, elapsed: Duration::ZERO }
    }

    /// The one that follows. The names of its checks are the same until they are known; if this one waits for another
    /// judge, so does that.
    pub(super) fn next(&mut self) -> Self {
        let rows = std::mem::take(&mut self.rows).into_iter().map(|row| Row { result: None, ..row }).collect();
        let phase = match self.phase {
            Phase::Waits => Phase::Waits,
            Phase::Compiles | Phase::BuildsLibraries | Phase::Checks | Phase::Over(_) | Phase::Broke(_) => {
                Phase::Compiles
            }
        };
        Self { job: self.job + 1, phase, rows, round: None, elapsed: Duration::ZERO }
    }

    /// Whether it still goes on.
    pub(crate) fn goes_on(&self) -> bool {
        match &self.phase {
            Phase::Waits | Phase::Compiles | Phase::BuildsLibraries | Phase::Checks => true,
            Phase::Over(_) | Phase::Broke(_) => false,
        }
    }

    /// The verdict, once there is one.
    pub(crate) fn verdict(&self) -> Option<&Verdict> {
        match &self.phase {
            Phase::Over(verdict) => Some(verdict),
            Phase::Waits | Phase::Compiles | Phase::BuildsLibraries | Phase::Checks | Phase::Broke(_) => None,
        }
    }

    /// The checks that are over and did not pass.
    pub(crate) fn failed(&self) -> impl Iterator<Item = usize> {
        let failed = |row: &Row| row.result.as_ref().is_some_and(|result| !result.outcome.passed());
        self.rows.iter().enumerate().filter(move |(_, row)| failed(row)).map(|(index, _)| index)
    }

    /// Takes in what the judge says.
    pub(super) fn hear(&mut self, news: News) {
        match news {
            News::Waits => self.phase = Phase::Waits,
            News::Begins => self.phase = Phase::Compiles,
            News::Event(event) => self.watch(event),
            News::Over(ended) => self.end(*ended),
            News::Broke(why) => self.phase = Phase::Broke(why),
        }
    }

    fn watch(&mut self, event: Event) {
        match event {
            Event::Libraries => self.phase = Phase::BuildsLibraries,
            Event::Begun { stage, checks } => {
                self.phase = Phase::Checks;
                self.rows.retain(|row| row.stage != stage);
                self.rows.extend(checks.into_iter().map(|info| Row { stage, info, result: None }));
                self.rows.sort_by_key(|row| order(row.stage));
            }
            Event::Ended(result) => {
                self.round = None;
                let is_its = |row: &&mut Row| row.stage == result.stage && row.info.name == result.info.name;
                if let Some(row) = self.rows.iter_mut().find(is_its) {
                    row.result = Some(*result);
                }
            }
            Event::Round { race: _, rounds, speed_up } => self.round = Some(Round { number: rounds, speed_up }),
        }
    }

    fn end(&mut self, ended: Ended) {
        let row =
            |result: &CheckResult| Row { stage: result.stage, info: result.info.clone(), result: Some(result.clone()) };
        self.rows = match &ended.verdict.result {
            Judgement::Judged { checks } => checks.iter().map(row).collect(),
            Judgement::Rejected { .. } => Vec::new(),
        };
        self.round = None;
        self.phase = Phase::Over(Box::new(ended.verdict));
    }
}

/// As in a report.
fn order(stage: Stage) -> u8 {
    match stage {
        Stage::Behaviour => 0,
        Stage::Interleavings => 1,
        Stage::Speed => 2,
    }
}
