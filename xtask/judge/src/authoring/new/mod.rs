//! A new exercise from the template in `xtask/template`, a small one that verifies as it is: which files there will be
//! ([`plan`]), and how they get there, all of them or none ([`make`]).
//!
//! The template is laid out as the workspace, with `00_my_exercise` for the folder and `my_exercise` for the slug.

mod additions;
mod name;
mod place;
mod template;
mod title;

pub use name::{Name, UnfitName};
pub use place::make;
pub use title::Title;

use super::texts;
use crate::KitError;
use crate::catalog::{Exercise, Track};
use crate::checks::Stage;
use crate::files;
use crate::language::Language;
use crate::layout::Layout;
use std::fs;
use std::path::PathBuf;
use template::{Rendered, Words};

/// What an author asks for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Number and slug.
    pub name: Name,
    /// A short name for lists.
    pub title: Title,
    /// The same in Russian.
    pub title_in_russian: Title,
    /// The part of the course that it belongs to.
    pub track: Track,
    /// The stages that run its checks; behaviour, which every exercise has, need not be among them.
    pub stages: Vec<Stage>,
}

/// What changes in the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The new folders and files, without what is in the folders.
    pub new: Vec<PathBuf>,
    /// All new files.
    pub files: Vec<File>,
    /// Files that there are, and that get a line or more.
    pub changed: Vec<File>,
}

/// A file and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// From the root of the workspace, with `/` on every system.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// Reads the template and the files that list exercises; writes nothing.
pub fn plan(layout: &Layout, wanted: &Wanted) -> Result<Plan, KitError> {
    let name = &wanted.name;
    let words = words(wanted);
    let mut rendered = rendered(layout, wanted, &words)?;
    rendered.fill(&derived(&rendered, &name.folder()));
    let solutions = rendered.below(&format!("solutions/{}/", name.folder()));
    let changed = vec![
        changed(layout, "solutions/lib.rs", |list| additions::modules(list, name, &solutions))?,
        changed(layout, "docs/book/src/SUMMARY.md", |list| additions::contents(list, name, &wanted.title))?,
        additions::translation(layout, &words)?,
    ];
    Ok(Plan { new: new_paths(layout, name), files: rendered.into_files(), changed })
}

/// Refuses a name whose number, slug or files there are already, or that another crate has.
pub fn check_free(layout: &Layout, exercises: &[Exercise], name: &Name) -> Result<Result<(), UnfitName>, KitError> {
    let lock_file = layout.lock_file();
    let text = fs::read_to_string(&lock_file).map_err(KitError::file("read", &lock_file))?;
    let crates = name::crates(&text)
        .map_err(|error| KitError::BrokenExercise { path: lock_file.clone(), message: error.to_string() })?;
    let there = new_paths(layout, name).into_iter().find(|path| path.symlink_metadata().is_ok());
    let nothing_there = there.map_or(Ok(()), |path| Err(UnfitName::IsThere(layout.display(&path))));
    Ok(name.check_free(exercises, &crates).and(nothing_there))
}

/// The new folders, and the new files that are in none of them.
fn new_paths(layout: &Layout, name: &Name) -> Vec<PathBuf> {
    let (folder, book) = (name.folder(), layout.book());
    vec![
        layout.exercise(&folder),
        layout.checks(&folder),
        layout.solutions(&folder),
        book.join("src/exercises").join(format!("{folder}.md")),
        book.join("pictures").join(format!("{}.toml", name.slug)),
    ]
}

/// What stands for the author's choices in the template.
fn words(wanted: &Wanted) -> Words {
    let Wanted { name, title, title_in_russian, track, stages: _ } = wanted;
    Words::new([
        (template::FOLDER, name.folder()),
        (template::SLUG, name.slug.clone()),
        ("NUMBER", name.number.to_string()),
        ("TITLE", title.to_string()),
        ("TITLE_IN_RUSSIAN", title_in_russian.to_string()),
        ("TRACK", track.word().to_owned()),
    ])
}

/// All files of the template, apart from the one whose content is added to another.
fn rendered(layout: &Layout, wanted: &Wanted, words: &Words) -> Result<Rendered, KitError> {
    let template = layout.template();
    let mut rendered = Rendered::default();
    for path in files::all(&template)? {
        let text = fs::read_to_string(&path).map_err(KitError::file("read", &path))?;
        let relative = path.strip_prefix(&template).expect("it was found there");
        let relative = relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if relative != additions::TRANSLATION {
            rendered.add(&relative, &text, &wanted.stages, words);
        }
    }
    Ok(rendered)
}

/// What follows from the new files themselves: points, and the versions of pages.
fn derived(rendered: &Rendered, folder: &str) -> Words {
    let points = |file: &str| template::points(rendered.text(&format!("tests/{folder}/{file}.rs")));
    let scenarios = points("interleavings");
    let all = points("behaviour") + scenarios + points("speed");
    let version = |folder_of: &str, stem: &str| {
        let page = Language::English.page(stem);
        let version = texts::version(&page, rendered.text(&format!("{folder_of}/{folder}/{page}")).as_bytes());
        (format!("VERSION_OF_{page}"), version)
    };
    Words::new([
        ("ALL_POINTS".to_owned(), all.to_string()),
        ("POINTS_OF_SCENARIOS".to_owned(), scenarios.to_string()),
        version("exercises", "README"),
        version("exercises", "hints"),
        version("solutions", "NOTES"),
    ])
}

fn changed(layout: &Layout, path: &str, change: impl FnOnce(&str) -> String) -> Result<File, KitError> {
    let full = layout.root.join(path);
    let text = fs::read_to_string(&full).map_err(KitError::file("read", &full))?;
    Ok(File { path: path.to_owned(), text: change(&text) })
}
