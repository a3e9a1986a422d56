//! A learners' kit has less than the whole: commands that need what it has not say so before they begin.

use crate::cli::Command;
use anyhow::bail;
use judge::kind::Kind;
use judge::layout::Layout;
use tr::tr;

/// Why it cannot be done here, if it cannot.
pub(crate) fn refuse_what_is_not_here(layout: &Layout, command: &Command) -> anyhow::Result<()> {
    match (layout.kind, missing(command)) {
        (Kind::Learners, Some(why)) => bail!(why),
        (Kind::Learners | Kind::Whole, _) => Ok(()),
    }
}

/// Said in place of a solution.
pub(crate) fn no_solutions() -> String {
    tr!("the solutions are not part of a learners' kit: your teacher has them")
}

fn missing(command: &Command) -> Option<String> {
    match command {
        Command::Solution(_) => Some(no_solutions()),
        Command::Check(args) => args.solution.then(no_solutions),
        Command::Bench(_) => Some(tr!(
            "the races run beside the authors' solution, which is not part of a learners' kit: speed is measured in class"
        )),
        Command::Compare(_) => Some(of_teachers("compare")),
        Command::Grade(_) => Some(of_teachers("grade")),
        Command::Worker(_) => Some(of_teachers("worker")),
        Command::Export(_) => Some(of_teachers("export")),
        Command::New(_) => Some(of_teachers("new")),
        Command::Verify(_) => Some(of_teachers("verify")),
        Command::Selfbench(_) => Some(of_teachers("selfbench")),
        Command::Ci(_) => Some(of_teachers("ci")),
        Command::List(_)
        | Command::Watch(_)
        | Command::Hint(_)
        | Command::Reset(_)
        | Command::Progress(_)
        | Command::Book(_)
        | Command::Doctor
        | Command::ComputeWhile { .. } => None,
    }
}

fn of_teachers(name: &str) -> String {
    tr!("`cargo xtask {name}` is for teachers and authors: it is not part of a learners' kit", name)
}
