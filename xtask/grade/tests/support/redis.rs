//! A Redis server for a test.

use super::optional::REDIS;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A server listens within milliseconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server of our own; ended with the test.
pub(crate) struct Redis {
    /// How it is named on the command line.
    pub(crate) address: String,
    process: Child,
    _folder: TempDir,
}

impl Redis {
    /// Starts one, and waits until it listens; none where it is not installed, which is said.
    pub(crate) fn start(test: &str) -> Option<Self> {
        let program = REDIS.find_for(test)?;
        let folder = tempfile::tempdir().unwrap();
        // Free now, and nobody else asks for it meanwhile.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new(program)
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--dir"])
            .arg(folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let started = Self { address: format!("redis://127.0.0.1:{port}"), process, _folder: folder };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < PATIENCE, "the server listens");
            thread::sleep(Duration::from_millis(5));
        }
        Some(started)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
