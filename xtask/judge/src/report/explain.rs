//! The words of the judge: what happened, and what to make of it, for someone in the first week of threads.
//! Every sentence that explains an outcome is in this file.

use super::{interleaving, speed};
use crate::build::{Misfit, Rejection};
use crate::checks::{Outcome, ThreadActivity};
use crate::submission::Unreadable;
use protocol::{Failure, Location, Panic};

/// What became of a check that did not pass.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Explanation {
    /// What happened and what to make of it; checks with the same lines have the same cause.
    pub(super) lines: Vec<String>,
    /// What the check was doing, in its own words.
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
        Outcome::WorkedOn { cpu_us } => (speed::worked_on(*cpu_us), None),
        Outcome::Broken { run } => (interleaving::sentences(run), None),
        Outcome::NoSuchSchedule => (vec!["This schedule is none of the scenario's.".to_owned()], None),
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
    Some(Explanation { lines, step: step.cloned() })
}

fn not_modelled(problems: &[Misfit]) -> Vec<String> {
    let mut lines = vec!["It uses something of std that threads meet in, and that has no model here:".to_owned()];
    for problem in problems {
        lines.push(format!("  {}", problem.message));
        lines.extend(problem.details.iter().map(|detail| format!("      {detail}")));
    }
    lines.push("So nobody can say what other interleavings do. Use another part of std::sync.".to_owned());
    lines
}

fn exited_early(code: i32) -> Vec<String> {
    vec![
        format!("The program ended before the check did, with exit code {code}."),
        "Something called `std::process::exit`; code that others call must return.".into(),
    ]
}

fn stack_overflowed() -> Vec<String> {
    vec![
        "A thread used up its stack, and the system ended the program.".into(),
        "That is a recursion without an end, or a very large value in a local variable.".into(),
    ]
}

fn printed_without_end(limit_bytes: usize) -> Vec<String> {
    vec![format!("It printed more than {} MiB and was stopped: a loop that prints without end.", limit_bytes >> 20)]
}

fn forged() -> Vec<String> {
    vec![
        "Something other than the check spoke to the judge in the check's name.".into(),
        "Only a check that runs to its end counts as passed.".into(),
    ]
}

pub(super) fn failed(failure: &Failure) -> Vec<String> {
    let Failure { message, expected, found } = failure;
    let mut lines: Vec<String> = message.lines().map(str::to_owned).collect();
    if let (Some(expected), Some(found)) = (expected, found) {
        lines.push(format!("expected: {expected}"));
        lines.push(format!("found:    {found}"));
    }
    lines
}

pub(super) fn panicked(panic: &Panic) -> Vec<String> {
    let place = panic.location.as_ref().map(|at| format!(" at {}", place(at))).unwrap_or_default();
    let mut lines = vec![format!("The code panicked{place}:")];
    lines.extend(panic.message.lines().map(str::to_owned));
    lines
}

fn timed_out(deadline_ms: u64, activity: ThreadActivity, panic: Option<&Panic>) -> Vec<String> {
    let meaning = match activity {
        ThreadActivity::Asleep => "every thread was asleep: a deadlock, a wait that nobody ends, or a long sleep",
        ThreadActivity::Busy => "a thread was still computing: a loop that does not end, or one that waits by spinning",
        ThreadActivity::Unknown => "a deadlock, a wait that nobody ends, or a loop without an end",
    };
    let mut lines = vec![format!("It did not finish within {}; {meaning}.", seconds(deadline_ms))];
    if let Some(panic) = panic {
        let mut before = panicked(panic);
        before[0] = before[0].replace("The code panicked", "Before that, a thread had panicked");
        lines.extend(before);
        lines.push("Others may be waiting for that thread.".into());
    }
    lines
}

fn aborted(panic: Option<&Panic>) -> Vec<String> {
    let mut lines = vec!["The program aborted: it was over at once, without an end to the check.".to_owned()];
    match panic {
        Some(panic) => {
            lines.extend(panicked(panic));
            lines.push("A second panic while the first is being handled, in a `drop` for example, aborts.".into());
        }
        None => lines.push("Something called `abort`.".into()),
    }
    lines
}

fn killed(signal: i32) -> Vec<String> {
    let name = if signal == 0 { "A signal".to_owned() } else { format!("Signal {signal}") };
    vec![format!("{name} ended the program from outside."), "Systems do that when memory runs out.".into()]
}

