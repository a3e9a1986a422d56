//! Attacks on the judge and on the machine, each a file in `fixtures/attacks` that a right solution of exercise 1
//! calls. With the best sandbox there is, each scores what it deserves and has no effect; without one, those that can
//! be let loose safely do have their effect, so that it is known that they are attacks. `docs/THREAT_MODEL.md` has a
//! row for each of them.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot set up fails")]

#[path = "common/attack.rs"]
mod attack;
mod common;
#[path = "common/target.rs"]
mod target;

use Deserves::{Passing, Rejection, Showing};
use attack::BREACH;
use common::{FIXTURES, WORKSPACE, checks};
use std::fs;
use std::thread;
use target::{Judged, SECRET, Target, attack};

/// Where the solution of exercise 1 attacks.
const PLACE: &str = "let found = match name {";
/// A line of the hidden checks, which no message shows.
const HIDDEN: &str = "POLLS_OF_A_BUSY_WAIT";

/// What an attack deserves.
enum Deserves {
    /// To pass: the solution is right, and the attack came to nothing.
    Passing,
    /// Not to pass, with one of these outcomes in every check that calls it.
    Showing(&'static [&'static str]),
    /// Not to be run at all, for one of these reasons.
    Rejection(&'static [&'static str]),
}

/// Each attack, and what it deserves.
const ATTACKS: [(&str, Deserves); 24] = [
    ("reads_the_checks", Passing),
    ("reads_a_secret_file", Passing),
    ("reads_the_environment", Passing),
    ("writes_its_own_memory", Passing),
    ("answers_for_the_check", Passing),
    ("leaves_files_behind", Passing),
    ("changes_files", Passing),
    ("starts_programs", Passing),
    ("ends_the_judge", Passing),
    ("uses_the_network", Passing),
    ("becomes_another_program", Showing(&["exited_early", "forged"])),
    ("takes_all_memory", Showing(&["aborted"])),
    ("starts_threads_without_end", Showing(&["panicked", "aborted", "exited_early"])),
    ("reads_the_compilers_environment", Passing),
    ("includes_a_check", Rejection(&["reads_foreign_files"])),
    ("includes_a_check_by_its_full_path", Rejection(&["reads_foreign_files"])),
    ("includes_bytes_of_a_secret", Rejection(&["reads_foreign_files"])),
    ("includes_the_solution_as_code", Rejection(&["reads_foreign_files"])),
    ("includes_the_solution_as_a_module", Rejection(&["does_not_compile"])),
    ("computes_a_constant_without_end", Rejection(&["too_long_to_compile"])),
    ("has_a_constant_of_two_gigabytes", Rejection(&["crashes_compiler", "does_not_compile"])),
    ("doubles_a_macro_without_end", Rejection(&["crashes_compiler", "does_not_compile"])),
    ("nests_a_macro_without_end", Rejection(&["does_not_compile"])),
    ("nests_a_type_without_end", Rejection(&["does_not_compile", "does_not_fit"])),
];

/// Those that show without a sandbox that they are attacks. The others would do harm, or need the judge's own files.
const HAVE_AN_EFFECT_WITHOUT: [&str; 9] = [
    "reads_the_checks",
    "reads_a_secret_file",
    "reads_the_environment",
    "writes_its_own_memory",
    "leaves_files_behind",
    "changes_files",
    "starts_programs",
    "uses_the_network",
    "takes_all_memory",
];

