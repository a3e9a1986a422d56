//! Each learner's details: what became of each submission, and of each check that was not passed. They are folded away;
//! a link to one of them unfolds it.

use super::state::{self, State, medal_sign, times};
use super::{code, explanation, places};
use crate::class::{Class, Column, Learner};
use crate::grade::{CheckEnding, Grade, GradedCheck};
use judge::checks::Stage;
use judge::language::said;
use maud::{Markup, html};
use tr::tr;

/// As many digits of a hash as tell submissions of a class apart.
const HASH_DIGITS: usize = 12;

pub(super) fn render_all(class: &Class) -> Markup {
    html! {
        section {
            h2 #learners { (tr!("Each learner")) }
            @for (index, learner) in class.learners.iter().enumerate() { (render(class, index, learner)) }
        }
    }
}

fn render(class: &Class, index: usize, learner: &Learner) -> Markup {
    let points = tr!("{earned} of {possible} points", earned = learner.earned(), possible = class.possible());
    html! {
        article.learner #(places::learner(index)) {
            h3 { bdi { (learner.name) } }
            p {
                @if learner.id != learner.name { bdi { (learner.id) } "; " }
                (points) "; "
                a href={ "#" (places::row(index)) } {
                    (tr!("row in the table")) span.spoken { ": " bdi { (learner.name) } }
                }
            }
            details {
                summary { (overview(class, learner)) span.spoken { ": " bdi { (learner.name) } } }
                @for column in &class.exercises {
                    @if let Some(grade) = learner.grade(column.number) { (submission(index, column, grade)) }
                }
            }
        }
        "\n"
    }
}

/// How many exercises have which standing.
fn overview(class: &Class, learner: &Learner) -> String {
    let states: Vec<State> = class.exercises.iter().map(|column| State::of(learner.grade(column.number))).collect();
    let count = |state: State| states.iter().filter(|one| **one == state).count();
    let counts = State::ALL.map(|state| (count(state), state.name()));
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{name}: {count}"));
    counts.collect::<Vec<_>>().join(", ")
}

fn submission(learner: usize, column: &Column, grade: &Grade) -> Markup {
    let state = State::of(Some(grade));
    let passed = grade.checks.iter().filter(|check| check.ending == CheckEnding::Passed).count();
    html! {
        section.submission #(places::grade(learner, column.number)) {
            h4 {
                span.sign.(state.class()) {} " "
                (tr!(
                    "{exercise}: {standing}, {earned} of {possible} points",
                    exercise = state::exercise(column),
                    standing = state.name(),
                    earned = grade.earned,
                    possible = grade.possible
                ))
                @if let Some(medal) = grade.medal { ", " (medal_sign(medal)) " " (medal.name()) }
            }
            p.quiet { (facts(grade)) }
            (explanation::reasons(&grade.rejection))
            @for check in left(grade) { (unproven(check)) }
            @if passed > 0 { p { (tr!("{n} check passed." | "{n} checks passed." % passed)) } }
        }
    }
}

/// The checks that were not passed, one by one; of a stub, nobody asks which.
fn left(grade: &Grade) -> impl Iterator<Item = &GradedCheck> {
    grade.checks.iter().filter(|check| !grade.is_stub && check.ending != CheckEnding::Passed)
}

fn facts(grade: &Grade) -> String {
    let hash = grade.sha256.as_deref().map(|hash| hash.chars().take(HASH_DIGITS).collect::<String>());
    let facts = [
        grade.is_stub.then(|| tr!("the stub, as it came")),
        grade.speed_up.map(|speed_up| tr!("{times} as fast", times = times(speed_up))),
        Some(tr!("judged in {seconds} s", seconds = grade.elapsed_ms.div_ceil(1000))),
        Some(tr!("sandbox {level}", level = grade.sandbox.name())),
        hash.map(|hash| format!("SHA-256 {hash}")),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// A check that was not passed.
fn unproven(check: &GradedCheck) -> Markup {
    let state = State::from(check.ending);
    html! {
        div.check {
            h5 {
                span.sign.(state.class()) {} " " (code::sentence(&said(&check.name)))
                " (" (state.name()) ", " (tr!("{n} point" | "{n} points" % check.points)) ", " (stage(check.stage)) ")"
            }
            (explanation::reasons(&check.reasons))
            @if let Some(hint) = check.hint { p.quiet { (tr!("Hint {hint} fits.", hint)) } }
            (explanation::printed(&check.printed))
        }
    }
}

fn stage(stage: Stage) -> String {
    match stage {
        Stage::Behaviour => tr!("run for real"),
        Stage::Interleavings => tr!("in every order of its threads"),
        Stage::Speed => tr!("against the clock"),
    }
}
