//! The folder that a class is graded into: one grader at a time, and what it has to remember until the next start.

use super::Store;
use anyhow::{Context, bail};
use judge::pipeline;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tr::tr;

const LOCK: &str = "grader.lock";
const MEMORY: &str = "grader.json";
const RESULTS: &str = "results";
const QUEUE: &str = "queue.sqlite";
/// Changes when a reader of the old shape would misread the new one.
const FORMAT: &str = "lockstep/grader/v1";

/// The folder, as long as this grader works in it.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    pub(crate) memory: Memory,
    pub(crate) store: Store,
    /// The system lets go of it also when the process is killed.
    _lock: File,
}

/// What stays the same from one start to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Memory {
    format: String,
    /// What all random choices are made from.
    pub(crate) seed: u64,
    /// What the jobs of this class are known by in a queue that outlives the grader.
    pub(crate) class: u64,
}

impl Folder {
    /// Takes the folder, and makes it when it is not there. `seed` takes the place of the remembered one. With `again`,
    /// all results are forgotten.
    pub(crate) fn open(path: &Path, seed: Option<u64>, again: bool) -> anyhow::Result<Self> {
        fs::create_dir_all(path).with_context(|| tr!("cannot create {path}", path = path.display()))?;
        expect_ours(path)?;
        let lock = lock(path)?;
        let store = Store::open(path.join(RESULTS))?;
        let known = remembered(&path.join(MEMORY))?;
        if again {
            store.forget()?;
        }
        let memory = Memory {
            format: FORMAT.to_owned(),
            seed: match (seed, &known) {
                (Some(seed), _) => seed,
                (None, Some(known)) => known.seed,
                (None, None) => pipeline::random_seed()?,
            },
            class: match &known {
                Some(known) if !again => known.class,
                Some(_) | None => getrandom::u64().map_err(judge::KitError::Random)?,
            },
        };
        if known.as_ref() != Some(&memory) {
            replace(&path.join(MEMORY), &serde_json::to_string(&memory)?, File::sync_all)?;
        }
        Ok(Self { path: path.to_owned(), memory, store, _lock: lock })
    }

    /// Where the folder is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The file of the queue on this machine. What is in it is worth nothing once the grader has ended.
    pub(crate) fn queue(&self) -> PathBuf {
        self.path.join(QUEUE)
    }

    /// Writes a file of a report, in one step, and makes the folders that it is in.
    pub(crate) fn write(&self, name: &Path, text: &str) -> anyhow::Result<()> {
        // After a crash of the machine, reports are written again.
        replace(&self.path.join(name), text, |_| Ok(()))
    }
}

/// Somebody's own folder is not written into by mistake.
fn expect_ours(path: &Path) -> anyhow::Result<()> {
    let mut entries = fs::read_dir(path).with_context(|| tr!("cannot read {path}", path = path.display()))?;
    if entries.next().is_some() && !path.join(LOCK).exists() {
        bail!(tr!(
            "{path} holds other things, and no results of a grader: name a new folder, or an empty one",
            path = path.display()
        ));
    }
    Ok(())
}

fn lock(path: &Path) -> anyhow::Result<File> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path.join(LOCK));
    let file = file.with_context(|| tr!("cannot write into {path}", path = path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!(tr!(
            "another grader is at work in {path}: wait for its end, or end it; its results are kept",
            path = path.display()
        )),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| tr!("cannot lock {path}", path = path.display())),
    }
}

/// What an earlier grader remembered here. A file that cannot be read is an error: without the seed, everything would be
/// graded anew, which nobody asked for.
fn remembered(path: &Path) -> anyhow::Result<Option<Memory>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| tr!("cannot read {path}", path = path.display())),
    };
    let memory = serde_json::from_str::<Memory>(&text).ok().filter(|memory| memory.format == FORMAT);
    let broken = || {
        tr!(
            "{path} is damaged, or of another version. Delete it, and everything is graded anew with another seed; with \
             `--seed`, results of that seed still count",
            path = path.display()
        )
    };
    memory.map(Some).with_context(broken)
}

fn replace(path: &Path, text: &str, finish: impl FnOnce(&File) -> io::Result<()>) -> anyhow::Result<()> {
    let folder = path.parent().expect("a file is in a folder");
    let write = || {
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        finish(file.as_file())?;
        file.persist(path)?;
        Ok::<(), io::Error>(())
    };
    write().with_context(|| tr!("cannot write {path}", path = path.display()))
}
