//! What a test binary is told to do, as words of a command line.

use model_std::kernel::Settings;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// `list`: print the names of all tests, one a line.
    List,
    /// `run NAME SEED SCHEDULES MAX_STEPS EARLY_TIMERS DEADLINE_S`: run one test, and print a [`Report`](crate::Report).
    Run {
        /// The test.
        name: String,
        /// How to run it.
        plan: Plan,
    },
}

/// How to run a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What the choices of schedules begin with.
    pub seed: u64,
    /// How many schedules each strategy tries.
    pub schedules: usize,
    /// How the model is set up.
    pub settings: Settings,
    /// After this much real time the test is given up as one that does not end.
    pub deadline: Duration,
}

/// A command line that is none of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected `list`, or `run NAME SEED SCHEDULES MAX_STEPS EARLY_TIMERS DEADLINE_S`")
    }
}

impl Order {
    /// From the words after the program's name.
    pub fn parse(words: impl Iterator<Item = String>) -> Result<Self, Refused> {
        let words: Vec<String> = words.collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words[..] {
            ["list"] => Ok(Self::List),
            ["run", name, seed, schedules, max_steps, early_timers, deadline_s] => {
                let early_timers = number(early_timers)?;
                let settings = Settings { max_steps: number(max_steps)?, early_timers, ..Settings::DEFAULT };
                let deadline = Duration::from_secs(number(deadline_s)?);
                let plan = Plan { seed: number(seed)?, schedules: number(schedules)?, settings, deadline };
                Ok(Self::Run { name: name.to_owned(), plan })
            }
            _ => Err(Refused),
        }
    }
}

fn number<T: FromStr>(word: &str) -> Result<T, Refused> {
    word.parse().map_err(|_| Refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_read_whole_or_not_at_all() {
        let parse = |line: &str| Order::parse(line.split(' ').map(str::to_owned));
        assert_eq!(parse("list"), Ok(Order::List));
        let Ok(Order::Run { name, plan }) = parse("run tests::it 7 300 5000 0 20") else { panic!("it is refused") };
        assert_eq!((name.as_str(), plan.seed, plan.schedules, plan.settings.max_steps), ("tests::it", 7, 300, 5000));
        assert_eq!((plan.settings.early_timers, plan.deadline), (0, Duration::from_secs(20)));
        for line in ["", "run", "run it 7 300 5000 0", "run it seven 300 5000 0 20", "list it"] {
            assert_eq!(parse(line), Err(Refused), "{line}");
        }
    }
}
