//! Threads of a scenario, with names that a learner reads in the timeline.

use model_std::panic;
use model_std::thread::{self, Builder, Scope, ScopedJoinHandle};

/// Starts the threads of a scenario.
#[derive(Debug, Clone, Copy)]
pub struct Crew<'scope, 'env: 'scope>(&'scope Scope<'scope, 'env>);

/// A thread of a scenario.
#[derive(Debug)]
pub struct Started<'scope, T>(ScopedJoinHandle<'scope, T>);

/// Lets threads that `body` starts work together, and waits for all of them.
pub fn together<'env, T>(body: impl for<'scope> FnOnce(Crew<'scope, 'env>) -> T) -> T {
    thread::scope(|scope| body(Crew(scope)))
}

impl<'scope> Crew<'scope, '_> {
    /// Starts a thread; `name` says what it is for the learner: "producer", "client 2".
    pub fn start<T: Send + 'scope>(self, name: &str, body: impl FnOnce() -> T + Send + 'scope) -> Started<'scope, T> {
        let started = Builder::new().name(name.to_owned()).spawn_scoped(self.0, body);
        Started(started.expect("the model never fails to start a thread"))
    }
}

impl<T> Started<'_, T> {
    /// Waits for the thread and takes its result; its panic becomes the scenario's.
    pub fn join(self) -> T {
        self.0.join().unwrap_or_else(|payload| panic::resume_unwind(payload))
    }

    /// Waits for the thread, and says whether it panicked.
    pub fn panicked(self) -> bool {
        self.0.join().is_err()
    }
}
