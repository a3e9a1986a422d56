//! From recorded steps to rows worth reading: what belongs together becomes one row, and what says nothing to
//! the learner is left out.

use super::words;
use crate::checks::{BrokenRun, RunStep, StuckThread};
use protocol::Location;
use protocol::trace::{Action, Mistake, Reason, Wait};
use tr::tr;

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The index of the step that it ends with.
    pub(super) step: usize,
    /// Who.
    pub(super) thread: usize,
    /// What, in words.
    pub(super) text: String,
    /// Where in the learner's code.
    pub(super) location: Option<Location>,
    /// That line.
    pub(super) source: Option<String>,
    /// Whether it is what the learner should look at first.
    pub(super) is_decisive: bool,
}

/// The rows of a run.
pub(super) fn rows(run: &BrokenRun) -> Vec<Row> {
    let end = failure(run).map_or(run.steps.len(), |index| index + 1);
    let steps = &run.steps[..end];
    let mut rows = Vec::new();
    let mut index = 0;
    while index < steps.len() {
        let (text, length) = read(run, index);
        let last = index + length - 1;
        if let Some(text) = text {
            let step = &steps[last];
            rows.push(Row {
                step: last,
                thread: step.thread,
                text,
                location: step.location.clone(),
                source: step.source.clone(),
                is_decisive: is_decisive(run, last),
            });
        }
        index += length;
    }
    rows.extend(last_waits(run));
    rows
}

/// Those who came to a lock when it was free, and were too late: they never did anything after that.
fn last_waits(run: &BrokenRun) -> impl Iterator<Item = Row> {
    let is_new = |stuck: &&StuckThread| {
        let last = run.steps.iter().rev().find(|step| step.thread == stuck.thread);
        stuck.wait == Wait::Lock && !last.is_some_and(|step| matches!(step.action, Action::Waits { .. }))
    };
    run.stuck.iter().filter(is_new).map(|stuck| {
        let (location, source) = (stuck.location.clone(), stuck.source.clone());
        let waits = Action::Waits { wait: stuck.wait, at_most_ms: None };
        let text = words::action(run, &waits, &super::why::object_name(run, stuck.object));
        Row { step: run.steps.len() - 1, thread: stuck.thread, text, location, source, is_decisive: false }
    })
}

/// The step at which the run went wrong, when that is before its end: what comes later explains nothing.
fn failure(run: &BrokenRun) -> Option<usize> {
    let words = match &run.mistake {
        Mistake::WrongResult(failure) => &failure.message,
        Mistake::Panicked(panic) => &panic.message,
        Mistake::Deadlocked
        | Mistake::LostWakeUp { .. }
        | Mistake::KeepsState { .. }
        | Mistake::BusyWaits { .. }
        | Mistake::LeftThreadsBehind
        | Mistake::TooManySteps { .. } => return None,
    };
    run.steps.iter().position(|step| matches!(&step.action, Action::Panics { message } if message == words))
}

/// The words for the step at `index`, if it is worth any, and how many steps they are for.
fn read(run: &BrokenRun, index: usize) -> (Option<String>, usize) {
    let step = &run.steps[index];
    let follows = |offset: usize| run.steps.get(index + offset).filter(|next| next.thread == step.thread);
    let is_sleep = |step: &RunStep| matches!(step.action, Action::Waits { wait: Wait::Signal, .. });
    match (&step.action, follows(1), follows(2)) {
        // Calls `wait` and falls asleep before anybody else does anything.
        (Action::CallsWait, Some(unlock), Some(_)) if unlock.action == Action::Unlocks => (None, 1),
        (Action::Unlocks, Some(sleep), _) if is_sleep(sleep) => {
            let sleeps = words::action(run, &sleep.action, &object(run, sleep));
            (Some(tr!("{sleeps}, unlocks {object}", sleeps, object = object(run, step))), 2)
        }
        // Wakes up and has the lock at once.
        (Action::Locks { .. }, Some(wakes), _) if is_wake_up(wakes) && wakes.location == step.location => {
            let wakes = words::action(run, &wakes.action, "");
            (Some(tr!("{wakes}, locks {object}", wakes, object = object(run, step))), 2)
        }
        _ if is_noise(step) => (None, 1),
        (Action::Panics { .. }, ..)
            if matches!(run.mistake, Mistake::WrongResult(_)) && failure(run) == Some(index) =>
        {
            (Some(tr!("here the check fails")), 1)
        }
        (action, ..) => (Some(words::action(run, action, &object(run, step))), 1),
    }
}

