//! Seventh stage, pure: what the stages found, as one value that feeds every report.

use crate::build::{Build, Diagnostic, Rejection};
use crate::catalog::Exercise;
use crate::checks::{CheckResult, Stage};
use crate::kind::Kind;
use crate::sandbox::Level;
use crate::submission::Source;
use serde::{Deserialize, Serialize};

/// The judgement of one submission to one exercise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Which exercise.
    pub exercise: ExerciseName,
    /// What was judged.
    pub submission: SubmissionName,
    /// The source of every random choice; `--seed` brings it back.
    pub seed: u64,
    /// Whether everything was run; if not, only a part that was asked for.
    pub is_whole: bool,
    /// Whether there are races that were not run, because something else is wrong.
    pub races_left: bool,
    /// The verdict in one word.
    pub standing: Standing,
    /// What it earns.
    pub points: Points,
    /// What stood between the submission and the machine.
    pub sandbox: Level,
    /// What the compiler warned about.
    pub warnings: Vec<Diagnostic>,
    /// What the stages found.
    pub result: Judgement,
}

/// Which exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExerciseName {
    /// Its number.
    pub number: u32,
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
}

impl From<&Exercise> for ExerciseName {
    fn from(exercise: &Exercise) -> Self {
        Self { number: exercise.number, slug: exercise.slug.clone(), title: exercise.settings.title.clone() }
    }
}

/// What was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubmissionName {
    /// Where it came from.
    pub origin: Origin,
    /// Its main file, as learners know it.
    pub file: String,
    /// SHA-256 of all its files; absent when they could not be read.
    pub sha256: Option<String>,
    /// Whether it is the untouched stub.
    pub is_stub: bool,
}

/// Where a submission came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The learner's own folder, or what was handed in from there.
    Exercise,
    /// The authors' reference.
    Reference,
    /// A file named on the command line.
    File,
}

impl From<&Source> for Origin {
    fn from(source: &Source) -> Self {
        match source {
            Source::Exercise | Source::Files(_) => Self::Exercise,
            Source::Reference => Self::Reference,
            Source::File(_) => Self::File,
        }
    }
}

/// The verdict in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Everything that the exercise asks for was proven.
    Passed,
    /// In a learners' kit: nothing is wrong as far as it can see. The hidden checks have yet to run, in class.
    VisiblePassed,
    /// Something is wrong or missing.
    NotPassed,
    /// Nothing is wrong, but the machine was too busy to time it.
    Inconclusive,
}

/// Points earned, of those possible. In a learners' kit there are none: they are earned in class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Points {
    /// The sum over the checks that passed.
    pub earned: u32,
    /// The sum over all checks.
    pub possible: u32,
}

/// What the stages found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Judgement {
    /// It never ran.
    Rejected {
        /// Why.
        reason: Rejection,
    },
    /// It ran.
    Judged {
        /// Each check, in the order of their file.
        checks: Vec<CheckResult>,
    },
}

/// Sums up. `checks` are the results of the runner in `build`, and empty when there is none.
pub fn decide(
    exercise: &Exercise,
    submission: SubmissionName,
    seed: u64,
    is_whole: bool,
    sandbox: Level,
    build: Build,
    checks: Vec<CheckResult>,
) -> Verdict {
    let earned = checks.iter().filter(|check| check.outcome.passed()).map(|check| check.info.points).sum();
    let points = |result: &Judgement| match exercise.kit {
        Kind::Whole => Points { earned, possible: possible(exercise, is_whole, result) },
        Kind::Learners => Points { earned: 0, possible: 0 },
    };
    let (warnings, result) = match build {
        Build::Rejected(reason) => (Vec::new(), Judgement::Rejected { reason }),
        Build::Ready(runner) => (runner.warnings, Judgement::Judged { checks }),
    };
    Verdict {
        exercise: exercise.into(),
        submission,
        seed,
        is_whole,
        races_left: is_whole && exercise.settings.has_races() && !has_races(&result),
        standing: standing(&result, exercise.kit),
        points: points(&result),
        sandbox,
        warnings,
        result,
    }
}

fn standing(result: &Judgement, kit: Kind) -> Standing {
    match result {
        Judgement::Judged { checks } if !checks.is_empty() && checks.iter().all(|check| check.outcome.passed()) => {
            match kit {
                Kind::Whole => Standing::Passed,
                Kind::Learners => Standing::VisiblePassed,
            }
        }
        Judgement::Judged { checks }
            if !checks.is_empty()
                && checks.iter().all(|check| check.outcome.passed() || check.outcome.is_inconclusive()) =>
        {
            Standing::Inconclusive
        }
        Judgement::Judged { .. } | Judgement::Rejected { .. } => Standing::NotPassed,
    }
}

fn has_races(result: &Judgement) -> bool {
    matches!(result, Judgement::Judged { checks } if checks.iter().any(|check| check.stage == Stage::Speed))
}

/// What never ran has no checks to add up; the exercise says the same sum.
fn possible(exercise: &Exercise, is_whole: bool, result: &Judgement) -> u32 {
    match result {
        Judgement::Judged { checks } if has_races(result) || !is_whole || !exercise.settings.has_races() => {
            checks.iter().map(|check| check.info.points).sum()
        }
        Judgement::Judged { .. } | Judgement::Rejected { .. } => exercise.settings.points,
    }
}

/// The word for several verdicts: the worst of them.
pub fn standing_of_all(verdicts: &[Verdict]) -> Standing {
    let has = |standing: Standing| verdicts.iter().any(|verdict| verdict.standing == standing);
    if has(Standing::NotPassed) {
        Standing::NotPassed
    } else if has(Standing::Inconclusive) {
        Standing::Inconclusive
    } else if has(Standing::VisiblePassed) {
        Standing::VisiblePassed
    } else {
        Standing::Passed
    }
}

impl Verdict {
    /// Whether everything was proven.
    pub fn passed(&self) -> bool {
        self.standing == Standing::Passed
    }

    /// Whether nothing is wrong that this copy of the kit can see.
    pub fn passed_here(&self) -> bool {
        matches!(self.standing, Standing::Passed | Standing::VisiblePassed)
    }

    /// Whether it has points to tell of.
    pub fn has_points(&self) -> bool {
        self.points.possible > 0
    }

    /// Its checks; none when it never ran.
    pub fn checks(&self) -> &[CheckResult] {
        match &self.result {
            Judgement::Judged { checks } => checks,
            Judgement::Rejected { .. } => &[],
        }
    }
}
