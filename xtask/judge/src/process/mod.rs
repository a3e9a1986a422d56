//! The only module that starts processes.
//!
//! Every process gets a deadline, a group of its own, and a cap on what it may print. When it ends, or its
//! time is over, everything that it started is killed too: on Linux also what left its group (see
//! [`strays`]), on Windows through a job object, elsewhere its group only. Ctrl-C ends them all
//! ([`end_all`]). What was captured is returned as data; nothing is interpreted here.

mod capture;
pub mod machine;
mod platform;
mod registry;
#[cfg(target_os = "linux")]
mod strays;

pub use capture::Captured;

use crate::KitError;
use capture::Capture;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// How much longer than its deadline a process may take when the machine did not let it run.
const PATIENCE: u32 = 3;
/// The same while programs that are not the judge's take the cores, and the process would run if it could.
const PATIENCE_WHEN_STARVED: u32 = 15;
/// How long to wait for the end of a pipe once every process that could hold it was killed.
const PIPE_GRACE: Duration = Duration::from_millis(500);

/// A process to start.
#[derive(Debug, Clone)]
pub struct Program {
    /// The program's path, or a name to look up in `PATH`.
    pub path: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// Where it runs.
    pub folder: PathBuf,
    /// Variables set in its environment (`Some`) or removed from it (`None`).
    pub env: Vec<(OsString, Option<OsString>)>,
    /// Whether it starts with none of the judge's own variables.
    pub empty_env: bool,
    /// Written to its standard input, which stays open until it has ended; `None` is an empty input.
    pub input: Option<String>,
    /// Which of its outputs go to the judge's own instead of into [`Finished`].
    pub show: Show,
}

impl Program {
    /// A program without arguments, with the judge's environment, no input, and captured output.
    pub fn new(path: impl Into<PathBuf>, folder: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            args: Vec::new(),
            folder: folder.into(),
            env: Vec::new(),
            empty_env: false,
            input: None,
            show: Show::Nothing,
        }
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<A: Into<OsString>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }
}

/// Which outputs of a process are shown instead of captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// None.
    Nothing,
    /// Standard error.
    Errors,
    /// Both.
    Everything,
}

/// What a process may use up.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Time, counted as the time in which the machine let it run or it did not want to.
    pub deadline: Duration,
    /// Bytes printed on each of its two outputs; one more and it is ended.
    pub output_bytes: usize,
    /// Bytes kept of each: the first ones.
    pub keep_bytes: usize,
}

/// A process that has ended, one way or the other.
#[derive(Debug, Clone)]
pub struct Finished {
    /// How it ended.
    pub ending: Ending,
    /// Its standard output.
    pub stdout: Captured,
    /// Its standard error; empty when it was shown.
    pub stderr: Captured,
    /// How many processes it had left behind when it ended. They are dead now.
    pub left_behind: usize,
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It ended itself, with this code.
    Exited(i32),
    /// It aborted.
    Aborted,
    /// It touched memory that is not its own; for safe code, that is the end of a stack.
    MemoryFault,
    /// Another signal ended it; 0 when the system does not say which.
    Signalled(i32),
    /// It was ended because it took more memory than its group may.
    OutOfMemory,
    /// It was ended at its deadline; this is what it did then.
    DeadlineReached(Activity),
    /// It was ended because it printed more than it may.
    PrintedTooMuch,
}

/// What the threads of a process did when its time was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activity {
    /// All of them slept.
    Asleep,
    /// At least one was computing.
    Busy,
    /// This system does not tell.
    Unknown,
}

enum Event {
    Ended,
    TooMuch,
    /// A line of standard output was complete at this moment.
    Line(Instant),
}

/// When a process that was timed did what.
#[derive(Debug, Clone, Default)]
pub struct Times {
    /// When it was given the signal; absent when it was never ready for it.
    pub signalled: Option<Instant>,
    /// When each line after that one was complete.
    pub lines: Vec<Instant>,
}

/// What a process had no more of when a signal ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsedUp {
    /// Its processor time.
    ProcessorTime,
    /// The size that a file of its may have.
    FileSize,
}

/// What this signal says to have been used up, if it says that.
pub fn used_up(signal: i32) -> Option<UsedUp> {
    platform::used_up(signal)
}

/// Runs a process to its end, its deadline or its output limit, whichever comes first.
pub fn run(program: &Program, limits: &Limits) -> Result<Finished, KitError> {
    run_with(program, limits, None)
}

/// Runs a process to its end, and gives it a signal (further input) when it has printed its first line. The clock is
/// the judge's own.
pub fn run_timed(program: &Program, limits: &Limits, signal: &str) -> Result<(Finished, Times), KitError> {
    let mut times = Times::default();
    let finished = run_with(program, limits, Some((signal, &mut times)))?;
    Ok((finished, times))
}

