//! `cargo xtask solution`: what there is to learn from an exercise, after the learner's own way has passed.

use crate::cli::SolutionArgs;
use crate::desk::{Desk, say};
use crate::exit::Exit;
use anyhow::{Context, bail};
use judge::KitError;
use judge::authoring;
use judge::catalog::Exercise;
use judge::comparison;
use judge::report::solution::{self, Way};
use judge::submission::{self, Source, Submission};
use std::fs;
use std::path::Path;

pub(crate) fn run(desk: &Desk, args: &SolutionArgs) -> anyhow::Result<Exit> {
    let exercise = desk.exercise(&args.exercise)?;
    if !desk.progress()?.of(&exercise.slug).has_passed() && !args.spoil {
        say(&solution::not_yet(exercise))?;
        return Ok(Exit::NotPassed);
    }
    let ways = ways(desk, exercise)?;
    let yours = submission::read(&desk.layout, exercise, &Source::Exercise)?.ok();
    let yours = yours.filter(|submission| !submission.is_stub);
    match &args.diff {
        Some(asked) => diff(exercise, asked, yours.as_ref(), &ways)?,
        None => show(desk, exercise, yours.as_ref(), &ways, args.full)?,
    }
    Ok(Exit::Passed)
}

fn show(desk: &Desk, exercise: &Exercise, yours: Option<&Submission>, ways: &[Way], full: bool) -> anyhow::Result<()> {
    let note = desk.layout.solutions(&exercise.folder).join("NOTES.md");
    say(&solution::note(&desk.layout.display(&note), &read(&note)?))?;
    if full {
        ways.iter().try_for_each(|way| say(&solution::source(&way.file, &way.text)))?;
    }
    let files: Option<Vec<&str>> = yours.map(|yours| yours.files.iter().map(|file| file.text.as_str()).collect());
    let texts: Vec<&str> = ways.iter().map(|way| way.text.as_str()).collect();
    let stub = read(&submission::stub_file(&desk.layout, exercise))?;
    let comparison = comparison::compare(files.as_deref(), &texts, &stub);
    say(&solution::side_by_side(&comparison, ways, desk.screen()))?;
    Ok(say(&solution::more(exercise, &comparison, full))?)
}

fn diff(exercise: &Exercise, asked: &str, yours: Option<&Submission>, ways: &[Way]) -> anyhow::Result<()> {
    let Some(way) = solution::find(ways, asked) else {
        let names: Vec<&str> = ways.iter().map(|way| way.name.as_str()).collect();
        bail!("no way to solve exercise {} is called `{asked}`. There are: {}", exercise.number, names.join(", "));
    };
    let yours =
        yours.with_context(|| format!("there is nothing of yours in exercise {} to compare", exercise.number))?;
    let file = &yours.files[0];
    Ok(say(&solution::diff((&file.display, &file.text), way))?)
}

/// The authors' way, then the alternatives.
fn ways(desk: &Desk, exercise: &Exercise) -> anyhow::Result<Vec<Way>> {
    let folder = desk.layout.solutions(&exercise.folder);
    let way = |file: &str, name: &str, idea: &str| -> anyhow::Result<Way> {
        let path = folder.join(file);
        let (name, idea) = (name.to_owned(), idea.to_owned());
        Ok(Way { name, file: desk.layout.display(&path), idea, text: read(&path)? })
    };
    let mut ways = vec![way("lib.rs", "authors", "The one that the note is about.")?];
    for listed in authoring::load(&desk.layout, exercise)?.alternative {
        let name = Path::new(&listed.file).file_stem().unwrap_or_default().to_string_lossy();
        ways.push(way(&listed.file, &name, &listed.idea)?);
    }
    Ok(ways)
}

fn read(path: &Path) -> Result<String, KitError> {
    fs::read_to_string(path).map_err(KitError::file("read", path))
}
