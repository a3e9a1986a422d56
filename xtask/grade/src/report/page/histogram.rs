//! How values are spread: how many of them lie in each of some ranges that are equally wide. Pure.

use std::ops::RangeInclusive;

/// As many bars as can still be told apart on a narrow screen.
const MOST_BINS: u32 = 11;

/// At least one value, counted.
#[derive(Debug, PartialEq)]
pub(super) struct Histogram {
    /// From the least to the greatest, without gaps.
    pub(super) bins: Vec<Bin>,
    /// How many values there are.
    pub(super) count: usize,
    pub(super) least: u32,
    pub(super) median: f64,
    pub(super) most: u32,
}

/// The values within a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bin {
    pub(super) from: u32,
    /// The greatest that is still counted here.
    pub(super) to: u32,
    pub(super) count: usize,
}

impl Histogram {
    /// Counts values in `range`; none when there are none. The bins begin at round numbers.
    pub(super) fn of(values: impl IntoIterator<Item = u32>, range: RangeInclusive<u32>) -> Option<Self> {
        let mut sorted: Vec<u32> = values.into_iter().collect();
        sorted.sort_unstable();
        let (least, most) = (*sorted.first()?, *sorted.last()?);
        let (low, high) = (*range.start().min(&least), *range.end().max(&most));
        let step = step(high - low);
        let start = low - low % step;
        let bins = (0..=(high - start) / step).map(|index| {
            let from = start + index * step;
            let to = from.saturating_add(step - 1);
            Bin { from, to, count: sorted.iter().filter(|value| (from..=to).contains(*value)).count() }
        });
        Some(Self { bins: bins.collect(), count: sorted.len(), least, median: median(&sorted), most })
    }
}

/// 1, 2 or 5, or ten, hundred, ... times that: the least that makes few enough bins.
fn step(width: u32) -> u32 {
    let mut steps = (0..9).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u32.pow(power)));
    // One bin more than fit into the width, where it begins within one.
    steps.find(|step| width / step <= MOST_BINS - 2).unwrap_or(u32::MAX)
}

fn median(sorted: &[u32]) -> f64 {
    let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    f64::midpoint(f64::from(low), f64::from(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(histogram: &Histogram) -> Vec<(u32, u32, usize)> {
        histogram.bins.iter().map(|bin| (bin.from, bin.to, bin.count)).collect()
    }

    #[test]
    fn every_value_is_counted_once() {
        for (values, range) in [
            (vec![0, 70, 69, 10, 10, 9], 0..=70),
            (vec![14, 33, 40], 14..=40),
            (vec![10_000, 12_345, 99], 99..=12_345),
            (vec![u32::MAX, 0], 0..=0),
        ] {
            let histogram = Histogram::of(values.clone(), range).unwrap();
            let sum: usize = histogram.bins.iter().map(|bin| bin.count).sum();
            assert_eq!((sum, histogram.count), (values.len(), values.len()), "{histogram:?}");
            assert!(histogram.bins.len() <= MOST_BINS as usize, "{histogram:?}");
            assert!(histogram.bins.windows(2).all(|pair| pair[0].to + 1 == pair[1].from), "{histogram:?}");
        }
    }

    #[test]
    fn bins_begin_at_round_numbers_and_reach_over_the_range() {
        let points = Histogram::of([0, 9, 10, 70], 0..=70).unwrap();
        assert_eq!(counts(&points)[..2], [(0, 9, 2), (10, 19, 1)]);
        assert_eq!(counts(&points).last(), Some(&(70, 79, 1)));
        let few = Histogram::of([1, 3], 0..=3).unwrap();
        assert_eq!(counts(&few), [(0, 0, 0), (1, 1, 1), (2, 2, 0), (3, 3, 1)]);
    }

    #[test]
    fn the_median_is_the_middle() {
        let median = |values: &[u32]| Histogram::of(values.to_vec(), 0..=10).map(|histogram| histogram.median);
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7]), Some(7.0));
        assert_eq!(median(&[9, 1]), Some(5.0));
        assert_eq!(median(&[9, 1, 2]), Some(2.0));
    }
}
