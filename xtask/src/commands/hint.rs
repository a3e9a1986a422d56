//! `cargo xtask hint`: one more hint at each call, or one of them again.

use crate::cli::HintArgs;
use crate::desk::{Desk, say};
use crate::exit::Exit;
use judge::hints;
use judge::report::hint;

pub(crate) fn run(desk: &Desk, args: &HintArgs) -> anyhow::Result<Exit> {
    let exercise = desk.exercise(&args.exercise)?;
    let texts = hints::load(&desk.layout, exercise)?;
    let seen = desk.progress()?.of(&exercise.slug).hints_seen();
    let (first, last) = match args.number {
        _ if args.all => (1, hints::COUNT),
        Some(number) => (number, number),
        None => (next(seen), next(seen)),
    };
    for number in first..=last {
        say(&hint::render(exercise, number, &texts[usize::from(number) - 1]))?;
    }
    if last > seen {
        desk.keep(|progress| progress.record_hints(&exercise.slug, last));
    }
    say(&hint::after(exercise, seen, last))?;
    Ok(Exit::Passed)
}

/// The hint that is shown after so many.
pub(crate) fn next(seen: u8) -> u8 {
    (seen + 1).min(hints::COUNT)
}
