//! Work that waits and computes: pages are fetched and parsed, in four ways. Each returns what it found on each page, in
//! the order of their numbers.

use crate::cli::Role;
use crate::client::{asynchronous, blocking, fetch, fetch_async};
use crate::pages::{self, Site, Summary};
use crate::processes::{self, Process};
use crate::queue;
use anyhow::Result;
use futures_util::future::try_join_all;
use std::path::Path;
use tokio::sync::oneshot;

/// One page after another, each fetched and then parsed.
pub fn one_after_another(site: &Site) -> Result<Vec<Summary>> {
    let client = blocking();
    site.long_pages().iter().map(|url| pages::parse(&fetch(&client, url)?)).collect()
}

/// A task for each page, all on one thread: while a page is parsed, the others wait.
pub fn tasks(site: &Site) -> Result<Vec<Summary>> {
    on_one_thread(site, async |page| pages::parse(&page))
}

/// Processes that take the next page, fetch it, and parse it.
pub fn processes(program: &Path, site: &Site, processes: usize) -> Result<Vec<Summary>> {
    let start = || Process::start(program, Role::Scrape);
    queue::map(processes, &site.long_pages(), start, Process::ask)
}

/// What such a process does.
pub fn work() -> Result<()> {
    let client = blocking();
    processes::answer(|url: String| pages::parse(&fetch(&client, &url)?))
}

/// Both: the tasks of one thread fetch, and hand each page to rayon's threads, one a core, which parse.
pub fn tasks_and_rayon(site: &Site) -> Result<Vec<Summary>> {
    on_one_thread(site, async |page| {
        let (sender, receiver) = oneshot::channel();
        rayon::spawn(move || {
            // Nobody listens any more when another page has failed.
            let _ = sender.send(pages::parse(&page));
        });
        receiver.await?
    })
}

/// Fetches all pages at once, and does with each what is to be done, on this thread.
fn on_one_thread(site: &Site, parse: impl AsyncFn(String) -> Result<Summary>) -> Result<Vec<Summary>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = asynchronous()?;
        let scrape = async |url: String| parse(fetch_async(&client, &url).await?).await;
        try_join_all(site.long_pages().into_iter().map(scrape)).await
    })
}
