//! The machine under the model: tasks that run one at a time, and switch only where the model lets them.
//!
//! Every thread of the modelled program is a coroutine on one thread of the system. It runs until its next
//! *point*, an operation that others can see; there a [`Chooser`] says who goes on. A run is therefore a list
//! of choices, and the same list makes the same run. Time is virtual: it stands still while somebody can run.
//!
//! What is not here: what the operations do (see `sync`, `thread`), and which runs to try (see `explore`).

mod choice;
mod clock;
mod runner;

pub use choice::{Chooser, Schedule};
pub use runner::{Ending, Finished, Settings, run};

use choice::Choices;
use clock::Clock;
use std::any::Any;
use std::cell::RefCell;
use std::panic::Location;
use std::time::Duration;

/// A task's number in its run; the scenario itself is 0.
pub type TaskId = usize;

thread_local! {
    static RUN: RefCell<Option<Run>> = const { RefCell::new(None) };
}

/// What a blocked task waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitFor {
    /// A lock that another task holds.
    Lock,
    /// A signal.
    Signal,
    /// The end of another task.
    End(TaskId),
    /// A message, or room for one.
    Channel,
    /// Everybody else at a barrier.
    Barrier,
    /// An initialisation that another task does.
    Once,
    /// To be unparked.
    Unpark,
    /// A moment.
    Time,
}

/// A blocked task: what it waits for, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// The task.
    pub task: TaskId,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// What it waits for.
    pub wait: WaitFor,
    /// The line that waits.
    pub place: &'static Location<'static>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Runnable,
    Blocked(WaitFor, &'static Location<'static>),
    Ended,
}

struct Task {
    name: Option<String>,
    state: State,
    /// Who waits for its end.
    joiner: Option<TaskId>,
    /// Values of `thread_local!` keys, by the address of the key, in the order of their creation.
    locals: Vec<(usize, Box<dyn Any>)>,
    unpark_token: bool,
    /// Whether it panicked, and nobody has joined it.
    has_unread_panic: bool,
}

type Body = Box<dyn FnOnce()>;

struct Run {
    /// Different in each run, so that what outlives a run can be noticed.
    number: u64,
    tasks: Vec<Task>,
    current: TaskId,
    choices: Choices,
    clock: Clock,
    /// Bodies of tasks that were spawned since the last switch.
    spawned: Vec<(TaskId, Body)>,
    /// Whether the current task asked to let others go first.
    is_yielding: bool,
    settings: Settings,
}

/// Whether this code runs inside a modelled run.
pub(crate) fn is_active() -> bool {
    RUN.with_borrow(Option::is_some)
}

/// Asks or changes the run. Never calls code of the modelled program, so it is never entered twice.
fn with<R>(body: impl FnOnce(&mut Run) -> R) -> R {
    RUN.with_borrow_mut(|run| body(run.as_mut().expect("modelled threads exist only inside a run of the model")))
}

/// The current task.
pub(crate) fn me() -> TaskId {
    with(|run| run.current)
}

/// The number of this run; 0 outside of one.
pub(crate) fn run_number() -> u64 {
    RUN.with_borrow(|run| run.as_ref().map_or(0, |run| run.number))
}

/// A moment at which others may go on instead. Outside of a run, and while a panic unwinds, nothing happens:
/// destructors finish their work in one go, so that no other task runs inside somebody's panic.
pub(crate) fn point() {
    if is_active() && !std::thread::panicking() {
        runner::suspend();
    }
}

/// The same, for a task that asks others to go first.
pub(crate) fn yield_point() {
    if is_active() && !std::thread::panicking() {
        with(|run| run.is_yielding = true);
        runner::suspend();
    }
}

/// Sleeps until [`wake`] is called for this task.
pub(crate) fn block(wait: WaitFor, place: &'static Location<'static>) {
    assert!(is_active(), "{wait:?}: this would block for ever, because no model runs here");
    with(|run| {
        let me = run.current;
        run.tasks[me].state = State::Blocked(wait, place);
    });
    runner::suspend();
}

/// Lets a blocked task go on; one that is not blocked is left alone.
pub(crate) fn wake(task: TaskId) {
    with(|run| run.wake(task));
}

/// A random choice that belongs to the schedule: a number below `bound`.
pub(crate) fn choose(bound: usize) -> usize {
    if bound < 2 { 0 } else { with(|run| run.choices.number(bound)) }
}

/// Whether something that rarely happens does: with a chance of `per_mille`, 0 meaning never.
pub(crate) fn happens(per_mille: u32) -> bool {
    per_mille > 0 && choose(1000) < per_mille as usize
}

