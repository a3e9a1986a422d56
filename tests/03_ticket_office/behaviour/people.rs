//! A semaphore, and the people who come for its permits: each is a thread.

use kit::Background;
use kit::prelude::*;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;
use ticket_office::{BoundedSemaphore, Permit};

/// So long that only a permit ends the wait within a check.
pub(super) const LONG: Duration = Duration::from_secs(60);

/// A semaphore that is never freed, so that a thread of a failed check can still use it.
pub(super) fn semaphore(permits: usize) -> &'static BoundedSemaphore {
    Box::leak(Box::new(BoundedSemaphore::new(permits)))
}

/// One of the ways to take a permit.
pub(super) type Take = fn(&'static BoundedSemaphore) -> Option<Permit<'static>>;
pub(super) const ACQUIRE: Take = |semaphore| Some(semaphore.acquire());
pub(super) const ACQUIRE_TIMEOUT: Take = |semaphore| semaphore.acquire_timeout(LONG);

/// A thread. Boxed, so that the thread machinery is compiled once and not for every closure.
pub(super) fn spawn(body: impl FnOnce() -> bool + Send + 'static) -> Background<bool> {
    let body: Box<dyn FnOnce() -> bool + Send> = Box::new(body);
    background(body)
}

/// A thread that takes a permit and gives it back at once; it says whether it got one.
pub(super) fn visitor(semaphore: &'static BoundedSemaphore, take: Take) -> Background<bool> {
    spawn(move || take(semaphore).is_some())
}

pub(super) fn visitors(semaphore: &'static BoundedSemaphore, takes: &[Take]) -> Vec<Background<bool>> {
    takes.iter().map(|take| visitor(semaphore, *take)).collect()
}

/// What each thread said, when all have finished.
pub(super) fn join_all(threads: Vec<Background<bool>>) -> Vec<bool> {
    threads.into_iter().map(Background::join).collect()
}

/// A thread that takes a permit, says whether it got one, and keeps it until it is told to leave.
pub(super) struct Holder {
    pub(super) thread: Background<bool>,
    pub(super) answer: Receiver<bool>,
    pub(super) leave: Sender<bool>,
}

pub(super) fn holder(semaphore: &'static BoundedSemaphore, take: Take) -> Holder {
    let (say, answer) = mpsc::channel();
    let (leave, told) = mpsc::channel();
    let thread = spawn(move || {
        let permit = take(semaphore);
        let _ = say.send(permit.is_some());
        told.recv().is_ok()
    });
    Holder { thread, answer, leave }
}
