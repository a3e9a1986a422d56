//! How much source text is kept in memory. Pure.

use super::limits::{CLASS_LIMIT, LEARNER_LIMIT};
use super::refusal::Limit;
use std::collections::HashMap;

/// How much was taken.
#[derive(Default)]
pub(super) struct Budget {
    of_all: u64,
    of_each: HashMap<String, u64>,
}

impl Budget {
    /// Takes more of a learner's text, if it is not too much.
    pub(super) fn take(&mut self, learner: &str, bytes: u64) -> Result<(), Limit> {
        if self.of_all + bytes > CLASS_LIMIT {
            return Err(Limit::Class);
        }
        let taken = self.of_each.entry(learner.to_owned()).or_default();
        if *taken + bytes > LEARNER_LIMIT {
            return Err(Limit::Learner);
        }
        *taken += bytes;
        self.of_all += bytes;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_takes_more_than_their_share_and_all_not_more_than_there_is() {
        let mut budget = Budget::default();
        assert_eq!(budget.take("a", LEARNER_LIMIT), Ok(()));
        assert_eq!(budget.take("a", 1), Err(Limit::Learner));
        for learner in 1..CLASS_LIMIT / LEARNER_LIMIT {
            assert_eq!(budget.take(&learner.to_string(), LEARNER_LIMIT), Ok(()));
        }
        assert_eq!(budget.take("z", 1), Err(Limit::Class));
    }
}
