//! What within one learner's work is which exercise, by names alone. Pure.
//!
//! `.../NN_slug/src/**.rs` is an exercise, as in a copy of the kit. So is a folder with that name and no `src` in it, and a
//! file with that name. Where nothing has the name of an exercise, `src/**.rs`, the folder of a `lib.rs`, or the only file
//! there is belongs to the exercise that `--exercise` says.

use super::listing::{Item, Kind};
use super::naming::Names;
use super::path;
use super::refusal::{Misplaced, Refusal};
use super::tree::Format;
use std::collections::BTreeMap;

/// What a learner has handed in. Items are known by their place in the list.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Work {
    /// The work on exercises.
    pub(super) claims: Vec<Claim>,
    /// What has to be opened to see what is in it.
    pub(super) nested: Vec<Nested>,
    /// What is left out.
    pub(super) strays: Vec<(usize, Refusal)>,
}

/// The work on one exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    /// The exercise's number.
    pub(super) exercise: u32,
    /// Where it is.
    pub(super) place: String,
    /// Its files, and where they belong below `src`.
    pub(super) files: Vec<(usize, String)>,
}

/// An archive or a repository within the work.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Nested {
    /// Which.
    pub(super) index: usize,
    /// The exercise of what has no exercise's name in it.
    pub(super) exercise: Option<u32>,
}

/// The file that every submission has.
pub(super) const MAIN: &str = "lib.rs";
/// Folders at the top of the kit, with code that no learner hands in.
const KIT: [&str; 5] = ["docs", "exercises", "solutions", "tests", "xtask"];
/// What an exercise's folder has beside `src`.
const BESIDE: [&str; 4] = ["stub.rs", "build.rs", "tests/", "examples/"];

/// Where something belongs.
enum Belongs<'a> {
    /// To an exercise's `src` in this place; and where there.
    Source(u32, &'a str, &'a str),
    /// To a folder with the name of an exercise; and where there.
    Folder(u32, &'a str, &'a str),
    /// It is an exercise alone.
    Alone(u32),
    /// To the kit.
    Kit,
    /// Nobody knows.
    Unknown,
}

/// Finds the exercises in a learner's work: items by their place in `items`, and where they are in the work.
pub(super) fn of(own: &[(usize, String)], items: &[Item], names: &Names<'_>, exercise: Option<u32>) -> Work {
    let kits = kits(own, names);
    let mut work = Work::default();
    let mut places: BTreeMap<(u32, &str), Place> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (index, path) in own {
        let belongs = belongs(path, &kits, names);
        match items[*index].kind {
            Kind::Other => {}
            Kind::Archive | Kind::Repository => work.nested.extend(nested(*index, path, &belongs, names, exercise)),
            kind @ (Kind::Source | Kind::Link | Kind::Special | Kind::Twice) => match (belongs, kind) {
                (Belongs::Source(number, place, rest), _) => {
                    places.entry((number, place)).or_default().in_src.push((*index, rest.to_owned()));
                }
                (Belongs::Folder(number, place, rest), _) => {
                    places.entry((number, place)).or_default().beside.push((*index, rest.to_owned()));
                }
                (Belongs::Alone(number), _) => {
                    places.entry((number, path.as_str())).or_default().in_src.push((*index, MAIN.to_owned()));
                }
                (Belongs::Kit, _) => {}
                (Belongs::Unknown, Kind::Link) => work.strays.push((*index, Refusal::Link)),
                (Belongs::Unknown, _) => unknown.push((*index, path.as_str())),
            },
        }
    }
    for ((exercise, place), found) in places {
        let files = found.files(&mut work.strays);
        if !files.is_empty() {
            work.claims.push(Claim { exercise, place: place.to_owned(), files });
        }
    }
    work.add_unnamed(&unknown, exercise);
    work
}

/// What may be in an archive or a repository; that of an exercise may be in one with its name, or in a folder with it.
fn nested(index: usize, path: &str, belongs: &Belongs<'_>, names: &Names<'_>, exercise: Option<u32>) -> Option<Nested> {
    let name = path::last(path);
    let stem = Format::of(name).map_or(name, |(stem, _)| stem);
    match belongs {
        Belongs::Unknown | Belongs::Alone(_) => Some(Nested { index, exercise: names.named(stem).or(exercise) }),
        Belongs::Folder(number, ..) => Some(Nested { index, exercise: Some(*number) }),
        Belongs::Source(..) | Belongs::Kit => None,
    }
}

impl Work {
    /// Whether nothing was found, not even something to leave out.
    pub(super) fn is_empty(&self) -> bool {
        self.claims.is_empty() && self.nested.is_empty() && self.strays.is_empty()
    }

