//! The command itself, on this machine. How fast anything is, is not asserted.
#![expect(clippy::unwrap_used, reason = "a test that cannot set up fails")]

use judge::language;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const BENCH_SCHEMA: &str = include_str!("../../../docs/bench.schema.json");
const VERDICT_SCHEMA: &str = include_str!("../../../docs/verdicts.schema.json");

/// The exit code, standard output and standard error.
fn bench(args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bench"));
    let output = command.args(args).current_dir(WORKSPACE).env(language::VARIABLE, "en").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[track_caller]
fn valid(text: &str, schema: &str) -> Value {
    let report: Value = serde_json::from_str(text).unwrap();
    let schema: Value = serde_json::from_str(schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    report
}

#[test]
fn each_number_of_cores_is_timed_and_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let chart = folder.path().join("chart.svg");
    fs::write(&chart, "replaced").unwrap();
    let (code, out, err) =
        bench(&["6", "--solution", "--rounds", "1", "--seed", "7", "--json", "--svg", chart.to_str().unwrap()]);
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(!err.contains('\u{1b}'), "no progress bar in a pipe: {err}");
    let report = valid(&out, BENCH_SCHEMA);
    assert_eq!(report["seed"], 7);
    let race = &report["races"][0];
    let levels = race["submission"]["levels"].as_array().unwrap();
    assert_eq!(levels[0]["level"], 1);
    assert_eq!(levels[levels.len() - 1]["level"], thread::available_parallelism().unwrap().get());
    assert_eq!(race["control"], Value::Null, "the authors' version is the submission");
    assert!(fs::read_to_string(&chart).unwrap().starts_with("<svg"));
}

#[test]
fn a_wrong_answer_is_told_as_a_check_tells_it() {
    let file = "solutions/06_parallel_sieve/wrong/one_is_a_prime.rs";
    let (code, out, _) = bench(&["6", "--file", file]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("a wrong answer, to an input of this race") && out.contains("This run fails"), "{out}");
    let (code, out, _) = bench(&["6", "--file", file, "--json"]);
    assert_eq!(code, Some(1), "{out}");
    assert_eq!(valid(&out, VERDICT_SCHEMA)["standing"], "not_passed");
}

#[test]
fn wrong_words_are_errors_that_help() {
    let missing = Path::new("no_such_folder").join("chart.svg");
    let cases: [(&[&str], &str); 5] = [
        (&["3"], "exercise 3 (ticket_office) is timed on a virtual clock"),
        (&["99"], "there is no exercise `99`"),
        (&["6", "--file", "nowhere.rs"], "there is no file nowhere.rs"),
        (&["6", "--rounds", "0"], "--rounds"),
        (&["6", "--svg", missing.to_str().unwrap()], missing.to_str().unwrap()),
    ];
    for (args, words) in cases {
        let (code, out, err) = bench(args);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{args:?}: {err}");
        assert!(err.contains(words), "{args:?}: {err}");
    }
}
