//! Schedules as text, short enough to copy: `3.0123abcd.st.a12ba3c`.
//!
//! First the scenario's number and the version of everything that it was built from. Then `s` and `t` say what may
//! happen for no reason, and each choice is a letter (`a` is the first possibility), with a count where it comes
//! several times in a row.

use protocol::trace;
use std::fmt;
use std::str::FromStr;
use tr::tr;

/// How many digits tell one version from another.
pub(super) const VERSION_DIGITS: usize = 8;
/// Longer than any schedule of a run; what is longer is none.
const LONGEST: usize = 100_000;

/// A run of one scenario, as a learner copies it from a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The scenario's number in its file, from 1.
    pub scenario: usize,
    /// The first digits of the key of the build that it belongs to.
    pub version: String,
    /// What the model repeats.
    pub choices: trace::Schedule,
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let trace::Schedule { spurious, early_timers, choices } = &self.choices;
        let flags = [(*spurious, "s"), (*early_timers, "t")].map(|(is_set, flag)| if is_set { flag } else { "" });
        write!(f, "{}.{}.{}.", self.scenario, self.version, flags.concat())?;
        // What is missing at the end is read as the first possibility.
        if choices.iter().all(|choice| *choice == 0) {
            // Not nothing: a full stop at the end would be taken for the sentence's.
            return f.write_str("a");
        }
        let end = choices.iter().rposition(|choice| *choice != 0).map_or(0, |last| last + 1);
        for run in choices[..end].chunk_by(|a, b| a == b) {
            match char::from_digit(run[0].saturating_add(10), 36) {
                Some(letter) => write!(f, "{letter}")?,
                None => write!(f, "({})", run[0])?,
            }
            if run.len() > 1 {
                write!(f, "{}", run.len())?;
            }
        }
        Ok(())
    }
}

impl FromStr for Schedule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text.trim())
            .ok_or_else(|| tr!("it is no schedule; copy the whole word that a failed check shows after --replay"))
    }
}

fn read(text: &str) -> Option<Schedule> {
    let parts: Vec<&str> = text.split('.').collect();
    let [scenario, version, flags, choices] = parts.as_slice() else { return None };
    let scenario = scenario.parse().ok().filter(|number| *number > 0)?;
    let is_version = version.len() == VERSION_DIGITS && version.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !is_version || !["", "s", "t", "st"].contains(flags) {
        return None;
    }
    let (spurious, early_timers) = (flags.contains('s'), flags.contains('t'));
    let choices = trace::Schedule { spurious, early_timers, choices: read_choices(choices)? };
    Some(Schedule { scenario, version: (*version).to_owned(), choices })
}

fn read_choices(mut rest: &str) -> Option<Vec<u32>> {
    let mut choices = Vec::new();
    while let Some(first) = rest.chars().next() {
        let choice = match first {
            'a'..='z' => {
                rest = &rest[1..];
                first.to_digit(36)? - 10
            }
            '(' => {
                let (number, after) = rest[1..].split_once(')')?;
                rest = after;
                number.parse().ok()?
            }
            _ => return None,
        };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count: usize = if digits > 0 { rest[..digits].parse().ok()? } else { 1 };
        rest = &rest[digits..];
        if choices.len().checked_add(count)? > LONGEST {
            return None;
        }
        choices.resize(choices.len() + count, choice);
    }
    Some(choices)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(spurious: bool, early_timers: bool, choices: &[u32]) -> Schedule {
        let choices = trace::Schedule { spurious, early_timers, choices: choices.to_vec() };
        Schedule { scenario: 3, version: "0123abcd".to_owned(), choices }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for (schedule, expected) in [
            (schedule(false, false, &[0]), "3.0123abcd..a"),
            (schedule(true, true, &[0, 0, 0, 1, 2, 2]), "3.0123abcd.st.a3bc2"),
            (schedule(false, true, &[25, 26, 26, 0, 1]), "3.0123abcd.t.z(26)2ab"),
        ] {
            assert_eq!(schedule.to_string(), expected);
            assert_eq!(expected.parse(), Ok(schedule));
        }
        assert_eq!(schedule(false, false, &[1, 0, 0]).to_string(), "3.0123abcd..b", "the end says itself");
    }

    #[test]
    fn anything_else_is_no_schedule() {
        for text in [
            "",
            "3",
            "3.0123abcd",
            "0.0123abcd..a",
            "x.0123abcd..a",
            "3.0123..a",
            "3.0123abcx..a",
            "-1.0123abcd..a",
            "3.0123abcd.x.a",
            "3.0123abcd.ts.a",
            "3.0123abcd..A",
            "3.0123abcd..(",
            "3.0123abcd..(x)",
            "3.0123abcd..a-1",
            "3.0123abcd..a99999999999999999999",
            "3.0123abcd..a100001",
            "3.0123abcd..\u{e4}",
            "3.0123abcd..a.b",
        ] {
            assert!(text.parse::<Schedule>().is_err(), "{text:?}");
        }
    }
}
