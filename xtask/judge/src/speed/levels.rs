//! On how many cores a race is timed to see how its speed grows.

use protocol::{Contestant, Start};
use serde::Serialize;

/// Up to so many, every number of cores is measured.
const EVERY: usize = 8;

/// What grows from one level to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// The cores that a run may use.
    Cores,
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
    /// As one says "on 4 cores".
    pub fn name(self) -> &'static str {
        match self {
            Self::Cores => "cores",
        }
    }

    /// The start of a run at a level.
    pub(super) fn start(self, contestant: Contestant, size: u64, level: usize) -> Start {
        match self {
            Self::Cores => Start { contestant, size, cores: Some(level), waits: None },
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
}

#[cfg(test)]
mod tests {
    use super::*;

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
