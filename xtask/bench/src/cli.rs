//! The words that `cargo xtask bench` understands.

use clap::Parser;
use std::path::PathBuf;
use xtask::speech::LanguageOption;

const AFTER_HELP: &str = "\
Each round times the solution once on each number of cores (or, for work that waits, with each
number of requests at once), and the authors' version beside it, in random order and each in a
fresh process. Speed-up is the time on one core divided by the time on more, of the same round;
efficiency is the speed-up divided by the cores.
Exit codes: 0 measured, 1 not measured because of a mistake in the solution, 2 wrong usage or a
broken environment, 130 interrupted.";

/// Measure how much faster your solution is on more cores, or with more requests at once
#[derive(Debug, Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench", after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Which exercise; it must be one that is timed by a real clock
    pub(crate) exercise: String,
    /// Measure the authors' solution instead of yours
    #[arg(long, conflicts_with = "file")]
    pub(crate) solution: bool,
    /// Measure this file instead of the exercise's src/lib.rs
    #[arg(long, value_name = "PATH")]
    pub(crate) file: Option<PathBuf>,
    /// How many runs each number of cores gets; usually 15, or 3 for work that waits for requests
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: Option<u32>,
    /// Print the figures as JSON, as docs/bench.schema.json describes them
    #[arg(long)]
    pub(crate) json: bool,
    /// Draw the chart into this file too, as SVG; one that is there is replaced
    #[arg(long, value_name = "PATH")]
    pub(crate) svg: Option<PathBuf>,
    /// Make the random choices of an earlier run again
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    #[command(flatten)]
    pub(crate) language: LanguageOption,
}
