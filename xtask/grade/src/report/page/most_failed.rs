//! The checks that fail most, with an example of what learners read about each.

use super::failures::{Failure, most_failed};
use super::{code, explanation, places, state};
use crate::class::Class;
use judge::language::said;
use maud::{Markup, html};
use tr::tr;

/// What a teacher can talk about in one lesson, and more.
const MOST: usize = 15;

pub(super) fn render(class: &Class) -> Markup {
    let failures = most_failed(class, MOST);
    html! {
        section {
            h2 #failures { (tr!("What failed most")) }
            @if failures.is_empty() {
                p { (tr!("No check has failed.")) }
            } @else {
                div.scroll role="region" aria-labelledby="failures" tabindex="0" { (table(class, &failures)) }
            }
        }
    }
}

fn table(class: &Class, failures: &[Failure]) -> Markup {
    html! {
        table.failures {
            caption { (tr!("Checks by how many submissions failed them, each with its most frequent explanation")) }
            thead {
                tr {
                    th scope="col" { (tr!("Failed")) }
                    th scope="col" { (tr!("Exercise")) }
                    th scope="col" { (tr!("What is checked")) }
                    th scope="col" { (tr!("Example")) }
                }
            }
            tbody { @for failure in failures { (row(class, failure)) } }
        }
    }
}

fn row(class: &Class, failure: &Failure) -> Markup {
    let Failure { exercise, check, failed, of, reasons, learner } = failure;
    html! {
        tr {
            td { (tr!("{failed} of {all}", failed, all = of)) }
            td { (state::exercise(exercise)) }
            th scope="row" {
                @match check {
                    Some(check) => (code::sentence(&said(&check.name))),
                    None => (tr!("the submission runs at all")),
                }
            }
            td {
                (explanation::reasons(reasons))
                p {
                    a href={ "#" (places::grade(*learner, exercise.number)) } {
                        bdi { (class.learners[*learner].name) }
                    }
                }
            }
        }
        "\n"
    }
}