fn run_with(program: &Program, limits: &Limits, mut timed: Option<(&str, &mut Times)>) -> Result<Finished, KitError> {
    let start = Instant::now();
    let (mut child, channel, entry) = registry::start(command(program), program)?;
    let (sender, events) = mpsc::channel();
    let on_line = on_line(&sender, timed.is_some());
    let (mut input, output) = channel.map_or((None, None), |(input, output)| (Some(input), Some(output)));
    let stdout = match (output, child.stdout.take()) {
        (Some(output), _) => Some(Capture::start(output, *limits, on_too_much(&sender), on_line)),
        (None, Some(pipe)) => Some(Capture::start(pipe, *limits, on_too_much(&sender), on_line)),
        (None, None) => None,
    };
    let stderr = child.stderr.take().map(|pipe| Capture::start(pipe, *limits, on_too_much(&sender), || ()));
    if let Some(pipe) = &mut input {
        // A process that does not read is no concern of the writer; inputs are a line or two, and fit into the buffer.
        let _ = pipe.write_all(program.input.as_deref().unwrap_or_default().as_bytes());
    }
    let waiter = platform::end_of(&child);
    thread::spawn(move || {
        waiter.wait();
        let _ = sender.send(Event::Ended);
    });
    let mut on_line = |at: Instant| {
        if let Some((signal, times)) = &mut timed {
            if times.signalled.is_some() {
                times.lines.push(at);
            } else if let Some(pipe) = &mut input {
                times.signalled = Some(Instant::now());
                // A process that ended meanwhile is noticed by its end.
                let _ = pipe.write_all(signal.as_bytes());
            }
        }
    };
    let early = wait(&entry, &events, start, limits.deadline, &mut on_line);
    let (status, left_behind) = entry.end(&mut child);
    drop(input);
    let captured = |capture: Option<Capture>| capture.map(|c| c.finish(PIPE_GRACE)).unwrap_or_default();
    let (stdout, stderr) = (captured(stdout), captured(stderr));
    // The last lines may have been read only after the end was noticed.
    for event in events.try_iter() {
        if let (Event::Line(at), Some((_, times))) = (event, &mut timed)
            && times.signalled.is_some()
        {
            times.lines.push(at);
        }
    }
    registry::expect_wanted()?;
    Ok(Finished { ending: early.unwrap_or_else(|| platform::ending(status)), stdout, stderr, left_behind })
}

/// Ends every process that is running, and everything that they started. For Ctrl-C; no more can be
/// started afterwards.
pub fn end_all() {
    registry::end_all();
}

/// What is started from here on belongs to this job. One program judges one submission at a time; whoever watches a
/// file numbers them.
pub fn begin(job: u64) {
    registry::begin(job);
}

/// Ends what belongs to earlier jobs, which then end with [`KitError::Cancelled`].
pub fn end_jobs_before(job: u64) {
    registry::end_jobs_before(job);
}

/// Ends what judges that were killed have left running, where the system tells (Linux).
pub fn end_leftovers() {
    #[cfg(target_os = "linux")]
    strays::end_leftovers();
}

fn command(program: &Program) -> Command {
    let mut command = Command::new(&program.path);
    command.args(&program.args).current_dir(&program.folder);
    if program.empty_env {
        command.env_clear();
        platform::keep_necessary_variables(&mut command);
    }
    for (name, value) in &program.env {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.stdin(Stdio::null());
    let pipe_unless = |shown: bool| if shown { Stdio::inherit() } else { Stdio::piped() };
    command.stdout(pipe_unless(program.show == Show::Everything));
    command.stderr(pipe_unless(program.show != Show::Nothing));
    command
}

fn on_too_much(sender: &Sender<Event>) -> impl FnOnce() + Send + 'static {
    let sender = sender.clone();
    move || {
        let _ = sender.send(Event::TooMuch);
    }
}

fn on_line(sender: &Sender<Event>, is_timed: bool) -> impl FnMut() + Send + 'static {
    let sender = sender.clone();
    move || {
        if is_timed {
            let _ = sender.send(Event::Line(Instant::now()));
        }
    }
}

/// Waits for the process; `Some` when it must be ended. The deadline moves by the time for which the
/// machine kept the process from running, so that a busy machine fails nobody.
fn wait(
    entry: &registry::Entry,
    events: &Receiver<Event>,
    start: Instant,
    deadline: Duration,
    on_line: &mut impl FnMut(Instant),
) -> Option<Ending> {
    let mut allowed = deadline;
    loop {
        match events.recv_timeout(allowed.saturating_sub(start.elapsed())) {
            Ok(Event::Ended) | Err(RecvTimeoutError::Disconnected) => return None,
            Ok(Event::TooMuch) => return Some(Ending::PrintedTooMuch),
            Ok(Event::Line(at)) => on_line(at),
            Err(RecvTimeoutError::Timeout) => {
                let activity = platform::activity(entry.pid());
                let is_starved = activity == Activity::Busy && registry::others_compete();
                allowed = if is_starved {
                    (start.elapsed() + deadline / 4).min(deadline * PATIENCE_WHEN_STARVED)
                } else {
                    (deadline + platform::time_denied(entry.pid())).min(deadline * PATIENCE)
                };
                if allowed <= start.elapsed() {
                    return Some(Ending::DeadlineReached(activity));
                }
            }
        }
    }
}
