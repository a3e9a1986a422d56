//! What is kept, what is added up, and what is refused.

use super::document::FORMAT;
use super::*;
use crate::KitError;
use crate::layout::Layout;
use crate::speed_up::Work;
use std::fs;

fn workspace() -> (tempfile::TempDir, Layout) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("exercises")).unwrap();
    fs::write(folder.path().join("Cargo.toml"), "").unwrap();
    let layout = Layout::find(folder.path()).unwrap();
    (folder, layout)
}

fn of(slug: &str, done: ExerciseProgress) -> Progress {
    Progress { exercises: [(slug.to_owned(), done)].into() }
}

fn passed(at: u64, times: f64, medal: Medal) -> ExerciseProgress {
    ExerciseProgress {
        attempts: 3,
        passed_at: Some(at),
        passed_points: Some(40),
        best_points: 40,
        hints_shown: 1,
        medal: Some(medal),
        speed_up: Some(SpeedUp { times, work: Work::CpuBound { cores: 2 } }),
        last: Some(LastCheck { at, standing: Standing::Passed, passed: 9, checks: 9, hint: None }),
    }
}

#[test]
fn what_was_saved_is_loaded() {
    let (_folder, layout) = workspace();
    assert_eq!(load(&layout).unwrap(), (Progress::default(), Loaded::Fine));
    update(&layout, |progress| progress.record_hints("ticket_office", 2)).unwrap();
    update(&layout, |progress| progress.record_hints("ticket_office", 1)).unwrap();
    let other = of("parallel_sieve", passed(7, 1.91, Medal::Silver));
    update(&layout, |progress| progress.merge(&other)).unwrap();
    let (progress, _) = load(&layout).unwrap();
    assert_eq!(progress.of("ticket_office").hints_shown, 2);
    assert_eq!(progress.of("parallel_sieve"), other.of("parallel_sieve"));
}

#[test]
fn a_damaged_file_is_set_aside_and_never_overwritten() {
    let (_folder, layout) = workspace();
    fs::create_dir(layout.state()).unwrap();
    for (number, damage) in ["", "{", "\u{0}\u{0}", "[]", "{\"format\":1,\"exercises\":7}"].iter().enumerate() {
        fs::write(path(&layout), damage).unwrap();
        let (_, loaded, ()) = update(&layout, |progress| progress.record_hints("x", 1)).unwrap();
        let kept = layout.state().join(format!("progress.damaged-{}.json", number + 1));
        assert_eq!(loaded, Loaded::SetAside(kept.clone()));
        assert_eq!(&fs::read_to_string(kept).unwrap(), damage);
        assert_eq!(load(&layout).unwrap().0.of("x").hints_shown, 1);
    }
}

#[test]
fn the_file_of_a_newer_kit_is_left_alone() {
    let (_folder, layout) = workspace();
    fs::create_dir(layout.state()).unwrap();
    let newer = format!("{{\"format\":{},\"exercises\":[]}}", FORMAT + 1);
    fs::write(path(&layout), &newer).unwrap();
    assert!(matches!(update(&layout, |_| ()), Err(KitError::NewerProgress { found, .. }) if found == FORMAT + 1));
    assert_eq!(fs::read_to_string(path(&layout)).unwrap(), newer);
}

#[test]
fn a_file_of_format_1_loses_nothing() {
    let text = r#"{"format": 1, "exercises": {
        "ticket_office": {"attempts": 4, "passed_at": 1700000000, "best_points": 89, "hints_shown": 2},
        "gone_since": {"attempts": 1, "passed_at": null, "best_points": 3, "hints_shown": 0}}}"#;
    let old = read(text.as_bytes(), "old.json".as_ref()).unwrap();
    let done = old.of("ticket_office");
    assert_eq!((done.attempts, done.passed_at, done.best_points, done.hints_shown), (4, Some(1_700_000_000), 89, 2));
    assert!(done.passed_less_than(95) && !done.passed_less_than(89));
    let again = read(render(&old).as_bytes(), "new.json".as_ref()).unwrap();
    assert_eq!(again, old, "an exercise that this kit does not have is kept");
}

