//! Right: a cell a page, which lets one caller load and the others wait for it.

use super::server::Server;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, OnceCell};

struct Cache {
    server: Server,
    pages: Mutex<HashMap<u32, Arc<OnceCell<String>>>>,
}

impl Cache {
    async fn page(&self, page: u32) -> String {
        let cell = Arc::clone(self.pages.lock().await.entry(page).or_default());
        cell.get_or_init(|| self.server.get(page)).await.clone()
    }
}

pub async fn scenario() {
    let cache = Arc::new(Cache { server: Server::slow(), pages: Mutex::default() });
    let other = Arc::clone(&cache);
    let task = tokio::spawn(async move { other.page(7).await });
    assert_eq!(cache.page(7).await, "page 7");
    assert_eq!(task.await.expect("it does not panic"), "page 7");
    assert_eq!(cache.server.traffic().await.requests, 1, "loaded twice");
}
