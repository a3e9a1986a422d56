//! Finished builds, kept under a hash of everything that went in. Deleting them costs time, nothing else.

use super::toolchain::Toolchain;
use super::{Build, Flavour};
use crate::KitError;
use crate::hash;
use crate::submission::Submission;
use std::borrow::Cow;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tempfile::TempDir;

/// Each holds a program of some megabytes.
const KEPT_BUILDS: usize = 120;
const RESULT: &str = "build.json";

/// The version of the checks: of all that goes into a runner but the submission.
pub(super) fn version_of_checks(
    toolchain: &Toolchain,
    dependencies: &str,
    hidden: &[PathBuf],
    flavour: Flavour,
) -> Result<String, KitError> {
    let version = env!("CARGO_PKG_VERSION");
    let mut parts: Vec<Cow<'_, [u8]>> = [version, &toolchain.fingerprint, dependencies, flavour.name()]
        .map(|part| Cow::Borrowed(part.as_bytes()))
        .into();
    for path in hidden {
        parts.push(Cow::Borrowed(path.as_os_str().as_encoded_bytes()));
        parts.push(Cow::Owned(fs::read(path).map_err(KitError::file("read", path))?));
    }
    Ok(hash::of_parts(parts))
}

/// The name of a build. The display paths count: they are in its panic messages.
pub(super) fn key(version_of_checks: &str, submission: &Submission) -> String {
    let hash = submission.hash();
    let shown = submission.files.iter().map(|file| file.display.as_str());
    hash::of_parts([version_of_checks, &hash].into_iter().chain(shown))
}

/// The folder of finished builds.
pub(super) struct Cache {
    folder: PathBuf,
}

impl Cache {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// An earlier build.
    pub(super) fn find(&self, key: &str) -> Option<Build> {
        let entry = self.folder.join(key);
        let result = entry.join(RESULT);
        let build = serde_json::from_str(&fs::read_to_string(&result).ok()?).ok()?;
        // So that it counts as used; when that fails it is only forgotten sooner.
        let _ = File::options().write(true).open(&result).and_then(|file| file.set_modified(SystemTime::now()));
        located(build, &entry)
    }

    /// A folder to build in. It disappears again unless [`Cache::keep`] is called.
    pub(super) fn new_entry(&self) -> Result<TempDir, KitError> {
        fs::create_dir_all(&self.folder).map_err(KitError::file("create", &self.folder))?;
        self.forget_oldest();
        tempfile::Builder::new().prefix("new-").tempdir_in(&self.folder).map_err(KitError::file("create", &self.folder))
    }

    /// Keeps a finished build, in one step: there are no half builds.
    pub(super) fn keep(&self, workspace: TempDir, key: &str, build: Build) -> Result<Build, KitError> {
        let result = workspace.path().join(RESULT);
        let text = serde_json::to_string(&build).expect("a build has string keys only");
        fs::write(&result, text).map_err(KitError::file("write", &result))?;
        let entry = self.folder.join(key);
        // A broken entry may be in the way.
        let _ = fs::remove_dir_all(&entry);
        fs::rename(workspace.keep(), &entry).map_err(KitError::file("create", &entry))?;
        Ok(located(build, &entry).expect("the runner was just built"))
    }

    fn forget_oldest(&self) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        // What a killed judge left unfinished has no result; its folder's own time counts.
        let used = |path: &Path| path.join(RESULT).metadata().or_else(|_| path.metadata())?.modified();
        let mut known: Vec<_> = entries.map(|entry| (used(&entry.path()).ok(), entry.path())).collect();
        known.sort();
        for (_, path) in known.iter().take(known.len().saturating_sub(KEPT_BUILDS)) {
            let _ = fs::remove_dir_all(path);
        }
    }
}

/// The build with its runner's place; `None` when the runner is gone.
fn located(build: Build, entry: &Path) -> Option<Build> {
    match build {
        Build::Rejected(rejection) => Some(Build::Rejected(rejection)),
        Build::Ready(mut runner) => {
            runner.program = entry.join(format!("runner{}", std::env::consts::EXE_SUFFIX));
            let is_whole = runner.program.metadata().is_ok_and(|found| found.len() == runner.program_bytes);
            is_whole.then_some(Build::Ready(runner))
        }
    }
}
