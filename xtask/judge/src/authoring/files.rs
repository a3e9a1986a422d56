//! What an exercise's folders must hold, apart from what the judge finds out by running it.

use super::submissions::Submissions;
use super::texts;
use crate::KitError;
use crate::catalog::Exercise;
use crate::hints;
use crate::layout::Layout;
use crate::submission;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const LEAST_ALTERNATIVES: usize = 2;
const LEAST_WRONG: usize = 6;

/// Everything that is missing, left over or empty, a sentence each.
pub(super) fn problems(layout: &Layout, exercise: &Exercise, listed: &Submissions) -> Vec<String> {
    let mut problems = pages(layout, exercise);
    problems.extend(hints::load(layout, exercise).err().as_ref().map(KitError::to_string));
    let counts = [
        ("alternative solutions", listed.alternative.len(), LEAST_ALTERNATIVES),
        ("wrong submissions", listed.wrong.len(), LEAST_WRONG),
    ];
    for (what, count, least) in counts {
        if count < least {
            problems.push(format!("there are {count} {what}, and there must be {least} at least"));
        }
    }
    problems.extend(unlisted(layout, exercise, listed));
    problems.extend(no_modules(layout, exercise, listed));
    problems.extend(texts::problems(layout, exercise, listed));
    problems
}

/// Correct solutions that `solutions/lib.rs` does not show to clippy.
fn no_modules(layout: &Layout, exercise: &Exercise, listed: &Submissions) -> Vec<String> {
    let list = fs::read_to_string(layout.solutions("lib.rs")).unwrap_or_default();
    let files = listed.alternative.iter().map(|entry| entry.file.as_str()).chain(["lib.rs"]);
    let paths = files.map(|file| format!("{}/{file}", exercise.folder));
    paths
        .filter(|path| !list.contains(&format!("#[path = \"{path}\"]")))
        .map(|path| format!("{path} is no module of solutions/lib.rs"))
        .collect()
}

fn pages(layout: &Layout, exercise: &Exercise) -> Vec<String> {
    let learner = layout.exercise(&exercise.folder);
    let files = [
        learner.join("README.md"),
        learner.join("tests/examples.rs"),
        layout.solutions(&exercise.folder).join("NOTES.md"),
    ];
    let is_empty = |path: &&std::path::PathBuf| fs::read_to_string(path).map_or(true, |text| text.trim().is_empty());
    files.iter().filter(is_empty).map(|path| format!("{} is missing or empty", layout.display(path))).collect()
}

/// Files without an entry, and entries without a file.
fn unlisted(layout: &Layout, exercise: &Exercise, listed: &Submissions) -> Vec<String> {
    let folder = layout.solutions(&exercise.folder);
    let alternatives = listed.alternative.iter().map(|entry| entry.file.clone());
    let listed: BTreeSet<String> = alternatives.chain(listed.wrong.iter().map(|entry| entry.file.clone())).collect();
    let found: BTreeSet<String> = ["alternative", "wrong"].iter().flat_map(|kind| names(&folder, kind)).collect();
    let missing = listed.difference(&found).map(|file| format!("submissions.toml lists {file}, which does not exist"));
    let extra = found.difference(&listed).map(|file| format!("{file} is not listed in submissions.toml"));
    missing.chain(extra).collect()
}

fn names(folder: &Path, kind: &str) -> Vec<String> {
    let entries = fs::read_dir(folder.join(kind)).into_iter().flatten().flatten();
    entries.map(|entry| format!("{kind}/{}", entry.file_name().to_string_lossy())).collect()
}

/// Whether the learner's file is still the stub. In a learner's own checkout it is not, and need not be.
pub(super) fn stub_is_in_place(layout: &Layout, exercise: &Exercise) -> bool {
    let kept = fs::read(submission::stub_file(layout, exercise));
    let current = fs::read(submission::main_file(layout, exercise, &submission::Source::Exercise));
    matches!((kept, current), (Ok(kept), Ok(current)) if kept == current)
}