    /// Adds files that have the name of no exercise.
    fn add_unnamed(&mut self, unknown: &[(usize, &str)], exercise: Option<u32>) {
        let Some(exercise) = exercise else {
            return self.strays.extend(unknown.iter().map(|(index, _)| (*index, Misplaced::WhichExercise.into())));
        };
        let is_only = self.claims.is_empty() && self.nested.is_empty() && unknown.len() == 1;
        let mains: Vec<&str> = unknown.iter().filter_map(|(_, path)| path.strip_suffix(MAIN)).collect();
        let mut claims: BTreeMap<&str, Vec<(usize, String)>> = BTreeMap::new();
        for (index, path) in unknown {
            let in_src = folders(path).find(|(_, name)| *name == "src").map(|(end, _)| path.split_at(end + 1));
            let beside_main = || mains.iter().find_map(|main| Some((*main, path.strip_prefix(main)?)));
            match in_src.or_else(beside_main) {
                Some((place, rest)) => claims.entry(place).or_default().push((*index, rest.to_owned())),
                None if is_only => claims.entry(*path).or_default().push((*index, MAIN.to_owned())),
                None => self.strays.push((*index, Misplaced::Unasked.into())),
            }
        }
        let claims = claims.into_iter().map(|(place, files)| Claim { exercise, place: place.to_owned(), files });
        self.claims.extend(claims);
    }
}

/// The files in one place of an exercise.
#[derive(Default)]
struct Place {
    in_src: Vec<(usize, String)>,
    beside: Vec<(usize, String)>,
}

impl Place {
    /// Those that count: what is in `src`, else what is in the folder. What else somebody wrote there is a stray.
    fn files(self, strays: &mut Vec<(usize, Refusal)>) -> Vec<(usize, String)> {
        let is_known = |path: &str, known: &&str| path == *known || known.ends_with('/') && path.starts_with(known);
        let is_kits = |path: &str| BESIDE.iter().any(|known| is_known(path, known));
        let mut beside: Vec<(usize, String)> = self.beside.into_iter().filter(|(_, path)| !is_kits(path)).collect();
        if !self.in_src.is_empty() {
            strays.extend(beside.into_iter().map(|(index, _)| (index, Misplaced::Unasked.into())));
            return self.in_src;
        }
        if let [(_, path)] = &mut beside[..] {
            // Whatever it is called, it is the solution.
            MAIN.clone_into(path);
        }
        beside
    }
}

/// Where something belongs, by its path. A number means an exercise only where no name does.
fn belongs<'a>(path: &'a str, kits: &[String], names: &Names<'_>) -> Belongs<'a> {
    let in_kit = kits.iter().filter_map(|kit| path.strip_prefix(kit.as_str()));
    let of_kit = |rest: &str| rest.split_once('/').is_some_and(|(top, _)| KIT.contains(&top));
    if in_kit.filter(|rest| of_kit(rest)).any(|rest| exercise_of_kit(rest, names).is_none()) {
        return Belongs::Kit;
    }
    let by_name = belongs_by(path, &|name| names.named(name));
    by_name.or_else(|| belongs_by(path, &|name| names.named_or_numbered(name))).unwrap_or(Belongs::Unknown)
}

/// The same, by what `exercise` makes of the names in the path.
fn belongs_by<'a>(path: &'a str, exercise: &dyn Fn(&str) -> Option<u32>) -> Option<Belongs<'a>> {
    let named = || folders(path).filter_map(move |(end, name)| Some((end, exercise(name)?)));
    let in_src = named().find_map(|(end, number)| {
        let rest = path[end..].strip_prefix("/src/")?;
        Some(Belongs::Source(number, &path[..end], rest))
    });
    let in_folder = || named().last().map(|(end, number)| Belongs::Folder(number, &path[..end], &path[end + 1..]));
    let alone = || path::last(path).strip_suffix(".rs").and_then(exercise).map(Belongs::Alone);
    in_src.or_else(in_folder).or_else(alone)
}

/// The folders that a path leads through: where each ends, and its name.
fn folders(path: &str) -> impl Iterator<Item = (usize, &str)> {
    path.match_indices('/').map(|(end, _)| (end, path::last(&path[..end])))
}

/// Where copies of the kit are: what stands before `exercises/` and the name of an exercise.
fn kits(own: &[(usize, String)], names: &Names<'_>) -> Vec<String> {
    let mut kits: Vec<String> = Vec::new();
    for (_, path) in own {
        let starts = folders(path).filter(|(_, name)| *name == "exercises").map(|(end, name)| end - name.len());
        for start in starts.filter(|start| exercise_of_kit(&path[*start..], names).is_some()) {
            if kits.iter().all(|kit| *kit != path[..start]) {
                kits.push(path[..start].to_owned());
            }
        }
    }
    kits
}

/// The exercise whose folder in a copy of the kit this is in.
fn exercise_of_kit(path: &str, names: &Names<'_>) -> Option<u32> {
    let (name, _) = path.strip_prefix("exercises/")?.split_once('/')?;
    names.named(name)
}
