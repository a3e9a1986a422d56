//! What every modelled object has: where it was made, and its number in the run that uses it.

use crate::kernel::{self, Action, ObjectId, Reason, Shared, Wait};
use std::cell::Cell;
use std::panic::Location;
use std::time::Duration;

/// Part of every modelled object.
#[derive(Debug)]
pub(crate) struct Origin {
    /// The type, as std calls it.
    kind: &'static str,
    made: &'static Location<'static>,
    /// The last run that used it; 0 before the first.
    run: Cell<u64>,
    /// The run in which it has its number.
    numbered: Cell<u64>,
    number: Cell<ObjectId>,
}

impl Origin {
    #[track_caller]
    pub(crate) const fn here(kind: &'static str) -> Self {
        let (run, numbered, number) = (Cell::new(0), Cell::new(0), Cell::new(0));
        Self { kind, made: Location::caller(), run, numbered, number }
    }

    /// A moment for others, then the use of this object.
    pub(super) fn begin(&self) {
        kernel::point();
        self.touch();
    }

    /// The same for a use that changes nothing.
    pub(super) fn begin_reading(&self) {
        kernel::point();
        if kernel::is_active() {
            kernel::touch(self.shared(), false);
        }
    }

    /// The object is used until the next moment. Outside of a run, nothing happens.
    pub(crate) fn touch(&self) {
        if kernel::is_active() {
            kernel::touch(self.shared(), true);
        }
    }

    fn shared(&self) -> Shared {
        Shared::Object { number: self.number(), made: self.made }
    }

    /// Notes what the current task does with this object.
    pub(super) fn record(&self, place: Option<&'static Location<'static>>, action: impl FnOnce() -> Action) {
        if kernel::is_recording() {
            kernel::record(Some(self.number()), place, action);
        }
    }

    /// Sleeps until somebody wakes this task, then uses the object again.
    pub(super) fn block(&self, wait: Wait, place: &'static Location<'static>, at_most: Option<Duration>) -> Reason {
        let reason = kernel::block(wait, Some(self.number()), place, at_most);
        self.touch();
        reason
    }

    /// The object's number in this run; it gets one when it is used first. In a later run than the first, unless it
    /// began anew, the run is refused: a `static` would carry what one run left into the next, and no schedule could
    /// be repeated.
    pub(super) fn number(&self) -> ObjectId {
        let now = kernel::run_number();
        if self.numbered.get() != now {
            if ![0, now].contains(&self.run.get()) {
                kernel::refuse(self.kind, self.made);
            }
            self.run.set(now);
            self.numbered.set(now);
            self.number.set(kernel::add_object(self.kind, self.made));
        }
        self.number.get()
    }

    /// To be called before each use of an object that each run can find as the first one found it: the first run
    /// `keep`s what it finds, and every later one `reset`s the object to it. So a `static` begins anew, as in a
    /// new process. Outside of runs, the object is as the last run left it.
    pub(super) fn enter_anew(&self, keep: impl FnOnce(), reset: impl FnOnce()) {
        let now = kernel::run_number();
        match self.run.get() {
            last if last == now || now == 0 => return,
            0 => keep(),
            _ => reset(),
        }
        self.run.set(now);
    }
}
