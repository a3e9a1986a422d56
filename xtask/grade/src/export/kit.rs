//! The files of a learners' kit, but for its lock file: what is copied, and from where.
//!
//! It is a list of what goes in, so that nothing gets out by being forgotten.

use super::exercise;
use super::manifest;
use super::publish::Selection;
use super::tree::{File, copy_folder};
use judge::KitError;
use judge::catalog::Exercise;
use judge::kind;
use judge::layout::Layout;
use std::path::{Path, PathBuf};

/// The crates that the checks are built from.
const CHECK_CRATES: [&str; 4] = ["kit", "model_std", "protocol", "trace"];
/// The programs that learners use.
const PROGRAMS: [&str; 3] = ["xtask", "xtask/book", "xtask/judge"];
/// Single files that are the same in the kit.
const SAME: [&str; 9] = [
    ".gitignore",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "clippy.toml",
    "docs/THREAT_MODEL.md",
    "docs/list.schema.json",
    "docs/verdicts.schema.json",
    "rustfmt.toml",
    "xtask/ru.po",
];
/// A configuration of a teacher's own stays with them.
const CARGO_CONFIG: &str = "[alias]\nxtask = \"run --package xtask --\"\n";
const KIND: &str = "# A learners' kit of Lockstep: the solutions and most of the checks are not here, and run in class.\nkind = \"learners\"\n";

/// All of them.
pub(super) fn files(layout: &Layout, exercises: &[Exercise], selection: &Selection) -> anyhow::Result<Vec<File>> {
    let mut files = vec![
        File::text(kind::FILE, KIND),
        File::text(".cargo/config.toml", CARGO_CONFIG),
        File::text("README.md", include_str!("files/kit/README.md")),
        File::text("README.ru.md", include_str!("files/kit/README.ru.md")),
    ];
    for path in SAME {
        files.push(File::copy(&layout.root, Path::new(path))?);
    }
    for name in CHECK_CRATES {
        files.extend(library(layout, &Path::new("tests").join(name))?);
    }
    for folder in PROGRAMS {
        files.extend(library(layout, Path::new(folder))?);
    }
    files.extend(copy_folder(&layout.root, Path::new("docs/book"), &["css", "md", "po", "toml"])?);
    for exercise in exercises {
        files.extend(exercise::files(layout, exercise, selection)?);
    }
    files.push(File::text("Cargo.toml", root_manifest(layout, exercises, &files)?));
    Ok(files)
}

/// A crate without its tests: they hold solutions, right and wrong.
fn library(layout: &Layout, folder: &Path) -> Result<Vec<File>, KitError> {
    let mut files = vec![File::copy(&layout.root, &folder.join("Cargo.toml"))?];
    for part in ["src", "benches"] {
        files.extend(copy_folder(&layout.root, &folder.join(part), &["rs"])?);
    }
    for single in ["dependencies.rs", "ru.po"].map(|name| folder.join(name)) {
        let is_listed = SAME.iter().any(|path| single == Path::new(path));
        if !is_listed && layout.root.join(&single).is_file() {
            files.push(File::copy(&layout.root, &single)?);
        }
    }
    Ok(files)
}

fn root_manifest(layout: &Layout, exercises: &[Exercise], files: &[File]) -> Result<String, KitError> {
    let root = File::copy(&layout.root, Path::new("Cargo.toml"))?;
    let text = |file: &File| String::from_utf8_lossy(&file.bytes).into_owned();
    let manifests: Vec<String> = files.iter().filter(|file| file.path.ends_with("Cargo.toml")).map(text).collect();
    let members = ["exercises/*", "tests/*", "xtask", "xtask/book", "xtask/judge"];
    let default_members: Vec<String> =
        exercises.iter().map(|exercise| format!("exercises/{}", exercise.folder)).collect();
    Ok(manifest::root(&text(&root), &members, &default_members, &manifests))
}

/// Where something of an exercise is, relative to the root.
pub(super) fn place(part: &str, exercise: &Exercise) -> PathBuf {
    Path::new(part).join(&exercise.folder)
}
