//! Builds one submission after the other, in one of the flavours, or finds what was built before.

use super::dependencies::{self, Dependencies};
use super::toolchain::Toolchain;
use super::workshop::Workshop;
use super::{Build, Flavour, Rejection, Runner, SourceText, cache, listing, rustc};
use crate::KitError;
use crate::catalog::Exercise;
use crate::events::Tell;
use crate::files;
use crate::layout::Layout;
use crate::sandbox::Network;
use crate::submission::{SourceFile, Submission};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use tempfile::TempDir;

/// What submissions of one exercise are built with; the same for all of them.
pub struct Builder<'a> {
    layout: &'a Layout,
    toolchain: &'a Toolchain,
    exercise: &'a Exercise,
    dependencies: Dependencies,
    /// The folders of builds that nobody will ask for again. They go when the builder does; absent where builds are
    /// kept.
    passing: Option<Mutex<Vec<TempDir>>>,
}

/// What a build is known by.
#[derive(Clone, Copy)]
struct Keys<'a> {
    /// The version of the checks and of all that they need.
    version: &'a str,
    /// That, and the submission.
    build: &'a str,
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
        Ok(Self { layout, toolchain, exercise, dependencies, passing: None })
    }

    /// For a submission that is judged once: its builds live as long as the builder does, and take nothing from those
    /// that are kept.
    #[must_use]
    pub fn keeping_nothing(self) -> Self {
        Self { passing: Some(Mutex::default()), ..self }
    }

    /// Builds a submission, or finds the result of an earlier build of the very same.
    pub fn build(&self, submission: &Submission, flavour: Flavour) -> Result<Build, KitError> {
        let mut hidden = files::with_extension(&self.layout.checks(&self.exercise.folder), "rs")?;
        if flavour == Flavour::Timed {
            // The authors' version takes part in the race.
            hidden.push(self.layout.solutions(&self.exercise.folder).join("lib.rs"));
        }
        let version = cache::version_of_checks(self.toolchain, &self.dependencies.key, &hidden, flavour)?;
        let key = cache::key(&version, submission);
        let keys = Keys { version: &version, build: &key };
        let build = match &self.passing {
            Some(passing) => self.build_in_passing(passing, submission, flavour, keys)?,
            None => self.build_to_keep(submission, flavour, keys)?,
        };
        Ok(self.with_network(build))
    }

    fn build_in_passing(
        &self,
        passing: &Mutex<Vec<TempDir>>,
        submission: &Submission,
        flavour: Flavour,
        keys: Keys<'_>,
    ) -> Result<Build, KitError> {
        let scratch = self.layout.scratch();
        let folder = tempfile::tempdir_in(&scratch).map_err(KitError::file("create", &scratch))?;
        let build = self.compile(submission, flavour, folder.path(), keys)?;
        passing.lock().unwrap_or_else(PoisonError::into_inner).push(folder);
        Ok(build)
    }

    fn build_to_keep(&self, submission: &Submission, flavour: Flavour, keys: Keys<'_>) -> Result<Build, KitError> {
        let cache = cache::Cache::new(&self.layout.builds());
        if let Some(build) = cache.find(keys.build) {
            return Ok(build);
        }
        let workspace = cache.new_entry()?;
        match self.compile(submission, flavour, workspace.path(), keys)? {
            // A busy machine may have been the reason.
            build @ Build::Rejected(Rejection::TooLongToCompile { .. }) => Ok(build),
            build => cache.keep(workspace, keys.build, build),
        }
    }

    fn compile(
        &self,
        submission: &Submission,
        flavour: Flavour,
        folder: &Path,
        keys: Keys<'_>,
    ) -> Result<Build, KitError> {
        let job = rustc::Job {
            layout: self.layout,
            toolchain: self.toolchain,
            exercise: self.exercise,
            dependencies: &self.dependencies,
            workshop: Workshop::take(self.layout, &self.exercise.slug, flavour)?,
            folder,
            checks_file: &self.layout.checks(&self.exercise.folder).join(flavour.checks_file()),
            flavour,
        };
        compile(&job, submission, keys)
    }

    fn with_network(&self, build: Build) -> Build {
        match build {
            Build::Ready(runner) => Build::Ready(Runner { network: self.exercise.settings.network(), ..runner }),
            Build::Rejected(rejection) => Build::Rejected(rejection),
        }
    }
}

/// The learner's crate, then the runner, then the list of its checks.
fn compile(job: &rustc::Job<'_>, submission: &Submission, keys: Keys<'_>) -> Result<Build, KitError> {
    let warnings = match rustc::compile_submission(job, submission)? {
        Ok(warnings) => warnings,
        Err(rejection) => return Ok(Build::Rejected(rejection)),
    };
    let program = match rustc::compile_runner(job)? {
        Ok(program) => program,
        Err(rejection) => return Ok(Build::Rejected(rejection)),
    };
    let checks = listing::of_runner(job.layout, job.exercise, job.flavour, keys.version, &program)?;
    let source = |file: &SourceFile| SourceText { file: file.display.clone(), text: file.text.clone() };
    let sources = submission.files.iter().map(source).collect();
    let program_bytes = program.metadata().map_err(KitError::file("read", &program))?.len();
    let (key, network) = (keys.build.to_owned(), Network::None);
    Ok(Build::Ready(Runner { program, program_bytes, checks, sources, key, warnings, network }))
}
