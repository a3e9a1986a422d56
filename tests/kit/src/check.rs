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
    Check { info: info(name), body }
}

impl Check {
    /// What passing the check is worth; at least 1.
    #[must_use]
    pub fn points(mut self, points: u32) -> Self {
        set_points(&mut self.info, "check", points);
        self
    }

    /// The hint, 1 to 3, that helps a learner for whom the check fails.
    #[must_use]
    pub fn hint(mut self, hint: u8) -> Self {
        set_hint(&mut self.info, "check", hint);
        self
    }
}

/// What passing is worth, 1 point, and the hint, 1, unless said otherwise.
pub(crate) fn info(name: &str) -> CheckInfo {
    CheckInfo { name: name.to_owned(), points: 1, hint: 1 }
}

/// `kind` is what the author has registered: "check", "scenario" or "race".
pub(crate) fn set_points(info: &mut CheckInfo, kind: &str, points: u32) {
    assert!(points > 0, "the {kind} {:?} must be worth something", info.name);
    info.points = points;
}

pub(crate) fn set_hint(info: &mut CheckInfo, kind: &str, hint: u8) {
    assert!((1..=3).contains(&hint), "the {kind} {:?} points to hint {hint} of 3", info.name);
    info.hint = hint;
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
