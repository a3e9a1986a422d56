//! What a learner reads about themselves: where they are, the list, the progress, and a solution beside others. The
//! words are held by snapshots, the JSON by its published schema.

use judge::build::{Build, Runner};
use judge::catalog::{BehaviourSettings, Exercise, Medal, SandboxSettings, Settings, Shares, Thresholds, Track};
use judge::checks::{CheckResult, Outcome, Overlap, Stage};
use judge::comparison;
use judge::kind::Kind;
use judge::overview::{self, Overview};
use judge::process::machine::MachineState;
use judge::progress::{self, Progress};
use judge::report::solution::{self, Way};
use judge::report::terminal::{Marks, Screen};
use judge::report::{hint, home, list, progress as progress_words};
use judge::sandbox::{Level, Network};
use judge::speed::certificate::{Decision, Tally};
use judge::speed::compared::Compared;
use judge::speed::{self, CpuReport, RaceReport};
use judge::speed_up::{self, SpeedUp, Work};
use judge::verdict::{Origin, SubmissionName, Verdict, decide};
use protocol::CheckInfo;
use serde_json::Value;
use std::time::{Duration, UNIX_EPOCH};

const TERMINAL: Screen = Screen { marks: Marks::UNICODE, width: 80 };
const ASCII: Screen = Screen { marks: Marks::ASCII, width: 80 };
const DAY: u64 = 24 * 60 * 60;

fn exercise(number: u32, slug: &str, title: &str, points: u32) -> Exercise {
    Exercise {
        number,
        slug: slug.into(),
        folder: format!("{number:02}_{slug}"),
        kit: Kind::Whole,
        settings: Settings {
            title: title.into(),
            track: Track::Threads,
            summary: "What it is about.".into(),
            points,
            behaviour: BehaviourSettings { deadline_ms: 2000 },
            interleavings: None,
            speed: None,
            sandbox: SandboxSettings::default(),
        },
    }
}

fn exercises() -> Vec<Exercise> {
    vec![
        exercise(1, "say_hello", "Say hello", 22),
        exercise(2, "producer_consumer", "A bounded queue with more of a title than fits", 95),
        exercise(3, "ticket_office", "A bounded semaphore", 123),
        exercise(4, "parallel_sieve", "A parallel sieve", 40),
    ]
}

fn check(outcome: Outcome, hint: u8) -> CheckResult {
    CheckResult {
        stage: Stage::Behaviour,
        info: CheckInfo { name: "it works".into(), points: 10, hint },
        outcome,
        overlap: None,
        printed: String::new(),
        printed_bytes: 0,
        elapsed_ms: 1,
    }
}

fn overlapped(speed_up: f64, medal: Medal) -> CheckResult {
    let thresholds = Thresholds { bronze: 2.0, silver: 2.5, gold: 3.0 };
    CheckResult { overlap: Some(Overlap { speed_up, medal: Some(medal), thresholds }), ..check(Outcome::Passed, 1) }
}

fn raced(most: f64, medal: Medal) -> CheckResult {
    let cores_used = Compared { rounds: 0, submission: 0, control: 0 };
    let tally = Tally {
        rounds: 3,
        hits: 2,
        control_hits: 3,
        at_rest: Compared::default(),
        nearly: cores_used,
        cores_used,
        drift: 1.0,
        together: 1.0,
        waste: 1.0,
        hits_together: Compared::default(),
        busy: Compared::default(),
        over_baseline: 9.0,
        over_baseline_at_best: 9.0,
        share: 0.8,
        others: None,
    };
    let race = RaceReport {
        decision: Decision::Reached,
        medal: Some(medal),
        speed_up: [1.0, 1.5, most],
        asked: 1.7,
        work: speed::Work::CpuBound(CpuReport { tally, cores: 2, shares: Shares { silver: 0.5, gold: 0.9 } }),
        machine: MachineState {
            cores: None,
            usable_cores: 2,
            others: None,
            queued: None,
            stolen: None,
            pressure: None,
        },
    };
    check(Outcome::Raced { race: Box::new(race) }, 1)
}

fn verdict(exercise: &Exercise, checks: Vec<CheckResult>) -> Verdict {
    let name = SubmissionName { origin: Origin::Exercise, file: "lib.rs".into(), sha256: None, is_stub: false };
    let runner = Runner {
        program: "runner".into(),
        program_bytes: 0,
        checks: Vec::new(),
        sources: Vec::new(),
        key: String::new(),
        warnings: Vec::new(),
        network: Network::None,
    };
    decide(exercise, name, 1, true, Level::Namespaces, Build::Ready(runner), checks)
}

