//! The server that all pages come from: on this machine, in a process of its own, so that it takes nothing from those
//! who are measured but the processor time that it needs.

use crate::cli::Role;
use crate::pages::{self, Site};
use crate::processes::{self, Process};
use anyhow::{Context, Result, ensure};
use std::io::{self, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tr::tr;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// How many pages it has.
pub const PAGES: usize = 100;

/// A server that runs as long as this value lives.
#[derive(Debug)]
pub struct Server {
    /// Where it is.
    pub address: SocketAddr,
    _process: Process,
}

impl Server {
    /// Starts it; `program` is this one. Each page is answered after the delay.
    pub fn start(program: &Path, delay_ms: u64) -> Result<Self> {
        let mut process = Process::start_with(program, Role::Serve, &["--delay-ms".to_owned(), delay_ms.to_string()])?;
        let address = process.listen().with_context(|| tr!("the server did not start"))?;
        Ok(Self { address, _process: process })
    }

    /// The first so many of its pages.
    pub fn site(&self, pages: usize) -> Result<Site> {
        ensure!(pages <= PAGES, tr!("the server has {all} pages only", all = PAGES));
        Ok(Site { address: self.address, pages })
    }
}

/// The other side: serves until nobody listens any more.
pub fn serve(delay_ms: u64) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let server = runtime.block_on(start(Duration::from_millis(delay_ms)));
    processes::say(server.address())?;
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

async fn start(delay: Duration) -> MockServer {
    let server = MockServer::builder().disable_request_recording().start().await;
    for number in 0..PAGES {
        for (kind, page) in [("short", pages::short(number)), ("long", pages::long(number))] {
            let mut answer = ResponseTemplate::new(200).set_body_string(page);
            if !delay.is_zero() {
                // The shortest delay of a timer is a millisecond, and none is less.
                answer = answer.set_delay(delay);
            }
            Mock::given(path(format!("/{kind}/{number}"))).respond_with(answer).mount(&server).await;
        }
    }
    server
}
