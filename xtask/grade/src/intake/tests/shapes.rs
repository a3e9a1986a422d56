//! Each shape of a hand-in, as a folder and as every kind of archive: the same is understood.

use super::build::{gzipped, tar, write, zip};
use super::{lines, take};
use crate::intake::Roster;
use std::fs;
use std::path::Path;

const NO_EXERCISE: &str = "No exercise is in it. What counts is a copy of the kit, and folders or files with the name \
                           of an exercise, such as `03_ticket_office/src/lib.rs` or `ticket_office.rs`.";
const WHICH: &str = "Its name does not say which exercise it solves. Put it into a folder with the exercise's name, or say `--exercise`.";
const UNASKED: &str = "It is no part of a solution, so it does not count.";

/// What is understood of files with these paths, each of which holds its number in the list.
#[track_caller]
fn check(paths: &[&str], exercise: Option<u32>, expected: &[&str]) {
    let numbers: Vec<String> = (0..paths.len()).map(|number| number.to_string()).collect();
    let files: Vec<(&str, &[u8])> = paths.iter().zip(&numbers).map(|(path, text)| (*path, text.as_bytes())).collect();
    let folder = tempfile::tempdir().unwrap();
    let class = folder.path().join("class");
    write(&class, &files);
    let archives = [("class.zip", zip(&files)), ("class.tar", tar(&files)), ("class.tgz", gzipped(&tar(&files)))];
    for (name, bytes) in &archives {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    for name in ["class", "class.zip", "class.tar", "class.tgz"] {
        let place = folder.path().join(name);
        assert_eq!(lines(&take(&place, exercise, None), &place), expected, "{name}");
    }
}

#[test]
fn a_copy_of_the_kit_for_each_learner() {
    check(
        &[
            "alice/exercises/01_say_hello/src/lib.rs",
            "alice/exercises/03_ticket_office/src/lib.rs",
            "alice/exercises/03_ticket_office/src/office/window.rs",
            "alice/exercises/03_ticket_office/stub.rs",
            "alice/exercises/03_ticket_office/tests/examples.rs",
            "alice/exercises/03_ticket_office/Cargo.toml",
            "alice/solutions/03_ticket_office/lib.rs",
            "alice/tests/03_ticket_office/behaviour.rs",
            "alice/tests/kit/src/lib.rs",
            "alice/xtask/src/main.rs",
            "alice/target/debug/build/03_ticket_office/src/lib.rs",
            "alice/.git/x.rs",
            "bob/my kit/exercises/03_ticket_office/src/lib.rs",
        ],
        None,
        &["alice 1 lib.rs=0", "alice 3 lib.rs=1 office/window.rs=2", "bob 3 lib.rs=12"],
    );
}

#[test]
fn folders_and_files_with_the_names_of_exercises() {
    check(
        &[
            "alice/03_ticket_office.rs",
            "bob/Ticket-Office/lib.rs",
            "bob/say_hello.rs",
            "carol/homework/3/src/lib.rs",
            "dora/ticket_office/solution.rs",
            "eve/1/03_ticket_office/src/lib.rs",
            "frank/ticket_office/lib.rs",
            "frank/ticket_office/window.rs",
        ],
        None,
        &[
            "alice 3 lib.rs=0",
            "bob 1 lib.rs=2",
            "bob 3 lib.rs=1",
            "carol 3 lib.rs=3",
            "dora 3 lib.rs=4",
            "eve 3 lib.rs=5",
            "frank 3 lib.rs=6 window.rs=7",
        ],
    );
}

#[test]
fn one_file_for_each_learner_and_exercise() {
    check(
        &["alice_03_ticket_office.rs", "alice_1.rs", "Боб_ticket_office.rs", "carol.rs", "notes.txt"],
        None,
        &[
            "alice 1 lib.rs=1",
            "alice 3 lib.rs=0",
            "Боб 3 lib.rs=2",
            &format!("- carol.rs: {WHICH}"),
            &format!("- notes.txt: {UNASKED}"),
        ],
    );
    check(&["alice.rs", "bob_ticket_office.rs"], Some(1), &["alice 1 lib.rs=0", "bob 3 lib.rs=1"]);
}

#[test]
fn what_moodle_and_canvas_export() {
    check(
        &[
            "Jane Doe_12345_assignsubmission_file_/main.rs",
            "Jo Roe_12346_assignsubmission_file_/src/lib.rs",
            "Jo Roe_12346_assignsubmission_file_/src/window.rs",
            "Jo Roe_12346_assignsubmission_file_/README.md",
        ],
        Some(3),
        &["Jane Doe_12345 3 lib.rs=0", "Jo Roe_12346 3 lib.rs=1 window.rs=2"],
    );
    check(
        &["doejane_123_456_lib.rs", "roejo_LATE_124_457_say_hello-1.rs"],
        Some(3),
        &["doejane_123 3 lib.rs=0", "roejo_124 1 lib.rs=1"],
    );
}

#[test]
fn what_gradescope_exports() {
    check(
        &["submission_1/lib.rs", "submission_2/essay.pdf", "submission_metadata.yml"],
        Some(3),
        &[
            "submission_1 3 lib.rs=0",
            &format!("- submission_2: {NO_EXERCISE}"),
            &format!("- submission_metadata.yml: {UNASKED}"),
        ],
    );
}

#[test]
fn an_archive_may_have_a_folder_around_everything() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("export.zip");
    for (files, expected) in [
        (
            &["a/b/submission_1/lib.rs", "a/b/submission_2/lib.rs"][..],
            &["submission_1 3 lib.rs=x", "submission_2 3 lib.rs=x"][..],
        ),
        (&["lockstep-main/exercises/01_say_hello/src/lib.rs"], &["export 1 lib.rs=x"]),
        (&["Jane Doe_1_assignsubmission_file_/main.rs"], &["Jane Doe_1 3 lib.rs=x"]),
        (&["main.rs"], &["export 3 lib.rs=x"]),
        (&["alice_1_say_hello.rs"], &["alice_1 1 lib.rs=x"]),
    ] {
        let files: Vec<(&str, &[u8])> = files.iter().map(|path| (*path, &b"x"[..])).collect();
        fs::write(&place, zip(&files)).unwrap();
        assert_eq!(lines(&take(&place, Some(3), None), &place), expected);
    }
}

