//! What a verdict tells beyond the grade that was made of it: places in the code, how to see an interleaving again, and what is left to gain. Read from its JSON, as `docs/verdicts.schema.json` describes it; what is
//! not there is absent, never an error.

use crate::grade::Grade;
use judge::catalog::{Medal, Shares, Thresholds};
use judge::report::speed::times;
use serde::Deserialize;
use serde_json::Value;
use tr::tr;

/// A place in a submission.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Place {
    /// The file, as learners know it.
    pub(super) file: String,
    /// From 1.
    pub(super) line: u32,
    /// From 1.
    pub(super) column: u32,
}

/// What a compiler's message looks like in a verdict.
#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    spans: Vec<Place>,
}

/// How much work that waits was done at the same time.
#[derive(Deserialize)]
struct Overlap {
    speed_up: f64,
    medal: Option<Medal>,
    thresholds: Thresholds,
}

/// The submission's main file, as learners know it.
pub(super) fn file(grade: &Grade) -> Option<&str> {
    grade.verdict["submission"]["file"].as_str()
}

/// Where a check that failed points to in the code.
pub(super) fn place(grade: &Grade, check: &str) -> Option<Place> {
    let outcome = &found(grade, check)?["outcome"];
    let where_it_may_be = ["/location", "/panic/location", "/mistake/location", "/stuck/0/location"];
    where_it_may_be.iter().find_map(|pointer| Place::deserialize(outcome.pointer(pointer)?).ok())
}

/// Where the first of the compiler's errors is that has a place.
pub(super) fn place_of_error(grade: &Grade) -> Option<Place> {
    let diagnostics = Vec::<Diagnostic>::deserialize(&grade.verdict["result"]["reason"]["diagnostics"]);
    let mut errors = diagnostics.into_iter().flatten().filter(|diagnostic| diagnostic.level.starts_with("error"));
    errors.find_map(|error| error.spans.into_iter().next())
}

/// What shows the interleaving again in which a check failed; a run that only fails after others has no such schedule.
pub(super) fn schedule<'a>(grade: &'a Grade, check: &str) -> Option<&'a str> {
    let outcome = &found(grade, check)?["outcome"];
    if outcome["mistake"]["kind"] == "keeps_state" { None } else { outcome["schedule"].as_str() }
}

/// What a speed check has left to gain.
pub(super) fn to_gain(grade: &Grade, check: &str) -> Option<String> {
    let check = found(grade, check)?;
    if let Ok(Overlap { speed_up, medal, thresholds }) = Overlap::deserialize(&check["overlap"]) {
        let (next, asked) = thresholds.next(medal?)?;
        return Some(faster(next, &times(asked), &times(speed_up)));
    }
    let race = &check["outcome"];
    let medal = Medal::deserialize(&race["medal"]).ok()?;
    match race["work"].as_str()? {
        "cpu_bound" => more_of_the_share(medal, race),
        "io_bound" => {
            let (next, asked) = Thresholds::deserialize(&race["thresholds"]).ok()?.next(medal)?;
            Some(faster(next, &format!("{asked:.0}"), &format!("{:.0}", race["best"].as_f64()?)))
        }
        _ => None,
    }
}

fn more_of_the_share(medal: Medal, race: &Value) -> Option<String> {
    let shares = Shares::deserialize(&race["shares"]).ok()?;
    let (next, share) = match medal {
        Medal::Bronze => (Medal::Silver, shares.silver),
        Medal::Silver => (Medal::Gold, shares.gold),
        Medal::Gold => return None,
    };
    let percent = |share: f64| format!("{:.0}%", share * 100.0);
    let (medal, asked, reached) = (next.name(), percent(share), percent(race["tally"]["share"].as_f64()?));
    Some(tr!(
        "Left to gain: {medal}, at {asked} of the speed of the authors' version; yours has {reached}.",
        medal,
        asked,
        reached
    ))
}

fn faster(next: Medal, asked: &str, reached: &str) -> String {
    let medal = next.name();
    tr!("Left to gain: {medal}, at {asked} times as fast; yours was {reached}.", medal, asked, reached)
}

fn found<'a>(grade: &'a Grade, check: &str) -> Option<&'a Value> {
    grade.verdict["result"]["checks"].as_array()?.iter().find(|one| one["name"] == check)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    /// The grade of one learner of the made-up class for one exercise.
    fn grade(learner: &str, exercise: u32) -> Grade {
        let class = fixture::class();
        let learner = class.learners.iter().find(|one| one.id == learner).unwrap();
        learner.grade(exercise).unwrap().clone()
    }

    #[test]
    fn places_and_schedules_are_found() {
        let grade = grade("grace", 3);
        let file = "exercises/03_ticket_office/src/lib.rs".to_owned();
        assert_eq!(super::file(&grade), Some(file.as_str()));
        assert_eq!(place(&grade, fixture::PANICS), Some(Place { file: file.clone(), line: 31, column: 9 }));
        assert_eq!(place(&grade, fixture::DEADLOCKS), Some(Place { file, line: 40, column: 15 }));
        assert_eq!(place(&grade, fixture::PASSES), None);
        assert_eq!(schedule(&grade, fixture::DEADLOCKS), Some("1.0123abcd.st.a3ba"));
        assert_eq!(schedule(&grade, fixture::PANICS), None);
    }

    #[test]
    fn a_compilers_error_has_a_place() {
        let file = "exercises/03_ticket_office/src/lib.rs".to_owned();
        assert_eq!(place_of_error(&grade("юлия", 3)), Some(Place { file, line: 12, column: 5 }));
        assert_eq!(place_of_error(&grade("grace", 3)), None);
    }

    #[test]
    fn what_is_left_to_gain_is_told_for_every_kind_of_speed() {
        let check = |verdict: Value, expected: Option<&str>| {
            let grade = Grade { verdict, ..grade("ada", 6) };
            assert_eq!(to_gain(&grade, "it is fast").as_deref(), expected);
        };
        let of = |outcome: Value, overlap: Value| {
            let check = serde_json::json!({ "name": "it is fast", "outcome": outcome, "overlap": overlap });
            serde_json::json!({ "result": { "checks": [check] } })
        };
        let thresholds = serde_json::json!({ "bronze": 20.0, "silver": 30.0, "gold": 40.0 });
        let io = |medal: &str| {
            serde_json::json!({
                "kind": "raced", "work": "io_bound", "medal": medal, "thresholds": thresholds.clone(), "best": 33.4
            })
        };
        check(of(io("silver"), Value::Null), Some("Left to gain: gold, at 40 times as fast; yours was 33."));
        check(of(io("gold"), Value::Null), None);
        let overlap = serde_json::json!({ "speed_up": 25.0, "medal": "bronze", "thresholds": thresholds });
        let passed = serde_json::json!({ "kind": "passed" });
        check(of(passed.clone(), overlap), Some("Left to gain: silver, at 30 times as fast; yours was 25."));
        check(of(passed, Value::Null), None);
        check(Value::Null, None);
        let cpu = "Left to gain: gold, at 90% of the speed of the authors' version; yours has 78%.";
        assert_eq!(to_gain(&grade("ada", 6), fixture::RACES).as_deref(), Some(cpu));
    }
}
