//! The words for what can go wrong in an interleaving, and for what a thread can do.

use super::super::explain;
use crate::checks::BrokenRun;
use crate::language::said;
use protocol::Location;
use protocol::trace::{Action, Mistake, Reason, Wait};
use tr::tr;

/// What went wrong, in a sentence or two.
pub(super) fn mistake(run: &BrokenRun) -> Vec<String> {
    match &run.mistake {
        Mistake::Deadlocked => vec![tr!("Deadlock: no thread can ever go on.")],
        Mistake::LostWakeUp { step, thread, woke_another } => vec![lost_wake_up(run, *step, *thread, *woke_another)],
        Mistake::KeepsState { object, made } => keeps_state(object, made),
        Mistake::WrongResult(failure) => explain::failed(failure),
        Mistake::Panicked(panic) => explain::panicked(panic),
        Mistake::BusyWaits { thread } => vec![
            tr!("Busy waiting: {thread} asks again and again, and never sleeps.", thread = name(run, *thread)),
            tr!("That keeps a processor busy with nothing. A thread that waits should sleep until it is woken."),
        ],
        Mistake::LeftThreadsBehind => {
            let threads = names(run, run.stuck.iter().map(|stuck| stuck.thread));
            vec![tr!("Left behind: everything else is over, and {threads} can never end.", threads)]
        }
        Mistake::TooManySteps { limit } => {
            vec![tr!("It goes on without an end; it was stopped after {limit} steps.", limit)]
        }
    }
}

fn lost_wake_up(run: &BrokenRun, step: usize, thread: usize, woke_another: bool) -> String {
    let thread = name(run, thread);
    match run.steps.get(step).map(|step| &step.action) {
        Some(Action::Notifies { woken, .. }) if woke_another => {
            let other = names(run, woken.iter().copied());
            tr!(
                "Lost wake-up: the signal woke {other}, who had no use for it; {thread} sleeps for ever.",
                other,
                thread
            )
        }
        _ => tr!("Lost wake-up: the signal came before {thread} fell asleep, and {thread} sleeps for ever.", thread),
    }
}

fn keeps_state(object: &str, made: &Location) -> Vec<String> {
    vec![
        tr!("The {object} made in line {line} is a `static`, and keeps what is in it.", object, line = made.line),
        tr!("Its scenario is run many times, each time in another order of threads, and has to begin anew each time. \
             Make it a field, or share it with an `Arc`; a static atomic, `OnceLock` or `LazyLock` is fine."),
    ]
}

/// The name of a thread.
pub(super) fn name(run: &BrokenRun, thread: usize) -> String {
    match run.threads.get(thread).map(String::as_str) {
        Some("main") | None => tr!("the check"),
        Some(name) => said(name).into_owned(),
    }
}

/// The names of some threads: "a", "a and b", "a, b and c".
pub(super) fn names(run: &BrokenRun, threads: impl IntoIterator<Item = usize>) -> String {
    let names: Vec<String> = threads.into_iter().map(|thread| name(run, thread)).collect();
    match names.as_slice() {
        [] => tr!("nobody"),
        [name] => name.clone(),
        [first @ .., last] => tr!("{names} and {last}", names = first.join(", "), last),
    }
}

/// What a thread does with an object, without its own name: "locks `items`".
pub(super) fn action(run: &BrokenRun, action: &Action, object: &str) -> String {
    match action {
        Action::Says { text } => said(text).into_owned(),
        Action::Waits { wait, at_most_ms } => waits(run, *wait, *at_most_ms, object),
        Action::GoesOn { reason } => goes_on(run, *reason),
        Action::Locks { shared: false } => tr!("locks {object}", object),
        Action::Locks { shared: true } => tr!("locks {object} for reading", object),
        Action::FindsLocked => tr!("tries to lock {object}: it is taken", object),
        Action::Unlocks => tr!("unlocks {object}", object),
        Action::CallsWait => tr!("is about to sleep in {object}", object),
        Action::Notifies { woken, .. } if woken.is_empty() => tr!("signals {object}: nobody hears it", object),
        Action::Notifies { woken, .. } => {
            tr!("signals {object}: wakes {threads}", object, threads = names(run, woken.iter().copied()))
        }
        Action::Completes => tr!("is the last at {object}", object),
        Action::Initialises => tr!("initialises {object}", object),
        Action::Sends => tr!("sends into {object}", object),
        Action::FailsToSend => tr!("cannot send into {object}", object),
        Action::Receives => tr!("receives from {object}", object),
        Action::FindsNoMessage => tr!("finds nothing in {object}", object),
        Action::Disconnects => tr!("closes its end of {object}", object),
        Action::Reads { value } => tr!("reads {object} = {value}", object, value),
        Action::Writes { value } => tr!("writes {object} = {value}", object, value),
        Action::Changes { before, after } => tr!("changes {object}: {before} to {after}", object, before, after),
        Action::FailsToChange { found } => tr!("finds {object} = {found}", object, found),
        Action::Spawns { thread } => tr!("starts {thread}", thread = name(run, *thread)),
        Action::Joins { thread } => tr!("sees {thread} end", thread = name(run, *thread)),
        Action::Unparks { thread, was_parked: true } => tr!("unparks {thread}", thread = name(run, *thread)),
        Action::Unparks { thread, was_parked: false } => {
            tr!("unparks {thread} in advance", thread = name(run, *thread))
        }
        Action::Yields => tr!("lets others go first"),
        // The code's own words.
        Action::Panics { message } => tr!("PANICS: {message}", message),
        Action::Ends => tr!("ends"),
    }
}

fn waits(run: &BrokenRun, wait: Wait, at_most_ms: Option<u64>, object: &str) -> String {
    let waits = match wait {
        Wait::Lock => tr!("waits for {object}", object),
        Wait::Signal => tr!("sleeps in {object}", object),
        Wait::End(thread) => tr!("waits for {thread} to end", thread = name(run, thread)),
        Wait::Message => tr!("waits for a message in {object}", object),
        Wait::Room => tr!("waits for room in {object}", object),
        Wait::Barrier => tr!("waits at {object}", object),
        Wait::Initialisation => tr!("waits for {object} to be initialised", object),
        Wait::Unpark => tr!("parks"),
        Wait::Time => tr!("sleeps {limit} ms", limit = at_most_ms.unwrap_or_default()),
    };
    let limit = match wait {
        Wait::Signal | Wait::Message | Wait::Room | Wait::Unpark => at_most_ms,
        Wait::Lock | Wait::End(_) | Wait::Barrier | Wait::Initialisation | Wait::Time => None,
    };
    match limit {
        Some(limit) => tr!("{waits}, at most {limit} ms", waits, limit),
        None => waits,
    }
}

fn goes_on(run: &BrokenRun, reason: Reason) -> String {
    match reason {
        Reason::By(thread) => tr!("wakes up ({thread})", thread = name(run, thread)),
        Reason::TimeOut => tr!("wakes up: its time is over"),
        Reason::Spurious => tr!("wakes up for no reason"),
    }
}
