//! Puts a new exercise into the workspace: all of it, or nothing when anything goes wrong.

use super::{File, Plan};
use crate::KitError;
use crate::authoring::lock_file;
use crate::build::Toolchain;
use crate::layout::Layout;
use std::fs;
use std::path::{Path, PathBuf};

/// Makes the files beside, renames them into their places, and lets cargo enter the new packages in the lock file. On an
/// error, everything is as before.
pub fn make(layout: &Layout, toolchain: &Toolchain, plan: &Plan) -> Result<(), KitError> {
    let root = &layout.root;
    let beside = tempfile::Builder::new().prefix(".new-exercise-").tempdir_in(root);
    let beside = beside.map_err(KitError::file("create", root))?;
    for File { path, text } in plan.files.iter().chain(&plan.changed) {
        write(&beside.path().join(path), text.as_bytes())?;
    }
    let lock_file = layout.lock_file();
    let old = plan.changed.iter().map(|file| root.join(&file.path)).chain([lock_file]);
    let undo = Undo::of(old)?;
    finish(layout, toolchain, plan, beside.path(), undo)
}

fn finish(layout: &Layout, toolchain: &Toolchain, plan: &Plan, beside: &Path, mut undo: Undo) -> Result<(), KitError> {
    let root = &layout.root;
    let place = |path: &Path| fs::rename(beside.join(path), root.join(path)).map_err(KitError::file("create", path));
    for path in &plan.new {
        place(path.strip_prefix(root).expect("it is in the workspace"))?;
        undo.made.push(path.clone());
    }
    for file in &plan.changed {
        place(file.path.as_ref())?;
    }
    lock(layout, toolchain)?;
    undo.is_wanted = false;
    Ok(())
}

/// Enters new packages in the lock file, so that builds with `--locked` know them. Nothing else changes there.
fn lock(layout: &Layout, toolchain: &Toolchain) -> Result<(), KitError> {
    let done = lock_file::bring_up_to_date(toolchain, &layout.root)?;
    done.map_err(|output| KitError::LockFile { output })
}

fn write(path: &Path, content: &[u8]) -> Result<(), KitError> {
    let folder = path.parent().expect("a file is in a folder");
    fs::create_dir_all(folder).map_err(KitError::file("create", folder))?;
    fs::write(path, content).map_err(KitError::file("write", path))
}

/// Takes back what was done when it is dropped, unless that is not wanted any more.
struct Undo {
    /// What was made.
    made: Vec<PathBuf>,
    /// What was there.
    before: Vec<(PathBuf, Vec<u8>)>,
    is_wanted: bool,
}

impl Undo {
    fn of(files: impl Iterator<Item = PathBuf>) -> Result<Self, KitError> {
        let read = |path: PathBuf| match fs::read(&path) {
            Ok(content) => Ok((path, content)),
            Err(error) => Err(KitError::file("read", &path)(error)),
        };
        Ok(Self { made: Vec::new(), before: files.map(read).collect::<Result<_, _>>()?, is_wanted: true })
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        if !self.is_wanted {
            return;
        }
        // Whatever cannot be taken back is no reason to leave the rest.
        for path in &self.made {
            let _ = fs::remove_dir_all(path).or_else(|_| fs::remove_file(path));
        }
        for (path, content) in &self.before {
            let _ = fs::write(path, content);
        }
    }
}
