//! Where a learner stands, pure: each exercise with its state, and what to do next.

use crate::catalog::{Exercise, Medal};
use crate::kind::Kind;
use crate::progress::{ExerciseProgress, Progress};
use crate::verdict::{Points, Standing};
use serde::Serialize;

/// Where a learner stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview<'a> {
    /// Each exercise of this kit, by number.
    pub rows: Vec<Row<'a>>,
    /// Exercises with progress that this kit does not have.
    pub unknown: Vec<String>,
}

/// One exercise.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// Which.
    pub exercise: &'a Exercise,
    /// What was done in it.
    pub done: ExerciseProgress,
    /// The same in one word.
    pub state: State,
}

/// How far an exercise is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing was checked, and no hint shown.
    NotStarted,
    /// Something was, and it has not passed.
    InProgress,
    /// In a learners' kit: what is there passes. The hidden checks have yet to run, in class.
    VisiblePassed,
    /// It has passed.
    Passed,
    /// A version of it has passed that was worth fewer points.
    PassedEarlierVersion,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Next<'a> {
    /// Begin with this exercise.
    Begin(&'a Row<'a>),
    /// Go on with this one.
    GoOn(&'a Row<'a>),
    /// Everything has passed, but this one in an earlier version only.
    PassAgain(&'a Row<'a>),
    /// Everything has passed; this one has a better medal left to gain.
    Gain(&'a Row<'a>, Medal),
    /// In a learners' kit: what is there passes in each exercise.
    HandIn,
    /// Everything has passed, and nothing is left to gain.
    Finished,
}

/// Puts exercises and progress together.
pub fn of<'a>(exercises: &'a [Exercise], progress: &Progress) -> Overview<'a> {
    let row = |exercise: &'a Exercise| {
        let done = progress.of(&exercise.slug);
        Row { state: state(&done, exercise.settings.points), exercise, done }
    };
    let is_known = |slug: &str| exercises.iter().any(|exercise| exercise.slug == slug);
    Overview {
        rows: exercises.iter().map(row).collect(),
        unknown: progress.slugs().filter(|slug| !is_known(slug)).map(str::to_owned).collect(),
    }
}

fn state(done: &ExerciseProgress, points: u32) -> State {
    if done.passed_less_than(points) {
        State::PassedEarlierVersion
    } else if done.has_passed() {
        State::Passed
    } else if done.last.as_ref().is_some_and(|last| last.standing == Standing::VisiblePassed) {
        State::VisiblePassed
    } else if done.attempts > 0 || done.hints_shown > 0 {
        State::InProgress
    } else {
        State::NotStarted
    }
}

impl Row<'_> {
    /// Whether this or an earlier version has passed.
    pub fn has_passed(&self) -> bool {
        self.done.has_passed()
    }

    /// Whether nothing is left to do that can be done here.
    pub fn is_done(&self) -> bool {
        self.has_passed() || self.exercise.kit == Kind::Learners && self.state == State::VisiblePassed
    }

    /// The most points earned, of those that the exercise is worth now.
    pub fn points(&self) -> Points {
        let possible = self.exercise.settings.points;
        Points { earned: self.done.best_points.min(possible), possible }
    }
}

impl Overview<'_> {
    /// How many exercises have passed.
    pub fn passed(&self) -> usize {
        self.rows.iter().filter(|row| row.has_passed()).count()
    }

    /// Whether this is a learners' kit, whose hidden checks run in class.
    pub fn is_of_learners(&self) -> bool {
        self.rows.iter().any(|row| row.exercise.kit == Kind::Learners)
    }

    /// In how many exercises nothing is left to do here.
    pub fn done_here(&self) -> usize {
        self.rows.iter().filter(|row| row.is_done()).count()
    }

    /// The points of all exercises.
    pub fn points(&self) -> Points {
        let sum = |of: fn(Points) -> u32| self.rows.iter().map(|row| of(row.points())).sum();
        Points { earned: sum(|points| points.earned), possible: sum(|points| points.possible) }
    }

    /// How many exercises have this medal.
    pub fn medals(&self, medal: Medal) -> usize {
        self.rows.iter().filter(|row| row.done.medal == Some(medal)).count()
    }

    /// Whether nothing was done in any exercise.
    pub fn is_new(&self) -> bool {
        self.rows.iter().all(|row| row.state == State::NotStarted)
    }

    /// What to do next: go on where the latest check was, as long as that has not passed, and then with the exercises
    /// after it. Whoever skips one is not sent back to it before the end of the course.
    pub fn next(&self) -> Next<'_> {
        let latest = self.latest();
        let after = latest.map_or(0, |index| if self.rows[index].is_done() { index + 1 } else { index });
        let (before, after) = self.rows.split_at(after);
        let mut in_order = after.iter().chain(before);
        match in_order.clone().find(|row| !row.is_done()) {
            Some(row) if row.state == State::NotStarted => return Next::Begin(row),
            Some(row) => return Next::GoOn(row),
            None => {}
        }
        if self.is_of_learners() {
            return Next::HandIn;
        }
        if let Some(row) = in_order.find(|row| row.state == State::PassedEarlierVersion) {
            return Next::PassAgain(row);
        }
        let gain = |row| gain(row).map(|medal| Next::Gain(row, medal));
        self.rows.iter().find_map(gain).unwrap_or(Next::Finished)
    }

    /// The exercise that was checked last; without times, as in files of format 1, the first that is in progress.
    fn latest(&self) -> Option<usize> {
        let checked = |row: &Row<'_>| row.done.last.as_ref().map(|last| last.at);
        let latest = (0..self.rows.len()).max_by_key(|index| checked(&self.rows[*index]));
        latest
            .filter(|index| checked(&self.rows[*index]).is_some())
            .or_else(|| self.rows.iter().position(|row| row.state == State::InProgress))
    }
}

