//! Every outcome that there is, as a learner reads it and as a program does. The words are held by
//! snapshots, the JSON by its published schema.

use judge::build::{Build, Diagnostic, Misfit, Rejection, Runner, Span};
use judge::catalog::{BehaviourSettings, Exercise, Medal, SandboxSettings, Settings, Shares, Thresholds, Track};
use judge::checks::{
    BrokenRun, CheckResult, ObjectName, Outcome, Overlap, RunStep, Stage, StuckThread, ThreadActivity,
};
use judge::kind::Kind;
use judge::process::machine::MachineState;
use judge::report::terminal::{Marks, Screen};
use judge::report::{json, terminal};
use judge::sandbox::{Level, Network};
use judge::speed::certificate::{Decision, Tally};
use judge::speed::compared::Compared;
use judge::speed::{CpuReport, IoReport, RaceReport, Work};
use judge::submission::Unreadable;
use judge::verdict::{Judgement, Origin, SubmissionName, Verdict, decide};
use protocol::trace::{Action, LeftOut, Mistake, Reason, Schedule, Wait};
use protocol::{CheckInfo, Failure, Location, Panic};
use serde_json::Value;

fn exercise() -> Exercise {
    Exercise {
        number: 3,
        slug: "ticket_office".into(),
        folder: "03_ticket_office".into(),
        kit: Kind::Whole,
        settings: Settings {
            title: "A bounded semaphore".into(),
            track: Track::Threads,
            summary: "Hand out permits.".into(),
            points: 20,
            behaviour: BehaviourSettings { deadline_ms: 2000 },
            interleavings: None,
            speed: None,
            sandbox: SandboxSettings::default(),
        },
    }
}

fn submission(is_stub: bool) -> SubmissionName {
    let file = "exercises/03_ticket_office/src/lib.rs".to_owned();
    SubmissionName { origin: Origin::Exercise, file, sha256: Some("0f".repeat(32)), is_stub }
}

fn judged(outcomes: Vec<Outcome>, is_stub: bool) -> Verdict {
    let result = |(index, outcome)| CheckResult {
        stage: stage_of(&outcome),
        info: CheckInfo { name: format!("sentence {} is true", index + 1), points: 2, hint: 2 },
        outcome,
        overlap: None,
        printed: String::new(),
        printed_bytes: 0,
        elapsed_ms: 12,
    };
    let checks: Vec<CheckResult> = outcomes.into_iter().enumerate().map(result).collect();
    let infos = checks.iter().map(|check| check.info.clone()).collect();
    let runner = Runner {
        program: "runner".into(),
        program_bytes: 0,
        checks: infos,
        sources: Vec::new(),
        key: String::new(),
        warnings: Vec::new(),
        network: Network::None,
    };
    decide(&exercise(), submission(is_stub), 42, true, Level::Namespaces, Build::Ready(runner), checks)
}

fn rejected(reason: Rejection) -> Verdict {
    decide(&exercise(), submission(false), 42, true, Level::Namespaces, Build::Rejected(reason), Vec::new())
}

fn stage_of(outcome: &Outcome) -> Stage {
    match outcome {
        Outcome::Explored { .. } | Outcome::Broken { .. } | Outcome::NotModelled { .. } => Stage::Interleavings,
        Outcome::Raced { .. } | Outcome::NotTimed => Stage::Speed,
        _ => Stage::Behaviour,
    }
}

const STEP: &str = "a fourth client waits";

fn boom(line: u32) -> Panic {
    let file = "exercises/03_ticket_office/src/lib.rs".into();
    Panic {
        message: "boom".into(),
        location: Some(Location { file, line, column: 9 }),
        thread: Some("window 1".into()),
    }
}

