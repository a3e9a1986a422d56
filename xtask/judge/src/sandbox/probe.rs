//! What this system can do: tried out once, with a process behind walls that runs against them.

use super::{Level, Network, Policy, launch, system};
use crate::language;
use crate::process::{self, Ending, Limits, Program};
use std::env;
use std::fs::{self, File};
use std::net::{TcpStream, UdpSocket};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;
use tr::tr;

/// What the trial says when every wall held.
const HELD: &str = "every wall held";

/// The best level that this system gives.
#[derive(Debug, Clone)]
pub struct Best {
    /// The level.
    pub level: Level,
    /// Why it is not a higher one; empty at the highest. One sentence each.
    pub missing: Vec<String>,
}

/// Tries it out; later calls only look it up.
pub fn best() -> &'static Best {
    static BEST: OnceLock<Best> = OnceLock::new();
    BEST.get_or_init(|| {
        if !system::HAS_WALLS {
            let reason = tr!("walls are there for Linux so far, on x86-64, ARM64 and RISC-V");
            return Best { level: Level::None, missing: vec![reason] };
        }
        if !launch::is_there() {
            let reason = tr!("this program does not start others behind walls");
            return Best { level: Level::None, missing: vec![reason] };
        }
        let mut missing = Vec::new();
        let works = |level: &Level| {
            attempt(*level).map_err(|cause| missing.push(tr!("no {level}: {cause}", level, cause))).is_ok()
        };
        let level = [Level::Namespaces, Level::Confined].into_iter().find(works).unwrap_or(Level::None);
        Best { level, missing }
    })
}

/// What control groups limit for all processes of a check together ("memory", "pids"), or why there are none. Where
/// nobody has delegated one, each process has its limits, which is what most systems come to.
pub fn groups() -> Result<&'static [String], String> {
    system::limited().map_err(|cause| launch::in_words(&cause))
}

/// What is not protected at a level, in words for whoever asks what the machine can do.
pub fn not_protected(level: Level) -> String {
    match level {
        Level::Namespaces => tr!("see the end of docs/THREAT_MODEL.md"),
        Level::Confined => {
            tr!("other machines, from submissions to an exercise with a network; see docs/THREAT_MODEL.md")
        }
        Level::None => tr!("your files, the network and the memory. Judge nobody's code but your own"),
    }
}

/// Starts a process at a level, and lets it run against the walls.
fn attempt(level: Level) -> Result<(), String> {
    let here = env::current_exe().map_err(|error| error.to_string())?;
    let policy = Policy::of_checks(&here, Network::None);
    let program = Program { empty_env: true, ..Program::new(&here, "/") }.args(launch::trial());
    let program = launch::behind_walls(program, &policy, level, None).map_err(|error| error.to_string())?;
    let limits = Limits { deadline: Duration::from_secs(10), output_bytes: 4096, keep_bytes: 4096 };
    let finished = process::run(&program, &limits).map_err(|error| error.to_string())?;
    match (launch::failure(&finished), finished.ending) {
        (Some(cause), _) => Err(cause),
        (None, Ending::Exited(0)) if finished.stdout.text().trim_end() == HELD => Ok(()),
        (None, ending) => {
            let (ending, said) = (format!("{ending:?}"), finished.stdout.text());
            let what = language::looked_up(said.trim_end());
            Err(tr!("a trial ended with {ending}: {what}", ending, what))
        }
    }
}

/// Behind walls: runs against each of them, and says which one gave way. It does not know the reader's language, so
/// this is English; [`attempt`] looks it up.
pub(super) fn try_walls() -> ! {
    let gave_way = [
        ("files can be read", File::open("/etc/passwd").is_ok()),
        ("folders can be listed", fs::read_dir("/").is_ok()),
        ("files can be written", File::create("/dev/shm/lockstep-trial").is_ok()),
        ("sockets can be opened", UdpSocket::bind("127.0.0.1:0").is_ok()),
        ("connections can be made", TcpStream::connect("127.0.0.1:9").is_err_and(|error| is_no_wall(&error))),
        ("processes can be started", Command::new("/proc/self/exe").spawn().is_ok()),
    ];
    match gave_way.iter().find(|(_, gave_way)| *gave_way) {
        Some((what, _)) => println!("{what}"),
        None => println!("{HELD}"),
    }
    std::process::exit(0);
}

/// Whether something else than a wall is the reason.
fn is_no_wall(error: &std::io::Error) -> bool {
    error.kind() != std::io::ErrorKind::PermissionDenied
}
