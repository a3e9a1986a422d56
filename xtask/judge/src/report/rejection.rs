//! Why a submission never ran, in words for someone in the first week of threads. What rustc says is shown elsewhere.

use super::explain::seconds;
use crate::build::{Diagnostic, Misfit, Rejection};
use crate::submission::Unreadable;
use crate::verdict::ExerciseName;
use tr::tr;

/// Where an exercise keeps its stub.
pub(super) fn stub(exercise: &ExerciseName) -> String {
    format!("exercises/{:02}_{}/stub.rs", exercise.number, exercise.slug)
}

/// Why a submission never ran: what happened in the first line, what to do about it in those after it.
pub(super) fn lines(rejection: &Rejection, stub: &str, number: u32) -> Vec<String> {
    match rejection {
        Rejection::Unreadable { file, reason } => unreadable(file, reason, number),
        Rejection::DoesNotCompile { diagnostics } => does_not_compile(diagnostics),
        Rejection::DoesNotFit { problems } => does_not_fit(problems, stub),
        Rejection::ReadsForeignFiles { files } => {
            let mut lines = vec![tr!("It reads files at compile time that do not belong to the submission:")];
            lines.extend(files.iter().map(|file| format!("  {file}")));
            lines.push(tr!("Keep everything in the exercise's own `src` folder."));
            lines
        }
        Rejection::CrashesCompiler => vec![
            tr!("The compiler itself crashed on this file."),
            tr!("Look for something nested very deeply: brackets, types, or a macro that calls itself."),
        ],
        Rejection::TooLongToCompile { deadline_ms } => vec![
            tr!("The compiler was not done after {time} and was stopped.", time = seconds(*deadline_ms)),
            tr!("Look for a macro, a type or a constant whose evaluation never ends."),
        ],
    }
}

fn does_not_compile(diagnostics: &[Diagnostic]) -> Vec<String> {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let mut lines = vec![tr!("It does not compile yet: {n} error." | "It does not compile yet: {n} errors." % errors)];
    let is_unsafe = |code: &Option<String>| code.as_deref().is_some_and(|code| code == "unsafe_code");
    if diagnostics.iter().any(|diagnostic| is_unsafe(&diagnostic.code)) {
        lines.push(tr!("`unsafe` is not accepted here: every exercise can be solved without it."));
    }
    lines
}

fn does_not_fit(problems: &[Misfit], stub: &str) -> Vec<String> {
    let mut lines = vec![tr!("It compiles, but the checks cannot use it:")];
    for problem in problems {
        lines.push(format!("  {}", problem.message));
        lines.extend(problem.details.iter().flat_map(|detail| detail.lines()).map(|line| format!("      {line}")));
    }
    lines.push(tr!("Names and signatures have to stay as they were in the stub; it is kept in"));
    lines.push(format!("  {stub}"));
    lines
}

fn unreadable(file: &str, reason: &Unreadable, number: u32) -> Vec<String> {
    let start_again = || tr!("`cargo xtask reset {number}` puts the stub in its place.", number);
    let (what, next) = match reason {
        Unreadable::Missing => (tr!("There is no file {file}.", file), start_again()),
        Unreadable::Empty => (tr!("{file} is empty.", file), start_again()),
        Unreadable::Link => {
            (tr!("{file} is a link.", file), tr!("Only regular files are read: put the file itself there."))
        }
        Unreadable::NotAFile => {
            (tr!("{file} is not a file.", file), tr!("Only regular files are read: put the source file there."))
        }
        Unreadable::TooLarge { bytes, limit_bytes } => (
            tr!("{file} is too large: {bytes} bytes, and at most {limit} are read.", file, bytes, limit = limit_bytes),
            tr!("A solution takes a few thousand. Was something else saved under this name?"),
        ),
        Unreadable::NotUtf8 { line } => (
            tr!("{file} is not UTF-8 text: line {line} has bytes that are none.", file, line),
            tr!("Save it as UTF-8 in your editor; Rust accepts nothing else."),
        ),
        Unreadable::OddName => (
            tr!("A name in {file} has a line end or another control character.", file),
            tr!("Rename the file or folder to plain letters, digits and `_`."),
        ),
        Unreadable::TooManyFiles { limit } => (
            tr!("{file} has too many source files: at most {limit} are read.", file, limit),
            tr!("Remove those that you do not need."),
        ),
    };
    vec![what, next]
}
