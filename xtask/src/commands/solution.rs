//! `cargo xtask solution`: what there is to learn from an exercise, after the learner's own way has passed.

use crate::cli::SolutionArgs;
use crate::commands::learners;
use crate::desk::{Desk, say};
use crate::exit::Exit;
use anyhow::{Context, bail};
use judge::KitError;
use judge::authoring;
use judge::catalog::Exercise;
use judge::comparison::{self, Comparison};
use judge::kind::Kind;
use judge::language;
use judge::layout::Layout;
use judge::report::solution::{self, Way};
use judge::report::terminal::Screen;
use judge::submission::{self, Source, Submission};
use std::fs;
use std::path::{Path, PathBuf};
use tr::tr;

pub(crate) fn run(desk: &Desk, args: &SolutionArgs) -> anyhow::Result<Exit> {
    let exercise = desk.exercise(&args.exercise)?;
    if !desk.progress()?.of(&exercise.slug).has_passed() && !args.spoil {
        say(&solution::not_yet(exercise))?;
        return Ok(Exit::NotPassed);
    }
    let ways = ways(&desk.layout, exercise)?;
    let yours = own(&desk.layout, exercise)?;
    match &args.diff {
        Some(asked) => diff(exercise, asked, yours.as_ref(), &ways)?,
        None => show(desk, exercise, yours.as_ref(), &ways, args.full)?,
    }
    Ok(Exit::Passed)
}

fn show(desk: &Desk, exercise: &Exercise, yours: Option<&Submission>, ways: &[Way], full: bool) -> anyhow::Result<()> {
    let note = note(&desk.layout, exercise);
    say(&solution::note(&desk.layout.display(&note), &read(&note)?))?;
    if full {
        ways.iter().try_for_each(|way| say(&solution::source(&way.file, &way.text)))?;
    }
    let comparison = compare(&desk.layout, exercise, yours, ways)?;
    say(&solution::side_by_side(&comparison, ways, desk.screen()))?;
    Ok(say(&solution::more(exercise, &comparison, full))?)
}

/// The note set by `markdown`, and the learner's way beside others, as one text.
pub(crate) fn text(
    layout: &Layout,
    exercise: &Exercise,
    screen: Screen,
    markdown: impl Fn(&str) -> String,
) -> Result<String, KitError> {
    if layout.kind == Kind::Learners {
        return Ok(learners::no_solutions());
    }
    let note = read(&note(layout, exercise))?;
    let ways = ways(layout, exercise)?;
    let comparison = compare(layout, exercise, own(layout, exercise)?.as_ref(), &ways)?;
    Ok(markdown(&note) + "\n" + &solution::side_by_side(&comparison, &ways, screen))
}

/// What the authors say about it.
fn note(layout: &Layout, exercise: &Exercise) -> PathBuf {
    language::page(&layout.solutions(&exercise.folder), "NOTES")
}

/// What the learner has written so far.
fn own(layout: &Layout, exercise: &Exercise) -> Result<Option<Submission>, KitError> {
    let own = submission::read(layout, exercise, &Source::Exercise)?.ok();
    Ok(own.filter(|submission| !submission.is_stub))
}

fn compare(
    layout: &Layout,
    exercise: &Exercise,
    yours: Option<&Submission>,
    ways: &[Way],
) -> Result<Comparison, KitError> {
    let files: Option<Vec<&str>> = yours.map(|yours| yours.files.iter().map(|file| file.text.as_str()).collect());
    let texts: Vec<&str> = ways.iter().map(|way| way.text.as_str()).collect();
    let stub = read(&submission::stub_file(layout, exercise))?;
    Ok(comparison::compare(files.as_deref(), &texts, &stub))
}

fn diff(exercise: &Exercise, asked: &str, yours: Option<&Submission>, ways: &[Way]) -> anyhow::Result<()> {
    let Some(way) = solution::find(ways, asked) else {
        let names: Vec<&str> = ways.iter().map(|way| way.name.as_str()).collect();
        bail!(tr!(
            "no way to solve exercise {number} is called `{asked}`. There are: {names}",
            number = exercise.number,
            asked,
            names = names.join(", ")
        ));
    };
    let nothing = || tr!("there is nothing of yours in exercise {number} to compare", number = exercise.number);
    let yours = yours.with_context(nothing)?;
    let file = &yours.files[0];
    Ok(say(&solution::diff((&file.display, &file.text), way))?)
}

/// The authors' way, then the alternatives.
fn ways(layout: &Layout, exercise: &Exercise) -> Result<Vec<Way>, KitError> {
    let folder = layout.solutions(&exercise.folder);
    let way = |file: &str, name: &str, idea: &str| -> Result<Way, KitError> {
        let path = folder.join(file);
        let (name, idea) = (name.to_owned(), idea.to_owned());
        Ok(Way { name, file: layout.display(&path), idea, text: read(&path)? })
    };
    let mut ways = vec![way("lib.rs", "authors", &tr!("The one that the note is about."))?];
    for listed in authoring::load(layout, exercise)?.alternative {
        let name = Path::new(&listed.file).file_stem().unwrap_or_default().to_string_lossy();
        ways.push(way(&listed.file, &name, &listed.idea)?);
    }
    Ok(ways)
}

fn read(path: &Path) -> Result<String, KitError> {
    fs::read_to_string(path).map_err(KitError::file("read", path))
}
