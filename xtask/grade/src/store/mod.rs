//! Results on disk, one file each: what is there need not be graded again. A crash at any moment leaves whole files
//! only; what is no whole file is told, and graded anew.

mod document;
mod folder;
mod key;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use document::Graded;
pub(crate) use folder::Folder;
pub(crate) use key::Key;

use judge::KitError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const EXTENSION: &str = ".json";
/// How files begin that are not finished.
const UNFINISHED: &str = ".unfinished-";

/// A folder of results. Only one process writes there at a time; [`Folder`] sees to that.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    folder: PathBuf,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Found {
    /// Its result.
    Result(Box<Graded>),
    /// Nothing yet.
    Nothing,
    /// A file that cannot be believed, and why.
    Unusable(PathBuf, String),
}

impl Store {
    /// Opens the folder, which is made when it is not there, and clears away what was never finished.
    pub(crate) fn open(folder: PathBuf) -> Result<Self, KitError> {
        fs::create_dir_all(&folder).map_err(KitError::file("create", &folder))?;
        let store = Self { folder };
        store.remove(|name| name.starts_with(UNFINISHED))?;
        Ok(store)
    }

    /// Looks a result up.
    pub(crate) fn find(&self, key: &Key) -> Result<Found, KitError> {
        let path = self.path(key);
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(KitError::file("read", &path)(error)),
        };
        Ok(match document::parse(key, &text) {
            Ok(graded) => Found::Result(Box::new(graded)),
            Err(why) => Found::Unusable(path, why),
        })
    }

    /// Keeps a result, in place of one that was there. When this returns, it survives a crash of the machine.
    pub(crate) fn keep(&self, key: &Key, graded: &Graded) -> Result<(), KitError> {
        let path = self.path(key);
        let write = || {
            let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.folder)?;
            file.write_all(document::render(key, graded).as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(&path)?;
            sync_folder(&self.folder)
        };
        write().map_err(KitError::file("write", &path))
    }

    /// Removes all results, so that everything is graded anew.
    pub(crate) fn forget(&self) -> Result<(), KitError> {
        self.remove(key::is_name)
    }

    fn path(&self, key: &Key) -> PathBuf {
        self.folder.join(format!("{key}{EXTENSION}"))
    }

    fn remove(&self, is_meant: impl Fn(&str) -> bool) -> Result<(), KitError> {
        for entry in fs::read_dir(&self.folder).map_err(KitError::file("read", &self.folder))?.flatten() {
            if entry.file_name().to_str().is_some_and(&is_meant) {
                fs::remove_file(entry.path()).map_err(KitError::file("write", &entry.path()))?;
            }
        }
        Ok(())
    }
}

/// So that the new name of a file survives, too. Windows has no such thing, and needs none.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
