//! The clock: short ways run several times, long ones once. They take turns, so that what else the machine does meets
//! all of them.

use crate::report::Timing;
use anyhow::Result;
use std::time::{Duration, Instant};

/// No way runs more often.
const RUNS: usize = 5;
/// No further run of a way is begun when all of its runs would then take longer than this.
const BUDGET: Duration = Duration::from_secs(2);

/// A way to be timed.
pub(crate) type Run<'a, R> = Box<dyn Fn() -> Result<R> + 'a>;

/// Times ways. What each run returns is verified, outside of the time that counts. `on_run` is told the number of the
/// way that begins.
pub(crate) fn time<R>(
    ways: &[Run<'_, R>],
    verify: impl Fn(&R) -> Result<()>,
    on_run: impl Fn(usize),
) -> Result<Vec<Timing>> {
    let mut runs: Vec<Vec<Duration>> = vec![Vec::new(); ways.len()];
    for _ in 0..RUNS {
        for (index, (way, runs)) in ways.iter().zip(&mut runs).enumerate() {
            if goes_on(runs) {
                on_run(index);
                let start = Instant::now();
                let result = way()?;
                runs.push(start.elapsed());
                verify(&result)?;
            }
        }
    }
    Ok(runs.into_iter().map(summary).collect())
}

fn goes_on(runs: &[Duration]) -> bool {
    runs.last().is_none_or(|last| runs.iter().sum::<Duration>() + *last <= BUDGET)
}

fn summary(mut runs: Vec<Duration>) -> Timing {
    runs.sort_unstable();
    Timing {
        runs: runs.len(),
        best_s: runs[0].as_secs_f64(),
        median_s: ((runs[(runs.len() - 1) / 2] + runs[runs.len() / 2]) / 2).as_secs_f64(),
        worst_s: runs[runs.len() - 1].as_secs_f64(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;
    use std::cell::RefCell;

    fn seconds(values: &[f64]) -> Vec<Duration> {
        values.iter().map(|value| Duration::from_secs_f64(*value)).collect()
    }

    #[test]
    fn short_ways_run_often_and_long_ones_once() {
        assert!(goes_on(&[]));
        assert!(!goes_on(&seconds(&[10.0])));
        assert!(!goes_on(&seconds(&[1.1])));
        assert!(goes_on(&seconds(&[0.6, 0.6])));
        assert!(!goes_on(&seconds(&[0.6, 0.6, 0.6])));
    }

    #[test]
    fn best_median_and_worst_are_of_all_runs() {
        let timing = |values| summary(seconds(values));
        assert_eq!(timing(&[2.0]), Timing { runs: 1, best_s: 2.0, median_s: 2.0, worst_s: 2.0 });
        assert_eq!(timing(&[4.0, 1.0, 3.0]), Timing { runs: 3, best_s: 1.0, median_s: 3.0, worst_s: 4.0 });
        assert_eq!(timing(&[4.0, 1.0, 3.0, 2.0]), Timing { runs: 4, best_s: 1.0, median_s: 2.5, worst_s: 4.0 });
    }

    #[test]
    fn ways_take_turns() {
        let order = RefCell::new(Vec::new());
        let way = |name: char| -> Run<'_, ()> {
            let order = &order;
            Box::new(move || {
                order.borrow_mut().push(name);
                Ok(())
            })
        };
        let timings = time(&[way('a'), way('b')], |()| Ok(()), |_| ()).unwrap();
        assert!(timings.iter().all(|timing| timing.runs == RUNS));
        assert_eq!(order.borrow()[..4], ['a', 'b', 'a', 'b']);
    }

    #[test]
    fn a_run_with_a_wrong_result_is_an_error() {
        let ways: [Run<'_, i32>; 2] = [Box::new(|| Ok(1)), Box::new(|| Ok(2))];
        let verify = |result: &i32| if *result == 2 { bail!("wrong") } else { Ok(()) };
        assert_eq!(time(&ways, verify, |_| ()).unwrap_err().to_string(), "wrong");
    }
}
