//! Progress on its way to another machine or to another copy of the kit: a file to write once and to read anywhere.

use super::document::{self, FORMAT, Unusable};
use super::{ExerciseProgress, Progress, store};
use crate::KitError;
use crate::layout;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;
use tr::tr;

/// The largest file that is read, in bytes: a thousand times the progress of a whole course.
const LIMIT: u64 = 1 << 20;

/// What merging has changed in one exercise.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Which.
    pub slug: String,
    /// What was known of it.
    pub before: ExerciseProgress,
    /// What is known of it now.
    pub after: ExerciseProgress,
}

/// Why progress cannot be written or read there.
#[derive(Debug, Error)]
pub enum TransferError {
    /// Reading or writing failed, or a newer kit wrote it.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// Something is there already.
    #[error("{}", exists(.0))]
    Exists(PathBuf),
    /// Something is there that is no file.
    #[error("{}", no_file(.0))]
    NoFile(PathBuf),
    /// A folder without progress in it.
    #[error("{}", no_progress_in(.0, .1))]
    NoProgressInFolder(PathBuf, String),
    /// It is something else.
    #[error("{}", no_progress(.name))]
    NotProgress {
        /// What was read.
        name: String,
    },
    /// It is broken.
    #[error("{}", damaged(.name, .problem))]
    Damaged {
        /// What was read.
        name: String,
        /// What is wrong in it.
        problem: String,
    },
}

/// Progress as text, as it is exported.
pub fn render(progress: &Progress) -> String {
    document::render(progress)
}

/// Writes progress into a file of its own: all of it, or none when that fails. Unless `replace`, nothing is overwritten.
pub fn export(progress: &Progress, path: &Path, replace: bool) -> Result<(), TransferError> {
    match path.symlink_metadata() {
        Ok(found) if found.is_dir() => return Err(TransferError::NoFile(path.to_owned())),
        Ok(_) if !replace => return Err(TransferError::Exists(path.to_owned())),
        Ok(found) if !found.is_file() => return Err(TransferError::NoFile(path.to_owned())),
        Ok(_) | Err(_) => {}
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let save = || {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(render(progress).as_bytes())?;
        file.as_file().sync_all()?;
        if replace {
            file.persist(path)?
        } else {
            file.persist_noclobber(path)?
        };
        Ok(())
    };
    save().map_err(|error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => TransferError::Exists(path.to_owned()),
        _ => KitError::file("write", path)(error).into(),
    })
}

/// Reads an exported file, or the progress in another copy of this kit.
pub fn read_from(path: &Path) -> Result<Progress, TransferError> {
    if !path.is_dir() {
        let file = File::open(path).map_err(KitError::file("read", path))?;
        return read(file, path);
    }
    let inside = PathBuf::from(layout::STATE).join(store::FILE);
    match File::open(path.join(&inside)) {
        Ok(file) => read(file, &path.join(inside)),
        Err(_) => Err(TransferError::NoProgressInFolder(path.to_owned(), inside.display().to_string())),
    }
}

/// Reads progress from anywhere; `path` is what messages call it.
pub fn read(from: impl Read, path: &Path) -> Result<Progress, TransferError> {
    let mut bytes = Vec::new();
    from.take(LIMIT + 1).read_to_end(&mut bytes).map_err(KitError::file("read", path))?;
    let name = path.display().to_string();
    if bytes.len() as u64 > LIMIT {
        return Err(TransferError::NotProgress { name });
    }
    document::parse(&bytes).map_err(|problem| match problem {
        Unusable::Newer(found) => KitError::NewerProgress { path: path.to_owned(), found, known: FORMAT }.into(),
        Unusable::NotProgress => TransferError::NotProgress { name },
        Unusable::Damaged(problem) => TransferError::Damaged { name, problem },
    })
}

fn exists(path: &Path) -> String {
    tr!(
        "{path} exists already, and was left as it is: choose another name, or replace it with `--force`",
        path = path.display()
    )
}

fn no_file(path: &Path) -> String {
    tr!("{path} is no file that can be replaced: name a file, or `-` for standard output", path = path.display())
}

fn no_progress_in(folder: &Path, file: &str) -> String {
    tr!(
        "there is no progress in {folder}: neither is it an exported file, nor a copy of this kit with a {file}",
        folder = folder.display(),
        file
    )
}

fn no_progress(name: &str) -> String {
    tr!(
        "{name} is no progress of this course, and nothing was changed: `cargo xtask progress export` writes such a file",
        name
    )
}

fn damaged(name: &str, problem: &str) -> String {
    tr!("{name} is damaged, and nothing was changed: {problem}", name, problem)
}
