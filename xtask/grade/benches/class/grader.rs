//! The program that grades, as a process of its own.

use crate::command;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A grader or a worker at work; killed when it is dropped.
pub(crate) struct Grader(Child);

impl Grader {
    /// Grades a class.
    pub(crate) fn start(class: &Path, out: &Path, more: &[&str]) -> Self {
        Self::spawn(command::grade(class, out, &[&["--seed", "1"], more].concat()))
    }

    /// Works for the graders at a Redis server.
    pub(crate) fn worker(queue: &str) -> Self {
        let mut command = command::program();
        command.args(["worker", "--jobs", "1", "--queue", queue]);
        Self::spawn(command)
    }

    fn spawn(mut command: Command) -> Self {
        Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program can be started"))
    }

    /// Whether it is done; a grader that fails is a mistake of ours.
    pub(crate) fn has_ended(&mut self) -> bool {
        let Some(status) = self.0.try_wait().expect("it is our child") else { return false };
        assert!(matches!(status.code(), Some(0 | 3)), "the grader ended with {status}");
        true
    }

    /// Ends it as nothing can be prepared for.
    pub(crate) fn kill(&mut self) {
        self.0.kill().expect("it is our child");
        self.0.wait().expect("it is our child");
    }

    /// The most memory that the process has had so far, without those that it has started, in MiB.
    pub(crate) fn most_memory(&self) -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kib: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kib / 1024.0)
    }
}

impl Drop for Grader {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
