//! Where things are in the workspace: the only file that knows folder names.

use crate::KitError;
use crate::kind::Kind;
use std::env;
use std::path::{Path, PathBuf};

/// The folder of a learner's own state.
pub(crate) const STATE: &str = ".lockstep";

/// The workspace on this machine.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The folder of the root manifest.
    pub root: PathBuf,
    /// What kind of copy it is.
    pub kind: Kind,
    target: PathBuf,
}

/// How cargo has built a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// As everything of the judge.
    Debug,
    /// With optimisations, and its dependencies too.
    Release,
}

impl Layout {
    /// Finds the workspace from `start` upwards.
    pub fn find(start: &Path) -> Result<Self, KitError> {
        let root = start
            .ancestors()
            .find(|folder| folder.join("exercises").is_dir() && folder.join("Cargo.toml").is_file())
            .ok_or_else(|| KitError::NoWorkspace(start.to_owned()))?;
        Ok(Self { target: target_folder(root), kind: Kind::of(root)?, root: root.to_owned() })
    }

    /// All exercises.
    pub fn exercises(&self) -> PathBuf {
        self.root.join("exercises")
    }

    /// What a learner sees of an exercise; `folder` is its `NN_slug`.
    pub fn exercise(&self, folder: &str) -> PathBuf {
        self.exercises().join(folder)
    }

    /// Reference, alternatives and wrong submissions of an exercise.
    pub fn solutions(&self, folder: &str) -> PathBuf {
        self.root.join("solutions").join(folder)
    }

    /// The hidden checks of an exercise.
    pub fn checks(&self, folder: &str) -> PathBuf {
        self.root.join("tests").join(folder)
    }

    /// The crates that hidden checks are written with: a change there means new dependencies.
    pub fn kit_sources(&self) -> [PathBuf; 4] {
        ["kit", "model_std", "protocol", "trace"].map(|name| self.root.join("tests").join(name))
    }

    /// Where the texts of the judge and its commands are translated.
    pub fn own_texts(&self) -> PathBuf {
        self.root.join("xtask")
    }

    /// What new exercises are made from.
    pub fn template(&self) -> PathBuf {
        self.root.join("xtask").join("template")
    }

    /// What the book is made from.
    pub fn book(&self) -> PathBuf {
        self.root.join("docs").join("book")
    }

    /// The book as web pages. May be deleted at any time.
    pub fn rendered_book(&self) -> PathBuf {
        self.target.join("book")
    }

    /// The lock file of the whole workspace.
    pub fn lock_file(&self) -> PathBuf {
        self.root.join("Cargo.lock")
    }

    /// What the judge has built. May be deleted at any time.
    pub fn builds(&self) -> PathBuf {
        self.target.join("lockstep").join("builds")
    }

    /// What cargo said about each exercise's dependencies. May be deleted at any time.
    pub fn dependencies(&self) -> PathBuf {
        self.target.join("lockstep").join("dependencies")
    }

    /// Which checks each exercise has. May be deleted at any time.
    pub fn listings(&self) -> PathBuf {
        self.target.join("lockstep").join("listings")
    }

    /// Where rustc compiles submissions of an exercise, and what it remembers of the hidden checks, so that it need not
    /// compile them anew when only the submission changes. May be deleted at any time.
    pub fn incremental(&self, slug: &str) -> PathBuf {
        self.target.join("lockstep").join("incremental").join(slug)
    }

    /// Working folders of running checks; empty when nothing runs.
    pub fn scratch(&self) -> PathBuf {
        self.target.join("lockstep").join("scratch")
    }

    /// Held by the one command that builds and runs in this checkout.
    pub fn judge_lock(&self) -> PathBuf {
        self.target.join("lockstep").join("judge.lock")
    }

    /// One of the workspace's own programs, once cargo has built it.
    pub fn program(&self, profile: Profile, name: &str) -> PathBuf {
        let folder = match profile {
            Profile::Debug => "debug",
            Profile::Release => "release",
        };
        self.target.join(folder).join(name).with_extension(env::consts::EXE_EXTENSION)
    }

    /// The learner's own state, outside of git.
    pub fn state(&self) -> PathBuf {
        self.root.join(STATE)
    }

    /// `path` as learners know it: relative to the workspace where it is inside, with `/` on every system.
    pub fn display(&self, path: &Path) -> String {
        let shown = path.strip_prefix(&self.root).unwrap_or(path);
        shown.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
    }
}

/// Where cargo builds: what the environment says, else `target`. (A `target-dir` in a configuration file is
/// not looked up: dependencies are then built once more in `target`, and work all the same.)
fn target_folder(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder))
}