/// What was done when each of these verdicts was given, a day after the one before.
fn progress_of(verdicts: &[Verdict]) -> Progress {
    let mut progress = Progress::default();
    for (day, verdict) in (10..).zip(verdicts) {
        progress.record(verdict, UNIX_EPOCH + Duration::from_secs(day * DAY));
    }
    progress
}

fn in_the_middle() -> Progress {
    let all = exercises();
    let mut progress = progress_of(&[
        verdict(&all[0], vec![check(Outcome::Passed, 1)]),
        verdict(&all[3], vec![overlapped(8.0, Medal::Gold), raced(1.94, Medal::Silver)]),
        verdict(&all[2], vec![check(Outcome::Passed, 1), check(Outcome::Forged, 2)]),
    ]);
    progress.record_hints("ticket_office", 1);
    progress.record_hints("left_the_kit", 2);
    progress
}

fn all_passed() -> Progress {
    let full = |exercise: &Exercise| {
        let checks = vec![check(Outcome::Passed, 1); exercise.settings.points.div_ceil(10) as usize];
        verdict(exercise, checks)
    };
    let mut progress = progress_of(&exercises().iter().map(full).collect::<Vec<_>>());
    progress.record(&verdict(&exercises()[3], vec![raced(1.94, Medal::Silver)]), UNIX_EPOCH);
    progress
}

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

