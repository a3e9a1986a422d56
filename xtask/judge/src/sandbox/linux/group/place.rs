//! Where in the tree of groups the judge may make its own.

use super::super::failed;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// The group of all that is judged at the same time.
const ALL: &str = "lockstep";
/// The group that everybody else moves to.
const MEMBERS: &str = "lockstep-members";
/// What a group is to limit, where the kernel and whoever delegated it let it.
const WANTED: [&str; 2] = ["memory", "pids"];
/// Where systemd notes that it has delegated a group, for users and for root.
const DELEGATED: [&str; 2] = ["user.delegate", "trusted.delegate"];
/// How often limits are switched on: somebody may have been started in the group meanwhile.
const TRIES: u32 = 5;
/// How long between two of them.
const PAUSE: Duration = Duration::from_millis(20);

/// The judge's place in the tree.
#[derive(Debug)]
pub(super) struct Place {
    /// The folder of the group of all that is judged.
    pub(super) all: PathBuf,
    /// What groups limit here.
    pub(super) limited: Vec<String>,
}

impl Place {
    pub(super) fn limits(&self, what: &str) -> bool {
        self.limited.iter().any(|limited| limited == what)
    }
}

/// Makes the judge's place, or says why there is none. It does not know the reader's language, so this is English.
///
/// One that limits nothing is left alone: to join a group takes milliseconds, as the kernel waits for all cores, and
/// processes are ended without it, too.
pub(super) fn take() -> Result<Place, String> {
    take_if(|limited| !limited.is_empty())
}

/// The same with another opinion on what has to be limited.
pub(super) fn take_if(is_worth_it: impl FnOnce(&[String]) -> bool) -> Result<Place, String> {
    let mounts = read("/proc/self/mountinfo")?;
    let tree = Tree::of(&mounts).ok_or("the system shows no tree of them (cgroup v2)")?;
    let groups = read("/proc/self/cgroup")?;
    let own = own_group(&groups).ok_or("this process is in none")?;
    let part = part_of(tree.folder_of(own).ok_or("its own is not in sight")?);
    let is_writable = rustix::fs::access(part.join("cgroup.procs"), rustix::fs::Access::WRITE_OK).is_ok();
    if !is_writable || !is_delegated(&part) {
        return Err("none was delegated to this process".to_owned());
    }
    let limited = switch_on(&part).map_err(failed("switching limits on"))?;
    if !is_worth_it(&limited) {
        return Err("the one of this process limits neither memory nor threads".to_owned());
    }
    let all = part.join(ALL);
    let made = make(&all).and_then(|()| fill(&all, &limited, tree.top));
    made.map_err(failed("making one"))?;
    Ok(Place { all, limited })
}

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(path).map_err(failed(path))
}

/// Where the tree is mounted, and which of its groups is on top there.
struct Tree<'a> {
    top: &'a Path,
    root: &'a Path,
}

impl<'a> Tree<'a> {
    /// From `/proc/self/mountinfo`: fields 4 and 5 are root and mount point, and the type follows " - ".
    fn of(mounts: &'a str) -> Option<Self> {
        let line = mounts.lines().find(|line| line.contains(" - cgroup2 "))?;
        let mut fields = line.split(' ').skip(3);
        let root = Path::new(fields.next()?);
        Some(Self { root, top: Path::new(fields.next()?) })
    }

    fn folder_of(&self, group: &str) -> Option<PathBuf> {
        Path::new(group).strip_prefix(self.root).ok().map(|below| self.top.join(below))
    }
}

/// The line of cgroup v2 in `/proc/self/cgroup` is `0::PATH`.
fn own_group(groups: &str) -> Option<&str> {
    groups.lines().find_map(|line| line.strip_prefix("0::"))
}

/// Who was started by somebody that had been moved is where that one is.
fn part_of(own: PathBuf) -> PathBuf {
    if own.ends_with(MEMBERS) { own.parent().expect("it has a name").to_owned() } else { own }
}

/// Whether the group is ours: systemd says so, or there is nobody above it.
fn is_delegated(part: &Path) -> bool {
    let mut value = [0; 8];
    let is_noted =
        |name: &str| rustix::fs::getxattr(part, name, &mut value).is_ok_and(|length| value[..length] == *b"1");
    let parent = part.parent().map(|parent| parent.join("cgroup.procs"));
    DELEGATED.into_iter().any(is_noted) || parent.is_none_or(|file| !file.exists())
}

