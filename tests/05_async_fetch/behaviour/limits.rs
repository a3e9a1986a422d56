//! How many pages are in flight: never more than the limit, and never fewer while there is work.

use super::answers::{expect_results, page};
use super::fetching::Fetching;
use super::log::Part;
use super::server::{Answer, Server};
use kit::prelude::*;

fn paths(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("/{number}")).collect()
}

fn urls(server: &Server, count: usize) -> Vec<String> {
    paths(count).iter().map(|path| server.url(path)).collect()
}

pub(super) fn reached() {
    for (count, limit, together) in [(7, 4, 4), (3, 10, 3), (60, 25, 25)] {
        let server = Server::start(|path, _| Answer::text(path).held());
        let fetching = Fetching::start(&server, urls(&server, count), limit);
        let what = format!(
            "{count} pages are fetched with a limit of {limit}, and the server answers none before {together} of them \
             are in flight"
        );
        fetching.wait_for(&what, |log| log.in_flight() >= together);
        for path in paths(count) {
            server.release(&path);
        }
        let results = fetching.results("the results are awaited, and the server answers everything");
        expect_eq!(results.len(), count, "the number of results for a list of {count}");
    }
}

pub(super) fn kept() {
    for (count, limit) in [(5, 1), (9, 3), (24, 8)] {
        let server = Server::start(|path, _| Answer::text(path).held());
        let fetching = Fetching::start(&server, urls(&server, count), limit);
        for answered in 0..count {
            let what = format!("{count} pages are fetched with a limit of {limit}, and {answered} have been answered");
            fetching.wait_for_arrivals(answered + 1, &what);
            fetching.settle();
            let most = server.log.look(|log| log.most_in_flight);
            expect!(most <= limit, "{most} of {count} pages were in flight at once, with a limit of {limit}");
            let next = server.log.look(|log| log.arrived[answered].clone());
            server.release(&next);
        }
        let results = fetching.results("every page has been answered, and the results are awaited");
        expect_eq!(results.len(), count, "the number of results for a list of {count}");
    }
}

pub(super) fn no_rounds() {
    for (count, limit) in [(6, 2), (12, 3)] {
        let server = Server::start(|path, _| Answer::text(path).held());
        let fetching = Fetching::start(&server, urls(&server, count), limit);
        let what = format!("{count} pages are fetched with a limit of {limit}, and none is answered");
        fetching.wait_for(&what, |log| log.in_flight() >= limit);
        // The first of the list, if it is among those asked for: that is the one that others are made to wait for.
        let slow = server.log.look(|log| log.arrived.iter().min().cloned()).expect("some are in flight");
        for answered in 1..count {
            let next = server.log.look(|log| {
                let is_next = |path: &&String| **path != slow && !log.released.contains(&((*path).clone(), Part::Head));
                log.arrived.iter().find(is_next).cloned()
            });
            server.release(&next.expect("more than one page is in flight"));
            let expected = (limit + answered).min(count);
            let what = format!(
                "{slow} is not answered, {answered} others are, and the server waits for request {expected} of \
                 {count}, with a limit of {limit}"
            );
            fetching.wait_for_arrivals(expected, &what);
        }
        server.release(&slow);
        let results = fetching.results("the slow page is answered at last, and the results are awaited");
        expect_eq!(results.len(), count, "the number of results for a list of {count}");
    }
}

pub(super) fn bodies_count() {
    let server = Server::start(|path, _| Answer::text(path).body_held());
    let fetching = Fetching::start(&server, urls(&server, 5), 2);
    for answered in 0..5 {
        let what = format!("five pages are fetched with a limit of 2, and the bodies of {answered} have been sent");
        fetching.wait_for_arrivals(answered + 1, &what);
        fetching.settle();
        let most = server.log.look(|log| log.most_in_flight);
        expect!(most <= 2, "{most} pages were in flight at once, with a limit of 2: their bodies were not there yet");
        let next = server.log.look(|log| log.arrived[answered].clone());
        server.release_body(&next);
    }
    let results = fetching.results("every body has been sent, and the results are awaited");
    let expected: Vec<_> = paths(5).iter().map(|path| page(&server.url(path), 200, path)).collect();
    expect_results(&results, &expected, "the results of pages whose bodies came late");
}

pub(super) fn very_high() {
    for limit in [4, 1000, usize::MAX / 2, usize::MAX] {
        let server = Server::start(|path, _| Answer::text(path));
        let fetching = Fetching::start(&server, urls(&server, 3), limit);
        let results = fetching.results(&format!("three pages are fetched with a limit of {limit}"));
        let expected: Vec<_> = paths(3).iter().map(|path| page(&server.url(path), 200, path)).collect();
        expect_results(&results, &expected, &format!("the results with a limit of {limit}"));
    }
}

pub(super) fn zero() {
    for count in [3, 0] {
        let server = Server::start(|path, _| Answer::text(path));
        let fetching = Fetching::start(&server, urls(&server, count), 0);
        let panicked = fetching.panics(&format!("{count} pages are fetched with a limit of 0"));
        expect!(panicked, "fetch_all accepted a limit of 0 for {count} pages. It should panic");
        let arrived = server.log.look(|log| log.arrived.len());
        expect_eq!(arrived, 0, "the number of requests with a limit of 0");
    }
}
