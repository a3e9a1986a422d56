//! What is taken in, and what is left out: shapes, attacks, and bytes without sense.

mod attacks;
mod build;
mod folders;
mod random;
mod shapes;

use super::{Intake, Request, Roster, take_in};
use judge::catalog::{Exercise, Settings};
use judge::kind::Kind;
use std::path::Path;

/// Exercises 1 and 3 of the course.
pub(super) fn exercises() -> Vec<Exercise> {
    let settings: Settings = toml::from_str(
        "title = \"T\"\ntrack = \"threads\"\nsummary = \"S\"\npoints = 9\n[behaviour]\ndeadline_ms = 2000\n",
    )
    .unwrap();
    let exercise = |number: u32, slug: &str| Exercise {
        number,
        slug: slug.to_owned(),
        folder: format!("{number:02}_{slug}"),
        kit: Kind::Whole,
        settings: settings.clone(),
    };
    vec![exercise(1, "say_hello"), exercise(3, "ticket_office")]
}

/// Takes in a place.
fn take(place: &Path, exercise: Option<u32>, roster: Option<&Roster>) -> Intake {
    take_in(place, &Request { exercises: &exercises(), exercise, roster, out: None }).unwrap()
}

/// An intake as lines: `LEARNER EXERCISE FILE=TEXT ...` for what was handed in, `- PATH: REASON` for what was left out.
/// Paths do not have the name of the place.
fn lines(intake: &Intake, place: &Path) -> Vec<String> {
    let hand_ins = intake.hand_ins.iter().map(|hand_in| {
        let what = match &hand_in.files {
            Ok(files) => {
                let files = files.iter().map(|file| format!("{}={}", file.path.display(), file.text));
                files.collect::<Vec<_>>().join(" ").replace('\\', "/")
            }
            Err((file, why)) => format!("{file}: {why:?}"),
        };
        format!("{} {} {what}", hand_in.learner, hand_in.exercise)
    });
    let place = place.display().to_string();
    let left_out = intake.left_out.iter().map(|left| {
        let path = left.path.replace(&place, "").trim_start_matches('/').to_owned();
        format!("- {path}: {}", left.reason.replace(&place, ""))
    });
    hand_ins.chain(left_out).collect()
}
