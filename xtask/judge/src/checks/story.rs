//! From what a process left (its records, how it ended) to what became of its check. Pure.

use super::outcome::{Outcome, ThreadActivity};
use super::{OUTPUT_LIMIT, milliseconds, naming};
use crate::build::SourceText;
use crate::process::{Ending, Finished};
use protocol::trace::Counterexample;
use protocol::{Failure, Panic, Record};
use std::time::Duration;

/// What the records and the ending of a process mean.
pub(crate) fn interpret(finished: &Finished, challenge: &str, deadline: Duration, sources: &[SourceText]) -> Outcome {
    if finished.ending == Ending::PrintedTooMuch {
        // Its records may be cut in the middle.
        return Outcome::PrintedWithoutEnd { limit_bytes: OUTPUT_LIMIT };
    }
    let text = finished.stdout.text();
    let records: Option<Vec<Record>> = text.lines().map(protocol::from_line).collect();
    let Some(mut story) = records.and_then(|records| Story::read(records, challenge, sources)) else {
        return Outcome::Forged;
    };
    let step = story.step.take();
    match (story.last, finished.ending) {
        (Last::Finished, _) if finished.left_behind > 0 => Outcome::LeftProcessesBehind { count: finished.left_behind },
        (Last::Finished, _) => match story.explored {
            Some((schedules, interleavings)) => Outcome::Explored { schedules, interleavings },
            None => Outcome::Passed,
        },
        (Last::NoSuchSchedule, _) => Outcome::NoSuchSchedule,
        (Last::Stalled { cpu_ms }, _) => {
            Outcome::TimedOut { deadline_ms: cpu_ms, activity: ThreadActivity::Busy, step, panic: story.panic }
        }
        (Last::Broken(run), _) => Outcome::Broken { run: Box::new(naming::with_names(*run, sources)) },
        (Last::Failed(failure), _) => Outcome::Failed { failure, step },
        (Last::Panicked(panic), _) => Outcome::Panicked { panic, step },
        (Last::Nothing, Ending::DeadlineReached(activity)) => Outcome::TimedOut {
            deadline_ms: milliseconds(deadline),
            activity: activity.into(),
            step,
            panic: story.panic,
        },
        (Last::Nothing, Ending::Exited(code)) => Outcome::ExitedEarly { code, step },
        (Last::Nothing, Ending::Aborted) => Outcome::Aborted { step, panic: story.panic },
        (Last::Nothing, Ending::MemoryFault) => Outcome::StackOverflowed { step },
        (Last::Nothing, Ending::Signalled(signal)) => Outcome::Killed { signal, step },
        (Last::Nothing, Ending::OutOfMemory) => Outcome::Killed { signal: 9, step },
        (Last::Nothing, Ending::PrintedTooMuch) => Outcome::PrintedWithoutEnd { limit_bytes: OUTPUT_LIMIT },
    }
}

/// How many times faster than one after the other work was that waits on a virtual clock; `None` when its process has
/// not looked at that.
pub(super) fn overlap(finished: &Finished) -> Option<f64> {
    let text = finished.stdout.text();
    text.lines().filter_map(protocol::from_line).find_map(|record| match record {
        Record::Overlapped { one_by_one_us, took_us } => {
            Some(Duration::from_micros(one_by_one_us).as_secs_f64() / Duration::from_micros(took_us).as_secs_f64())
        }
        _ => None,
    })
}

/// The records of one process, summed up.
struct Story {
    step: Option<String>,
    /// The first panic of any thread.
    panic: Option<Panic>,
    /// How many schedules of a scenario were tried, and how many interleavings there are, if that is known.
    explored: Option<(usize, Option<usize>)>,
    last: Last,
}

enum Last {
    Nothing,
    Finished,
    Failed(Failure),
    Panicked(Panic),
    NoSuchSchedule,
    Stalled { cpu_ms: u64 },
    Broken(Box<Counterexample>),
}

