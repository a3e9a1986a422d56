//! What the tests of watch mode are made of: exercises, results, and a learner who presses keys.

use super::state::{Effect, Message, State, Surroundings};
use super::worker::{Ended, News};
use judge::build::{Build, Diagnostic, Rejection, Runner};
use judge::catalog::{
    BehaviourSettings, CpuSettings, Exercise, Medal, SandboxSettings, Settings, Shares, SpeedSettings, Thresholds,
    Track,
};
use judge::checks::{BrokenRun, CheckResult, ObjectName, Outcome, Overlap, RunStep, Stage, StuckThread};
use judge::events::Event;
use judge::kind::Kind;
use judge::process::machine::MachineState;
use judge::progress::{Loaded, Progress};
use judge::report::terminal::Marks;
use judge::sandbox::{Level, Network};
use judge::speed::certificate::{Decision, Tally};
use judge::speed::compared::Compared;
use judge::speed::{CpuReport, RaceReport, Work};
use judge::verdict::{Origin, SubmissionName, Verdict, decide};
use protocol::trace::{Action, Mistake, Schedule, Wait};
use protocol::{CheckInfo, Failure, Location};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::time::SystemTime;

const THRESHOLDS: Thresholds = Thresholds { bronze: 2.0, silver: 3.0, gold: 4.0 };

pub(super) fn exercises() -> Vec<Exercise> {
    let cpu = CpuSettings {
        efficiency: 0.85,
        cores: 4,
        first_size: 1,
        last_size: 2,
        baseline_size: 1,
        time_ms: 1000,
        share: Shares { silver: 0.25, gold: 0.6 },
    };
    vec![
        exercise(1, "say_hello", "Say hello", Track::Async, Some(SpeedSettings::VirtualTime(THRESHOLDS))),
        exercise(2, "ticket_office", "A bounded semaphore", Track::Threads, None),
        exercise(3, "parallel_sieve", "A parallel sieve", Track::Parallel, Some(SpeedSettings::CpuBound(cpu))),
    ]
}

fn exercise(number: u32, slug: &str, title: &str, track: Track, speed: Option<SpeedSettings>) -> Exercise {
    let behaviour = BehaviourSettings { deadline_ms: 2000 };
    let sandbox = SandboxSettings::default();
    let (title, summary) = (title.to_owned(), "What it is about.".to_owned());
    let settings = Settings { title, track, summary, points: 20, behaviour, interleavings: None, speed, sandbox };
    let (slug, folder) = (slug.to_owned(), format!("{number:02}_{slug}"));
    Exercise { number, slug, folder, kit: Kind::Whole, settings }
}

/// At an exercise whose run has just begun.
pub(super) fn state(at: usize) -> State {
    let surroundings = Surroundings { marks: Marks::UNICODE, has_colours: true, cores: 2 };
    let mut state = State::new(exercises(), Progress::default(), surroundings);
    state.open(at);
    state
}

pub(super) fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    keys.chars().flat_map(|key| press_key(state, KeyCode::Char(key))).collect()
}

pub(super) fn press_key(state: &mut State, key: KeyCode) -> Vec<Effect> {
    state.update(Message::Key(KeyEvent::new(key, KeyModifiers::NONE)))
}

/// The present run says something.
pub(super) fn hear(state: &mut State, news: News) {
    state.update(Message::News(state.run.job, news));
}

pub(super) fn begun(state: &mut State, of: Stage, checks: &[&str]) {
    let checks = checks.iter().map(|name| info(name)).collect();
    hear(state, News::Event(Event::Begun { stage: of, checks }));
}

pub(super) fn over(state: &mut State, result: CheckResult) {
    hear(state, News::Event(Event::Ended(Box::new(result))));
}

/// The run ends with these results.
pub(super) fn end(state: &mut State, results: Vec<CheckResult>, is_stub: bool) {
    let runner = Runner {
        program: "runner".into(),
        program_bytes: 0,
        checks: Vec::new(),
        sources: Vec::new(),
        key: String::new(),
        warnings: Vec::new(),
        network: Network::None,
    };
    finish(state, Build::Ready(runner), results, is_stub);
}

/// It ends with the compiler's words.
pub(super) fn reject(state: &mut State) {
    let rendered = "\u{1b}[1m\u{1b}[31merror[E0308]\u{1b}[0m: mismatched types\n  --> src/lib.rs:7:5\n   |\n7  |     \
                    \"a\"\n   |     ^^^ expected `usize`, found `&str`\n";
    let diagnostic = Diagnostic {
        level: "error".into(),
        message: "mismatched types".into(),
        code: None,
        spans: Vec::new(),
        notes: Vec::new(),
        rendered: rendered.into(),
    };
    let rejection = Rejection::DoesNotCompile { diagnostics: vec![diagnostic] };
    finish(state, Build::Rejected(rejection), Vec::new(), false);
}

