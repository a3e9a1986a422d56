//! A job that nobody wants any more: its processes end at once, and the next job is not touched.
#![cfg(unix)]

use judge::KitError;
use judge::process::{self, Ending, Limits, Program};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

const LIMITS: Limits = Limits { deadline: Duration::from_secs(100), output_bytes: 1000, keep_bytes: 1000 };

fn shell(script: &str) -> Program {
    Program::new("sh", "/").args(["-c", script])
}

#[test]
fn an_earlier_job_ends_and_a_later_one_goes_on() {
    process::begin(1);
    let (says, hears) = mpsc::channel();
    let first = thread::spawn(move || {
        says.send(()).unwrap();
        // Started before or after the cancelling: both end in the same way.
        process::run(&shell("sleep 1000"), &LIMITS)
    });
    hears.recv().unwrap();
    process::end_jobs_before(2);
    assert!(matches!(first.join().unwrap(), Err(KitError::Cancelled)));
    assert!(matches!(process::run(&shell("true"), &LIMITS), Err(KitError::Cancelled)));

    process::begin(2);
    process::end_jobs_before(2);
    assert_eq!(process::run(&shell("exit 7"), &LIMITS).unwrap().ending, Ending::Exited(7));
}
