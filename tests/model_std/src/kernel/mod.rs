//! The machine under the model: tasks that run one at a time, and switch only where the model lets them.
//!
//! Every thread of the modelled program is a coroutine on one thread of the system. It runs until its next
//! *point*, an operation that others can see; there a [`Chooser`] says who goes on. A run is therefore a list
//! of choices, and the same list makes the same run. Time is virtual: it stands still while somebody can run.
//!
//! What is not here: what the operations do (see `sync`, `thread`), and which runs to try (see `explore`).

mod choice;
mod clock;
mod footprint;
mod panics;
mod record;
mod runner;

pub use choice::{Chooser, Moment, Schedule};
pub use footprint::{Access, Shared, are_independent};
pub use panics::{Noted, before_abort, message_of};
pub use record::{Record, to_place};
pub use runner::{Ending, Finished, Refused, Settings, run, steps};
pub use trace::{Action, Reason, Wait};

use choice::Choices;
use clock::Clock;
use footprint::Footprint;
use std::any::Any;
use std::cell::RefCell;
use std::panic::Location;
use std::time::Duration;

/// A task's number in its run; the scenario itself is 0.
pub type TaskId = usize;

/// A modelled object's number in its run.
pub type ObjectId = usize;

/// A line of code.
pub(crate) type Line = &'static Location<'static>;

thread_local! {
    static RUN: RefCell<Option<Run>> = const { RefCell::new(None) };
}

/// A blocked task: what it waits for, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocked {
    /// The task.
    pub task: TaskId,
    /// What it waits for.
    pub wait: Wait,
    /// Of which object.
    pub object: Option<ObjectId>,
    /// The line that waits.
    pub place: &'static Location<'static>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Runnable,
    Blocked(Blocked),
    Ended,
}

struct Task {
    name: Option<String>,
    state: State,
    /// Who waits for its end.
    joiners: Vec<TaskId>,
    /// Values of `thread_local!` keys, by the address of the key, in the order of their creation.
    locals: Vec<(usize, Box<dyn Any>)>,
    unpark_token: bool,
    /// Whether it panicked, and nobody has joined it.
    has_unread_panic: bool,
    /// Who ended its last wait; nobody when the clock did.
    woken_by: Option<TaskId>,
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
    /// The tasks whose stacks panics unwind, once for each panic.
    unwinding: Vec<TaskId>,
    settings: Settings,
    /// How many modelled objects were used so far.
    objects: usize,
    /// What was used since the last moment.
    footprint: Footprint,
    record: Record,
    panics: Vec<Noted>,
    /// Who can run, as of the last moment; kept only to save allocations.
    runnable: Vec<TaskId>,
    /// Whether time could pass.
    has_set_timers: bool,
    refused: Option<Refused>,
}

/// Whether this code runs inside a modelled run.
pub(crate) fn is_active() -> bool {
    // A panic of the kernel itself, while it uses the run, is nobody's but its own.
    RUN.with(|run| run.try_borrow().is_ok_and(|run| run.is_some()))
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
    if is_active() && !is_panicking() {
        runner::suspend();
    }
}

/// Whether the current task panics. For the system, all tasks do while one of them sleeps in a destructor that
/// a panic runs; so the tasks are told apart here.
pub(crate) fn is_panicking() -> bool {
    let is_own = |run: &Option<Run>| {
        run.as_ref().is_none_or(|run| run.unwinding.is_empty() || run.unwinding.contains(&run.current))
    };
    std::thread::panicking() && RUN.with_borrow(is_own)
}

/// The current task panics from here on.
pub(crate) fn panic_begins() {
    // A panic of the kernel itself finds the run in use, and ends it anyway.
    RUN.with(|run| {
        if let Some(run) = run.try_borrow_mut().ok().as_mut().and_then(|run| run.as_mut()) {
            run.unwinding.push(run.current);
        }
    });
}

/// The current task has caught its last panic.
pub(crate) fn panic_ends() {
    RUN.with_borrow_mut(|run| {
        if let Some(run) = run {
            let last = run.unwinding.iter().rposition(|task| *task == run.current);
            last.map(|index| run.unwinding.remove(index));
        }
    });
}

/// The same, for a task that asks others to go first.
pub(crate) fn yield_point(place: Line) {
    if is_active() && !is_panicking() {
        with(|run| {
            run.is_yielding = true;
            run.record(None, Some(place), || Action::Yields);
        });
        runner::suspend();
    }
}

