//! How the program ends: the only file that knows exit codes.

use judge::process::Ending;
use judge::verdict::Standing;
use std::io;
use std::panic;
use std::process::ExitCode;
use std::sync::OnceLock;
use tr::tr;

/// The exit codes of the README's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything asked for was proven, as far as this copy of the kit can.
    Passed,
    /// Something was not.
    NotPassed,
    /// Wrong usage, or a broken kit or machine.
    Broken,
    /// The machine was too busy to time it.
    Inconclusive,
}

/// The code of [`Exit::Broken`].
const BROKEN: u8 = 2;
/// What shells use for a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

impl Exit {
    /// Passed or not.
    pub fn passed_if(passed: bool) -> Self {
        if passed { Self::Passed } else { Self::NotPassed }
    }

    /// The code for a verdict.
    pub fn of(standing: Standing) -> Self {
        match standing {
            Standing::Passed | Standing::VisiblePassed => Self::Passed,
            Standing::NotPassed => Self::NotPassed,
            Standing::Inconclusive => Self::Inconclusive,
        }
    }

    /// What another of our programs ended with.
    pub fn passed_on(ending: Ending) -> Self {
        match ending {
            Ending::Exited(0) => Self::Passed,
            Ending::Exited(1) => Self::NotPassed,
            Ending::Exited(3) => Self::Inconclusive,
            Ending::Exited(_)
            | Ending::Aborted
            | Ending::MemoryFault
            | Ending::Signalled(_)
            | Ending::OutOfMemory
            | Ending::DeadlineReached(_)
            | Ending::PrintedTooMuch => Self::Broken,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Passed => Self::SUCCESS,
            Exit::NotPassed => Self::from(1),
            Exit::Broken => Self::from(BROKEN),
            Exit::Inconclusive => Self::from(3),
        }
    }
}

/// Says what went wrong.
pub fn report(error: &anyhow::Error) -> Exit {
    let text = tr!("error: {problem}", problem = format!("{error:#}")) + "\n";
    // Nothing is left to be done when standard error is gone too.
    let _ = io::Write::write_all(&mut anstream::stderr(), text.as_bytes());
    Exit::Broken
}

/// What gives the terminal back, once it has been taken.
static GIVE_BACK: OnceLock<fn()> = OnceLock::new();

/// From here on, `give_back` is called before this program ends early: by Ctrl-C, a kill, or a panic on any thread,
/// which then ends all of it.
pub fn give_back_the_terminal(give_back: fn()) {
    if GIVE_BACK.set(give_back).is_err() {
        return;
    }
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |what| {
        give_back();
        report(what);
        judge::process::end_all();
        std::process::exit(BROKEN.into());
    }));
}

/// Ctrl-C, a closed terminal and a polite kill end what runs, then this program.
pub fn end_everything_on_ctrl_c() {
    ctrlc::set_handler(|| {
        if let Some(give_back) = GIVE_BACK.get() {
            give_back();
        }
        judge::process::end_all();
        std::process::exit(INTERRUPTED);
    })
    .expect("nobody else handles Ctrl-C");
}
