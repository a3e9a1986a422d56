//! What comes back: pages, errors, and their order.

use super::fetching::Fetching;
use super::log::Pages;
use super::server::{Answer, Server};
use async_fetch::{FetchError, Page};
use kit::prelude::*;
use std::fmt;
use tokio::net::TcpSocket;

/// The result of a page that arrived.
#[expect(clippy::unnecessary_wraps, reason = "it is compared with results")]
pub(super) fn page(url: &str, status: u16, body: &str) -> Result<Page, FetchError> {
    Ok(Page { url: url.to_owned(), status, body: body.to_owned() })
}

/// Whether a result is `NoAnswer`, with a reason in it.
fn has_no_answer(result: &Result<Page, FetchError>) -> bool {
    matches!(result, Err(FetchError::NoAnswer { reason }) if !reason.is_empty())
}

/// Ends the check unless the results are these; shown in a few words each, as long as these tell the difference.
pub(super) fn expect_results(found: &Pages, expected: &Pages, words: &str) {
    let (in_short, wanted) = (Short(found), Short(expected));
    kit::compare(in_short.to_string() == wanted.to_string(), &in_short, &wanted, &|| words.to_owned());
    expect_eq!(found, expected, "{words}");
}

/// Results as "200 /path", with the body where it is not the path; errors without their reasons.
struct Short<'a>(&'a Pages);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |result: &Result<Page, FetchError>| match result {
            Ok(Page { url, status, body }) => {
                let path = url.splitn(4, '/').nth(3).map_or_else(|| url.clone(), |path| format!("/{path}"));
                if *body == path { format!("{status} {path}") } else { format!("{status} {path} {body:?}") }
            }
            Err(FetchError::Status(status)) => format!("Status({status})"),
            Err(FetchError::TimedOut) => "TimedOut".to_owned(),
            Err(FetchError::NoAnswer { .. }) => "NoAnswer".to_owned(),
        };
        let words: Vec<String> = self.0.iter().map(word).collect();
        if words.is_empty() { f.write_str("no results") } else { f.write_str(&words.join(", ")) }
    }
}

impl fmt::Debug for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Fetches pages that nobody holds back.
fn fetch(server: &Server, urls: Vec<String>, limit: usize) -> Pages {
    let (count, what) = (urls.len(), "the results of pages that are answered at once are awaited");
    let results = Fetching::start(server, urls, limit).results(what);
    expect_eq!(results.len(), count, "the number of results for a list of {count}");
    results
}

pub(super) fn whole_pages() {
    let long = "many words, ".repeat(20_000);
    let text = long.clone();
    let server = Server::start(move |path, _| match path {
        "/" => Answer::text("the page of the house"),
        "/words?sort=up" => Answer::text("Æ, 李, \r\n\"quoted\""),
        "/long" => Answer::text(text.as_str()),
        _ => Answer::text(""),
    });
    // A client that parses a url writes it in its own way: with a slash here, without the fragment there.
    let bare = format!("http://{}", server.address);
    let urls = vec![bare.clone(), server.url("/words?sort=up"), server.url("/long#end"), server.url("/nothing")];
    let results = fetch(&server, urls.clone(), 2);
    let bodies = ["the page of the house", "Æ, 李, \r\n\"quoted\"", &long, ""];
    for ((url, body), result) in urls.iter().zip(bodies).zip(results) {
        expect!(
            result == page(url, 200, body),
            "the page for {url} was not as it should be: its url as it was asked for, status 200 and the whole body. \
             It was {:.200}",
            format!("{result:?}")
        );
    }
}

pub(super) fn order() {
    let server = Server::start(|path, _| Answer::text(path).held());
    let paths = ["/0", "/1", "/2", "/3", "/4"];
    let fetching = Fetching::start(&server, server.urls(&paths), 5);
    fetching.wait_for_arrivals(5, "five pages are fetched with a limit of 5, and none is answered");
    for path in paths.iter().rev() {
        server.release(path);
        fetching.wait_for(&format!("the server answers {path}"), |log| log.answered.iter().any(|done| done == path));
        fetching.settle();
    }
    let results = fetching.results("every page has been answered, the last one first, and the results are awaited");
    let expected: Pages = paths.iter().map(|path| page(&server.url(path), 200, path)).collect();
    expect_results(&results, &expected, "the results of pages that were answered in the opposite order");
}

pub(super) fn empty_list() {
    let server = Server::start(|_, _| Answer::text(""));
    let results = Fetching::start(&server, Vec::new(), 3).results("the result for no urls at all is awaited");
    expect_eq!(results, Vec::new(), "the results for no urls at all");
}

