//! How fast the model is, and how soon it finds each planted mistake: `cargo bench -p model_std`.
//!
//! For each mistake and each way to search: with how many of 20 seeds it was found within 20,000 schedules, and the
//! median and the maximum of schedules until then; then how many interleavings there are. `real_threads` beside this
//! file runs the same scenarios with std's own threads.

#![expect(clippy::unwrap_used, unreachable_pub, reason = "the planted mistakes are shared with the tests")]

#[macro_use]
extern crate model_std as std;

#[path = "../tests/planted/mod.rs"]
mod planted;

// Under the name std, time is virtual.
use cpu_time::ProcessTime;
use model_std::explore::{Plan, Reduction, Strategy, exhaust, explore, search};
use model_std::kernel::Settings;
use std::time::Duration;

const SEEDS: u64 = 20;
const SCHEDULES: u32 = 20_000;
const LIMIT: usize = SCHEDULES as usize;
/// Wake-ups for no reason would find some of these mistakes in another way.
const QUIET: Settings = Settings { spurious_wake_ups: 0, early_timers: 0, ..Settings::DEFAULT };

const STRATEGIES: [(&str, Strategy); 4] = [
    ("random", Strategy::Random),
    ("URW", Strategy::Urw),
    ("PCT 2", Strategy::Pct { depth: 2, fair: true }),
    ("PCT 3", Strategy::Pct { depth: 3, fair: true }),
];

fn main() {
    println!("Found with n of {SEEDS} seeds: median/maximum of schedules, of {SCHEDULES} at most.\n");
    let names = STRATEGIES.map(|(name, _)| format!("{name:>14}")).concat();
    println!("{:36}{names}{:>14}{:>14}", "", "all together", "all orders");
    for (name, scenario) in planted::ALL {
        let alone = STRATEGIES.map(|(_, strategy)| {
            let schedules = |seed| {
                let searched = search(scenario, strategy, seed, LIMIT, QUIET);
                searched.failure.map(|_| searched.schedules)
            };
            format!("{:>14}", found(schedules))
        });
        let together = found(|seed| {
            let plan = Plan { seed, schedules: LIMIT, time: Duration::from_secs(60), exact_time: false };
            explore(scenario, &plan).found.map(|found| found.after)
        });
        println!("{name:36}{}{together:>14}{:>14}", alone.concat(), orders(scenario));
    }
    speed();
}

/// "20: 3/17", from the schedules that each seed took.
fn found(search: impl Fn(u64) -> Option<usize>) -> String {
    let mut after: Vec<usize> = (0..SEEDS).filter_map(search).collect();
    after.sort_unstable();
    match after.last() {
        Some(most) => format!("{}: {}/{most}", after.len(), after[after.len() / 2]),
        None => "0".to_owned(),
    }
}

/// How many interleavings differ; a panic ends the count.
fn orders(scenario: fn()) -> String {
    exhaust(scenario, Reduction::SleepSets, 1_000_000).map_or("-".to_owned(), |all| all.runs.to_string())
}

fn speed() {
    let mut rates: Vec<f64> = (0..7)
        .map(|seed| {
            let start = ProcessTime::now();
            search(planted::correct_queue, Strategy::Random, seed, LIMIT, QUIET);
            f64::from(SCHEDULES) / start.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    let (median, min, max) = (rates[3], rates[0], rates[6]);
    println!("\nSchedules a second of processor time, the correct queue: median {median:.0}, {min:.0} to {max:.0}.");
}
