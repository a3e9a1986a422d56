//! Judges every submission of the authors, and says where the checks are wrong about one.

use super::files;
use super::submissions;
use super::texts;
use crate::KitError;
use crate::build::Rejection;
use crate::catalog::Exercise;
use crate::checks::{CheckResult, Outcome, Stage};
use crate::interleavings::{Request, Scope};
use crate::pipeline::Judge;
use crate::submission::{self, Source};
use crate::verdict::{Judgement, Standing, Verdict};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What `verify` found about one exercise.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The exercise's number.
    pub number: u32,
    /// Its slug.
    pub slug: String,
    /// The names of its checks; columns of the matrix.
    pub checks: Vec<String>,
    /// One row for each submission.
    pub rows: Vec<Row>,
    /// What is wrong with the exercise's files or with the checks as a whole, a sentence each.
    pub problems: Vec<String>,
    /// What an author may want to know, a sentence each.
    pub notes: Vec<String>,
    /// What could not be timed on this machine, a sentence each.
    pub machine: Vec<String>,
}

/// One submission, and whether the checks are right about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What kind of submission it is.
    pub kind: Kind,
    /// Its file, relative to the exercise's solutions.
    pub name: String,
    /// For each check whether it was proven to pass; empty when the submission never ran.
    pub passed: Vec<bool>,
    /// Whether this is as it must be.
    pub finding: Finding,
}

/// The kinds of submissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What the learner starts with; must fail.
    Stub,
    /// The best solution; must pass.
    Reference,
    /// Another correct one; must pass.
    Alternative,
    /// A mistake; must fail at the check it names.
    Wrong,
}

/// Whether the checks are right about a submission.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// As it must be.
    AsItMustBe,
    /// It must fail and passes.
    WronglyPasses,
    /// It must pass and does not: the checks that failed.
    WronglyFails(Vec<CheckResult>),
    /// It must run and does not: what the compiler says.
    NeverRuns(Vec<String>),
    /// It fails, but the check that it names passes.
    FailsElsewhere {
        /// The check that should have failed.
        expected: String,
    },
    /// It names a check that does not exist.
    UnknownCheck(String),
    /// With some seeds it is as it must be, and with others not.
    DependsOnTheSeed {
        /// With how many it is.
        as_expected: u64,
        /// Of how many.
        seeds: u64,
    },
    /// It must compile without warnings; the first one.
    Warns(String),
}

impl Finding {
    /// Whether the exercise is in order as far as this submission goes.
    pub fn is_fine(&self) -> bool {
        matches!(self, Self::AsItMustBe)
    }
}

impl Report {
    /// Whether the whole exercise is in order.
    pub fn is_fine(&self) -> bool {
        self.problems.is_empty() && self.rows.iter().all(|row| row.finding.is_fine())
    }
}

struct Candidate {
    kind: Kind,
    name: String,
    path: PathBuf,
    fails: Option<String>,
}

/// How much is done to find a check that is wrong about a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// The first seed.
    pub seed: u64,
    /// With how many seeds each submission's interleavings are explored.
    pub seeds: u64,
    /// How many schedules a scenario is given, instead of what the exercise says.
    pub schedules: Option<usize>,
}