#[test]
fn what_is_nothing_is_told() {
    check(
        &["alice/essay.pdf", "bob/main.rs", "bob/03_ticket_office/src/lib.rs", "bob/03_ticket_office/old.rs"],
        None,
        &[
            "bob 3 lib.rs=2",
            &format!("- alice: {NO_EXERCISE}"),
            &format!("- bob/03_ticket_office/old.rs: {UNASKED}"),
            &format!("- bob/main.rs: {WHICH}"),
        ],
    );
}

#[test]
fn an_exercise_that_is_there_twice_counts_nothing() {
    check(
        &["alice/03_ticket_office.rs", "alice/old/03_ticket_office.rs", "bob/ticket_office.rs"],
        None,
        &[
            "bob 3 lib.rs=2",
            "- alice/03_ticket_office.rs: The exercise is there more than once (/alice/03_ticket_office.rs, \
             /alice/old/03_ticket_office.rs). Leave the one that counts.",
        ],
    );
}

#[test]
fn capitals_make_no_other_learner() {
    check(&["Alice_01.rs", "alice/ticket_office.rs"], None, &["Alice 1 lib.rs=0", "Alice 3 lib.rs=1"]);
}

#[test]
fn a_place_may_be_one_learners() {
    for (paths, exercise, expected) in [
        (&["exercises/03_ticket_office/src/lib.rs", "tests/a.rs"][..], None, "class 3 lib.rs=0"),
        (&["03_ticket_office/src/lib.rs"], None, "class 3 lib.rs=0"),
        (&["ticket_office.rs"], None, "class 3 lib.rs=0"),
        (&["src/lib.rs", "src/window.rs"], Some(3), "class 3 lib.rs=0 window.rs=1"),
        (&["lib.rs"], Some(3), "class 3 lib.rs=0"),
    ] {
        check(paths, exercise, &[expected]);
    }
}

