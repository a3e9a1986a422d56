//! Exercise 5. A task for each page in a `JoinSet`, and a semaphore with a permit for each page in flight.

use reqwest::Client;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How long one page may take, from the beginning of its request to the last byte of its body.
pub const PAGE_TIMEOUT: Duration = Duration::from_secs(10);

/// A page that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The URL that was asked for, letter for letter, also when the server redirected to another one.
    pub url: String,
    /// The status of the answer, below 400.
    pub status: u16,
    /// The whole text.
    pub body: String,
}

/// Why a page did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchError {
    /// The server answered with this status, 400 or above.
    Status(u16),
    /// The page was not complete within [`PAGE_TIMEOUT`].
    TimedOut,
    /// There was no whole answer.
    NoAnswer {
        /// What went wrong, in words.
        reason: String,
    },
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "the server answered with status {status}"),
            Self::TimedOut => write!(f, "the page took longer than {} s", PAGE_TIMEOUT.as_secs()),
            Self::NoAnswer { reason } => write!(f, "there was no whole answer: {reason}"),
        }
    }
}

impl Error for FetchError {}

/// Fetches all pages, at most `limit` at the same time, and answers in the order of `urls`.
///
/// # Panics
///
/// When `limit` is 0, as soon as it is awaited.
pub async fn fetch_all(urls: &[String], limit: usize) -> Vec<Result<Page, FetchError>> {
    assert!(limit > 0, "a limit of 0 lets nobody through");
    let client = Client::builder().timeout(PAGE_TIMEOUT).build().expect("there is nothing in it that can fail");
    let permits = Arc::new(Semaphore::new(limit.min(Semaphore::MAX_PERMITS)));
    // When the set is dropped, its tasks are aborted.
    let mut tasks = JoinSet::new();
    for (number, url) in urls.iter().cloned().enumerate() {
        let (client, permits) = (client.clone(), Arc::clone(&permits));
        tasks.spawn(async move {
            let _permit = permits.acquire().await.expect("nobody closes the semaphore");
            (number, fetch(&client, url).await)
        });
    }
    let mut pages: Vec<_> = urls.iter().map(|_| None).collect();
    while let Some(done) = tasks.join_next().await {
        let (number, page) = done.expect("a task that fetches does not panic");
        pages[number] = Some(page);
    }
    pages.into_iter().map(|page| page.expect("every task has ended")).collect()
}

async fn fetch(client: &Client, url: String) -> Result<Page, FetchError> {
    let response = client.get(&url).send().await.map_err(|error| no_page(&error))?;
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        return Err(FetchError::Status(status.as_u16()));
    }
    let body = response.text().await.map_err(|error| no_page(&error))?;
    Ok(Page { url, status: status.as_u16(), body })
}

fn no_page(error: &reqwest::Error) -> FetchError {
    if error.is_timeout() { FetchError::TimedOut } else { FetchError::NoAnswer { reason: error.to_string() } }
}