/// How this run is set up.
pub(crate) fn settings() -> Settings {
    with(|run| run.settings)
}

/// Starts a task; it runs when it is chosen.
pub(crate) fn spawn(name: Option<String>, body: Body) -> TaskId {
    with(|run| {
        let id = run.add_task(name);
        run.spawned.push((id, body));
        id
    })
}

/// Waits until a task has ended.
pub(crate) fn wait_for_end(task: TaskId, place: &'static Location<'static>) {
    while !has_ended(task) {
        with(|run| run.tasks[task].joiner = Some(run.current));
        block(WaitFor::End(task), place);
    }
}

/// Whether a task has ended.
pub(crate) fn has_ended(task: TaskId) -> bool {
    with(|run| run.tasks[task].state == State::Ended)
}

/// Notes that a task has panicked, or that somebody has joined it since.
pub(crate) fn set_unread_panic(task: TaskId, has_one: bool) {
    with(|run| run.tasks[task].has_unread_panic = has_one);
}

/// Whether a task panicked and nobody has joined it.
pub(crate) fn has_unread_panic(task: TaskId) -> bool {
    with(|run| run.tasks[task].has_unread_panic)
}

/// The name of a task.
pub(crate) fn name_of(task: TaskId) -> Option<String> {
    with(|run| run.tasks[task].name.clone())
}

/// Virtual time since the run began.
pub(crate) fn now() -> Duration {
    with(|run| run.clock.now())
}

/// Wakes the current task at a moment, unless the timer is cancelled before. Its number is for [`cancel`].
pub(crate) fn set_timer(at: Duration) -> u64 {
    with(|run| run.clock.set(at, run.current))
}

/// Cancels a timer; whether it had not fired yet.
pub(crate) fn cancel(timer: u64) -> bool {
    with(|run| run.clock.cancel(timer))
}

/// Takes the token that `unpark` leaves; whether there was one.
pub(crate) fn take_unpark_token() -> bool {
    with(|run| {
        let me = run.current;
        std::mem::take(&mut run.tasks[me].unpark_token)
    })
}

/// Leaves a token for a task, and wakes it when it waits for one.
pub(crate) fn unpark(task: TaskId) {
    with(|run| {
        run.tasks[task].unpark_token = true;
        if matches!(run.tasks[task].state, State::Blocked(WaitFor::Unpark, _)) {
            run.wake(task);
        }
    });
}

/// The current task's value of a `thread_local!` key.
pub(crate) fn local(key: usize) -> Option<*const dyn Any> {
    with(|run| {
        let locals = &run.tasks[run.current].locals;
        locals.iter().find(|(known, _)| *known == key).map(|(_, value)| std::ptr::from_ref(&**value))
    })
}

/// Gives the current task a value for a `thread_local!` key.
pub(crate) fn set_local(key: usize, value: Box<dyn Any>) {
    with(|run| {
        let me = run.current;
        run.tasks[me].locals.push((key, value));
    });
}

/// Takes the current task's values of `thread_local!` keys, to drop them outside of the kernel.
fn take_locals() -> Vec<(usize, Box<dyn Any>)> {
    with(|run| {
        let me = run.current;
        std::mem::take(&mut run.tasks[me].locals)
    })
}

impl Run {
    fn add_task(&mut self, name: Option<String>) -> TaskId {
        let state = State::Runnable;
        self.tasks.push(Task {
            name,
            state,
            joiner: None,
            locals: Vec::new(),
            unpark_token: false,
            has_unread_panic: false,
        });
        self.tasks.len() - 1
    }

    fn wake(&mut self, task: TaskId) {
        if matches!(self.tasks[task].state, State::Blocked(..)) {
            self.tasks[task].state = State::Runnable;
        }
    }

    fn end_current(&mut self) {
        let me = self.current;
        self.tasks[me].state = State::Ended;
        if let Some(joiner) = self.tasks[me].joiner.take() {
            self.wake(joiner);
        }
    }

    fn runnable(&self) -> Vec<TaskId> {
        (0..self.tasks.len()).filter(|id| self.tasks[*id].state == State::Runnable).collect()
    }

    fn blocked(&self) -> Vec<Blocked> {
        let entry = |(task, found): (TaskId, &Task)| match found.state {
            State::Blocked(wait, place) => Some(Blocked { task, name: found.name.clone(), wait, place }),
            State::Runnable | State::Ended => None,
        };
        self.tasks.iter().enumerate().filter_map(entry).collect()
    }

    /// Moves time to the next timer and wakes its task; whether there was one.
    fn advance_clock(&mut self) -> bool {
        let Some(task) = self.clock.advance() else { return false };
        self.wake(task);
        true
    }
}
