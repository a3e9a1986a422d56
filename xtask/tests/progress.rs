//! Progress that survives: damage, a move of the folder, another machine, an older file, a folder that cannot be written.
#![expect(clippy::unwrap_used, reason = "a test that cannot set up fails")]

mod common;

use common::{Copy, Ran};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::process::Stdio;

const FILE: &str = "exercises/03_ticket_office/src/lib.rs";
const PROGRESS: &str = ".lockstep/progress.json";
/// As the first version of the kit wrote it.
const OLD: &str = r#"{"format": 1, "exercises": {
    "ticket_office": {"attempts": 4, "passed_at": 1700000000, "best_points": 50, "hints_shown": 2},
    "of_another_kit": {"attempts": 1, "passed_at": null, "best_points": 3, "hints_shown": 0}}}"#;

/// A copy with the progress of an older kit.
fn with_old_progress() -> Copy {
    let copy = Copy::new();
    fs::create_dir(copy.path(".lockstep")).unwrap();
    copy.write(PROGRESS, OLD);
    copy
}

fn list(copy: &Copy) -> Value {
    let ran = copy.xtask(&["list", "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn import_from_standard_input(copy: &Copy, text: &str) -> Ran {
    let mut command = copy.command(&["progress", "import", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    Ran::from(child.wait_with_output().unwrap())
}

#[test]
fn a_damaged_file_is_set_aside_with_a_message() {
    let copy = Copy::new();
    copy.xtask(&["hint", "1"]).expect(0, &["Hint 1 of 3"]);
    copy.write(PROGRESS, "{\"format\": 1, \"exerc");
    copy.xtask(&["list"]).expect(0, &["could not be read", ".lockstep/progress.damaged-1.json"]);
    assert_eq!(copy.read(".lockstep/progress.damaged-1.json"), "{\"format\": 1, \"exerc");
    copy.write(PROGRESS, "{\"format\": 99}");
    for args in [&["hint", "1"][..], &[], &["list"], &["progress"], &["progress", "export", "-"]] {
        copy.xtask(args).expect(2, &["newer version"]);
    }
    assert_eq!(copy.read(PROGRESS), "{\"format\": 99}");
}

#[test]
fn a_pass_of_an_earlier_version_stays_a_pass() {
    let copy = with_old_progress();
    copy.xtask(&["list"]).expect(0, &["passed*", "50/", "2/3", "earlier version"]);
    copy.xtask(&[]).expect(0, &["1 of "]);
    copy.xtask(&["progress"]).expect(0, &["ticket_office", "days ago", "of_another_kit"]);
    let list = list(&copy);
    assert_eq!(list["exercises"][2]["state"], "passed_earlier_version");
    assert_eq!(list["unknown"], serde_json::json!(["of_another_kit"]));
    assert_eq!(copy.read(PROGRESS), OLD, "looking changes nothing");

    copy.xtask(&["hint", "1"]).expect(0, &["Hint 1 of 3"]);
    let new: Value = serde_json::from_str(&copy.read(PROGRESS)).unwrap();
    let old: Value = serde_json::from_str(OLD).unwrap();
    for (slug, exercise) in old["exercises"].as_object().unwrap() {
        for (field, value) in exercise.as_object().unwrap() {
            assert_eq!(&new["exercises"][slug][field], value, "{slug}.{field}");
        }
    }
}

#[test]
fn the_list_for_programs_fits_its_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/list.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let copy = with_old_progress();
    let list = list(&copy);
    let errors: Vec<String> = validator.iter_errors(&list).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn progress_goes_to_another_machine_and_back() {
    let here = with_old_progress();
    let there = Copy::new();
    here.xtask(&["progress", "export", "mine.json"]).expect(0, &["mine.json", "progress import"]);
    here.xtask(&["progress", "export", "mine.json"]).expect(2, &["exists already", "--force"]);
    here.xtask(&["progress", "export", "mine.json", "--force"]).expect(0, &["mine.json"]);
    here.xtask(&["progress", "export", "exercises", "--force"]).expect(2, &["no file that can be replaced"]);
    here.xtask(&["progress", "export", "no/such/folder.json"]).expect(2, &["cannot write no/such/folder.json"]);

    let file = here.path("mine.json");
    let file = file.to_str().unwrap();
    there.xtask(&["hint", "3", "3"]).expect(0, &["Hint 3 of 3"]);
    there.xtask(&["progress", "import", file]).expect(0, &["ticket_office: passed, 50 points", "of_another_kit"]);
    there.xtask(&["progress", "import", file]).expect(0, &["nothing changed"]);
    there.xtask(&["list"]).expect(0, &["passed*", "3/3"]);

    let printed = there.xtask(&["progress", "export", "-"]);
    printed.expect(0, &["\"hints_shown\": 3"]);
    import_from_standard_input(&here, &printed.out).expect(0, &["standard input", "ticket_office: 3 hints"]);
    assert_eq!(list(&here)["exercises"], list(&there)["exercises"]);

    let third = Copy::new();
    third.xtask(&["progress", "import", here.root.to_str().unwrap()]).expect(0, &["ticket_office: passed"]);
}

#[test]
fn what_is_no_progress_is_not_imported() {
    let copy = with_old_progress();
    for (text, expected) in [
        ("", "is damaged, and nothing was changed"),
        ("{\"format\": 2, \"exercises\": {\"x\": 3}}", "line 1 column"),
        ("{\"format\": \"lockstep/verdicts/v1\"}", "is no progress of this course"),
        ("{\"format\": 99, \"exercises\": {}}", "newer version"),
    ] {
        copy.write("other.json", text);
        copy.xtask(&["progress", "import", "other.json"]).expect(2, &["other.json", expected]);
        import_from_standard_input(&copy, text).expect(2, &["standard input", expected]);
    }
    copy.xtask(&["progress", "import", "nowhere.json"]).expect(2, &["cannot read nowhere.json"]);
    copy.xtask(&["progress", "import", "docs"]).expect(2, &["no progress in docs"]);
    assert_eq!(copy.read(PROGRESS), OLD);
    let new = Copy::new();
    new.xtask(&["progress"]).expect(0, &["There is none yet"]);
    new.xtask(&["progress", "export", "mine.json"]).expect(2, &["no progress to export yet"]);
    assert!(!new.path("mine.json").exists() && !new.path(".lockstep").exists());
}

#[test]
fn a_verdict_is_given_also_where_progress_cannot_be_saved() {
    let copy = Copy::new();
    // A file in the place of the folder: nobody can write there, not even root.
    copy.write(".lockstep", "");
    copy.write(FILE, copy.read("solutions/03_ticket_office/lib.rs"));
    copy.xtask(&["check", "3"]).expect(0, &["Passed", "warning: your progress is not saved", ".lockstep"]);
    copy.xtask(&["list"]).expect(2, &[".lockstep"]);
}
