//! Every interleaving that differs: a depth-first search over all choices, which skips runs that only change
//! the order of steps that have nothing to do with each other (sleep sets: Godefroid, LNCS 1032, 1996).
//!
//! A step is what a task does from one moment to the next. Two steps are independent when they use nothing in
//! common ([`are_independent`]). After a task's step has been explored at some moment, the task *sleeps* there:
//! no other branch begins with that step again until something happened that it depends on.

use crate::kernel::{Access, Chooser, Moment, TaskId, are_independent};
use std::cell::Cell;
use std::rc::Rc;

/// What is known when the search is over.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Every choice was tried.
    pub(super) is_complete: Cell<bool>,
    /// A run did not repeat what the same choices had led to before: then nothing is proven.
    pub(super) is_unsteady: Cell<bool>,
}

pub(super) struct Exhaustive {
    path: Vec<Node>,
    /// How many nodes of the path the current run has passed.
    depth: usize,
    /// The last `Node::Task` that it has passed.
    last: Option<usize>,
    has_begun: bool,
    reduction: Reduction,
    progress: Rc<Progress>,
}

/// Which orders are taken for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reduction {
    /// Those that differ in the order of independent steps only.
    SleepSets,
    /// None; for comparison.
    None,
}

/// A task that need not go first.
#[derive(Clone)]
struct Asleep {
    task: TaskId,
    /// What its step uses.
    used: Vec<Access>,
    /// How many objects had numbers before that step.
    known: usize,
}

enum Node {
    Task(Fork),
    Number { chosen: usize, bound: usize },
}

/// A moment, and what has been tried there.
struct Fork {
    runnable: Vec<TaskId>,
    chosen: usize,
    /// What the chosen task's step uses, in any of its branches.
    footprint: Vec<Access>,
    known: usize,
    asleep: Vec<Asleep>,
}

impl Exhaustive {
    pub(super) fn new(reduction: Reduction, progress: Rc<Progress>) -> Self {
        Self { path: Vec::new(), depth: 0, last: None, has_begun: false, reduction, progress }
    }

    /// The step since the last fork is over.
    fn step_ended(&mut self, footprint: &[Access]) {
        let Some(last) = self.last else { return };
        if let Node::Task(fork) = &mut self.path[last] {
            let new = footprint.iter().filter(|access| !fork.footprint.contains(access));
            let new: Vec<Access> = new.copied().collect();
            fork.footprint.extend(new);
        }
    }

    /// Who sleeps at the next fork: those who did before, and do not depend on the step in between.
    fn still_asleep(&self, footprint: &[Access]) -> Vec<Asleep> {
        if self.reduction == Reduction::None {
            return Vec::new();
        }
        let Some(Node::Task(before)) = self.last.map(|last| &self.path[last]) else { return Vec::new() };
        let went = before.runnable[before.chosen];
        let stays = |other: &&Asleep| other.task != went && are_independent(&other.used, footprint, other.known);
        before.asleep.iter().filter(stays).cloned().collect()
    }

    fn pass(&mut self, node: Node) {
        if let Node::Task(_) = node {
            self.last = Some(self.path.len());
        }
        self.path.push(node);
        self.depth += 1;
    }
}

impl Fork {
    /// The next one to try: one that does not sleep.
    fn awake(&self, from: usize) -> Option<usize> {
        (from..self.runnable.len()).find(|index| self.asleep.iter().all(|asleep| asleep.task != self.runnable[*index]))
    }

    /// Puts the chosen task to sleep and goes on to the next one, if there is one.
    fn advance(&mut self) -> bool {
        let (task, used) = (self.runnable[self.chosen], std::mem::take(&mut self.footprint));
        self.asleep.push(Asleep { task, used, known: self.known });
        let next = self.awake(0);
        self.chosen = next.unwrap_or(self.chosen);
        next.is_some()
    }
}

impl Chooser for Exhaustive {
    fn begin(&mut self) -> bool {
        (self.depth, self.last) = (0, None);
        if !std::mem::replace(&mut self.has_begun, true) {
            return true;
        }
        while let Some(node) = self.path.last_mut() {
            let has_more = match node {
                Node::Number { chosen, bound } => {
                    *chosen += 1;
                    *chosen < *bound
                }
                Node::Task(fork) => fork.advance(),
            };
            if has_more {
                return true;
            }
            self.path.pop();
        }
        self.progress.is_complete.set(true);
        false
    }

    fn task(&mut self, moment: &Moment<'_>) -> Option<usize> {
        self.step_ended(moment.footprint);
        match self.path.get(self.depth) {
            Some(Node::Task(fork)) if fork.runnable == moment.runnable => {
                self.last = Some(self.depth);
                self.depth += 1;
                Some(fork.chosen)
            }
            Some(_) => {
                self.progress.is_unsteady.set(true);
                None
            }
            None => {
                let asleep = self.still_asleep(moment.footprint);
                let runnable = moment.runnable.to_vec();
                let mut fork = Fork { runnable, chosen: 0, footprint: Vec::new(), known: moment.known, asleep };
                fork.chosen = fork.awake(0)?;
                let chosen = fork.chosen;
                self.pass(Node::Task(fork));
                Some(chosen)
            }
        }
    }

    fn end(&mut self, footprint: &[Access]) {
        self.step_ended(footprint);
    }

    fn number(&mut self, bound: usize) -> usize {
        match self.path.get(self.depth) {
            Some(Node::Number { chosen, bound: known }) if *known == bound => {
                self.depth += 1;
                *chosen
            }
            Some(_) => {
                self.progress.is_unsteady.set(true);
                0
            }
            None => {
                self.pass(Node::Number { chosen: 0, bound });
                0
            }
        }
    }

    /// What need not happen does not happen here: it could do so for ever.
    fn chance(&mut self, _per_mille: u32) -> bool {
        false
    }
}
