//! The words around hints: what they cost, which comes next, and which fits a check that failed.

use super::page::STRONG;
use super::{ordinal, prose};
use crate::catalog::Exercise;
use crate::hints::COUNT;
use crate::kind::Kind;
use tr::tr;

/// One hint; `number` is 1 to 3.
pub fn render(exercise: &Exercise, number: u8, text: &str) -> String {
    let heading = tr!(
        "Hint {hint} of {count}: exercise {number}, {slug}",
        hint = number,
        count = COUNT,
        number = exercise.number,
        slug = exercise.slug
    );
    format!("{STRONG}{heading}{STRONG:#}\n\n{}\n\n", prose::fill(text))
}

/// What hints cost, and what is next. The hints up to `seen` had been shown before, and those up to `shown` have now.
pub fn after(exercise: &Exercise, seen: u8, shown: u8) -> String {
    let number = exercise.number;
    let reached = seen.max(shown);
    let counted = if shown <= seen {
        tr!("Seen before, so not counted again: you have seen {reached} of {count} here.", reached, count = COUNT)
    } else {
        tr!("Hints cost nothing, but are counted: you have seen {reached} of {count} here.", reached, count = COUNT)
    };
    let next = if reached < COUNT {
        tr!("`cargo xtask hint {number}` shows the {which}.", number, which = ordinal(reached + 1))
    } else if shown <= seen {
        tr!("`cargo xtask hint {number} --all` shows all of them again.", number)
    } else {
        match exercise.kit {
            Kind::Whole => {
                tr!("That was the last one. `cargo xtask solution {number} --spoil` shows the solution.", number)
            }
            Kind::Learners => tr!("That was the last one."),
        }
    };
    format!("{counted}\n{next}\n")
}

/// Which hint fits a check that failed, and how to see it, when those up to `seen` have been shown: one line or two.
pub(super) fn stuck(number: u32, fits: u8, seen: u8) -> Vec<String> {
    let which = ordinal(fits);
    let is_next = fits == seen + 1;
    let command =
        if is_next { format!("cargo xtask hint {number}") } else { format!("cargo xtask hint {number} {fits}") };
    let first = if fits <= seen {
        tr!("Stuck? Its {which} hint, seen before, fits that one: `{command}`.", which, command)
    } else {
        tr!("Stuck? The {which} of its three hints fits that one: `{command}`.", which, command)
    };
    let second = (seen < COUNT && !is_next).then(|| {
        let which = ordinal(seen + 1);
        if fits <= seen {
            tr!("`cargo xtask hint {number}` shows the {which}, which says more.", number, which)
        } else {
            tr!("`cargo xtask hint {number}` shows the {which}, which says less.", number, which)
        }
    });
    [Some(first), second].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_that_fits_is_named_with_how_to_see_it() {
        for (fits, seen, command, next) in [
            (1, 0, "The first of its three hints fits that one: `cargo xtask hint 3`.", None),
            (2, 1, "The second of its three hints fits that one: `cargo xtask hint 3`.", None),
            (3, 1, "`cargo xtask hint 3 3`.", Some("`cargo xtask hint 3` shows the second, which says less.")),
            (
                1,
                1,
                "Its first hint, seen before, fits that one: `cargo xtask hint 3 1`.",
                Some("`cargo xtask hint 3` shows the second, which says more."),
            ),
            (2, 3, "seen before, fits that one: `cargo xtask hint 3 2`.", None),
        ] {
            let lines = stuck(3, fits, seen);
            assert!(lines[0].ends_with(command), "{fits} of {seen} seen: {lines:?}");
            assert_eq!(lines.get(1).map(String::as_str), next);
            assert!(stuck(12, fits, seen).iter().all(|line| line.len() <= 80), "{lines:?}");
        }
    }
}
