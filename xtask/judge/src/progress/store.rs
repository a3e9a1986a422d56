//! The learner's own file: `.lockstep/progress.json` beside the exercises, outside of git and of what `cargo clean`
//! removes, so that it moves with the folder and stays when the kit is updated.
//!
//! It is replaced atomically: a crash leaves the old or the new one. One that cannot be read is set aside, never
//! overwritten.

use super::document::{self, FORMAT, Unusable};
use super::{Progress, document::parse};
use crate::KitError;
use crate::files;
use crate::layout::Layout;
use crate::lock;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub(super) const FILE: &str = "progress.json";

/// What loading found besides the progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loaded {
    /// A file in order, or none yet.
    Fine,
    /// A damaged one, now at this path.
    SetAside(PathBuf),
}

/// Where the file is, or will be.
pub fn path(layout: &Layout) -> PathBuf {
    layout.state().join(FILE)
}

/// Reads the progress, to look at it.
pub fn load(layout: &Layout) -> Result<(Progress, Loaded), KitError> {
    read(&path(layout))
}

/// Reads the progress, changes it and writes it back; nobody else writes in between. Gives what was read besides, and
/// what `change` returned.
pub fn update<T>(layout: &Layout, change: impl FnOnce(&mut Progress) -> T) -> Result<(Progress, Loaded, T), KitError> {
    let folder = layout.state();
    let path = path(layout);
    let _lock = lock::acquire(&folder.join("progress.lock"), || ())?;
    let (mut progress, loaded) = read(&path)?;
    let changed = change(&mut progress);
    write(&folder, &path, &progress)?;
    Ok((progress, loaded, changed))
}

fn read(path: &Path) -> Result<(Progress, Loaded), KitError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Progress::default(), Loaded::Fine)),
        Err(error) => return Err(KitError::file("read", path)(error)),
    };
    match parse(&bytes) {
        Ok(progress) => Ok((progress, Loaded::Fine)),
        Err(Unusable::Newer(found)) => Err(KitError::NewerProgress { path: path.to_owned(), found, known: FORMAT }),
        Err(Unusable::NotProgress | Unusable::Damaged(_)) => {
            Ok((Progress::default(), Loaded::SetAside(set_aside(path)?)))
        }
    }
}

/// Moves a damaged file to the first free name beside it.
fn set_aside(path: &Path) -> Result<PathBuf, KitError> {
    let free = files::free_name(path, |number| format!("progress.damaged-{number}.json"));
    fs::rename(path, &free).map_err(KitError::file("set aside", path))?;
    Ok(free)
}

fn write(folder: &Path, path: &Path, progress: &Progress) -> Result<(), KitError> {
    let save = || {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(document::render(progress).as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    save().map_err(KitError::file("save your progress in", path))
}
