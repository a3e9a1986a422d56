//! A root folder of one's own, in which there is only what a policy lists: of everything else, not even the name.
//!
//! What may be done with a file, Landlock decides; this only leaves things out. Nothing is ever copied.

use super::failed;
use super::files::{self, ALWAYS, OF_ITSELF};
use crate::sandbox::Policy;
use rustix::fs::Mode;
use rustix::mount::{
    MountFlags, MountPropagationFlags, UnmountFlags, mount, mount_bind_recursive, mount_change, unmount,
};
use rustix::process::{pivot_root, umask};
use std::env;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

/// Where the new root is set up. It hides what is there only for this process, and only for a moment.
const PLACE: &str = "/tmp";
/// Where the old root is meanwhile.
const OLD: &str = "lockstep-old-root";

/// A file or folder in the new root, and what it is in the old one.
struct Entry {
    path: PathBuf,
    source: PathBuf,
}

/// Enters the new root. The process must have left the mounts of others before.
pub(super) fn enter(policy: &Policy, program: &Path) -> Result<(), String> {
    let entries = entries(policy, program);
    let here = env::current_dir().and_then(|here| replace_root(&entries, &here));
    here.map_err(failed("a root of its own"))
}

fn replace_root(entries: &[Entry], here: &Path) -> io::Result<()> {
    // Whoever it is afterwards, it must be able to walk through the folders.
    let mask = umask(Mode::from_raw_mode(0o022));
    mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC)?;
    mount("tmpfs", PLACE, "tmpfs", MountFlags::NOSUID | MountFlags::NODEV, c"size=1m,mode=0755")?;
    let old = Path::new("/").join(OLD);
    fs::create_dir(Path::new(PLACE).join(OLD))?;
    pivot_root(PLACE, Path::new(PLACE).join(OLD))?;
    env::set_current_dir("/")?;
    for entry in entries {
        put(entry, &old)?;
    }
    symlink(std::process::id().to_string(), "/proc/self")?;
    unmount(&old, UnmountFlags::DETACH)?;
    fs::remove_dir(&old)?;
    fs::create_dir_all(here)?;
    env::set_current_dir(here)?;
    umask(mask);
    Ok(())
}

fn put(entry: &Entry, old: &Path) -> io::Result<()> {
    let source = old.join(entry.source.strip_prefix("/").expect("it was made absolute"));
    if source.is_dir() {
        fs::create_dir_all(&entry.path)?;
    } else {
        fs::create_dir_all(entry.path.parent().expect("a file is in a folder"))?;
        File::create(&entry.path)?;
    }
    mount_bind_recursive(&source, &entry.path)?;
    Ok(())
}

/// Each path of the policy that exists, unless a folder above it is there anyway.
fn entries(policy: &Policy, program: &Path) -> Vec<Entry> {
    let listed = policy.read.iter().chain(&policy.execute).chain(&policy.write).cloned();
    let of_itself = OF_ITSELF.map(files::of_itself);
    let more = ALWAYS.map(PathBuf::from).into_iter().chain(of_itself).chain([program.to_owned()]);
    let mut paths: Vec<PathBuf> = listed.chain(more).collect();
    paths.sort();
    let mut entries: Vec<Entry> = Vec::new();
    for path in paths {
        let is_there = entries.iter().any(|entry| path.starts_with(&entry.path));
        if let (false, Ok(source)) = (is_there, path.canonicalize()) {
            entries.push(Entry { path, source });
        }
    }
    entries
}
