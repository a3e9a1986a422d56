//! Where an export is written: completely, or not at all.

use super::tree::File;
use anyhow::{Context, bail};
use judge::KitError;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempDir};
use tr::tr;

/// Whether a folder can be written there: it is not there or empty, and not inside of the repository.
pub(super) fn is_free(to: &Path, repository: &Path) -> anyhow::Result<()> {
    let shown = to.display();
    let (_, place) = parent(to)?;
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let nearest = place.ancestors().find(|folder| folder.exists()).map(real);
    if nearest.is_some_and(|folder| folder.starts_with(real(repository))) {
        bail!(tr!(
            "{folder} is inside of this repository: choose a folder outside of it, so that the two stay apart",
            folder = shown
        ));
    }
    match fs::read_dir(to) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => {
                bail!(tr!("{folder} is not empty: choose another folder, or remove what is in it", folder = shown))
            }
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => bail!(tr!("{folder} is no folder", folder = shown)),
        Err(error) => Err(KitError::file("read", to)(error).into()),
    }
}

/// Writes a folder beside its place, lets `finish` work in it, and then puts it there. The number of files in it.
pub(super) fn write_folder(
    to: &Path,
    files: &[File],
    finish: impl FnOnce(&Path) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let (parent, to) = parent(to)?;
    fs::create_dir_all(&parent).map_err(KitError::file("create", &parent))?;
    let beside = TempDir::with_prefix_in(".lockstep-export-", &parent).map_err(KitError::file("create", &parent))?;
    // Not the temporary folder itself, which nobody else may read.
    let folder = beside.path().join("kit");
    fs::create_dir(&folder).map_err(KitError::file("create", &folder))?;
    files.iter().try_for_each(|file| write(&folder, file))?;
    finish(&folder)?;
    let written = judge::files::all(&folder)?.len();
    if to.exists() {
        // Only an empty one goes.
        fs::remove_dir(&to).map_err(KitError::file("write", &to))?;
    }
    fs::rename(&folder, &to).map_err(KitError::file("write", &to))?;
    Ok(written)
}

/// Writes one file, which replaces nothing.
pub(super) fn write_file(to: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let (parent, to) = parent(to)?;
    fs::create_dir_all(&parent).map_err(KitError::file("create", &parent))?;
    let mut file = NamedTempFile::new_in(&parent).map_err(KitError::file("create", &parent))?;
    file.write_all(bytes).map_err(KitError::file("write", &to))?;
    match file.persist_noclobber(&to) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
            bail!(tr!("{file} is there already: choose another name, or remove it", file = to.display()))
        }
        Err(error) => Err(KitError::file("write", &to)(error.error).into()),
    }
}

/// Adds files to a folder that may hold others. None of them may be there.
pub(super) fn add_files(folder: &Path, files: &[File]) -> anyhow::Result<()> {
    let there = files.iter().map(|file| folder.join(&file.path)).find(|path| path.symlink_metadata().is_ok());
    if let Some(path) = there {
        bail!(tr!("{file} is there already, so nothing was written: remove it first", file = path.display()));
    }
    Ok(files.iter().try_for_each(|file| write(folder, file))?)
}

fn write(folder: &Path, file: &File) -> Result<(), KitError> {
    let path = folder.join(&file.path);
    let parent = path.parent().expect("a file is in a folder");
    fs::create_dir_all(parent).map_err(KitError::file("create", parent))?;
    fs::write(&path, &file.bytes).map_err(KitError::file("write", &path))?;
    if file.is_program { make_program(&path) } else { Ok(()) }
}

#[cfg(unix)]
fn make_program(path: &Path) -> Result<(), KitError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(KitError::file("write", path))
}

/// Elsewhere, git and archives know of it.
#[cfg(not(unix))]
fn make_program(_path: &Path) -> Result<(), KitError> {
    Ok(())
}

/// The folder around a place, and the place itself, wherever this program is.
fn parent(to: &Path) -> anyhow::Result<(PathBuf, PathBuf)> {
    let to = std::path::absolute(to).with_context(|| tr!("{folder} is no folder", folder = to.display()))?;
    let parent = to.parent().with_context(|| tr!("{folder} is no folder", folder = to.display()))?;
    Ok((parent.to_owned(), to))
}
