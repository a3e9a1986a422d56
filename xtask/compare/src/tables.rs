//! The three tables: which ways there are, and what each is given and compared with.

use crate::cpu_bound::Found;
use crate::measure::{self, Run};
use crate::pages::{self, Summary};
use crate::progress::Progress;
use crate::report::{Row, Table, Topic, Way};
use crate::server::{PAGES, Server};
use crate::{both, cpu_bound, io_bound};
use anyhow::{Result, ensure};
use judge::lock;
use judge::process::machine::Reading;
use std::path::Path;
use tr::tr;

/// What all tables need.
pub(crate) struct Bench<'a> {
    /// This very program, which becomes server and processes.
    program: &'a Path,
    /// How many there are for this program.
    pub(crate) cores: usize,
    delay_ms: u64,
    progress: Progress,
}

impl<'a> Bench<'a> {
    /// With nothing measured yet.
    pub(crate) fn new(program: &'a Path, cores: usize, delay_ms: u64) -> Self {
        Self { program, cores, delay_ms, progress: Progress::new() }
    }

    /// Measures a table, while no judge on this machine runs anything.
    pub(crate) fn table(&self, topic: Topic) -> Result<Table> {
        self.progress.begin(topic);
        let _lock = lock::keep_machine();
        let reading = Reading::now();
        // Server and processes have ended when it returns: their processor time is counted as ours.
        let (jobs, rows) = match topic {
            Topic::Io => self.io_bound(),
            Topic::Cpu => self.cpu_bound(),
            Topic::Both => self.both(),
        }?;
        Ok(Table { topic, jobs, rows, others: reading.others_since() })
    }

    fn io_bound(&self) -> Result<(usize, Vec<Row>)> {
        let server = self.server()?;
        let site = &server.site(PAGES)?;
        let threads = io_bound::usual_pool(self.cores);
        let ways: Vec<(Way, Run<'_, Vec<String>>)> = vec![
            (Way::OneAfterAnother, Box::new(|| io_bound::one_after_another(site))),
            (Way::ThreadEach, Box::new(|| io_bound::a_thread_each(site))),
            (Way::Pool { threads }, Box::new(|| io_bound::a_pool(site, threads))),
            (Way::Tasks, Box::new(|| io_bound::tasks(site))),
        ];
        Ok((site.pages, self.rows(ways, |fetched| pages::verify_short(site, fetched))?))
    }

    fn cpu_bound(&self) -> Result<(usize, Vec<Row>)> {
        let (program, cores) = (self.program, self.cores);
        let limits = &cpu_bound::limits();
        let chunk = cpu_bound::usual_chunk(limits.len(), cores);
        let in_chunks = Way::ProcessesInChunks { processes: cores, chunk };
        let one_by_one = Way::ProcessesOneByOne { processes: cores };
        let ways: Vec<(Way, Run<'_, Vec<Found>>)> = vec![
            (Way::OneAfterAnother, Box::new(|| Ok(cpu_bound::one_after_another(limits)))),
            (Way::Threads { threads: cores }, Box::new(|| cpu_bound::threads(limits, cores))),
            (Way::Rayon { threads: cores }, Box::new(|| Ok(cpu_bound::rayon(limits)))),
            (in_chunks, Box::new(move || cpu_bound::processes(program, limits, cores, chunk))),
            (one_by_one, Box::new(move || cpu_bound::processes(program, limits, cores, 1))),
        ];
        let expected = cpu_bound::one_after_another(limits);
        let verify = |found: &Vec<Found>| {
            ensure!(*found == expected, tr!("two ways do not find the same primes"));
            Ok(())
        };
        Ok((limits.len(), self.rows(ways, verify)?))
    }

    fn both(&self) -> Result<(usize, Vec<Row>)> {
        let (program, cores) = (self.program, self.cores);
        let server = self.server()?;
        let site = &server.site(PAGES)?;
        let ways: Vec<(Way, Run<'_, Vec<Summary>>)> = vec![
            (Way::OneAfterAnother, Box::new(|| both::one_after_another(site))),
            (Way::Tasks, Box::new(|| both::tasks(site))),
            (Way::Processes { processes: cores }, Box::new(move || both::processes(program, site, cores))),
            (Way::TasksAndRayon { threads: cores }, Box::new(|| both::tasks_and_rayon(site))),
        ];
        Ok((site.pages, self.rows(ways, |found| pages::verify_long(site, found))?))
    }

    fn rows<R>(&self, ways: Vec<(Way, Run<'_, R>)>, verify: impl Fn(&R) -> Result<()>) -> Result<Vec<Row>> {
        let (ways, runs): (Vec<Way>, Vec<Run<'_, R>>) = ways.into_iter().unzip();
        let timings = measure::time(&runs, verify, |index| self.progress.say(ways[index].name()))?;
        Ok(ways.into_iter().zip(timings).map(|(way, timing)| Row { way, timing }).collect())
    }

    /// A server that has answered once: its first answer is slower than the others.
    fn server(&self) -> Result<Server> {
        let server = Server::start(self.program, self.delay_ms)?;
        io_bound::one_after_another(&server.site(1)?)?;
        Ok(server)
    }
}
