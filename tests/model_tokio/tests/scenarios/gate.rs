//! Right: who comes to the gate is on the list of waiters before it looks.

use std::pin::pin;
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
        let mut opened = pin!(self.opened.notified());
        opened.as_mut().enable();
        if !*self.is_open.lock().await {
            opened.await;
        }
    }
}

pub async fn scenario() {
    let gate = Arc::new(Gate::default());
    let waiting = Arc::clone(&gate);
    let task = tokio::spawn(async move { waiting.pass().await });
    gate.open().await;
    gate.pass().await;
    task.await.expect("it does not panic");
}
