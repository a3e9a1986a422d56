//! Fourth stage: each hidden check in a process of its own, and what became of it.
//!
//! A check passes only when its process answers the judge's challenge, which the kit gives away after the
//! check's body has run to its end. Exit codes and printed words count for nothing.

use crate::KitError;
use crate::build::Runner;
use crate::process::{self, Activity, Ending, Finished, Limits, Program};
use crate::submission::hex;
use protocol::{Assignment, CheckInfo, Failure, Location, Panic, Record};
use serde::Serialize;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// What a check may print, in bytes: more than any honest debugging, less than a moment of an endless loop.
const OUTPUT_LIMIT: usize = 2 << 20;
/// What is kept of it for the learner to read.
const OUTPUT_KEPT: usize = 8 << 10;
/// Checks mostly wait, so all of an exercise run at once: one that hangs everywhere costs one deadline.
/// What they take from each other is given back (see `process`).
const CHECKS_AT_ONCE: usize = 48;

/// A check and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckResult {
    /// Its name, points and hint.
    #[serde(flatten)]
    pub info: CheckInfo,
    /// What became of it.
    pub outcome: Outcome,
    /// What the program printed, the first 8 KiB of it.
    pub printed: String,
    /// How many bytes it printed in all.
    pub printed_bytes: usize,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
}

/// What became of a check.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// Its body ran to its end, proven by the answer to the challenge.
    Passed,
    /// It found a mistake.
    Failed {
        /// What it found.
        #[serde(flatten)]
        failure: Failure,
        /// What it was doing, in the words of the check.
        step: Option<String>,
    },
    /// The code panicked.
    Panicked {
        /// The first panic, which often causes the others.
        #[serde(flatten)]
        panic: Panic,
        /// What the check was doing.
        step: Option<String>,
    },
    /// It was not done at its deadline.
    TimedOut {
        /// The deadline.
        deadline_ms: u64,
        /// What its threads did at that moment.
        activity: ThreadActivity,
        /// What the check was doing.
        step: Option<String>,
        /// A thread that had panicked before, so that others may wait for it.
        panic: Option<Panic>,
    },
    /// The process ended before the check did.
    ExitedEarly {
        /// Its exit code.
        code: i32,
        /// What the check was doing.
        step: Option<String>,
    },
    /// The process aborted.
    Aborted {
        /// What the check was doing.
        step: Option<String>,
        /// A panic before it: panicking twice at once aborts.
        panic: Option<Panic>,
    },
    /// A thread used up its stack.
    StackOverflowed {
        /// What the check was doing.
        step: Option<String>,
    },
    /// A signal from outside ended the process.
    Killed {
        /// Its number; 0 when the system does not say.
        signal: i32,
        /// What the check was doing.
        step: Option<String>,
    },
    /// It was stopped because it printed more than it may.
    PrintedWithoutEnd {
        /// What it may print.
        limit_bytes: usize,
    },
    /// The check itself went well, but processes that it started were still running.
    LeftProcessesBehind {
        /// How many, as far as the system tells.
        count: usize,
    },
    /// Something wrote to the pipe on which only the kit speaks to the judge.
    Forged,
}

/// What the threads of a check did at its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadActivity {
    /// All slept.
    Asleep,
    /// At least one was computing.
    Busy,
    /// This system does not tell.
    Unknown,
}

/// Runs every check of a runner, several at a time, in the order of their file.
pub fn run(runner: &Runner, scratch: &Path, deadline: Duration, seed: u64) -> Result<Vec<CheckResult>, KitError> {
    let next = AtomicUsize::new(0);
    let workers = runner.checks.len().min(CHECKS_AT_ONCE);
    let work = || {
        let mut done = Vec::new();
        // Relaxed: the counter only deals out indices; the results come back through `join`.
        while let Some(check) = runner.checks.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(run_one(runner, check, scratch, deadline, seed)?);
        }
        Ok(done)
    };
    let results: Result<Vec<Vec<CheckResult>>, KitError> = thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().expect("a worker of the judge does not panic")).collect()
    });
    let mut results: Vec<CheckResult> = results?.into_iter().flatten().collect();
    results.sort_by_key(|result| runner.checks.iter().position(|check| *check == result.info));
    Ok(results)
}

