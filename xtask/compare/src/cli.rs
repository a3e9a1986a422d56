//! The words that `cargo xtask compare` understands.

use crate::report::Topic;
use clap::{Parser, ValueEnum};
use std::path::PathBuf;
use xtask::speech::LanguageOption;

const AFTER_HELP: &str = "\
Without a table, all three are measured, which takes about 40 seconds. The pages come from a server on this
machine, so nothing is needed from the network.
Exit codes: 0 measured, 2 wrong usage or something is broken, 130 interrupted.";

/// The tables of the Python tutorials, measured again in Rust, on this machine.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask compare", bin_name = "cargo xtask compare", after_help = AFTER_HELP)]
pub struct Cli {
    /// Only this table
    pub table: Option<Topic>,
    /// How long the server takes for each page, in milliseconds
    #[arg(long, value_name = "NUMBER", default_value_t = 100, value_parser = clap::value_parser!(u64).range(..=1000))]
    pub delay_ms: u64,
    /// Also draw each table as DIR/io.svg, DIR/cpu.svg, DIR/both.svg
    #[arg(long, value_name = "DIR")]
    pub svg: Option<PathBuf>,
    /// Print the figures as JSON, as docs/compare.schema.json describes it
    #[arg(long)]
    pub json: bool,
    /// What this program is when it has started itself again
    #[arg(long, hide = true)]
    pub role: Option<Role>,
    /// The language that is asked for.
    #[command(flatten)]
    pub language: LanguageOption,
}

/// A process that this program starts: itself again, in another role.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Role {
    /// The server
    Serve,
    /// A process that sieves
    Sieve,
    /// A process that fetches and parses pages
    Scrape,
}

impl Role {
    /// The arguments that make a process one of this role.
    pub(crate) fn args(self) -> Vec<String> {
        let value = self.to_possible_value().expect("no role is left out");
        vec!["--role".to_owned(), value.get_name().to_owned()]
    }
}
