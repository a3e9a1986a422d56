//! The same class again, with `kill -9` of the grader or of a worker at random moments: nobody may notice.

use crate::grade;
use crate::grader::Grader;
use crate::results::{self, Differences};
use crate::support::redis::Redis;
use fastrand::Rng;
use std::path::Path;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

/// Grades the class undisturbed, and once more with kills; fails when the results differ. With 0 kills, this shows what
/// differs anyhow, in submissions that fail.
pub(crate) fn compare(folder: &Path, class: &Path, kills: usize, seed: u64) -> ExitCode {
    let Some(redis) = Redis::start("the benchmark of kills") else { return ExitCode::FAILURE };
    let (first, second) = (folder.join("first"), folder.join("second"));
    let (seconds, _) = grade(class, &first);
    println!("undisturbed: {seconds:.0} s");
    let start = Instant::now();
    let killed = with_kills(class, &second, &redis.address, kills, seconds, seed);
    println!("with {killed} kills: {:.0} s", start.elapsed().as_secs_f64());
    let undisturbed = results::read(&first);
    let Differences { real, by_luck, timing } = undisturbed.differences(&results::read(&second));
    println!(
        "{} grades: {} differ; {} failed at other checks, and {timing} could be timed once only",
        undisturbed.len(),
        real.len(),
        by_luck.len()
    );
    for difference in real.iter().chain(&by_luck) {
        println!("{difference}");
    }
    if real.is_empty() && killed == kills { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A grader that judges nothing itself, and two workers. Somebody is killed and started again, on average so often that
/// all kills fall into the time that the class takes undisturbed. Gives how often that was.
fn with_kills(class: &Path, out: &Path, queue: &str, kills: usize, seconds: f64, seed: u64) -> usize {
    let mut random = Rng::with_seed(seed);
    let start_grader = || Grader::start(class, out, &["--jobs", "0", "--queue", queue]);
    let mut grader = start_grader();
    let mut workers = [(); 2].map(|()| Grader::worker(queue));
    let mut killed = 0;
    let longest = 2.0 * seconds / crate::count(kills.max(1));
    while killed < kills {
        thread::sleep(Duration::from_secs_f64(longest * random.f64()));
        if grader.has_ended() {
            break;
        }
        let victim = random.usize(0..3);
        let name = if let Some(worker) = workers.get_mut(victim) {
            worker.kill();
            *worker = Grader::worker(queue);
            "a worker"
        } else {
            grader.kill();
            grader = start_grader();
            "the grader"
        };
        killed += 1;
        println!("killed {name}, {killed} of {kills}");
    }
    while !grader.has_ended() {
        thread::sleep(Duration::from_millis(100));
    }
    killed
}
