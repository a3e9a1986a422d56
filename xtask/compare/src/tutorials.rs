//! The figures of the Python tutorials that this course answers, as they were published, in seconds.

use crate::report::{Topic, Way};
use tr::tr;

/// Where figures come from: one machine, one run of each program.
#[derive(Debug)]
pub(crate) struct Source {
    /// The heading of its column.
    pub(crate) label: &'static str,
    /// What is known of the machine and the work.
    pub(crate) about: fn() -> String,
    figures: Figures,
}

#[derive(Debug)]
struct Figures {
    one_after_another: f64,
    thread_each: Option<f64>,
    pool: Option<f64>,
    tasks: Option<f64>,
    /// `multiprocessing.Pool`, which sends its jobs in chunks.
    processes_in_chunks: Option<f64>,
    /// `ProcessPoolExecutor`, to which each job was submitted alone.
    processes_one_by_one: Option<f64>,
    processes: Option<f64>,
    tasks_and_processes: Option<f64>,
}

const NONE: Figures = Figures {
    one_after_another: 0.0,
    thread_each: None,
    pool: None,
    tasks: None,
    processes_in_chunks: None,
    processes_one_by_one: None,
    processes: None,
    tasks_and_processes: None,
};

const IO: [Source; 1] = [Source {
    label: "Python",
    about: || tr!("100 requests to a server on the internet, about 0.8 s each."),
    figures: Figures {
        one_after_another: 78.34,
        thread_each: Some(6.94),
        pool: Some(18.19),
        tasks: Some(1.74),
        ..NONE
    },
}];

const CPU: [Source; 2] = [
    Source {
        label: "Python A",
        about: || {
            tr!("the tutorial's programs, which have a process less than there are cores, on a machine that is not \
                 described.")
        },
        figures: Figures {
            one_after_another: 45.81,
            processes_in_chunks: Some(50.93),
            processes_one_by_one: Some(64.47),
            ..NONE
        },
    },
    Source {
        label: "Python B",
        about: || tr!("the same programs on a machine with 6 cores."),
        figures: Figures {
            one_after_another: 13.37,
            processes_in_chunks: Some(3.02),
            processes_one_by_one: Some(4.33),
            ..NONE
        },
    },
];

const BOTH: [Source; 1] = [Source {
    label: "Python",
    about: || {
        tr!("100 pages of an encyclopedia on the internet, on a machine with 8 cores. Its last row is async in each \
             process.")
    },
    figures: Figures {
        one_after_another: 88.86,
        tasks: Some(47.92),
        processes: Some(8.87),
        tasks_and_processes: Some(5.65),
        ..NONE
    },
}];

/// 16 large powers, one after another and on threads: the one table with threads that compute in a Python with a
/// global lock.
pub(crate) const POWERS_S: f64 = 54.64;
pub(crate) const POWERS_ON_THREADS_S: f64 = 53.83;

/// The tutorials that have a table.
pub(crate) fn sources(topic: Topic) -> &'static [Source] {
    match topic {
        Topic::Io => &IO,
        Topic::Cpu => &CPU,
        Topic::Both => &BOTH,
    }
}

impl Source {
    /// How long a way took there, if it was measured.
    pub(crate) fn seconds(&self, way: Way) -> Option<f64> {
        let figures = &self.figures;
        match way {
            Way::OneAfterAnother => Some(figures.one_after_another),
            Way::ThreadEach => figures.thread_each,
            Way::Pool { .. } => figures.pool,
            Way::Tasks => figures.tasks,
            Way::Threads { .. } | Way::Rayon { .. } => None,
            Way::ProcessesInChunks { .. } => figures.processes_in_chunks,
            Way::ProcessesOneByOne { .. } => figures.processes_one_by_one,
            Way::Processes { .. } => figures.processes,
            Way::TasksAndRayon { .. } => figures.tasks_and_processes,
        }
    }

    /// How many times as fast as one after another, on the same machine.
    pub(crate) fn times_as_fast(&self, way: Way) -> Option<f64> {
        self.seconds(way).map(|seconds| self.figures.one_after_another / seconds)
    }
}
