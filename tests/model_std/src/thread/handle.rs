//! Threads as seen from outside: `Thread`, `ThreadId`, `JoinHandle`.

use super::Result;
use super::park;
use crate::kernel::{self, TaskId};
use std::cell::RefCell;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;

/// `std::thread::ThreadId`, under the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ThreadId(TaskId);

/// `std::thread::Thread`, under the model.
#[derive(Clone)]
pub struct Thread {
    task: TaskId,
    name: Option<Arc<str>>,
}

impl Thread {
    pub(super) fn of(task: TaskId) -> Self {
        Self { task, name: kernel::name_of(task).map(Arc::from) }
    }

    /// As in std.
    pub fn id(&self) -> ThreadId {
        ThreadId(self.task)
    }

    /// As in std.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// As in std.
    #[track_caller]
    pub fn unpark(&self) {
        park::unpark(self.task, Location::caller());
    }
}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread").field("id", &self.id()).field("name", &self.name()).finish_non_exhaustive()
    }
}

/// As in std.
#[must_use]
pub fn current() -> Thread {
    Thread::of(kernel::me())
}

/// What a thread's function came to; `None` until it has ended.
pub(super) struct Packet<T>(RefCell<Option<Result<T>>>);

// SAFETY: tasks of a run share one thread of the system, and the cell is only borrowed between points.
unsafe impl<T: Send> Send for Packet<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Sync for Packet<T> {}

impl<T> Packet<T> {
    pub(super) fn empty() -> Arc<Self> {
        Arc::new(Self(RefCell::new(None)))
    }

    pub(super) fn put(&self, result: Result<T>) {
        *self.0.borrow_mut() = Some(result);
    }

    /// Waits for the task and takes its result.
    pub(super) fn join(&self, task: TaskId, place: &'static Location<'static>) -> Result<T> {
        kernel::wait_for_end(task, place);
        kernel::set_unread_panic(task, false);
        self.0.borrow_mut().take().expect("a task that has ended has a result, and it is taken once")
    }
}

/// `std::thread::JoinHandle`, under the model.
pub struct JoinHandle<T> {
    thread: Thread,
    packet: Arc<Packet<T>>,
}

impl<T> JoinHandle<T> {
    pub(super) fn new(thread: Thread, packet: Arc<Packet<T>>) -> Self {
        Self { thread, packet }
    }

    /// As in std: `Err` when the thread panicked.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        self.packet.join(self.thread.task, Location::caller())
    }

    /// As in std.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// As in std.
    pub fn is_finished(&self) -> bool {
        kernel::point();
        kernel::has_ended(self.thread.task)
    }
}

/// So that code which passes it on compiles.
#[cfg(unix)]
impl<T> std::os::unix::thread::JoinHandleExt for JoinHandle<T> {
    fn as_pthread_t(&self) -> std::os::unix::thread::RawPthread {
        panic!("a thread of the model is not a thread of the system")
    }

    fn into_pthread_t(self) -> std::os::unix::thread::RawPthread {
        self.as_pthread_t()
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}
