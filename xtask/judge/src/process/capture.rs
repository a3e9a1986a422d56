//! What a process prints: read to the end, kept up to a limit.

use super::Limits;
use std::io::Read;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// The start of what a process printed, and how much it was in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Captured {
    /// The first bytes, as many as were to be kept.
    pub start: Vec<u8>,
    /// How many bytes were read in all.
    pub total: usize,
}

impl Captured {
    /// The kept part as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> String {
        self.text_of_first(self.start.len())
    }

    /// The first `bytes` of it as text.
    pub fn text_of_first(&self, bytes: usize) -> String {
        String::from_utf8_lossy(&self.start[..bytes.min(self.start.len())]).into_owned()
    }
}

/// A pipe that is being read.
pub(super) struct Capture {
    captured: Arc<Mutex<Captured>>,
    done: Receiver<()>,
}

impl Capture {
    /// Reads `pipe` on a thread of its own; calls `on_too_much` once when the limit is passed, and `on_line` at each
    /// line end.
    pub(super) fn start(
        mut pipe: impl Read + Send + 'static,
        limits: Limits,
        on_too_much: impl FnOnce() + Send + 'static,
        mut on_line: impl FnMut() + Send + 'static,
    ) -> Self {
        let captured = Arc::new(Mutex::new(Captured::default()));
        let (sender, done) = mpsc::channel();
        let shared = Arc::clone(&captured);
        thread::spawn(move || {
            let mut on_too_much = Some(on_too_much);
            let mut buffer = vec![0; 16 * 1024];
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                buffer[..count].iter().filter(|byte| **byte == b'\n').for_each(|_| on_line());
                let total = store(&shared, &buffer[..count], limits.keep_bytes);
                if total > limits.output_bytes
                    && let Some(report) = on_too_much.take()
                {
                    report();
                }
            }
            let _ = sender.send(());
        });
        Self { captured, done }
    }

    /// What was read, once the pipe has ended; after `grace` without an end, what was read so far.
    pub(super) fn finish(self, grace: Duration) -> Captured {
        let _ = self.done.recv_timeout(grace);
        std::mem::take(&mut *self.captured.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn store(captured: &Mutex<Captured>, bytes: &[u8], keep: usize) -> usize {
    let mut captured = captured.lock().unwrap_or_else(PoisonError::into_inner);
    let room = keep.saturating_sub(captured.start.len()).min(bytes.len());
    captured.start.extend_from_slice(&bytes[..room]);
    captured.total += bytes.len();
    captured.total
}
