//! `cargo xtask progress`: where the progress is, and its way to another machine and back.

use crate::cli::{ProgressArgs, ProgressWay};
use crate::desk::{self, Desk, say};
use crate::exit::Exit;
use anyhow::bail;
use judge::report::progress as words;
use judge::{overview, progress};
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use tr::tr;

/// What stands for standard input or output.
const STANDARD: &str = "-";

pub(crate) fn run(desk: &Desk, args: &ProgressArgs) -> anyhow::Result<Exit> {
    match &args.way {
        None => show(desk)?,
        Some(ProgressWay::Export { file, force }) => export(desk, file, *force)?,
        Some(ProgressWay::Import { from }) => import(desk, from)?,
    }
    Ok(Exit::Passed)
}

fn show(desk: &Desk) -> anyhow::Result<()> {
    let overview = overview::of(&desk.exercises, &desk.progress()?);
    let path = progress::path(&desk.layout);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let shown = path.display().to_string();
    Ok(say(&words::render(&overview, &shown, path.exists(), now, desk.screen()))?)
}

fn export(desk: &Desk, file: &Path, force: bool) -> anyhow::Result<()> {
    let progress = desk.progress()?;
    if progress.is_empty() {
        bail!(tr!("there is no progress to export yet: checking your own code begins it"));
    }
    if file == Path::new(STANDARD) {
        return Ok(say(&progress::render(&progress))?);
    }
    progress::export(&progress, file, force)?;
    let text = tr!(
        "Your progress is in {file} now.\n\
         On the other machine, in this kit's folder: `cargo xtask progress import {file}`",
        file = file.display()
    );
    Ok(say(&(text + "\n"))?)
}

fn import(desk: &Desk, from: &Path) -> anyhow::Result<()> {
    let (name, other) = if from == Path::new(STANDARD) {
        let name = tr!("standard input");
        let progress = progress::read(io::stdin().lock(), name.as_ref())?;
        (name, progress)
    } else {
        (from.display().to_string(), progress::read_from(from)?)
    };
    let (_, loaded, changes) = progress::update(&desk.layout, |progress| progress.merge(&other))?;
    desk::warn_if_set_aside(&loaded, &desk.layout);
    Ok(say(&words::imported(&changes, &name))?)
}