/// Judges all submissions of an exercise; calls `on_row` before each with its name.
pub fn verify(
    judge: &Judge,
    exercise: &Exercise,
    effort: Effort,
    mut on_row: impl FnMut(&str),
) -> Result<Report, KitError> {
    let listed = submissions::load(&judge.layout, exercise)?;
    let mut report = Report {
        number: exercise.number,
        slug: exercise.slug.clone(),
        checks: Vec::new(),
        rows: Vec::new(),
        problems: files::problems(&judge.layout, exercise, &listed),
        notes: Vec::new(),
        machine: Vec::new(),
    };
    let phrases = texts::phrases(&judge.layout);
    let mut not_found_again = BTreeSet::new();
    for candidate in candidates(judge, exercise, &listed) {
        on_row(&candidate.name);
        let request = Request { schedules: effort.schedules, ..Request::default() };
        let verdict = judge.check(exercise, &Source::File(candidate.path.clone()), effort.seed, &request)?;
        if candidate.kind == Kind::Reference {
            report.checks = verdict.checks().iter().map(|check| check.info.name.clone()).collect();
            report.problems.extend(points_problem(exercise, &verdict));
        }
        report.machine.extend(machine_note(&candidate, &verdict));
        let failures = verdict.checks().iter().filter_map(|check| check.outcome.failure());
        not_found_again.extend(failures.flat_map(|failure| texts::not_found_again(&phrases, &failure.message)));
        let finding = match compare(&candidate, &verdict) {
            Finding::AsItMustBe => with_more_seeds(judge, exercise, &candidate, &verdict, effort)?,
            other => other,
        };
        let passed = verdict.checks().iter().map(|check| &check.outcome);
        let passed = passed.map(|outcome| outcome.passed() && *outcome != Outcome::NotTimed).collect();
        report.rows.push(Row { kind: candidate.kind, name: candidate.name, passed, finding });
    }
    report.problems.extend(not_found_again);
    report.problems.extend(unproven_checks(&report));
    if !files::stub_is_in_place(&judge.layout, exercise) {
        report.notes.push(format!("exercises/{0}/src/lib.rs is not exercises/{0}/stub.rs", exercise.folder));
    }
    Ok(report)
}

fn candidates(judge: &Judge, exercise: &Exercise, listed: &submissions::Submissions) -> Vec<Candidate> {
    let folder = judge.layout.solutions(&exercise.folder);
    let plain = |kind, name: &str, path| Candidate { kind, name: name.to_owned(), path, fails: None };
    let mut candidates = vec![
        plain(Kind::Reference, "lib.rs (reference)", folder.join("lib.rs")),
        plain(Kind::Stub, "the stub", submission::stub_file(&judge.layout, exercise)),
    ];
    let exists = |file: &str| -> Option<PathBuf> { Some(folder.join(file)).filter(|path: &PathBuf| path.is_file()) };
    let alternatives = listed.alternative.iter().filter_map(|entry| Some((entry, exists(&entry.file)?)));
    candidates.extend(alternatives.map(|(entry, path)| plain(Kind::Alternative, &entry.file, path)));
    let wrong = listed.wrong.iter().filter_map(|entry| Some((entry, exists(&entry.file)?)));
    candidates.extend(
        wrong.map(|(entry, path)| Candidate {
            fails: Some(entry.fails.clone()),
            ..plain(Kind::Wrong, &entry.file, path)
        }),
    );
    candidates
}

fn compare(candidate: &Candidate, verdict: &Verdict) -> Finding {
    if let Some(warning) = verdict.warnings.first() {
        return Finding::Warns(warning.message.clone());
    }
    match candidate.kind {
        Kind::Reference | Kind::Alternative if verdict.standing != Standing::NotPassed => Finding::AsItMustBe,
        Kind::Reference | Kind::Alternative => why_not(verdict),
        // A submission that never ran proves nothing about the checks.
        Kind::Stub | Kind::Wrong if verdict.checks().is_empty() => why_not(verdict),
        Kind::Stub | Kind::Wrong if verdict.passed() => Finding::WronglyPasses,
        Kind::Stub | Kind::Wrong => compare_named(candidate, verdict),
    }
}

