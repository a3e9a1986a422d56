//! What differs between operating systems when processes are started, watched and ended.
#![cfg_attr(windows, expect(unsafe_code, reason = "std cannot wait for a process on another thread"))]

#[cfg(target_os = "linux")]
pub(super) use linux::{activity, others_compete, pressure, time_denied, usage};
#[cfg(not(target_os = "linux"))]
pub(super) use untold::{activity, others_compete, pressure, time_denied, usage};

#[cfg(unix)]
pub(super) use unix::{Group, end_of, ending, keep_necessary_variables, start};
#[cfg(windows)]
pub(super) use windows::{Group, end_of, ending, keep_necessary_variables, start};

#[cfg(unix)]
mod unix {
    use crate::process::Ending;
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
    use std::env;
    use std::io;
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::{Child, Command, ExitStatus};

    /// A process group; its number is the one of the process that leads it.
    pub(in crate::process) struct Group(Pid);

    /// Starts a process as the leader of a new group.
    pub(in crate::process) fn start(command: &mut Command) -> io::Result<(Child, Group)> {
        #[cfg(target_os = "linux")]
        crate::process::strays::adopt_orphans();
        let child = command.process_group(0).spawn()?;
        let group = Group(Pid::from_child(&child));
        Ok((child, group))
    }

    impl Group {
        /// Kills every process in the group; whether there was one.
        pub(in crate::process) fn kill(&self) -> bool {
            kill_process_group(self.0, Signal::KILL).is_ok()
        }
    }

    /// Something to wait for the end of a child with, on another thread.
    pub(in crate::process) struct Waiter(Pid);

    pub(in crate::process) fn end_of(child: &Child) -> Waiter {
        Waiter(Pid::from_child(child))
    }

    impl Waiter {
        /// Returns when the process has ended, and leaves it to be reaped: its number stays taken.
        pub(in crate::process) fn wait(self) {
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
            while matches!(waitid(WaitId::Pid(self.0), options), Err(rustix::io::Errno::INTR)) {}
        }
    }

    pub(in crate::process) fn ending(status: Option<ExitStatus>) -> Ending {
        match status.map(|status| (status.code(), status.signal())) {
            Some((Some(code), _)) => Ending::Exited(code),
            Some((None, Some(signal))) => by_signal(signal),
            Some((None, None)) | None => Ending::Signalled(0),
        }
    }

    fn by_signal(signal: i32) -> Ending {
        if signal == Signal::ABORT.as_raw() {
            Ending::Aborted
        } else if signal == Signal::SEGV.as_raw() || signal == Signal::BUS.as_raw() {
            Ending::MemoryFault
        } else {
            Ending::Signalled(signal)
        }
    }

    /// What a program needs to run at all.
    pub(in crate::process) fn keep_necessary_variables(command: &mut Command) {
        for name in ["PATH", "LANG", "TMPDIR"] {
            if let Some(value) = env::var_os(name) {
                command.env(name, value);
            }
        }
    }
}

#[cfg(windows)]
mod windows {
    use crate::process::Ending;
    use std::env;
    use std::io;
    use std::os::windows::io::{AsHandle, AsRawHandle, OwnedHandle};
    use std::process::{Child, Command, ExitStatus};
    use std::sync::Mutex;
    use win32job::{ExtendedLimitInfo, Job};
    use windows_sys::Win32::System::Threading::{INFINITE, WaitForSingleObject};

    /// A job object: closing it kills every process in it.
    pub(in crate::process) struct Group(Mutex<Option<Job>>);

    /// Starts a process in a job of its own.
    pub(in crate::process) fn start(command: &mut Command) -> io::Result<(Child, Group)> {
        let mut limits = ExtendedLimitInfo::new();
        limits.limit_kill_on_job_close();
        let job = Job::create_with_limit_info(&limits).map_err(io::Error::other)?;
        let child = command.spawn()?;
        job.assign_process(child.as_raw_handle() as isize).map_err(io::Error::other)?;
        Ok((child, Group(Mutex::new(Some(job)))))
    }