pub(super) fn twice() {
    let server = Server::start(|path, nth| Answer::text(format!("{path}, copy {nth}")));
    let urls = server.urls(&["/a", "/b", "/a", "/a"]);
    let results = fetch(&server, urls.clone(), 2);
    let mut copies = Vec::new();
    for (url, result) in urls.iter().zip(results) {
        let Ok(found) = result else { kit::fail(&format!("{url} was answered, and its result was {result:?}")) };
        expect_eq!(&found.url, url, "the url of a page");
        copies.push(found.body);
    }
    copies.sort();
    let expected = ["/a, copy 1", "/a, copy 2", "/a, copy 3", "/b, copy 1"];
    expect_eq!(
        copies,
        expected,
        "the bodies for a list in which /a is there three times; the server numbers its copies"
    );
}

pub(super) fn status() {
    let server = Server::start(|path, _| {
        let status = path[1..].parse().expect("the check asks for numbers");
        Answer::text("some words").status(status)
    });
    for status in [200, 201, 203, 204, 299, 304, 399] {
        let url = server.url(&format!("/{status}"));
        let body = if [204, 304].contains(&status) { "" } else { "some words" };
        let found = fetch(&server, vec![url.clone()], 1);
        expect_results(&found, &vec![page(&url, status, body)], &format!("an answer with {status}"));
    }
    for status in [400, 401, 404, 429, 500, 503, 599] {
        let found = fetch(&server, vec![server.url(&format!("/{status}"))], 1);
        expect_results(&found, &vec![Err(FetchError::Status(status))], &format!("an answer with {status}"));
    }
}

pub(super) fn redirect() {
    let server = Server::start(|path, _| match path {
        "/old" => Answer::redirect(301, "/new"),
        "/further" => Answer::redirect(302, "/old"),
        "/away" => Answer::redirect(308, "/missing"),
        "/missing" => Answer::text("").status(404),
        _ => Answer::text(path),
    });
    let results = fetch(&server, server.urls(&["/old", "/further", "/away"]), 2);
    let expected = vec![
        page(&server.url("/old"), 200, "/new"),
        page(&server.url("/further"), 200, "/new"),
        Err(FetchError::Status(404)),
    ];
    let words = "pages that moved to /new, to /new in two steps, and to a page that is missing";
    expect_results(&results, &expected, words);
}

pub(super) fn circle() {
    let server = Server::start(|path, _| match path {
        "/here" => Answer::redirect(302, "/there"),
        "/there" => Answer::redirect(302, "/here"),
        _ => Answer::text(path),
    });
    let results = fetch(&server, server.urls(&["/here", "/page"]), 1);
    expect!(has_no_answer(&results[0]), "a page that redirects in a circle gave {:?}, not NoAnswer", results[0]);
    expect_eq!(results[1], page(&server.url("/page"), 200, "/page"), "the page after the one in a circle");
}

pub(super) fn no_answer() {
    let server = Server::start(|path, _| match path {
        "/nothing" => Answer::nothing(),
        _ => Answer::text(path),
    });
    let closed = ClosedPort::new();
    for (url, why) in [
        (server.url("/nothing"), "whose server closes the connection without a word"),
        (closed.url(), "where no server listens"),
        ("page 7".to_owned(), "that is no url"),
        (String::new(), "that is empty"),
    ] {
        let results = fetch(&server, vec![url], 1);
        expect!(has_no_answer(&results[0]), "a url {why} gave {:?}, not NoAnswer with a reason", results[0]);
    }
}

pub(super) fn cut_off() {
    let server = Server::start(|_, _| Answer::cut_off());
    let results = fetch(&server, server.urls(&["/a"]), 1);
    expect!(
        has_no_answer(&results[0]),
        "a page whose connection was closed in the middle of the body gave {:?}, not NoAnswer with a reason",
        results[0]
    );
}

pub(super) fn failures_between() {
    let server = Server::start(|path, _| match path {
        "/missing" => Answer::text("").status(404),
        "/broken" => Answer::text("").status(500),
        "/nothing" => Answer::nothing(),
        "/cut" => Answer::cut_off(),
        _ => Answer::text(path),
    });
    let closed = ClosedPort::new();
    let mut urls = server.urls(&["/missing", "/a", "/nothing", "/b", "/cut", "/broken", "/c"]);
    urls.insert(3, closed.url());
    let results = fetch(&server, urls, 2);
    let good = |path: &str| page(&server.url(path), 200, path);
    for (number, expected) in [
        (0, Err(FetchError::Status(404))),
        (1, good("/a")),
        (4, good("/b")),
        (6, Err(FetchError::Status(500))),
        (7, good("/c")),
    ] {
        expect_eq!(results[number], expected, "result {number} of pages that fail in several ways, with a limit of 2");
    }
    for number in [2, 3, 5] {
        expect!(has_no_answer(&results[number]), "result {number} was {:?}, not NoAnswer", results[number]);
    }
}

/// An address that nobody listens at, and that nobody else can take meanwhile.
struct ClosedPort(TcpSocket);

impl ClosedPort {
    fn new() -> Self {
        let socket = TcpSocket::new_v4().expect("the system has sockets");
        socket.bind(([127, 0, 0, 1], 0).into()).expect("the machine has a loopback address");
        Self(socket)
    }

    fn url(&self) -> String {
        format!("http://{}/page", self.0.local_addr().expect("it is bound"))
    }
}
