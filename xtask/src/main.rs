//! `cargo xtask`: the command line of the course. Each command is a file in `commands`; the work is done by
//! the library `judge`.

mod cli;
mod commands;

use cli::{Cli, Command, Words};
use judge::layout::Profile;
use judge::sandbox;
use std::ffi::OsString;
use std::process::ExitCode;
use xtask::desk::Desk;
use xtask::exit::Exit;
use xtask::{desk, exit, speech};

fn main() -> ExitCode {
    sandbox::enter_if_asked();
    exit::end_everything_on_ctrl_c();
    speech::begin();
    run(&speech::parse::<Cli>()).unwrap_or_else(|error| exit::report(&error)).into()
}

fn run(cli: &Cli) -> anyhow::Result<Exit> {
    let desk = Desk::open()?;
    if let Some(level) = cli.sandbox {
        sandbox::require(level)?;
    }
    let Some(command) = &cli.command else { return commands::home::run(&desk) };
    commands::learners::refuse_what_is_not_here(&desk.layout, command)?;
    match command {
        Command::List(args) => commands::list::run(&desk, args),
        Command::Watch(args) => commands::watch::run(&desk, args),
        Command::Check(args) => commands::check::run(&desk, args),
        Command::Hint(args) => commands::hint::run(&desk, args),
        Command::Reset(args) => commands::reset::run(&desk, args),
        Command::Solution(args) => commands::solution::run(&desk, args),
        Command::Progress(args) => commands::progress::run(&desk, args),
        Command::Bench(words) => commands::program::run(&desk, "bench", Profile::Debug, &words.args),
        Command::Compare(words) => commands::program::run(&desk, "compare", Profile::Release, &words.args),
        Command::Book(words) => commands::program::run(&desk, "book", Profile::Debug, &words.args),
        Command::Grade(words) => {
            commands::program::run(&desk, "grade", Profile::Debug, &for_a_class("grade", cli, words))
        }
        Command::Worker(words) => {
            commands::program::run(&desk, "grade", Profile::Debug, &for_a_class("worker", cli, words))
        }
        Command::New(args) => commands::new::run(&desk, args),
        Command::Export(words) => {
            commands::program::run(&desk, "grade", Profile::Debug, &for_a_class("export", cli, words))
        }
        Command::Verify(args) => commands::verify::run(&desk, args),
        Command::Doctor => commands::doctor::run(&desk),
        Command::Selfbench(args) => commands::selfbench::run(&desk, args),
        Command::Ci(args) => commands::ci::run(&desk, args),
        Command::ComputeWhile { flag } => Ok(commands::selfbench::compute_while(flag)),
    }
}

/// One program does all of them. `--sandbox` may stand before its name, where it does not see it.
fn for_a_class(name: &str, cli: &Cli, words: &Words) -> Vec<OsString> {
    let level = cli.sandbox.map(|level| format!("--sandbox={level}").into());
    [name.into()].into_iter().chain(level).chain(words.args.iter().cloned()).collect()
}
