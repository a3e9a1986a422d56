//! Judges a job: from what was handed in to its grade, or the reason why there is none.

use crate::grade::{CheckEnding, Grade, GradedCheck};
use crate::kit::Kit;
use crate::queue::{Answer, Job, Misshapen};
use judge::KitError;
use judge::build::{Build, Rejection};
use judge::catalog::Exercise;
use judge::checks::{CheckResult, Outcome, ThreadActivity};
use judge::interleavings::Request;
use judge::language;
use judge::layout::Layout;
use judge::pipeline::Judge;
use judge::report::{self, json};
use judge::sandbox;
use judge::speed_up::{self, SpeedUp};
use judge::submission::{self, Source, SourceFile, Unreadable};
use judge::verdict::{self, Judgement, Origin, SubmissionName, Verdict};
use std::time::{Duration, Instant};
use tr::tr;

/// What judges with; several threads may ask at once.
pub(crate) struct Bench {
    judge: Judge,
    /// Each with the hash of what judges it.
    exercises: Vec<(Exercise, String)>,
}

impl Bench {
    /// Builds what all submissions need.
    pub(crate) fn new(judge: Judge, exercises: &[Exercise]) -> Result<Self, KitError> {
        let kits = kits(&judge.layout, exercises)?;
        judge.prepare(exercises)?;
        Ok(Self { judge: judge.forgetting_builds(), exercises: exercises.iter().cloned().zip(kits).collect() })
    }

    /// Judges a job, whoever it came from.
    pub(crate) fn answer(&self, job: &Job) -> Answer {
        let exercise = match self.accept(job) {
            Ok(exercise) => exercise,
            Err(reason) => return Answer::Refused { reason },
        };
        let judged = match job.sources(&self.judge.layout, exercise) {
            Ok(files) => self.grade(exercise, files, job.seed).map_err(|error| error.to_string()),
            Err(Misshapen) => Err(tr!("the job has files that no submission has")),
        };
        match judged {
            Ok((grade, is_doubtful)) => Answer::Graded { is_doubtful, grade: Box::new(grade) },
            Err(problem) => Answer::Broken { problem },
        }
    }

    /// The exercise, if this is the kit that is to judge it, its protection is enough, and it speaks the right language.
    fn accept(&self, job: &Job) -> Result<&Exercise, String> {
        let found = self.exercises.iter().find(|(exercise, _)| exercise.slug == job.exercise);
        let (exercise, kit) = found.ok_or_else(|| tr!("it has no exercise `{slug}`", slug = job.exercise))?;
        if *kit != job.kit {
            return Err(tr!(
                "its copy of the kit is another one: the checks of `{slug}` differ from the grader's. Both have to be of \
                 the same commit, without changes",
                slug = job.exercise
            ));
        }
        let level = sandbox::level();
        if level < job.sandbox {
            return Err(tr!("its sandbox is `{level}`, and `{asked}` is asked for", level, asked = job.sandbox));
        }
        let found = language::spoken().code();
        if found != job.language {
            return Err(tr!(
                "its language is `{found}`, and `{asked}` is asked for: start it with `--lang {asked}`",
                found,
                asked = job.language
            ));
        }
        Ok(exercise)
    }

    fn grade(&self, exercise: &Exercise, files: Vec<SourceFile>, seed: u64) -> Result<(Grade, bool), KitError> {
        let start = Instant::now();
        let verdict = self.judge.check(exercise, &Source::Files(Ok(files)), seed, &Request::default())?;
        Ok((grade(&verdict, start.elapsed()), is_doubtful(&verdict)))
    }
}

/// The hash of what judges each exercise.
pub(crate) fn kits(layout: &Layout, exercises: &[Exercise]) -> Result<Vec<String>, KitError> {
    let kit = Kit::read(layout)?;
    exercises.iter().map(|exercise| kit.of(layout, exercise)).collect()
}

/// The grade of what cannot be read, which nobody has to run. `file` is the one that is the matter, and why.
pub(crate) fn unreadable(layout: &Layout, exercise: &Exercise, file: &str, reason: &Unreadable, seed: u64) -> Grade {
    let main = submission::main_file(layout, exercise, &Source::Exercise);
    let file = file.to_owned();
    let name = SubmissionName { origin: Origin::Exercise, file: layout.display(&main), sha256: None, is_stub: false };
    let build = Build::Rejected(Rejection::Unreadable { file, reason: reason.clone() });
    grade(&verdict::decide(exercise, name, seed, true, sandbox::level(), build, Vec::new()), Duration::ZERO)
}

/// A verdict as it is kept, in the language of this process.
pub(crate) fn grade(verdict: &Verdict, elapsed: Duration) -> Grade {
    let checks = verdict.checks();
    Grade {
        exercise: verdict.exercise.number,
        standing: verdict.standing,
        earned: verdict.points.earned,
        possible: verdict.points.possible,
        rejection: report::rejection(verdict),
        checks: checks.iter().map(graded_check).collect(),
        medal: speed_up::medal(verdict),
        speed_up: SpeedUp::of(verdict).map(|speed_up| speed_up.times),
        sha256: verdict.submission.sha256.clone(),
        sandbox: verdict.sandbox,
        is_stub: verdict.submission.is_stub,
        elapsed_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
        verdict: json::value(verdict),
    }
}

fn graded_check(check: &CheckResult) -> GradedCheck {
    let ending = if check.outcome.passed() {
        CheckEnding::Passed
    } else if check.outcome.is_inconclusive() {
        CheckEnding::Inconclusive
    } else {
        CheckEnding::Failed
    };
    GradedCheck {
        name: check.info.name.clone(),
        stage: check.stage,
        points: check.info.points,
        ending,
        reasons: report::reasons(check),
        hint: (ending == CheckEnding::Failed).then_some(check.info.hint),
        printed: check.printed.clone(),
        elapsed_ms: check.elapsed_ms,
    }
}

/// Whether other submissions that were judged at the same time may have been the reason for what went wrong: they can
/// take memory, so that the system ends somebody, and time.
fn is_doubtful(verdict: &Verdict) -> bool {
    match &verdict.result {
        Judgement::Rejected { reason } => matches!(reason, Rejection::TooLongToCompile { .. }),
        Judgement::Judged { checks } => checks.iter().any(|check| {
            // Whoever sleeps at the deadline would have slept on.
            matches!(&check.outcome, Outcome::TimedOut { activity, .. } if *activity != ThreadActivity::Asleep)
                || matches!(&check.outcome, Outcome::Killed { .. })
        }),
    }
}
