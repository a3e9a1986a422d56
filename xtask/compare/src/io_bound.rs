//! Requests that only wait: four ways to fetch many pages. Each returns the pages in the order of their numbers.

use crate::client::{asynchronous, blocking, fetch, fetch_async};
use crate::pages::Site;
use crate::queue;
use anyhow::Result;
use futures_util::future::try_join_all;
use std::panic;
use std::thread;

/// One after another: the next request is sent when the last page is there.
pub fn one_after_another(site: &Site) -> Result<Vec<String>> {
    let client = blocking();
    site.short_pages().iter().map(|url| fetch(&client, url)).collect()
}

/// A thread for each request: all of them wait at the same time.
pub fn a_thread_each(site: &Site) -> Result<Vec<String>> {
    thread::scope(|scope| {
        let start = |url: String| scope.spawn(move || fetch(&blocking(), &url));
        let threads: Vec<_> = site.short_pages().into_iter().map(start).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic))).collect()
    })
}

/// A pool of threads: each sends its next request when its last page is there.
pub fn a_pool(site: &Site, threads: usize) -> Result<Vec<String>> {
    queue::map(threads, &site.short_pages(), || Ok(blocking()), |client, url| fetch(client, url))
}

/// A task for each request, all on one thread.
pub fn tasks(site: &Site) -> Result<Vec<String>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = asynchronous()?;
        let urls = site.short_pages();
        try_join_all(urls.iter().map(|url| fetch_async(&client, url))).await
    })
}

/// How many threads Python's `ThreadPoolExecutor` has when nobody says how many.
pub fn usual_pool(cores: usize) -> usize {
    (cores + 4).min(32)
}