fn left_behind(count: usize) -> Vec<String> {
    let what = if count == 1 { "a process".to_owned() } else { format!("{count} processes") };
    vec![
        format!("It left {what} running that it had started. The judge ended what was left."),
        "Whoever starts a process waits for it (`Child::wait`), or ends it.".into(),
    ]
}

fn seconds(milliseconds: u64) -> String {
    if milliseconds.is_multiple_of(1000) { format!("{} s", milliseconds / 1000) } else { format!("{milliseconds} ms") }
}

/// A place that terminals open on a click.
pub(super) fn place(at: &Location) -> String {
    format!("{}:{}:{}", at.file, at.line, at.column)
}

/// Why a submission never ran. What rustc says is rendered elsewhere.
pub(super) fn rejection(rejection: &Rejection, stub: &str, number: u32) -> Vec<String> {
    match rejection {
        Rejection::Unreadable { file, reason } => unreadable(file, reason, number),
        Rejection::DoesNotCompile { diagnostics } => {
            let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
            let count = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
            let mut lines = vec![format!("It does not compile yet: {count}.")];
            let is_unsafe = |code: &Option<String>| code.as_deref().is_some_and(|code| code == "unsafe_code");
            if diagnostics.iter().any(|diagnostic| is_unsafe(&diagnostic.code)) {
                lines.push("`unsafe` is not accepted here: every exercise can be solved without it.".into());
            }
            lines
        }
        Rejection::DoesNotFit { problems } => does_not_fit(problems, stub),
        Rejection::ReadsForeignFiles { files } => {
            let mut lines = vec!["It reads files at compile time that do not belong to the submission:".to_owned()];
            lines.extend(files.iter().map(|file| format!("  {file}")));
            lines.push("Keep everything in the exercise's own `src` folder.".into());
            lines
        }
        Rejection::CrashesCompiler => vec![
            "The compiler itself crashed on this file.".into(),
            "Look for something nested very deeply: brackets, types, or a macro that calls itself.".into(),
        ],
        Rejection::TooLongToCompile { deadline_ms } => vec![
            format!("The compiler was not done after {} and was stopped.", seconds(*deadline_ms)),
            "Look for a macro, a type or a constant whose evaluation never ends.".into(),
        ],
    }
}

fn does_not_fit(problems: &[Misfit], stub: &str) -> Vec<String> {
    let mut lines = vec!["It compiles, but the checks cannot use it:".to_owned()];
    for problem in problems {
        lines.push(format!("  {}", problem.message));
        lines.extend(problem.details.iter().flat_map(|detail| detail.lines()).map(|line| format!("      {line}")));
    }
    lines.push("Names and signatures have to stay as they were in the stub; it is kept in".into());
    lines.push(format!("  {stub}"));
    lines
}

fn unreadable(file: &str, reason: &Unreadable, number: u32) -> Vec<String> {
    let start_again = format!("`cargo xtask reset {number}` puts the stub in its place.");
    let (what, next) = match reason {
        Unreadable::Missing => (format!("There is no file {file}."), start_again),
        Unreadable::Empty => (format!("{file} is empty."), start_again),
        Unreadable::Link => {
            (format!("{file} is a link."), "Only regular files are read: put the file itself there.".into())
        }
        Unreadable::NotAFile => {
            (format!("{file} is not a file."), "Only regular files are read: put the source file there.".into())
        }
        Unreadable::TooLarge { bytes, limit_bytes } => (
            format!("{file} is too large: {bytes} bytes, and at most {limit_bytes} are read."),
            "A solution takes a few thousand. Was something else saved under this name?".into(),
        ),
        Unreadable::NotUtf8 { line } => (
            format!("{file} is not UTF-8 text: line {line} has bytes that are none."),
            "Save it as UTF-8 in your editor; Rust accepts nothing else.".into(),
        ),
        Unreadable::OddName => (
            format!("A name in {file} has a line end or another control character."),
            "Rename the file or folder to plain letters, digits and `_`.".into(),
        ),
        Unreadable::TooManyFiles { limit } => (
            format!("{file} has too many source files: at most {limit} are read."),
            "Remove those that you do not need.".into(),
        ),
    };
    vec![what, next]
}
