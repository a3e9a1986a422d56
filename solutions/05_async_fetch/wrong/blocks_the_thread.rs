//! Exercise 5. Mistake: fetches with a blocking connection inside of an async function.

use std::error::Error;
use std::fmt;
use std::io::{Read, Write};
use std::net::TcpStream;
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
    urls.iter().map(|url| fetch(url)).collect()
}

fn fetch(url: &str) -> Result<Page, FetchError> {
    let no_answer = |reason: &str| FetchError::NoAnswer { reason: reason.to_owned() };
    let address = url.strip_prefix("http://").ok_or_else(|| no_answer("no url"))?;
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let answer = read(host, path).map_err(|error| no_answer(&error.to_string()))?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(|| no_answer("no head"))?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(|| no_answer("no status"))?;
    if status >= 400 {
        return Err(FetchError::Status(status));
    }
    Ok(Page { url: url.to_owned(), status, body: body.to_owned() })
}

fn read(host: &str, path: &str) -> std::io::Result<String> {
    let mut connection = TcpStream::connect(host)?;
    connection.set_read_timeout(Some(PAGE_TIMEOUT))?;
    write!(connection, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    Ok(answer)
}
