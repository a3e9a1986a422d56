//! The table of results: a row for each learner, a column for each exercise. Each cell leads to its details.

use super::state::{self, State, medal_sign};
use super::{filters, places};
use crate::class::{Class, Column, Learner};
use crate::grade::Grade;
use judge::catalog::Medal;
use maud::{Markup, html};
use tr::tr;

/// With more columns than this, their heads are written upwards.
const WIDE: usize = 8;

pub(super) fn render(class: &Class) -> Markup {
    html! {
        section {
            h2 #results { (tr!("Results")) }
            (legend())
            (filters::render(class))
            // A part of the page that scrolls by itself has to be reached with the keyboard.
            div.scroll.results role="region" aria-labelledby="results" tabindex="0" {
                table #matrix.wide[class.exercises.len() > WIDE] {
                    caption { (tr!("Points of each learner in each exercise")) }
                    (head(class))
                    tbody {
                        @for (index, learner) in class.learners.iter().enumerate() { (row(class, index, learner)) }
                    }
                    (foot(class))
                }
            }
        }
    }
}

/// What the signs mean.
fn legend() -> Markup {
    html! {
        ul.legend {
            @for state in State::ALL { li { span.sign.(state.class()) {} " " (state.name()) } }
            @for medal in [Medal::Gold, Medal::Silver, Medal::Bronze] {
                li { (medal_sign(medal)) " " (tr!("{medal} for speed", medal = medal.name())) }
            }
        }
    }
}

/// The script makes buttons of these.
fn head(class: &Class) -> Markup {
    html! {
        thead {
            tr {
                th scope="col" aria-sort="ascending" { (tr!("Learner")) }
                th scope="col" { (tr!("Points")) " " small { (tr!("of {all}", all = class.possible())) } }
                th scope="col" { (tr!("Passed")) " " small { (tr!("of {all}", all = class.exercises.len())) } }
                @for column in &class.exercises {
                    th scope="col" {
                        span.title { (state::exercise(column)) }
                        " " small { (tr!("of {all}", all = column.points)) }
                    }
                }
            }
        }
        "\n"
    }
}

fn row(class: &Class, index: usize, learner: &Learner) -> Markup {
    let states = class.exercises.iter().map(|column| State::of(learner.grade(column.number)));
    let letters: String = states.map(State::letter).collect();
    let (earned, passed) = (learner.earned(), letters.matches(State::Passed.letter()).count());
    html! {
        tr #(places::row(index)) data-states=(letters) {
            th scope="row" {
                a href={ "#" (places::learner(index)) } { bdi { (learner.name) } }
                @if learner.id != learner.name { " " small { bdi { (learner.id) } } }
            }
            td data-sort=(earned) { (earned) }
            td data-sort=(passed) { (passed) }
            @for column in &class.exercises { (cell(index, column, learner.grade(column.number))) }
        }
        "\n"
    }
}

fn cell(index: usize, column: &Column, grade: Option<&Grade>) -> Markup {
    let state = State::of(grade);
    html! {
        td.(state.class()) data-sort=(rank(grade)) {
            @if let Some(grade) = grade {
                a href={ "#" (places::grade(index, column.number)) } {
                    (grade.earned)
                    @if let Some(medal) = grade.medal { (medal_sign(medal)) }
                    span.spoken {
                        " " (state.name())
                        @if let Some(medal) = grade.medal { ", " (medal.name()) }
                    }
                }
            } @else {
                span.spoken { (state.name()) }
            }
        }
    }
}

/// What a column is sorted by: points, and the medal where these are the same.
fn rank(grade: Option<&Grade>) -> i64 {
    let Some(grade) = grade else { return -1 };
    let medal = match grade.medal {
        None => 0,
        Some(Medal::Bronze) => 1,
        Some(Medal::Silver) => 2,
        Some(Medal::Gold) => 3,
    };
    i64::from(grade.earned) * 4 + medal
}

/// How many have passed each exercise.
fn foot(class: &Class) -> Markup {
    html! {
        tfoot {
            tr {
                th scope="row" colspan="3" { (tr!("Passed, of those handed in")) }
                @for column in &class.exercises { td { (passed(class, column)) } }
            }
        }
    }
}

fn passed(class: &Class, column: &Column) -> String {
    let grades = class.learners.iter().filter_map(|learner| learner.grade(column.number));
    let states: Vec<State> = grades.map(|grade| State::of(Some(grade))).collect();
    let passed = states.iter().filter(|state| **state == State::Passed).count();
    tr!("{passed} of {all}", passed, all = states.len())
}
