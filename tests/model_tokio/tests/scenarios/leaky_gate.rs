//! Wrong: fetching starts once a gate opens, but who is between looking and waiting misses the signal.

use std::sync::Arc;
use tokio::sync::{Mutex, Notify};

#[derive(Default)]
struct Gate {
    is_open: Mutex<bool>,
    opened: Notify,
}

impl Gate {
    async fn open(&self) {
        *self.is_open.lock().await = true;
        self.opened.notify_waiters();
    }

    async fn pass(&self) {
        while !*self.is_open.lock().await {
            self.opened.notified().await;
        }
    }
}

pub async fn scenario() {
    let gate = Arc::new(Gate::default());
    let waiting = Arc::clone(&gate);
    let task = tokio::spawn(async move { waiting.pass().await });
    gate.open().await;
    task.await.expect("it does not panic");
}
