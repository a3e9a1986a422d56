//! What to learn from a row: a sentence or two that say no more than the figures do. Where a figure is not what theory
//! says, that is said instead.

use crate::report::{Report, Row, Table, Topic, Way, cores};
use crate::text::{seconds, times};
use crate::tutorials::{POWERS_ON_THREADS_S, POWERS_S};
use judge::report::terminal::thousands;
use std::time::Duration;
use tr::tr;

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

    /// The same for threads that compute.
    fn against_threads(&self) -> f64 {
        self.against(|way| matches!(way, Way::Threads { .. }))
    }

    /// This row, compared with the first one, in words.
    fn compared(&self) -> String {
        compared(self.gain, &tr!("one after another"))
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
            return tr!(
                "Hardly any of this is waiting for the server: with so short a delay, this table shows what requests \
                 cost, and not what waiting does."
            );
        }
        let delays = self.all_delays_s();
        let others = seconds((self.row.timing.best_s - delays).max(0.0));
        let delays = seconds(delays);
        match self.table.topic {
            Topic::Io | Topic::Cpu => tr!(
                "{delays} of this is waiting for the server; the other {others} are sending requests and reading \
                 answers.",
                delays,
                others
            ),
            Topic::Both => tr!(
                "{delays} of this is waiting for the server; the other {others} are sending the pages and parsing \
                 them.",
                delays,
                others
            ),
        }
    }

    /// The words for a way that waits for several pages at once, unless waiting made no difference.
    fn if_waiting_counts(&self, words: String) -> String {
        let compared = self.compared();
        if self.hardly_waits() {
            tr!("This {compared}, but not because of waiting: there is hardly any.", compared)
        } else if self.gain < CLEAR {
            tr!("To wait for several pages at once brought nothing here: this {compared}.", compared)
        } else {
            words
        }
    }

    fn thread_each(&self) -> String {
        let (jobs, cores, times) = (self.table.jobs, cores(self.report.cores), times(self.gain));
        self.if_waiting_counts(tr!(
            "A thread that waits needs no core: {jobs} threads wait side by side on {cores}, {times} as fast as one \
             after another.",
            jobs,
            cores,
            times
        ))
    }

    fn pool(&self, threads: usize) -> String {
        self.if_waiting_counts(tr!(
            "Only {threads} requests wait at a time: ideally that is {threads} times as fast. Python's pools have \
             min(32, cores + 4) threads when nobody says how many.",
            threads
        ))
    }

    fn tasks(&self) -> String {
        let compared = compared(self.against(|way| way == Way::ThreadEach), &tr!("a thread each"));
        self.if_waiting_counts(tr!(
            "Waiting needs no thread of its own: a single one waits for all {jobs} answers, which {compared}.",
            jobs = self.table.jobs,
            compared
        ))
    }

    fn sieves(&self) -> String {
        let python = self.table.sources().iter().filter_map(|source| source.seconds(self.row.way));
        let faster: Vec<String> = python.map(|seconds| times(seconds / self.row.timing.best_s)).collect();
        let faster = faster.join(&format!(" {} ", tr!("and")));
        tr!(
            "The same sieves as in the tutorials, compiled: {faster} as fast as Python on its machines, before \
             anything runs in parallel.",
            faster
        )
    }

    fn threads(&self, threads: usize) -> String {
        if threads == 1 {
            return tr!("There is one core only, so that nothing can be computed at the same time.");
        }
        let compared = self.compared();
        if self.gain < CLEAR {
            return tr!(
                "On {threads} cores this {compared}: less than threads can do, as when other programs use the cores.",
                threads,
                compared
            );
        }
        let (powers, on_threads) = (seconds(POWERS_S), seconds(POWERS_ON_THREADS_S));
        tr!(
            "Threads compute at the same time: on {threads} cores this {compared}. Threads of a Python with a global \
             lock do not: in another of the tutorials, 16 large powers took {powers}, and {on_threads} on threads.",
            threads,
            compared,
            powers,
            on_threads
        )
    }

    fn rayon(&self) -> String {
        let compared = compared(self.against_threads(), &tr!("a queue of our own, as above"));
        tr!("`par_iter` in place of `iter` is all that is needed; it {compared}.", compared)
    }

    fn processes_in_chunks(&self, chunk: usize) -> String {
        let compared = compared(self.against_threads(), &tr!("with threads"));
        tr!(
            "Processes share no memory: {chunk} limits at a time are sent through a pipe, and what was found is sent \
             back. All in all this {compared}.",
            chunk = thousands(chunk),
            compared
        )
    }

    fn processes_one_by_one(&self) -> String {
        let against = self.against(|way| matches!(way, Way::ProcessesInChunks { .. }));
        let compared = compared(against, &tr!("in chunks"));
        if against * CLEAR <= 1.0 {
            return tr!("A message for each sieve {compared}: talking costs, in Rust as in Python.", compared);
        }
        tr!("Here, a message for each sieve {compared}.", compared)
    }

    fn tasks_that_parse(&self) -> String {
        self.if_waiting_counts(tr!(
            "The pages are waited for all at once, but parsed one at a time, on one thread. The tutorial's program \
             awaits each page before it asks for the next, so it waits for one page at a time."
        ))
    }

    fn processes(&self, processes: usize) -> String {
        if processes == 1 {
            return tr!("There is one core only, and so one process: it does what the first row does.");
        }
        if self.gain < CLEAR {
            let compared = self.compared();
            return tr!("{processes} processes brought nothing here: this {compared}.", processes, compared);
        }
        tr!(
            "Each process fetches and parses for itself: ideally, {processes} of them are {processes} times as fast. \
             The tutorial had one for each of its 8 cores.",
            processes
        )
    }

    fn tasks_and_rayon(&self, threads: usize) -> String {
        let alone = self.against(|way| way == Way::Tasks);
        let (cores, compared) = (cores(threads), compared(alone, &tr!("async alone")));
        if alone < CLEAR {
            return tr!("To parse with rayon, on {cores}, brought nothing here: this {compared}.", cores, compared);
        }
        let processes = times(self.against(|way| matches!(way, Way::Processes { .. })));
        tr!(
            "The pages are waited for all at once, and parsed on {cores}: this {compared}, and {processes} as fast as \
             processes alone.",
            cores,
            compared,
            processes
        )
    }
}

/// "is about as fast as ...", "is 1.4 times as fast as ...", "takes 1.4 times as long as ...".
fn compared(ratio: f64, other: &str) -> String {
    if ratio >= CLEAR {
        let times = times(ratio);
        tr!("is {times} as fast as {other}", times, other)
    } else if ratio * CLEAR > 1.0 {
        tr!("is about as fast as {other}", other)
    } else {
        let times = times(1.0 / ratio);
        tr!("takes {times} as long as {other}", times, other)
    }
}
