//! What differs between operating systems, on the side of a check's process.
#![expect(unsafe_code, reason = "std has no safe call for signal dispositions and standard handles")]

#[cfg(unix)]
pub(crate) use unix::{end_process_group, let_stack_overflow_kill, take_standard_streams};
#[cfg(windows)]
pub(crate) use windows::{end_process_group, let_stack_overflow_kill, take_standard_streams};

#[cfg(not(target_os = "linux"))]
pub(crate) use elsewhere::{ThreadId, cpu_time, current_thread, is_asleep, keep_cores, wake_ups};
#[cfg(target_os = "linux")]
pub(crate) use linux::{ThreadId, cpu_time, current_thread, is_asleep, keep_cores, wake_ups};

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io;
    use std::os::fd::AsFd;

    /// Moves standard input and output aside; what is printed afterwards goes to standard error.
    pub(crate) fn take_standard_streams() -> io::Result<(File, File)> {
        let from_judge = io::stdin().as_fd().try_clone_to_owned()?;
        let to_judge = io::stdout().as_fd().try_clone_to_owned()?;
        rustix::stdio::dup2_stdin(File::open("/dev/null")?)?;
        rustix::stdio::dup2_stdout(io::stderr())?;
        Ok((from_judge.into(), to_judge.into()))
    }

    /// Undoes std's handler, which turns a stack overflow into an `abort`: the judge tells the two apart
    /// by the signal. Safe code has no other way to touch a guard page.
    pub(crate) fn let_stack_overflow_kill() {
        for signal in [libc::SIGSEGV, libc::SIGBUS] {
            // SAFETY: SIG_DFL installs no code of ours; the call is made before a second thread exists.
            unsafe { libc::signal(signal, libc::SIG_DFL) };
        }
    }

    /// Ends this process and what it started.
    pub(crate) fn end_process_group() {
        // SAFETY: plain system call; 0 means the caller's own process group, which the judge made for it.
        unsafe { libc::kill(0, libc::SIGKILL) };
    }
}

#[cfg(windows)]
mod windows {
    use std::fs::File;
    use std::io;
    use std::os::windows::io::{AsHandle, AsRawHandle, IntoRawHandle};
    use windows_sys::Win32::System::Console::{STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, SetStdHandle};

    /// Moves standard input and output aside; what is printed afterwards goes to standard error.
    pub(crate) fn take_standard_streams() -> io::Result<(File, File)> {
        let from_judge = io::stdin().as_handle().try_clone_to_owned()?;
        let to_judge = io::stdout().as_handle().try_clone_to_owned()?;
        let nothing = File::open("NUL")?.into_raw_handle();
        let errors = io::stderr().as_handle().as_raw_handle();
        // SAFETY: both handles are open and stay open until the process ends.
        let set =
            unsafe { SetStdHandle(STD_INPUT_HANDLE, nothing) != 0 && SetStdHandle(STD_OUTPUT_HANDLE, errors) != 0 };
        if set { Ok((from_judge.into(), to_judge.into())) } else { Err(io::Error::last_os_error()) }
    }

    /// Nothing to do: a stack overflow has an exit code of its own here.
    pub(crate) fn let_stack_overflow_kill() {}

    /// Ends this process; the judge's job object ends what it started.
    pub(crate) fn end_process_group() {
        std::process::abort();
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    use std::collections::HashMap;
    use std::fs;
    use std::time::Duration;

    pub(crate) type ThreadId = u32;

    /// From here on, this thread and all that it starts share so many cores, of those that it may use. Which ones, the
    /// number decides; two hardware threads of one core are the last to be taken together.
    pub(crate) fn keep_cores(count: usize, number: u64) {
        let Ok(allowed) = sched_getaffinity(None) else { return };
        let mut cores: Vec<usize> = (0..CpuSet::MAX_CPU).filter(|core| allowed.is_set(*core)).collect();
        let first = usize::try_from(number).unwrap_or(0) % cores.len();
        cores.rotate_left(first);
        let mut kept = CpuSet::new();
        siblings_last(&cores, siblings).iter().take(count.max(1)).for_each(|core| kept.set(*core));
        // Without it, the run only has more cores than it should.
        let _ = sched_setaffinity(None, &kept);
    }

    /// One hardware thread of each core, then a second one, and so on.
    fn siblings_last(cores: &[usize], siblings: impl Fn(usize) -> Option<String>) -> Vec<usize> {
        let mut taken: HashMap<String, usize> = HashMap::new();
        let mut turns: Vec<(usize, usize)> = Vec::new();
        for core in cores {
            let turn = taken.entry(siblings(*core).unwrap_or_else(|| core.to_string())).or_default();
            turns.push((*turn, *core));
            *turn += 1;
        }
        turns.sort_by_key(|(turn, _)| *turn);
        turns.into_iter().map(|(_, core)| core).collect()
    }

    /// The hardware threads that share a core with this one, as the kernel lists them.
    fn siblings(core: usize) -> Option<String> {
        fs::read_to_string(format!("/sys/devices/system/cpu/cpu{core}/topology/thread_siblings_list")).ok()
    }

    pub(crate) fn current_thread() -> ThreadId {
        // SAFETY: the call takes nothing and cannot fail.
        let id = unsafe { libc::gettid() };
        u32::try_from(id).expect("thread ids are positive")
    }

    /// Whether the thread sleeps right now, as the kernel sees it; `None` when it does not say.
    pub(crate) fn is_asleep(thread: ThreadId) -> Option<bool> {
        let stat = fs::read_to_string(format!("/proc/self/task/{thread}/stat")).ok()?;
        // "1234 (name) S ...": the name may hold anything, its closing bracket is the last one.
        let state = stat.get(stat.rfind(')')? + 2..)?.chars().next()?;
        Some(state == 'S')
    }

    /// How often the thread has gone to sleep so far.
    pub(crate) fn wake_ups(thread: ThreadId) -> Option<u64> {
        let text = fs::read_to_string(format!("/proc/self/task/{thread}/status")).ok()?;
        text.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?.trim().parse().ok()
    }

    /// The processor time that the thread has had: nanoseconds, the first field of `schedstat`.
    pub(crate) fn cpu_time(thread: ThreadId) -> Option<Duration> {
        let text = fs::read_to_string(format!("/proc/self/task/{thread}/schedstat")).ok()?;
        text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn two_hardware_threads_of_one_core_are_the_last_to_be_taken_together() {
            let pairs = |core: usize| Some(format!("{0},{1}", core % 4, core % 4 + 4));
            assert_eq!(siblings_last(&[6, 7, 0, 1, 2, 3, 4, 5], pairs), [6, 7, 0, 1, 2, 3, 4, 5]);
            assert_eq!(siblings_last(&[0, 1, 4, 5, 6], pairs), [0, 1, 6, 4, 5]);
            assert_eq!(siblings_last(&[3, 9], |_| None), [3, 9]);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use std::time::Duration;

    pub(crate) type ThreadId = ();

    /// Other systems do not promise it. Rayon is told by a variable, so that at least its pool has so many threads.
    pub(crate) fn keep_cores(_count: usize, _number: u64) {}

    pub(crate) fn current_thread() -> ThreadId {}

    /// Other systems do not tell cheaply: the caller waits a little instead.
    pub(crate) fn is_asleep(_thread: ThreadId) -> Option<bool> {
        None
    }

    /// Neither.
    pub(crate) fn wake_ups(_thread: ThreadId) -> Option<u64> {
        None
    }

    /// Neither.
    pub(crate) fn cpu_time(_thread: ThreadId) -> Option<Duration> {
        None
    }
}
