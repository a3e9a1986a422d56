//! A Redis server for a test.

use super::optional::REDIS;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A server of our own; ended with the test.
pub(crate) struct Redis {
    /// How it is named on the command line.
    pub(crate) address: String,
    process: Child,
    _folder: TempDir,
}

impl Redis {
    /// Starts one, which listens a little later; none where it is not installed, which is said.
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
        Some(Self { address: format!("redis://127.0.0.1:{port}"), process, _folder: folder })
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
