//! Starting threads.

use super::handle::{JoinHandle, Packet, Thread};
use crate::kernel::{self, TaskId};
use crate::panic::{AssertUnwindSafe, catch_unwind};
use std::io;
use std::panic::Location;
use std::sync::Arc;

/// `std::thread::Builder`, under the model. Every thread has the model's own stack size.
#[derive(Debug, Default)]
#[must_use = "must eventually spawn the thread"]
pub struct Builder {
    name: Option<String>,
}

impl Builder {
    /// As in std.
    pub fn new() -> Self {
        Self::default()
    }

    /// As in std.
    pub fn name(mut self, name: String) -> Self {
        self.name = Some(name);
        self
    }

    /// Accepted; the model has one size for all.
    pub fn stack_size(self, _bytes: usize) -> Self {
        self
    }

    /// As in std; it never fails.
    #[track_caller]
    pub fn spawn<F, T>(self, body: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let packet = Packet::empty();
        let task = start(self.name, body, Arc::clone(&packet), Location::caller());
        Ok(JoinHandle::new(Thread::of(task), packet))
    }

    pub(super) fn into_name(self) -> Option<String> {
        self.name
    }
}

/// As in std.
#[track_caller]
pub fn spawn<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Builder::new().spawn(body).expect("the model never fails to start a thread")
}

/// Starts a task that puts its result into `packet`.
pub(super) fn start<'a, F, T>(
    name: Option<String>,
    body: F,
    packet: Arc<Packet<T>>,
    place: &'static Location<'static>,
) -> TaskId
where
    F: FnOnce() -> T + 'a,
    T: 'a,
{
    let body: Box<dyn FnOnce() + 'a> = Box::new(move || {
        let result = catch_unwind(AssertUnwindSafe(body));
        kernel::set_unread_panic(kernel::me(), result.is_err());
        packet.put(result);
    });
    // SAFETY: a scope waits for its threads before the borrows of `'a` end (see `scope`), and the others
    // borrow nothing; a run that is abandoned never runs them again.
    let body: Box<dyn FnOnce()> = unsafe { std::mem::transmute(body) };
    let task = kernel::spawn(name, body, place);
    kernel::point();
    task
}