/// Switches on for the groups below what can be limited there, and says what that is.
fn switch_on(part: &Path) -> io::Result<Vec<String>> {
    let words = |file: &str| -> io::Result<Vec<String>> {
        Ok(fs::read_to_string(part.join(file))?.split_whitespace().map(str::to_owned).collect())
    };
    let there = words("cgroup.controllers")?;
    let wanted: Vec<String> = WANTED.map(str::to_owned).into_iter().filter(|name| there.contains(name)).collect();
    let on = words("cgroup.subtree_control")?;
    let missing: Vec<String> = wanted.iter().filter(|name| !on.contains(name)).map(|name| format!("+{name}")).collect();
    if missing.is_empty() {
        return Ok(wanted);
    }
    let mut tried = 0;
    loop {
        // Only the root of all groups may have members and limit others; it has no type.
        if part.join("cgroup.type").exists() {
            move_members(part)?;
        }
        match fs::write(part.join("cgroup.subtree_control"), missing.join(" ")) {
            Err(error) if error.raw_os_error() == Some(libc::EBUSY) && tried < TRIES => thread::sleep(PAUSE),
            result => return result.map(|()| wanted),
        }
        tried += 1;
    }
}

/// Moves everybody out of the group: the judge, and who was started beside it.
fn move_members(part: &Path) -> io::Result<()> {
    let members = part.join(MEMBERS);
    make(&members)?;
    for pid in fs::read_to_string(part.join("cgroup.procs"))?.lines() {
        // One that has ended meanwhile cannot be moved, and need not be.
        let _ = fs::write(members.join("cgroup.procs"), pid);
    }
    Ok(())
}

/// The group of all that is judged gets most of the memory there is, so that the machine, and the judge, keep the rest.
fn fill(all: &Path, limited: &[String], top: &Path) -> io::Result<()> {
    let on: Vec<String> = limited.iter().map(|name| format!("+{name}")).collect();
    fs::write(all.join("cgroup.subtree_control"), on.join(" "))?;
    if limited.iter().any(|name| name == "memory")
        && let Some(memory) = memory_there_is(all, top)
    {
        fs::write(all.join("memory.max"), (memory / 4 * 3).to_string())?;
    }
    Ok(())
}

/// The machine's memory in bytes, or less where a group above has less.
fn memory_there_is(all: &Path, top: &Path) -> Option<u64> {
    let machine = fs::read_to_string("/proc/meminfo").ok()?;
    let kibibytes: u64 =
        machine.lines().find_map(|line| line.strip_prefix("MemTotal:"))?.trim().strip_suffix(" kB")?.parse().ok()?;
    let above = all.ancestors().skip(1).take_while(|folder| folder.starts_with(top));
    // "max" is no number, and no limit.
    let limits = above.filter_map(|folder| fs::read_to_string(folder.join("memory.max")).ok()?.trim().parse().ok());
    limits.chain([kibibytes * 1024]).min()
}

fn make(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "24 1 0:22 / /proc rw,nosuid - proc proc rw\n\
                          31 24 0:27 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";

    #[test]
    fn the_folder_of_a_group_is_below_the_mount() {
        let tree = Tree::of(MOUNTS).unwrap();
        let groups = "4:memory:/other\n0::/user.slice/run-1.scope\n";
        let folder = tree.folder_of(own_group(groups).unwrap());
        assert_eq!(folder.unwrap(), Path::new("/sys/fs/cgroup/user.slice/run-1.scope"));
        assert!(Tree::of("24 1 0:22 / /proc rw - proc proc rw\n").is_none());
    }

    #[test]
    fn a_part_of_the_tree_that_is_mounted_alone_hides_the_others() {
        let mounts = MOUNTS.replace("0:27 / ", "0:27 /box ");
        let tree = Tree::of(&mounts).unwrap();
        assert_eq!(tree.folder_of("/box/judge").unwrap(), Path::new("/sys/fs/cgroup/judge"));
        assert_eq!(tree.folder_of("/elsewhere"), None);
    }

    #[test]
    fn who_is_started_by_a_member_shares_its_place() {
        let part = PathBuf::from("/sys/fs/cgroup/run-1.scope");
        assert_eq!(part_of(part.join(MEMBERS)), part);
        assert_eq!(part_of(part.clone()), part);
    }
}