impl Story {
    /// `None` when a record cannot be the kit's: a wrong answer, or a word after the last one. Places outside
    /// of `sources` are dropped: a learner can do nothing with a line of std or of a hidden check.
    fn read(records: Vec<Record>, challenge: &str, sources: &[SourceText]) -> Option<Self> {
        let mut story = Self { step: None, panic: None, explored: None, last: Last::Nothing };
        for record in records {
            match (record, &story.last) {
                (Record::Step { text }, _) => story.step = Some(text),
                // The panic hook knows the place; the kit's own last word does not.
                (Record::Panicked(panic), Last::Nothing) if panic.location.is_none() => {
                    story.last = Last::Panicked(story.panic.clone().unwrap_or(panic));
                }
                (Record::Panicked(mut panic), _) => {
                    panic.location =
                        panic.location.filter(|location| sources.iter().any(|source| source.file == location.file));
                    story.panic.get_or_insert(panic);
                }
                (Record::Failed(failure), Last::Nothing) => story.last = Last::Failed(failure),
                (Record::Finished { answer }, Last::Nothing) if answer == challenge => story.last = Last::Finished,
                (Record::Explored { schedules, interleavings }, Last::Nothing) => {
                    story.explored = Some((schedules, interleavings));
                }
                // The stage of races reads them for itself.
                // And `overlap` looks at the last.
                (Record::Ready | Record::Used { .. } | Record::Compared | Record::Overlapped { .. }, Last::Nothing) => {
                }
                (Record::Done { answer }, Last::Nothing) if answer == challenge => {}
                (Record::NoSuchSchedule, Last::Nothing) => story.last = Last::NoSuchSchedule,
                (Record::Stalled { cpu_ms }, Last::Nothing) => story.last = Last::Stalled { cpu_ms },
                (Record::Broken(run), Last::Nothing) => story.last = Last::Broken(run),
                (
                    Record::Failed(_)
                    | Record::Finished { .. }
                    | Record::Explored { .. }
                    | Record::Stalled { .. }
                    | Record::NoSuchSchedule
                    | Record::Ready
                    | Record::Done { .. }
                    | Record::Used { .. }
                    | Record::Compared
                    | Record::Unfinished { .. }
                    | Record::Overlapped { .. }
                    | Record::Broken(_),
                    _,
                ) => {
                    return None;
                }
            }
        }
        Some(story)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::{Activity, Captured};
    use protocol::Location;

    const CHALLENGE: &str = "c0ffee";

    fn finished(records: &str, ending: Ending, left_behind: usize) -> Finished {
        let stdout = Captured { start: records.as_bytes().to_vec(), total: records.len() };
        Finished { ending, stdout, stderr: Captured::default(), left_behind }
    }

    fn outcome(records: &str, ending: Ending) -> Outcome {
        interpret(
            &finished(records, ending, 0),
            CHALLENGE,
            Duration::from_secs(2),
            &[SourceText { file: "src/lib.rs".to_owned(), text: String::new() }],
        )
    }

    fn line(record: &Record) -> String {
        protocol::to_line(record)
    }

    fn answer(text: &str) -> String {
        line(&Record::Finished { answer: text.to_owned() })
    }

    fn panic_at(location: Option<u32>) -> Panic {
        let location = location.map(|line| Location { file: "src/lib.rs".to_owned(), line, column: 1 });
        Panic { message: "boom".to_owned(), location, thread: None }
    }

    #[test]
    fn only_the_answer_to_the_challenge_passes() {
        assert_eq!(outcome(&answer(CHALLENGE), Ending::Exited(0)), Outcome::Passed);
        assert_eq!(outcome("", Ending::Exited(0)), Outcome::ExitedEarly { code: 0, step: None });
        assert_eq!(outcome(&answer("guess"), Ending::Exited(0)), Outcome::Forged);
        assert_eq!(outcome("test result: ok. 9 passed\n", Ending::Exited(0)), Outcome::Forged);
        assert_eq!(outcome(&(answer(CHALLENGE) + &answer(CHALLENGE)), Ending::Exited(0)), Outcome::Forged);
    }

    #[test]
    fn the_body_counts_and_not_how_the_process_ended_after_it() {
        assert_eq!(outcome(&answer(CHALLENGE), Ending::Aborted), Outcome::Passed);
    }

    #[test]
    fn a_process_left_behind_fails_a_check_that_went_well() {
        let finished = finished(&answer(CHALLENGE), Ending::Exited(0), 2);
        let outcome = interpret(&finished, CHALLENGE, Duration::from_secs(2), &[]);
        assert_eq!(outcome, Outcome::LeftProcessesBehind { count: 2 });
    }

    #[test]
    fn the_last_step_is_told_and_the_first_panic() {
        let step = |text: &str| line(&Record::Step { text: text.to_owned() });
        let records = step("one") + &line(&Record::Panicked(panic_at(Some(7)))) + &step("two");
        let timed_out = outcome(&records, Ending::DeadlineReached(Activity::Asleep));
        let expected = Outcome::TimedOut {
            deadline_ms: 2000,
            activity: ThreadActivity::Asleep,
            step: Some("two".to_owned()),
            panic: Some(panic_at(Some(7))),
        };
        assert_eq!(timed_out, expected);

        let records = records + &line(&Record::Panicked(panic_at(None)));
        let expected = Outcome::Panicked { panic: panic_at(Some(7)), step: Some("two".to_owned()) };
        assert_eq!(outcome(&records, Ending::Exited(0)), expected);
    }

    #[test]
    fn each_ending_without_an_answer_has_a_name() {
        let step = None;
        for (ending, expected) in [
            (Ending::Aborted, Outcome::Aborted { step: None, panic: None }),
            (Ending::MemoryFault, Outcome::StackOverflowed { step }),
            (Ending::Signalled(9), Outcome::Killed { signal: 9, step: None }),
            (Ending::PrintedTooMuch, Outcome::PrintedWithoutEnd { limit_bytes: OUTPUT_LIMIT }),
        ] {
            assert_eq!(outcome("", ending), expected);
        }
    }
}