fn run_one(
    runner: &Runner,
    check: &CheckInfo,
    scratch: &Path,
    deadline: Duration,
    seed: u64,
) -> Result<CheckResult, KitError> {
    let challenge = new_challenge()?;
    let folder = tempfile::tempdir_in(scratch).map_err(KitError::file("create", scratch))?;
    let assignment = Assignment { challenge: challenge.clone(), check: check.name.clone(), seed };
    let program = Program {
        empty_env: true,
        input: Some(protocol::to_line(&assignment)),
        ..Program::new(&runner.program, folder.path())
    };
    let limits = Limits { deadline, output_bytes: OUTPUT_LIMIT, keep_bytes: OUTPUT_LIMIT };
    let start = Instant::now();
    let finished = process::run(&program.args([protocol::JUDGED]), &limits)?;
    let elapsed_ms = milliseconds(start.elapsed());
    Ok(CheckResult {
        info: check.clone(),
        outcome: interpret(&finished, &challenge, deadline, &runner.sources),
        printed: finished.stderr.text_of_first(OUTPUT_KEPT),
        printed_bytes: finished.stderr.total,
        elapsed_ms,
    })
}

/// 128 random bits: nobody guesses them, and no two processes share them.
fn new_challenge() -> Result<String, KitError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(KitError::Random)?;
    Ok(hex(&bytes))
}

/// What the records and the ending of a process mean. Pure.
fn interpret(finished: &Finished, challenge: &str, deadline: Duration, sources: &[String]) -> Outcome {
    let text = finished.stdout.text();
    let records: Option<Vec<Record>> = text.lines().map(protocol::from_line).collect();
    let Some(mut story) = records.and_then(|records| Story::read(records, challenge, sources)) else {
        return Outcome::Forged;
    };
    let step = story.step.take();
    match (story.last, finished.ending) {
        (_, Ending::PrintedTooMuch) => Outcome::PrintedWithoutEnd { limit_bytes: OUTPUT_LIMIT },
        (Last::Finished, _) if finished.left_behind > 0 => Outcome::LeftProcessesBehind { count: finished.left_behind },
        (Last::Finished, _) => Outcome::Passed,
        (Last::Failed(failure), _) => Outcome::Failed { failure, step },
        (Last::Panicked(panic), _) => Outcome::Panicked { panic, step },
        (Last::Nothing, Ending::DeadlineReached(activity)) => Outcome::TimedOut {
            deadline_ms: milliseconds(deadline),
            activity: activity.into(),
            step,
            panic: story.panic,
        },
        (Last::Nothing, Ending::Exited(code)) => Outcome::ExitedEarly { code, step },
        (Last::Nothing, Ending::Aborted) => Outcome::Aborted { step, panic: story.panic },
        (Last::Nothing, Ending::MemoryFault) => Outcome::StackOverflowed { step },
        (Last::Nothing, Ending::Signalled(signal)) => Outcome::Killed { signal, step },
    }
}

/// The records of one process, summed up.
struct Story {
    step: Option<String>,
    /// The first panic of any thread.
    panic: Option<Panic>,
    last: Last,
}

enum Last {
    Nothing,
    Finished,
    Failed(Failure),
    Panicked(Panic),
}

impl Story {
    /// `None` when a record cannot be the kit's: a wrong answer, or a word after the last one. Places outside
    /// of `sources` are dropped: a learner can do nothing with a line of std or of a hidden check.
    fn read(records: Vec<Record>, challenge: &str, sources: &[String]) -> Option<Self> {
        let mut story = Self { step: None, panic: None, last: Last::Nothing };
        for record in records {
            match (record, &story.last) {
                (Record::Step { text }, _) => story.step = Some(text),
                // The panic hook knows the place; the kit's own last word does not.
                (Record::Panicked(panic), Last::Nothing) if panic.location.is_none() => {
                    story.last = Last::Panicked(story.panic.clone().unwrap_or(panic));
                }
                (Record::Panicked(mut panic), _) => {
                    panic.location = panic.location.filter(|location| sources.contains(&location.file));
                    story.panic.get_or_insert(panic);
                }
                (Record::Failed(failure), Last::Nothing) => story.last = Last::Failed(failure),
                (Record::Finished { answer }, Last::Nothing) if answer == challenge => story.last = Last::Finished,
                (Record::Failed(_) | Record::Finished { .. }, _) => return None,
            }
        }
        Some(story)
    }
}

