//! One exercise in a learners' kit: its stub, its texts, and its visible checks.

use super::kit::place;
use super::publish::{Published, Selection};
use super::tree::{File, copy_folder};
use super::{examples, manifest, words};
use anyhow::bail;
use judge::KitError;
use judge::authoring::Literals;
use judge::catalog::Exercise;
use judge::language::Language;
use judge::layout::Layout;
use judge::submission;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use toml::Table;
use tr::tr;

/// Where the examples are, in an exercise.
const EXAMPLES: &str = "tests/examples.rs";

/// All of its files.
pub(super) fn files(layout: &Layout, exercise: &Exercise, selection: &Selection) -> anyhow::Result<Vec<File>> {
    let stages: Vec<Published> = [Published::Behaviour, Published::Interleavings]
        .into_iter()
        .filter(|stage| selection.contains(&(exercise.number, *stage)))
        .collect();
    let mut files = of_learner(layout, exercise, &stages)?;
    files.extend(visible_checks(layout, exercise, &stages)?);
    Ok(files)
}

/// What a learner reads and edits. The source is the stub, whatever lies in the teacher's own `src`.
fn of_learner(layout: &Layout, exercise: &Exercise, stages: &[Published]) -> anyhow::Result<Vec<File>> {
    let folder = place("exercises", exercise);
    let is_adapted = |path: &Path| path.ends_with("exercise.toml") || path.starts_with(folder.join("src"));
    let mut files = copy_folder(&layout.root, &folder, &["md", "po", "rs", "toml"])?;
    files.retain(|file| !is_adapted(&file.path));
    let stub = submission::stub_file(layout, exercise);
    files.push(File::text(folder.join("src/lib.rs"), read(&stub)?));
    let settings = table(&layout.exercise(&exercise.folder).join("exercise.toml"))?;
    let has_interleavings = stages.contains(&Published::Interleavings);
    let settings = manifest::settings(&settings, has_interleavings, !stages.is_empty());
    files.push(File::text(folder.join("exercise.toml"), settings));
    Ok(files)
}

/// Its package of checks: the files that are published and, unless the behaviour checks are, its examples in their place.
fn visible_checks(layout: &Layout, exercise: &Exercise, stages: &[Published]) -> anyhow::Result<Vec<File>> {
    let folder = place("tests", exercise);
    let mut files = Vec::new();
    for stage in stages {
        files.extend(published(layout, exercise, *stage)?);
    }
    if !stages.contains(&Published::Behaviour) {
        let file = layout.exercise(&exercise.folder).join(EXAMPLES);
        let checks = match examples::as_checks(&read(&file)?, &layout.display(&file)) {
            Ok(checks) => checks,
            Err(why) => bail!("{}: {why}", layout.display(&file)),
        };
        files.push(File::text(folder.join("behaviour.rs"), checks));
    }
    files.extend(translations(layout, exercise, &files)?);
    let is_published = |name: &&str| stages.iter().any(|stage| stage.name() == *name) || *name == "behaviour";
    let names: Vec<&str> = ["behaviour", "interleavings"].into_iter().filter(is_published).collect();
    let of_checks = table(&layout.checks(&exercise.folder).join("Cargo.toml"))?;
    let of_exercise = table(&layout.exercise(&exercise.folder).join("Cargo.toml"))?;
    let manifest = manifest::checks(&of_checks, &of_exercise, exercise.number, &exercise.folder, &names);
    files.push(File::text(folder.join("Cargo.toml"), manifest));
    Ok(files)
}

/// A file of hidden checks, and the folder of the same name with its modules.
fn published(layout: &Layout, exercise: &Exercise, stage: Published) -> anyhow::Result<Vec<File>> {
    let folder = place("tests", exercise);
    let main = File::copy(&layout.root, &folder.join(stage.name()).with_extension("rs"))?;
    let text = String::from_utf8_lossy(&main.bytes);
    let taken_in = text.lines().filter_map(|line| line.trim().strip_prefix("#[path = \"")?.strip_suffix("\"]"));
    let own = format!("{}/", stage.name());
    if let Some(other) = taken_in.into_iter().find(|path| !path.starts_with(&own) || path.contains("..")) {
        bail!(tr!(
            "{file} cannot be published: it takes {other} in",
            file = layout.display(&layout.root.join(&main.path)),
            other
        ));
    }
    let modules = copy_folder(&layout.root, &folder.join(stage.name()), &["rs"])?;
    Ok([main].into_iter().chain(modules).collect())
}

/// The words of the visible checks in other languages: those of the hidden ones would give them away.
fn translations(layout: &Layout, exercise: &Exercise, checks: &[File]) -> anyhow::Result<Vec<File>> {
    let mut literals = Literals::default();
    for file in checks.iter().filter(|file| file.path.extension() == Some(OsStr::new("rs"))) {
        if let Err(why) = literals.add(&String::from_utf8_lossy(&file.bytes)) {
            bail!("{}: {why}", file.path.display());
        }
    }
    let mut files = Vec::new();
    for language in Language::ALL {
        let path = layout.checks(&exercise.folder).join(language.catalogue());
        if path.is_file() {
            let catalogue = words::only_said(&read(&path)?, &literals.all);
            files.push(File::text(place("tests", exercise).join(language.catalogue()), catalogue));
        }
    }
    Ok(files)
}

fn table(path: &Path) -> anyhow::Result<Table> {
    let text = read(path)?;
    match text.parse() {
        Ok(table) => Ok(table),
        Err(error) => bail!("{}: {error}", path.display()),
    }
}

fn read(path: &Path) -> Result<String, KitError> {
    fs::read_to_string(path).map_err(KitError::file("read", path))
}