    impl Group {
        /// Kills every process in the job. Does not tell whether there was one.
        pub(in crate::process) fn kill(&self) -> bool {
            drop(self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take());
            false
        }
    }

    /// Something to wait for the end of a child with, on another thread.
    pub(in crate::process) struct Waiter(Option<OwnedHandle>);

    pub(in crate::process) fn end_of(child: &Child) -> Waiter {
        Waiter(child.as_handle().try_clone_to_owned().ok())
    }

    impl Waiter {
        /// Returns when the process has ended.
        pub(in crate::process) fn wait(self) {
            if let Some(process) = self.0 {
                // SAFETY: the handle is open for as long as this value owns it.
                unsafe { WaitForSingleObject(process.as_raw_handle(), INFINITE) };
            }
        }
    }

    /// Exit codes that Windows itself gives, from its list of NTSTATUS values.
    const STATUS_STACK_OVERFLOW: u32 = 0xC000_00FD;
    const STATUS_ACCESS_VIOLATION: u32 = 0xC000_0005;
    const STATUS_STACK_BUFFER_OVERRUN: u32 = 0xC000_0409; // what `abort` ends with

    pub(in crate::process) fn ending(status: Option<ExitStatus>) -> Ending {
        let code = status.and_then(|status| status.code()).unwrap_or(-1);
        match code.cast_unsigned() {
            STATUS_STACK_OVERFLOW | STATUS_ACCESS_VIOLATION => Ending::MemoryFault,
            STATUS_STACK_BUFFER_OVERRUN => Ending::Aborted,
            _ => Ending::Exited(code),
        }
    }

    /// What a program needs to run at all.
    pub(in crate::process) fn keep_necessary_variables(command: &mut Command) {
        for name in ["PATH", "SystemRoot", "SystemDrive", "TEMP", "TMP"] {
            if let Some(value) = env::var_os(name) {
                command.env(name, value);
            }
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use crate::process::Activity;
    use crate::process::machine::Usage;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::thread;
    use std::time::Duration;

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
        let busy =
            fields.enumerate().filter(|(index, _)| ![3, 4].contains(index)).map(|(_, field)| field.parse::<u64>().ok());
        let process = fs::read_to_string("/proc/self/stat").ok()?;
        // After the name, which may hold anything, the first field is the third.
        let own = process.get(process.rfind(')')? + 1..)?.split_whitespace().skip(11).take(4);
        let own = own.map(|field| field.parse::<u64>().ok());
        Some(Usage { all: of_ticks(busy.sum::<Option<u64>>()?), own: of_ticks(own.sum::<Option<u64>>()?) })
    }

    fn of_ticks(ticks: u64) -> Duration {
        Duration::from_millis(ticks * 1000 / rustix::param::clock_ticks_per_second())
    }

    /// Source: `avg10` of the line "some" in `/proc/pressure/cpu`, percent.
    pub(in crate::process) fn pressure() -> Option<f64> {
        let text = fs::read_to_string("/proc/pressure/cpu").ok()?;
        let average = text.lines().next()?.split_whitespace().find_map(|field| field.strip_prefix("avg10="))?;
        average.parse().ok().map(|percent: f64| percent / 100.0)
    }

    fn tasks(pid: u32) -> Vec<PathBuf> {
        let entries = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    }
}

#[cfg(not(target_os = "linux"))]
mod untold {
    use crate::process::Activity;
    use crate::process::machine::Usage;
    use std::time::Duration;

    /// Other systems do not tell.
    pub(in crate::process) fn time_denied(_pid: u32) -> Duration {
        Duration::ZERO
    }

    /// Other systems do not tell.
    pub(in crate::process) fn others_compete(_own: &[u32]) -> bool {
        false
    }

    /// Other systems do not tell.
    pub(in crate::process) fn usage() -> Option<Usage> {
        None
    }

    /// Other systems do not tell.
    pub(in crate::process) fn pressure() -> Option<f64> {
        None
    }

    /// Other systems do not tell.
    pub(in crate::process) fn activity(_pid: u32) -> Activity {
        Activity::Unknown
    }
}
