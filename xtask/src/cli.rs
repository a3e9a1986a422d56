//! The words that `cargo xtask` understands.

use clap::{Args, Parser, Subcommand};
use judge::authoring::new::Title;
use judge::catalog::Track;
use judge::checks::Stage;
use judge::interleavings::Schedule;
use judge::sandbox::Level;
use std::ffi::OsString;
use std::path::PathBuf;
use xtask::speech::LanguageOption;

const AFTER_HELP: &str = "\
An exercise is named by its number (3), its name (ticket_office) or its folder (03_ticket_office).
Exit codes: 0 passed, 1 not passed, 2 wrong usage or a broken environment, 3 inconclusive,
130 interrupted.
`cargo xtask` alone says where you are and what is next.";

/// Lockstep: a course in concurrent Rust whose judge tells you the truth.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, after_help = AFTER_HELP)]
pub(crate) struct Cli {
    /// What to do; where you are and what is next when left out.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Run what is judged at this level of protection, and refuse when the system does not give it: namespaces, confined
    /// or none
    #[arg(long, value_name = "LEVEL", global = true)]
    pub(crate) sandbox: Option<Level>,
    #[command(flatten)]
    pub(crate) language: LanguageOption,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show all exercises and how far you are
    List(ListArgs),
    /// Judge an exercise at every save, on the whole terminal
    Watch(WatchArgs),
    /// Judge your solution of an exercise
    Check(CheckArgs),
    /// Show the next hint; hints cost nothing
    Hint(HintArgs),
    /// Put the stub back; your file is kept beside it
    Reset(ExerciseArgs),
    /// Show what to learn from it, and your way beside others
    Solution(SolutionArgs),
    /// Show where your progress is; export and import it
    Progress(ProgressArgs),
    /// Measure how much faster your solution is on more cores
    #[command(disable_help_flag = true)]
    Bench(Words),
    /// Measure the tables of the Python tutorials again, in Rust, on this machine
    #[command(disable_help_flag = true)]
    Compare(Words),
    /// For teachers: grade what a class has handed in, and write reports
    #[command(disable_help_flag = true)]
    Grade(Words),
    /// For teachers: judge for graders on other machines
    #[command(disable_help_flag = true)]
    Worker(Words),
    /// For teachers: make the learners' kit, workflow files, or an autograder for Gradescope
    #[command(disable_help_flag = true)]
    Export(Words),
    /// Build the book of the course, in English and Russian; `--open` shows it
    #[command(disable_help_flag = true)]
    Book(Words),
    /// For authors: make a new exercise from a template that verifies as it is
    New(NewArgs),
    /// For authors: prove that the checks accept and reject what they must
    Verify(VerifyArgs),
    /// Look for what is missing on this machine
    Doctor,
    /// Measure how long the judge takes
    Selfbench(SelfbenchArgs),
    /// For authors: format, clippy, tests and verify, as run before a change is accepted
    Ci(CiArgs),
    /// One of the busy programs of selfbench
    #[command(hide = true)]
    ComputeWhile {
        /// The file during whose life it computes
        flag: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Print it as JSON, as docs/list.schema.json describes it
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExerciseArgs {
    /// Which exercise
    pub(crate) exercise: String,
}

#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    /// Which exercise; the first that has not passed when left out
    pub(crate) exercise: Option<String>,
    /// Print line by line, as without a terminal
    #[arg(long)]
    pub(crate) plain: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Which exercise, or `all`
    pub(crate) exercise: String,
    /// Judge the authors' solution instead of yours
    #[arg(long, conflicts_with = "file")]
    pub(crate) solution: bool,
    /// Judge this file instead of the exercise's src/lib.rs
    #[arg(long, value_name = "PATH")]
    pub(crate) file: Option<PathBuf>,
    /// Print the verdict as JSON, as docs/verdicts.schema.json describes it
    #[arg(long)]
    pub(crate) json: bool,
    /// Make the random choices of an earlier run again
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// Only run one schedule again, as a failed check shows it
    #[arg(long, value_name = "SCHEDULE", conflicts_with = "schedules")]
    pub(crate) replay: Option<Schedule>,
    /// Try so many schedules in each scenario, however long it takes
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) schedules: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct HintArgs {
    /// Which exercise
    pub(crate) exercise: String,
    /// Which hint, 1 to 3; the next one when left out
    #[arg(value_parser = clap::value_parser!(u8).range(1..=i64::from(judge::hints::COUNT)))]
    pub(crate) number: Option<u8>,
    /// Show all three
    #[arg(long, conflicts_with = "number")]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SolutionArgs {
    /// Which exercise
    pub(crate) exercise: String,
    /// Show it although yours has not passed yet
    #[arg(long)]
    pub(crate) spoil: bool,
    /// Print the authors' solution and the others in full
    #[arg(long, conflicts_with = "diff")]
    pub(crate) full: bool,
    /// Only show how your file differs from one of them, as `authors` or A, B, ... in the table
    #[arg(long, value_name = "NAME")]
    pub(crate) diff: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ProgressArgs {
    #[command(subcommand)]
    pub(crate) way: Option<ProgressWay>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProgressWay {
    /// Write your progress to a file, for another machine
    Export {
        /// The file; `-` prints it
        file: PathBuf,
        /// Replace the file if there is one
        #[arg(long)]
        force: bool,
    },
    /// Add progress from elsewhere to yours; where both know something, the better stays
    Import {
        /// An exported file, the folder of another copy of this kit, or `-` for standard input
        from: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// Its number and its name, such as `07_rendezvous`
    #[arg(value_name = "NN_SLUG")]
    pub(crate) name: String,
    /// A short title for lists; made from the name when left out
    #[arg(long)]
    pub(crate) title: Option<Title>,
    /// The title in Russian; the English one when left out, to be translated later
    #[arg(long, value_name = "TITLE")]
    pub(crate) title_ru: Option<Title>,
    /// The part of the course: threads, async or parallel
    #[arg(long, default_value = "threads")]
    pub(crate) track: Track,
    /// The stages of its checks, with commas between: behaviour, which is always there, interleavings and speed
    #[arg(long, default_value = "behaviour,interleavings", value_delimiter = ',')]
    pub(crate) stages: Vec<Stage>,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Which exercise; all of them when left out
    pub(crate) exercise: Option<String>,
    /// Make the random choices of an earlier run again
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// With how many seeds the interleavings of each submission are explored
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) seeds: u64,
    /// Try so many schedules in each scenario, however long it takes
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) schedules: Option<u32>,
    /// Also require that every src/lib.rs is the untouched stub, as it must be when it is committed
    #[arg(long)]
    pub(crate) strict: bool,
}

/// What they mean, the program knows that is started.
#[derive(Debug, Args)]
pub(crate) struct Words {
    /// What the program understands; with `--help`, it explains it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub(crate) args: Vec<OsString>,
}

#[derive(Debug, Args)]
pub(crate) struct SelfbenchArgs {
    /// Which exercise; all of them when left out
    pub(crate) exercise: Option<String>,
    /// Print the figures as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Leave the cold start out, which builds everything once more
    #[arg(long)]
    pub(crate) no_cold_start: bool,
    /// Instead, judge the speed of each known submission so many times: left alone, and beside busy programs
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) verdicts: Option<u32>,
    /// With --verdicts: only the submissions with this in their names, such as `serial`; may be given several times
    #[arg(long, value_name = "NAME", requires = "verdicts")]
    pub(crate) only: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CiArgs {
    /// Fail when a test was skipped, because this machine lacks a program that it needs
    #[arg(long)]
    pub(crate) complete: bool,
}
