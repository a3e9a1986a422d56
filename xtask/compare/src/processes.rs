//! This very program, started again: a process that shares nothing with this one, asked and answering through pipes.
//!
//! A question and its answer are a line of JSON each. When the pipe to a process is closed, it ends; also when that
//! happens because the program that started it was killed.

use crate::cli::Role;
use anyhow::{Context, Result, bail};
use judge::language::{self, Language};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use tr::tr;

/// A process that answers questions.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Process {
    /// Starts this program (its path is `program`) in a role.
    pub(crate) fn start(program: &Path, role: Role) -> Result<Self> {
        Self::start_with(program, role, &[])
    }

    /// The same, with further arguments.
    pub(crate) fn start_with(program: &Path, role: Role, args: &[String]) -> Result<Self> {
        let mut command = Command::new(program);
        command.args(role.args()).args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
        // It says nothing to anybody; and to read translations would take a part of the time that is measured.
        command.env(language::VARIABLE, Language::English.code());
        let mut child = command.spawn().with_context(|| tr!("cannot start {path}", path = program.display()))?;
        let questions = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().expect("it was asked for a pipe"));
        Ok(Self { child, questions, answers })
    }

    /// Sends a question and waits for the answer.
    pub(crate) fn ask<A: DeserializeOwned>(&mut self, question: &impl Serialize) -> Result<A> {
        let mut line = serde_json::to_string(question)?;
        line.push('\n');
        let pipe = self.questions.as_mut().expect("it is taken only when this value is dropped");
        pipe.write_all(line.as_bytes()).with_context(has_ended)?;
        self.listen()
    }

    /// Waits for what the process says next.
    pub(crate) fn listen<A: DeserializeOwned>(&mut self) -> Result<A> {
        let mut line = String::new();
        if self.answers.read_line(&mut line).with_context(|| tr!("cannot read what a process answers"))? == 0 {
            bail!(has_ended());
        }
        serde_json::from_str(&line).with_context(|| tr!("a process gave no answer but something else"))
    }
}

fn has_ended() -> String {
    tr!("a process that should work has ended")
}

impl Drop for Process {
    /// Lets the process end, and waits for that: its processor time is then counted as ours.
    fn drop(&mut self) {
        drop(self.questions.take());
        // What it ends with says nothing more: every answer was looked at.
        let _ = self.child.wait();
    }
}

/// The other side: answers every question until no more can come.
pub(crate) fn answer<Q: DeserializeOwned, A: Serialize>(mut reply: impl FnMut(Q) -> Result<A>) -> Result<()> {
    for line in io::stdin().lines() {
        let question = serde_json::from_str(&line?).context("this is no question")?;
        say(&reply(question)?)?;
    }
    Ok(())
}

/// Writes one line to the program that started this one.
pub(crate) fn say(answer: &impl Serialize) -> Result<()> {
    let mut line = serde_json::to_string(answer)?;
    line.push('\n');
    let mut pipe = io::stdout().lock();
    pipe.write_all(line.as_bytes())?;
    Ok(pipe.flush()?)
}
