//! Exercise 5. As many workers as the limit says take urls from one list, all of them inside of one future.

use futures_util::future::join_all;
use reqwest::Client;
use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::time::Duration;
use tokio::time::timeout;

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
    let client = Client::new();
    let todo = RefCell::new(urls.iter().enumerate());
    let pages = RefCell::new(vec![None; urls.len()]);
    let worker = || async {
        loop {
            // Borrowed for one statement only, never across an await.
            let next = todo.borrow_mut().next();
            let Some((number, url)) = next else { break };
            let page = timeout(PAGE_TIMEOUT, fetch(&client, url)).await.unwrap_or(Err(FetchError::TimedOut));
            pages.borrow_mut()[number] = Some(page);
        }
    };
    join_all((0..limit.min(urls.len())).map(|_| worker())).await;
    pages.into_inner().into_iter().flatten().collect()
}

async fn fetch(client: &Client, url: &str) -> Result<Page, FetchError> {
    let no_answer = |error: reqwest::Error| FetchError::NoAnswer { reason: error.to_string() };
    let response = client.get(url).send().await.map_err(no_answer)?;
    match response.status().as_u16() {
        status @ 400.. => Err(FetchError::Status(status)),
        status => {
            let body = response.text().await.map_err(no_answer)?;
            Ok(Page { url: url.to_owned(), status, body })
        }
    }
}
