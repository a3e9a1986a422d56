//! What a report as a whole is made of.

use super::classroom50::Delivery;
use super::{files, fixture};
use std::collections::BTreeSet;
use std::path::Component;

#[test]
fn every_format_has_its_files() {
    let files = files(&fixture::class(), &Delivery::default());
    let paths: Vec<String> = files.iter().map(|(path, _)| path.display().to_string().replace('\\', "/")).collect();
    insta::assert_snapshot!("files", paths.join("\n"));
}

#[test]
fn no_file_is_written_twice_or_elsewhere() {
    for class in [fixture::class(), fixture::long(), fixture::many(), fixture::empty()] {
        let mut seen = BTreeSet::new();
        for (path, _) in files(&class, &Delivery::default()) {
            assert!(path.components().all(|part| matches!(part, Component::Normal(_))), "{}", path.display());
            assert!(path.as_os_str().len() < 250, "{}", path.display());
            assert!(seen.insert(path.to_string_lossy().to_lowercase()), "{} twice", path.display());
        }
    }
}

#[test]
fn every_file_ends_with_a_line_break_and_steers_no_terminal() {
    for (path, content) in files(&fixture::class(), &Delivery::default()) {
        assert!(content.ends_with('\n'), "{}", path.display());
        assert!(!content.contains('\u{1b}') && !content.contains('\r'), "{}", path.display());
    }
}

#[test]
fn the_same_class_gives_the_same_files() {
    let once = files(&fixture::class(), &Delivery::default());
    assert_eq!(once, files(&fixture::class(), &Delivery::default()));
}
