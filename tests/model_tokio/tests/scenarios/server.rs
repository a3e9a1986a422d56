//! A server in memory, which knows how it was treated.

use tokio::sync::Mutex;
use tokio::task::yield_now;

/// Answers with the number it was asked for.
pub struct Server {
    /// Whether an answer makes the caller wait.
    slow: bool,
    traffic: Mutex<Traffic>,
}

/// What went in and out.
#[derive(Clone, Copy, Default)]
pub struct Traffic {
    pub requests: usize,
    pub in_flight: usize,
    pub most_in_flight: usize,
}

impl Server {
    pub fn slow() -> Self {
        Self { slow: true, traffic: Mutex::default() }
    }

    pub fn fast() -> Self {
        Self { slow: false, traffic: Mutex::default() }
    }

    pub async fn get(&self, page: u32) -> String {
        self.arrive().await;
        if self.slow {
            yield_now().await;
        }
        self.traffic.lock().await.in_flight -= 1;
        format!("page {page}")
    }

    async fn arrive(&self) {
        let mut traffic = self.traffic.lock().await;
        traffic.requests += 1;
        traffic.in_flight += 1;
        traffic.most_in_flight = traffic.most_in_flight.max(traffic.in_flight);
    }

    pub async fn traffic(&self) -> Traffic {
        *self.traffic.lock().await
    }
}