impl From<Activity> for ThreadActivity {
    fn from(activity: Activity) -> Self {
        match activity {
            Activity::Asleep => Self::Asleep,
            Activity::Busy => Self::Busy,
            Activity::Unknown => Self::Unknown,
        }
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl Outcome {
    /// Whether the check passed.
    pub fn passed(&self) -> bool {
        matches!(self, Self::Passed)
    }

    /// Where in the learner's code it went wrong, when that is known.
    pub fn location(&self) -> Option<&Location> {
        match self {
            Self::Panicked { panic, .. }
            | Self::TimedOut { panic: Some(panic), .. }
            | Self::Aborted { panic: Some(panic), .. } => panic.location.as_ref(),
            Self::Passed
            | Self::Failed { .. }
            | Self::TimedOut { panic: None, .. }
            | Self::ExitedEarly { .. }
            | Self::Aborted { panic: None, .. }
            | Self::StackOverflowed { .. }
            | Self::Killed { .. }
            | Self::PrintedWithoutEnd { .. }
            | Self::LeftProcessesBehind { .. }
            | Self::Forged => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Captured;

    const CHALLENGE: &str = "c0ffee";

    fn finished(records: &str, ending: Ending, left_behind: usize) -> Finished {
        let stdout = Captured { start: records.as_bytes().to_vec(), total: records.len() };
        Finished { ending, stdout, stderr: Captured::default(), left_behind }
    }

    fn outcome(records: &str, ending: Ending) -> Outcome {
        interpret(&finished(records, ending, 0), CHALLENGE, Duration::from_secs(2), &["src/lib.rs".to_owned()])
    }

    fn line(record: &Record) -> String {
        protocol::to_line(record)
    }

    fn answer(text: &str) -> String {
        line(&Record::Finished { answer: text.to_owned() })
    }

    fn panic_at(location: Option<u32>) -> Panic {
        let location = location.map(|line| Location { file: "src/lib.rs".to_owned(), line, column: 1 });
        Panic { message: "boom".to_owned(), location, thread: None }
    }

    #[test]
    fn only_the_answer_to_the_challenge_passes() {
        assert_eq!(outcome(&answer(CHALLENGE), Ending::Exited(0)), Outcome::Passed);
        assert_eq!(outcome("", Ending::Exited(0)), Outcome::ExitedEarly { code: 0, step: None });
        assert_eq!(outcome(&answer("guess"), Ending::Exited(0)), Outcome::Forged);
        assert_eq!(outcome("test result: ok. 9 passed\n", Ending::Exited(0)), Outcome::Forged);
        assert_eq!(outcome(&(answer(CHALLENGE) + &answer(CHALLENGE)), Ending::Exited(0)), Outcome::Forged);
    }

    #[test]
    fn the_body_counts_and_not_how_the_process_ended_after_it() {
        assert_eq!(outcome(&answer(CHALLENGE), Ending::Aborted), Outcome::Passed);
    }

    #[test]
    fn a_process_left_behind_fails_a_check_that_went_well() {
        let finished = finished(&answer(CHALLENGE), Ending::Exited(0), 2);
        let outcome = interpret(&finished, CHALLENGE, Duration::from_secs(2), &[]);
        assert_eq!(outcome, Outcome::LeftProcessesBehind { count: 2 });
    }

    #[test]
    fn the_last_step_is_told_and_the_first_panic() {
        let step = |text: &str| line(&Record::Step { text: text.to_owned() });
        let records = step("one") + &line(&Record::Panicked(panic_at(Some(7)))) + &step("two");
        let timed_out = outcome(&records, Ending::DeadlineReached(Activity::Asleep));
        let expected = Outcome::TimedOut {
            deadline_ms: 2000,
            activity: ThreadActivity::Asleep,
            step: Some("two".to_owned()),
            panic: Some(panic_at(Some(7))),
        };
        assert_eq!(timed_out, expected);

        let records = records + &line(&Record::Panicked(panic_at(None)));
        let expected = Outcome::Panicked { panic: panic_at(Some(7)), step: Some("two".to_owned()) };
        assert_eq!(outcome(&records, Ending::Exited(0)), expected);
    }

    #[test]
    fn each_ending_without_an_answer_has_a_name() {
        let step = None;
        for (ending, expected) in [
            (Ending::Aborted, Outcome::Aborted { step: None, panic: None }),
            (Ending::MemoryFault, Outcome::StackOverflowed { step }),
            (Ending::Signalled(9), Outcome::Killed { signal: 9, step: None }),
            (Ending::PrintedTooMuch, Outcome::PrintedWithoutEnd { limit_bytes: OUTPUT_LIMIT }),
        ] {
            assert_eq!(outcome("", ending), expected);
        }
    }
}