/// The same with other seeds, where chance plays a part: in the interleavings.
fn with_more_seeds(
    judge: &Judge,
    exercise: &Exercise,
    candidate: &Candidate,
    verdict: &Verdict,
    effort: Effort,
) -> Result<Finding, KitError> {
    let named = candidate.fails.as_ref();
    let is_scenario = |name: &&String| {
        verdict.checks().iter().any(|check| check.stage == Stage::Interleavings && check.info.name == **name)
    };
    let scope = match (candidate.kind, named.filter(is_scenario)) {
        (Kind::Reference | Kind::Alternative, _) => Scope::Scenarios,
        (Kind::Wrong, Some(name)) => Scope::Check(name.clone()),
        (Kind::Wrong | Kind::Stub, _) => return Ok(Finding::AsItMustBe),
    };
    let must_pass = scope == Scope::Scenarios;
    let request = Request { schedules: effort.schedules, scope };
    let source = Source::File(candidate.path.clone());
    let mut as_expected = 1;
    for seed in (1..effort.seeds).map(|more| effort.seed.wrapping_add(more)) {
        let again = judge.check(exercise, &source, seed, &request)?;
        let passed = again.checks().iter().all(|check| check.outcome.passed());
        as_expected += u64::from(passed == must_pass);
    }
    let seeds = effort.seeds.max(1);
    Ok(if as_expected == seeds { Finding::AsItMustBe } else { Finding::DependsOnTheSeed { as_expected, seeds } })
}

fn compare_named(candidate: &Candidate, verdict: &Verdict) -> Finding {
    let Some(expected) = &candidate.fails else { return Finding::AsItMustBe };
    match verdict.checks().iter().find(|check| check.info.name == *expected) {
        None => Finding::UnknownCheck(expected.clone()),
        Some(check) if check.outcome == Outcome::NotTimed => Finding::AsItMustBe,
        Some(check) if check.outcome.passed() => Finding::FailsElsewhere { expected: expected.clone() },
        Some(_) => Finding::AsItMustBe,
    }
}

/// What this machine could not say.
fn machine_note(candidate: &Candidate, verdict: &Verdict) -> Option<String> {
    let has = |is_so: fn(&Outcome) -> bool| verdict.checks().iter().any(|check| is_so(&check.outcome));
    if has(Outcome::is_inconclusive) {
        Some(format!("{}: the machine was too busy to time it", candidate.name))
    } else if has(|outcome| *outcome == Outcome::NotTimed) {
        Some(format!("{}: not timed, because there is one core only", candidate.name))
    } else {
        None
    }
}

/// The checks that failed, or what the compiler says.
fn why_not(verdict: &Verdict) -> Finding {
    Finding::NeverRuns(match &verdict.result {
        Judgement::Judged { checks } => {
            let failed = checks.iter().filter(|check| !check.outcome.passed());
            return Finding::WronglyFails(failed.cloned().collect());
        }
        Judgement::Rejected { reason: Rejection::DoesNotCompile { diagnostics } } => {
            diagnostics.iter().filter(|one| one.is_error()).map(|one| one.message.clone()).collect()
        }
        Judgement::Rejected { reason: Rejection::DoesNotFit { problems } } => {
            problems.iter().map(|problem| problem.message.clone()).collect()
        }
        Judgement::Rejected { reason } => vec![format!("{reason:?}")],
    })
}

fn points_problem(exercise: &Exercise, reference: &Verdict) -> Option<String> {
    let settings = &exercise.settings;
    let scenarios = reference.checks().iter().filter(|check| check.stage == Stage::Interleavings);
    let of_scenarios: u32 = scenarios.map(|check| check.info.points).sum();
    let said = (settings.points, settings.interleavings.as_ref().map_or(0, |settings| settings.points));
    let sums = (reference.points.possible, of_scenarios);
    let [said, sums] = [said, sums].map(|(all, scenarios)| format!("{all} points, {scenarios} of them for scenarios"));
    (said != sums).then(|| format!("exercise.toml says {said}; the checks add up to {sums}"))
}

/// A check that no wrong submission fails may be one that cannot fail.
fn unproven_checks(report: &Report) -> Vec<String> {
    let wrong = report.rows.iter().filter(|row| row.kind == Kind::Wrong);
    let failed: BTreeSet<usize> =
        wrong.flat_map(|row| (0..row.passed.len()).filter(|check| !row.passed[*check])).collect();
    let unproven = report.checks.iter().enumerate().filter(|(index, _)| !failed.contains(index));
    unproven.map(|(_, name)| format!("no wrong submission fails the check \"{name}\"")).collect()
}
