//! Third stage: from source text to a runner that holds the learner's code and its hidden checks.
//!
//! Cargo builds the libraries once ([`dependencies`]); then the judge calls `rustc` itself ([`rustc`]) for the
//! learner's crate and for the runner. Results are kept under a hash of everything that went in ([`cache`]).

mod cache;
mod dependencies;
mod diagnostics;
mod rustc;
mod toolchain;

pub use diagnostics::{Diagnostic, Span};
pub use toolchain::Toolchain;

use crate::KitError;
use crate::catalog::Exercise;
use crate::events::Tell;
use crate::files;
use crate::layout::Layout;
use crate::process::{Ending, Limits, Program};
use crate::sandbox::{self, Network, Policy};
use crate::submission::{SourceFile, Submission, Unreadable};
use dependencies::Dependencies;
use protocol::CheckInfo;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tr::tr;

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

/// What submissions of one exercise are built with; the same for all of them.
pub struct Builder<'a> {
    layout: &'a Layout,
    toolchain: &'a Toolchain,
    exercise: &'a Exercise,
    dependencies: Dependencies,
}

impl<'a> Builder<'a> {
    /// Lets cargo build the libraries, unless it has done so already.
    pub fn prepare(
        layout: &'a Layout,
        toolchain: &'a Toolchain,
        exercise: &'a Exercise,
        whom: Tell<'_>,
    ) -> Result<Self, KitError> {
        let dependencies = dependencies::prepare(layout, toolchain, exercise, whom)?;
        Ok(Self { layout, toolchain, exercise, dependencies })
    }

    /// Builds a submission, or finds the result of an earlier build of the very same.
    pub fn build(&self, submission: &Submission, flavour: Flavour) -> Result<Build, KitError> {
        let checks_folder = self.layout.checks(&self.exercise.folder);
        let mut hidden = files::with_extension(&checks_folder, "rs")?;
        if flavour == Flavour::Timed {
            // The authors' version takes part in the race.
            hidden.push(self.layout.solutions(&self.exercise.folder).join("lib.rs"));
        }
        let key = cache::key(self.toolchain, &self.dependencies.key, submission, &hidden, flavour)?;
        let cache = cache::Cache::new(&self.layout.builds());
        if let Some(build) = cache.find(&key) {
            return Ok(self.with_network(build));
        }
        let workspace = cache.new_entry()?;
        let job = rustc::Job {
            layout: self.layout,
            toolchain: self.toolchain,
            exercise: self.exercise,
            dependencies: &self.dependencies,
            folder: workspace.path(),
            checks_file: &checks_folder.join(flavour.checks_file()),
            flavour,
        };
        let build = compile(&job, submission, &key)?;
        if let Build::Rejected(Rejection::TooLongToCompile { .. }) = build {
            // A busy machine may have been the reason.
            return Ok(build);
        }
        Ok(self.with_network(cache.keep(workspace, &key, build)?))
    }

    fn with_network(&self, build: Build) -> Build {
        match build {
            Build::Ready(runner) => Build::Ready(Runner { network: self.exercise.settings.network(), ..runner }),
            Build::Rejected(rejection) => Build::Rejected(rejection),
        }
    }
}

/// The learner's crate, then the runner, then the list of its checks.
fn compile(job: &rustc::Job<'_>, submission: &Submission, key: &str) -> Result<Build, KitError> {
    let warnings = match rustc::compile_submission(job, submission)? {
        Ok(warnings) => warnings,
        Err(rejection) => return Ok(Build::Rejected(rejection)),
    };
    let program = match rustc::compile_runner(job)? {
        Ok(program) => program,
        Err(rejection) => return Ok(Build::Rejected(rejection)),
    };
    let checks = list_checks(job.exercise, &program)?;
    let source = |file: &SourceFile| SourceText { file: file.display.clone(), text: file.text.clone() };
    let sources = submission.files.iter().map(source).collect();
    let program_bytes = program.metadata().map_err(KitError::file("read", &program))?.len();
    let (key, network) = (key.to_owned(), Network::None);
    Ok(Build::Ready(Runner { program, program_bytes, checks, sources, key, warnings, network }))
}

/// Asks the runner for its checks. No code of a learner runs: `main` is the kit's.
fn list_checks(exercise: &Exercise, program: &Path) -> Result<Vec<CheckInfo>, KitError> {
    let folder = program.parent().expect("a runner is in a folder");
    let limits = Limits { deadline: Duration::from_secs(20), output_bytes: 1 << 20, keep_bytes: 1 << 20 };
    let policy = Policy::of_checks(program, Network::None);
    let listing = Program { empty_env: true, ..Program::new(program, folder) }.args([protocol::LIST]);
    let finished = sandbox::run(listing, &policy, &limits)?;
    let checks = protocol::from_line::<Vec<CheckInfo>>(finished.stdout.text().trim());
    checks.filter(|checks| finished.ending == Ending::Exited(0) && !checks.is_empty()).ok_or_else(|| KitError::Runner {
        slug: exercise.slug.clone(),
        reason: tr!("its program did not list any check"),
    })
}
