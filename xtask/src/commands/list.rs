//! `cargo xtask list`: the exercises and how far the learner is.

use crate::desk::{self, Desk, say};
use crate::exit::Exit;
use judge::catalog::Exercise;
use judge::progress::{self, ExerciseProgress};

pub(crate) fn run(desk: &Desk) -> anyhow::Result<Exit> {
    let (progress, loaded) = progress::load(&desk.layout)?;
    desk::warn_if_set_aside(&loaded, &desk.layout);
    let width = desk.exercises.iter().map(|exercise| exercise.slug.len()).max().unwrap_or(0);
    let mut text = format!("    {:width$}  {:8}  {:>6}  state\n", "exercise", "track", "points");
    for exercise in &desk.exercises {
        text += &line(exercise, &progress.of(&exercise.slug), width);
    }
    let next = desk.exercises.iter().find(|exercise| progress.of(&exercise.slug).passed_at.is_none());
    match next {
        Some(exercise) => {
            text += &format!(
                "\nNext: exercises/{}/README.md, then `cargo xtask check {}`\n",
                exercise.folder, exercise.number
            );
        }
        None => text += "\nAll of them passed. `cargo xtask solution 1` compares your way with others.\n",
    }
    say(&text)?;
    Ok(Exit::Passed)
}

fn line(exercise: &Exercise, done: &ExerciseProgress, width: usize) -> String {
    let settings = &exercise.settings;
    let points = format!("{}/{}", done.best_points, settings.points);
    let slug = &exercise.slug;
    let (track, state) = (settings.track.name(), state(done));
    format!("{:>2}  {slug:width$}  {track:8}  {points:>6}  {state:11}  {}\n", exercise.number, settings.title)
}

fn state(done: &ExerciseProgress) -> &'static str {
    if done.passed_at.is_some() {
        "passed"
    } else if done.attempts > 0 {
        "in progress"
    } else {
        "not started"
    }
}
