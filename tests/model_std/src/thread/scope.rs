//! Scoped threads.

use super::Result;
use super::handle::{Packet, Thread};
use super::spawn::{self, Builder};
use crate::kernel::{self, TaskId};
use crate::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::cell::RefCell;
use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::sync::Arc;

/// `std::thread::Scope`, under the model.
pub struct Scope<'scope, 'env: 'scope> {
    tasks: RefCell<Vec<TaskId>>,
    borrows: PhantomData<(&'scope mut &'scope (), &'env mut &'env ())>,
}

// SAFETY: tasks of a run share one thread of the system, and the list is only borrowed between points.
unsafe impl Sync for Scope<'_, '_> {}

/// `std::thread::ScopedJoinHandle`, under the model.
pub struct ScopedJoinHandle<'scope, T> {
    thread: Thread,
    task: TaskId,
    packet: Arc<Packet<T>>,
    borrows: PhantomData<&'scope ()>,
}

/// As in std.
#[track_caller]
pub fn scope<'env, F, T>(body: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let place = Location::caller();
    let scope = Scope { tasks: RefCell::new(Vec::new()), borrows: PhantomData };
    let result = catch_unwind(AssertUnwindSafe(|| body(&scope)));
    let mut a_thread_panicked = false;
    // Threads may start others meanwhile.
    while let Some(task) = { scope.tasks.borrow_mut().pop() } {
        kernel::wait_for_end(task, place);
        a_thread_panicked |= kernel::has_unread_panic(task);
    }
    match result {
        Err(payload) => resume_unwind(payload),
        // As in std, a panic that somebody joins is theirs; any other is the scope's.
        Ok(_) if a_thread_panicked => panic!("a scoped thread panicked"),
        Ok(value) => value,
    }
}

impl<'scope> Scope<'scope, '_> {
    /// As in std.
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, body: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        Builder::new().spawn_scoped(self, body).expect("the model never fails to start a thread")
    }
}

impl Builder {
    /// As in std; it never fails.
    #[track_caller]
    pub fn spawn_scoped<'scope, F, T>(
        self,
        scope: &'scope Scope<'scope, '_>,
        body: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let packet = Packet::empty();
        let task = spawn::start(self.into_name(), body, Arc::clone(&packet), Location::caller());
        scope.tasks.borrow_mut().push(task);
        Ok(ScopedJoinHandle { thread: Thread::of(task), task, packet, borrows: PhantomData })
    }
}

impl<T> ScopedJoinHandle<'_, T> {
    /// As in std: `Err` when the thread panicked.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        self.packet.join(self.task, Location::caller())
    }

    /// As in std.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// As in std.
    pub fn is_finished(&self) -> bool {
        kernel::point();
        kernel::has_ended(self.task)
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for ScopedJoinHandle<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopedJoinHandle").finish_non_exhaustive()
    }
}
