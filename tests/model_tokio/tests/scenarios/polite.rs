//! Right: a permit for each request that is in flight.

use super::server::Server;
use std::sync::Arc;
use tokio::sync::Semaphore;

async fn fetch_all(server: &Arc<Server>, pages: Vec<u32>, limit: usize) -> Vec<String> {
    let permits = Arc::new(Semaphore::new(limit));
    let mut tasks = Vec::new();
    for page in pages {
        let (server, permits) = (Arc::clone(server), Arc::clone(&permits));
        tasks.push(tokio::spawn(async move {
            let _permit = permits.acquire().await.expect("nobody closes it");
            server.get(page).await
        }));
    }
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.expect("it does not panic"));
    }
    answers
}

pub async fn scenario() {
    let server = Arc::new(Server::slow());
    let answers = fetch_all(&server, vec![3, 1, 2], 2).await;
    assert_eq!(answers, ["page 3", "page 1", "page 2"], "the order asked");
    let traffic = server.traffic().await;
    assert_eq!((traffic.requests, traffic.in_flight), (3, 0));
    assert!(traffic.most_in_flight <= 2, "more than 2 in flight");
}
