//! `JUnit`'s XML, which build servers read: a test suite for each learner and exercise, a test case for each check.
//! What the machine was too busy for, what waits for other checks and what was not handed in is skipped; what never ran
//! is an error. Names are English, whatever the language of the reasons, so that a server knows a case again.

use super::entries::{Ending, Entry, Work, works};
use super::text::{harmless, one_line};
use crate::class::{Class, Learner};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::time::Duration;

/// One document.
pub(super) fn render(class: &Class) -> String {
    let mut report = Report::new("lockstep");
    report.timestamp = class.graded_at.parse().ok();
    for learner in &class.learners {
        report.add_test_suites(works(class, learner).map(|work| suite(learner, &work)));
    }
    report.to_string().expect("a text in memory takes everything")
}

fn suite(learner: &Learner, work: &Work<'_>) -> TestSuite {
    let (id, slug) = (one_line(&learner.id), &work.column.slug);
    let mut suite = TestSuite::new(format!("{id}: {:02}_{slug}", work.column.number));
    suite.add_property(("learner", one_line(&learner.name).as_str()));
    if let Some(grade) = work.grade {
        suite.add_property(("points", format!("{} of {}", grade.earned, grade.possible).as_str()));
        suite.add_property(("sandbox", grade.sandbox.name()));
        suite.set_time(Duration::from_millis(grade.elapsed_ms));
    }
    // Some readers take dots for the borders of packages.
    let class_name = format!("{}.{slug}", id.replace('.', "_"));
    suite.add_test_cases(work.entries.iter().map(|entry| case(&class_name, entry)));
    suite
}

fn case(class_name: &str, entry: &Entry<'_>) -> TestCase {
    let mut case = TestCase::new(one_line(entry.name), status(entry));
    case.set_classname(class_name).set_time(Duration::from_millis(entry.elapsed_ms));
    if !entry.printed.is_empty() {
        case.set_system_out(harmless(entry.printed));
    }
    case
}

fn status(entry: &Entry<'_>) -> TestCaseStatus {
    let mut status = match entry.ending {
        Ending::Passed => return TestCaseStatus::success(),
        Ending::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Ending::NeverRan => TestCaseStatus::non_success(NonSuccessKind::Error),
        Ending::Inconclusive | Ending::NotMeasured | Ending::NotHandedIn => TestCaseStatus::skipped(),
    };
    let first = entry.reasons.first().map_or_else(String::new, |reason| one_line(reason));
    status.set_type(entry.ending.word()).set_message(first).set_description(harmless(&entry.reasons.join("\n")));
    status
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    /// Read by the same crate again, whose reader goes by the rules of XML.
    fn read(class: &Class) -> Report {
        Report::deserialize_from_str(&render(class)).unwrap()
    }

    #[test]
    fn it_says_what_the_class_says() {
        insta::assert_snapshot!("junit", render(&fixture::class()));
    }

    #[test]
    fn what_is_read_back_is_what_was_written() {
        let class = fixture::class();
        let report = read(&class);
        assert_eq!(report.test_suites.len(), class.learners.len() * class.exercises.len());
        let mut suites = report.test_suites.iter();
        for learner in &class.learners {
            for work in works(&class, learner) {
                let suite = suites.next().unwrap();
                assert_eq!(suite.test_cases.len(), work.entries.len());
                for (case, entry) in suite.test_cases.iter().zip(&work.entries) {
                    assert_eq!(case.name, *one_line(entry.name));
                    assert_eq!(is_success(case), entry.passed(), "{}", entry.name);
                }
            }
        }
    }

    #[test]
    fn endings_are_counted_as_build_servers_do() {
        let class = fixture::class();
        let all = class.learners.iter().flat_map(|learner| works(&class, learner)).flat_map(|work| work.entries);
        let endings: Vec<Ending> = all.map(|entry| entry.ending).collect();
        let count = |wanted: &[Ending]| endings.iter().filter(|ending| wanted.contains(ending)).count();
        let report = read(&class);
        assert_eq!(report.failures, count(&[Ending::Failed]));
        assert_eq!(report.errors, count(&[Ending::NeverRan]));
        assert_eq!(report.skipped, count(&[Ending::Inconclusive, Ending::NotMeasured, Ending::NotHandedIn]));
    }

    #[test]
    fn nobody_adds_a_test_case_by_a_name_or_by_printing() {
        let text = render(&fixture::class());
        assert!(!text.contains("<script>") && !text.contains('\u{1b}') && !text.contains("\u{202e}"), "{text}");
        assert_eq!(text.matches("<testcase ").count(), read(&fixture::class()).tests);
        let document = render(&fixture::long());
        assert!(Report::deserialize_from_str(&document).is_ok());
    }

    fn is_success(case: &TestCase) -> bool {
        matches!(case.status, TestCaseStatus::Success { .. })
    }
}
