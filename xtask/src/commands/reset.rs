//! `cargo xtask reset`: the stub again. What was there is kept beside it.

use crate::cli::ExerciseArgs;
use crate::desk::{Desk, say};
use crate::exit::Exit;
use judge::KitError;
use judge::catalog::Exercise;
use judge::files;
use judge::layout::Layout;
use judge::submission::{self, Source};
use std::fs;
use std::path::{Path, PathBuf};
use tr::tr;

/// What there was to do.
pub(crate) enum Done {
    /// Nothing: it is the stub already.
    Nothing,
    /// The stub is back, and what was there is kept, if there was anything.
    Reset { kept: Option<PathBuf> },
}

pub(crate) fn run(desk: &Desk, args: &ExerciseArgs) -> anyhow::Result<Exit> {
    let exercise = desk.exercise(&args.exercise)?;
    let done = reset(&desk.layout, exercise)?;
    say(&done.text(&desk.layout, exercise))?;
    Ok(Exit::Passed)
}

/// Puts the stub back.
pub(crate) fn reset(layout: &Layout, exercise: &Exercise) -> Result<Done, KitError> {
    let stub_file = submission::stub_file(layout, exercise);
    let stub = fs::read(&stub_file).map_err(KitError::file("read", &stub_file))?;
    let file = submission::main_file(layout, exercise, &Source::Exercise);
    let exists = file.symlink_metadata().is_ok();
    if exists && fs::read(&file).is_ok_and(|current| current == stub) {
        return Ok(Done::Nothing);
    }
    let folder = file.parent().expect("lib.rs is in a folder");
    fs::create_dir_all(folder).map_err(KitError::file("create", folder))?;
    // Written first, so that a full disk leaves everything as it was.
    let new = file.with_file_name("lib.rs.kept-new");
    fs::write(&new, stub).map_err(KitError::file("write", &new))?;
    let kept = if exists { Some(set_aside(&file)?) } else { None };
    fs::rename(&new, &file).map_err(KitError::file("write", &file))?;
    Ok(Done::Reset { kept })
}

impl Done {
    /// What was done, and where the old file is now.
    pub(crate) fn text(&self, layout: &Layout, exercise: &Exercise) -> String {
        let file = layout.display(&submission::main_file(layout, exercise, &Source::Exercise));
        let text = match self {
            Self::Nothing => tr!("{file} is the stub already.", file),
            Self::Reset { kept: None } => tr!("{file} is the stub again.", file),
            Self::Reset { kept: Some(kept) } => {
                tr!("{file} is the stub again.\nWhat was there is kept in {kept}", file, kept = layout.display(kept))
            }
        };
        text + "\n"
    }
}

/// Renames a file to the first free name beside it, one that is no source file.
fn set_aside(file: &Path) -> Result<PathBuf, KitError> {
    let free = files::free_name(file, |number| format!("lib.rs.kept-{number}"));
    fs::rename(file, &free).map_err(KitError::file("set aside", file))?;
    Ok(free)
}
