//! A class that is judged by workers of a real Redis server: three of them, one of which is killed in the middle.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot set up fails")]

mod command;
mod support;

use command::{expect, grade, program, read, results, solution, standings};
use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use support::redis::Redis;
use tempfile::TempDir;

const LEARNERS: usize = 12;
/// No test waits so long that is not broken.
const PATIENCE: Duration = Duration::from_secs(600);

/// A worker, ended with the test.
struct Worker(Child);

impl Worker {
    fn start(redis: &Redis) -> Self {
        let mut command = program();
        command.args(["worker", "--jobs", "1", "--queue", &redis.address]);
        Self(command.stderr(Stdio::null()).spawn().unwrap())
    }

    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Every third one is wrong, and no two are the same.
fn class() -> (TempDir, BTreeMap<String, &'static str>) {
    let folder = tempfile::tempdir().unwrap();
    let mut expected = BTreeMap::new();
    for (number, letter) in ('a'..).take(LEARNERS).enumerate() {
        let name = format!("learner-{letter}");
        let (file, standing) =
            if number % 3 == 0 { ("wrong/if_for_while.rs", "not_passed") } else { ("lib.rs", "passed") };
        let text = format!("// {name}\n{}", solution(file));
        fs::write(folder.path().join(format!("{name}_ticket_office.rs")), text).unwrap();
        expected.insert(name, standing);
    }
    (folder, expected)
}

#[test]
fn three_workers_one_killed_in_the_middle_and_everything_is_graded_once() {
    let name = "three_workers_one_killed_in_the_middle_and_everything_is_graded_once";
    let Some(redis) = Redis::start(name) else { return };
    let ((class, expected), outside) = (class(), tempfile::tempdir().unwrap());
    let out = outside.path().join("out");
    let mut workers = [(); 3].map(|()| Worker::start(&redis));
    let grader = grade(class.path(), &out, &["--jobs", "0", "--queue", &redis.address])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while results(&out).len() < LEARNERS / 4 {
        assert!(start.elapsed() < PATIENCE, "the first results come");
        thread::sleep(Duration::from_millis(5));
    }
    let before = results(&out);
    assert!(before.len() < LEARNERS, "it is the middle");
    workers[0].kill();

    expect(grader.wait_with_output().unwrap(), 0, &["12 submissions graded", "8 passed", "4 not passed"]);
    let after = results(&out);
    assert_eq!(after.len(), LEARNERS);
    assert!(before.iter().all(|(path, written)| after[path] == *written), "nothing is graded twice");
    let report = read(&out);
    let expected = expected.iter().map(|(name, standing)| (name.as_str(), *standing));
    assert_eq!(standings(&report), expected.collect());

    // Nobody is needed for what is known.
    drop(workers);
    expect(
        grade(class.path(), &out, &["--jobs", "0", "--queue", &redis.address]).output().unwrap(),
        0,
        &["12 submissions graded", "12 of these grades were there already"],
    );
}