/// Lets an attack loose, and looks at what it scored and did.
fn expect(name: &str, deserves: &Deserves) {
    let target = Target::new();
    let Judged { report, text, .. } = target.judge("01_say_hello", PLACE, &attack(name), &[]);
    let verdict = &report["verdicts"][0];
    assert!(matches!(verdict["sandbox"].as_str(), Some("confined" | "namespaces")), "{name}: {text}");
    for word in [BREACH, SECRET, HIDDEN] {
        assert!(!text.contains(word), "{name}: {word} in {text}");
    }
    target.expect_untouched(name);
    match deserves {
        Passing => assert_eq!(report["standing"], "passed", "{name}: {text}"),
        Showing(kinds) => {
            let kinds_seen = checks(&report).iter().map(|check| check["outcome"]["kind"].as_str().unwrap());
            let failed: Vec<&str> = kinds_seen.filter(|kind| *kind != "passed").collect();
            assert!(failed.len() > 5 && failed.iter().all(|kind| kinds.contains(kind)), "{name}: {failed:?}");
        }
        Rejection(reasons) => {
            let reason = verdict["result"]["reason"]["kind"].as_str();
            assert!(reason.is_some_and(|reason| reasons.contains(&reason)), "{name}: {text}");
        }
    }
}

#[test]
fn attacks_at_run_time_score_what_they_deserve_and_have_no_effect() {
    for (name, deserves) in ATTACKS.iter().filter(|(_, deserves)| !matches!(deserves, Rejection(_))) {
        expect(name, deserves);
    }
}

#[test]
fn attacks_on_the_compiler_score_what_they_deserve_and_have_no_effect() {
    for (name, deserves) in ATTACKS.iter().filter(|(_, deserves)| matches!(deserves, Rejection(_))) {
        expect(name, deserves);
    }
}

#[test]
fn without_a_sandbox_they_have_an_effect() {
    for name in HAVE_AN_EFFECT_WITHOUT {
        let judged = Target::new().judge("01_say_hello", PLACE, &attack(name), &["--sandbox", "none"]);
        assert!(judged.text.contains(BREACH), "{name}: {}", judged.text);
    }
}

/// What holds at the highest level only; nothing is tried where the system does not give it.
fn expect_nothing_in_namespaces(exercise: &str, place: &str, attack: &str) {
    let target = Target::new();
    let judged = target.judge(exercise, place, attack, &["--sandbox", "namespaces"]);
    if judged.text.contains("this system gives `confined` at best") {
        eprintln!("not tried here: {}", judged.text);
        return;
    }
    assert!(!judged.text.contains(BREACH), "{}", judged.text);
    target.expect_untouched(exercise);
    // A machine that is too busy to time it decides nothing here.
    assert!(matches!(judged.code, Some(0 | 3)), "{}", judged.text);
}

#[test]
fn with_a_network_of_its_own_a_submission_reaches_only_itself() {
    // To listen is what this exercise may do.
    let attack = attack("uses_the_network").replace("breach(&\"listened\")", "let _ = 0");
    expect_nothing_in_namespaces("05_async_fetch", "assert!(limit > 0,", &attack);
}

#[test]
fn with_a_root_of_its_own_not_even_names_are_there() {
    let attack = "fn attack() {\n    \
                  for path in [WORKSPACE, FOLDER, \"/etc/passwd\", \"/var\", \"/proc/1\", \"/proc/self/mem\"] {\n        \
                  if std::fs::symlink_metadata(path).is_ok_and(|found| found.is_file() || path != WORKSPACE) {\n            \
                  breach(&path);\n        \
                  }\n    \
                  }\n\
                  }\n";
    expect_nothing_in_namespaces("01_say_hello", PLACE, attack);
}

#[test]
fn honest_code_sees_all_cores() {
    let code = "fn attack() { println!(\"CORES {:?}\", std::thread::available_parallelism()); }\n";
    let judged = Target::new().judge("01_say_hello", PLACE, code, &[]);
    let expected = format!("CORES {:?}", thread::available_parallelism());
    assert!(judged.text.contains(&expected), "{expected} in {}", judged.text);
}

#[test]
fn each_fixture_is_tried_and_has_a_row_in_the_threat_model() {
    let rows = fs::read_to_string(format!("{WORKSPACE}/docs/THREAT_MODEL.md")).unwrap();
    for entry in fs::read_dir(format!("{FIXTURES}/attacks")).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        assert!(ATTACKS.iter().any(|(known, _)| *known == name), "{name} is not tried");
        assert!(rows.contains(&format!("`{name}`")), "{name} has no row");
    }
}
