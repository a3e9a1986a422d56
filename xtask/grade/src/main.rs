//! `cargo xtask grade`: judges what a class has handed in, and writes reports; and `cargo xtask worker`, which judges for
//! graders on other machines; and `cargo xtask export`, which makes what a teacher hands out ([`export`]).
//!
//! What was handed in becomes plain data ([`intake`]) and then tasks ([`tasks`]). These go through a queue ([`queue`],
//! [`hand_out`]) to hands ([`hands`]) that judge them ([`work`]); results are kept on disk as they come ([`store`]), so
//! that nothing is graded twice. In the end they are put together ([`assembly`]) for the reports ([`report`]).

mod alike;
mod assembly;
mod class;
mod cli;
mod export;
mod grade;
mod grading;
mod hand_out;
mod hands;
mod intake;
mod kit;
mod progress;
mod protection;
mod queue;
mod report;
mod reports;
mod store;
mod summary;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;
mod tasks;
mod work;
mod worker;

use cli::{Cli, Command};
use judge::language::Spoken;
use std::process::ExitCode;
use xtask::desk::Desk;
use xtask::exit::{self, Exit};
use xtask::speech;

fn main() -> ExitCode {
    judge::sandbox::enter_if_asked();
    exit::end_everything_on_ctrl_c();
    speech::begin();
    tr::set_translator!(Spoken);
    run(&speech::parse::<Cli>()).unwrap_or_else(|error| exit::report(&error)).into()
}

fn run(cli: &Cli) -> anyhow::Result<Exit> {
    let desk = Desk::open()?;
    match &cli.command {
        Command::Grade(args) => grading::run(&desk, args),
        Command::Worker(args) => worker::run(&desk, args),
        Command::Export(args) => export::run(&desk, args),
    }
}
