//! Threads of a check that are expected to block, and how to see that they do.

use crate::{expect, platform};
use cpu_time::ProcessTime;
use std::panic;
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long a thread is given to fall asleep, and how long one must sleep to count as blocked.
const SETTLE_LIMIT: Duration = Duration::from_millis(300);
const ASLEEP_FOR: Duration = Duration::from_millis(2);
/// Where the system does not say what a thread does, this long without finishing counts as blocked.
const UNSEEN_WAIT: Duration = Duration::from_millis(30);

/// Processor time that no thread needs to fall asleep: a thousand times what starting one takes.
const SPINNING: Duration = Duration::from_millis(40);
/// A thread that sleeps until it is woken does so once; this many wake-ups in this time are polling.
const UNDISTURBED: Duration = Duration::from_millis(12);
const POLLING: u64 = 4;
const LOOK_EVERY: Duration = Duration::from_micros(200);

/// A thread of a check. Dropping it leaves the thread alone; the check's process ends it.
pub struct Background<T> {
    handle: JoinHandle<T>,
    id: platform::ThreadId,
}

/// Starts a thread that may block. It owns what it uses (share with `Arc`), so that a failing check
/// never waits for it.
pub fn background<T: Send + 'static>(body: impl FnOnce() -> T + Send + 'static) -> Background<T> {
    let (sender, id): (_, Receiver<_>) = mpsc::channel();
    let handle = thread::spawn(move || {
        sender.send(platform::current_thread()).expect("the starter waits for the id");
        body()
    });
    let id = id.recv().expect("a new thread says its id first");
    Background { handle, id }
}

impl<T> Background<T> {
    /// Gives the thread time to block, and fails the check with `words` when it finishes instead.
    /// Only a thread that has finished fails: a busy machine never does.
    pub fn expect_blocked(&self, words: &str) {
        self.settle();
        if self.handle.is_finished() {
            expect::fail(words);
        }
    }

    /// Waits until the thread sleeps or has finished, at most 0.3 s. Proves nothing by itself: it makes
    /// it likely that what follows meets a thread that waits.
    pub fn settle(&self) {
        let start = Instant::now();
        self.falls_asleep(UNSEEN_WAIT, || start.elapsed() < SETTLE_LIMIT);
    }

    /// Waits until the thread sleeps, and fails the check with `words` when it computes instead, or wakes up
    /// again and again to look: for one that must wait without using a core. What counts is the processor
    /// time that it has from here on, so that a busy machine fails nobody, nor what it did before. (Where the
    /// system does not tell: the time that the whole process has.)
    pub fn expect_asleep(&self, words: &str) {
        let (process, before) = (ProcessTime::now(), platform::cpu_time(self.id));
        let is_asleep = self.falls_asleep(2 * SPINNING, || {
            let of_thread = platform::cpu_time(self.id).zip(before).map(|(now, before)| now.saturating_sub(before));
            if of_thread.unwrap_or_else(|| process.elapsed()) >= SPINNING {
                expect::fail(words);
            }
            true
        });
        if is_asleep {
            self.expect_undisturbed(words);
        }
    }

    /// Looks at the thread until it sleeps, has finished, or `go_on` says no; whether it was seen asleep.
    /// Where the system does not tell, it looks for as long as `unseen`.
    fn falls_asleep(&self, unseen: Duration, mut go_on: impl FnMut() -> bool) -> bool {
        let start = Instant::now();
        let mut asleep_since = None;
        while !self.handle.is_finished() && go_on() {
            match platform::is_asleep(self.id) {
                Some(true) if asleep_since.get_or_insert_with(Instant::now).elapsed() >= ASLEEP_FOR => return true,
                Some(false) => asleep_since = None,
                None if start.elapsed() >= unseen => return false,
                Some(true) | None => {}
            }
            thread::sleep(LOOK_EVERY);
        }
        false
    }

    /// Fails when a sleeping thread wakes up several times although nobody wakes it.
    fn expect_undisturbed(&self, words: &str) {
        let before = platform::wake_ups(self.id);
        thread::sleep(UNDISTURBED);
        if let (Some(before), Some(after)) = (before, platform::wake_ups(self.id))
            && after >= before + POLLING
        {
            let (times, millis) = (after - before, UNDISTURBED.as_millis());
            expect::fail(&format!("{words} (it woke up {times} times within {millis} ms, and nobody had woken it)"));
        }
    }

    /// Whether the thread has finished.
    pub fn is_finished(&self) -> bool {
        self.handle.is_finished()
    }

    /// Waits for the thread and takes its result; its panic becomes the check's.
    pub fn join(self) -> T {
        self.handle.join().unwrap_or_else(|payload| panic::resume_unwind(payload))
    }

    /// Waits for the thread, and says whether it panicked.
    pub fn panicked(self) -> bool {
        self.handle.join().is_err()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::AssertUnwindSafe;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn a_thread_that_waits_counts_as_blocked_until_it_is_woken() {
        let (sender, receiver) = mpsc::channel();
        let waiter = background(move || receiver.recv());
        waiter.expect_blocked("it waits for a message");
        sender.send(5).unwrap();
        assert_eq!(waiter.join(), Ok(5));
    }

    #[test]
    fn a_thread_that_finishes_does_not_count_as_blocked() {
        let failure = panic::catch_unwind(|| background(|| ()).expect_blocked("it went on"));
        let failure = failure.unwrap_err().downcast::<protocol::Failure>().unwrap();
        assert_eq!(failure.message, "it went on");
    }

    #[test]
    fn a_thread_that_spins_is_told_from_one_that_sleeps() {
        let (sender, receiver) = mpsc::channel::<()>();
        background(move || receiver.recv()).expect_asleep("it waits for a message");
        drop(sender);

        let (sender, receiver) = mpsc::channel::<()>();
        let poller = background(move || {
            while receiver.try_recv() == Err(mpsc::TryRecvError::Empty) {
                thread::sleep(Duration::from_millis(1));
            }
        });
        if cfg!(target_os = "linux") {
            let failed = panic::catch_unwind(AssertUnwindSafe(|| poller.expect_asleep("it polls")));
            let message = failed.unwrap_err().downcast::<protocol::Failure>().unwrap().message;
            assert!(message.starts_with("it polls (it woke up"), "{message}");
        }
        drop(sender);

        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&stop);
        let spinner = background(move || {
            while !seen.load(Ordering::Relaxed) {
                thread::yield_now();
            }
        });
        let failed = panic::catch_unwind(AssertUnwindSafe(|| spinner.expect_asleep("it spins")));
        stop.store(true, Ordering::Relaxed);
        assert_eq!(failed.unwrap_err().downcast::<protocol::Failure>().unwrap().message, "it spins");
    }

    #[test]
    fn a_panic_crosses_join() {
        let joined = panic::catch_unwind(|| background(|| crate::panic_on_purpose()).join());
        assert!(joined.is_err());
        assert!(background(|| crate::panic_on_purpose()).panicked());
    }
}
