//! One builder at a time in a checkout: the second waits, and says so. And on one machine, nothing of ours runs while
//! a race does.

use crate::KitError;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// Held until dropped; the system lets go of it also when the process is killed.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Takes the lock at `path`. When another process has it, calls `on_wait` once and waits.
pub fn acquire(path: &Path, on_wait: impl FnOnce()) -> Result<Lock, KitError> {
    let folder = path.parent().expect("a lock is in a folder");
    fs::create_dir_all(folder).map_err(KitError::file("create", folder))?;
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path);
    let file = file.map_err(KitError::file("open", path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            on_wait();
            file.lock().map_err(KitError::file("lock", path))?;
        }
        Err(TryLockError::Error(error)) => return Err(KitError::file("lock", path)(error)),
    }
    Ok(Lock { _file: file })
}

/// Held while something is built or run whose time does not matter. `None` where there is no such lock.
pub fn share_machine() -> Option<Lock> {
    machine(File::lock_shared)
}

/// Held while something is timed: nobody else who judges on this machine builds or runs anything then.
pub fn keep_machine() -> Option<Lock> {
    machine(File::lock)
}

/// The file belongs to whoever came first; who may not even read it goes without, and its times may show it.
fn machine(lock: fn(&File) -> io::Result<()>) -> Option<Lock> {
    let path = std::env::temp_dir().join("lockstep-machine.lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = file.or_else(|_| File::open(&path)).ok()?;
    lock(&file).ok()?;
    Some(Lock { _file: file })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::thread;

    #[test]
    fn the_second_waits_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inside").join("lock");
        let first = acquire(&path, || panic!("nobody has it yet")).unwrap();
        let (says, hears) = mpsc::channel();
        let second = thread::spawn(move || acquire(&path, || says.send(()).unwrap()).map(drop));
        hears.recv().unwrap();
        drop(first);
        second.join().unwrap().unwrap();
    }
}
