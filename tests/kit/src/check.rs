//! A check: a name, a function, and what it is worth.

use protocol::CheckInfo;
use std::process::ExitCode;

/// A check, registered by the sentence that a correct solution makes true.
pub struct Check {
    pub(crate) info: CheckInfo,
    pub(crate) body: fn(),
}

/// Registers `body` under `name`: worth 1 point and pointing to hint 1, unless said otherwise.
pub fn check(name: &str, body: fn()) -> Check {
    Check { info: CheckInfo { name: name.to_owned(), points: 1, hint: 1 }, body }
}

impl Check {
    /// What passing the check is worth; at least 1.
    #[must_use]
    pub fn points(mut self, points: u32) -> Self {
        assert!(points > 0, "the check {:?} must be worth something", self.info.name);
        self.info.points = points;
        self
    }

    /// The hint, 1 to 3, that helps a learner for whom the check fails.
    #[must_use]
    pub fn hint(mut self, hint: u8) -> Self {
        assert!((1..=3).contains(&hint), "the check {:?} points to hint {hint} of 3", self.info.name);
        self.info.hint = hint;
        self
    }
}

/// Prints the checks as JSON, for the judge.
pub(crate) fn print_infos<'a>(infos: impl Iterator<Item = &'a CheckInfo>) -> ExitCode {
    let infos: Vec<&CheckInfo> = infos.collect();
    print!("{}", protocol::to_line(&infos));
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "points to hint 4 of 3")]
    fn a_hint_that_does_not_exist_is_refused() {
        let _ = check("x", || ()).hint(4);
    }
}
