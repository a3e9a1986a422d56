//! How long `count_primes` of exercise 6 takes, beside `primesieve` where that is installed (it is never needed):
//!
//! ```text
//! cargo bench -p solutions --bench parallel_sieve
//! ```
//!
//! The programs take turns, so that a busy moment hits both. Times are real time in milliseconds. Those of primesieve
//! are without the time that a process takes to start.

use rayon::{ThreadPool, ThreadPoolBuilder};
use solutions::{parallel_sieve, parallel_sieve_flags_by_segment};
use std::hint::black_box;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const ROUNDS: usize = 21;

fn main() {
    println!("{:>11} {:>7}  {:<28} {:>8} {:>8} {:>8}", "n", "threads", "program", "median", "min", "max");
    let cores = thread::available_parallelism().map_or(1, usize::from);
    for n in [100_000_000, 1_000_000_000] {
        for threads in if cores == 1 { vec![1] } else { vec![1, cores] } {
            compare(n, threads);
        }
    }
}

/// A program that is timed, and what it has taken in each round.
struct Program<'a> {
    name: &'a str,
    run: Box<dyn Fn() -> Option<Duration> + 'a>,
    times: Vec<Duration>,
}

fn compare(n: u64, threads: usize) {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
    let starting = (0..ROUNDS).filter_map(|_| primesieve(0, threads)).min().unwrap_or_default();
    let mut programs = [
        Program::new("count_primes", || Some(in_pool(&pool, || parallel_sieve::count_primes(n)))),
        Program::new("count_primes, the shortest way", || {
            Some(in_pool(&pool, || parallel_sieve_flags_by_segment::count_primes(n)))
        }),
        Program::new("primes_up_to", || Some(in_pool(&pool, || parallel_sieve::primes_up_to(n)))),
        Program::new("primesieve", || primesieve(n, threads).map(|time| time.saturating_sub(starting))),
    ];
    for _ in 0..ROUNDS {
        for program in &mut programs {
            program.times.extend((program.run)());
        }
    }
    for program in &mut programs {
        program.print(n, threads);
    }
}

impl<'a> Program<'a> {
    fn new(name: &'a str, run: impl Fn() -> Option<Duration> + 'a) -> Self {
        Self { name, run: Box::new(run), times: Vec::new() }
    }

    fn print(&mut self, n: u64, threads: usize) {
        self.times.sort_unstable();
        let [Some(min), Some(max)] = [self.times.first(), self.times.last()] else {
            println!("{n:>11} {threads:>7}  {:<28} not installed", self.name);
            return;
        };
        let [median, min, max] =
            [&self.times[self.times.len() / 2], min, max].map(|time| format!("{:.1}", time.as_secs_f64() * 1000.0));
        println!("{n:>11} {threads:>7}  {:<28} {median:>8} {min:>8} {max:>8}", self.name);
    }
}

fn in_pool<T: Send>(pool: &ThreadPool, work: impl Fn() -> T + Send + Sync) -> Duration {
    pool.install(|| {
        let start = Instant::now();
        let result = black_box(work());
        let time = start.elapsed();
        drop(result);
        time
    })
}

/// Nothing when there is no such program.
fn primesieve(n: u64, threads: usize) -> Option<Duration> {
    let mut command = Command::new("primesieve");
    command.args([n.to_string(), "--quiet".to_owned(), format!("--threads={threads}")]).stdout(Stdio::null());
    let start = Instant::now();
    command.status().ok().filter(std::process::ExitStatus::success).map(|_| start.elapsed())
}
