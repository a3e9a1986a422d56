//! A run under the model that went wrong, as data: what each thread did, step by step, and how it ended; and what a
//! check can find.

mod findings;

pub use findings::{Failure, Location, OnPurpose, Panic};

use serde::{Deserialize, Serialize};

/// A run that fails, with everything that is needed to explain it and to make it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counterexample {
    /// What went wrong.
    pub mistake: Mistake,
    /// All threads; a thread's number is its index. The first one is the scenario itself.
    pub threads: Vec<ThreadInfo>,
    /// All locks, channels, ... that were used; an object's number is its index.
    pub objects: Vec<ObjectInfo>,
    /// What happened, in this order; of a very long run the beginning and the end.
    pub steps: Vec<Step>,
    /// How many steps were left out, and before which index of `steps`.
    pub left_out: Option<LeftOut>,
    /// Who can never go on.
    pub stuck: Vec<Stuck>,
    /// How often another thread went on than the one before.
    pub switches: usize,
    /// How many schedules had been tried when a run failed for the first time.
    pub found_after: usize,
    /// What makes the same run again.
    pub schedule: Schedule,
}

/// What distinguishes one run of a scenario from another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Waits may end without a signal.
    pub spurious: bool,
    /// Timers may fire although others could go on.
    pub early_timers: bool,
    /// Every choice in its order; where they end, each further one is 0: whoever runs goes on, nothing happens
    /// for no reason.
    pub choices: Vec<u32>,
}

/// What can go wrong in a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mistake {
    /// Nobody can ever go on.
    Deadlocked,
    /// Nobody can ever go on, because a signal came when the one who waits for it was not asleep yet, or woke
    /// another one that had no use for it.
    LostWakeUp {
        /// The index of the step that signalled.
        step: usize,
        /// The thread that it should have woken.
        thread: usize,
        /// Whether it woke another one that had no use for it; else it came too early.
        woke_another: bool,
    },
    /// The scenario saw something that must not be.
    WrongResult(Failure),
    /// The code panicked.
    Panicked(Panic),
    /// A thread asks again and again instead of sleeping until it is told.
    BusyWaits {
        /// The thread.
        thread: usize,
    },
    /// The scenario is over, but threads that it led to can never end.
    LeftThreadsBehind,
    /// A `static` keeps its value from one run to the next, and cannot begin anew.
    KeepsState {
        /// Its type, as std calls it.
        object: String,
        /// Where it was made.
        made: Location,
    },
    /// It goes on without an end.
    TooManySteps {
        /// After how many it was stopped.
        limit: usize,
    },
}

/// One thread of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadInfo {
    /// Its name, if it was given one.
    pub name: Option<String>,
}

/// One lock, channel, ... of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectInfo {
    /// Its type, as std calls it: `Mutex`, `Condvar`, ...
    pub kind: String,
    /// Where it was made.
    pub made: Location,
}

/// One thing that one thread did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Who.
    pub thread: usize,
    /// With what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<usize>,
    /// What.
    pub action: Action,
    /// On which line; absent where the language does not tell (the end of a guard's life).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Virtual time since the run began, in milliseconds.
    pub at_ms: u64,
}

/// Steps of a long run that are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// How many.
    pub count: usize,
    /// The index of the first one that is shown again.
    pub before: usize,
}

/// A thread that can never go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stuck {
    /// Who.
    pub thread: usize,
    /// What it waits for.
    pub wait: Wait,
    /// Of which object.
    pub object: Option<usize>,
    /// On which line.
    pub location: Location,
}

/// What a thread can wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "thread", rename_all = "snake_case")]
pub enum Wait {
    /// A lock that another thread holds.
    Lock,
    /// A signal of a condition variable.
    Signal,
    /// The end of another thread.
    End(usize),
    /// A message.
    Message,
    /// Room in a channel, or, without a buffer, somebody who takes the message.
    Room,
    /// Everybody else at a barrier.
    Barrier,
    /// An initialisation that another thread does.
    Initialisation,
    /// To be unparked.
    Unpark,
    /// A moment.
    Time,
}

/// What a thread can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Action {
    /// Reaches something that the scenario has words for.
    Says {
        /// The words.
        text: String,
    },
    /// Cannot go on.
    Waits {
        /// Until what happens.
        wait: Wait,
        /// For how long at most, in milliseconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most_ms: Option<u64>,
    },
    /// Goes on after it could not.
    GoesOn {
        /// What ended the wait.
        reason: Reason,
    },
    /// Takes a lock.
    Locks {
        /// Whether others may have it at the same time.
        shared: bool,
    },
    /// Tries to take a lock, and does not get it.
    FindsLocked,
    /// Gives a lock back.
    Unlocks,
    /// Calls a condition variable's `wait`; it still has the lock, and does not sleep yet.
    CallsWait,
    /// Signals a condition variable.
    Notifies {
        /// Everybody, or one.
        all: bool,
        /// Who was asleep and wakes up.
        woken: Vec<usize>,
    },
    /// Arrives at a barrier as the last one, so that everybody goes on.
    Completes,
    /// Runs an initialisation.
    Initialises,
    /// Puts a message into a channel.
    Sends,
    /// Finds no room in a channel, or nobody who receives.
    FailsToSend,
    /// Takes a message out of a channel.
    Receives,
    /// Finds no message in a channel.
    FindsNoMessage,
    /// Closes its side of a channel.
    Disconnects,
    /// Reads an atomic.
    Reads {
        /// What it reads.
        value: String,
    },
    /// Writes an atomic.
    Writes {
        /// What it writes.
        value: String,
    },
    /// Reads and writes an atomic in one step.
    Changes {
        /// What was there.
        before: String,
        /// What is there now.
        after: String,
    },
    /// Compares an atomic with another value than it has.
    FailsToChange {
        /// What was there.
        found: String,
    },
    /// Starts a thread.
    Spawns {
        /// Which.
        thread: usize,
    },
    /// Sees that a thread has ended.
    Joins {
        /// Which.
        thread: usize,
    },
    /// Lets a parked thread go on, or leaves a token for it.
    Unparks {
        /// Which.
        thread: usize,
        /// Whether it was parked.
        was_parked: bool,
    },
    /// Lets others go first.
    Yields,
    /// Panics.
    Panics {
        /// The message.
        message: String,
    },
    /// Ends.
    Ends,
}

/// What ends a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "thread", rename_all = "snake_case")]
pub enum Reason {
    /// Another thread did.
    By(usize),
    /// The time was over.
    TimeOut,
    /// Nothing: a wait may end for no reason, and code must expect it.
    Spurious,
}