fn fits(page: &str, lines: usize) {
    assert!(page.lines().count() <= lines, "{} lines:\n{page}", page.lines().count());
    for line in page.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

/// A page for each state of a learner, from the newcomer to the one who is done.
fn pages(render: impl Fn(&Overview<'_>) -> String) -> String {
    let all = exercises();
    let states = [Progress::default(), in_the_middle(), all_passed()];
    let pages = states.iter().map(|progress| plain(&render(&overview::of(&all, progress))));
    pages.collect::<Vec<_>>().join("\n====\n")
}

#[test]
fn the_first_page_says_where_one_is_and_what_is_next() {
    let text = pages(|overview| home::render(overview, TERMINAL));
    text.split("\n====\n").for_each(|page| fits(page, 20));
    insta::assert_snapshot!("home", text);
    assert!(pages(|overview| home::render(overview, ASCII)).is_ascii());
    assert_eq!(home::render(&overview::of(&[], &Progress::default()), TERMINAL).lines().count(), 1);
}

#[test]
fn the_list_fits_into_every_terminal() {
    let text = pages(|overview| list::render(overview, TERMINAL));
    fits(&text, 100);
    insta::assert_snapshot!("list", text);
    let wide = pages(|overview| list::render(overview, Screen { width: 120, ..TERMINAL }));
    assert!(wide.contains("A bounded queue with more of a title than fits  threads"), "{wide}");
    assert!(pages(|overview| list::render(overview, ASCII)).is_ascii());
}

#[test]
fn the_progress_is_shown_with_its_place() {
    let path = "/home/me/lockstep/.lockstep/progress.json";
    let text = pages(|overview| progress_words::render(overview, path, !overview.is_new(), 12 * DAY, TERMINAL));
    fits(&text, 100);
    insta::assert_snapshot!("progress", text);
}

#[test]
fn an_import_says_what_it_has_added() {
    let mut here = in_the_middle();
    let changes = here.merge(&all_passed());
    let again = here.merge(&all_passed());
    let pages = [&changes, &again].map(|changes| progress_words::imported(changes, "laptop.json"));
    insta::assert_snapshot!("imported", pages.join("\n====\n"));
}

#[test]
fn a_pass_keeps_its_least_medal_and_speed_up_and_the_best_of_all_passes_counts() {
    let sieve = &exercises()[3];
    let done = |verdicts: &[Verdict]| progress_of(verdicts).of("parallel_sieve");
    let two = verdict(sieve, vec![overlapped(8.0, Medal::Gold), raced(1.94, Medal::Silver), raced(1.8, Medal::Gold)]);
    let passed = done(std::slice::from_ref(&two));
    assert_eq!(passed.medal, Some(Medal::Silver));
    assert_eq!(passed.speed_up, Some(SpeedUp { times: 1.8, work: Work::CpuBound { cores: 2 } }));

    let slower = verdict(sieve, vec![raced(1.71, Medal::Bronze)]);
    let failed = verdict(sieve, vec![overlapped(99.0, Medal::Gold), check(Outcome::Forged, 3)]);
    assert_eq!([&two, &failed].map(speed_up::medal), [Some(Medal::Silver), None]);
    let all = done(&[slower, two, failed]);
    assert_eq!((all.medal, all.speed_up), (passed.medal, passed.speed_up), "what fails wins nothing");
    assert_eq!((all.attempts, all.passed_at), (3, Some(10 * DAY)));
    let last = all.last.unwrap();
    assert_eq!((last.passed, last.checks, last.hint), (1, 2, Some(3)));
}

#[test]
fn the_list_for_programs_is_valid_against_the_published_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../../docs/list.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let all = exercises();
    for progress in [Progress::default(), in_the_middle(), all_passed()] {
        let mut document: Value = serde_json::from_str(&list::json(&overview::of(&all, &progress))).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        document["exercises"][0]["surprise"] = Value::Bool(true);
        assert!(!validator.is_valid(&document), "the schema lets unknown fields through");
    }
}

#[test]
fn what_was_exported_is_what_is_imported() {
    for progress in [in_the_middle(), all_passed()] {
        let text = progress::render(&progress);
        assert_eq!(progress::read(text.as_bytes(), "test".as_ref()).unwrap(), progress);
    }
}

#[test]
fn a_hint_says_what_it_costs() {
    let all = exercises();
    let pages = [(0, 1), (1, 2), (2, 3), (0, 3), (2, 1), (3, 3)]
        .map(|(seen, shown)| format!("{seen} seen, {shown} shown:\n{}", plain(&hint::after(&all[2], seen, shown))));
    insta::assert_snapshot!("hints", pages.join("\n"));
}

const LOOP: &str = "use std::sync::{Condvar, Mutex};\nfn take(q: &Queue) -> u8 {\n    let mut items = q.items.lock().unwrap();\n    while items.is_empty() {\n        items = q.filled.wait(items).unwrap();\n    }\n    items.remove(0)\n}\n";
const CHANNEL: &str = "use std::sync::mpsc;\nfn take(q: &Queue) -> u8 {\n    q.channel.recv().unwrap()\n}\n";

fn ways() -> Vec<Way> {
    let way = |name: &str, file: &str, idea: &str, text: &str| Way {
        name: name.into(),
        file: format!("solutions/02_producer_consumer/{file}"),
        idea: idea.into(),
        text: text.into(),
    };
    vec![
        way("authors", "lib.rs", "The one that the note is about.", &LOOP.replace("while", "if")),
        way("messages", "alternative/messages.rs", "A channel, and nothing else of one's own.", CHANNEL),
    ]
}

#[test]
fn a_solution_is_compared_with_others() {
    let ways = ways();
    let texts: Vec<&str> = ways.iter().map(|way| way.text.as_str()).collect();
    let other = "use std::sync::RwLock;\nfn take(q: &Queue) -> u8 {\n    q.list.write().unwrap().pop_front().expect(\"one\")\n}\n";
    let pages = [None, Some(LOOP), Some(CHANNEL), Some(other)].map(|yours| {
        let files = yours.map(|text| [text]);
        let compared = comparison::compare(files.as_ref().map(<[_; 1]>::as_slice), &texts, "fn take() {}");
        let more = solution::more(&exercises()[1], &compared, false);
        plain(&format!("{}{more}", solution::side_by_side(&compared, &ways, TERMINAL)))
    });
    for page in &pages {
        fits(page, 40);
    }
    insta::assert_snapshot!("side_by_side", pages.join("\n====\n"));
    let difference = plain(&solution::diff(("exercises/02_producer_consumer/src/lib.rs", LOOP), &ways[0]));
    insta::assert_snapshot!("diff", difference);
    assert_eq!(solution::diff(("lib.rs", CHANNEL), &ways[1]), "They are the same.\n");
    for (asked, found) in [("A", Some("messages")), ("a", Some("messages")), ("authors", Some("authors")), ("Z", None)]
    {
        assert_eq!(solution::find(&ways, asked).map(|way| way.name.as_str()), found);
    }
}
