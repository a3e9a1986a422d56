//! `cargo xtask export`: what a teacher hands out or sets up elsewhere, made from this repository.
//!
//! The learners' kit ([`kit`]), files for a job of a forge ([`workflows`]), and an autograder for Gradescope
//! ([`gradescope`]). Each is put together as plain data ([`tree`]), and written completely or not at all ([`place`]).

mod examples;
mod exercise;
mod gradescope;
mod kit;
mod lock_file;
mod manifest;
mod place;
mod publish;
mod tree;
mod words;
mod workflows;

pub(crate) use publish::Publish;

use crate::cli::ExportArgs;
use judge::build::Toolchain;
use std::path::Path;
use tr::tr;
use xtask::desk::{Desk, say};
use xtask::exit::Exit;

/// Makes the one that is asked for.
pub(crate) fn run(desk: &Desk, args: &ExportArgs) -> anyhow::Result<Exit> {
    if let Some(to) = &args.to {
        learners_kit(desk, to, &args.publish)?;
    }
    if let Some(folder) = &args.workflows {
        for_a_forge(folder)?;
    }
    if let (Some(file), Some(asked)) = (&args.gradescope, &args.exercise) {
        let exercise = desk.exercise(asked)?;
        let files = gradescope::files(&desk.layout, exercise)?;
        place::write_file(file, &tree::zip(&files)?)?;
        let number = exercise.number;
        say(&tr!(
            "{file} grades exercise {number}: upload it in Gradescope under \"Configure Autograder\".\nIt holds the \
             hidden checks and the solutions: hand it to nobody else.\n",
            file = file.display(),
            number
        ))?;
    }
    Ok(Exit::Passed)
}

fn learners_kit(desk: &Desk, to: &Path, publish: &[Publish]) -> anyhow::Result<()> {
    place::is_free(to, &desk.layout.root)?;
    let selection = publish::select(desk, publish)?;
    let files = kit::files(&desk.layout, &desk.exercises, &selection)?;
    let toolchain = Toolchain::find()?;
    let written = place::write_folder(to, &files, |folder| lock_file::fit(&toolchain, &desk.layout, folder))?;
    say(&tr!("The learners' kit is in {folder}: {written} files.\n", folder = to.display(), written))?;
    for line in publish::told(desk, &selection) {
        say(&format!("  {line}\n"))?;
    }
    let next = tr!("Try it before you hand it out: `cargo xtask check all` in that folder runs what is in it.");
    Ok(say(&format!("{next}\n"))?)
}

fn for_a_forge(folder: &Path) -> anyhow::Result<()> {
    let files = workflows::files();
    place::add_files(folder, &files)?;
    say(&tr!("In {folder} there are now:", folder = folder.display()))?;
    for file in &files {
        say(&format!("\n  {}", file.path.display()))?;
    }
    let next = tr!("GRADING_JOB.md says what each of them is for, and what to fill in.");
    Ok(say(&format!("\n{next}\n"))?)
}
