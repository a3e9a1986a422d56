//! Choices: what distinguishes one run from another. Each is written down, so that the run can be repeated.

use super::TaskId;

/// A way to choose. One value makes all choices of a run; it is asked again for the next run.
pub trait Chooser {
    /// A new run begins. `false` when no more runs are wanted.
    fn begin(&mut self) -> bool;

    /// Which of the tasks goes on (an index into `runnable`, which is never empty). `current` is the task that
    /// ran last, if it still can; `is_yielding` says that it asks to let others go first.
    fn task(&mut self, runnable: &[TaskId], current: Option<TaskId>, is_yielding: bool) -> usize;

    /// A number below `bound`, which is at least 2.
    fn number(&mut self, bound: usize) -> usize;
}

/// All choices of a run, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule(pub Vec<u32>);

/// A chooser and what it chose.
pub(super) struct Choices {
    chooser: Box<dyn Chooser>,
    made: Schedule,
    switches: usize,
}

impl Choices {
    pub(super) fn new(chooser: Box<dyn Chooser>) -> Self {
        Self { chooser, made: Schedule::default(), switches: 0 }
    }

    /// Where there is no choice, nothing is asked and nothing is written down.
    pub(super) fn task(&mut self, runnable: &[TaskId], last: TaskId, is_yielding: bool) -> TaskId {
        let current = runnable.contains(&last).then_some(last);
        let mut index = 0;
        if runnable.len() > 1 {
            index = self.chooser.task(runnable, current, is_yielding);
            self.record(index);
        }
        self.switches += usize::from(runnable[index] != last);
        runnable[index]
    }

    pub(super) fn number(&mut self, bound: usize) -> usize {
        let number = self.chooser.number(bound);
        self.record(number);
        number
    }

    fn record(&mut self, choice: usize) {
        self.made.0.push(u32::try_from(choice).expect("choices are among few"));
    }

    /// The chooser for the next run, the schedule of this one, and how often the task changed.
    pub(super) fn into_parts(self) -> (Box<dyn Chooser>, Schedule, usize) {
        (self.chooser, self.made, self.switches)
    }
}
