//! The processes that are running, so that all of them can be ended at any moment.

use super::{Program, platform};
use crate::KitError;
use std::collections::BTreeMap;
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The variable that marks what a process started, so that strays are charged to the right one.
pub(super) const MARK: &str = "LOCKSTEP_PROCESS";

static RUNNING: Mutex<Running> = Mutex::new(Running { job: 0, groups: BTreeMap::new() });
/// Whether all are to end. Said before the lock is taken: on a busy machine many threads stand in line for it, and those
/// that have nothing more to do step aside. Whoever has the lock looks again, so relaxed is enough: what was started by
/// somebody who did not know yet is in the list, and ended with the others.
static CLOSED: AtomicBool = AtomicBool::new(false);
/// Jobs below are not wanted any more. Said in the same way.
static FIRST_WANTED: AtomicU64 = AtomicU64::new(0);
static NEXT_MARK: AtomicU64 = AtomicU64::new(1);

struct Running {
    /// The job that processes belong to which are started now.
    job: u64,
    groups: BTreeMap<u32, platform::Group>,
}

/// A running process; [`Entry::end`] takes it off the list.
pub(super) struct Entry {
    pid: u32,
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux finds strays by their mark"))]
    mark: String,
}

/// The judge's ends of a process's standard input and output.
type Channel = (platform::Input, platform::Output);

/// Starts a process and lists it, in one step: nobody else sees it unlisted. It has a channel to the judge when it has
/// an input.
pub(super) fn start(mut command: Command, program: &Program) -> Result<(Child, Option<Channel>, Entry), KitError> {
    // Relaxed: only uniqueness matters.
    let mark = format!("{}-{}", std::process::id(), NEXT_MARK.fetch_add(1, Ordering::Relaxed));
    command.env(MARK, &mark);
    stop_if_closed();
    let mut running = lock();
    if CLOSED.load(Ordering::Relaxed) {
        drop(running);
        wait_for_the_end_of_this_process();
    }
    running.expect_wanted()?;
    // One after the other, so that no process gets another's channel.
    let channel = program.input.as_ref().map(|_| platform::channel(&mut command)).transpose();
    let started = channel.and_then(|channel| Ok((channel, platform::start(&mut command)?)));
    let (channel, (child, group)) =
        started.map_err(|cause| KitError::Start { program: program.path.clone(), cause })?;
    let pid = child.id();
    running.groups.insert(pid, group);
    Ok((child, channel, Entry { pid, mark }))
}

/// Does not return when all are to end.
fn stop_if_closed() {
    if CLOSED.load(Ordering::Relaxed) {
        wait_for_the_end_of_this_process();
    }
}

/// After Ctrl-C: whoever would start another process stops here, while the handler ends this one.
fn wait_for_the_end_of_this_process() -> ! {
    loop {
        std::thread::park();
    }
}

/// Ends all; later [`start`]s never return.
pub(super) fn end_all() {
    CLOSED.store(true, Ordering::Relaxed);
    let running = lock();
    for group in running.groups.values() {
        group.kill();
    }
    #[cfg(target_os = "linux")]
    super::strays::end_descendants(&running.groups.keys().copied().collect::<Vec<_>>());
}

/// What is started from here on belongs to this job.
pub(super) fn begin(job: u64) {
    lock().job = job;
}

/// Ends what belongs to earlier jobs; nothing more can be started for them.
pub(super) fn end_jobs_before(job: u64) {
    FIRST_WANTED.fetch_max(job, Ordering::Relaxed);
    let running = lock();
    if running.expect_wanted().is_err() {
        for group in running.groups.values() {
            group.kill();
        }
    }
}

/// An error when the present job is not wanted any more: whatever its processes have said is worth nothing.
pub(super) fn expect_wanted() -> Result<(), KitError> {
    lock().expect_wanted()
}

impl Running {
    fn expect_wanted(&self) -> Result<(), KitError> {
        if self.job < FIRST_WANTED.load(Ordering::Relaxed) { Err(KitError::Cancelled) } else { Ok(()) }
    }
}

/// Whether programs that are not the judge's compete for the cores right now.
pub(super) fn others_compete() -> bool {
    let mut own: Vec<u32> = lock().groups.keys().copied().collect();
    own.push(std::process::id());
    platform::others_compete(&own)
}

impl Entry {
    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    /// Ends what is left of the process and of what it started. The count of the latter is exact on Linux;
    /// elsewhere it is 0 or 1, and on Windows always 0.
    pub(super) fn end(self, child: &mut Child) -> (Option<ExitStatus>, usize) {
        // Strays first: as long as the process is not reaped, its number cannot be given to another.
        stop_if_closed();
        let orphans = self.end_orphans();
        let mut running = lock();
        if CLOSED.load(Ordering::Relaxed) {
            drop(running);
            wait_for_the_end_of_this_process();
        }
        let group = running.groups.remove(&self.pid);
        if let Some(group) = &group {
            group.kill();
        }
        let status = child.wait().ok();
        let others = usize::from(group.is_some_and(|group| group.kill()));
        drop(running);
        // Those that only its death made orphans.
        let late = self.end_orphans();
        (status, (orphans + late).max(others))
    }

    #[cfg(target_os = "linux")]
    fn end_orphans(&self) -> usize {
        let running = lock();
        super::strays::end_orphans(&self.mark, &running.groups.keys().copied().collect::<Vec<_>>())
    }

    #[cfg(not(target_os = "linux"))]
    fn end_orphans(&self) -> usize {
        0
    }
}

fn lock() -> MutexGuard<'static, Running> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}
