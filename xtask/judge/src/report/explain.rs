//! The words of the judge: what happened, and what to make of it, for someone in the first week of threads.
//! Every sentence that explains an outcome is in this file, but for those about interleavings and races.

use super::{interleaving, speed};
use crate::build::Misfit;
use crate::checks::{Outcome, ThreadActivity};
use crate::language::said;
use protocol::{Failure, Location, Panic};
use tr::tr;

/// What became of a check that did not pass.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Explanation {
    /// What happened and what to make of it; checks with the same lines have the same cause.
    pub(super) lines: Vec<String>,
    /// What the check was doing, in its own words, in the language of this process.
    pub(super) step: Option<String>,
}

/// The words for an outcome; none for one that passed.
pub(super) fn outcome(outcome: &Outcome) -> Option<Explanation> {
    let (lines, step) = match outcome {
        Outcome::Passed | Outcome::Explored { .. } | Outcome::NotTimed => return None,
        Outcome::Raced { race } => match speed::lines(race) {
            Some(lines) => (lines, None),
            None => return None,
        },
        Outcome::Broken { run } => (interleaving::sentences(run), None),
        Outcome::NoSuchSchedule => (vec![tr!("This schedule is none of the scenario's.")], None),
        Outcome::NotModelled { problems } => (not_modelled(problems), None),
        Outcome::Failed { failure, step } => (failed(failure), step.as_ref()),
        Outcome::Panicked { panic, step } => (panicked(panic), step.as_ref()),
        Outcome::TimedOut { deadline_ms, activity, step, panic } => {
            (timed_out(*deadline_ms, *activity, panic.as_ref()), step.as_ref())
        }
        Outcome::ExitedEarly { code, step } => (exited_early(*code), step.as_ref()),
        Outcome::Aborted { step, panic } => (aborted(panic.as_ref()), step.as_ref()),
        Outcome::StackOverflowed { step } => (stack_overflowed(), step.as_ref()),
        Outcome::Killed { signal, step } => (killed(*signal), step.as_ref()),
        Outcome::PrintedWithoutEnd { limit_bytes } => (printed_without_end(*limit_bytes), None),
        Outcome::LeftProcessesBehind { count } => (left_behind(*count), None),
        Outcome::Forged => (forged(), None),
    };
    Some(Explanation { lines, step: step.map(|step| said(step).into_owned()) })
}

fn not_modelled(problems: &[Misfit]) -> Vec<String> {
    let mut lines = vec![tr!("It uses something of std that threads meet in, and that has no model here:")];
    for problem in problems {
        lines.push(format!("  {}", problem.message));
        lines.extend(problem.details.iter().map(|detail| format!("      {detail}")));
    }
    lines.push(tr!("So nobody can say what other interleavings do. Use another part of std::sync."));
    lines
}

fn exited_early(code: i32) -> Vec<String> {
    vec![
        tr!("The program ended before the check did, with exit code {code}.", code),
        tr!("Something called `std::process::exit`; code that others call must return."),
    ]
}

fn stack_overflowed() -> Vec<String> {
    vec![
        tr!("A thread used up its stack, and the system ended the program."),
        tr!("That is a recursion without an end, or a very large value in a local variable."),
    ]
}

fn printed_without_end(limit_bytes: usize) -> Vec<String> {
    let limit = limit_bytes >> 20;
    vec![tr!("It printed more than {limit} MiB and was stopped: a loop that prints without end.", limit)]
}

fn forged() -> Vec<String> {
    vec![
        tr!("Something other than the check spoke to the judge in the check's name."),
        tr!("Only a check that runs to its end counts as passed."),
    ]
}

pub(super) fn failed(failure: &Failure) -> Vec<String> {
    let Failure { message, expected, found } = failure;
    let mut lines: Vec<String> = said(message).lines().map(str::to_owned).collect();
    if let (Some(expected), Some(found)) = (expected, found) {
        lines.push(tr!("expected: {expected}", expected));
        lines.push(tr!("found:    {found}", found));
    }
    lines
}

pub(super) fn panicked(panic: &Panic) -> Vec<String> {
    let what = match &panic.location {
        Some(at) => tr!("The code panicked at {place}:", place = place(at)),
        None => tr!("The code panicked:"),
    };
    in_its_words(what, panic)
}

fn had_panicked(panic: &Panic) -> Vec<String> {
    let what = match &panic.location {
        Some(at) => tr!("Before that, a thread had panicked at {place}:", place = place(at)),
        None => tr!("Before that, a thread had panicked:"),
    };
    in_its_words(what, panic)
}

/// The words of a panic stay as the code has them.
fn in_its_words(what: String, panic: &Panic) -> Vec<String> {
    [what].into_iter().chain(panic.message.lines().map(str::to_owned)).collect()
}

fn timed_out(deadline_ms: u64, activity: ThreadActivity, panic: Option<&Panic>) -> Vec<String> {
    let time = seconds(deadline_ms);
    let mut lines = vec![match activity {
        ThreadActivity::Asleep => tr!(
            "It did not finish within {time}; every thread was asleep: a deadlock, a wait that nobody ends, or a long \
             sleep.",
            time
        ),
        ThreadActivity::Busy => tr!(
            "It did not finish within {time}; a thread was still computing: a loop that does not end, or one that \
             waits by spinning.",
            time
        ),
        ThreadActivity::Unknown => {
            tr!("It did not finish within {time}; a deadlock, a wait that nobody ends, or a loop without an end.", time)
        }
    }];
    if let Some(panic) = panic {
        lines.extend(had_panicked(panic));
        lines.push(tr!("Others may be waiting for that thread."));
    }
    lines
}

fn aborted(panic: Option<&Panic>) -> Vec<String> {
    let mut lines = vec![tr!("The program aborted: it was over at once, without an end to the check.")];
    match panic {
        Some(panic) => {
            lines.extend(panicked(panic));
            lines.push(tr!("A second panic while the first is being handled, in a `drop` for example, aborts."));
        }
        None => lines.push(tr!("Something called `abort`.")),
    }
    lines
}

fn killed(signal: i32) -> Vec<String> {
    let what = match signal {
        0 => tr!("A signal ended the program from outside."),
        signal => tr!("Signal {signal} ended the program from outside.", signal),
    };
    vec![what, tr!("Systems do that when memory runs out.")]
}

fn left_behind(count: usize) -> Vec<String> {
    let what = match count {
        1 => tr!("It left a process running that it had started. The judge ended what was left."),
        count => tr!("It left {n} process running that it had started. The judge ended what was left."
            | "It left {n} processes running that it had started. The judge ended what was left." % count),
    };
    vec![what, tr!("Whoever starts a process waits for it (`Child::wait`), or ends it.")]
}

/// A time in seconds, or in milliseconds where that says more.
pub(super) fn seconds(milliseconds: u64) -> String {
    if milliseconds.is_multiple_of(1000) {
        tr!("{seconds} s", seconds = milliseconds / 1000)
    } else {
        tr!("{milliseconds} ms", milliseconds)
    }
}

/// A place that terminals open on a click.
fn place(at: &Location) -> String {
    format!("{}:{}:{}", at.file, at.line, at.column)
}
