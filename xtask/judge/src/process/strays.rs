//! Linux: processes that a check started and that outlived it, also when they left its group (`setsid`).
//!
//! The judge is their subreaper: when a parent dies, the kernel makes its children the judge's own. A child
//! of the judge that the judge did not start is therefore a stray.

use super::registry::MARK;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, WaitOptions, kill_process, set_child_subreaper, waitid, waitpid,
};
use std::fs;
use std::sync::OnceLock;

/// A process that forks faster than it can be killed gets this many rounds.
const ROUNDS: usize = 200;

/// Children that this process had before it started any: its shell's, if it replaced one. Not strays.
static INHERITED: OnceLock<Vec<u32>> = OnceLock::new();

/// Asks the kernel to hand orphans to this process. To be called before the first process is started.
pub(super) fn adopt_orphans() {
    INHERITED.get_or_init(|| {
        let inherited = children().into_iter().map(|child| child.pid).collect();
        // Fails on no kernel since 3.4; without it, strays that leave their group survive.
        let _ = set_child_subreaper(Some(rustix::process::getpid()));
        inherited
    });
}

/// Kills the orphans of the process marked `mark`, and those whose mark is gone. Children in `started` are
/// the judge's own. Returns how many were alive.
pub(super) fn end_orphans(mark: &str, started: &[u32]) -> usize {
    end_rounds(|child| !started.contains(&child.pid) && child.belongs_to(mark))
}

/// Kills everything below the judge but `started`, which were killed before; their owners reap them.
pub(super) fn end_descendants(started: &[u32]) {
    for pid in started.iter().filter_map(|pid| Pid::from_raw(pid.cast_signed())) {
        // Its children are handed over when it is dead, and no sooner.
        let _ = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
    }
    end_rounds(|child| !started.contains(&child.pid));
}

/// Kills what judges that were themselves killed have left: marked processes whose judge is gone.
pub(super) fn end_leftovers() {
    for pid in numbers() {
        let is_orphan = mark_of(pid).is_some_and(|mark| judge_of(&mark).is_some_and(|judge| stat(judge).is_none()));
        if let (true, Some(pid)) = (is_orphan, Pid::from_raw(pid.cast_signed())) {
            let _ = kill_process(pid, Signal::KILL);
        }
    }
}

/// The process number of the judge that gave a mark: "JUDGE-NUMBER".
fn judge_of(mark: &[u8]) -> Option<u32> {
    std::str::from_utf8(mark).ok()?.split('-').next()?.parse().ok()
}

/// Killing one orphan makes orphans of its children, so: again, until nothing is found.
fn end_rounds(is_stray: impl Fn(&Process) -> bool) -> usize {
    let inherited = INHERITED.get().map_or(&[][..], Vec::as_slice);
    let mut alive = 0;
    for _ in 0..ROUNDS {
        let mut strays = children();
        strays.retain(|child| !inherited.contains(&child.pid) && is_stray(child));
        if strays.is_empty() {
            break;
        }
        for stray in strays {
            alive += usize::from(!stray.is_dead);
            let _ = reap(stray.pid);
        }
    }
    alive
}

fn reap(pid: u32) -> Option<()> {
    let pid = Pid::from_raw(pid.cast_signed())?;
    kill_process(pid, Signal::KILL).ok();
    waitpid(Some(pid), WaitOptions::empty()).ok().map(|_| ())
}

struct Process {
    pid: u32,
    is_dead: bool,
}

impl Process {
    /// Whether this mark is the process's; one that has lost its mark belongs to whoever asks.
    fn belongs_to(&self, mark: &str) -> bool {
        mark_of(self.pid).is_none_or(|found| found == mark.as_bytes())
    }
}

fn mark_of(pid: u32) -> Option<Vec<u8>> {
    let environment = fs::read(format!("/proc/{pid}/environ")).ok()?;
    let prefix = format!("{MARK}=");
    environment.split(|byte| *byte == 0).find_map(|entry| entry.strip_prefix(prefix.as_bytes())).map(<[u8]>::to_vec)
}

/// The children that this process was handed; among them may be some that it started.
fn children() -> Vec<Process> {
    let me = std::process::id();
    let candidates = listed_children(me).unwrap_or_else(all_processes);
    candidates.into_iter().filter_map(|pid| stat(pid).filter(|(parent, _)| *parent == me).map(|(_, p)| p)).collect()
}

/// The quick way; not every kernel is built with it (`CONFIG_PROC_CHILDREN`). A subreaper's first living thread is handed
/// the orphans (`find_new_reaper` in Linux's `kernel/exit.c`), and that is its main thread, which lives to the end.
fn listed_children(me: u32) -> Option<Vec<u32>> {
    let text = fs::read_to_string(format!("/proc/self/task/{me}/children")).ok()?;
    Some(text.split_whitespace().filter_map(|pid| pid.parse().ok()).collect())
}

/// Every process that can be a descendant: process numbers are dealt out in ascending order, so one that is
/// older than the judge is none, unless the numbers have begun again at the bottom.
fn all_processes() -> Vec<u32> {
    let me = std::process::id();
    let have_wrapped = last_dealt().is_none_or(|last| last < me);
    numbers().filter(|pid| have_wrapped || *pid > me).collect()
}

fn numbers() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// The number of the newest process: the last field of `/proc/loadavg`.
fn last_dealt() -> Option<u32> {
    fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().last()?.parse().ok()
}

/// Parent and process from `/proc/PID/stat`: "PID (name) state parent ...".
fn stat(pid: u32) -> Option<(u32, Process)> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = text.get(text.rfind(')')? + 1..)?.split_whitespace();
    let is_dead = matches!(fields.next()?, "Z" | "X");
    Some((fields.next()?.parse().ok()?, Process { pid, is_dead }))
}
