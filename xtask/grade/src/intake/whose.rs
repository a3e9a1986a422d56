//! Whose is what: divides what lies in a place among learners, by names alone. Pure.
//!
//! Either the place holds the work of one learner, and has their name; or everything at its top is somebody's: a folder,
//! an archive, a repository, or a file named as `LEARNER_EXERCISE.rs`.

use super::label::{Label, is_moodle};
use super::listing::{Item, Kind};
use super::naming::Names;
use super::path;
use super::refusal::{Misplaced, Refusal};
use super::tree::Format;
use std::collections::BTreeMap;

/// What is in a place, divided.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Division {
    /// For each learner, their own.
    pub(super) parts: Vec<Part>,
    /// What is nobody's, by its name at the top of the place.
    pub(super) nobodys: Vec<(String, Refusal)>,
}

/// What one learner has handed in, or some of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Whose it is.
    pub(super) label: Label,
    /// What it is, for messages: a name at the top of the place, or nothing where it is all that is there.
    pub(super) top: String,
    /// Each item by its place in the list, and what it is called within the learner's own work.
    pub(super) items: Vec<(usize, String)>,
}

/// How a place is to be divided.
pub(super) struct Rules<'a> {
    pub(super) names: &'a Names<'a>,
    /// What the place is called.
    pub(super) name: &'a str,
    /// Whether it is a folder of the teacher's: then folders at its top are learners, however few.
    pub(super) is_folder: bool,
    /// The exercise of what has no exercise's name.
    pub(super) exercise: Option<u32>,
}

/// Divides what is in a place.
pub(super) fn divide(items: &[Item], rules: &Rules<'_>) -> Division {
    let wrapped = if rules.is_folder { 0 } else { wrapping(items, rules) };
    let own: Vec<(usize, String)> =
        items.iter().enumerate().map(|(index, item)| (index, below(&item.path, wrapped).to_owned())).collect();
    if is_one_learners(&own, items, rules) {
        let label = Label::of_folder(rules.name);
        return Division { parts: vec![Part { label, top: String::new(), items: own }], nobodys: Vec::new() };
    }
    let mut tops: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    for (index, path) in own {
        let top = path.split('/').next().unwrap_or_default().to_owned();
        tops.entry(top).or_default().push((index, path));
    }
    let mut division = Division::default();
    for (top, own) in tops {
        match learner(&top, &own, items, rules) {
            Ok(part) => division.parts.push(part),
            Err(refusal) => division.nobodys.push((top, refusal)),
        }
    }
    division
}

/// The learner to whom a name at the top belongs.
fn learner(top: &str, own: &[(usize, String)], items: &[Item], rules: &Rules<'_>) -> Result<Part, Refusal> {
    let part = |label: Label, items: Vec<(usize, String)>| Ok(Part { label, top: top.to_owned(), items });
    if own.iter().any(|(index, path)| is_work(&items[*index], path, rules)) {
        // Among other people's work, it says what it is, and not whose.
        return Err(Misplaced::Whose.into());
    }
    let [(index, path)] = own else { return part(Label::of_folder(top), inside(own)) };
    if path != top {
        return part(Label::of_folder(top), inside(own));
    }
    match items[*index].kind {
        Kind::Source => {
            let (label, name) = of_source(top, rules)?;
            part(label, vec![(*index, name)])
        }
        Kind::Archive => {
            let (label, name) = Label::of_file(top).unwrap_or_else(|| {
                let stem = Format::of(top).map_or(top, |(stem, _)| stem);
                (Label::of_folder(stem), top.to_owned())
            });
            part(label, vec![(*index, name)])
        }
        Kind::Repository => part(Label::plain(top.strip_suffix(".git").unwrap_or(top)), own.to_vec()),
        Kind::Link => Err(Refusal::Link),
        Kind::Special => Err(Refusal::Special),
        Kind::Other => Err(Misplaced::Unasked.into()),
        Kind::Twice => Err(Refusal::Twice),
    }
}

/// Whose a single source file is, and how they called it.
fn of_source(top: &str, rules: &Rules<'_>) -> Result<(Label, String), Refusal> {
    if let Some(named) = Label::of_file(top) {
        return Ok(named);
    }
    let stem = top.strip_suffix(".rs").unwrap_or(top);
    if let Some((learner, exercise)) = rules.names.after_a_learner(stem, rules.exercise.is_none()) {
        return Ok((Label::plain(learner), format!("{exercise}.rs")));
    }
    if rules.exercise.is_some() {
        return Ok((Label::plain(stem), "lib.rs".to_owned()));
    }
    Err(Misplaced::WhichExercise.into())
}

/// Whether all of a place is the work of one learner: a copy of the kit, or exercises at its top and nobody else's below.
fn is_one_learners(own: &[(usize, String)], items: &[Item], rules: &Rules<'_>) -> bool {
    let mut has_work = false;
    let mut has_others = false;
    for (index, path) in own {
        match path.split_once('/') {
            Some(("exercises", _)) => return true,
            Some((_, rest)) if !is_work(&items[*index], path, rules) => {
                has_others |= rest.starts_with("exercises/") || is_work(&items[*index], rest, rules);
            }
            Some(_) => has_work = true,
            None => has_work |= is_work(&items[*index], path, rules),
        }
    }
    has_work && !has_others || is_one_file(own, items, rules)
}

/// Whether what is at the top of this path is the work on an exercise.
fn is_work(item: &Item, path: &str, rules: &Rules<'_>) -> bool {
    let is_default = |name: &str| rules.exercise.is_some() && name == "src";
    match (path.split_once('/'), item.kind) {
        (Some((top, _)), _) => rules.names.named(top).is_some() || is_default(top),
        (None, Kind::Source) => {
            let stem = path.trim_end_matches(".rs");
            rules.names.named(stem).is_some() || rules.exercise.is_some() && stem == "lib"
        }
        (None, Kind::Archive) => Format::of(path).is_some_and(|(stem, _)| rules.names.named(stem).is_some()),
        (None, Kind::Repository | Kind::Link | Kind::Special | Kind::Other | Kind::Twice) => false,
    }
}

/// In an archive of one file, that file is the work of whom the archive is named after, unless it has a name itself.
fn is_one_file(own: &[(usize, String)], items: &[Item], rules: &Rules<'_>) -> bool {
    let [(index, path)] = own else { return false };
    let name = path::last(path);
    let is_named = Label::of_file(name).is_some()
        || rules.names.after_a_learner(name.trim_end_matches(".rs"), rules.exercise.is_none()).is_some();
    !rules.is_folder && items[*index].kind == Kind::Source && !path.contains('/') && !is_named
}

/// How many folders are around all items of an archive that say nothing: a single one at the top, and one in that.
fn wrapping(items: &[Item], rules: &Rules<'_>) -> usize {
    let mut depth = 0;
    loop {
        let mut tops = items.iter().map(|item| below(&item.path, depth).split_once('/').map(|(top, _)| top));
        let Some(Some(top)) = tops.next() else { return depth };
        let says_something = top == "exercises" || top == "src" || rules.names.named(top).is_some() || is_moodle(top);
        if says_something || tops.any(|other| other != Some(top)) {
            return depth;
        }
        depth += 1;
    }
}

/// A path without the folders that are around it.
fn below(path: &str, folders: usize) -> &str {
    (0..folders).fold(path, |path, _| path.split_once('/').map_or(path, |(_, rest)| rest))
}

fn inside(own: &[(usize, String)]) -> Vec<(usize, String)> {
    own.iter().map(|(index, path)| (*index, below(path, 1).to_owned())).collect()
}
