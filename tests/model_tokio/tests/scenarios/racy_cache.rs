//! Wrong: a cache that looks, loads and then stores; whoever looks meanwhile loads the page again.

use super::server::Server;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;

struct Cache {
    server: Server,
    pages: Mutex<HashMap<u32, String>>,
}

impl Cache {
    async fn page(&self, page: u32) -> String {
        let known = self.pages.lock().await.get(&page).cloned();
        if let Some(text) = known {
            return text;
        }
        let text = self.server.get(page).await;
        self.pages.lock().await.insert(page, text.clone());
        text
    }
}

pub async fn scenario() {
    let cache = Arc::new(Cache { server: Server::fast(), pages: Mutex::default() });
    let other = Arc::clone(&cache);
    let task = tokio::spawn(async move { other.page(7).await });
    assert_eq!(cache.page(7).await, "page 7");
    assert_eq!(task.await.expect("it does not panic"), "page 7");
    assert_eq!(cache.server.traffic().await.requests, 1, "loaded twice");
}