fn finish(state: &mut State, build: Build, results: Vec<CheckResult>, is_stub: bool) {
    let verdict = verdict(state.exercise(), build, results, is_stub);
    let mut progress = state.progress.clone();
    progress.record(&verdict, SystemTime::UNIX_EPOCH);
    hear(state, News::Over(Box::new(Ended { verdict, progress: Some(Ok((progress, Loaded::Fine))) })));
}

fn verdict(exercise: &Exercise, build: Build, results: Vec<CheckResult>, is_stub: bool) -> Verdict {
    let file = format!("exercises/{}/src/lib.rs", exercise.folder);
    let submission = SubmissionName { origin: Origin::Exercise, file, sha256: None, is_stub };
    decide(exercise, submission, 7, true, Level::Namespaces, build, results)
}

fn info(name: &str) -> CheckInfo {
    CheckInfo { name: name.into(), points: 2, hint: 1 }
}

fn result(stage: Stage, name: &str, outcome: Outcome) -> CheckResult {
    CheckResult {
        stage,
        info: info(name),
        outcome,
        overlap: None,
        printed: String::new(),
        printed_bytes: 0,
        elapsed_ms: 3,
    }
}

pub(super) fn passed(name: &str) -> CheckResult {
    result(Stage::Behaviour, name, Outcome::Passed)
}

/// Passed, with a speed-up on a virtual clock.
pub(super) fn overlapped(name: &str, speed_up: f64) -> CheckResult {
    let overlap = Some(Overlap { speed_up, medal: THRESHOLDS.medal(speed_up), thresholds: THRESHOLDS });
    CheckResult { overlap, ..passed(name) }
}

pub(super) fn failed(name: &str) -> CheckResult {
    let failure = Failure { message: "greet(\"\") answers an error".into(), expected: None, found: None };
    let outcome = Outcome::Failed { failure, step: Some("an empty name is greeted".into()) };
    let printed = "my own words \u{1b}[2J\n".to_owned();
    CheckResult { printed_bytes: printed.len(), printed, ..result(Stage::Behaviour, name, outcome) }
}

/// A deadlock of two clients, with its timeline.
pub(super) fn broken(name: &str) -> CheckResult {
    let at = |line| Location { file: "exercises/02_ticket_office/src/lib.rs".into(), line, column: 9 };
    let step = |thread, object, action, line| RunStep {
        thread,
        object: Some(object),
        action,
        location: Some(at(line)),
        source: Some("let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);".into()),
        at_ms: 0,
    };
    let object = |name: &str| ObjectName { name: name.into(), kind: "Mutex".into(), made: Some(at(3)) };
    let stuck = |thread, object, line| StuckThread {
        thread,
        wait: Wait::Lock,
        object: Some(object),
        location: Some(at(line)),
        source: None,
    };
    let locks = || Action::Locks { shared: false };
    let run = BrokenRun {
        threads: vec!["main".into(), "client 1".into(), "client 2".into()],
        objects: vec![object("free"), object("waiting")],
        steps: vec![
            RunStep { object: None, ..step(0, 0, Action::Spawns { thread: 1 }, 1) },
            RunStep { object: None, ..step(0, 0, Action::Spawns { thread: 2 }, 1) },
            step(1, 0, locks(), 31),
            step(2, 1, locks(), 44),
            step(2, 0, Action::Waits { wait: Wait::Lock, at_most_ms: None }, 45),
            step(1, 1, Action::Waits { wait: Wait::Lock, at_most_ms: None }, 32),
        ],
        left_out: None,
        stuck: vec![stuck(1, 1, 32), stuck(2, 0, 45)],
        mistake: Mistake::Deadlocked,
        switches: 2,
        found_after: 12,
        schedule: "1.0123abcd.a3ba".into(),
        choices: Schedule::default(),
    };
    result(Stage::Interleavings, name, Outcome::Broken { run: Box::new(run) })
}

/// A race of two cores that won this.
pub(super) fn raced(name: &str, medal: Option<Medal>) -> CheckResult {
    let decision = if medal.is_some() { Decision::Reached } else { Decision::Missed };
    let cores_used = Compared { rounds: 5, submission: 5, control: 5 };
    let tally = Tally {
        rounds: 5,
        hits: 3,
        control_hits: 4,
        at_rest: Compared::default(),
        nearly: cores_used,
        cores_used,
        drift: 1.0,
        together: 1.0,
        waste: 1.0,
        hits_together: Compared::default(),
        busy: Compared::default(),
        over_baseline: 4.0,
        over_baseline_at_best: 4.0,
        share: 0.41,
        others: Some(0.1),
    };
    let work = Work::CpuBound(CpuReport { tally, cores: 2, shares: Shares { silver: 0.25, gold: 0.6 } });
    let machine =
        MachineState { cores: Some(2), usable_cores: 2, others: None, queued: None, stolen: None, pressure: None };
    let race = RaceReport { decision, medal, speed_up: [1.2, 1.5, 1.9], asked: 1.7, work, machine };
    result(Stage::Speed, name, Outcome::Raced { race: Box::new(race) })
}
