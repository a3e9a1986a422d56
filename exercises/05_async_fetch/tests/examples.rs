//! Examples of use: `cargo test -p async_fetch` runs them. They show what the function is for; the checks of
//! `cargo xtask check 5` look much closer.
//!
//! `wiremock` is a web server for tests: it runs in this process, and answers as it is told to.

use async_fetch::{FetchError, Page, fetch_all};
use std::time::Duration;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

#[tokio::test]
async fn pages_come_in_the_order_asked() {
    let server = MockServer::start().await;
    let late = ResponseTemplate::new(200).set_body_string("tortoise").set_delay(Duration::from_millis(50));
    Mock::given(path("/late")).respond_with(late).mount(&server).await;
    let early = ResponseTemplate::new(200).set_body_string("hare");
    Mock::given(path("/early")).respond_with(early).mount(&server).await;

    let urls = ["/late", "/early"].map(|path| server.uri() + path);
    let [late, early] = ["tortoise", "hare"].map(str::to_owned);
    let expected = [
        Ok(Page { url: urls[0].clone(), status: 200, body: late }),
        Ok(Page { url: urls[1].clone(), status: 200, body: early }),
    ];
    assert_eq!(fetch_all(&urls, 2).await, expected);
}

#[tokio::test]
async fn a_missing_page_is_an_error_and_loses_no_other() {
    let server = MockServer::start().await;
    let page = ResponseTemplate::new(200).set_body_string("here I am");
    Mock::given(path("/page")).respond_with(page).mount(&server).await;

    let urls = ["/missing", "/page"].map(|path| server.uri() + path);
    let pages = fetch_all(&urls, 1).await;
    assert_eq!(pages[0], Err(FetchError::Status(404)));
    assert_eq!(pages[1].as_ref().map(|page| page.body.as_str()), Ok("here I am"));
}

#[tokio::test]
async fn no_urls_give_no_pages() {
    assert_eq!(fetch_all(&[], 10).await, []);
}
