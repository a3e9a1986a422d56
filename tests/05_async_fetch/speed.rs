//! The race of exercise 5: many pages of a server that leaves everybody waiting.

#[path = "../../solutions/05_async_fetch/lib.rs"]
#[expect(unreachable_pub, reason = "it is made for a crate of its own")]
mod authors;
#[path = "behaviour/log.rs"]
#[expect(dead_code, reason = "what the race needs of it")]
mod log;
#[path = "behaviour/server.rs"]
#[expect(dead_code, reason = "what the race needs of it")]
mod server;

use kit::speed::prelude::*;
use server::{Answer, Server};
use std::future::Future;
use tokio::runtime::Builder;

fn main() -> ExitCode {
    kit::speed::run(&[io_race(
        "fetch_all waits for many pages at once",
        Site::open,
        |site| texts(&block_on(async_fetch::fetch_all(&site.urls, site.load.at_once)), |page| &page.body),
        |site| texts(&block_on(authors::fetch_all(&site.urls, site.load.at_once)), |page| &page.body),
        |site, found| site.look(found),
        |site| site.server.log.look(|log| log.answered.len()),
    )
    .points(8)
    .hint(1)])
}

/// The server, and what is asked of it.
struct Site {
    server: Server,
    urls: Vec<String>,
    texts: Vec<String>,
    load: Load,
}

impl Site {
    /// Paths that nobody can know before.
    fn open(random: u64, load: Load) -> Self {
        let server = Server::start(move |path, _| {
            let mut answer = Answer::text(text_of(path));
            answer.delay = load.delay;
            answer
        });
        let paths = (0..load.requests).map(|number| format!("/{random:x}/{number}"));
        let (urls, texts) = paths.map(|path| (server.url(&path), text_of(&path))).unzip();
        Self { server, urls, texts, load }
    }

    fn look(&self, found: &[Option<String>]) {
        let right = found.iter().zip(&self.texts).filter(|(found, text)| found.as_ref() == Some(*text)).count();
        expect_eq!(right, self.urls.len(), "the number of pages that came, in their order");
        expect_eq!(found.len(), self.urls.len(), "the number of results for as many urls");
        let most = self.server.log.look(|log| log.most_in_flight);
        expect!(
            most <= self.load.at_once,
            "{most} pages were in flight at once, with a limit of {}",
            self.load.at_once
        );
    }
}

fn text_of(path: &str) -> String {
    format!("the text of the page {path}")
}

/// The text of each page; `None` for one that did not come.
fn texts<P, E>(pages: &[Result<P, E>], text: fn(&P) -> &String) -> Vec<Option<String>> {
    pages.iter().map(|page| page.as_ref().ok().map(text).cloned()).collect()
}

/// On a runtime as the checks of behaviour have it: one thread.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    Builder::new_current_thread().enable_all().build().expect("a runtime can be built").block_on(future)
}
