//! What one process may do, as plain data; the policies of the compiler and of the checks.

use serde::{Deserialize, Serialize};
use std::env;
use std::path::{Path, PathBuf};

/// What one process may do. Whatever is not listed, it may not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Files and folders that it may read. What does not exist is left out.
    pub read: Vec<PathBuf>,
    /// Files and folders that it may read and run programs from.
    pub execute: Vec<PathBuf>,
    /// Folders in which it may do everything.
    pub write: Vec<PathBuf>,
    /// What it may reach.
    pub network: Network,
    /// Whether it may start other processes. Threads it may always start.
    pub processes: bool,
    /// Whether strangers' code runs in it. Then, started by root, it is no longer root, and it sees of
    /// `/proc` only what it says about its own threads.
    pub is_strange: bool,
    /// What it may use up.
    pub resources: Resources,
}

/// What a process may reach.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// Nothing.
    #[default]
    None,
    /// TCP. With a network of its own, only itself; else also what the machine reaches.
    Loopback,
}

/// What one process may use up; whatever it starts has the same each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resources {
    /// Processor time of each process, in seconds; `None` leaves it to the judge's deadline.
    pub cpu_seconds: Option<u64>,
    /// Memory that it may write to, in bytes.
    pub memory_bytes: u64,
    /// The size of a file that it writes, in bytes.
    pub file_bytes: u64,
    /// Threads, of all processes that the same user has started meanwhile.
    pub threads: u64,
    /// Files that are open at the same time.
    pub open_files: u64,
}

/// Much more than the checks of any exercise need.
const OF_CHECKS: Resources =
    Resources { cpu_seconds: None, memory_bytes: 1 << 30, file_bytes: 0, threads: 4096, open_files: 1024 };
/// Many times what the compiler needs for a solution with all optimisations.
const OF_COMPILER: Resources =
    Resources { cpu_seconds: Some(60), memory_bytes: 2 << 30, file_bytes: 1 << 30, threads: 512, open_files: 4096 };
/// Where systems keep what every program needs: libraries, and for the compiler the linker. What does not exist is
/// left out.
const LIBRARIES: [&str; 6] = ["/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib64", "/nix/store"];
const PROGRAMS: [&str; 6] = ["/bin", "/usr", "/lib", "/lib64", "/opt", "/nix/store"];
/// Small files that every program may read.
const COMMON: [&str; 3] = ["/etc/ld.so.cache", "/dev/urandom", "/dev/zero"];
/// How many cores there are, and how many of them a group may use.
const CORES: [&str; 2] = ["/sys/devices/system/cpu", "/sys/fs/cgroup"];
/// How names such as `localhost` become addresses.
const NAMES: [&str; 4] = ["/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/resolv.conf"];

impl Policy {
    /// For a runner: its own program and what that is linked with. There is nothing that it may write.
    pub fn of_checks(runner: &Path, network: Network) -> Self {
        let names: &[&str] = if network == Network::None { &[] } else { &NAMES };
        let mut execute = paths(&LIBRARIES);
        execute.push(runner.to_owned());
        Self {
            read: paths(&[&COMMON, &CORES[..], names].concat()),
            execute,
            write: Vec::new(),
            network,
            processes: false,
            is_strange: true,
            resources: OF_CHECKS,
        }
    }

    /// For the compiler at `rustc`: the toolchain, the system's programs, what is in `read`, and folders to work in.
    pub fn of_compiler(rustc: &Path, read: Vec<PathBuf>, write: Vec<PathBuf>) -> Self {
        let mut execute = paths(&PROGRAMS);
        // The folder above `bin`: libraries, and perhaps a linker.
        execute.extend(rustc.ancestors().nth(2).filter(|folder| folder.parent().is_some()).map(Path::to_owned));
        // A linker may be anywhere in there, and what it needs beside it.
        let folders = env::var_os("PATH").into_iter().flat_map(|path| env::split_paths(&path).collect::<Vec<_>>());
        for folder in folders.filter(|folder| folder.is_absolute()) {
            execute.extend(["lib", "libexec"].map(|beside| folder.with_file_name(beside)));
            execute.push(folder);
        }
        let mut all_read = paths(&[&COMMON[..], &CORES].concat());
        all_read.extend(read);
        Self {
            read: all_read,
            execute,
            write,
            network: Network::None,
            processes: true,
            is_strange: false,
            resources: OF_COMPILER,
        }
    }
}

fn paths(names: &[&str]) -> Vec<PathBuf> {
    names.iter().map(PathBuf::from).collect()
}
