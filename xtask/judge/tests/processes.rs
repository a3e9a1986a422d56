//! The one module that starts processes: deadlines, limits, and nothing that survives.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot set up fails")]

use judge::process::{Activity, Ending, Finished, Limits, Program, run};
use std::time::{Duration, Instant};

fn limits(deadline_ms: u64) -> Limits {
    Limits { deadline: Duration::from_millis(deadline_ms), output_bytes: 100_000, keep_bytes: 100 }
}

fn shell(script: &str, deadline_ms: u64) -> Finished {
    run(&Program::new("sh", std::env::temp_dir()).args(["-c", script]), &limits(deadline_ms)).unwrap()
}

#[test]
fn output_and_exit_code_are_captured() {
    let finished = shell("echo out; echo err >&2; exit 7", 10_000);
    assert_eq!(finished.ending, Ending::Exited(7));
    assert_eq!((finished.stdout.text(), finished.stderr.text()), ("out\n".to_owned(), "err\n".to_owned()));
    assert_eq!(finished.left_behind, 0);
}

#[test]
fn a_process_is_ended_at_its_deadline_and_its_children_with_it() {
    let start = Instant::now();
    let finished = shell("sleep 1000 & sleep 1000", 100);
    let activity = if cfg!(target_os = "linux") { Activity::Asleep } else { Activity::Unknown };
    assert_eq!(finished.ending, Ending::DeadlineReached(activity));
    assert!(start.elapsed() < Duration::from_secs(60), "it waited for the sleepers");
    assert!(finished.left_behind >= 1);
}

#[test]
fn signals_are_told_apart() {
    assert_eq!(shell("kill -ABRT $$", 10_000).ending, Ending::Aborted);
    assert_eq!(shell("kill -SEGV $$", 10_000).ending, Ending::MemoryFault);
    assert_eq!(shell("kill -KILL $$", 10_000).ending, Ending::Signalled(9));
}

#[test]
fn printing_stops_at_the_limit_and_the_start_is_kept() {
    let finished = shell("while :; do echo 0123456789; done", 60_000);
    assert_eq!(finished.ending, Ending::PrintedTooMuch);
    assert_eq!(finished.stdout.start.len(), 100);
    assert!(finished.stdout.total > 100_000);
}

#[test]
fn input_arrives_and_stays_open() {
    let program = Program { input: Some("hello\n".into()), ..Program::new("sh", std::env::temp_dir()) };
    // The second `read` waits for a line that never comes.
    let script = "read line; echo got $line; read more; echo closed";
    let finished = run(&program.args(["-c", script]), &limits(200)).unwrap();
    assert!(matches!(finished.ending, Ending::DeadlineReached(_)));
    assert_eq!(finished.stdout.text(), "got hello\n");
}

#[test]
fn an_empty_environment_is_empty_but_for_the_necessary() {
    let program = Program { empty_env: true, ..Program::new("env", std::env::temp_dir()) };
    let finished = run(&program, &Limits { keep_bytes: 10_000, ..limits(10_000) }).unwrap();
    let text = finished.stdout.text();
    let names: Vec<&str> = text.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
    assert!(names.iter().all(|name| ["PATH", "LANG", "TMPDIR", "LOCKSTEP_PROCESS"].contains(name)), "{names:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_daemon_does_not_survive_and_is_counted() {
    let finished = shell("setsid sleep 1000.75 </dev/null >/dev/null 2>&1 &", 10_000);
    assert_eq!(finished.ending, Ending::Exited(0));
    assert_eq!(finished.left_behind, 1);
    let lines = std::fs::read_dir("/proc").unwrap().flatten();
    let survivors = lines.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    assert_eq!(survivors.filter(|line| line.ends_with(b"sleep\x001000.75\0")).count(), 0);
}

#[test]
#[cfg(target_os = "linux")]
fn computing_is_told_from_sleeping() {
    let finished = shell("while :; do :; done", 100);
    assert_eq!(finished.ending, Ending::DeadlineReached(Activity::Busy));
}

#[test]
fn a_program_that_does_not_exist_is_named() {
    let error = run(&Program::new("no-such-program", std::env::temp_dir()), &limits(1000)).unwrap_err();
    assert!(error.to_string().contains("no-such-program"), "{error}");
}