#[test]
fn the_judges_reasons_are_kept() {
    check(
        &["alice/03_ticket_office/src/main.rs", "bob/03_ticket_office/src/lib.rs"],
        None,
        &["alice 3 exercises/03_ticket_office/src/lib.rs: Missing", "bob 3 lib.rs=1"],
    );
}

#[test]
fn archives_may_lie_in_folders_and_in_archives() {
    let work = [("lockstep/exercises/03_ticket_office/src/lib.rs", &b"a"[..])];
    let deep = zip(&[("work.zip", &zip(&work))]);
    let files: &[(&str, &[u8])] = &[
        ("alice.zip", &zip(&work)),
        ("bob.tar.gz", &gzipped(&tar(&work))),
        ("Jane Doe_1_assignsubmission_file_/my work.tar", &tar(&work)),
        ("roejo_2_457_work-1.zip", &zip(&[("lib.rs", b"b")])),
        ("carol/03_ticket_office.zip", &zip(&[("src/lib.rs", b"c")])),
        ("dora.rar", b"Rar!"),
        ("eve.zip", &deep),
        ("frank.zip", &zip(&[("essay.pdf", b"x")])),
    ];
    let folder = tempfile::tempdir().unwrap();
    let class = folder.path().join("class");
    write(&class, files);
    fs::write(folder.path().join("class.zip"), zip(files)).unwrap();
    for name in ["class", "class.zip"] {
        let place = folder.path().join(name);
        let found = lines(&take(&place, Some(1), None), &place);
        let expected = [
            "Jane Doe_1 3 lib.rs=a",
            "alice 3 lib.rs=a",
            "bob 3 lib.rs=a",
            "carol 3 lib.rs=c",
            "roejo_2 1 lib.rs=b",
            "- dora.rar: Archives that end in .rar are not read. Ask for it again as .zip or .tar.gz.",
            "- eve.zip/work.zip: It is an archive within archives, and was not opened.",
            &format!("- frank.zip: {NO_EXERCISE}"),
        ];
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn everybody_on_the_roster_is_there() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("roster.csv", "id;name\n12345;Jane Doe\njo\u{e3}o;João\nzoe;Zoë\n".as_bytes()),
            ("Jane Doe_12345_assignsubmission_file_/ticket_office.rs", b"a"),
            ("joa\u{303}o_say_hello.rs", b"b"),
            ("guest/ticket_office.rs", b"c"),
        ],
    );
    let roster = Roster::read(&folder.path().join("roster.csv")).unwrap();
    let intake = take(folder.path(), None, Some(&roster));
    let learners: Vec<_> = intake.learners.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
    assert_eq!(learners, [("12345", "Jane Doe"), ("joão", "João"), ("zoe", "Zoë"), ("guest", "guest")]);
    let expected = ["12345 3 lib.rs=a", "guest 3 lib.rs=c", "joão 1 lib.rs=b"];
    assert_eq!(lines(&intake, folder.path()), expected);
}

#[test]
fn a_place_that_cannot_be_meant_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "a").unwrap();
    let text = folder.path().join("a.txt");
    for (place, expected) in [
        (Path::new("https://example.org/class.git"), "is an address"),
        (&folder.path().join("none"), "there is no file or folder"),
        (&text, "is neither a folder nor an archive"),
    ] {
        let request =
            crate::intake::Request { exercises: &super::exercises(), exercise: None, roster: None, out: None };
        let error = crate::intake::take_in(place, &request).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}
