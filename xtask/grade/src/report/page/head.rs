//! The head of the page: what was graded, when, and how.

use super::code;
use crate::class::Class;
use judge::report::thousands;
use judge::sandbox::Level;
use maud::{Markup, html};
use tr::tr;

/// What the page is called.
pub(super) fn title() -> String {
    tr!("Lockstep: results of a class")
}

pub(super) fn render(class: &Class) -> Markup {
    html! {
        header {
            h1 { (title()) }
            dl.facts {
                (fact(&tr!("Graded"), &html! { time datetime=(class.graded_at) { (moment(&class.graded_at)) } }))
                (fact(&tr!("Exercises"), &html! { (exercises(class)) }))
                (fact(&tr!("Learners"), &html! { (learners(class)) }))
                (fact(&tr!("Version"), &html! { "Lockstep " (class.kit_version) }))
                (fact(&tr!("Seed"), &html! {
                    (class.seed) " (" (code::sentence(&tr!("`--seed {seed}` repeats every random choice", seed = class.seed))) ")"
                }))
                (fact(&tr!("Sandbox"), &html! { (class.sandbox.name()) ": " (walls(class.sandbox)) }))
                (fact(&tr!("Left out"), &counted(class.left_out.len(), "#left-out")))
                (fact(&tr!("Alike"), &counted(class.alike.len(), "#alike")))
            }
        }
    }
}

fn fact(name: &str, value: &Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// `2026-11-22T09:30:00Z` for people.
fn moment(timestamp: &str) -> String {
    timestamp.replace('T', " ").replace('Z', " UTC")
}

fn exercises(class: &Class) -> String {
    let points = class.possible();
    let exercises = tr!("{n} exercise" | "{n} exercises" % class.exercises.len());
    let points = tr!("{n} point" | "{n} points" % points);
    format!("{exercises}, {points}")
}

fn learners(class: &Class) -> String {
    let submissions: usize = class.learners.iter().map(|learner| learner.grades.len()).sum();
    let learners = tr!("{n} learner" | "{n} learners" % class.learners.len());
    let submissions =
        tr!("{number} submission" | "{number} submissions" % submissions, number = thousands(submissions));
    format!("{learners}, {submissions}")
}

fn walls(level: Level) -> String {
    match level {
        Level::None => tr!("nothing stood between the submissions and this machine"),
        Level::Confined => tr!("the kernel kept each submission away from what is not its own"),
        Level::Namespaces => {
            tr!("each submission had a network and a root folder of its own, and the kernel kept it away from all else")
        }
    }
}

/// How many there are, with a link to them.
fn counted(count: usize, place: &str) -> Markup {
    html! { @if count == 0 { (tr!("nothing")) } @else { a href=(place) { (count) } } }
}
