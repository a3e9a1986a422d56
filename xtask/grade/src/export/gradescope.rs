//! An autograder for Gradescope: this repository as it is, for one exercise, and the two programs that Gradescope starts.
//!
//! It holds hidden checks and solutions. Gradescope keeps them from learners as long as the submission cannot read them:
//! that is what the sandbox is for.

use super::tree::{File, copy_folder};
use judge::KitError;
use judge::catalog::Exercise;
use judge::layout::Layout;
use std::fs;
use std::path::Path;

const SETUP: &str = include_str!("files/gradescope/setup.sh");
const RUN: &str = include_str!("files/gradescope/run_autograder");

/// Where in the archive this repository is.
const KIT: &str = "lockstep";

/// All files of the archive.
pub(super) fn files(layout: &Layout, exercise: &Exercise) -> anyhow::Result<Vec<File>> {
    let with_number = |script: &str| script.replace("@EXERCISE@", &exercise.number.to_string());
    let mut files =
        vec![File::program("setup.sh", with_number(SETUP)), File::program("run_autograder", with_number(RUN))];
    for file in whole(layout)? {
        files.push(File { path: Path::new(KIT).join(&file.path), ..file });
    }
    Ok(files)
}

/// Everything that cargo and the judge read, with the stub in place of what the teacher has tried out.
fn whole(layout: &Layout) -> Result<Vec<File>, KitError> {
    let mut files = Vec::new();
    for path in [".cargo/config.toml", "Cargo.lock", "Cargo.toml", "clippy.toml", "rustfmt.toml"] {
        files.push(File::copy(&layout.root, Path::new(path))?);
    }
    for folder in ["docs", "exercises", "solutions", "tests", "xtask"] {
        let extensions = ["css", "html", "js", "json", "md", "po", "rs", "sh", "svg", "toml", "yml"];
        files.extend(copy_folder(&layout.root, Path::new(folder), &extensions)?);
    }
    for file in &mut files {
        let mut parts = file.path.iter();
        let is_in_exercises = parts.next().is_some_and(|part| part == "exercises");
        if let (true, Some(folder), true) = (is_in_exercises, parts.next(), file.path.ends_with("src/lib.rs")) {
            let stub = layout.exercises().join(folder).join("stub.rs");
            file.bytes = fs::read(&stub).map_err(KitError::file("read", &stub))?;
        }
    }
    Ok(files)
}
