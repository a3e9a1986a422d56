//! What attacks aim at, beside the judge: a file with a secret, and sockets that nobody may reach.

use crate::attack::{submission, surroundings};
use crate::common::{FIXTURES, WORKSPACE, command};
use serde_json::Value;
use std::fs;
use std::io::ErrorKind;
use std::net::{TcpListener, UdpSocket};
use std::os::unix::net::UnixListener;
use std::path::Path;
use tempfile::TempDir;

/// What the environment of the judge has, and a file. Nothing that is printed may hold it.
pub(crate) const SECRET: &str = "correct-horse-battery-staple";

pub(crate) struct Target {
    folder: TempDir,
    tcp: TcpListener,
    udp: UdpSocket,
    unix: UnixListener,
}

/// What `cargo xtask check` said and ended with.
pub(crate) struct Judged {
    pub(crate) code: Option<i32>,
    /// Its report as JSON; null when there is none.
    pub(crate) report: Value,
    /// All that was printed, with the report.
    pub(crate) text: String,
}

impl Target {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("secret.txt"), SECRET).unwrap();
        let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
        let udp = UdpSocket::bind(tcp.local_addr().unwrap()).unwrap();
        let unix = UnixListener::bind(folder.path().join("socket")).unwrap();
        tcp.set_nonblocking(true).unwrap();
        udp.set_nonblocking(true).unwrap();
        unix.set_nonblocking(true).unwrap();
        Self { folder, tcp, udp, unix }
    }

    /// Judges the authors' solution of an exercise after it was given an attack, which it makes once in each process:
    /// just before what stands at `place` in it.
    pub(crate) fn judge(&self, exercise: &str, place: &str, attack: &str, more: &[&str]) -> Judged {
        let solution = fs::read_to_string(format!("{WORKSPACE}/solutions/{exercise}/lib.rs")).unwrap();
        let port = self.tcp.local_addr().unwrap().port();
        let surroundings = surroundings(&fs::canonicalize(WORKSPACE).unwrap(), self.folder.path(), port);
        let text = submission(&solution, place, attack, &surroundings);
        let file = self.folder.path().join("lib.rs");
        fs::write(&file, text).unwrap();
        let args = [&["check", exercise, "--json", "--file", file.to_str().unwrap()], more].concat();
        let output = command(Path::new(WORKSPACE), &args).env("LOCKSTEP_TEST_SECRET", SECRET).output().unwrap();
        Judged {
            code: output.status.code(),
            report: serde_json::from_slice(&output.stdout).unwrap_or_default(),
            text: String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned(),
        }
    }

    /// Nobody has connected, sent, changed or left anything.
    pub(crate) fn expect_untouched(&self, name: &str) {
        let nobody = Some(ErrorKind::WouldBlock);
        assert_eq!(self.tcp.accept().err().map(|error| error.kind()), nobody, "{name} connected over TCP");
        assert_eq!(self.udp.recv(&mut [0; 16]).err().map(|error| error.kind()), nobody, "{name} sent a datagram");
        assert_eq!(self.unix.accept().err().map(|error| error.kind()), nobody, "{name} connected to a path");
        let secret = fs::read_to_string(self.folder.path().join("secret.txt"));
        assert_eq!(secret.unwrap(), SECRET, "{name} changed a file");
        assert!(!Path::new("/dev/shm/left-by-an-attack").exists(), "{name} left a file");
    }
}

/// The text of a fixture.
pub(crate) fn attack(name: &str) -> String {
    fs::read_to_string(format!("{FIXTURES}/attacks/{name}.rs")).unwrap()
}
