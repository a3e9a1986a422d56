//! How often std's own threads show each planted mistake, in 10,000 runs: the comparison to `model`.

#![expect(clippy::unwrap_used, unreachable_pub, reason = "the planted mistakes are shared with the tests")]

#[path = "../tests/planted/mod.rs"]
mod planted;

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

const RUNS: usize = 10_000;
/// A run takes some microseconds; one that is not done by then hangs.
const PATIENCE: Duration = Duration::from_millis(500);
/// Threads that hang are never ended, so a mistake that was seen so often is seen often enough.
const HANGS: usize = 40;

fn main() {
    println!("Seen with real threads, in {RUNS} runs, or until {HANGS} of them hang.\n");
    std::panic::set_hook(Box::new(|_| {}));
    for (name, scenario) in planted::ALL {
        let (mut runs, mut panics, mut hangs) = (0, 0, 0);
        while runs < RUNS && hangs < HANGS {
            runs += 1;
            match run(scenario) {
                Some(true) => {}
                Some(false) => panics += 1,
                None => hangs += 1,
            }
        }
        println!("{name:36} {panics:6} panics, {hangs:6} hangs in {runs} runs");
    }
}

/// Whether the scenario passes; nothing when it hangs.
fn run(scenario: fn()) -> Option<bool> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let passed = std::panic::catch_unwind(scenario).is_ok();
        // Whoever gave up waits no more.
        let _ = sender.send(passed);
    });
    receiver.recv_timeout(PATIENCE).ok()
}
