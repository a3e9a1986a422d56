//! Third stage: from source text to a runner that holds the learner's code and its hidden checks.
//!
//! What comes out is here, as plain data; [`builder`] makes it. Cargo builds the libraries once ([`dependencies`]); then
//! the judge calls `rustc` itself ([`rustc`]) for the learner's crate and for the runner. Results are kept under a hash
//! of everything that went in ([`cache`]).

mod builder;
mod cache;
mod dependencies;
mod diagnostics;
mod listing;
mod rustc;
mod toolchain;
mod workshop;

pub use builder::Builder;
pub use diagnostics::{Diagnostic, Span};
pub use toolchain::Toolchain;

use crate::sandbox::{Network, Policy};
use crate::submission::Unreadable;
use protocol::CheckInfo;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What the build came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Build {
    /// There is a runner.
    Ready(Runner),
    /// The submission cannot be run.
    Rejected(Rejection),
}

/// A program that runs one hidden check against the learner's code at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Runner {
    /// The program; filled in when it is loaded, since the folder may have moved.
    #[serde(skip)]
    pub program: PathBuf,
    /// The program's size, to notice one that was damaged since.
    pub program_bytes: u64,
    /// Its checks, in the order of their file.
    pub checks: Vec<CheckInfo>,
    /// The submission's files.
    pub sources: Vec<SourceText>,
    /// The key of the build: different for each version of anything that went in.
    pub key: String,
    /// What the compiler warned about in the learner's code.
    pub warnings: Vec<Diagnostic>,
    /// What its checks may reach; the exercise says it.
    #[serde(skip)]
    pub network: Network,
}

/// One file of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceText {
    /// Its name, as panic messages have it.
    pub file: String,
    /// Its text.
    pub text: String,
}

impl Runner {
    /// What its process may do.
    pub(crate) fn policy(&self) -> Policy {
        Policy::of_checks(&self.program, self.network)
    }
}

/// What the code calls std.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// The real one; the runner holds the behaviour checks.
    Real,
    /// `model_std`; the runner holds the interleaving scenarios.
    Model,
    /// The real one, with all optimisations; the runner holds the races.
    Timed,
}

impl Flavour {
    /// The file of hidden checks.
    fn checks_file(self) -> &'static str {
        match self {
            Self::Real => "behaviour.rs",
            Self::Model => "interleavings.rs",
            Self::Timed => "speed.rs",
        }
    }

    /// A word for names of folders and keys.
    fn name(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Model => "model",
            Self::Timed => "timed",
        }
    }
}

/// What the compiler says about a check that does not fit the submission: without the lines of the check,
/// which are not for learners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misfit {
    /// The error's first line.
    pub message: String,
    /// What it says about single places.
    pub details: Vec<String>,
}

impl From<&Diagnostic> for Misfit {
    /// An error in the submission itself: where it is may be told.
    fn from(diagnostic: &Diagnostic) -> Self {
        let place = diagnostic.spans.first().map(|span| format!("{}:{}:{}", span.file, span.line, span.column));
        Self { message: diagnostic.message.clone(), details: place.into_iter().collect() }
    }
}

/// Why a submission cannot be run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rejection {
    /// There is no source text to compile.
    Unreadable {
        /// The file.
        file: String,
        /// What is the matter with it.
        reason: Unreadable,
    },
    /// It does not compile.
    DoesNotCompile {
        /// What the compiler says.
        diagnostics: Vec<Diagnostic>,
    },
    /// It compiles, but lacks something that the checks call, or has it with another signature.
    DoesNotFit {
        /// What is missing or different.
        problems: Vec<Misfit>,
    },
    /// It reads files that are not part of it, at compile time (`include_str!` and the like).
    ReadsForeignFiles {
        /// The files.
        files: Vec<String>,
    },
    /// The compiler crashed on it, or had more to say than anybody reads.
    CrashesCompiler,
    /// The compiler did not finish in time.
    TooLongToCompile {
        /// The time it was given.
        deadline_ms: u64,
    },
}
