//! Exercise 5. A future written by hand holds a place for each page, and polls the places that are taken.

use reqwest::Client;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::iter::Enumerate;
use std::pin::Pin;
use std::slice::Iter;
use std::task::{Context, Poll};
use std::time::Duration;

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
    let pages = vec![None; urls.len()];
    FetchAll { client, waiting: urls.iter().enumerate(), limit, in_flight: Vec::new(), pages }.await
}

type OnePage<'a> = Pin<Box<dyn Future<Output = Result<Page, FetchError>> + Send + 'a>>;

struct FetchAll<'a> {
    client: Client,
    waiting: Enumerate<Iter<'a, String>>,
    limit: usize,
    in_flight: Vec<(usize, OnePage<'a>)>,
    pages: Vec<Option<Result<Page, FetchError>>>,
}

impl FetchAll<'_> {
    /// Begins what there is room for.
    fn fill(&mut self) {
        while self.in_flight.len() < self.limit
            && let Some((number, url)) = self.waiting.next()
        {
            self.in_flight.push((number, Box::pin(fetch(self.client.clone(), url))));
        }
    }

    /// Asks every page in flight whether it is done; whether any was, so that there is room again.
    fn poll_each(&mut self, context: &mut Context<'_>) -> bool {
        let before = self.in_flight.len();
        let pages = &mut self.pages;
        self.in_flight.retain_mut(|(number, page)| {
            let polled = page.as_mut().poll(context);
            let is_pending = polled.is_pending();
            if let Poll::Ready(page) = polled {
                pages[*number] = Some(page);
            }
            is_pending
        });
        self.in_flight.len() < before
    }
}

impl Future for FetchAll<'_> {
    type Output = Vec<Result<Page, FetchError>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // What has just begun has to be polled too: nobody wakes a future that was never asked.
        loop {
            self.fill();
            if !self.poll_each(context) {
                break;
            }
        }
        if self.in_flight.is_empty() {
            return Poll::Ready(self.pages.iter_mut().filter_map(Option::take).collect());
        }
        Poll::Pending
    }
}

async fn fetch(client: Client, url: &str) -> Result<Page, FetchError> {
    let response = client.get(url).send().await?;
    let status = response.status().as_u16();
    if status >= 400 {
        return Err(FetchError::Status(status));
    }
    Ok(Page { url: url.to_owned(), status, body: response.text().await? })
}

impl From<reqwest::Error> for FetchError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() { FetchError::TimedOut } else { FetchError::NoAnswer { reason: error.to_string() } }
    }
}
