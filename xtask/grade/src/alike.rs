//! Which submissions to one exercise are the same but for names, spacing and comments, pure. It judges nobody: whoever
//! copied from whom, or both from the same book, somebody has to find out by asking.

use crate::class::Alike;
use crate::tasks::Entry;
use judge::KitError;
use judge::authoring;
use judge::catalog::Exercise;
use judge::comparison;
use judge::hash;
use judge::layout::Layout;
use judge::submission::{self, SourceFile};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Shorter solutions are the same by chance. Counted in words that the stub does not have; a name, a number and a sign
/// are a word each.
const LEAST_OWN_WORDS: usize = 80;

/// What is left of a submission without its names, spacing and comments, as a hash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shape(String);

/// The shape of a submission; none when it is no Rust, or hardly more than the stub.
pub(crate) fn shape(files: &[SourceFile], stub: &str) -> Option<Shape> {
    let texts: Vec<&str> = files.iter().map(|file| file.text.as_str()).collect();
    let form = comparison::form(&texts, stub)?;
    (form.own_words >= LEAST_OWN_WORDS).then(|| Shape(hash::of_parts([form.text])))
}

/// What everybody began with.
pub(crate) fn stub(layout: &Layout, exercise: &Exercise) -> Result<String, KitError> {
    read(&submission::stub_file(layout, exercise))
}

/// The shapes of the solutions that the kit shows after solving.
pub(crate) fn published(layout: &Layout, exercise: &Exercise) -> Result<BTreeSet<Shape>, KitError> {
    let stub = stub(layout, exercise)?;
    let folder = layout.solutions(&exercise.folder);
    let alternatives = authoring::load(layout, exercise)?.alternative.into_iter().map(|listed| listed.file);
    let mut shapes = BTreeSet::new();
    for file in ["lib.rs".to_owned()].into_iter().chain(alternatives) {
        let file = SourceFile { path: "lib.rs".into(), display: String::new(), text: read(&folder.join(file))? };
        shapes.extend(shape(&[file], &stub));
    }
    Ok(shapes)
}

/// Groups of learners with the same shape. One learner alone is a group with a published solution. In the order of the
/// exercises, and within one of the learners who were handed in first.
pub(crate) fn groups(entries: &[Entry], published: &BTreeMap<u32, BTreeSet<Shape>>) -> Vec<Alike> {
    let mut groups: BTreeMap<(u32, &Shape), Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        if let Some(shape) = &entry.shape {
            groups.entry((entry.exercise, shape)).or_default().push(entry);
        }
    }
    let mut found: Vec<Alike> = groups
        .into_iter()
        .map(|((exercise, shape), entries)| Alike {
            exercise,
            learners: entries.iter().map(|entry| entry.learner.clone()).collect(),
            is_published: published.get(&exercise).is_some_and(|known| known.contains(shape)),
        })
        .filter(|group| group.learners.len() > 1 || group.is_published)
        .collect();
    found.sort_by(|a, b| (a.exercise, &a.learners).cmp(&(b.exercise, &b.learners)));
    found
}

fn read(path: &Path) -> Result<String, KitError> {
    fs::read_to_string(path).map_err(KitError::file("read", path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Key;
    use crate::tasks::Origin;
    use judge::files;
    use judge::language::Language;
    use std::env;

    fn entry(learner: &str, exercise: u32, shape: &str) -> Entry {
        let origin = Origin::Judged(Key::of(learner, "x", "k", 1, Language::English));
        let shape = (!shape.is_empty()).then(|| Shape(shape.to_owned()));
        Entry { learner: learner.to_owned(), exercise, origin, shape }
    }

    #[test]
    fn those_with_the_same_shape_are_a_group_within_one_exercise() {
        let entries = [
            entry("ada", 1, "a"),
            entry("bob", 1, "b"),
            entry("cyd", 1, "a"),
            entry("dan", 1, ""),
            entry("eve", 1, ""),
            entry("ada", 2, "a"),
            entry("fay", 2, "c"),
            entry("gus", 2, "d"),
            entry("hal", 2, "d"),
        ];
        let published = BTreeMap::from([(2, BTreeSet::from([Shape("c".to_owned())]))]);
        let found = groups(&entries, &published);
        let told: Vec<_> = found.iter().map(|a| (a.exercise, a.learners.join(" "), a.is_published)).collect();
        let expected = [(1, "ada cyd", false), (2, "fay", true), (2, "gus hal", false)];
        assert_eq!(told, expected.map(|(exercise, learners, known)| (exercise, learners.to_owned(), known)));
    }

    #[test]
    fn every_solution_of_the_kit_has_a_shape_and_no_stub_has_one() {
        let layout = Layout::find(&env::current_dir().unwrap()).unwrap();
        for exercise in judge::catalog::load(&layout).unwrap() {
            let stub = stub(&layout, &exercise).unwrap();
            let begun = SourceFile { path: "lib.rs".into(), display: String::new(), text: stub.clone() };
            assert_eq!(shape(&[begun], &stub), None, "{}", exercise.slug);
            let known = published(&layout, &exercise).unwrap();
            let folder = layout.solutions(&exercise.folder);
            let ways = files::with_extension(&folder.join("alternative"), "rs").unwrap_or_default().len();
            assert_eq!(known.len(), 1 + ways, "{}", exercise.slug);
        }
    }
}
