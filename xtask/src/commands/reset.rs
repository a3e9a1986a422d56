//! `cargo xtask reset`: the stub again. What was there is kept beside it.

use crate::cli::ExerciseArgs;
use crate::desk::{Desk, say};
use crate::exit::Exit;
use judge::KitError;
use judge::files;
use judge::submission::{self, Source};
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn run(desk: &Desk, args: &ExerciseArgs) -> anyhow::Result<Exit> {
    let exercise = desk.exercise(&args.exercise)?;
    let stub_file = submission::stub_file(&desk.layout, exercise);
    let stub = fs::read(&stub_file).map_err(KitError::file("read", &stub_file))?;
    let file = submission::main_file(&desk.layout, exercise, &Source::Exercise);
    let shown = desk.layout.display(&file);
    let exists = file.symlink_metadata().is_ok();
    if exists && fs::read(&file).is_ok_and(|current| current == stub) {
        say(&format!("{shown} is the stub already.\n"))?;
        return Ok(Exit::Passed);
    }
    let folder = file.parent().expect("lib.rs is in a folder");
    fs::create_dir_all(folder).map_err(KitError::file("create", folder))?;
    // Written first, so that a full disk leaves everything as it was.
    let new = file.with_file_name("lib.rs.kept-new");
    fs::write(&new, stub).map_err(KitError::file("write", &new))?;
    let kept = if exists { Some(set_aside(&file)?) } else { None };
    fs::rename(&new, &file).map_err(KitError::file("write", &file))?;
    say(&format!("{shown} is the stub again.\n"))?;
    if let Some(kept) = kept {
        say(&format!("What was there is kept in {}\n", desk.layout.display(&kept)))?;
    }
    Ok(Exit::Passed)
}

/// Renames a file to the first free name beside it, one that is no source file.
fn set_aside(file: &Path) -> Result<PathBuf, KitError> {
    let free = files::free_name(file, |number| format!("lib.rs.kept-{number}"));
    fs::rename(file, &free).map_err(KitError::file("set aside", file))?;
    Ok(free)
}
