//! What a teacher should look at before the results: what could not be taken in, and submissions that are alike. The
//! page tells of them and judges nobody.

use super::{code, places, state};
use crate::class::{Alike, Class};
use maud::{Markup, html};
use tr::tr;

/// Nothing where there is nothing to tell.
pub(super) fn render(class: &Class) -> Markup {
    html! {
        @if !class.left_out.is_empty() { (left_out(class)) }
        @if !class.alike.is_empty() { (alike(class)) }
    }
}

fn left_out(class: &Class) -> Markup {
    html! {
        section {
            h2 #left-out { (tr!("Left out")) }
            p { (tr!("This could not be taken in or graded, and nobody has points for it:")) }
            ul {
                @for left_out in &class.left_out {
                    li { bdi { code { (left_out.path) } } ": " (code::sentence(&left_out.reason)) }
                }
            }
        }
    }
}

fn alike(class: &Class) -> Markup {
    html! {
        section {
            h2 #alike { (tr!("Submissions that are alike")) }
            p {
                (tr!("These submissions are the same but for names, spacing and comments. There can be good reasons for \
                      that, and no points depend on it: look at them, and ask."))
            }
            ul { @for group in &class.alike { li { (render_group(class, group)) } } }
        }
    }
}

fn render_group(class: &Class, group: &Alike) -> Markup {
    let column = class.exercises.iter().find(|column| column.number == group.exercise);
    html! {
        @match column {
            Some(column) => (state::exercise(column)),
            None => (group.exercise),
        }
        ": "
        @for (index, id) in group.learners.iter().enumerate() {
            @if index > 0 { ", " }
            (link(class, group.exercise, id))
        }
        @if group.is_published {
            " (" (tr!("like a solution that is shown after solving")) ")"
        }
    }
}

fn link(class: &Class, exercise: u32, id: &str) -> Markup {
    let found = class.learners.iter().position(|learner| learner.id == id);
    let graded = found.filter(|index| class.learners[*index].grade(exercise).is_some());
    html! {
        @match graded {
            Some(index) => a href={ "#" (places::grade(index, exercise)) } { bdi { (class.learners[index].name) } },
            None => bdi { (id) },
        }
    }
}