/// The medal that is left to gain in an exercise that has one already.
fn gain(row: &Row<'_>) -> Option<Medal> {
    match row.done.medal? {
        Medal::Bronze => Some(Medal::Silver),
        Medal::Silver => Some(Medal::Gold),
        Medal::Gold => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{BehaviourSettings, SandboxSettings, Settings, Track};
    use crate::progress;

    fn exercises() -> Vec<Exercise> {
        let exercise = |(number, slug): (u32, &str)| Exercise {
            number,
            slug: slug.to_owned(),
            folder: format!("{number:02}_{slug}"),
            kit: Kind::Whole,
            settings: Settings {
                title: slug.to_uppercase(),
                track: Track::Threads,
                summary: String::new(),
                points: 20,
                behaviour: BehaviourSettings { deadline_ms: 2000 },
                interleavings: None,
                speed: None,
                sandbox: SandboxSettings::default(),
            },
        };
        [(1, "a"), (2, "b"), (3, "c")].map(exercise).to_vec()
    }

    /// What is next, as one word and the slug, when a progress file says this of the exercises.
    fn next(of_exercises: &str) -> String {
        next_in(Kind::Whole, of_exercises)
    }

    fn next_in(kit: Kind, of_exercises: &str) -> String {
        let text = format!("{{\"format\":2,\"exercises\":{{{of_exercises}}}}}");
        let progress = progress::read(text.as_bytes(), "test".as_ref()).unwrap();
        let exercises: Vec<Exercise> = exercises().into_iter().map(|exercise| Exercise { kit, ..exercise }).collect();
        match of(&exercises, &progress).next() {
            Next::Begin(row) => format!("begin {}", row.exercise.slug),
            Next::GoOn(row) => format!("go on {}", row.exercise.slug),
            Next::PassAgain(row) => format!("pass again {}", row.exercise.slug),
            Next::Gain(row, medal) => format!("gain {} {}", medal.name(), row.exercise.slug),
            Next::HandIn => "hand in".to_owned(),
            Next::Finished => "finished".to_owned(),
        }
    }

    fn passed(slug: &str, at: u64, more: &str) -> String {
        format!(
            r#""{slug}":{{"attempts":1,"passed_at":{at},"best_points":20,{more}
            "last":{{"at":{at},"standing":"passed","passed":2,"checks":2,"hint":null}}}}"#
        )
    }

    fn failed(slug: &str, at: u64) -> String {
        format!(
            r#""{slug}":{{"attempts":1,
            "last":{{"at":{at},"standing":"not_passed","passed":1,"checks":2,"hint":2}}}}"#
        )
    }

    #[test]
    fn the_next_step_follows_the_learner() {
        let [one, two, three] = ["a", "b", "c"].map(|slug| passed(slug, 5, ""));
        for (exercises, expected) in [
            (String::new(), "begin a"),
            ("\"a\":{\"hints_shown\":1}".to_owned(), "go on a"),
            (one.clone(), "begin b"),
            (two.clone(), "begin c"),
            (three.clone(), "begin a"),
            (failed("b", 9), "go on b"),
            (format!("{one},{}", failed("c", 4)), "begin b"),
            (format!("{},{three}", failed("a", 9)), "go on a"),
            (format!("{one},{two},{three}"), "finished"),
            (format!("{one},{},{three}", passed("b", 6, "\"medal\":\"silver\",")), "gain gold b"),
            (format!("{one},{two},{}", passed("c", 2, "\"passed_points\":19,")), "pass again c"),
            ("\"b\":{\"attempts\":2}".to_owned(), "go on b"),
        ] {
            assert_eq!(next(&exercises), expected, "{exercises}");
        }
    }

    #[test]
    fn a_learners_kit_ends_when_everything_in_it_passes() {
        let visible = |slug: &str, at: u64| failed(slug, at).replace("not_passed", "visible_passed");
        let two = format!("{},{}", visible("a", 5), visible("b", 6));
        for (exercises, expected) in [
            (visible("a", 5), "begin b"),
            (format!("{},{}", visible("a", 5), failed("b", 4)), "go on b"),
            (format!("{two},{}", failed("c", 4)), "go on c"),
            (format!("{two},{}", visible("c", 4)), "hand in"),
        ] {
            assert_eq!(next_in(Kind::Learners, &exercises), expected, "{exercises}");
        }
        assert_eq!(next(&format!("{two},{}", visible("c", 7))), "go on c", "elsewhere, it is no pass");
    }

    #[test]
    fn an_exercise_without_checks_in_this_kit_is_named() {
        let progress = progress::read(&br#"{"format":1,"exercises":{"gone":{},"a":{}}}"#[..], "x".as_ref()).unwrap();
        let exercises = exercises();
        let overview = of(&exercises, &progress);
        assert_eq!(overview.unknown, ["gone"]);
        assert!(overview.is_new());
    }
}
