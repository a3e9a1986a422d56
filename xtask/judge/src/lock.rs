//! One builder at a time in a checkout: the second waits, and says so. And on one machine, nothing of ours runs while
//! a race does.

use crate::KitError;
use std::env;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// Where one waits until those who share have left.
const TURNSTILE: &str = "lockstep-turnstile.lock";

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
    of_machine(&env::temp_dir(), File::lock_shared)
}

/// Held while something is timed: nobody else who judges on this machine builds or runs anything then.
pub fn keep_machine() -> Option<Lock> {
    of_machine(&env::temp_dir(), File::lock)
}

/// Everybody passes a turnstile, in which whoever wants to be alone stays until the others have left: those who share would
/// else take turns for ever.
fn of_machine(folder: &Path, lock: fn(&File) -> io::Result<()>) -> Option<Lock> {
    let turnstile = of_all(&folder.join(TURNSTILE))?;
    turnstile.lock().ok()?;
    let file = of_all(&folder.join("lockstep-machine.lock"))?;
    lock(&file).ok()?;
    Some(Lock { _file: file })
}

/// The file belongs to whoever came first; who may not even read it goes without, and its times may show it.
fn of_all(path: &Path) -> Option<File> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path);
    file.or_else(|_| File::open(path)).ok()
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

    #[test]
    fn whoever_wants_to_be_alone_is_next() {
        let folder = tempfile::tempdir().unwrap();
        let sharing = of_machine(folder.path(), File::lock_shared).unwrap();
        let (says, hears) = mpsc::channel();
        thread::scope(|scope| {
            let enter = |who: &'static str, lock: fn(&File) -> io::Result<()>| {
                let (says, folder) = (says.clone(), folder.path());
                scope.spawn(move || {
                    let entered = of_machine(folder, lock).unwrap();
                    says.send(who).unwrap();
                    drop(entered);
                });
            };
            enter("alone", File::lock);
            let turnstile = of_all(&folder.path().join(TURNSTILE)).unwrap();
            while turnstile.try_lock().is_ok() {
                turnstile.unlock().unwrap();
                thread::yield_now();
            }
            enter("sharing", File::lock_shared);
            drop(sharing);
            assert_eq!([hears.recv().unwrap(), hears.recv().unwrap()], ["alone", "sharing"]);
        });
    }
}
