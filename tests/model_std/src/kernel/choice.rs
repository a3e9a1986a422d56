//! Choices: what distinguishes one run from another. Each is written down, so that the run can be repeated.

use super::TaskId;
use super::footprint::Access;

/// A way to choose. One value makes all choices of a run; it is asked again for the next run.
pub trait Chooser {
    /// A new run begins. `false` when no more runs are wanted.
    fn begin(&mut self) -> bool;

    /// Which of the tasks goes on, as an index into `moment.runnable`; `None` to give the run up.
    fn task(&mut self, moment: &Moment<'_>) -> Option<usize>;

    /// The run is over; this is what was used since the last moment.
    fn end(&mut self, footprint: &[Access]);

    /// A number below `bound`, which is at least 2.
    fn number(&mut self, bound: usize) -> usize;

    /// Whether something happens that does so `per_mille` times of 1,000, and never has to.
    fn chance(&mut self, per_mille: u32) -> bool;
}

/// A moment at which somebody goes on.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// Who can; never empty. The one who ran last is first, if it can.
    pub runnable: &'a [TaskId],
    /// Whether the first of them ran last.
    pub can_continue: bool,
    /// Whether the one who ran last asks to let others go first.
    pub is_yielding: bool,
    /// What was used since the last moment, where [`super::Settings::footprints`] asks for it.
    pub footprint: &'a [Access],
    /// How many objects have numbers by now.
    pub known: usize,
}

/// All choices of a run, in their order. Among tasks, 0 is "whoever ran last goes on".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule(pub Vec<u32>);

/// A chooser and what it chose.
pub(super) struct Choices {
    chooser: Box<dyn Chooser>,
    made: Schedule,
    switches: usize,
    /// Who went on at each moment, also where there was no choice.
    order: Vec<TaskId>,
    keeps_order: bool,
}

/// What is left of the choices when a run is over.
pub(super) struct Made {
    pub(super) chooser: Box<dyn Chooser>,
    pub(super) schedule: Schedule,
    pub(super) switches: usize,
    pub(super) order: Vec<TaskId>,
}

impl Choices {
    pub(super) fn new(chooser: Box<dyn Chooser>, keeps_order: bool) -> Self {
        Self { chooser, made: Schedule::default(), switches: 0, order: Vec::new(), keeps_order }
    }

    /// Where there is no choice, nothing is written down.
    pub(super) fn task(&mut self, moment: &Moment<'_>) -> Option<TaskId> {
        let index = self.chooser.task(moment)?;
        if moment.runnable.len() > 1 {
            self.record(index);
        }
        self.switches += usize::from(index > 0 || !moment.can_continue);
        if self.keeps_order {
            self.order.push(moment.runnable[index]);
        }
        Some(moment.runnable[index])
    }

    pub(super) fn number(&mut self, bound: usize) -> usize {
        let number = self.chooser.number(bound);
        self.record(number);
        number
    }

    pub(super) fn chance(&mut self, per_mille: u32) -> bool {
        let happens = self.chooser.chance(per_mille);
        self.record(usize::from(happens));
        happens
    }

    fn record(&mut self, choice: usize) {
        self.made.0.push(u32::try_from(choice).expect("choices are among few"));
    }

    pub(super) fn finish(mut self, footprint: &[Access]) -> Made {
        self.chooser.end(footprint);
        let Self { chooser, made, switches, order, .. } = self;
        Made { chooser, schedule: made, switches, order }
    }
}