fn every_outcome() -> Vec<Outcome> {
    let failure = |expected: Option<&str>, found: Option<&str>| Failure {
        message: "available() after one of three permits came back".into(),
        expected: expected.map(str::to_owned),
        found: found.map(str::to_owned),
    };
    let timed_out = |activity, panic| Outcome::TimedOut { deadline_ms: 2000, activity, step: Some(STEP.into()), panic };
    vec![
        Outcome::Passed,
        Outcome::Failed { failure: failure(Some("1"), Some("0")), step: Some(STEP.into()) },
        Outcome::Failed { failure: failure(None, None), step: None },
        Outcome::Panicked { panic: boom(31), step: Some(STEP.into()) },
        Outcome::Panicked { panic: Panic { message: "two\nlines".into(), location: None, thread: None }, step: None },
        timed_out(ThreadActivity::Asleep, None),
        timed_out(ThreadActivity::Busy, None),
        timed_out(ThreadActivity::Unknown, Some(boom(40))),
        Outcome::ExitedEarly { code: 0, step: Some(STEP.into()) },
        Outcome::Aborted { step: None, panic: None },
        Outcome::Aborted { step: None, panic: Some(boom(50)) },
        Outcome::StackOverflowed { step: Some(STEP.into()) },
        Outcome::Killed { signal: 9, step: None },
        Outcome::PrintedWithoutEnd { limit_bytes: 2 << 20 },
        Outcome::LeftProcessesBehind { count: 1 },
        Outcome::LeftProcessesBehind { count: 3 },
        Outcome::Forged,
    ]
}

fn at(line: u32) -> Location {
    Location { file: "exercises/03_ticket_office/src/lib.rs".into(), line, column: 9 }
}

/// Two clients and a semaphore that signals without the lock.
fn broken(mistake: Mistake) -> Outcome {
    let object = |name: &str, kind: &str| ObjectName { name: name.into(), kind: kind.into(), made: Some(at(3)) };
    let step = |thread, object, action, line| RunStep {
        thread,
        object,
        action,
        location: Some(at(line)),
        source: Some("let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);".into()),
        at_ms: 0,
    };
    let asleep = Action::Waits { wait: Wait::Signal, at_most_ms: None };
    let run = BrokenRun {
        threads: vec!["main".into(), "client 1".into(), "client 2".into()],
        objects: vec![object("count", "Mutex"), object("given_back", "Condvar")],
        steps: vec![
            step(0, None, Action::Spawns { thread: 1 }, 1),
            step(0, None, Action::Spawns { thread: 2 }, 1),
            step(1, Some(0), Action::Locks { shared: false }, 38),
            step(1, Some(1), Action::CallsWait, 40),
            step(2, Some(1), Action::Notifies { all: false, woken: vec![] }, 69),
            step(1, Some(0), Action::Unlocks, 40),
            step(1, Some(1), asleep, 40),
            step(2, None, Action::GoesOn { reason: Reason::TimeOut }, 41),
            RunStep { location: None, source: None, ..step(2, None, Action::Ends, 1) },
        ],
        left_out: matches!(mistake, Mistake::BusyWaits { .. }).then_some(LeftOut { count: 9970, before: 7 }),
        stuck: vec![
            StuckThread { thread: 0, wait: Wait::End(1), object: None, location: None, source: None },
            StuckThread { thread: 1, wait: Wait::Signal, object: Some(1), location: Some(at(40)), source: None },
        ],
        mistake,
        switches: 3,
        found_after: 12,
        schedule: "1.0123abcd.st.a3ba".into(),
        choices: Schedule::default(),
    };
    Outcome::Broken { run: Box::new(run) }
}

fn every_mistake() -> Vec<Mistake> {
    vec![
        Mistake::Deadlocked,
        Mistake::LostWakeUp { step: 4, thread: 1, woke_another: false },
        Mistake::WrongResult(Failure {
            message: "the sum of both".into(),
            expected: Some("2".into()),
            found: Some("1".into()),
        }),
        Mistake::Panicked(boom(31)),
        Mistake::BusyWaits { thread: 2 },
        Mistake::LeftThreadsBehind,
        Mistake::KeepsState { object: "Mutex".into(), made: at(12) },
        Mistake::TooManySteps { limit: 10_000 },
    ]
}

/// What the stage of interleavings finds, right and wrong.
fn every_exploration() -> Vec<Outcome> {
    let problem = Misfit { message: "no `Exclusive` in `sync`".into(), details: vec!["src/lib.rs:3:5".into()] };
    let mut outcomes = vec![
        Outcome::Explored { schedules: 4000, interleavings: None },
        Outcome::Explored { schedules: 1204, interleavings: Some(404) },
        Outcome::Explored { schedules: 801, interleavings: Some(1) },
        Outcome::NotModelled { problems: vec![problem] },
    ];
    outcomes.extend(every_mistake().into_iter().map(broken));
    outcomes
}

