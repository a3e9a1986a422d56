//! What keeps the judge from judging: a broken kit, a broken machine or a wrong word on the command line.
//! Never a learner's mistake; those are outcomes.

use crate::sandbox::Level;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;
use tr::tr;

/// Why there is no verdict.
#[derive(Debug, Error)]
pub enum KitError {
    /// No folder above has this workspace's manifest.
    #[error("{}", no_workspace(.0))]
    NoWorkspace(PathBuf),
    /// A word that names no exercise.
    #[error("{}", unknown_exercise(.asked, .nearest.as_deref()))]
    UnknownExercise {
        /// What was asked for.
        asked: String,
        /// The exercise that it resembles.
        nearest: Option<String>,
    },
    /// An exercise's file does not say what it must.
    #[error("{path}: {message}")]
    BrokenExercise {
        /// The file.
        path: PathBuf,
        /// What is wrong in it, with line and field.
        message: String,
    },
    /// Reading or writing failed.
    #[error("{}{}", impossible(.action, .path, .cause), advice(.cause))]
    File {
        /// "read", "write", ...
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A program that must be there could not be started.
    #[error("{}", not_started(.program, .cause))]
    Start {
        /// The program.
        program: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Cargo could not build what an exercise needs.
    #[error("{}{}", no_libraries(.slug), indented(.output))]
    Dependencies {
        /// The exercise.
        slug: String,
        /// What cargo said, empty when it said it on the terminal.
        output: String,
    },
    /// Cargo could not enter new packages in the lock file.
    #[error("{}{}", no_lock_file(), indented(.output))]
    LockFile {
        /// What it said.
        output: String,
    },
    /// The compiler failed for a reason that is not in the submission.
    #[error("{}{}", compiler_stopped(), indented(.output))]
    Compiler {
        /// What it said.
        output: String,
    },
    /// The runner did not do what the kit's runners do.
    #[error("{}", no_runner(.slug, .reason))]
    Runner {
        /// The exercise.
        slug: String,
        /// What was seen.
        reason: String,
    },
    /// An exercise without races was to be raced.
    #[error("{}", no_races(.slug))]
    NoRaces {
        /// The exercise.
        slug: String,
    },
    /// A schedule that cannot be repeated.
    #[error("{}", not_replayed(.schedule, .reason))]
    Schedule {
        /// What was asked for.
        schedule: String,
        /// Why it cannot be repeated.
        reason: String,
    },
    /// Nobody wants this verdict any more.
    #[error("{}", tr!("it was cancelled"))]
    Cancelled,
    /// The walls around strangers' code could not be put up, although they could before.
    #[error("{}", no_sandbox(.cause))]
    Sandbox {
        /// The step that failed, and what the system said.
        cause: String,
    },
    /// A sandbox was asked for that the system does not give.
    #[error("{}{}", sandbox_too_low(*.asked, *.found), listed(.reasons))]
    SandboxTooLow {
        /// What was asked for.
        asked: Level,
        /// The best that there is.
        found: Level,
        /// Why there is no more.
        reasons: Vec<String>,
    },
    /// The system gave no random numbers.
    #[error("{}", not_random(*.0))]
    Random(getrandom::Error),
    /// The progress file was written by a newer kit.
    #[error("{}", newer(.path, *.found, *.known))]
    NewerProgress {
        /// The file.
        path: PathBuf,
        /// The file's format.
        found: u64,
        /// The newest format known here.
        known: u64,
    },
}

impl KitError {
    /// For `map_err`: what was tried on which path.
    pub fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::File { action, path, cause }
    }
}

fn no_workspace(folder: &Path) -> String {
    tr!(
        "this is not a Lockstep workspace: no folder from {folder} upwards has an `exercises` folder and a Cargo.toml",
        folder = folder.display()
    )
}

fn unknown_exercise(asked: &str, nearest: Option<&str>) -> String {
    match nearest {
        Some(name) => tr!(
            "there is no exercise `{asked}`. Did you mean `{name}`? `cargo xtask list` shows them all.",
            asked,
            name
        ),
        None => tr!("there is no exercise `{asked}`. `cargo xtask list` shows them all.", asked),
    }
}

/// A sentence for each of our actions: languages bend their words differently.
fn impossible(action: &str, path: &Path, cause: &io::Error) -> String {
    let path = path.display();
    match action {
        "create" => tr!("cannot create {path}: {cause}", path, cause),
        "lock" => tr!("cannot lock {path}: {cause}", path, cause),
        "open" => tr!("cannot open {path}: {cause}", path, cause),
        "read" => tr!("cannot read {path}: {cause}", path, cause),
        "remove" => tr!("cannot remove {path}: {cause}", path, cause),
        "save your progress in" => tr!("cannot save your progress in {path}: {cause}", path, cause),
        "set aside" => tr!("cannot set aside {path}: {cause}", path, cause),
        "write" => tr!("cannot write {path}: {cause}", path, cause),
        other => format!("cannot {other} {path}: {cause}"),
    }
}

fn advice(error: &io::Error) -> String {
    let advice = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            tr!("The disk is full: free some space (`cargo clean` removes what can be built again), then try again.")
        }
        io::ErrorKind::PermissionDenied => {
            tr!("The system does not allow it: look at the owner and the permissions.")
        }
        _ => return String::new(),
    };
    format!("\n{advice}")
}

fn not_started(program: &Path, cause: &io::Error) -> String {
    let what = tr!("cannot start {program}: {cause}", program = program.display(), cause);
    format!("{what}\n{}", tr!("Is Rust installed? `cargo xtask doctor` says what is missing."))
}

fn no_libraries(slug: &str) -> String {
    tr!("cargo could not build the libraries that the exercise `{slug}` needs", slug)
}

fn no_lock_file() -> String {
    tr!("cargo could not enter the new packages in Cargo.lock; nothing was changed")
}

fn compiler_stopped() -> String {
    tr!("the Rust compiler stopped for a reason outside of the submission")
}

fn no_runner(slug: &str, reason: &str) -> String {
    tr!("the checks of `{slug}` could not be started: {reason}", slug, reason)
}

fn no_races(slug: &str) -> String {
    tr!("the exercise `{slug}` has no races", slug)
}

fn not_replayed(schedule: &str, reason: &str) -> String {
    tr!("cannot replay {schedule}: {reason}", schedule, reason)
}

fn no_sandbox(cause: &str) -> String {
    let what = tr!("the sandbox could not be set up: {cause}", cause);
    let next = tr!("`cargo xtask doctor` says what this system can do; `--sandbox none` goes without.");
    format!("{what}\n{next}")
}

fn sandbox_too_low(asked: Level, found: Level) -> String {
    tr!("the sandbox `{asked}` was asked for, and this system gives `{found}` at best", asked, found)
}

fn not_random(cause: getrandom::Error) -> String {
    tr!("the system gave no random numbers: {cause}", cause)
}

fn newer(path: &Path, found: u64, known: u64) -> String {
    tr!(
        "{path} was written by a newer version of this kit (format {found}, this one knows {known}): update the kit; \
         nothing was changed",
        path = path.display(),
        found,
        known
    )
}

fn listed(reasons: &[String]) -> String {
    reasons.iter().fold(String::new(), |text, reason| text + "\n  " + reason)
}

fn indented(output: &str) -> String {
    if output.trim().is_empty() { String::new() } else { format!(":\n\n{}", output.trim_end()) }
}
