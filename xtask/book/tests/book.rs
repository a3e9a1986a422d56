//! The book as it is: it can be built, its links hold, nothing is left out, and nothing is missing in Russian.

use book::build;
use book::source::Sources;
use book::translation;
use judge::catalog;
use judge::files;
use judge::language::Language;
use judge::layout::Layout;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn layout() -> Layout {
    Layout::find(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the package is in the workspace")
}

fn source(name: &str) -> PathBuf {
    layout().book().join("src").join(name)
}

fn chapters() -> Vec<PathBuf> {
    files::with_extension(&source(""), "md").expect("the book has chapters")
}

fn pages(folder: &Path) -> BTreeSet<PathBuf> {
    let pages = files::with_extension(folder, "html").expect("the book has pages");
    pages.into_iter().map(|page| page.strip_prefix(folder).expect("it is there").to_owned()).collect()
}

#[test]
fn it_is_built_in_each_language_and_its_links_hold() {
    let out = tempfile::tempdir().unwrap();
    let links = build::build(&Sources::of(&layout()), out.path()).unwrap();
    assert!(links.inside > 100, "{links:?}");
    let [english, russian] = Language::ALL.map(|language| pages(&out.path().join(language.code())));
    assert_eq!(english, russian);
    // A page for each chapter and for the list of them.
    assert_eq!(english.len(), chapters().len());
}

#[test]
fn each_exercise_has_a_chapter_with_its_statement_and_a_picture() {
    let summary = fs::read_to_string(source("SUMMARY.md")).unwrap();
    for exercise in catalog::load(&layout()).unwrap() {
        let name = format!("exercises/{}.md", exercise.folder);
        assert!(summary.contains(&format!("({name})")), "{name} is not in SUMMARY.md");
        let chapter = fs::read_to_string(source(&name)).unwrap();
        for mark in [&format!("<!-- statement: {} -->", exercise.folder), "<!-- picture: "] {
            assert!(chapter.contains(mark), "{name}: no {mark}");
        }
    }
}

#[test]
fn each_picture_is_shown_once() {
    let text: String = chapters().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for name in Sources::of(&layout()).pictures().unwrap().keys() {
        assert_eq!(text.matches(&format!("<!-- picture: {name} -->")).count(), 1, "{name}");
    }
}

#[test]
fn each_chapter_with_examples_is_compiled() {
    let compiled = include_str!("../src/snippets.rs");
    for path in chapters() {
        let chapter = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(source("")).unwrap().display().to_string().replace('\\', "/");
        assert_eq!(chapter.contains("```rust"), compiled.contains(&format!("\"{name}\"")), "{name}");
    }
}

#[test]
fn nothing_is_missing_or_stale_in_russian() {
    let sources = Sources::of(&layout());
    let template = translation::template(&sources).unwrap();
    let gaps = translation::gaps(&template, &sources.translation(Language::Russian).unwrap());
    let lines: Vec<String> = gaps.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}\nSee docs/AUTHORING.md, \"The book\".", lines.join("\n"));
}
