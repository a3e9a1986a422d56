//! The words around hints: what they cost, which comes next, and which fits a check that failed.

use super::terminal::STRONG;
use super::{ordinal, prose};
use crate::catalog::Exercise;
use crate::hints::COUNT;

/// One hint; `number` is 1 to 3.
pub fn render(exercise: &Exercise, number: u8, text: &str) -> String {
    let heading = format!("Hint {number} of {COUNT}: exercise {}, {}", exercise.number, exercise.slug);
    format!("{STRONG}{heading}{STRONG:#}\n\n{}\n\n", prose::fill(text))
}

/// What hints cost, and what is next. The hints up to `seen` had been shown before, and those up to `shown` have now.
pub fn after(exercise: &Exercise, seen: u8, shown: u8) -> String {
    let number = exercise.number;
    let counted =
        if shown <= seen { "Seen before, so not counted again" } else { "Hints cost nothing, but are counted" };
    let reached = seen.max(shown);
    let mut text = format!("{counted}: you have seen {reached} of {COUNT} here.\n");
    text += &if reached < COUNT {
        format!("`cargo xtask hint {number}` shows the {}.\n", ordinal(reached + 1))
    } else if shown <= seen {
        format!("`cargo xtask hint {number} --all` shows all of them again.\n")
    } else {
        format!("That was the last one. `cargo xtask solution {number} --spoil` shows the solution.\n")
    };
    text
}

/// Which hint fits a check that failed, and how to see it, when those up to `seen` have been shown: one line or two.
pub(super) fn stuck(number: u32, fits: u8, seen: u8) -> Vec<String> {
    let which = ordinal(fits);
    let next = (seen < COUNT).then(|| format!("`cargo xtask hint {number}` shows the {}", ordinal(seen + 1)));
    if fits <= seen {
        let first = format!("Stuck? Its {which} hint, seen before, fits that one: `cargo xtask hint {number} {fits}`.");
        return [Some(first), next.map(|next| format!("{next}, which says more."))].into_iter().flatten().collect();
    }
    if fits == seen + 1 {
        return vec![format!("Stuck? The {which} of its three hints fits that one: `cargo xtask hint {number}`.")];
    }
    let first = format!("Stuck? The {which} of its three hints fits that one: `cargo xtask hint {number} {fits}`.");
    [Some(first), next.map(|next| format!("{next}, which says less."))].into_iter().flatten().collect()
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
