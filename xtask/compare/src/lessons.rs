//! What to learn from a row: a sentence or two that say no more than the figures do. Where a figure is not what theory
//! says, that is said instead.

use crate::report::{Report, Row, Table, Topic, Way, count};
use crate::text::{seconds, times};
use crate::tutorials::{POWERS_ON_THREADS_S, POWERS_S};
use judge::report::terminal::thousands;
use std::time::Duration;

/// From how many times on a way counts as faster than another. Below, the difference may be chance.
const CLEAR: f64 = 1.15;

/// What a row of a table teaches.
pub(crate) fn lesson(report: &Report, table: &Table, row: &Row) -> String {
    let lesson = Lesson { report, table, row, gain: table.times_as_fast(row) };
    match (table.topic, row.way) {
        (Topic::Cpu, Way::OneAfterAnother) => lesson.sieves(),
        (_, Way::OneAfterAnother) => lesson.waiting(),
        (_, Way::ThreadEach) => lesson.thread_each(),
        (_, Way::Pool { threads }) => lesson.pool(threads),
        (Topic::Both, Way::Tasks) => lesson.tasks_that_parse(),
        (_, Way::Tasks) => lesson.tasks(),
        (_, Way::Threads { threads }) => lesson.threads(threads),
        (_, Way::Rayon { .. }) => lesson.rayon(),
        (_, Way::ProcessesInChunks { chunk, .. }) => lesson.processes_in_chunks(chunk),
        (_, Way::ProcessesOneByOne { .. }) => lesson.processes_one_by_one(),
        (_, Way::Processes { processes }) => lesson.processes(processes),
        (_, Way::TasksAndRayon { threads }) => lesson.tasks_and_rayon(threads),
    }
}

struct Lesson<'a> {
    report: &'a Report,
    table: &'a Table,
    row: &'a Row,
    /// How many times as fast as the first row.
    gain: f64,
}

