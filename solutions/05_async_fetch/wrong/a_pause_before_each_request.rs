//! Makes the thread pause for 4 ms before each request, not to hurry the server.

use futures_util::StreamExt;
use futures_util::stream;
use reqwest::Client;
use std::error::Error;
use std::fmt;
use std::thread;
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
    assert!(limit > 0, "with a limit of 0, no page could ever be fetched");
    let client = Client::builder().timeout(PAGE_TIMEOUT).build().expect("a client without TLS can always be built");
    let numbered = urls.iter().enumerate().map(|(number, url)| {
        let page = fetch(&client, url);
        async move { (number, page.await) }
    });
    // In the order in which they are done: a slow page holds up nobody behind it.
    let mut done: Vec<_> = stream::iter(numbered).buffer_unordered(limit).collect().await;
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, page)| page).collect()
}

/// One page, with its body: it is in flight until the last byte is there.
async fn fetch(client: &Client, url: &str) -> Result<Page, FetchError> {
    thread::sleep(Duration::from_millis(4));
    let response = client.get(url).send().await?;
    let status = response.status().as_u16();
    if status >= 400 {
        return Err(FetchError::Status(status));
    }
    Ok(Page { url: url.to_owned(), status, body: response.text().await? })
}

impl From<reqwest::Error> for FetchError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() { Self::TimedOut } else { Self::NoAnswer { reason: error.to_string() } }
    }
}