fn is_wake_up(step: &RunStep) -> bool {
    matches!(step.action, Action::GoesOn { reason: Reason::By(_) | Reason::TimeOut | Reason::Spurious })
}

/// What the scenario itself does says little, apart from its own words and the time that it lets pass.
fn is_noise(step: &RunStep) -> bool {
    match &step.action {
        Action::Spawns { .. } | Action::Joins { .. } | Action::Waits { wait: Wait::End(_), .. } => {
            step.location.is_none()
        }
        Action::Ends => step.thread == 0,
        _ => false,
    }
}

fn is_decisive(run: &BrokenRun, step: usize) -> bool {
    matches!(run.steps[step].action, Action::Panics { .. })
        || matches!(run.mistake, Mistake::LostWakeUp { step: lost, .. } if lost == step)
}

/// The object's name, as code.
fn object(run: &BrokenRun, step: &RunStep) -> String {
    super::why::object_name(run, step.object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::ObjectName;
    use protocol::trace::Schedule;

    fn run(actions: Vec<(usize, usize, Action)>) -> BrokenRun {
        let location = Some(Location { file: "src/lib.rs".to_owned(), line: 7, column: 1 });
        let step = |(thread, object, action)| {
            let (location, source) = (location.clone(), Some("code".to_owned()));
            RunStep { thread, object: Some(object), action, location, source, at_ms: 0 }
        };
        let name = |name: &str| ObjectName { name: name.to_owned(), kind: String::new(), made: location.clone() };
        BrokenRun {
            mistake: Mistake::Deadlocked,
            threads: vec!["main".to_owned(), "client".to_owned()],
            objects: vec![name("lock"), name("bell")],
            steps: actions.into_iter().map(step).collect(),
            left_out: None,
            stuck: Vec::new(),
            switches: 0,
            found_after: 1,
            schedule: String::new(),
            choices: Schedule::default(),
        }
    }

    fn sleep() -> Action {
        Action::Waits { wait: Wait::Signal, at_most_ms: None }
    }

    #[test]
    fn a_wait_is_one_row_when_nobody_comes_between() {
        let asleep = vec![(1, 1, Action::CallsWait), (1, 0, Action::Unlocks), (1, 1, sleep())];
        let texts: Vec<String> = rows(&run(asleep)).into_iter().map(|row| row.text).collect();
        assert_eq!(texts, ["sleeps in `bell`, unlocks `lock`"]);
    }

    #[test]
    fn a_signal_between_the_call_and_the_sleep_is_seen_there() {
        let notify = Action::Notifies { all: false, woken: Vec::new() };
        let steps = vec![(1, 1, Action::CallsWait), (0, 1, notify), (1, 0, Action::Unlocks), (1, 1, sleep())];
        let texts: Vec<String> = rows(&run(steps)).into_iter().map(|row| row.text).collect();
        let expected =
            ["is about to sleep in `bell`", "signals `bell`: nobody hears it", "sleeps in `bell`, unlocks `lock`"];
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_wake_up_that_gets_its_lock_is_one_row() {
        let steps = vec![(1, 0, Action::Locks { shared: false }), (1, 1, Action::GoesOn { reason: Reason::By(0) })];
        let texts: Vec<String> = rows(&run(steps)).into_iter().map(|row| row.text).collect();
        assert_eq!(texts, ["wakes up (the check), locks `lock`"]);
    }
}