impl Lesson<'_> {
    /// How many times as fast as another row this one is; that row must be there.
    fn against(&self, is_other: impl Fn(Way) -> bool) -> f64 {
        let other = self.table.row(is_other).expect("a table is measured as a whole");
        other.timing.best_s / self.row.timing.best_s
    }

    /// This row, compared with the first one, in words.
    fn compared(&self) -> String {
        compared(self.gain, "one after another")
    }

    /// How long it takes to wait for one page after another.
    fn all_delays_s(&self) -> f64 {
        Duration::from_millis(self.report.delay_ms * self.table.jobs as u64).as_secs_f64()
    }

    /// Whether there is so little to wait for that the table says nothing about waiting.
    fn hardly_waits(&self) -> bool {
        self.all_delays_s() < self.table.rows[0].timing.best_s / 10.0
    }

    fn waiting(&self) -> String {
        if self.hardly_waits() {
            return "Hardly any of this is waiting for the server: with so short a delay, this table shows what \
                    requests cost, and not what waiting does."
                .to_owned();
        }
        let rest = match self.table.topic {
            Topic::Io | Topic::Cpu => "sending requests and reading answers",
            Topic::Both => "sending the pages and parsing them",
        };
        let delays = self.all_delays_s();
        let others = (self.row.timing.best_s - delays).max(0.0);
        format!("{} of this is waiting for the server; the other {} are {rest}.", seconds(delays), seconds(others))
    }

    /// The words for a way that waits for several pages at once, unless waiting made no difference.
    fn if_waiting_counts(&self, words: String) -> String {
        if self.hardly_waits() {
            format!("This {}, but not because of waiting: there is hardly any.", self.compared())
        } else if self.gain < CLEAR {
            format!("To wait for several pages at once brought nothing here: this {}.", self.compared())
        } else {
            words
        }
    }

    fn thread_each(&self) -> String {
        let (jobs, cores, times) = (self.table.jobs, cores(self.report.cores), times(self.gain));
        self.if_waiting_counts(format!(
            "A thread that waits needs no core: {jobs} threads wait side by side on {cores}, {times} as fast as one \
             after another."
        ))
    }

    fn pool(&self, threads: usize) -> String {
        self.if_waiting_counts(format!(
            "Only {threads} requests wait at a time: ideally that is {threads} times as fast. Python's pools have \
             min(32, cores + 4) threads when nobody says how many."
        ))
    }

    fn tasks(&self) -> String {
        let compared = compared(self.against(|way| way == Way::ThreadEach), "a thread each");
        self.if_waiting_counts(format!(
            "Waiting needs no thread of its own: a single one waits for all {} answers, which {compared}.",
            self.table.jobs
        ))
    }

    fn sieves(&self) -> String {
        let python = self.table.sources().iter().filter_map(|source| source.seconds(self.row.way));
        let faster: Vec<String> = python.map(|seconds| times(seconds / self.row.timing.best_s)).collect();
        format!(
            "The same sieves as in the tutorials, compiled: {} as fast as Python on its machines, before anything \
             runs in parallel.",
            faster.join(" and ")
        )
    }

    fn threads(&self, threads: usize) -> String {
        if threads == 1 {
            return "There is one core only, so that nothing can be computed at the same time.".to_owned();
        }
        let compared = self.compared();
        if self.gain < CLEAR {
            return format!(
                "On {threads} cores this {compared}: less than threads can do, as when other programs use the cores."
            );
        }
        format!(
            "Threads compute at the same time: on {threads} cores this {compared}. Threads of a Python with a global \
             lock do not: in another of the tutorials, 16 large powers took {}, and {} on threads.",
            seconds(POWERS_S),
            seconds(POWERS_ON_THREADS_S)
        )
    }

    fn rayon(&self) -> String {
        let compared = compared(self.against(|way| matches!(way, Way::Threads { .. })), "a queue of our own, as above");
        format!("`par_iter` in place of `iter` is all that is needed; it {compared}.")
    }

    fn processes_in_chunks(&self, chunk: usize) -> String {
        let compared = compared(self.against(|way| matches!(way, Way::Threads { .. })), "with threads");
        format!(
            "Processes share no memory: {} limits at a time are sent through a pipe, and what was found is sent back. \
             All in all this {compared}.",
            thousands(chunk)
        )
    }

    fn processes_one_by_one(&self) -> String {
        let against = self.against(|way| matches!(way, Way::ProcessesInChunks { .. }));
        let compared = compared(against, "in chunks");
        if against * CLEAR <= 1.0 {
            return format!("A message for each sieve {compared}: talking costs, in Rust as in Python.");
        }
        format!("Here, a message for each sieve {compared}.")
    }

    fn tasks_that_parse(&self) -> String {
        let words = "The pages are waited for all at once, but parsed one at a time, on one thread. The tutorial's \
                     program awaits each page before it asks for the next, so it waits for one page at a time.";
        self.if_waiting_counts(words.to_owned())
    }

    fn processes(&self, processes: usize) -> String {
        if processes == 1 {
            return "There is one core only, and so one process: it does what the first row does.".to_owned();
        }
        if self.gain < CLEAR {
            return format!("{processes} processes brought nothing here: this {}.", self.compared());
        }
        format!(
            "Each process fetches and parses for itself: ideally, {processes} of them are {processes} times as fast. \
             The tutorial had one for each of its 8 cores."
        )
    }

    fn tasks_and_rayon(&self, threads: usize) -> String {
        let alone = self.against(|way| way == Way::Tasks);
        let (cores, compared) = (cores(threads), compared(alone, "async alone"));
        if alone < CLEAR {
            return format!("To parse with rayon, on {cores}, brought nothing here: this {compared}.");
        }
        let processes = times(self.against(|way| matches!(way, Way::Processes { .. })));
        format!(
            "The pages are waited for all at once, and parsed on {cores}: this {compared}, and {processes} as fast as \
             processes alone."
        )
    }
}

fn cores(number: usize) -> String {
    count(number, "core")
}

/// "is about as fast as ...", "is 1.4 times as fast as ...", "takes 1.4 times as long as ...".
fn compared(ratio: f64, other: &str) -> String {
    if ratio >= CLEAR {
        format!("is {} as fast as {other}", times(ratio))
    } else if ratio * CLEAR > 1.0 {
        format!("is about as fast as {other}")
    } else {
        format!("takes {} as long as {other}", times(1.0 / ratio))
    }
}
