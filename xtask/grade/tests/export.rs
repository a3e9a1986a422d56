//! `cargo xtask export`: what gets into a learners' kit and what does not, whether the kit works on its own, and whether
//! what is made for forges and Gradescope can be read by them.
#![expect(clippy::unwrap_used, reason = "a test that cannot set up fails")]

use judge::authoring::Literals;
use judge::language;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
/// The kit's libraries are built once for all runs of this test.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/learners-kit");

fn export(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grade"));
    command.arg("export").args(args).current_dir(WORKSPACE).env(language::VARIABLE, "en").output().unwrap()
}

#[track_caller]
fn expect(output: &Output, code: i32, parts: &[&str]) {
    let text = String::from_utf8_lossy(&[output.stdout.clone(), output.stderr.clone()].concat()).into_owned();
    assert_eq!(output.status.code(), Some(code), "{text}");
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in:\n{text}");
    }
}

/// All files below a folder, with what is in them.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let files = judge::files::all(folder).unwrap();
    files
        .into_iter()
        .map(|path| (path.clone(), String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned()))
        .collect()
}

/// Long sentences of the hidden checks, but for the files that are `published`.
fn hidden_sentences(published: &[&str]) -> BTreeSet<String> {
    let mut hidden = Literals::default();
    let mut open = Literals::default();
    for (path, text) in texts(&Path::new(WORKSPACE).join("tests")) {
        let is_of_exercise = path.components().any(|part| part.as_os_str().to_string_lossy().starts_with('0'));
        if path.extension() == Some(OsStr::new("rs")) && is_of_exercise {
            let is_open = published.iter().any(|file| path.ends_with(file));
            if is_open { &mut open } else { &mut hidden }.add(&text).unwrap();
        }
    }
    hidden.texts.into_iter().filter(|text| text.len() >= 25 && !open.all.contains(text)).collect()
}

/// Three lines of code in a row, or a line of a note, that only solutions have.
fn solutions() -> BTreeSet<String> {
    let mut pieces = BTreeSet::new();
    for (path, text) in texts(&Path::new(WORKSPACE).join("solutions")) {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let is_note = path.extension() == Some(OsStr::new("md"));
        pieces.extend(lines.windows(if is_note { 1 } else { 3 }).map(|lines| lines.join("\n")));
    }
    pieces.retain(|piece| piece.len() >= 60);
    pieces
}

/// A text with every line's blank space gone, so that pieces are found in it however they are indented.
fn trimmed(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn nothing_leaks(kit: &Path, published: &[&str]) {
    let public: String = texts(&Path::new(WORKSPACE).join("exercises"))
        .into_iter()
        .filter(|(path, _)| !path.ends_with("src/lib.rs"))
        // Examples are known by the names of their functions, too.
        .map(|(_, text)| trimmed(&text) + "\n" + &text.replace('_', " "))
        .collect();
    let secrets: Vec<String> =
        hidden_sentences(published).into_iter().chain(solutions()).filter(|piece| !public.contains(piece)).collect();
    assert!(secrets.len() > 2000, "only {} sentences and pieces of code are looked for", secrets.len());
    let here = fs::canonicalize(WORKSPACE).unwrap().display().to_string();
    let mut leaks = Vec::new();
    for (path, text) in texts(kit) {
        let text = trimmed(&text);
        assert!(!text.contains(&here), "{} names a folder of this machine", path.display());
        let found = secrets.iter().filter(|secret| text.contains(*secret));
        leaks.extend(found.map(|secret| format!("{}: {secret}", path.display())));
    }
    assert!(leaks.is_empty(), "the kit gives away {leaks:#?}");
}

fn xtask(kit: &Path, args: &[&str]) -> Output {
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--locked", "--offline", "--package", "xtask", "--"]).args(args).current_dir(kit);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_")) {
        if name != "CARGO_HOME" {
            command.env_remove(name);
        }
    }
    command.env("CARGO_TARGET_DIR", TARGET).env(language::VARIABLE, "en").output().unwrap()
}

