//! Ctrl-C, a killed judge, and two judges at once: nothing is lost and no process stays behind.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot set up fails")]

mod common;

use common::{Copy, FIXTURES, processes_with_argument};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const FILE: &str = "exercises/03_ticket_office/src/lib.rs";

/// A copy in which a check starts a process and then hangs.
fn hanging_copy(seconds: &str) -> Copy {
    let copy = Copy::new();
    let office = fs::read_to_string(format!("{FIXTURES}/office.rs")).unwrap();
    let hang = format!(
        "fn misbehave() {{\n    std::process::Command::new(\"setsid\").args([\"sleep\", \"{seconds}\"]).spawn().unwrap();\n    \
         loop {{ std::thread::park(); }}\n}}\n"
    );
    copy.write(FILE, office + &hang);
    // Long enough that nothing but the interruption ends it.
    let settings = "exercises/03_ticket_office/exercise.toml";
    copy.write(settings, copy.read(settings).replace("deadline_ms = 2000", "deadline_ms = 60000"));
    copy
}

fn start(copy: &Copy) -> Child {
    // With a sandbox, it could not start the process that is left behind.
    copy.command(&["check", "3", "--sandbox", "none"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits for a condition that is bound to come; fails after a minute.
fn until(what: &str, condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn send(signal: &str, child: &Child) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

/// How many programs of checks run. Tests share the build folder, and so the judge's lock: those of no other
/// test run at the same time.
fn runners() -> usize {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let programs = entries.filter_map(|entry| fs::read_link(entry.path().join("exe")).ok());
    programs.filter(|program| program.ends_with("runner") && program.starts_with(env!("CARGO_TARGET_TMPDIR"))).count()
}

#[test]
fn an_interruption_leaves_nothing_behind() {
    for (signal, seconds) in [("-INT", "1001.25"), ("-TERM", "1002.25"), ("-HUP", "1003.25")] {
        let copy = hanging_copy(seconds);
        let mut judge = start(&copy);
        until("the check starts its process", || !processes_with_argument(seconds).is_empty());
        send(signal, &judge);
        assert_eq!(judge.wait().unwrap().code(), Some(130), "{signal}");
        assert_eq!(processes_with_argument(seconds), Vec::<String>::new(), "{signal}");
    }
}

#[test]
fn the_processes_of_a_check_end_with_a_judge_that_is_killed() {
    let copy = hanging_copy("1004.25");
    let mut judge = start(&copy);
    until("the check starts its process", || !processes_with_argument("1004.25").is_empty());
    send("-KILL", &judge);
    judge.wait().unwrap();
    until("the runners end", || runners() == 0);
    // The next judge is not held up by the killed one, and ends what had left the runners' groups.
    copy.write(FILE, copy.read("exercises/03_ticket_office/stub.rs"));
    copy.xtask(&["check", "3"]).expect(1, &["This is the stub"]);
    until("the daemons end", || processes_with_argument("1004.25").is_empty());
}

#[test]
fn the_second_judge_in_a_checkout_waits_and_says_so() {
    let copy = hanging_copy("1005.25");
    let mut first = start(&copy);
    until("the check starts its process", || !processes_with_argument("1005.25").is_empty());
    let mut second = start(&copy);
    let mut said = String::new();
    BufReader::new(second.stderr.take().unwrap()).read_line(&mut said).unwrap();
    assert!(said.contains("Another `cargo xtask` is judging in this folder"), "{said}");
    copy.write(FILE, copy.read("exercises/03_ticket_office/stub.rs"));
    send("-INT", &first);
    assert_eq!(first.wait().unwrap().code(), Some(130));
    assert_eq!(second.wait().unwrap().code(), Some(1));
}
