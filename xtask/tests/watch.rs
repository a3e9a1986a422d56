//! Watch mode without a terminal: what is judged is always the newest file, and nothing is left running. How it looks on
//! a terminal is held by snapshots of its frames.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot set up fails")]

mod common;

use common::{Copy, processes_with_argument};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

const FILE: &str = "exercises/03_ticket_office/src/lib.rs";
/// More than the first build takes on a busy machine; whoever waits for so long waits in vain.
const TOO_LONG: Duration = Duration::from_secs(600);

/// A learner who watches.
struct Watch {
    program: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(copy: &Copy) -> Self {
        // With a sandbox, nothing could start the process that is looked for.
        let mut command = copy.command(&["watch", "3", "--plain", "--sandbox", "none"]);
        let mut program = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(program.stdout.take().unwrap());
        let (says, lines) = mpsc::channel();
        thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| says.send(line)));
        Self { program, lines }
    }

    /// Reads up to a line that begins like this; what was read before it.
    fn until(&self, beginning: &str) -> Vec<String> {
        let mut before = Vec::new();
        loop {
            let line = self.lines.recv_timeout(TOO_LONG).unwrap_or_else(|_| panic!("{beginning}: {before:#?}"));
            if line.starts_with(beginning) {
                return before;
            }
            before.push(line);
        }
    }

    fn types(&mut self, line: &str) {
        writeln!(self.program.stdin.as_mut().unwrap(), "{line}").unwrap();
    }
}

/// A correct solution whose `acquire` waits for ever, after it has started a process.
fn hanging(reference: &str, seconds: &str) -> String {
    let start = reference.find("fn acquire(").unwrap();
    let body = start + reference[start..].find('{').unwrap() + 1;
    let hang = format!(
        "let _ = std::process::Command::new(\"setsid\").args([\"sleep\", \"{seconds}\"]).spawn();\n\
         if std::env::args().count() > 0 {{ loop {{ std::thread::park(); }} }}"
    );
    format!("{}{hang}{}", &reference[..body], &reference[body..])
}

#[test]
fn of_three_saves_during_a_hanging_run_the_last_is_judged() {
    let copy = Copy::new();
    let reference = copy.read("solutions/03_ticket_office/lib.rs");
    // Long enough that nothing but a save ends it.
    let settings = "exercises/03_ticket_office/exercise.toml";
    copy.write(settings, copy.read(settings).replace("deadline_ms = 2000", "deadline_ms = 600000"));
    let mut watch = Watch::start(&copy);
    watch.until("This is the stub");

    copy.write(FILE, hanging(&reference, "2001.25"));
    watch.until("Judging");
    while processes_with_argument("2001.25").is_empty() {
        thread::yield_now();
    }
    copy.write(FILE, hanging(&reference, "2002.25"));
    copy.write(FILE, hanging(&reference, "2003.25"));
    copy.write(FILE, format!("{reference}// The third.\n"));
    let before = watch.until("Passed: ");
    assert!(!before.iter().any(|line| line.starts_with("Not passed")), "{before:#?}");
    for seconds in ["2001.25", "2002.25", "2003.25"] {
        assert_eq!(processes_with_argument(seconds), Vec::<String>::new());
    }

    // As many editors save: beside the file, then in its place.
    copy.write("exercises/03_ticket_office/src/.new", format!("{reference}// Renamed.\n"));
    fs::rename(copy.path("exercises/03_ticket_office/src/.new"), copy.path(FILE)).unwrap();
    watch.until("Passed: ");
    watch.types("");
    watch.until("Passed: ");

    copy.write(FILE, hanging(&reference, "2004.25"));
    while processes_with_argument("2004.25").is_empty() {
        thread::yield_now();
    }
    watch.types("q");
    assert_eq!(watch.program.wait().unwrap().code(), Some(0));
    assert_eq!(processes_with_argument("2004.25"), Vec::<String>::new());
    let progress = copy.read(".lockstep/progress.json");
    assert!(progress.contains("\"attempts\": 3"), "{progress}");
}