#[test]
fn a_learners_kit_has_no_secrets_and_works_on_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let kit = folder.path().join("for the class").join("kit");
    let to = kit.to_str().unwrap();
    expect(
        &export(&["--to", to, "--publish", "3:interleavings"]),
        0,
        &["the examples and the interleavings", "check all"],
    );
    expect(&export(&["--to", to]), 2, &["is not empty"]);
    nothing_leaks(&kit, &["03_ticket_office/interleavings.rs"]);
    for absent in ["solutions", ".git", "target", "xtask/grade", "xtask/tests", "tests/03_ticket_office/behaviour"] {
        assert!(!kit.join(absent).exists(), "{absent}");
    }
    assert_eq!(fs::read_dir(kit.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");

    let source = kit.join("exercises/03_ticket_office/src/lib.rs");
    let stub = fs::read_to_string(Path::new(WORKSPACE).join("exercises/03_ticket_office/stub.rs")).unwrap();
    assert_eq!(fs::read_to_string(&source).unwrap(), stub);
    expect(&xtask(&kit, &["check", "3"]), 1, &["Not passed yet: 0 of 21 visible checks", "This is the stub"]);

    let solution = |name: &str| Path::new(WORKSPACE).join("solutions/03_ticket_office").join(name);
    fs::copy(solution("lib.rs"), &source).unwrap();
    let passes =
        ["What is here passes: 21 of 21 visible checks", "run in class", "a permit is given back when it is dropped"];
    let output = xtask(&kit, &["check", "3"]);
    expect(&output, 0, &passes);
    assert!(!String::from_utf8_lossy(&output.stdout).contains("points"));
    expect(&xtask(&kit, &["list"]), 0, &["passes: what is here does"]);
    let none_passed = "\"passed\": 0,";
    expect(&xtask(&kit, &["list", "--json"]), 0, &["visible_passed", none_passed]);

    fs::copy(solution("wrong/if_for_while.rs"), &source).unwrap();
    expect(&xtask(&kit, &["check", "3"]), 1, &["Not passed yet"]);
    for (command, why) in [
        (&["solution", "3"][..], "your teacher has them"),
        (&["check", "3", "--solution"], "your teacher has them"),
        (&["bench", "4"], "measured in class"),
        (&["verify"], "for teachers and authors"),
        (&["grade", "x", "--out", "y"], "for teachers and authors"),
    ] {
        expect(&xtask(&kit, command), 2, &[why]);
    }
}

#[test]
fn what_cannot_be_made_is_said_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("kit");
    let to = to.to_str().unwrap();
    for (args, why) in [
        (&["--to", "docs/kit"][..], "inside of this repository"),
        (&["--to", to, "--publish", "6:interleavings"], "exercise 6, parallel_sieve has no interleavings"),
        (&["--to", to, "--publish", "6:speed"], "speed is measured in class"),
        (&["--to", to, "--publish", "17:behaviour"], "there is no exercise `17`"),
        (&["--gradescope", to], "--exercise"),
        (&[], "--to <DIR>"),
    ] {
        expect(&export(args), 2, &[why]);
    }
    assert!(!Path::new(to).exists());
}

#[test]
fn files_for_a_job_replace_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    expect(&export(&["--workflows", to]), 0, &["grade.yml", ".gitlab-ci.yml", "GRADING_JOB.md"]);
    expect(&export(&["--workflows", to]), 2, &["is there already, so nothing was written"]);
    parses(&folder.path().join("collect.sh"));
}

#[test]
fn an_autograder_has_everything_but_what_is_the_teachers_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("autograder.zip");
    let to = file.to_str().unwrap();
    expect(&export(&["--gradescope", to, "--exercise", "3"]), 0, &["hand it to nobody else"]);
    expect(&export(&["--gradescope", to, "--exercise", "3"]), 2, &["is there already"]);
    let bytes = fs::read(&file).unwrap();
    let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
    let mut names = BTreeSet::new();
    for entry in archive.entries() {
        let entry = entry.unwrap();
        let name = String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap();
        let is_program = entry.mode().value() & 0o111 != 0;
        assert_eq!(is_program, ["setup.sh", "run_autograder"].contains(&name.as_str()), "{name}");
        names.insert(name);
    }
    for name in ["setup.sh", "run_autograder", "lockstep/Cargo.lock", "lockstep/solutions/03_ticket_office/lib.rs"] {
        assert!(names.contains(name), "{name}");
    }
    assert!(!names.iter().any(|name| name.contains("/.git/") || name.contains("/target/")));
    parses(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/export/files/gradescope/setup.sh"));
    parses(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/export/files/gradescope/run_autograder"));
}

/// Whether a shell understands a script; where there is none, nobody can tell.
fn parses(script: &Path) {
    match Command::new("bash").arg("-n").arg(script).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => xtask::skipped::tell("that shell scripts parse was not looked at: there is no bash"),
    }
}
