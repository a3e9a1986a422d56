//! Something that happens to the submission more rarely than to the control, in the same rounds. Pure.

use super::rounds::Round;
use fishers_exact::fishers_exact;
use serde::Serialize;

/// How probable it may be at most that chance alone kept a submission behind the control.
const CHANCE: f64 = 2.5e-5;

/// In how many rounds something is true of the submission and of the control.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// How many rounds are looked at.
    pub rounds: usize,
    /// In how many of them it is true of the submission.
    pub submission: usize,
    /// In how many of them it is true of the control.
    pub control: usize,
}

impl Compared {
    /// Counts; `is_true` says of a round whether it is true of the submission, and of the control.
    pub(super) fn count<'a>(rounds: impl Iterator<Item = &'a Round>, is_true: impl Fn(&Round) -> [bool; 2]) -> Self {
        rounds.map(is_true).fold(Self::default(), |counts, [submission, control]| Self {
            rounds: counts.rounds + 1,
            submission: counts.submission + usize::from(submission),
            control: counts.control + usize::from(control),
        })
    }

    /// Whether it is true of the submission so much more rarely that chance is ruled out: Fisher's exact test,
    /// one-sided, p <= 0.000025.
    pub fn is_behind(self) -> bool {
        let counts = |times: usize| [times, self.rounds - times].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        let ([yes, no], [control_yes, control_no]) = (counts(self.submission), counts(self.control));
        // An error means numbers beyond 32 bits: then nothing is ruled out.
        let chance = fishers_exact(&[yes, no, control_yes, control_no]).map_or(1.0, |chances| chances.less_pvalue);
        self.submission < self.control && chance <= CHANCE
    }
}

#[cfg(test)]
mod tests {
    use super::Compared;

    #[test]
    fn chance_is_ruled_out_by_enough_rounds() {
        let is_behind = |submission, control, rounds| Compared { rounds, submission, control }.is_behind();
        // One chance in 12,870, and one in 48,620: all choices of 8 or 9 rounds of 16 or 18.
        assert!(!is_behind(0, 8, 8));
        assert!(is_behind(0, 9, 9));
        assert!(!is_behind(7, 15, 15));
        assert!(is_behind(4, 15, 15));
        assert!(!is_behind(9, 0, 9));
        assert!(!is_behind(0, 0, 0));
    }
}
