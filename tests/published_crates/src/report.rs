//! What became of a test, as one line of text.

use std::fmt;
use std::str::FromStr;

/// How a test ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// In every schedule as it should.
    Passed,
    /// The crate itself says that it is not to be run.
    Ignored,
    /// In one schedule it did not do what it should; why.
    Failed(String),
}

/// The line that a test binary prints for a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many schedules were tried, by all strategies together.
    pub schedules: usize,
    /// How the test ended.
    pub outcome: Outcome,
}

/// No test prints this by chance.
const MARK: &str = "under the model:";

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK} {} ", self.schedules)?;
        match &self.outcome {
            Outcome::Passed => f.write_str("ok"),
            Outcome::Ignored => f.write_str("ignored"),
            Outcome::Failed(reason) => write!(f, "failed {}", reason.replace('\n', " ")),
        }
    }
}

impl FromStr for Report {
    type Err = ();

    fn from_str(line: &str) -> Result<Self, ()> {
        let rest = line.strip_prefix(MARK).and_then(|rest| rest.strip_prefix(' ')).ok_or(())?;
        let (schedules, outcome) = rest.split_once(' ').ok_or(())?;
        let outcome = match outcome.split_once(' ').unwrap_or((outcome, "")) {
            ("ok", "") => Outcome::Passed,
            ("ignored", "") => Outcome::Ignored,
            ("failed", reason) => Outcome::Failed(reason.to_owned()),
            _ => return Err(()),
        };
        Ok(Self { schedules: schedules.parse().map_err(|_| ())?, outcome })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_as_it_was_written() {
        for outcome in [Outcome::Passed, Outcome::Ignored, Outcome::Failed("it panicked".to_owned())] {
            let report = Report { schedules: 12, outcome };
            assert_eq!(report.to_string().parse(), Ok(report));
        }
        assert_eq!("12 ok".parse::<Report>(), Err(()));
    }
}
