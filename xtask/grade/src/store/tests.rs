use super::{Folder, Found, Graded, Key, Store, UNFINISHED};
use crate::grade::{CheckEnding, Grade, GradedCheck};
use judge::catalog::Medal;
use judge::checks::Stage;
use judge::language::Language;
use judge::sandbox::Level;
use judge::verdict::Standing;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// A result with something in every field.
pub(crate) fn graded(standing: Standing) -> Graded {
    let check = GradedCheck {
        name: "a waiting taker is woken".to_owned(),
        stage: Stage::Interleavings,
        points: 3,
        ending: CheckEnding::Failed,
        reasons: vec!["No thread can ever run again.\u{1b}[31m".to_owned()],
        hint: Some(2),
        printed: "\u{0}".to_owned(),
        elapsed_ms: 12,
    };
    let grade = Grade {
        exercise: 2,
        standing,
        earned: 7,
        possible: 10,
        rejection: Vec::new(),
        checks: vec![check],
        medal: Some(Medal::Silver),
        speed_up: Some(1.75),
        sha256: Some("ab".repeat(32)),
        sandbox: Level::Namespaces,
        is_stub: false,
        elapsed_ms: 1234,
        verdict: json!({"seed": u64::MAX, "speed_up": 0.5}),
    };
    Graded { time: "2026-11-22T09:30:00Z".to_owned(), is_doubtful: false, was_alone: true, grade }
}

fn key() -> Key {
    Key::of("submission", "producer_consumer", "kit", 7, Language::English)
}

fn file(store: &Path) -> PathBuf {
    store.join(format!("{}.json", key()))
}

#[test]
fn what_is_kept_is_found_again_by_its_key_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("results")).unwrap();
    assert_eq!(store.find(&key()).unwrap(), Found::Nothing);
    for standing in [Standing::Inconclusive, Standing::Passed] {
        store.keep(&key(), &graded(standing)).unwrap();
        let reopened = Store::open(folder.path().join("results")).unwrap();
        assert_eq!(reopened.find(&key()).unwrap(), Found::Result(Box::new(graded(standing))));
    }
    assert_eq!(
        store.find(&Key::of("submission", "producer_consumer", "kit", 8, Language::English)).unwrap(),
        Found::Nothing
    );
    store.forget().unwrap();
    assert_eq!(store.find(&key()).unwrap(), Found::Nothing);
}

#[test]
fn a_file_that_was_cut_or_changed_or_moved_is_never_believed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().to_owned()).unwrap();
    store.keep(&key(), &graded(Standing::NotPassed)).unwrap();
    let text = fs::read_to_string(file(folder.path())).unwrap();
    let cuts = (0..text.trim_end().len()).map(|end| String::from_utf8_lossy(&text.as_bytes()[..end]).into_owned());
    let changes = [
        text.replace("\"earned\":7", "\"earned\":9"),
        text.replace("result/v1", "result/v9"),
        text.replace(key().as_str(), Key::of("another", "producer_consumer", "kit", 7, Language::English).as_str()),
        "{}".to_owned(),
        "\u{0}".repeat(4096),
    ];
    for bad in cuts.chain(changes) {
        assert_ne!(bad, text);
        fs::write(file(folder.path()), &bad).unwrap();
        assert!(matches!(store.find(&key()).unwrap(), Found::Unusable(..)), "{bad}");
    }
    store.keep(&key(), &graded(Standing::Passed)).unwrap();
    assert!(matches!(store.find(&key()).unwrap(), Found::Result(_)));
}

#[test]
fn what_a_killed_grader_left_unfinished_is_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    let left = folder.path().join(format!("{UNFINISHED}x7"));
    let others = folder.path().join("notes.txt");
    for path in [&left, &others] {
        fs::write(path, "half a res").unwrap();
    }
    let store = Store::open(folder.path().to_owned()).unwrap();
    store.forget().unwrap();
    assert!(!left.exists() && others.exists());
}

#[test]
fn a_folder_remembers_its_seed_and_forgets_results_only_when_asked() {
    let outside = tempfile::tempdir().unwrap();
    let path = outside.path().join("out");
    let first = Folder::open(&path, None, false).unwrap();
    first.store.keep(&key(), &graded(Standing::Passed)).unwrap();
    let memory = first.memory.clone();
    let second = Folder::open(&path, None, false).unwrap_err().to_string();
    assert!(second.contains("another grader is at work"), "{second}");
    drop(first);

    let resumed = Folder::open(&path, None, false).unwrap();
    assert_eq!(resumed.memory, memory);
    assert!(matches!(resumed.store.find(&key()).unwrap(), Found::Result(_)));
    drop(resumed);

    let reseeded = Folder::open(&path, Some(5), false).unwrap();
    assert_eq!((reseeded.memory.seed, reseeded.memory.class), (5, memory.class));
    drop(reseeded);

    let again = Folder::open(&path, None, true).unwrap();
    assert_eq!((again.memory.seed, again.store.find(&key()).unwrap()), (5, Found::Nothing));
    assert_ne!(again.memory.class, memory.class);
}

#[test]
fn a_folder_with_other_things_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("thesis.tex"), "").unwrap();
    let error = Folder::open(folder.path(), None, false).unwrap_err().to_string();
    assert!(error.contains("holds other things"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
