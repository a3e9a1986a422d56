//! What differs between operating systems when processes are started, watched and ended.
#![cfg_attr(windows, expect(unsafe_code, reason = "std cannot wait for a process on another thread"))]

#[cfg(target_os = "linux")]
pub(super) use linux::{KEEPS_CORES, activity, cores, others_compete, queued, stalled, time_denied, usage};
#[cfg(not(target_os = "linux"))]
pub(super) use untold::{KEEPS_CORES, activity, cores, others_compete, queued, stalled, time_denied, usage};

#[cfg(unix)]
pub(super) use unix::{Group, Input, Output, channel, end_of, ending, keep_necessary_variables, start, used_up};
#[cfg(windows)]
pub(super) use windows::{Group, Input, Output, channel, end_of, ending, keep_necessary_variables, start, used_up};

#[cfg(unix)]
mod unix {
    use crate::process::{Ending, UsedUp};
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
    use std::env;
    use std::io;
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;
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

    /// The judge's end of a process's standard input.
    pub(in crate::process) type Input = UnixStream;
    /// The judge's end of its standard output.
    pub(in crate::process) type Output = UnixStream;

    /// Gives a process sockets as standard input and output. A pipe could be opened once more through `/proc`, by
    /// whatever runs in the process; a socket cannot.
    pub(in crate::process) fn channel(command: &mut Command) -> io::Result<(Input, Output)> {
        let (input, its_input) = UnixStream::pair()?;
        let (output, its_output) = UnixStream::pair()?;
        command.stdin(OwnedFd::from(its_input)).stdout(OwnedFd::from(its_output));
        Ok((input, output))
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

    pub(in crate::process) fn used_up(signal: i32) -> Option<UsedUp> {
        if signal == Signal::XCPU.as_raw() {
            Some(UsedUp::ProcessorTime)
        } else if signal == Signal::XFSZ.as_raw() {
            Some(UsedUp::FileSize)
        } else {
            None
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
    use crate::process::{Ending, UsedUp};
    use std::env;
    use std::io;
    use std::io::{PipeReader, PipeWriter};
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

    /// The judge's end of a process's standard input.
    pub(in crate::process) type Input = PipeWriter;
    /// The judge's end of its standard output.
    pub(in crate::process) type Output = PipeReader;

    /// Gives a process pipes as standard input and output.
    pub(in crate::process) fn channel(command: &mut Command) -> io::Result<(Input, Output)> {
        let (its_input, input) = io::pipe()?;
        let (output, its_output) = io::pipe()?;
        command.stdin(its_input).stdout(its_output);
        Ok((input, output))
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

    /// There are no such signals.
    pub(in crate::process) fn used_up(_signal: i32) -> Option<UsedUp> {
        None
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
mod linux;

#[cfg(not(target_os = "linux"))]
mod untold {
    use crate::process::Activity;
    use crate::process::machine::Usage;
    use std::time::Duration;

    /// macOS has no call for it, and the kit makes none on Windows.
    pub(in crate::process) const KEEPS_CORES: bool = false;

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
    pub(in crate::process) fn stalled() -> Option<Duration> {
        None
    }

    /// Other systems do not tell.
    pub(in crate::process) fn cores() -> Option<usize> {
        None
    }

    /// Other systems do not tell.
    pub(in crate::process) fn queued() -> Option<Duration> {
        None
    }

    /// Other systems do not tell.
    pub(in crate::process) fn activity(_pid: u32) -> Activity {
        Activity::Unknown
    }
}
