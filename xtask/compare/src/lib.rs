//! The tables of the Python tutorials, measured again in Rust; see `main.rs`. A library, so that tests can call each way.

pub mod both;
mod chart;
pub mod cli;
mod client;
pub mod cpu_bound;
pub mod io_bound;
mod json;
mod lessons;
mod measure;
mod pages;
mod processes;
mod progress;
mod queue;
#[cfg(test)]
mod recorded;
pub mod report;
pub mod server;
mod tables;
mod text;
mod tutorials;

pub use pages::{Site, Summary, verify_long, verify_short};

use anyhow::{Context, Result};
use cli::Cli;
use judge::process::machine;
use report::{Report, Topic};
use std::env;
use std::fs;
use std::path::Path;
use tables::Bench;
use tr::tr;
use xtask::desk;

/// Measures what was asked for, and shows it.
pub fn run(cli: &Cli) -> Result<()> {
    // First of all, so that nobody waits for figures that cannot be kept.
    if let Some(folder) = &cli.svg {
        fs::create_dir_all(folder).with_context(|| tr!("cannot create the folder {path}", path = folder.display()))?;
    }
    let topics = cli.table.map_or(Topic::ALL.to_vec(), |topic| vec![topic]);
    let report = measure(&topics, cli.delay_ms)?;
    let page = if cli.json { json::render(&report) } else { text::render(&report, desk::marks()) };
    desk::say(&page)?;
    if let Some(folder) = &cli.svg {
        report.tables.iter().try_for_each(|table| draw(&report, table, folder))?;
    }
    Ok(())
}

fn measure(topics: &[Topic], delay_ms: u64) -> Result<Report> {
    let program = env::current_exe().with_context(|| tr!("this program does not know where it is"))?;
    let bench = Bench::new(&program, machine::usable_cores(), delay_ms);
    let tables = topics.iter().map(|topic| bench.table(*topic)).collect::<Result<_>>()?;
    Ok(Report { cores: bench.cores, delay_ms, tables })
}

fn draw(report: &Report, table: &report::Table, folder: &Path) -> Result<()> {
    let file = folder.join(format!("{}.svg", table.topic.word()));
    fs::write(&file, chart::draw(report, table)).with_context(|| tr!("cannot write {path}", path = file.display()))?;
    anstream::eprintln!("{}", tr!("Drawn: {path}", path = file.display()));
    Ok(())
}
