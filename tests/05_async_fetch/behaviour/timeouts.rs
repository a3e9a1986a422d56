//! The time of one page. It passes on the runtime's clock only, and only when the check says so.

use super::answers::{expect_results, page};
use super::fetching::Fetching;
use super::server::{Answer, Server};
use async_fetch::FetchError;
use kit::prelude::*;
use std::time::Duration;

/// More than half of the ten seconds that a page has; twice that is too much.
const SIX_SECONDS: Duration = Duration::from_secs(6);
const NINE_SECONDS: Duration = Duration::from_secs(9);
const TWO_SECONDS: Duration = Duration::from_secs(2);

pub(super) fn alone() {
    let server = Server::start(|path, _| match path {
        "/slow" | "/late" => Answer::text(path).held(),
        _ => Answer::text(path),
    });
    let paths = ["/a", "/slow", "/late", "/b"];
    let fetching = Fetching::start(&server, server.urls(&paths), 3);
    fetching.wait_for("four pages are fetched with a limit of 3, and two of them are not answered", |log| {
        log.arrived.len() == 4 && log.in_flight() == 2
    });
    fetching.let_pass(NINE_SECONDS);
    let gone = server.log.look(|log| log.gone.clone());
    expect_eq!(gone, Vec::<String>::new(), "the pages that were given up after nine seconds of the runtime's clock");
    server.release("/late");
    fetching.wait_for("the server answers /late after nine seconds", |log| log.answered.len() == 3);
    fetching.let_pass(TWO_SECONDS);
    let results = fetching.results("eleven seconds have passed, /slow is not answered, and the results are awaited");
    let good = |path: &str| page(&server.url(path), 200, path);
    let expected = vec![good("/a"), Err(FetchError::TimedOut), good("/late"), good("/b")];
    expect_results(&results, &expected, "the results when one page of four is never answered");

    let server = Server::start(|path, _| if path == "/slow" { Answer::text(path).held() } else { Answer::text(path) });
    let fetching = Fetching::start(&server, server.urls(&["/slow", "/next"]), 1);
    let what = "two pages are fetched with a limit of 1, and the first is never answered";
    fetching.wait_for(what, |log| log.arrived.iter().any(|path| path == "/slow"));
    fetching.let_pass(NINE_SECONDS + TWO_SECONDS);
    let results = fetching.results("eleven seconds have passed, and the second page is to take the place of the first");
    let expected = vec![Err(FetchError::TimedOut), page(&server.url("/next"), 200, "/next")];
    expect_results(&results, &expected, "the results when the first of two pages is never answered, with a limit of 1");
}

pub(super) fn own_time() {
    let server = Server::start(|path, _| Answer::text(path).held());
    let paths = ["/0", "/1", "/2"];
    let fetching = Fetching::start(&server, server.urls(&paths), 1);
    for number in 1..=3 {
        fetching.wait_for_arrivals(number, &format!("the server waits for request {number} of 3, with a limit of 1"));
        fetching.let_pass(SIX_SECONDS);
        let next = server.log.look(|log| log.arrived[number - 1].clone());
        server.release(&next);
    }
    let results = fetching.results("each of three pages was answered six seconds after it was asked for");
    let expected: Vec<_> = paths.iter().map(|path| page(&server.url(path), 200, path)).collect();
    expect_results(&results, &expected, "the results of pages that take six seconds each, with a limit of 1");
}

pub(super) fn body() {
    let server = Server::start(|path, _| Answer::text(path).held().body_held());
    let fetching = Fetching::start(&server, server.urls(&["/0"]), 1);
    fetching.wait_for_arrivals(1, "a page is fetched");
    fetching.let_pass(SIX_SECONDS);
    expect!(!fetching.has_returned(), "a page was given up after six seconds of the runtime's clock");
    server.release("/0");
    fetching.let_pass(SIX_SECONDS);
    let results = fetching.results("the status came after six seconds, and twelve have passed without a body");
    expect_results(&results, &vec![Err(FetchError::TimedOut)], "the result of a page whose body does not come");
}
