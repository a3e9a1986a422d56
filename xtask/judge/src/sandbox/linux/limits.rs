//! Resources: what the kernel counts for each process, and threads for each user.

use super::failed;
use crate::sandbox::Resources;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::fs;

/// Sets the limits. One that the system has already set lower stays. The number of threads is left out when the process's group counts them.
pub(super) fn set(resources: &Resources, has_own_count: bool) -> Result<(), String> {
    if let Some(seconds) = resources.cpu_seconds {
        // The first limit says what the matter is, the second one does not.
        set_one(Resource::Cpu, seconds, seconds + 1)?;
    }
    for (resource, limit) in [
        (Resource::Data, resources.memory_bytes),
        (Resource::Fsize, resources.file_bytes),
        (Resource::Nofile, resources.open_files),
        (Resource::Core, 0),
        (Resource::Memlock, 0),
        (Resource::Msgqueue, 0),
    ] {
        set_one(resource, limit, limit)?;
    }
    if !has_own_count {
        let threads = resources.threads.saturating_add(threads_of_the_machine());
        set_one(Resource::Nproc, threads, threads)?;
    }
    Ok(())
}

fn set_one(resource: Resource, current: u64, maximum: u64) -> Result<(), String> {
    let before = getrlimit(resource).maximum;
    let lower = |limit: u64| Some(before.map_or(limit, |before| before.min(limit)));
    let limits = Rlimit { current: lower(current), maximum: lower(maximum) };
    setrlimit(resource, limits).map_err(failed("limits"))
}

/// The kernel counts the threads of all processes of a user. How many there are of others, only this file says without
/// a look at every process: its fourth field is "threads that can run/threads".
fn threads_of_the_machine() -> u64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let field = text.split_whitespace().nth(3).and_then(|field| field.split('/').nth(1));
    field.and_then(|number| number.parse().ok()).unwrap_or(0)
}
