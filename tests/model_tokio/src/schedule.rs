//! Which task went on at each step: recorded while shuttle runs, and written so that another process can read it.

use shuttle::scheduler::{Schedule as ShuttleSchedule, Scheduler, Task, TaskId};
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::str::FromStr;

/// Everything that was left to chance in one run. As text: the seed, a colon, and the steps with dots between.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    /// Where the random numbers of the scenario come from.
    pub seed: u64,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// One step of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The task of this number goes on; 0 is the scenario itself.
    Task(usize),
    /// The running task gets a random number, as for a branch of `select!`.
    Number,
}

/// The text is no schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseScheduleError;

impl Schedule {
    pub(crate) fn for_shuttle(&self) -> ShuttleSchedule {
        let mut schedule = ShuttleSchedule::new(self.seed);
        for step in &self.steps {
            match step {
                Step::Task(number) => schedule.push_task(TaskId::from(*number)),
                Step::Number => schedule.push_random(),
            }
        }
        schedule
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.seed)?;
        for (index, step) in self.steps.iter().enumerate() {
            out.write_str(if index == 0 { ":" } else { "." })?;
            match step {
                Step::Task(number) => write!(out, "{number}")?,
                Step::Number => out.write_str("r")?,
            }
        }
        Ok(())
    }
}

impl FromStr for Schedule {
    type Err = ParseScheduleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (seed, steps) = text.split_once(':').map_or((text, None), |(seed, steps)| (seed, Some(steps)));
        let step = |word: &str| match word {
            "r" => Ok(Step::Number),
            number => number.parse().map(Step::Task).map_err(|_| ParseScheduleError),
        };
        Ok(Self {
            seed: seed.parse().map_err(|_| ParseScheduleError)?,
            steps: steps.into_iter().flat_map(|steps| steps.split('.')).map(step).collect::<Result<_, _>>()?,
        })
    }
}

impl fmt::Display for ParseScheduleError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("not a schedule: expected a seed, a colon, and steps with dots between")
    }
}

impl std::error::Error for ParseScheduleError {}

/// What a [`Recorder`] has seen.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// How many runs were begun.
    pub(crate) runs: usize,
    /// The last of them.
    pub(crate) schedule: Schedule,
}

/// A scheduler that writes down what another one chooses.
#[derive(Debug)]
pub(crate) struct Recorder<S> {
    inner: S,
    record: Rc<RefCell<Record>>,
}

impl<S> Recorder<S> {
    pub(crate) fn new(inner: S, record: Rc<RefCell<Record>>) -> Self {
        Self { inner, record }
    }

    fn push(&self, step: Step) {
        self.record.borrow_mut().schedule.steps.push(step);
    }
}

impl<S: Scheduler> Scheduler for Recorder<S> {
    fn new_execution(&mut self) -> Option<ShuttleSchedule> {
        let schedule = self.inner.new_execution()?;
        let mut record = self.record.borrow_mut();
        record.runs += 1;
        record.schedule = Schedule { seed: schedule.seed, steps: Vec::new() };
        Some(schedule)
    }

    fn next_task(&mut self, runnable: &[&Task], current: Option<TaskId>, is_yielding: bool) -> Option<TaskId> {
        let task = self.inner.next_task(runnable, current, is_yielding)?;
        self.push(Step::Task(task.into()));
        Some(task)
    }

    fn next_u64(&mut self) -> u64 {
        self.push(Step::Number);
        self.inner.next_u64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["7", "7:0", "18446744073709551615:0.12.r.0"] {
            assert_eq!(text.parse::<Schedule>().map(|schedule| schedule.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn other_text_is_no_schedule() {
        for text in ["", "x", "7:", "7:0.", "7:-1", "7:0:1", "-7:0"] {
            assert_eq!(text.parse::<Schedule>(), Err(ParseScheduleError), "{text}");
        }
    }
}
