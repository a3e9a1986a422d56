//! On how many cores, or with how many requests at once, a race is timed to see how its speed grows.

use protocol::{Contestant, Start, Waits};
use serde::Serialize;

/// Up to so many, every number of cores is measured.
const EVERY: usize = 8;
/// With so many requests, each level of these makes whole rounds.
pub(super) const REQUESTS: u64 = 60;
const REQUESTS_AT_ONCE: [usize; 7] = [1, 2, 5, 10, 20, 30, 60];
/// For how long each request is left waiting: 3 s in all, one after the other.
const DELAY_MS: u64 = 50;
/// No run takes as long.
const LIMIT_MS: u64 = 9_000;

/// What grows from one level to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// The cores that a run may use.
    Cores,
    /// The requests that may be under way at the same time.
    Requests,
}

/// The levels at which a race is timed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levels {
    /// What they are numbers of.
    pub scale: Scale,
    /// From 1 upwards.
    pub numbers: Vec<usize>,
}

impl Scale {
    /// The start of a run at a level.
    pub(super) fn start(self, contestant: Contestant, size: u64, level: usize) -> Start {
        match self {
            Self::Cores => Start { contestant, size, cores: Some(level), waits: None },
            Self::Requests => {
                let waits = Waits { at_once: level as u64, delay_ms: DELAY_MS, limit_ms: LIMIT_MS };
                Start { contestant, size, cores: None, waits: Some(waits) }
            }
        }
    }
}

impl Levels {
    /// From one core to `usable`: all numbers when there are few, else closer to each other where they are small.
    pub fn of_cores(usable: usize) -> Self {
        let steps = (0..usize::BITS - 2).flat_map(|power| [2 << power, 3 << power]);
        let mut numbers: Vec<usize> = if usable <= EVERY {
            (1..=usable).collect()
        } else {
            [1].into_iter().chain(steps.take_while(|number| *number < usable)).chain([usable]).collect()
        };
        numbers.dedup();
        Self { scale: Scale::Cores, numbers }
    }

    /// From one request after the other to all at once.
    pub fn of_requests() -> Self {
        Self { scale: Scale::Requests, numbers: REQUESTS_AT_ONCE.to_vec() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_come_in_whole_rounds() {
        assert!(Levels::of_requests().numbers.iter().all(|level| REQUESTS.is_multiple_of(*level as u64)));
    }

    #[test]
    fn levels_go_from_one_core_to_all() {
        for (usable, numbers) in [
            (1, &[1][..]),
            (2, &[1, 2]),
            (8, &[1, 2, 3, 4, 5, 6, 7, 8]),
            (9, &[1, 2, 3, 4, 6, 8, 9]),
            (16, &[1, 2, 3, 4, 6, 8, 12, 16]),
            (40, &[1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 40]),
        ] {
            assert_eq!(Levels::of_cores(usable).numbers, numbers, "{usable} cores");
        }
    }
}
