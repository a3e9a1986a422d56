//! A small HTTP server on a thread of its own. It holds its answers back until the check lets them go, and keeps a
//! record of what happened. So a check waits for what it wants to see, and no time has to be guessed.

use super::log::{Part, Shared};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Result};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;

/// What the server says to one request.
#[derive(Clone)]
pub(super) struct Answer {
    status: u16,
    location: Option<String>,
    body: String,
    ending: Ending,
    /// Whether nothing is said before the check releases it.
    held: bool,
    /// Whether the body stays back before the check releases it.
    body_held: bool,
    /// Nothing is said before so much real time has passed.
    pub(super) delay: Duration,
}

#[derive(Clone, Copy, PartialEq)]
enum Ending {
    Whole,
    /// The connection is closed in the middle of the body.
    CutOff,
    /// The connection is closed without a word.
    Nothing,
}

impl Answer {
    pub(super) fn text(body: impl Into<String>) -> Self {
        let body = body.into();
        Self {
            status: 200,
            location: None,
            body,
            ending: Ending::Whole,
            held: false,
            body_held: false,
            delay: Duration::ZERO,
        }
    }

    pub(super) fn redirect(status: u16, location: &str) -> Self {
        Self { location: Some(location.to_owned()), ..Self::text("moved").status(status) }
    }

    pub(super) fn cut_off() -> Self {
        Self { ending: Ending::CutOff, ..Self::text("the beginning of a page") }
    }

    pub(super) fn nothing() -> Self {
        Self { ending: Ending::Nothing, ..Self::text("") }
    }

    pub(super) fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Nothing is said before [`Server::release`].
    pub(super) fn held(self) -> Self {
        Self { held: true, ..self }
    }

    /// The body stays back before [`Server::release_body`].
    pub(super) fn body_held(self) -> Self {
        Self { body_held: true, ..self }
    }

    fn has_body(&self) -> bool {
        self.status != 204 && self.status != 304
    }

    fn head(&self) -> String {
        let location = self.location.as_ref().map_or_else(String::new, |to| format!("Location: {to}\r\n"));
        let cut_off = if self.ending == Ending::CutOff { 1000 } else { 0 };
        let length = self.body.len() + cut_off;
        let length = if self.has_body() { format!("Content-Length: {length}\r\n") } else { String::new() };
        format!("HTTP/1.1 {} Answer\r\nContent-Type: text/plain\r\n{location}{length}\r\n", self.status)
    }
}

/// Which answer a path gets; the number counts the requests for that very path, from 1.
type Site = dyn Fn(&str, usize) -> Answer + Send + Sync;

/// The server. It ends with the process.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    pub(super) log: Shared,
}

impl Server {
    pub(super) fn start(site: impl Fn(&str, usize) -> Answer + Send + Sync + 'static) -> Self {
        let log = Shared::default();
        let (sender, address) = mpsc::channel();
        let shared = log.clone();
        thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime can be built");
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("the machine has a loopback address");
                sender.send(listener.local_addr().expect("it is bound")).expect("the starter waits for it");
                let site: Arc<Site> = Arc::new(site);
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(stream, Arc::clone(&site), shared.clone()));
                }
            });
        });
        let address = address.recv().expect("the server says where it is");
        Self { address, log }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn urls(&self, paths: &[&str]) -> Vec<String> {
        paths.iter().map(|path| self.url(path)).collect()
    }

    /// Lets the answer for `path` go, up to a body that is held.
    pub(super) fn release(&self, path: &str) {
        self.log.change(|log| log.released.insert((path.to_owned(), Part::Head)));
    }

    /// Lets the body of the answer for `path` go.
    pub(super) fn release_body(&self, path: &str) {
        self.log.change(|log| log.released.insert((path.to_owned(), Part::Body)));
    }
}

/// The path that is asked for to see that everybody had a turn; it is not in the record.
pub(super) const PROBE: &str = "/probe";

/// One connection: one request after the other, until the client goes away.
async fn serve(stream: TcpStream, site: Arc<Site>, log: Shared) -> Result<()> {
    // An answer in two parts is not to wait for the system to collect more.
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let mut used = false;
    while let Some(path) = read_request(&mut stream).await? {
        if path == PROBE {
            stream.write_all(Answer::text("").head().as_bytes()).await?;
            continue;
        }
        let mut nth = 0;
        log.change(|log| {
            log.connections_used += usize::from(!used);
            nth = log.arrive(&path);
        });
        used = true;
        let mut visit = Visit { path, log: log.clone(), over: false };
        if !answer(&mut stream, &site(&visit.path, nth), &mut visit).await? {
            return Ok(());
        }
    }
    Ok(())
}

/// Reads to the empty line behind a request's head; the path, or `None` at the end of the connection.
async fn read_request(stream: &mut BufReader<TcpStream>) -> Result<Option<String>> {
    let mut path = None;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        if line == "\r\n" {
            return Ok(path);
        }
        path = path.or_else(|| line.split(' ').nth(1).map(str::to_owned));
    }
}

/// Gives an answer, held back where the check says so; whether the connection can be used again.
async fn answer(stream: &mut BufReader<TcpStream>, answer: &Answer, visit: &mut Visit) -> Result<bool> {
    if answer.held && !visit.released(Part::Head, stream).await {
        return Ok(false);
    }
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    if answer.ending == Ending::Nothing {
        visit.end();
        return Ok(false);
    }
    let mut bytes = answer.head();
    if answer.body_held {
        stream.write_all(bytes.as_bytes()).await?;
        bytes.clear();
        if !visit.released(Part::Body, stream).await {
            return Ok(false);
        }
    }
    if answer.has_body() {
        bytes.push_str(&answer.body);
    }
    // Before the last byte: the client cannot have it earlier than the record.
    visit.end();
    stream.write_all(bytes.as_bytes()).await?;
    Ok(answer.ending == Ending::Whole)
}

/// A request that is being answered. When it ends in any other way, the client has gone away.
struct Visit {
    path: String,
    log: Shared,
    over: bool,
}

impl Visit {
    /// Waits until the check lets this part go; `false` when the client goes away first.
    async fn released(&self, part: Part, stream: &mut BufReader<TcpStream>) -> bool {
        let wanted = (self.path.clone(), part);
        let released = self.log.until(move |log| log.released.contains(&wanted));
        tokio::select! {
            () = released => true,
            // A client that waits for its answer says nothing: whatever there is to read is the end.
            _ = stream.fill_buf() => false,
        }
    }

    fn end(&mut self) {
        self.over = true;
        self.log.change(|log| log.answered.push(self.path.clone()));
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        if !self.over {
            self.log.change(|log| log.gone.push(self.path.clone()));
        }
    }
}
