//! How it behaves towards others: the thread, the runtime and the server.

use super::answers::{expect_results, page};
use super::fetching::Fetching;
use super::server::{Answer, Server};
use kit::prelude::*;

pub(super) fn not_awaited() {
    let server = Server::start(|path, _| Answer::text(path));
    let mut fetching = Fetching::later(&server, server.urls(&["/0", "/1"]), 2);
    fetching.settle();
    let arrived = server.log.look(|log| log.arrived.len());
    expect_eq!(arrived, 0, "the number of requests before the future of fetch_all was awaited");
    fetching.go_on();
    let results = fetching.results("the future of fetch_all is awaited");
    expect_eq!(results.len(), 2, "the number of results for a list of 2");
}

pub(super) fn dropped() {
    let server = Server::start(|path, _| Answer::text(path).held());
    let mut fetching = Fetching::start(&server, server.urls(&["/0", "/1", "/2", "/3", "/4"]), 2);
    fetching.wait_for_arrivals(1, "five pages are fetched with a limit of 2, and none is answered");
    fetching.settle();
    fetching.drop_it();
    let what = "the future of fetch_all was dropped, and the requests that were in flight are to be given up";
    fetching.wait_for(what, |log| log.in_flight() == 0);
    fetching.settle();
    let arrived = server.log.look(|log| log.arrived.len());
    expect!(
        arrived <= 2,
        "{arrived} requests came to the server: of five pages with a limit of 2, none was answered, and then the \
         future of fetch_all was dropped"
    );
}

pub(super) fn thread_is_free() {
    let server = Server::start(|path, _| Answer::text(path).held());
    let fetching = Fetching::start(&server, server.urls(&["/0", "/1"]), 1);
    for number in 0..2 {
        fetching.wait_for_arrivals(number + 1, "two pages are fetched with a limit of 1");
        fetching.settle();
        let next = server.log.look(|log| log.arrived[number].clone());
        server.release(&next);
    }
    let results = fetching.results("both pages have been answered");
    let expected = vec![page(&server.url("/0"), 200, "/0"), page(&server.url("/1"), 200, "/1")];
    expect_results(&results, &expected, "the results of two pages");
}

pub(super) fn asleep() {
    let server = Server::start(|path, _| Answer::text(path).held());
    let fetching = Fetching::start(&server, server.urls(&["/0", "/1", "/2"]), 1);
    fetching.wait_for_arrivals(1, "three pages are fetched with a limit of 1, and none is answered");
    fetching.settle();
    fetching.expect_asleep("the thread keeps busy although there is nothing to do before the server answers");
}

pub(super) fn connections() {
    const PAGES: usize = 20;
    let server = Server::start(|path, _| Answer::text(path));
    let urls: Vec<String> = (0..PAGES).map(|number| server.url(&format!("/{number}"))).collect();
    let results = Fetching::start(&server, urls, 1).results("twenty pages are fetched with a limit of 1");
    expect_eq!(results.len(), PAGES, "the number of results for a list of {PAGES}");
    let used = server.log.look(|log| log.connections_used);
    expect!(
        used <= PAGES / 2,
        "{PAGES} pages, one after the other from the same server, took {used} connections: one is enough"
    );
}
