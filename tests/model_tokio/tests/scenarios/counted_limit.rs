//! Wrong: the number in flight is looked at and raised in two steps, so that two tasks can take the last place.

use super::server::Server;
use std::sync::Arc;
use tokio::sync::{Mutex, Notify};

struct Limit {
    most: usize,
    in_flight: Mutex<usize>,
    left: Notify,
}

impl Limit {
    async fn enter(&self) {
        loop {
            let left = self.left.notified();
            if *self.in_flight.lock().await < self.most {
                break;
            }
            left.await;
        }
        *self.in_flight.lock().await += 1;
    }

    async fn leave(&self) {
        *self.in_flight.lock().await -= 1;
        self.left.notify_waiters();
    }
}

pub async fn scenario() {
    let server = Arc::new(Server::slow());
    let limit = Arc::new(Limit { most: 2, in_flight: Mutex::new(0), left: Notify::new() });
    let mut tasks = Vec::new();
    for page in 0..3 {
        let (server, limit) = (Arc::clone(&server), Arc::clone(&limit));
        tasks.push(tokio::spawn(async move {
            limit.enter().await;
            server.get(page).await;
            limit.leave().await;
        }));
    }
    for task in tasks {
        task.await.expect("it does not panic");
    }
    assert!(server.traffic().await.most_in_flight <= 2, "more than 2 in flight");
}