/// Sleeps until [`wake`] is called for this task, or a timer of its own fires; which of them it was.
pub(crate) fn block(wait: Wait, object: Option<ObjectId>, place: Line, at_most: Option<Duration>) -> Reason {
    assert!(is_active(), "{wait:?}: this would block for ever, because no model runs here");
    with(|run| {
        let task = run.current;
        run.tasks[task].state = State::Blocked(Blocked { task, wait, object, place });
        let at_most_ms = at_most.map(|time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
        run.record(object, Some(place), || Action::Waits { wait, at_most_ms });
    });
    runner::suspend();
    with(|run| run.tasks[run.current].woken_by.map_or(Reason::TimeOut, Reason::By))
}

/// A moment after which the current task goes on only while it is not held back: [`wake`] and [`hold_back`] say
/// so from now on. It does not look for itself.
pub(crate) fn point_when(is_ready: bool, waiter: Blocked) {
    with(|run| {
        let Blocked { task, wait, object, place } = waiter;
        if !is_ready {
            run.tasks[task].state = State::Blocked(waiter);
            run.record(object, Some(place), || Action::Waits { wait, at_most_ms: None });
        }
    });
    runner::suspend();
}

/// Keeps a task that waits from going on: what it waits for is gone again.
pub(crate) fn hold_back(waiter: Blocked) {
    with(|run| run.tasks[waiter.task].state = State::Blocked(waiter));
}

/// Lets a blocked task go on; one that is not blocked is left alone.
pub(crate) fn wake(task: TaskId) {
    with(|run| {
        let me = run.current;
        run.wake(task, Some(me));
    });
}

/// A random choice that belongs to the schedule: a number below `bound`.
pub(crate) fn choose(bound: usize) -> usize {
    if bound < 2 { 0 } else { with(|run| run.choices.number(bound)) }
}

/// Whether something that rarely happens does: with a chance of `per_mille`, 0 meaning never.
pub(crate) fn happens(per_mille: u32) -> bool {
    per_mille > 0 && with(|run| run.choices.chance(per_mille))
}

/// Notes what the current task does, where a record is kept.
pub(crate) fn record(object: Option<ObjectId>, place: Option<Line>, action: impl FnOnce() -> Action) {
    if is_active() {
        with(|run| run.record(object, place, action));
    }
}

/// Whether a record is kept: what only it needs can be left out otherwise.
pub(crate) fn is_recording() -> bool {
    RUN.with_borrow(|run| run.as_ref().is_some_and(|run| run.settings.record))
}

/// Notes that the current task uses something that tasks share, until the next moment.
pub(crate) fn touch(shared: Shared, changes: bool) {
    with(|run| run.touch(shared, changes));
}

/// Ends the run, because the current task uses what an earlier one left behind. Never returns: the task is not
/// resumed. (It cannot panic: this also happens in destructors that run while a panic unwinds.)
pub(crate) fn refuse(kind: &'static str, made: Line) -> ! {
    with(|run| run.refused = Some(Refused { kind, made }));
    runner::suspend();
    unreachable!("a refused run makes no further step")
}

/// Gives a modelled object its number in this run.
pub(crate) fn add_object(kind: &str, made: Line) -> ObjectId {
    with(|run| {
        if run.settings.record {
            run.record.add_object(kind, made);
        }
        run.objects += 1;
        run.objects - 1
    })
}

/// For scenarios: puts words of their own into the record. Outside of a run, nothing happens.
pub fn say(text: &str) {
    record(None, None, || Action::Says { text: text.to_owned() });
}

/// For scenarios: how many threads were started in this run so far.
pub fn started() -> usize {
    with(|run| run.tasks.len() - 1)
}

/// For scenarios: a moment at which others may go on. Outside of a run, nothing happens.
pub fn pause() {
    point();
}

/// How this run is set up.
pub(crate) fn settings() -> Settings {
    with(|run| run.settings)
}

/// Starts a task; it runs when it is chosen.
pub(crate) fn spawn(name: Option<String>, body: Body, place: Line) -> TaskId {
    with(|run| {
        run.touch(Shared::Tasks, true);
        let id = run.add_task(name);
        run.spawned.push((id, body));
        run.record(None, Some(place), || Action::Spawns { thread: id });
        id
    })
}

/// Waits until a task has ended.
pub(crate) fn wait_for_end(task: TaskId, place: Line) {
    let (is_ready, waiter) = with(|run| {
        let is_ready = run.tasks[task].state == State::Ended;
        if !is_ready {
            run.tasks[task].joiners.push(run.current);
        }
        (is_ready, Blocked { task: run.current, wait: Wait::End(task), object: None, place })
    });
    point_when(is_ready, waiter);
    with(|run| run.touch(Shared::Task(task), false));
    record(None, Some(place), || Action::Joins { thread: task });
}

/// Whether a task has ended.
pub(crate) fn has_ended(task: TaskId) -> bool {
    with(|run| {
        run.touch(Shared::Task(task), false);
        run.tasks[task].state == State::Ended
    })
}

/// Whether a task waits for something.
pub(crate) fn is_blocked(task: TaskId) -> bool {
    with(|run| matches!(run.tasks[task].state, State::Blocked(..)))
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
    with(|run| {
        run.touch(Shared::Clock, false);
        run.clock.now()
    })
}

/// Wakes the current task at a moment, unless the timer is cancelled before. Its number is for [`cancel`].
pub(crate) fn set_timer(at: Duration) -> u64 {
    with(|run| {
        run.has_set_timers = true;
        run.touch(Shared::Clock, true);
        run.clock.set(at, run.current)
    })
}

/// Cancels a timer; whether it had not fired yet.
pub(crate) fn cancel(timer: u64) -> bool {
    with(|run| {
        run.touch(Shared::Clock, true);
        run.clock.cancel(timer)
    })
}

/// Takes the token that `unpark` leaves; whether there was one.
pub(crate) fn take_unpark_token() -> bool {
    with(|run| {
        let me = run.current;
        run.touch(Shared::Task(me), true);
        std::mem::take(&mut run.tasks[me].unpark_token)
    })
}

/// Leaves a token for a task, and wakes it when it waits for one.
pub(crate) fn unpark(task: TaskId, place: Line) {
    with(|run| {
        run.touch(Shared::Task(task), true);
        run.tasks[task].unpark_token = true;
        let was_parked = matches!(run.tasks[task].state, State::Blocked(Blocked { wait: Wait::Unpark, .. }));
        if was_parked {
            let me = run.current;
            run.wake(task, Some(me));
        }
        run.record(None, Some(place), || Action::Unparks { thread: task, was_parked });
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
        self.tasks.push(Task {
            name,
            state: State::Runnable,
            joiners: Vec::new(),
            locals: Vec::new(),
            unpark_token: false,
            has_unread_panic: false,
            woken_by: None,
        });
        self.tasks.len() - 1
    }

    fn wake(&mut self, task: TaskId, by: Option<TaskId>) {
        let task = &mut self.tasks[task];
        if matches!(task.state, State::Blocked(..)) {
            task.state = State::Runnable;
            task.woken_by = by;
        }
    }

    fn end_current(&mut self) {
        let me = self.current;
        self.touch(Shared::Task(me), true);
        self.record(None, None, || Action::Ends);
        self.tasks[me].state = State::Ended;
        for joiner in std::mem::take(&mut self.tasks[me].joiners) {
            self.wake(joiner, Some(me));
        }
    }

    fn touch(&mut self, shared: Shared, changes: bool) {
        if self.settings.footprints {
            self.footprint.add(shared, changes);
        }
    }

    fn record(&mut self, object: Option<ObjectId>, place: Option<Line>, action: impl FnOnce() -> Action) {
        if self.settings.record {
            self.record.add(self.current, self.clock.now(), object, place.map(to_place), action());
        }
    }

    /// Fills `self.runnable`: the current task first, if it can go on. Whether it can.
    fn find_runnable(&mut self) -> bool {
        self.runnable.clear();
        let is_runnable = |task: &Task| task.state == State::Runnable;
        let can_continue = self.tasks.get(self.current).is_some_and(is_runnable);
        if can_continue {
            self.runnable.push(self.current);
        }
        let others = (0..self.tasks.len()).filter(|id| *id != self.current && is_runnable(&self.tasks[*id]));
        self.runnable.extend(others);
        can_continue
    }

    fn blocked(&self) -> Vec<Blocked> {
        let entry = |task: &Task| match task.state {
            State::Blocked(blocked) => Some(blocked),
            State::Runnable | State::Ended => None,
        };
        self.tasks.iter().filter_map(entry).collect()
    }

    /// Moves time to the next timer and wakes its task; whether there was one.
    fn advance_clock(&mut self) -> bool {
        let Some(task) = self.clock.advance() else { return false };
        self.touch(Shared::Clock, true);
        self.wake(task, None);
        true
    }
}
