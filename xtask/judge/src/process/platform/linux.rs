//! What Linux tells in `/proc`.

use crate::process::Activity;
use crate::process::machine::Usage;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// A process can be kept on some of the cores.
pub(in crate::process) const KEEPS_CORES: bool = true;

/// How long the thread that waited most has waited for a core. Source: the second field of
/// `/proc/PID/task/TID/schedstat`, nanoseconds on a run queue.
pub(in crate::process) fn time_denied(pid: u32) -> Duration {
    let waited = |task: PathBuf| {
        let text = fs::read_to_string(task.join("schedstat")).ok()?;
        text.split_whitespace().nth(1)?.parse().ok()
    };
    Duration::from_nanos(tasks(pid).into_iter().filter_map(waited).max().unwrap_or(0))
}

/// Looks a few times, so that a thread that woke up for a moment does not count as computing.
pub(in crate::process) fn activity(pid: u32) -> Activity {
    for _ in 0..4 {
        if tasks(pid).iter().all(|task| sleeps(task)) {
            return Activity::Asleep;
        }
        thread::sleep(Duration::from_millis(3));
    }
    Activity::Busy
}

/// Whether threads of processes other than these want to run, in most of a few looks. Source: the fourth
/// field of `/proc/loadavg`, "threads that can run/threads".
pub(in crate::process) fn others_compete(own: &[u32]) -> bool {
    let looks = (0..5).filter(|_| {
        thread::sleep(Duration::from_millis(2));
        runnable_threads().is_some_and(|all| all > own.iter().map(|pid| awake_threads(*pid)).sum::<usize>())
    });
    looks.count() >= 3
}

fn runnable_threads() -> Option<usize> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().nth(3)?.split('/').next()?.parse().ok()
}

fn awake_threads(pid: u32) -> usize {
    tasks(pid).iter().filter(|task| !sleeps(task)).count()
}

fn sleeps(task: &Path) -> bool {
    let Ok(text) = fs::read_to_string(task.join("stat")) else { return true };
    let state = text.rfind(')').and_then(|end| text[end + 1..].trim_start().chars().next());
    !matches!(state, Some('R' | 'D'))
}

/// Sources: the first line of `/proc/stat` (user, nice, system, idle, iowait, irq, softirq, steal) and the fields
/// utime, stime, cutime and cstime of `/proc/self/stat`; both in clock ticks.
pub(in crate::process) fn usage() -> Option<Usage> {
    let machine = fs::read_to_string("/proc/stat").ok()?;
    let fields = machine.lines().next()?.split_whitespace().skip(1).take(8);
    let fields: Vec<u64> = fields.map(|field| field.parse().ok()).collect::<Option<_>>()?;
    let [user, nice, system, _idle, _iowait, irq, softirq, steal] = fields[..] else { return None };
    let process = fs::read_to_string("/proc/self/stat").ok()?;
    // After the name, which may hold anything, the first field is the third.
    let own = process.get(process.rfind(')')? + 1..)?.split_whitespace().skip(11).take(4);
    let own = own.map(|field| field.parse::<u64>().ok());
    let all = user + nice + system + irq + softirq + steal;
    Some(Usage { all: of_ticks(all), own: of_ticks(own.sum::<Option<u64>>()?), stolen: of_ticks(steal) })
}

fn of_ticks(ticks: u64) -> Duration {
    Duration::from_millis(ticks * 1000 / rustix::param::clock_ticks_per_second())
}

/// Source: the lines `cpuN` of `/proc/stat`.
pub(in crate::process) fn cores() -> Option<usize> {
    let machine = fs::read_to_string("/proc/stat").ok()?;
    Some(machine.lines().skip(1).take_while(|line| line.starts_with("cpu")).count())
}

pub(in crate::process) fn queued() -> Option<Duration> {
    delay_of_run_queues(&fs::read_to_string("/proc/schedstat").ok()?)
}

/// How long threads have waited for a core since the machine started, all together: the eighth number of the lines
/// `cpuN`, in nanoseconds (Linux, `Documentation/scheduler/sched-stats.rst`). Some kernels are built without it.
fn delay_of_run_queues(schedstat: &str) -> Option<Duration> {
    let lines = schedstat.lines().filter(|line| line.starts_with("cpu"));
    let waited = lines.map(|line| line.split_whitespace().nth(8)?.parse::<u64>().ok());
    waited.sum::<Option<u64>>().map(Duration::from_nanos)
}

/// For how long at least one thread has waited for a core since the machine started. Source: `total` of the line
/// "some" in `/proc/pressure/cpu`, microseconds.
pub(in crate::process) fn stalled() -> Option<Duration> {
    let text = fs::read_to_string("/proc/pressure/cpu").ok()?;
    let total = text.lines().next()?.split_whitespace().find_map(|field| field.strip_prefix("total="))?;
    total.parse().ok().map(Duration::from_micros)
}

fn tasks(pid: u32) -> Vec<PathBuf> {
    let entries = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_of_all_run_queues_is_added_up() {
        let schedstat = "version 17\ntimestamp 4294950000\ncpu0 0 0 0 0 0 0 700 1500 3\ndomain0 MC 03 1 2\n\
                         cpu1 0 0 0 0 0 0 900 500 4\n";
        assert_eq!(delay_of_run_queues(schedstat), Some(Duration::from_micros(2)));
        assert_eq!(delay_of_run_queues("cpu0 1 2 3\n"), None);
    }
}
