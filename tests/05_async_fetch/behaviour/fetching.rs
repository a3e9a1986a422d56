//! `fetch_all` on a thread of its own, whose clock stands still: it moves only when a check says so, and no busy
//! machine makes a page late.

use super::log::{End, Log, Pages};
use super::server::{PROBE, Server};
use async_fetch::fetch_all;
use kit::prelude::*;
use kit::{Background, background};
use std::cell::RefCell;
use std::mem::ManuallyDrop;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::mpsc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;

/// So many requests of the check go to the server and back, one after the other, before it looks whether
/// something happened that should not.
const ROUNDS: usize = 8;

/// A call of `fetch_all` that is under way.
pub(super) struct Fetching<'a> {
    server: &'a Server,
    runtime: Handle,
    begin: Option<oneshot::Sender<()>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Background<()>,
    waiter: Runtime,
    /// What the check does or waits for, apart from giving everybody a turn.
    phase: RefCell<String>,
}

impl<'a> Fetching<'a> {
    /// Calls `fetch_all`, and awaits it.
    pub(super) fn start(server: &'a Server, urls: Vec<String>, limit: usize) -> Self {
        let mut fetching = Self::later(server, urls, limit);
        fetching.go_on();
        fetching
    }

    /// Calls `fetch_all`, and does not await it before [`Fetching::go_on`].
    pub(super) fn later(server: &'a Server, urls: Vec<String>, limit: usize) -> Self {
        let (begin, go) = oneshot::channel();
        let (stop, stopped) = oneshot::channel();
        let (sender, handle) = mpsc::channel();
        let log = server.log.clone();
        log.change(|log| log.end = None);
        let thread = background(move || {
            // Never dropped: what a wrong solution left running does not hold up the end of the check.
            let mut builder = Builder::new_current_thread();
            let runtime = builder.enable_all().start_paused(true).build().expect("a runtime can be built");
            let runtime = ManuallyDrop::new(runtime);
            hold_the_clock(&runtime);
            sender.send(runtime.handle().clone()).expect("the starter waits for it");
            let fetching = fetch_or_drop(urls, limit, go, stopped);
            let end = catch_unwind(AssertUnwindSafe(|| runtime.block_on(fetching))).unwrap_or(End::Panicked);
            let panicked = matches!(end, End::Panicked);
            log.change(|log| log.end = Some(end));
            if !panicked {
                runtime.block_on(std::future::pending::<()>());
            }
        });
        let runtime = handle.recv().expect("the new thread says it first");
        let waiter = Builder::new_current_thread().build().expect("a runtime can be built");
        Self { server, runtime, begin: Some(begin), stop: Some(stop), thread, waiter, phase: RefCell::default() }
    }

    /// Awaits what was only called so far.
    pub(super) fn go_on(&mut self) {
        let begin = self.begin.take().expect("it begins once");
        let _ = begin.send(());
    }

    /// Waits until the record is as `is_so` wants it. `what` completes "the server waits for".
    pub(super) fn wait_for(&self, what: &str, mut is_so: impl FnMut(&Log) -> bool) {
        self.enter(what);
        let log = &self.server.log;
        self.waiter.block_on(log.until(|log| is_so(log) || log.has_returned()));
        if !log.look(is_so) {
            self.expect_no_panic();
            kit::fail(&format!("fetch_all came back too early, while {what}"));
        }
    }

    /// Waits until the server has so many requests in its hands.
    pub(super) fn wait_for_arrivals(&self, count: usize, what: &str) {
        self.wait_for(what, |log| log.arrived.len() >= count);
    }

    /// Waits for the results.
    pub(super) fn results(&self, what: &str) -> Pages {
        self.enter(what);
        let log = &self.server.log;
        self.waiter.block_on(log.until(|log| log.end.is_some()));
        self.expect_no_panic();
        match log.look(|log| log.end.clone()) {
            Some(End::Returned(pages)) => pages,
            Some(End::Dropped | End::Panicked) | None => unreachable!("it was not dropped, and did not panic"),
        }
    }

