//! Classes that were made up.

use crate::class::{Alike, Class, Column, FORMAT, Learner, LeftOut};
use crate::grade::{CheckEnding, Grade, GradedCheck};
use judge::catalog::Medal;
use judge::checks::Stage;
use judge::sandbox::Level;
use judge::verdict::Standing;
use serde_json::Value;

/// About as long as those of the judge.
const SENTENCE: &str = "A sentence of about eighty letters, in which a learner reads what has happened.";

fn column(number: u32, title: &str, points: u32) -> Column {
    Column { number, slug: title.to_lowercase().replace(' ', "_"), title: title.to_owned(), points }
}

fn learner(id: &str, name: &str, grades: Vec<Grade>) -> Learner {
    Learner { id: id.to_owned(), name: name.to_owned(), grades }
}

fn check(name: &str, points: u32, ending: CheckEnding, reasons: &[&str]) -> GradedCheck {
    GradedCheck {
        name: name.to_owned(),
        stage: Stage::Behaviour,
        points,
        ending,
        reasons: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
        hint: None,
        printed: String::new(),
        elapsed_ms: 20,
    }
}

/// A grade that follows from its checks.
fn grade(exercise: u32, checks: Vec<GradedCheck>) -> Grade {
    let earned = checks.iter().filter(|check| check.ending == CheckEnding::Passed).map(|check| check.points).sum();
    let has = |ending: CheckEnding| checks.iter().any(|check| check.ending == ending);
    Grade {
        exercise,
        standing: match (has(CheckEnding::Failed), has(CheckEnding::Inconclusive)) {
            (false, false) => Standing::Passed,
            (true, _) => Standing::NotPassed,
            (false, true) => Standing::Inconclusive,
        },
        earned,
        possible: checks.iter().map(|check| check.points).sum(),
        rejection: Vec::new(),
        checks,
        medal: None,
        speed_up: None,
        sha256: Some("0123456789abcdef".repeat(4)),
        sandbox: Level::Namespaces,
        is_stub: false,
        elapsed_ms: 4200,
        verdict: Value::Null,
    }
}

fn rejected(exercise: u32, possible: u32, reasons: &[&str]) -> Grade {
    let rejection = reasons.iter().map(|reason| (*reason).to_owned()).collect();
    Grade { standing: Standing::NotPassed, possible, rejection, sha256: None, ..grade(exercise, Vec::new()) }
}

/// Nobody, and nothing to tell.
pub(super) fn empty() -> Class {
    Class {
        format: FORMAT.to_owned(),
        kit_version: "0.1.0".to_owned(),
        graded_at: "2026-11-22T09:30:00Z".to_owned(),
        seed: 7,
        sandbox: Level::Namespaces,
        exercises: vec![column(1, "Say hello", 5), column(3, "Ticket office", 10), column(6, "Parallel sieve", 20)],
        learners: Vec::new(),
        alike: Vec::new(),
        left_out: Vec::new(),
    }
}

/// Three learners, with everything that the page has words for.
pub(super) fn small() -> Class {
    use CheckEnding::{Failed, Inconclusive, Passed};
    let sells = |ending, reasons: &[&str]| check("no ticket is sold twice", 6, ending, reasons);
    let closes = |ending, reasons: &[&str]| check("a closed office sells nothing", 4, ending, reasons);
    let sold_twice = GradedCheck {
        hint: Some(2),
        printed: "sold 17\nsold 17\n".to_owned(),
        ..sells(Failed, &["Ticket 17 was sold twice.", "expected: 1", "found:    2"])
    };
    let race = |ending, reasons: &[&str]| GradedCheck {
        stage: Stage::Speed,
        ..check("it uses every core", 20, ending, reasons)
    };
    let fast = Grade { medal: Some(Medal::Gold), speed_up: Some(3.42), ..grade(6, vec![race(Passed, &[])]) };
    let busy = grade(6, vec![race(Inconclusive, &["Nobody can say: the machine was too busy."])]);
    let greets = || check("a name is greeted", 5, Passed, &[]);
    Class {
        learners: vec![
            learner(
                "ann-7",
                "Ann Lee",
                vec![grade(1, vec![greets()]), grade(3, vec![sells(Passed, &[]), closes(Passed, &[])]), fast],
            ),
            learner("bo", "bo", vec![grade(1, vec![greets()]), grade(3, vec![sold_twice, closes(Passed, &[])]), busy]),
            learner(
                "cy-2",
                "Cy O'Neill",
                vec![
                    rejected(1, 5, &["It does not compile yet: 2 errors."]),
                    Grade {
                        is_stub: true,
                        ..grade(3, vec![sells(Failed, &["not yet"]), closes(Failed, &["not yet"])])
                    },
                ],
            ),
        ],
        alike: vec![Alike { exercise: 1, learners: vec!["ann-7".into(), "bo".into()], is_published: true }],
        left_out: vec![LeftOut { path: "notes.docx".into(), reason: "It is neither a folder nor an archive.".into() }],
        ..empty()
    }
}

/// The small class, if every word in it were these.
pub(super) fn saying(words: &str) -> Class {
    let say = |text: &mut String| words.clone_into(text);
    let mut class = small();
    say(&mut class.kit_version);
    say(&mut class.graded_at);
    class.exercises.iter_mut().for_each(|column| say(&mut column.title));
    class.left_out.iter_mut().for_each(|left_out| [&mut left_out.path, &mut left_out.reason].into_iter().for_each(say));
    class.alike.iter_mut().for_each(|alike| alike.learners = vec![words.to_owned(), "0".to_owned()]);
    for (index, learner) in class.learners.iter_mut().enumerate() {
        say(&mut learner.name);
        learner.id = index.to_string();
        for grade in &mut learner.grades {
            grade.sha256.iter_mut().for_each(say);
            grade.rejection.iter_mut().for_each(say);
            for check in &mut grade.checks {
                check.reasons.iter_mut().for_each(say);
                [&mut check.name, &mut check.printed].into_iter().for_each(say);
            }
        }
    }
    class
}

/// Of any size. A third of the submissions fail three of eight checks each.
pub(super) fn large(learners: u32, exercises: u32) -> Class {
    let exercises: Vec<Column> = (1..=exercises).map(|number| column(number, "Some exercise", 16)).collect();
    let filled = |learner: u32, column: &Column| {
        let does_fail = |index: u32| (learner * 7 + column.number * 3).is_multiple_of(3) && index < 3;
        let checks = (0..8).map(|index| {
            let name = format!("the sentence number {index} is proven");
            if does_fail(index) {
                let printed = "a line of what it printed\n".repeat(4);
                GradedCheck { hint: Some(1), printed, ..check(&name, 2, CheckEnding::Failed, &[SENTENCE; 3]) }
            } else {
                check(&name, 2, CheckEnding::Passed, &[])
            }
        });
        Grade { speed_up: Some(f64::from(learner % 40) / 10.0), ..grade(column.number, checks.collect()) }
    };
    let learners = (0..learners).map(|number| {
        let grades = exercises.iter().map(|column| filled(number, column)).collect();
        learner(&format!("learner-{number}"), &format!("Some Learner {number}"), grades)
    });
    Class { learners: learners.collect(), exercises, ..empty() }
}
