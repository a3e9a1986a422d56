//! `cargo xtask new`: what it makes verifies as it is, and what it refuses changes nothing.
#![expect(clippy::unwrap_used, reason = "a test that cannot set up fails")]

mod common;

use common::{Copy, Ran, WORKSPACE};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn a_new_exercise_verifies_as_it_is() {
    let copy = Copy::new();
    let words = ["new", "98_two_cooks", "--title", "Two cooks", "--title-ru", "Два повара"];
    copy.xtask(&words)
        .expect(0, &["Exercise 98, Two cooks", "tests/98_two_cooks", "Cargo.lock", "verify 98 --strict", "AUTHOR:"]);
    copy.xtask(&["list"]).expect(0, &["Two cooks"]);
    copy.xtask(&["list", "--lang", "ru"]).expect(0, &["Два повара"]);
    assert!(copy.read("docs/book/src/SUMMARY.md").contains("(exercises/98_two_cooks.md)"));
    assert!(copy.read("docs/book/po/ru.po").contains("msgstr \"98. Два повара\""));
    copy.xtask(&["check", "98"]).expect(1, &["This is the stub"]);
    copy.xtask(&["verify", "98", "--strict"]).expect(0, &["0 not as they must be, 0 other problems"]);
    copy.xtask(&["new", "98_cook"]).expect(2, &["number 98 is taken by exercises/98_two_cooks"]);
    copy.xtask(&["new", "97_two_cooks"]).expect(2, &["exercises/98_two_cooks"]);
    copy.xtask(&["new", "97_two_cooks_checks"]).expect(2, &["a crate `two_cooks_checks` already"]);
}

#[test]
fn nothing_of_the_template_is_left_out_of_place() {
    for (stages, absent) in [
        (
            "behaviour",
            ["tests/98_x/interleavings.rs", "solutions/98_x/wrong/loads_then_stores.rs", "tests/98_x/speed.rs"],
        ),
        ("interleavings", ["tests/98_x/speed.rs", "solutions/98_x/wrong/rest_for_the_last.rs", "xtask/98_x"]),
        ("speed", ["tests/98_x/interleavings.rs", "solutions/98_x/wrong/takes_in_two_steps.rs", "xtask/98_x"]),
    ] {
        let copy = Copy::new();
        let before = files(&copy.root);
        copy.xtask(&["new", "98_x", "--stages", stages, "--track", "parallel"]).expect(0, &["verify 98 --strict"]);
        for path in absent {
            assert!(!copy.path(path).exists(), "{stages}: {path}");
        }
        for (path, text) in files(&copy.root).into_iter().filter(|(path, text)| before.get(path) != Some(text)) {
            let text = String::from_utf8(text).unwrap();
            for word in
                ["my_exercise", "TITLE", "TRACK", "NUMBER", "POINTS", "VERSION_OF", "<speed>", "</interleavings>"]
            {
                assert!(!text.contains(word), "{stages}: {word} in {}", path.display());
            }
        }
        // Settings and submissions can be read, and the lock file fits.
        copy.xtask(&["list"]).expect(0, &["98", "parallel"]);
        let mut cargo = std::process::Command::new(env!("CARGO"));
        cargo.args(["tree", "--locked", "--offline", "--package", "x_checks"]).current_dir(&copy.root);
        Ran::from(cargo.output().unwrap()).expect(0, &["x_checks"]);
    }
}

#[test]
fn what_is_refused_changes_nothing() {
    let copy = Copy::new();
    copy.write("docs/book/pictures/left_over.toml", "");
    let before = files(&copy.root);
    for (words, reason) in [
        (&["7_x"][..], "Did you mean `07_x`?"),
        (&["98-x"], "Did you mean `98_x`?"),
        (&["98_Über"], "`98_Über` is no name for an exercise"),
        (&["98_match"], "a word of the language Rust"),
        (&["98_std"], "a meaning of its own"),
        (&["98_tokio"], "a crate `tokio` already"),
        (&["03_x"], "number 3 is taken by exercises/03_ticket_office"),
        (&["98_ticket_office"], "exercises/03_ticket_office"),
        (&["96_left_over"], "docs/book/pictures/left_over.toml is there already"),
        (&["98_x", "--title", "<b>"], "a title is plain text, without <"),
        (&["98_x", "--track", "knitting"], "the tracks are threads, async and parallel"),
        (&["98_x", "--stages", "behaviour,sped"], "the stages are behaviour, interleavings and speed"),
    ] {
        copy.xtask(&[&["new"], words].concat()).expect(2, &[reason]);
    }
    let ran = copy.command(&["new", "98_x"]).env("CARGO", "no-such-cargo").output().unwrap();
    Ran::from(ran).expect(2, &["cannot start no-such-cargo"]);
    // A lock file that cargo cannot read.
    copy.write("Cargo.lock", copy.read("Cargo.lock").replacen("version = 4", "version = 400", 1));
    let lock_file = copy.read("Cargo.lock");
    copy.xtask(&["new", "98_x"]).expect(2, &["cargo could not enter the new packages", "400"]);
    assert_eq!(copy.read("Cargo.lock"), lock_file);
    let mut after = files(&copy.root);
    after.insert(copy.path("Cargo.lock"), before[&copy.path("Cargo.lock")].clone());
    assert!(after == before, "something was left");
}

/// Whoever has changed a place takes its comment away.
#[test]
fn no_comment_of_the_template_is_left_in_an_exercise() {
    let own = ["exercises", "tests", "solutions", "docs/book"].map(|folder| Path::new(WORKSPACE).join(folder));
    let texts = own.iter().flat_map(|folder| files(folder));
    let left = texts.filter(|(_, text)| String::from_utf8_lossy(text).contains("AUTHOR:"));
    let left: Vec<PathBuf> = left.map(|(path, _)| path).collect();
    assert!(left.is_empty(), "`AUTHOR:` is left in {left:#?}");
}

/// All files below a folder, with what is in them.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = judge::files::all(folder).unwrap();
    all.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}
