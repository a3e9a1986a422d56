//! The words that `cargo xtask grade` and `cargo xtask worker` understand.

use crate::export::Publish;
use crate::queue::Server;
use clap::{ArgGroup, Args, Parser, Subcommand};
use judge::sandbox::Level;
use std::path::PathBuf;
use xtask::speech::LanguageOption;

const AFTER_HELP: &str = "\
PATH holds a folder, an archive (.zip, .tar, .tar.gz) or a git repository for each learner, or is
the only one of these. In each, exercises/03_ticket_office/src, 03_ticket_office/src and
03_ticket_office.rs are exercise 3; docs/GRADING.md says more. Open DIR/class.html first.
Results are kept in DIR as they come: after an interruption, the same command goes on where it
ended, and what has a grade is not graded again.
Exit codes: 0 everything has a grade, whatever it is; 2 something has none, wrong usage, or a
broken environment; 3 everything has a grade, but some could not be timed; 130 interrupted.";

const AFTER_WORKER_HELP: &str = "\
Start one on each machine that is to help, in a copy of the kit of the same commit as the
grader's: `cargo xtask grade PATH --out DIR --queue redis://...` then shares its work with them.
A worker that is ended, in whatever way, loses nothing: others do its jobs.
Exit codes: 2 it cannot judge for this grader, wrong usage, or a broken environment;
130 interrupted.";

const AFTER_EXPORT_HELP: &str = "\
A learners' kit works on its own: `check` runs the examples there, and whatever is published; all
other checks run in class. An autograder holds solutions and hidden checks: it is for Gradescope
only, and the files for a job are for your own repository.";

/// Grade what a class has handed in.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) language: LanguageOption,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Grade what a class has handed in, and write reports
    #[command(after_help = AFTER_HELP)]
    Grade(GradeArgs),
    /// Judge for graders on other machines
    #[command(after_help = AFTER_WORKER_HELP)]
    Worker(WorkerArgs),
    /// Make the learners' kit, workflow files, or an autograder for Gradescope
    #[command(after_help = AFTER_EXPORT_HELP)]
    Export(ExportArgs),
}

#[derive(Debug, Args)]
pub(crate) struct GradeArgs {
    /// What was handed in
    pub(crate) path: PathBuf,
    /// Where results and reports are written; made when it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The class: a CSV file with the columns `id` and `name`
    #[arg(long, value_name = "CSV")]
    pub(crate) roster: Option<PathBuf>,
    /// Which exercise it is, where no name of a file or folder says so
    #[arg(long)]
    pub(crate) exercise: Option<String>,
    /// Share the work with the workers that ask this Redis server for it
    #[arg(long, value_name = "redis://HOST")]
    pub(crate) queue: Option<Server>,
    /// How many submissions are judged here at the same time; with --queue, 0 leaves all of them to workers
    #[arg(long, value_name = "NUMBER")]
    pub(crate) jobs: Option<usize>,
    /// Make all random choices from this number; else from the one that DIR remembers
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// Forget all results in DIR, and grade everything anew
    #[arg(long)]
    pub(crate) again: bool,
    /// Go on where an earlier start ended; that is what happens without it, too
    #[arg(long, conflicts_with = "again")]
    pub(crate) resume: bool,
    #[command(flatten)]
    pub(crate) sandbox: SandboxOption,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true).args(["to", "workflows", "gradescope"]))]
pub(crate) struct ExportArgs {
    /// Write the learners' kit, without solutions, hidden checks and history, into a new folder
    #[arg(long, value_name = "DIR")]
    pub(crate) to: Option<PathBuf>,
    /// Put hidden checks of an exercise into the kit, as 3:interleavings, 3:behaviour or all:interleavings; may be given
    /// several times
    #[arg(long, value_name = "EXERCISE:STAGE", requires = "to")]
    pub(crate) publish: Vec<Publish>,
    /// Add files for a job that grades a class at GitHub or GitLab to this folder: your repository
    #[arg(long, value_name = "DIR")]
    pub(crate) workflows: Option<PathBuf>,
    /// Write an autograder for Gradescope, a zip file, for one exercise
    #[arg(long, value_name = "FILE", requires = "exercise")]
    pub(crate) gradescope: Option<PathBuf>,
    /// The exercise of the autograder
    #[arg(long, requires = "gradescope")]
    pub(crate) exercise: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct WorkerArgs {
    /// The Redis server where jobs are
    #[arg(long, value_name = "redis://HOST")]
    pub(crate) queue: Server,
    /// How many submissions are judged here at the same time
    #[arg(long, value_name = "NUMBER")]
    pub(crate) jobs: Option<usize>,
    #[command(flatten)]
    pub(crate) sandbox: SandboxOption,
}

/// The same for both.
#[derive(Debug, Args)]
pub(crate) struct SandboxOption {
    /// Run what is judged at this level of protection, and refuse when the system does not give it: namespaces, confined
    /// or none; without this option, at the best there is, and never at `none`
    #[arg(long, value_name = "LEVEL")]
    pub(crate) sandbox: Option<Level>,
}
