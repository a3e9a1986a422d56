//! Runs that are made again: exactly as a schedule says, or as closely as an edited order of tasks allows.

use crate::kernel::{Access, Chooser, Moment, Schedule, TaskId};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// Exactly the same choices. Once they are used up, whoever runs goes on.
pub(super) struct Replay {
    choices: std::vec::IntoIter<u32>,
    /// Whether a choice was asked for that was not there, or some were left at the end.
    misfits: Rc<Cell<bool>>,
}

impl Replay {
    pub(super) fn new(schedule: &Schedule) -> Self {
        Self { choices: schedule.0.clone().into_iter(), misfits: Rc::default() }
    }

    /// The same, and what will tell whether the schedule belonged to the run.
    pub(super) fn checked(schedule: &Schedule) -> (Self, Rc<Cell<bool>>) {
        let replay = Self::new(schedule);
        let misfits = Rc::clone(&replay.misfits);
        (replay, misfits)
    }

    /// The next choice; the first possibility when it does not fit.
    fn next(&mut self, bound: usize) -> usize {
        let choice = self.choices.next().unwrap_or(0) as usize;
        if choice < bound {
            return choice;
        }
        self.misfits.set(true);
        0
    }
}

impl Chooser for Replay {
    fn begin(&mut self) -> bool {
        true
    }

    fn task(&mut self, moment: &Moment<'_>) -> Option<usize> {
        Some(if moment.runnable.len() > 1 { self.next(moment.runnable.len()) } else { 0 })
    }

    fn end(&mut self, _footprint: &[Access]) {
        if self.choices.any(|choice| choice != 0) {
            self.misfits.set(true);
        }
    }

    fn number(&mut self, bound: usize) -> usize {
        self.next(bound)
    }

    fn chance(&mut self, _per_mille: u32) -> bool {
        self.next(2) == 1
    }
}

/// Other choices than who goes on, in the order in which each task made them.
pub(super) type Draws = BTreeMap<TaskId, VecDeque<u32>>;

/// The given order of tasks, without those that cannot run when it is their turn.
pub(super) struct Follow {
    order: VecDeque<TaskId>,
    draws: Draws,
    current: TaskId,
}

impl Follow {
    pub(super) fn new(order: VecDeque<TaskId>, draws: Draws) -> Self {
        Self { order, draws, current: 0 }
    }

    fn draw(&mut self, bound: usize) -> usize {
        let drawn = self.draws.get_mut(&self.current).and_then(VecDeque::pop_front).unwrap_or(0) as usize;
        if drawn < bound { drawn } else { 0 }
    }
}

impl Chooser for Follow {
    fn begin(&mut self) -> bool {
        true
    }

    fn task(&mut self, moment: &Moment<'_>) -> Option<usize> {
        let mut index = 0;
        while let Some(wanted) = self.order.pop_front() {
            if let Some(found) = moment.runnable.iter().position(|task| *task == wanted) {
                index = found;
                break;
            }
        }
        self.current = moment.runnable[index];
        Some(index)
    }

    fn end(&mut self, _footprint: &[Access]) {}

    fn number(&mut self, bound: usize) -> usize {
        self.draw(bound)
    }

    fn chance(&mut self, _per_mille: u32) -> bool {
        self.draw(2) == 1
    }
}

/// Makes the same choices again, and notes the draws by task.
pub(super) struct Observe {
    replay: Replay,
    current: TaskId,
    draws: Rc<RefCell<Draws>>,
}

impl Observe {
    pub(super) fn new(schedule: &Schedule, draws: Rc<RefCell<Draws>>) -> Self {
        Self { replay: Replay::new(schedule), current: 0, draws }
    }

    fn note(&mut self, drawn: usize) -> usize {
        let value = u32::try_from(drawn).expect("choices are among few");
        self.draws.borrow_mut().entry(self.current).or_default().push_back(value);
        drawn
    }
}

impl Chooser for Observe {
    fn begin(&mut self) -> bool {
        true
    }

    fn task(&mut self, moment: &Moment<'_>) -> Option<usize> {
        let index = self.replay.task(moment)?;
        self.current = moment.runnable[index];
        Some(index)
    }

    fn end(&mut self, _footprint: &[Access]) {}

    fn number(&mut self, bound: usize) -> usize {
        let drawn = self.replay.number(bound);
        self.note(drawn)
    }

    fn chance(&mut self, per_mille: u32) -> bool {
        let drawn = self.replay.chance(per_mille);
        self.note(usize::from(drawn)) == 1
    }
}
