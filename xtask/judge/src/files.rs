//! Walking through our own folders. A learner's are read by `submission`, which trusts nothing.

use crate::KitError;
use std::fs;
use std::path::{Path, PathBuf};

/// All files below a folder, in the order of their names.
pub fn all(folder: &Path) -> Result<Vec<PathBuf>, KitError> {
    let entries = fs::read_dir(folder).map_err(KitError::file("read", folder))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(all(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// Those of them with this extension.
pub fn with_extension(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, KitError> {
    let mut files = all(folder)?;
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    Ok(files)
}

/// The first free name beside `path` that ends in a number, for something that must not be overwritten:
/// `name(1)`, `name(2)`, ...
pub fn free_name(path: &Path, name: impl Fn(u32) -> String) -> PathBuf {
    let names = (1..).map(|number| path.with_file_name(name(number)));
    names.into_iter().find(|name| name.symlink_metadata().is_err()).expect("there is always a next number")
}
