//! Why a check failed, as its learner reads it, and what the program printed. Both may be hostile or endless; who wants
//! all of it finds it in class.json.

use super::{code, plain};
use maud::{Markup, html};
use tr::tr;

const REASONS: usize = 30;
const REASONS_CHARACTERS: usize = 3000;
const PRINTED_LINES: usize = 20;
const PRINTED_CHARACTERS: usize = 1500;

/// A paragraph each.
pub(super) fn reasons(reasons: &[String]) -> Markup {
    let (kept, is_all) = plain::beginnings(reasons, REASONS, REASONS_CHARACTERS);
    html! {
        @for reason in kept { p.reason { (code::sentence(reason)) } }
        @if !is_all { p.reason { (cut()) } }
    }
}

/// Nothing when nothing was printed.
pub(super) fn printed(text: &str) -> Markup {
    let (kept, is_all) = plain::beginning(text, PRINTED_LINES, PRINTED_CHARACTERS);
    html! {
        @if !kept.is_empty() {
            p { (tr!("It printed:")) }
            // A browser leaves out a line end that begins a `pre`.
            pre { "\n" (kept) @if !is_all { "\n" (cut()) } }
        }
    }
}

fn cut() -> Markup {
    html! { span.quiet { "[" (tr!("the rest is in class.json")) "]" } }
}
