//! `std::time` under the model: `Instant` reads the virtual clock.

use crate::kernel;
use std::ops::{Add, AddAssign, Sub, SubAssign};
pub use std::time::{Duration, SystemTime, SystemTimeError, TryFromFloatSecsError, UNIX_EPOCH};

/// `std::time::Instant`, under the model: time since the run began, plus a year, so that subtracting works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

const BEFORE_THE_RUN: Duration = Duration::from_secs(365 * 24 * 60 * 60);

impl Instant {
    /// As in std.
    #[must_use]
    pub fn now() -> Self {
        Self(BEFORE_THE_RUN + kernel::now())
    }

    /// As in std.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        Self::now().duration_since(*self)
    }

    /// As in std: zero when `earlier` is later.
    #[must_use]
    pub fn duration_since(&self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// As in std.
    #[must_use]
    pub fn saturating_duration_since(&self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }

    /// As in std.
    #[must_use]
    pub fn checked_duration_since(&self, earlier: Self) -> Option<Duration> {
        self.0.checked_sub(earlier.0)
    }

    /// As in std.
    #[must_use]
    pub fn checked_add(&self, duration: Duration) -> Option<Self> {
        self.0.checked_add(duration).map(Self)
    }

    /// As in std.
    #[must_use]
    pub fn checked_sub(&self, duration: Duration) -> Option<Self> {
        self.0.checked_sub(duration).map(Self)
    }
}

/// When a wait that begins now is over; `None` when nobody lives to see that. Each takes some time: without it
/// a loop that waits for what is left of a time-out, which is nothing in the end, would never see that it is over.
pub(crate) fn end_of_wait(timeout: Duration) -> Option<Duration> {
    const FOR_EVER: Duration = Duration::from_secs(1000 * 365 * 24 * 60 * 60);
    (timeout < FOR_EVER).then(|| kernel::now() + timeout.max(Duration::from_nanos(1)))
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        self.checked_add(duration).expect("overflow when adding duration to instant")
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl Sub<Duration> for Instant {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        self.checked_sub(duration).expect("overflow when subtracting duration from instant")
    }
}

impl SubAssign<Duration> for Instant {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

impl Sub for Instant {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }
}
