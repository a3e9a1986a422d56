//! Where a modelled object was made, and in which run it is used.

use crate::kernel;
use std::cell::Cell;
use std::panic::Location;

/// Part of every modelled object.
#[derive(Debug)]
pub(super) struct Origin {
    made: &'static Location<'static>,
    run: Cell<u64>,
}

impl Origin {
    #[track_caller]
    pub(super) const fn here() -> Self {
        Self { made: Location::caller(), run: Cell::new(0) }
    }

    /// To be called before each use. An object belongs to the first run that uses it.
    ///
    /// # Panics
    /// In a later run: a `static` would carry what one run left into the next, and no schedule could be
    /// repeated.
    pub(super) fn enter(&self) {
        let now = kernel::run_number();
        let first = self.run.get();
        if now == first {
            return;
        }
        assert!(
            first == 0,
            "the object made at {} is used in more than one run; a `static` keeps its value between runs, so make it \
             in the scenario, or put it into an `Arc` there",
            self.made
        );
        self.run.set(now);
    }
}
