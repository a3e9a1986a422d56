//! One run, from its first task to its end.

use super::choice::{Choices, Chooser, Made, Moment, Schedule};
use super::clock::Clock;
use super::footprint::Footprint;
use super::panics::{self, Noted};
use super::{Blocked, Body, RUN, Record, Run, TaskId, with};
use crate::panic::{AssertUnwindSafe, catch_unwind};
use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::mem::{self, ManuallyDrop};
use std::panic::Location;
use std::sync::atomic::{AtomicU64, Ordering};

/// Enough for a debug build's formatting machinery; small recursions fit, endless ones hit a guard page.
const STACK_BYTES: usize = 256 * 1024;

/// How a run is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The most points of a run; one that takes more does not end.
    pub max_steps: usize,
    /// How often of 1,000 a wait wakes up for no reason.
    pub spurious_wake_ups: u32,
    /// How often of 1,000 points the next timer fires although others can run.
    pub early_timers: u32,
    /// Whether everything that happens is written down.
    pub record: bool,
    /// Whether choosers are told what each step used.
    pub footprints: bool,
}

impl Settings {
    /// What happens for no reason happens now and then.
    pub const DEFAULT: Self =
        Self { max_steps: 10_000, spurious_wake_ups: 20, early_timers: 30, record: false, footprints: false };

    /// What happens for no reason happens `times` as often.
    #[must_use]
    pub fn with_more_chance(self, times: u32) -> Self {
        let Self { spurious_wake_ups, early_timers, .. } = self;
        Self { spurious_wake_ups: spurious_wake_ups * times, early_timers: early_timers * times, ..self }
    }
}

/// How a run ended.
#[derive(Debug)]
pub enum Ending {
    /// Every task ended.
    Completed,
    /// The first task panicked; this is what it panicked with.
    Panicked(Box<dyn Any + Send>),
    /// Nobody can go on, and the first task has not ended.
    Deadlocked(Vec<Blocked>),
    /// The first task ended, and others can never go on.
    LeftBehind(Vec<Blocked>),
    /// The run took more points than it may.
    TooManySteps,
    /// The chooser gave it up.
    GivenUp,
    /// It used something that an earlier run left behind, and that cannot begin anew.
    Refused(Refused),
}

/// A `static` that keeps its value between runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// Its type, as std calls it.
    pub kind: &'static str,
    /// Where it was made.
    pub made: &'static Location<'static>,
}

/// A run that has ended.
#[derive(Debug)]
pub struct Finished {
    /// How it ended.
    pub ending: Ending,
    /// What repeats it.
    pub schedule: Schedule,
    /// How many points it had.
    pub steps: usize,
    /// How often another task went on than the one before.
    pub switches: usize,
    /// Who went on at each moment, where the settings ask for a record.
    pub order: Vec<TaskId>,
    /// The names of all tasks.
    pub names: Vec<Option<String>>,
    /// What happened, where the settings ask for it.
    pub record: Record,
    /// All panics but those on purpose, caught or not.
    pub panics: Vec<Noted>,
    /// Whether it set a timer, so that time could pass.
    pub has_set_timers: bool,
}

type Thread = Coroutine<(), (), (), DefaultStack>;

thread_local! {
    /// The way back to the run loop, while a task runs.
    static YIELDER: Cell<Option<*const Yielder<(), ()>>> = const { Cell::new(None) };
    static STACKS: RefCell<Vec<DefaultStack>> = const { RefCell::new(Vec::new()) };
    static RUNS: Cell<u64> = const { Cell::new(0) };
}

static STEPS: AtomicU64 = AtomicU64::new(0);

/// How many steps were ever made, in all runs: while this stands still, a task computes without an end.
pub fn steps() -> u64 {
    STEPS.load(Ordering::Relaxed)
}

/// Gives control to the run loop, until this task is chosen again.
pub(super) fn suspend() {
    let yielder = YIELDER.get().expect("only a task of a run is suspended");
    // SAFETY: the pointer was set by this very coroutine when it was last resumed, or began; its yielder
    // lives on its stack for as long as the coroutine does.
    unsafe { (*yielder).suspend(()) };
    YIELDER.set(Some(yielder));
}

/// Runs `scenario` once, as `chooser` chooses.
///
/// # Panics
/// When it is called inside of a run.
pub fn run(scenario: Body, chooser: Box<dyn Chooser>, settings: Settings) -> (Finished, Box<dyn Chooser>) {
    assert!(!super::is_active(), "a run inside of a run");
    panics::install_hook();
    RUNS.set(RUNS.get() + 1);
    let mut result = None;
    let slot = std::ptr::from_mut(&mut result);
    let first: Body = Box::new(move || {
        let caught = catch_unwind(AssertUnwindSafe(scenario));
        // SAFETY: `result` outlives the run loop below, and nobody else refers to it meanwhile.
        unsafe { *slot = Some(caught) };
    });
    begin(first, chooser, settings);
    let mut threads: Vec<Option<Thread>> = Vec::new();
    let (stop, steps) = run_loop(&mut threads, settings.max_steps);
    let mut run = RUN.take().expect("the run began above");
    for thread in threads.into_iter().flatten() {
        put_away(thread);
    }
    // The same for what was spawned last, and for values of `thread_local!` keys.
    mem::forget(mem::take(&mut run.spawned));
    run.tasks.iter_mut().for_each(|task| mem::forget(mem::take(&mut task.locals)));
    let Made { chooser, schedule, switches, order } = run.choices.finish(run.footprint.accesses());
    let ending = match (stop, result) {
        (Stop::GivenUp, _) => Ending::GivenUp,
        (Stop::Refused(refused), _) => Ending::Refused(refused),
        (_, Some(Err(payload))) => Ending::Panicked(payload),
        (Stop::AllEnded, _) => Ending::Completed,
        (Stop::NobodyCanGoOn(blocked), None) => Ending::Deadlocked(blocked),
        (Stop::NobodyCanGoOn(blocked), Some(Ok(()))) => Ending::LeftBehind(blocked),
        (Stop::TooManySteps, _) => Ending::TooManySteps,
    };
    let finished = Finished {
        ending,
        schedule,
        steps,
        switches,
        order,
        names: run.tasks.into_iter().map(|task| task.name).collect(),
        record: run.record,
        panics: run.panics,
        has_set_timers: run.has_set_timers,
    };
    (finished, chooser)
}

