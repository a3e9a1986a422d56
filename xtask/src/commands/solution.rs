//! `cargo xtask solution`: the authors' way, after the learner's own has passed.

use crate::cli::SolutionArgs;
use crate::desk::{self, Desk, say};
use crate::exit::Exit;
use judge::KitError;
use judge::authoring::{self, Alternative};
use judge::progress;
use std::fs;

pub(crate) fn run(desk: &Desk, args: &SolutionArgs) -> anyhow::Result<Exit> {
    let exercise = desk.exercise(&args.exercise)?;
    let number = exercise.number;
    let (progress, loaded) = progress::load(&desk.layout)?;
    desk::warn_if_set_aside(&loaded, &desk.layout);
    if progress.of(&exercise.slug).passed_at.is_none() && !args.spoil {
        say(&format!(
            "Exercise {number} has not passed yet: its solution would take the best part away.\n\
             `cargo xtask hint {number}` helps.\n\
             `cargo xtask solution {number} --spoil` shows it all the same.\n"
        ))?;
        return Ok(Exit::NotPassed);
    }
    let folder = desk.layout.solutions(&exercise.folder);
    for name in ["NOTES.md", "lib.rs"] {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).map_err(KitError::file("read", &path))?;
        say(&format!("---- {} ----\n\n{}\n\n", desk.layout.display(&path), text.trim_end()))?;
    }
    let listed = authoring::load(&desk.layout, exercise)?;
    let lines: String = listed.alternative.iter().map(|entry| other_way(&exercise.folder, entry)).collect();
    say(&format!("Other ways that pass:\n{lines}"))?;
    Ok(Exit::Passed)
}

fn other_way(folder: &str, entry: &Alternative) -> String {
    format!("  solutions/{folder}/{}\n      {}\n", entry.file, entry.idea)
}
