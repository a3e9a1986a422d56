//! Virtual time: a number that jumps from timer to timer, and never moves by itself.

use super::TaskId;
use std::time::Duration;

#[derive(Default)]
pub(super) struct Clock {
    now: Duration,
    next_timer: u64,
    timers: Vec<Timer>,
}

struct Timer {
    number: u64,
    at: Duration,
    task: TaskId,
}

impl Clock {
    pub(super) fn now(&self) -> Duration {
        self.now
    }

    pub(super) fn set(&mut self, at: Duration, task: TaskId) -> u64 {
        self.next_timer += 1;
        self.timers.push(Timer { number: self.next_timer, at, task });
        self.next_timer
    }

    pub(super) fn cancel(&mut self, number: u64) -> bool {
        let before = self.timers.len();
        self.timers.retain(|timer| timer.number != number);
        self.timers.len() < before
    }

    pub(super) fn has_timers(&self) -> bool {
        !self.timers.is_empty()
    }

    /// Fires the earliest timer, the first that was set among equals; whose task it is.
    pub(super) fn advance(&mut self) -> Option<TaskId> {
        let index = (0..self.timers.len()).min_by_key(|index| (self.timers[*index].at, self.timers[*index].number))?;
        let timer = self.timers.remove(index);
        self.now = self.now.max(timer.at);
        Some(timer.task)
    }
}
