//! The record of a run: who did what, with what, where. Kept only when it is asked for.

use super::TaskId;
use std::panic::Location;
use std::time::Duration;
use trace::Location as Place;
use trace::{Action, ObjectInfo, Step};

/// Everything that happened in a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// What the tasks did.
    pub steps: Vec<Step>,
    /// What they did it with; an object's number is its index.
    pub objects: Vec<ObjectInfo>,
}

impl Record {
    pub(super) fn add(
        &mut self,
        thread: TaskId,
        now: Duration,
        object: Option<usize>,
        location: Option<Place>,
        action: Action,
    ) {
        let at_ms = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
        self.steps.push(Step { thread, object, action, location, at_ms });
    }

    pub(super) fn add_object(&mut self, kind: &str, made: &'static Location<'static>) {
        self.objects.push(ObjectInfo { kind: kind.to_owned(), made: to_place(made) });
    }
}

/// The same place, as the protocol says it.
#[must_use]
pub fn to_place(at: &Location<'_>) -> Place {
    Place { file: at.file().to_owned(), line: at.line(), column: at.column() }
}