fn raced(decision: Decision, share: f64, medal: Option<Medal>) -> Outcome {
    let nearly = Compared { rounds: 11, submission: 0, control: 11 };
    let cores_used = Compared::default();
    let over_baseline = share * 10.0;
    let tally = Tally {
        rounds: 11,
        hits: 0,
        control_hits: 10,
        at_rest: Compared { rounds: 11, submission: 1, control: 10 },
        nearly,
        cores_used,
        drift: 1.0,
        together: 1.0,
        waste: 1.0,
        hits_together: Compared::default(),
        busy: Compared::default(),
        over_baseline,
        over_baseline_at_best: over_baseline,
        share,
        others: Some(0.25),
    };
    let shares = Shares { silver: 0.25, gold: 0.6 };
    let work = Work::CpuBound(CpuReport { tally, cores: 2, shares });
    let race = RaceReport { decision, medal, speed_up: [1.01, 1.124, 1.31], asked: 1.7, work, machine: MACHINE };
    Outcome::Raced { race: Box::new(race) }
}

const MACHINE: MachineState = MachineState {
    cores: Some(8),
    usable_cores: 2,
    others: Some(0.25),
    queued: Some(1.4),
    stolen: Some(0.12),
    pressure: Some(0.31),
};
const THRESHOLDS: Thresholds = Thresholds { bronze: 30.0, silver: 40.0, gold: 45.0 };

fn fetched(decision: Decision, best: Option<f64>, answered: Option<u64>) -> Outcome {
    let work = Work::IoBound(IoReport {
        rounds: 5,
        hits: 0,
        control_hits: 4,
        best,
        requests: 150,
        at_once: 75,
        delay_ms: 100,
        limit_ms: 550,
        answered,
        thresholds: THRESHOLDS,
    });
    let medal = best.and_then(|best| THRESHOLDS.medal(best));
    let speed_up = [21.5, 27.25, best.unwrap_or(29.0)];
    let race = RaceReport { decision, medal, speed_up, asked: 30.0, work, machine: MACHINE };
    Outcome::Raced { race: Box::new(race) }
}

/// Checks that have looked at work on a virtual clock.
fn overlapped() -> Verdict {
    let mut verdict =
        judged(vec![Outcome::Passed, Outcome::Explored { schedules: 900, interleavings: Some(44) }], false);
    let Judgement::Judged { checks } = &mut verdict.result else { unreachable!("it was judged") };
    for (check, speed_up) in checks.iter_mut().zip([1000.0, 31.25]) {
        check.overlap = Some(Overlap { speed_up, medal: THRESHOLDS.medal(speed_up), thresholds: THRESHOLDS });
    }
    verdict
}

/// What the stage of races finds, won and not.
fn every_race() -> Vec<Outcome> {
    vec![
        raced(Decision::Reached, 0.3, Some(Medal::Silver)),
        Outcome::NotTimed,
        raced(Decision::Missed, 0.3, None),
        raced(Decision::TooSlow, 0.01, None),
        raced(Decision::Open, 0.3, None),
        raced(Decision::Open, 0.09, None),
        raced(Decision::WorksOn, 0.3, None),
        fetched(Decision::Reached, Some(41.2), None),
        fetched(Decision::Missed, None, Some(6)),
        fetched(Decision::Open, None, None),
    ]
}

fn every_rejection() -> Vec<Rejection> {
    let file = "exercises/03_ticket_office/src/lib.rs".to_owned();
    let span = Span { file: file.clone(), line: 7, column: 5, label: Some("expected `usize`".into()) };
    let diagnostic = Diagnostic {
        level: "error".into(),
        message: "usage of an `unsafe` block".into(),
        code: Some("unsafe_code".into()),
        spans: vec![span],
        notes: vec!["requested on the command line".into()],
        rendered: "\u{1b}[1merror\u{1b}[0m: usage of an `unsafe` block\n --> line 7\n".into(),
    };
    let misfit = Misfit {
        message: "no function `serve` in the root".into(),
        details: vec!["a similar name exists: `server`".into(), "two\nlines".into()],
    };
    let unreadable = [
        Unreadable::Missing,
        Unreadable::Empty,
        Unreadable::Link,
        Unreadable::NotAFile,
        Unreadable::TooLarge { bytes: 10_485_760, limit_bytes: 1_048_576 },
        Unreadable::NotUtf8 { line: 3 },
        Unreadable::OddName,
        Unreadable::TooManyFiles { limit: 64 },
    ];
    let mut all: Vec<Rejection> =
        unreadable.map(|reason| Rejection::Unreadable { file: file.clone(), reason }).to_vec();
    all.push(Rejection::DoesNotCompile { diagnostics: vec![diagnostic] });
    all.push(Rejection::DoesNotFit { problems: vec![misfit] });
    all.push(Rejection::ReadsForeignFiles { files: vec!["/etc/hostname".into()] });
    all.push(Rejection::CrashesCompiler);
    all.push(Rejection::TooLongToCompile { deadline_ms: 60_000 });
    all
}