#[test]
fn merging_takes_the_better_of_both_in_any_order_and_only_once() {
    let here = passed(200, 1.8, Medal::Gold);
    let there = ExerciseProgress { attempts: 9, hints_shown: 3, ..passed(100, 1.93, Medal::Bronze) };
    let merged = |ours: &ExerciseProgress, theirs: &ExerciseProgress| {
        let mut progress = of("x", ours.clone());
        let changes = progress.merge(&of("x", theirs.clone()));
        (progress.of("x"), changes.len())
    };
    let (both, changes) = merged(&here, &there);
    assert_eq!((both.attempts, both.passed_at, both.hints_shown, both.medal), (9, Some(100), 3, Some(Medal::Gold)));
    assert_eq!(both.speed_up, there.speed_up);
    assert_eq!(both.last, here.last, "the later check is the latest");
    assert_eq!(changes, 1);
    assert_eq!(merged(&there, &here).0, both);
    assert_eq!(merged(&both, &there), (both.clone(), 0), "again, it changes nothing");
    assert_eq!(merged(&ExerciseProgress::default(), &here).0, here);
}

#[test]
fn a_pass_of_an_earlier_version_stays_one_after_merging() {
    let old = ExerciseProgress { passed_at: Some(5), best_points: 80, ..ExerciseProgress::default() };
    let tried_new = ExerciseProgress { best_points: 90, ..ExerciseProgress::default() };
    let mut progress = of("x", tried_new);
    progress.merge(&of("x", old));
    let both = progress.of("x");
    assert_eq!((both.passed_points, both.best_points), (Some(80), 90));
    assert!(both.passed_less_than(90) && !both.passed_less_than(80));
}

#[test]
fn what_is_no_progress_is_refused_with_its_place() {
    let problem = |text: &str| read(text.as_bytes(), "laptop.json".as_ref()).unwrap_err().to_string();
    for (text, expected) in [
        ("", "laptop.json is damaged, and nothing was changed: EOF"),
        ("hello", "is damaged, and nothing was changed: expected value at line 1 column 1"),
        ("{\"format\":1,\n\"exercises\":{\"x\":{\"attempts\":-1}}}", "line 2 column"),
        ("{\"format\":1,\"exercises\":{\"x\":{\"medal\":\"tin\"}}}", "unknown variant `tin`"),
        ("[1]", "laptop.json is no progress of this course"),
        ("{\"format\":\"lockstep/verdicts/v1\",\"exercises\":{}}", "is no progress of this course"),
        ("{\"format\":0,\"exercises\":{}}", "is no progress of this course"),
        ("{\"format\":99}", "newer version of this kit"),
    ] {
        let message = problem(text);
        assert!(message.contains(expected), "{text}: {message}");
    }
    assert!(problem(&" ".repeat(2 << 20)).contains("is no progress"));
}

#[test]
fn an_export_overwrites_nothing_unless_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.json");
    let progress = of("x", passed(5, 2.5, Medal::Gold));
    export(&progress, &file, false).unwrap();
    assert_eq!(read_from(&file).unwrap(), progress);
    assert!(matches!(export(&Progress::default(), &file, false), Err(TransferError::Exists(_))));
    assert_eq!(read_from(&file).unwrap(), progress);
    export(&Progress::default(), &file, true).unwrap();
    assert_eq!(read_from(&file).unwrap(), Progress::default());
    assert!(matches!(export(&progress, folder.path(), true), Err(TransferError::NoFile(_))));
    assert!(matches!(read_from(folder.path()), Err(TransferError::NoProgressInFolder(..))));
}

#[test]
fn another_copy_of_the_kit_can_be_read_by_its_folder() {
    let (folder, layout) = workspace();
    update(&layout, |progress| progress.record_hints("x", 2)).unwrap();
    assert_eq!(read_from(folder.path()).unwrap().of("x").hints_shown, 2);
}
