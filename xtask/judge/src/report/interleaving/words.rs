//! The words for what can go wrong in an interleaving, and for what a thread can do.

use crate::checks::BrokenRun;
use protocol::Location;
use protocol::trace::{Action, Mistake, Reason, Wait};

/// What went wrong, in a sentence or two.
pub(super) fn mistake(run: &BrokenRun) -> Vec<String> {
    match &run.mistake {
        Mistake::Deadlocked => vec!["Deadlock: no thread can ever go on.".to_owned()],
        Mistake::LostWakeUp { step, thread, woke_another } => vec![lost_wake_up(run, *step, *thread, *woke_another)],
        Mistake::KeepsState { object, made } => keeps_state(object, made),
        Mistake::WrongResult(failure) => super::super::explain::failed(failure),
        Mistake::Panicked(panic) => super::super::explain::panicked(panic),
        Mistake::BusyWaits { thread } => vec![
            format!("Busy waiting: {} asks again and again, and never sleeps.", name(run, *thread)),
            "That keeps a processor busy with nothing. A thread that waits should sleep until it is woken.".to_owned(),
        ],
        Mistake::LeftThreadsBehind => {
            let left: Vec<&str> = run.stuck.iter().map(|stuck| name(run, stuck.thread)).collect();
            vec![format!("Left behind: everything else is over, and {} can never end.", list(&left))]
        }
        Mistake::TooManySteps { limit } => {
            vec![format!("It goes on without an end; it was stopped after {limit} steps.")]
        }
    }
}

fn lost_wake_up(run: &BrokenRun, step: usize, thread: usize, woke_another: bool) -> String {
    let who = name(run, thread);
    match run.steps.get(step).map(|step| &step.action) {
        Some(Action::Notifies { woken, .. }) if woke_another => {
            let other: Vec<&str> = woken.iter().map(|thread| name(run, *thread)).collect();
            let other = list(&other);
            format!("Lost wake-up: the signal woke {other}, who had no use for it; {who} sleeps for ever.")
        }
        _ => format!("Lost wake-up: the signal came before {who} fell asleep, and {who} sleeps for ever."),
    }
}

fn keeps_state(object: &str, made: &Location) -> Vec<String> {
    vec![
        format!("The {object} made in line {} is a `static`, and keeps what is in it.", made.line),
        "Its scenario is run many times, each time in another order of threads, and has to begin anew each time. \
         Make it a field, or share it with an `Arc`; a static atomic, `OnceLock` or `LazyLock` is fine."
            .to_owned(),
    ]
}

/// The name of a thread.
pub(super) fn name(run: &BrokenRun, thread: usize) -> &str {
    match run.threads.get(thread).map(String::as_str) {
        Some("main") | None => "the check",
        Some(name) => name,
    }
}

/// "a", "a and b", "a, b and c".
pub(super) fn list(names: &[&str]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [name] => (*name).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What a thread does with an object, without its own name: "locks `items`".
pub(super) fn action(run: &BrokenRun, action: &Action, object: &str) -> String {
    match action {
        Action::Says { text } => text.clone(),
        Action::Waits { wait, at_most_ms } => waits(run, *wait, *at_most_ms, object),
        Action::GoesOn { reason } => goes_on(run, *reason),
        Action::Locks { shared: false } => format!("locks {object}"),
        Action::Locks { shared: true } => format!("locks {object} for reading"),
        Action::FindsLocked => format!("tries to lock {object}: it is taken"),
        Action::Unlocks => format!("unlocks {object}"),
        Action::CallsWait => format!("is about to sleep in {object}"),
        Action::Notifies { woken, .. } if woken.is_empty() => format!("signals {object}: nobody hears it"),
        Action::Notifies { woken, .. } => {
            let woken: Vec<&str> = woken.iter().map(|thread| name(run, *thread)).collect();
            format!("signals {object}: wakes {}", list(&woken))
        }
        Action::Completes => format!("is the last at {object}"),
        Action::Initialises => format!("initialises {object}"),
        Action::Sends => format!("sends into {object}"),
        Action::FailsToSend => format!("cannot send into {object}"),
        Action::Receives => format!("receives from {object}"),
        Action::FindsNoMessage => format!("finds nothing in {object}"),
        Action::Disconnects => format!("closes its end of {object}"),
        Action::Reads { value } => format!("reads {object} = {value}"),
        Action::Writes { value } => format!("writes {object} = {value}"),
        Action::Changes { before, after } => format!("changes {object}: {before} to {after}"),
        Action::FailsToChange { found } => format!("finds {object} = {found}"),
        Action::Spawns { thread } => format!("starts {}", name(run, *thread)),
        Action::Joins { thread } => format!("sees {} end", name(run, *thread)),
        Action::Unparks { thread, was_parked: true } => format!("unparks {}", name(run, *thread)),
        Action::Unparks { thread, was_parked: false } => format!("unparks {} in advance", name(run, *thread)),
        Action::Yields => "lets others go first".to_owned(),
        Action::Panics { message } => format!("PANICS: {message}"),
        Action::Ends => "ends".to_owned(),
    }
}

fn waits(run: &BrokenRun, wait: Wait, at_most_ms: Option<u64>, object: &str) -> String {
    let limit = at_most_ms.map(|limit| format!(", at most {limit} ms")).unwrap_or_default();
    match wait {
        Wait::Lock => format!("waits for {object}"),
        Wait::Signal => format!("sleeps in {object}{limit}"),
        Wait::End(thread) => format!("waits for {} to end", name(run, thread)),
        Wait::Message => format!("waits for a message in {object}{limit}"),
        Wait::Room => format!("waits for room in {object}{limit}"),
        Wait::Barrier => format!("waits at {object}"),
        Wait::Initialisation => format!("waits for {object} to be initialised"),
        Wait::Unpark => format!("parks{limit}"),
        Wait::Time => format!("sleeps {} ms", at_most_ms.unwrap_or_default()),
    }
}

fn goes_on(run: &BrokenRun, reason: Reason) -> String {
    match reason {
        Reason::By(thread) => format!("wakes up ({})", name(run, thread)),
        Reason::TimeOut => "wakes up: its time is over".to_owned(),
        Reason::Spurious => "wakes up for no reason".to_owned(),
    }
}