fn plain(verdict: &Verdict) -> String {
    on(verdict, Screen { marks: Marks::UNICODE, width: 80 })
}

fn on(verdict: &Verdict, screen: Screen) -> String {
    anstream::adapter::strip_str(&terminal::render(verdict, screen, 0)).to_string()
}

#[test]
fn every_outcome_has_words_for_a_learner() {
    insta::assert_snapshot!("outcomes", plain(&judged(every_outcome(), false)));
}

#[test]
fn every_mistake_in_an_interleaving_has_words_for_a_learner() {
    insta::assert_snapshot!("explorations", plain(&judged(every_exploration(), false)));
}

#[test]
fn every_race_has_words_for_a_learner() {
    let won = plain(&judged(vec![Outcome::Passed, raced(Decision::Reached, 0.1, Some(Medal::Bronze))], false));
    let open = plain(&judged(vec![Outcome::Passed, raced(Decision::Open, 0.4, None)], false));
    let overlapped = plain(&overlapped());
    insta::assert_snapshot!("races", [plain(&judged(every_race(), false)), won, open, overlapped].join("\n----\n\n"));
}

#[test]
fn a_timeline_uses_the_width_of_the_screen_and_no_more() {
    let verdict = judged(vec![broken(Mistake::LostWakeUp { step: 4, thread: 1, woke_another: false })], false);
    let wide = on(&verdict, Screen { marks: Marks::UNICODE, width: 130 });
    let ascii = on(&verdict, Screen { marks: Marks::ASCII, width: 80 });
    assert!(ascii.is_ascii(), "{ascii}");
    for (page, width) in [(&wide, 130), (&ascii, 80)] {
        assert!(page.lines().all(|line| line.chars().count() <= width), "{page}");
    }
    insta::assert_snapshot!("wide", wide);
    insta::assert_snapshot!("ascii", ascii);
}

#[test]
fn every_rejection_has_words_for_a_learner() {
    let pages: Vec<String> = every_rejection().into_iter().map(|reason| plain(&rejected(reason))).collect();
    insta::assert_snapshot!("rejections", pages.join("\n----\n\n"));
}

#[test]
fn checks_that_stop_at_the_same_line_are_explained_once() {
    let same = || Outcome::Panicked { panic: boom(31), step: Some(STEP.into()) };
    let other = Outcome::Panicked { panic: boom(60), step: None };
    insta::assert_snapshot!("stub", plain(&judged(vec![same(), other, same(), Outcome::Passed, same()], true)));
}

#[test]
fn a_pass_says_so_and_what_is_next() {
    insta::assert_snapshot!("pass", plain(&judged(vec![Outcome::Passed, Outcome::Passed], false)));
}

#[test]
fn what_a_program_prints_cannot_steer_the_terminal() {
    let mut verdict = judged(vec![Outcome::Forged], false);
    let judge::verdict::Judgement::Judged { checks } = &mut verdict.result else { unreachable!("it was judged") };
    "\u{1b}[2Jgone\u{7}\nsecond line".clone_into(&mut checks[0].printed);
    let page = plain(&verdict);
    assert!(page.contains("| \u{fffd}[2Jgone\u{fffd}\n") && page.contains("| second line"), "{page}");
}

#[test]
fn every_verdict_is_valid_against_the_published_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../../docs/verdicts.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut verdicts: Vec<Verdict> = every_rejection().into_iter().map(rejected).collect();
    verdicts.push(judged(every_outcome(), false));
    verdicts.push(judged(every_exploration(), false));
    verdicts.push(judged(every_race(), false));
    verdicts.push(overlapped());
    let document: Value = serde_json::from_str(&json::render(&verdicts)).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");

    let mut broken = document;
    broken["verdicts"][0]["surprise"] = Value::Bool(true);
    assert!(!validator.is_valid(&broken), "the schema lets unknown fields through");
}

#[test]
fn json_has_no_colours() {
    let text = json::render(&every_rejection().into_iter().map(rejected).collect::<Vec<_>>());
    assert!(!text.contains("\\u001b") && !text.contains('\u{1b}'));
}
