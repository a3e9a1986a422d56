//! What went wrong in a run, from its record: a name for it.

use crate::kernel::{Action, Blocked, Ending, Finished, Noted, Refused, TaskId, Wait, message_of, to_place};
use std::any::Any;
use trace::{Failure, Panic};
use trace::{Mistake, Step};

/// The name of what went wrong; `None` when nothing did. The run must have been recorded.
pub(super) fn mistake(finished: &Finished) -> Option<Mistake> {
    let steps = &finished.record.steps;
    match &finished.ending {
        Ending::Completed | Ending::GivenUp => None,
        Ending::Refused(Refused { kind, made }) => {
            Some(Mistake::KeepsState { object: (*kind).to_owned(), made: to_place(made) })
        }
        Ending::Panicked(payload) => Some(panicked(&**payload, &finished.panics)),
        Ending::Deadlocked(stuck) => Some(stopped(finished, stuck).unwrap_or(Mistake::Deadlocked)),
        Ending::LeftBehind(stuck) => Some(stopped(finished, stuck).unwrap_or(Mistake::LeftThreadsBehind)),
        Ending::TooManySteps => Some(busy_wait(steps).unwrap_or(Mistake::TooManySteps { limit: finished.steps })),
    }
}

/// What a check found comes first, wherever it was raised; then the first panic, which often causes the others.
fn panicked(payload: &(dyn Any + Send), panics: &[Noted]) -> Mistake {
    let found = panics.iter().find_map(|noted| noted.failure.as_ref());
    if let Some(failure) = payload.downcast_ref::<Failure>().or(found) {
        return Mistake::WrongResult(failure.clone());
    }
    let first = panics.first().map(|noted| noted.panic.clone());
    let unseen = || Panic { message: message_of(payload), location: None, thread: None };
    Mistake::Panicked(first.unwrap_or_else(unseen))
}

/// Why nobody could go on: a panic comes first, because others often wait for what that thread would have done.
fn stopped(finished: &Finished, stuck: &[Blocked]) -> Option<Mistake> {
    let first = finished.panics.first();
    first.map(|_| panicked(&(), &finished.panics)).or_else(|| lost_wake_up(&finished.record.steps, stuck))
}

fn lost_wake_up(steps: &[Step], stuck: &[Blocked]) -> Option<Mistake> {
    let sleepers = stuck.iter().filter(|blocked| blocked.wait == Wait::Signal);
    let lost = sleepers.filter_map(|sleeper| Some((lost_signal(steps, sleeper)?, sleeper.task)));
    let ((step, woke_another), thread) = lost.min()?;
    Some(Mistake::LostWakeUp { step, thread, woke_another })
}

/// The step whose signal should have woken this sleeper, and whether it went to another one instead.
fn lost_signal(steps: &[Step], sleeper: &Blocked) -> Option<(usize, bool)> {
    let is_mine = |step: &Step| step.thread == sleeper.task;
    let asleep = steps.iter().rposition(|step| is_mine(step) && is_wait_for_signal(&step.action))?;
    let locked = last_lock(steps, asleep, sleeper.task)?;
    let signals = || {
        let indexed = steps.iter().enumerate();
        indexed.filter_map(|(index, step)| match &step.action {
            Action::Notifies { woken, .. } if step.object == sleeper.object => Some((index, step, woken)),
            _ => None,
        })
    };
    // Between the look at the state and the sleep: only one who changes the state without the lock gets in there.
    if let Some((index, ..)) = signals().find(|(index, ..)| (locked..asleep).contains(index)) {
        return Some((index, false));
    }
    let later = signals().rfind(|(index, ..)| *index > asleep);
    match later {
        // It woke another one, that had no use for it and fell asleep again.
        Some((index, step, woken)) if step.thread != sleeper.task => {
            let [woken] = woken.as_slice() else { return None };
            sleeps_again(steps, index, *woken).then_some((index, true))
        }
        Some(_) => None,
        // Before it ever looked, and never again: a signal is not kept for those who come later.
        None => {
            let first_look = !steps[..locked].iter().any(|step| is_mine(step) && step.object == steps[locked].object);
            let earlier = signals().rfind(|(index, ..)| *index < locked);
            earlier.filter(|(.., woken)| first_look && woken.is_empty()).map(|(index, ..)| (index, false))
        }
    }
}

fn is_wait_for_signal(action: &Action) -> bool {
    matches!(action, Action::Waits { wait: Wait::Signal, .. })
}

/// Where a task took the lock that it gave back to fall asleep.
fn last_lock(steps: &[Step], asleep: usize, task: TaskId) -> Option<usize> {
    let of_task = |step: &&Step| step.thread == task;
    let mutex = steps[..asleep].iter().rev().find(of_task).filter(|step| step.action == Action::Unlocks)?.object;
    steps[..asleep]
        .iter()
        .rposition(|step| step.thread == task && step.object == mutex && matches!(step.action, Action::Locks { .. }))
}

/// Whether a task that was woken did nothing but look, and fell asleep again without a signal of its own.
fn sleeps_again(steps: &[Step], signal: usize, task: TaskId) -> bool {
    let mut next = steps[signal + 1..].iter().filter(|step| step.thread == task);
    let decisive = next.find(|step| is_wait_for_signal(&step.action) || makes_progress(&step.action));
    decisive.is_some_and(|step| is_wait_for_signal(&step.action) && step.object == steps[signal].object)
}

/// In the second half of a run that does not end: the thread that does the most, when it only looks.
fn busy_wait(steps: &[Step]) -> Option<Mistake> {
    let tail = &steps[steps.len() / 2..];
    let count = |task: TaskId| tail.iter().filter(|step| step.thread == task).count();
    let busiest = tail.iter().map(|step| step.thread).max_by_key(|task| count(*task))?;
    let only_looks = !tail.iter().any(|step| step.thread == busiest && makes_progress(&step.action));
    only_looks.then_some(Mistake::BusyWaits { thread: busiest })
}

/// Whether something else than the thread's own knowledge changed.
fn makes_progress(action: &Action) -> bool {
    match action {
        Action::Writes { .. }
        | Action::Notifies { .. }
        | Action::Completes
        | Action::Initialises
        | Action::Sends
        | Action::Receives
        | Action::Disconnects
        | Action::Spawns { .. }
        | Action::Joins { .. }
        | Action::Unparks { .. }
        | Action::Panics { .. }
        | Action::Ends => true,
        Action::Changes { before, after } => before != after,
        Action::Says { .. }
        | Action::Waits { .. }
        | Action::GoesOn { .. }
        | Action::Locks { .. }
        | Action::FindsLocked
        | Action::Unlocks
        | Action::CallsWait
        | Action::FailsToSend
        | Action::FindsNoMessage
        | Action::Reads { .. }
        | Action::FailsToChange { .. }
        | Action::Yields => false,
    }
}