    /// Whether `fetch_all` panics, once it is awaited.
    pub(super) fn panics(&self, what: &str) -> bool {
        step(what);
        self.waiter.block_on(self.server.log.until(|log| log.end.is_some()));
        self.server.log.look(|log| matches!(log.end, Some(End::Panicked)))
    }

    pub(super) fn has_returned(&self) -> bool {
        self.server.log.look(Log::has_returned)
    }

    /// Drops the future, wherever it is.
    pub(super) fn drop_it(&mut self) {
        let stop = self.stop.take().expect("it is dropped once");
        let _ = stop.send(());
        self.wait_for("the future of fetch_all is dropped", |log| log.end.is_some());
    }

    /// Lets time pass on the clock of the runtime.
    pub(super) fn let_pass(&self, time: Duration) {
        self.settle();
        self.on_its_thread(&format!("{time:?} pass on the runtime's clock"), tokio::time::advance(time));
        self.settle();
    }

    /// Gives everybody a turn: requests of the check take the same ways through both threads several times. What
    /// could have happened by then very likely has. Proves nothing by itself, and rejects nobody.
    pub(super) fn settle(&self) {
        let phase = self.phase.borrow();
        let what = if phase.is_empty() {
            "other tasks on the same thread get a turn".to_owned()
        } else {
            format!("{phase}; other tasks on the same thread get a turn")
        };
        self.on_its_thread(&what, probe(self.server.address));
        if !phase.is_empty() {
            step(&phase);
        }
    }

    /// Says what the check does from here on.
    fn enter(&self, what: &str) {
        what.clone_into(&mut self.phase.borrow_mut());
        step(what);
    }

    /// Fails the check unless the thread sleeps.
    pub(super) fn expect_asleep(&self, words: &str) {
        self.thread.expect_asleep(words);
    }

    /// Runs a future as another task on the thread that fetches, to its end.
    fn on_its_thread(&self, what: &str, body: impl Future<Output = ()> + Send + 'static) {
        step(what);
        let log = &self.server.log;
        let turn = log.look(|log| log.turns) + 1;
        let shared = log.clone();
        // Boxed, because each kind of future that a runtime is given makes the checks slower to compile.
        let body: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(body);
        self.runtime.spawn(async move {
            body.await;
            shared.change(|log| log.turns += 1);
        });
        self.waiter.block_on(log.until(|log| log.turns >= turn || matches!(log.end, Some(End::Panicked))));
        self.expect_no_panic();
    }

    /// Passes a panic of `fetch_all` on; the judge knows where it was.
    fn expect_no_panic(&self) {
        if self.server.log.look(|log| matches!(log.end, Some(End::Panicked))) {
            resume_unwind(Box::new("fetch_all panicked"));
        }
    }
}

/// On a paused clock, tokio jumps to the next timer as soon as nobody can go on. It does not while a blocking task
/// runs, since it cannot know what that one will do. This one sleeps for as long as the process lives.
fn hold_the_clock(runtime: &Runtime) {
    let (sender, receiver) = mpsc::channel::<()>();
    runtime.spawn_blocking(move || {
        let _ = receiver.recv();
    });
    std::mem::forget(sender);
}

async fn fetch_or_drop(
    urls: Vec<String>,
    limit: usize,
    go: oneshot::Receiver<()>,
    stopped: oneshot::Receiver<()>,
) -> End {
    let pages = fetch_all(&urls, limit);
    let _ = go.await;
    tokio::select! {
        pages = pages => End::Returned(pages),
        Ok(()) = stopped => End::Dropped,
    }
}

async fn probe(address: SocketAddr) {
    for _ in 0..ROUNDS {
        let mut stream = TcpStream::connect(address).await.expect("the server listens");
        let request = format!("GET {PROBE} HTTP/1.1\r\nHost: check\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("the server reads");
        stream.read_u8().await.expect("the server answers");
    }
}
