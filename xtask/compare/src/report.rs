//! What was measured, as plain data: tables of rows.

use crate::tutorials::{self, Source};
use clap::ValueEnum;
use serde::Serialize;
use tr::tr;

/// A table of the tutorials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// Requests that wait: one after another, threads, a pool, async
    Io,
    /// A sieve that computes: serial, threads, rayon, processes
    Cpu,
    /// Pages that are fetched and parsed: serial, async, processes, both
    Both,
}

impl Topic {
    /// In the order in which they are measured.
    pub const ALL: [Self; 3] = [Self::Io, Self::Cpu, Self::Both];

    /// As it is written on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Io => "io",
            Self::Cpu => "cpu",
            Self::Both => "both",
        }
    }
}

/// A way to do the work of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    OneAfterAnother,
    ThreadEach,
    Pool { threads: usize },
    Tasks,
    Threads { threads: usize },
    Rayon { threads: usize },
    ProcessesInChunks { processes: usize, chunk: usize },
    ProcessesOneByOne { processes: usize },
    Processes { processes: usize },
    TasksAndRayon { threads: usize },
}

impl Way {
    /// At most 25 characters, as long as there are fewer than a thousand cores.
    pub(crate) fn name(self) -> String {
        match self {
            Self::OneAfterAnother => tr!("one after another"),
            Self::ThreadEach => tr!("a thread each"),
            Self::Pool { threads } => tr!("a pool of {n} thread" | "a pool of {n} threads" % threads),
            Self::Tasks => tr!("async, one thread"),
            Self::Threads { threads } => tr!("{n} thread" | "{n} threads" % threads),
            Self::Rayon { threads } => tr!("rayon, {n} thread" | "rayon, {n} threads" % threads),
            Self::ProcessesInChunks { processes, .. } => {
                tr!("{n} process, in chunks" | "{n} processes, in chunks" % processes)
            }
            Self::ProcessesOneByOne { processes } => {
                tr!("{n} process, one by one" | "{n} processes, one by one" % processes)
            }
            Self::Processes { processes } => tr!("{n} process" | "{n} processes" % processes),
            Self::TasksAndRayon { threads } => {
                tr!("async, rayon ({n} thread)" | "async, rayon ({n} threads)" % threads)
            }
        }
    }

    /// In JSON.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::OneAfterAnother => "one_after_another",
            Self::ThreadEach => "thread_each",
            Self::Pool { .. } => "pool",
            Self::Tasks => "tasks",
            Self::Threads { .. } => "threads",
            Self::Rayon { .. } => "rayon",
            Self::ProcessesInChunks { .. } => "processes_in_chunks",
            Self::ProcessesOneByOne { .. } => "processes_one_by_one",
            Self::Processes { .. } => "processes",
            Self::TasksAndRayon { .. } => "tasks_and_rayon",
        }
    }
}

/// "1 core", "2 cores".
pub(crate) fn cores(number: usize) -> String {
    tr!("{n} core" | "{n} cores" % number)
}

/// How long the runs of a way took, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Timing {
    pub(crate) runs: usize,
    pub(crate) best_s: f64,
    pub(crate) median_s: f64,
    pub(crate) worst_s: f64,
}

/// A way, measured.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) way: Way,
    pub(crate) timing: Timing,
}

/// A table, measured.
#[derive(Debug, Clone)]
pub struct Table {
    pub(crate) topic: Topic,
    /// How many pages, or sieves.
    pub(crate) jobs: usize,
    pub(crate) rows: Vec<Row>,
    /// How many cores other programs used meanwhile, on average; absent where the system does not tell.
    pub(crate) others: Option<f64>,
}

/// Everything that was measured.
#[derive(Debug, Clone)]
pub struct Report {
    pub(crate) cores: usize,
    pub(crate) delay_ms: u64,
    pub(crate) tables: Vec<Table>,
}

impl Table {
    /// How many times as fast as the first row.
    pub(crate) fn times_as_fast(&self, row: &Row) -> f64 {
        self.rows[0].timing.best_s / row.timing.best_s
    }

    /// The row of the first way that is of this kind.
    pub(crate) fn row(&self, is_asked: impl Fn(Way) -> bool) -> Option<&Row> {
        self.rows.iter().find(|row| is_asked(row.way))
    }

    /// The tutorials that have this table.
    pub(crate) fn sources(&self) -> &'static [Source] {
        tutorials::sources(self.topic)
    }
}
