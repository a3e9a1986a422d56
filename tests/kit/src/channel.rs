//! The private way to the judge: the assignment comes in, records go out.
//!
//! The process starts with both ends as its standard input and output. Before any code of a learner runs,
//! they are moved aside: from then on standard input is empty, and what is printed goes to standard error,
//! which the judge captures and never reads as a result.

use crate::platform;
use protocol::{Assignment, Record};
use std::fs::File;
use std::io::{Read, Write};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The longest assignment that is read, in bytes.
const ASSIGNMENT_LIMIT: usize = 1024 * 1024;

/// The way back to the judge.
pub(crate) struct Channel {
    to_judge: Mutex<File>,
}

impl Channel {
    /// Takes the assignment and keeps the channel to itself. `None` when nobody speaks the protocol.
    pub(crate) fn open() -> Option<(Self, Assignment)> {
        let (channel, assignment, gate) = Self::open_before_the_start()?;
        end_with_the_judge(gate.0);
        Some((channel, assignment))
    }

    /// The same for a race, which starts when the judge says so.
    pub(crate) fn open_before_the_start() -> Option<(Self, Assignment, Gate)> {
        let (mut from_judge, to_judge) = platform::take_standard_streams().ok()?;
        let assignment = protocol::from_line(&read_line(&mut from_judge)?)?;
        Some((Self { to_judge: Mutex::new(to_judge) }, assignment, Gate(from_judge)))
    }

    /// Sends one record. A judge that is gone is no concern of a check: see [`end_with_the_judge`].
    pub(crate) fn send(&self, record: &Record) {
        let mut to_judge = self.to_judge.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = to_judge.write_all(protocol::to_line(record).as_bytes());
    }
}

/// Where a race waits for its start.
pub(crate) struct Gate(File);

impl Gate {
    /// Sleeps until the judge says go.
    pub(crate) fn wait(mut self) {
        if read_line(&mut self.0).is_none_or(|line| line != protocol::GO.trim_end()) {
            platform::end_process_group();
        }
        end_with_the_judge(self.0);
    }
}

/// Reads byte by byte, so that nothing of the assignment stays in a buffer.
fn read_line(input: &mut File) -> Option<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    while line.len() < ASSIGNMENT_LIMIT {
        if input.read(&mut byte).ok()? == 0 || byte == *b"\n" {
            break;
        }
        line.push(byte[0]);
    }
    String::from_utf8(line).ok()
}

/// The judge holds the other end open for as long as it lives. When it is killed, this process must not
/// stay behind, whatever the learner's code is doing.
fn end_with_the_judge(mut from_judge: File) {
    let watch = move || {
        while matches!(from_judge.read(&mut [0]), Ok(1..)) {}
        platform::end_process_group();
    };
    thread::Builder::new().name("judge watch".to_owned()).spawn(watch).expect("a process can start a second thread");
}