fn begin(first: Body, chooser: Box<dyn Chooser>, settings: Settings) {
    let mut run = Run {
        number: RUNS.get(),
        tasks: Vec::new(),
        current: 0,
        choices: Choices::new(chooser, settings.record),
        clock: Clock::default(),
        spawned: Vec::new(),
        is_yielding: false,
        unwinding: Vec::new(),
        settings,
        objects: 0,
        footprint: Footprint::default(),
        record: Record::default(),
        panics: Vec::new(),
        runnable: Vec::new(),
        has_set_timers: false,
        refused: None,
    };
    let id = run.add_task(Some("main".to_owned()));
    run.spawned.push((id, first));
    RUN.set(Some(run));
}

enum Stop {
    AllEnded,
    NobodyCanGoOn(Vec<Blocked>),
    TooManySteps,
    GivenUp,
    Refused(Refused),
}

enum Next {
    Task(TaskId),
    Stop(Stop),
}

fn run_loop(threads: &mut Vec<Option<Thread>>, max_steps: usize) -> (Stop, usize) {
    for steps in 0..max_steps {
        // Relaxed: a count that somebody looks at now and then; it guards nothing.
        STEPS.fetch_add(1, Ordering::Relaxed);
        for (_, body) in with(|run| std::mem::take(&mut run.spawned)) {
            threads.push(Some(new_thread(body)));
        }
        let next = match next() {
            Next::Task(task) => task,
            Next::Stop(stop) => return (stop, steps),
        };
        let thread = threads[next].as_mut().expect("a runnable task has not ended");
        if let CoroutineResult::Return(()) = thread.resume(()) {
            let thread = threads[next].take().expect("it was just resumed");
            put_away(thread);
        }
    }
    (Stop::TooManySteps, max_steps)
}

/// Who goes on. A timer fires when nobody else can run, or, rarely, before.
fn next() -> Next {
    with(|run| {
        if let Some(refused) = run.refused {
            return Next::Stop(Stop::Refused(refused));
        }
        loop {
            let can_continue = run.find_runnable();
            if run.runnable.is_empty() {
                if run.advance_clock() {
                    continue;
                }
                let blocked = run.blocked();
                let stop = if blocked.is_empty() { Stop::AllEnded } else { Stop::NobodyCanGoOn(blocked) };
                return Next::Stop(stop);
            }
            let early = run.settings.early_timers;
            if early > 0 && run.clock.has_timers() && run.choices.chance(early) {
                run.advance_clock();
                continue;
            }
            let is_yielding = std::mem::take(&mut run.is_yielding);
            let footprint = run.footprint.accesses();
            let known = run.objects;
            let moment = Moment { runnable: &run.runnable, can_continue, is_yielding, footprint, known };
            let chosen = run.choices.task(&moment);
            run.footprint.clear();
            return match chosen {
                Some(task) => {
                    run.current = task;
                    Next::Task(task)
                }
                None => Next::Stop(Stop::GivenUp),
            };
        }
    })
}

/// The body of a task that never starts is leaked, like the stack of one that never ends: its destructors belong to a
/// run that is over.
fn new_thread(body: Body) -> Thread {
    let body = ManuallyDrop::new(body);
    let stack = STACKS.with_borrow_mut(Vec::pop);
    let stack = stack.unwrap_or_else(|| DefaultStack::new(STACK_BYTES).expect("the system gives memory for a stack"));
    Coroutine::with_stack(stack, move |yielder: &Yielder<(), ()>, ()| {
        YIELDER.set(Some(std::ptr::from_ref(yielder)));
        ManuallyDrop::into_inner(body)();
        drop_locals();
        with(Run::end_current);
    })
}

/// As std does when a thread ends: what their destructors create anew is dropped too, for some rounds.
fn drop_locals() {
    for _ in 0..4 {
        let locals = super::take_locals();
        if locals.is_empty() {
            break;
        }
        // A destructor that panics would end the process; the run's result stands already.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(locals)));
    }
}

/// Keeps the stack of a task for the next one. A task that never ended is left as it is: running its
/// destructors would run the modelled program without a model. What it owned is leaked.
fn put_away(mut thread: Thread) {
    if thread.started() && !thread.done() {
        // SAFETY: nothing of the abandoned stack is used again; the values on it are leaked, not dropped.
        unsafe { thread.force_reset() };
    }
    if thread.done() {
        let stack = thread.into_stack();
        STACKS.with_borrow_mut(|stacks| stacks.push(stack));
    }
}
