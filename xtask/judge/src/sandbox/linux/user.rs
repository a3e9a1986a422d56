//! Who it is: root becomes somebody whom nothing belongs to. An ordinary user stays who it is.

use super::failed;
use rustix::process::{Gid, Uid, getgid, getuid};
use rustix::thread::{CapabilitySet, CapabilitySets};
use rustix::thread::{set_capabilities, set_thread_groups, set_thread_res_gid, set_thread_res_uid};
use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The first of the numbers that no system gives to its users: those below go up to containers'.
const FIRST_UNUSED: u32 = 1_900_000_000;
/// Process numbers are smaller.
const UNUSED: u32 = 1 << 22;
/// The number of nobody, for containers that do not have the others.
const NOBODY: u32 = 65_534;

/// Whether this is root, who gives each process behind walls a user of its own.
pub(super) fn is_root() -> bool {
    getuid().is_root()
}

/// Whoever root becomes must be able to run the program, whatever mask it was made with.
pub(super) fn let_others_run(program: &Path) {
    let is_for_all = |found: &Permissions| found.mode() & 0o005 == 0o005;
    let found = program.metadata().map(|metadata| metadata.permissions());
    if getuid().is_root() && !found.is_ok_and(|found| is_for_all(&found)) {
        // Where that fails, starting it will, and say so.
        let _ = set_permissions(program, Permissions::from_mode(0o755));
    }
}

/// Root becomes a user of whom there is no other process: its number follows from the process's.
pub(super) fn stop_being_root() -> Result<(), String> {
    if !getuid().is_root() {
        return Ok(());
    }
    let own = FIRST_UNUSED + std::process::id() % UNUSED;
    set_thread_groups(&[]).map_err(failed("groups"))?;
    become_user(own).or_else(|_| become_user(NOBODY)).map_err(failed("user"))
}

fn become_user(number: u32) -> rustix::io::Result<()> {
    let (user, group) = (Uid::from_raw(number), Gid::from_raw(number));
    set_thread_res_gid(group, group, group)?;
    // Takes root's capabilities away, too.
    set_thread_res_uid(user, user, user).inspect_err(|_| {
        let _ = set_thread_res_gid(getgid(), getgid(), getgid());
    })
}

/// Root stays root where it runs nobody's code, and keeps of its capabilities only those for files, which Landlock
/// then limits: a checkout's files may belong to anybody.
pub(super) fn keep_only_files() -> Result<(), String> {
    if !getuid().is_root() {
        return Ok(());
    }
    let kept = CapabilitySet::DAC_OVERRIDE | CapabilitySet::DAC_READ_SEARCH | CapabilitySet::FOWNER;
    let sets = CapabilitySets { effective: kept, permitted: kept, inheritable: CapabilitySet::empty() };
    set_capabilities(None, sets).map_err(failed("capabilities"))
}
