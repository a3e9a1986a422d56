//! What keeps the judge from judging: a broken kit, a broken machine or a wrong word on the command line.
//! Never a learner's mistake; those are outcomes.

use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why there is no verdict.
#[derive(Debug, Error)]
pub enum KitError {
    /// No folder above has this workspace's manifest.
    #[error("this is not a Lockstep workspace: no folder from {0} upwards has an `exercises` folder and a Cargo.toml")]
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
    #[error("cannot {action} {path}: {cause}{}", advice(.cause))]
    File {
        /// "read", "write", ...
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A program that must be there could not be started.
    #[error("cannot start {program}: {cause}\nIs Rust installed? `cargo xtask doctor` says what is missing.")]
    Start {
        /// The program.
        program: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Cargo could not build what an exercise needs.
    #[error("cargo could not build the libraries that the exercise `{slug}` needs{}", indented(.output))]
    Dependencies {
        /// The exercise.
        slug: String,
        /// What cargo said, empty when it said it on the terminal.
        output: String,
    },
    /// The compiler failed for a reason that is not in the submission.
    #[error("the Rust compiler stopped for a reason outside of the submission{}", indented(.output))]
    Compiler {
        /// What it said.
        output: String,
    },
    /// The runner did not do what the kit's runners do.
    #[error("the checks of `{slug}` could not be started: {reason}")]
    Runner {
        /// The exercise.
        slug: String,
        /// What was seen.
        reason: String,
    },
    /// An exercise without races was to be raced.
    #[error("the exercise `{slug}` has no races")]
    NoRaces {
        /// The exercise.
        slug: String,
    },
    /// A schedule that cannot be repeated.
    #[error("cannot replay {schedule}: {reason}")]
    Schedule {
        /// What was asked for.
        schedule: String,
        /// Why it cannot be repeated.
        reason: String,
    },
    /// Nobody wants this verdict any more.
    #[error("it was cancelled")]
    Cancelled,
    /// The system gave no random numbers.
    #[error("the system gave no random numbers: {0}")]
    Random(getrandom::Error),
    /// The progress file was written by a newer kit.
    #[error(
        "{path} was written by a newer version of this kit (format {found}, this one knows {known}): update the kit; nothing was changed"
    )]
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

fn unknown_exercise(asked: &str, nearest: Option<&str>) -> String {
    let suggestion = nearest.map(|name| format!(" Did you mean `{name}`?")).unwrap_or_default();
    format!("there is no exercise `{asked}`.{suggestion} `cargo xtask list` shows them all.")
}

fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "\nThe disk is full: free some space (`cargo clean` removes what can be built again), then try again."
        }
        io::ErrorKind::PermissionDenied => "\nThe system does not allow it: look at the owner and the permissions.",
        _ => "",
    }
}

fn indented(output: &str) -> String {
    if output.trim().is_empty() { String::new() } else { format!(":\n\n{}", output.trim_end()) }
}
