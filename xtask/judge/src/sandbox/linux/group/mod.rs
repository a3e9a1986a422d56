//! Control groups (cgroup v2): what one process and all that it starts may use up together, and a way to end them all
//! at once. Only where somebody has given the judge a part of the tree of groups ("delegated" it).
//!
//! The judge makes a group for each process, below one for all of them:
//!
//! ```text
//! the judge's part of the tree
//! ├── lockstep-members     the judge, and all who were there before: only groups without members can limit others
//! └── lockstep             memory of everything that is judged at the same time, by every judge here
//!     └── PID-NUMBER       memory and threads of one process, which the launcher moves itself into
//! ```
//!
//! Source of the files' names and rules: Linux, `Documentation/admin-guide/cgroup-v2.rst`.

mod place;

use super::failed;
use crate::sandbox::Resources;
use place::Place;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// How often a group is looked at until its members are dead.
const LOOKS: u32 = 50;
/// How long between two looks.
const PAUSE: Duration = Duration::from_millis(2);

static NEXT: AtomicU64 = AtomicU64::new(1);

/// A group of one process and all that it starts. Dropped, it ends what is left of them.
#[derive(Debug)]
pub(in crate::sandbox) struct Group {
    folder: PathBuf,
}

/// What groups limit here, in the order of the kernel's names; an error says why there are none.
pub(in crate::sandbox) fn limited() -> Result<&'static [String], String> {
    place().as_ref().map(|place| place.limited.as_slice()).map_err(Clone::clone)
}

fn place() -> &'static Result<Place, String> {
    static PLACE: OnceLock<Result<Place, String>> = OnceLock::new();
    PLACE.get_or_init(|| {
        let place = place::take()?;
        end_leftovers(&place.all);
        Ok(place)
    })
}

impl Group {
    /// A new group with these limits; `None` where there are no groups.
    pub(in crate::sandbox) fn new(resources: &Resources) -> Result<Option<Self>, String> {
        place().as_ref().ok().map(|place| Self::in_place(place, resources)).transpose()
    }

    fn in_place(place: &Place, resources: &Resources) -> Result<Self, String> {
        // Relaxed: only uniqueness matters.
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = place.all.join(format!("{}-{number}", process::id()));
        fs::create_dir(&folder).map_err(failed("a control group"))?;
        let group = Self { folder };
        group.limit(place, resources).map_err(failed("a control group"))?;
        Ok(group)
    }

    fn limit(&self, place: &Place, resources: &Resources) -> io::Result<()> {
        if place.limits("memory") {
            // More than the limit of each process, which comes first and leaves it to say what happened: this also
            // counts what the kernel needs for it, and all processes together.
            self.set("memory.max", &(resources.memory_bytes / 4 * 5).to_string())?;
            self.set("memory.oom.group", "1")?;
            // There without swap, too, but not in every kernel.
            if self.folder.join("memory.swap.max").exists() {
                self.set("memory.swap.max", "0")?;
            }
        }
        if place.limits("pids") {
            self.set("pids.max", &resources.threads.to_string())?;
        }
        Ok(())
    }

    fn set(&self, file: &str, value: &str) -> io::Result<()> {
        fs::write(self.folder.join(file), value)
    }

    /// For the launcher, which joins it.
    pub(in crate::sandbox) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether it was ended because it reached its own limit of memory, not that of all groups.
    pub(in crate::sandbox) fn ran_out_of_memory(&self) -> bool {
        let events = fs::read_to_string(self.folder.join("memory.events")).unwrap_or_default();
        let count = |name| events.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok());
        count("oom ").is_some_and(|times| times > 0)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        end(&self.folder);
    }
}

/// Whether there are groups here, and they count threads.
pub(super) fn are_there_for_threads() -> bool {
    place().as_ref().is_ok_and(|place| place.limits("pids"))
}

/// The launcher's first step: from here on, the group counts what it uses.
pub(super) fn join(folder: &Path) -> Result<(), String> {
    // 0 stands for whoever writes it.
    fs::write(folder.join("cgroup.procs"), "0").map_err(failed("a control group"))
}

/// Whether this group counts threads, for the launcher.
pub(super) fn counts_threads(folder: &Path) -> bool {
    folder.join("pids.max").exists()
}

/// Ends the members of a group, and the group. What cannot be ended now, the next judge ends.
fn end(folder: &Path) {
    if fs::remove_dir(folder).is_ok() {
        return;
    }
    let _ = fs::write(folder.join("cgroup.kill"), "1");
    for _ in 0..LOOKS {
        if fs::remove_dir(folder).is_ok() {
            return;
        }
        thread::sleep(PAUSE);
    }
}

/// Ends the groups of judges that were killed.
fn end_leftovers(all: &Path) {
    let groups = fs::read_dir(all).into_iter().flatten().flatten().map(|entry| entry.path());
    for folder in groups.filter(|path| judge_of(path).is_some_and(|judge| !is_running(judge))) {
        end(&folder);
    }
}

/// The process number of the judge that made a group: "PID-NUMBER".
fn judge_of(folder: &Path) -> Option<u32> {
    folder.file_name()?.to_str()?.split_once('-')?.0.parse().ok()
}

fn is_running(pid: u32) -> bool {
    Path::new("/proc").join(pid.to_string()).exists()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Child, Command};

    #[test]
    fn a_group_says_whose_it_is() {
        assert_eq!(judge_of(Path::new("/sys/fs/cgroup/lockstep/471-3")), Some(471));
        assert_eq!(judge_of(Path::new("/sys/fs/cgroup/lockstep/memory.max")), None);
    }

    const RESOURCES: Resources =
        Resources { cpu_seconds: None, memory_bytes: 64 << 20, file_bytes: 0, threads: 77, open_files: 64 };

    /// Joins a group as the launcher does, and goes on with an order.
    fn member(group: &Group, order: &str) -> Child {
        let order = format!("echo 0 > cgroup.procs || exit 1; {order}");
        Command::new("sh").args(["-c", &order]).current_dir(group.folder()).spawn().unwrap()
    }

    /// Where groups may be made, also if they limit nothing; elsewhere, that nobody is told there were any.
    #[test]
    fn a_group_limits_its_members_and_ends_them() {
        let Ok(place) = place::take_if(|_| true) else {
            assert!(limited().is_err());
            return;
        };
        let group = Group::in_place(&place, &RESOURCES).unwrap();
        let folder = group.folder().to_owned();
        let read = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
        assert!(!place.limits("memory") || read("memory.max") == "83886080\n");
        assert!(!place.limits("pids") || read("pids.max") == "77\n");
        // One of another session is among them.
        let mut shell = member(&group, "setsid sleep 100 & exec sleep 100");
        while read("cgroup.procs").lines().count() < 2 {
            thread::sleep(PAUSE);
        }
        assert!(!group.ran_out_of_memory());
        drop(group);
        assert_eq!(shell.wait().unwrap().signal(), Some(9));
        assert!(!folder.exists());
    }

    #[test]
    fn a_group_says_that_its_memory_was_used_up() {
        if let Ok(place) = place()
            && place.limits("memory")
        {
            let group = Group::in_place(place, &RESOURCES).unwrap();
            // It keeps all of a line that has no end.
            let mut greedy = member(&group, "exec tail /dev/zero");
            assert_eq!(greedy.wait().unwrap().signal(), Some(9));
            assert!(group.ran_out_of_memory());
        }
    }
}
