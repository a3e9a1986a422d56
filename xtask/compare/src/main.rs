//! `cargo xtask compare`: the tables of the Python tutorials that this course answers, measured again in Rust, on this
//! machine.
//!
//! What is compared is in `io_bound`, `cpu_bound` and `both`: a function for each way. How it is measured is in
//! `measure` and `tables`; what is made of it in `lessons`, `text` and `chart`.

use compare::cli::{Cli, Role};
use judge::language::Spoken;
use std::process::ExitCode;
use xtask::exit::{self, Exit};
use xtask::speech;

fn main() -> ExitCode {
    speech::begin();
    tr::set_translator!(Spoken);
    let cli = speech::parse::<Cli>();
    let done = match cli.role {
        None => compare::run(&cli),
        Some(Role::Serve) => compare::server::serve(cli.delay_ms),
        Some(Role::Sieve) => compare::cpu_bound::work(),
        Some(Role::Scrape) => compare::both::work(),
    };
    match done {
        Ok(()) => Exit::Passed,
        Err(error) => exit::report(&error),
    }
    .into()
}
