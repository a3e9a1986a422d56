//! Why nobody can go on: for each thread that is stuck, what it waits for and why that never comes.

use super::words;
use crate::checks::{BrokenRun, StuckThread};
use protocol::trace::{Action, Mistake, Wait};

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
    let place = stuck.location.as_ref().map(|at| format!(" (line {})", at.line)).unwrap_or_default();
    match stuck.wait {
        Wait::Lock => format!("{who} waits for {object}{place}{}", holder(run, stuck)),
        Wait::Signal => format!("{who} sleeps in {object}{place}{}", last_signal(run, stuck)),
        Wait::End(thread) => format!("{who} waits for {} to end{place}.", words::name(run, thread)),
        Wait::Message => format!("{who} waits for a message in {object}{place}; nobody sends one."),
        Wait::Room => format!("{who} waits for room in {object}{place}; nobody receives."),
        Wait::Barrier => format!("{who} waits at {object}{place}; somebody is missing there."),
        Wait::Initialisation => format!("{who} waits for {object} to be initialised{place}."),
        Wait::Unpark => format!("{who} is parked{place}, and nobody unparks it any more."),
        Wait::Time => format!("{who} sleeps for ever{place}."),
    }
}

/// Who holds the lock that a thread waits for.
fn holder(run: &BrokenRun, stuck: &StuckThread) -> String {
    let mut holders: Vec<(usize, Option<u32>)> = Vec::new();
    for step in run.steps.iter().filter(|step| step.object == stuck.object) {
        match step.action {
            Action::Locks { .. } => holders.push((step.thread, step.location.as_ref().map(|at| at.line))),
            Action::Unlocks => holders.retain(|(thread, _)| *thread != step.thread),
            _ => {}
        }
    }
    match holders.first() {
        Some((thread, line)) if *thread == stuck.thread => {
            let since = line.map(|line| format!(" since line {line}")).unwrap_or_default();
            format!(", which it holds itself{since}: a thread cannot take a lock twice.")
        }
        Some((thread, line)) => {
            let since = line.map(|line| format!(" since line {line}")).unwrap_or_default();
            format!(", which {} holds{since}.", words::name(run, *thread))
        }
        None => ".".to_owned(),
    }
}

/// What became of the last signal that could have woken a sleeper.
fn last_signal(run: &BrokenRun, stuck: &StuckThread) -> String {
    let is_sleep = |action: &Action| matches!(action, Action::Waits { wait: Wait::Signal, .. });
    let asleep = run.steps.iter().rposition(|step| step.thread == stuck.thread && is_sleep(&step.action));
    let last = run.steps.iter().enumerate().rev().find_map(|(index, step)| match &step.action {
        Action::Notifies { woken, .. } if step.object == stuck.object => Some((index, step, woken)),
        _ => None,
    });
    let Some((index, step, woken)) = last else { return "; nobody has ever signalled it.".to_owned() };
    let line = step.location.as_ref().map(|at| format!(" (line {})", at.line)).unwrap_or_default();
    let by = words::name(run, step.thread);
    let when = if asleep.is_some_and(|asleep| index < asleep) { "before it slept" } else { "after that" };
    if woken.is_empty() {
        return format!("; the last signal, by {by}{line}, came {when}, and nobody was asleep to hear it.");
    }
    let woken: Vec<&str> = woken.iter().map(|thread| words::name(run, *thread)).collect();
    format!("; the last signal, by {by}{line}, came {when} and woke {}.", words::list(&woken))
}

/// The object's name as code, or what it is when it has none that the learner knows.
pub(super) fn object_name(run: &BrokenRun, object: Option<usize>) -> String {
    match object.and_then(|object| run.objects.get(object)) {
        Some(object) if object.made.is_some() || object.name != object.kind => format!("`{}`", object.name),
        Some(object) => format!("a {} of the check", object.kind),
        None => "something".to_owned(),
    }
}
