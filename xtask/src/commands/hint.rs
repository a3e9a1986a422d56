//! `cargo xtask hint`: one more hint at each call.

use crate::cli::HintArgs;
use crate::desk::{self, Desk, say};
use crate::exit::Exit;
use judge::report::terminal::prose;
use judge::{hints, progress};

pub(crate) fn run(desk: &Desk, args: &HintArgs) -> anyhow::Result<Exit> {
    let exercise = desk.exercise(&args.exercise)?;
    let texts = hints::load(&desk.layout, exercise)?;
    let (progress, loaded) = progress::load(&desk.layout)?;
    desk::warn_if_set_aside(&loaded, &desk.layout);
    let seen = progress.of(&exercise.slug).hints_shown;
    let next = seen.saturating_add(1).min(hints::COUNT);
    let first = if args.all { 1 } else { next };
    let last = if args.all { hints::COUNT } else { next };
    for number in first..=last {
        say(&format!("Hint {number} of {}\n\n{}\n\n", hints::COUNT, prose(&texts[usize::from(number) - 1])))?;
    }
    progress::update(&desk.layout, |progress| progress.record_hints(&exercise.slug, last))?;
    say(&after(exercise.number, seen, last))?;
    Ok(Exit::Passed)
}

fn after(number: u32, seen: u8, shown: u8) -> String {
    if shown < hints::COUNT {
        format!("`cargo xtask hint {number}` shows the next one.\n")
    } else if seen == hints::COUNT {
        format!("That is the last one. `cargo xtask hint {number} --all` shows all three again.\n")
    } else {
        format!("That was the last one. `cargo xtask solution {number} --spoil` shows the solution.\n")
    }
}
