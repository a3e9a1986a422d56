//! The results of a class as one web page, in a file of its own that asks for nothing else: it can be opened from a
//! disk, mailed, or put on a server. Without its script everything can be read; only sorting and searching are missing.
//!
//! Names and output in it come from strangers. The templates escape whatever is put into them ([`maud`]), [`plain`]
//! takes out what steers, and the policy in the page's head ([`assets`]) lets nothing run but the page's own script.
//!
//! All details are in the page from the beginning, folded away, and not in data that a script would make them from: so
//! they can be read, searched and printed without it. That makes about 10 MB for 500 learners with 26 exercises each,
//! a third of which have failed (measured in `tests`); browsers lay out only what is unfolded and in sight.

mod assets;
mod chart;
mod code;
mod distribution;
mod explanation;
mod failures;
mod filters;
mod head;
mod histogram;
mod learner;
mod matrix;
mod most_failed;
mod notices;
mod places;
mod plain;
mod state;
#[cfg(test)]
mod tests;

use crate::class::Class;
use judge::language;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use tr::tr;

/// The page, in the language of this process.
pub(crate) fn render(class: &Class) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(language::spoken().code()) {
            (meta())
            body {
                a.skip href="#results" { (tr!("To the results")) }
                (head::render(class))
                (contents(class))
                main {
                    (notices::render(class))
                    (matrix::render(class))
                    (distribution::render(class))
                    (most_failed::render(class))
                    (learner::render_all(class))
                }
                script { (PreEscaped(assets::script())) }
            }
        }
    };
    plain::harmless(&page.into_string()) + "\n"
}

/// What browsers are told. The policy stands before everything that it is for.
fn meta() -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(assets::policy());
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            meta name="robots" content="noindex";
            title { (head::title()) }
            // Without one, browsers ask the server for it.
            link rel="icon" href="data:,";
            style { (PreEscaped(assets::style())) }
        }
    }
}

/// Links to the parts of the page.
fn contents(class: &Class) -> Markup {
    html! {
        nav aria-label=(tr!("On this page")) {
            ul {
                @if !class.left_out.is_empty() { li { a href="#left-out" { (tr!("Left out")) } } }
                @if !class.alike.is_empty() { li { a href="#alike" { (tr!("Submissions that are alike")) } } }
                li { a href="#results" { (tr!("Results")) } }
                li { a href="#distribution" { (tr!("Distribution")) } }
                li { a href="#failures" { (tr!("What failed most")) } }
                li { a href="#learners" { (tr!("Each learner")) } }
            }
        }
    }
}
