//! Why nobody can go on: for each thread that is stuck, what it waits for and why that never comes.

use super::words;
use crate::checks::{BrokenRun, RunStep, StuckThread};
use protocol::trace::{Action, Mistake, Wait};
use tr::tr;

/// One sentence for each stuck thread.
pub(super) fn reasons(run: &BrokenRun) -> Vec<String> {
    match run.mistake {
        Mistake::Deadlocked | Mistake::LostWakeUp { .. } | Mistake::LeftThreadsBehind => {}
        // What went wrong came before, and is why somebody is stuck.
        Mistake::WrongResult(_)
        | Mistake::Panicked(_)
        | Mistake::BusyWaits { .. }
        | Mistake::KeepsState { .. }
        | Mistake::TooManySteps { .. } => {
            return Vec::new();
        }
    }
    run.stuck.iter().map(|stuck| reason(run, stuck)).collect()
}

fn reason(run: &BrokenRun, stuck: &StuckThread) -> String {
    let who = words::name(run, stuck.thread);
    let object = object_name(run, stuck.object);
    let place = stuck.location.as_ref().map(|at| line(at.line)).unwrap_or_default();
    match stuck.wait {
        Wait::Lock => for_lock(run, stuck, &tr!("{who} waits for {object}{place}", who, object, place)),
        Wait::Signal => for_signal(run, stuck, &tr!("{who} sleeps in {object}{place}", who, object, place)),
        Wait::End(thread) => {
            tr!("{who} waits for {thread} to end{place}.", who, thread = words::name(run, thread), place)
        }
        Wait::Message => tr!("{who} waits for a message in {object}{place}; nobody sends one.", who, object, place),
        Wait::Room => tr!("{who} waits for room in {object}{place}; nobody receives.", who, object, place),
        Wait::Barrier => tr!("{who} waits at {object}{place}; somebody is missing there.", who, object, place),
        Wait::Initialisation => tr!("{who} waits for {object} to be initialised{place}.", who, object, place),
        Wait::Unpark => tr!("{who} is parked{place}, and nobody unparks it any more.", who, place),
        Wait::Time => tr!("{who} sleeps for ever{place}.", who, place),
    }
}

/// Behind what happens there.
fn line(number: u32) -> String {
    format!(" {}", tr!("(line {number})", number))
}

/// Who holds the lock that a thread waits for.
fn for_lock(run: &BrokenRun, stuck: &StuckThread, waits: &str) -> String {
    let mut holders: Vec<(usize, Option<u32>)> = Vec::new();
    for step in run.steps.iter().filter(|step| step.object == stuck.object) {
        match step.action {
            Action::Locks { .. } => holders.push((step.thread, step.location.as_ref().map(|at| at.line))),
            Action::Unlocks => holders.retain(|(thread, _)| *thread != step.thread),
            _ => {}
        }
    }
    let Some((holder, since)) = holders.first() else { return format!("{waits}.") };
    let since = since.map(|line| format!(" {}", tr!("since line {line}", line))).unwrap_or_default();
    if *holder == stuck.thread {
        return tr!("{waits}, which it holds itself{since}: a thread cannot take a lock twice.", waits, since);
    }
    tr!("{waits}, which {holder} holds{since}.", waits, holder = words::name(run, *holder), since)
}

/// What became of the last signal that could have woken a sleeper.
fn for_signal(run: &BrokenRun, stuck: &StuckThread, sleeps: &str) -> String {
    let Some((index, step, woken)) = last_signal(run, stuck) else {
        return tr!("{sleeps}; nobody has ever signalled it.", sleeps);
    };
    let place = step.location.as_ref().map(|at| line(at.line)).unwrap_or_default();
    let by = words::name(run, step.thread) + &place;
    let threads = words::names(run, woken.iter().copied());
    let is_sleep = |action: &Action| matches!(action, Action::Waits { wait: Wait::Signal, .. });
    let asleep = run.steps.iter().rposition(|step| step.thread == stuck.thread && is_sleep(&step.action));
    match (asleep.is_some_and(|asleep| index < asleep), woken.is_empty()) {
        (true, true) => tr!(
            "{sleeps}; the last signal, by {by}, came before it slept, and nobody was asleep to hear it.",
            sleeps,
            by
        ),
        (false, true) => {
            tr!("{sleeps}; the last signal, by {by}, came after that, and nobody was asleep to hear it.", sleeps, by)
        }
        (true, false) => {
            tr!("{sleeps}; the last signal, by {by}, came before it slept and woke {threads}.", sleeps, by, threads)
        }
        (false, false) => {
            tr!("{sleeps}; the last signal, by {by}, came after that and woke {threads}.", sleeps, by, threads)
        }
    }
}

fn last_signal<'a>(run: &'a BrokenRun, stuck: &StuckThread) -> Option<(usize, &'a RunStep, &'a [usize])> {
    run.steps.iter().enumerate().rev().find_map(|(index, step)| match &step.action {
        Action::Notifies { woken, .. } if step.object == stuck.object => Some((index, step, woken.as_slice())),
        _ => None,
    })
}

/// The object's name as code, or what it is when it has none that the learner knows.
pub(super) fn object_name(run: &BrokenRun, object: Option<usize>) -> String {
    match object.and_then(|object| run.objects.get(object)) {
        Some(object) if object.made.is_some() || object.name != object.kind => format!("`{}`", object.name),
        Some(object) => tr!("a {kind} of the check", kind = object.kind),
        None => tr!("something"),
    }
}
