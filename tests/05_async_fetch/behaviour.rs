//! Hidden checks of exercise 5, behaviour.
//!
//! A server in the same process holds its answers back and keeps a record of who came when. The clock of the runtime
//! that fetches stands still. So the checks decide what happens when, and a busy machine changes nothing.

#[path = "behaviour/answers.rs"]
mod answers;
#[path = "behaviour/fetching.rs"]
mod fetching;
#[path = "behaviour/limits.rs"]
mod limits;
#[path = "behaviour/log.rs"]
mod log;
#[path = "behaviour/manners.rs"]
mod manners;
#[path = "behaviour/server.rs"]
mod server;
#[path = "behaviour/timeouts.rs"]
mod timeouts;

use kit::prelude::*;

fn main() -> ExitCode {
    kit::run(&[
        check("a page comes with its url, its status and its body", answers::whole_pages).points(2).hint(1),
        check("the results are in the order asked, whoever answers first", answers::order).points(3).hint(2),
        check("an empty list is answered with an empty list", answers::empty_list).hint(3),
        check("a url that is there twice is asked for twice", answers::twice).points(2).hint(3),
        check("a status above 399 is an error that carries the status", answers::status).points(2).hint(3),
        check("a redirect is followed", answers::redirect).points(2).hint(3),
        check("a redirect that goes in a circle is an error", answers::circle).hint(3),
        check("who cannot be reached, or says nothing, gives no answer", answers::no_answer).points(2).hint(3),
        check("a page that breaks off in the middle is no page", answers::cut_off).points(2).hint(3),
        check("one failure loses no other page", answers::failures_between).points(3).hint(3),
        check("as many pages as the limit says are in flight at once", limits::reached).points(3).hint(1),
        check("never more pages than the limit says are in flight", limits::kept).points(3).hint(2),
        check("a slow page takes up no place but its own", limits::no_rounds).points(3).hint(2),
        check("a page is in flight until its body is there", limits::bodies_count).points(2).hint(2),
        check("a limit far above the number of pages is fine", limits::very_high).hint(3),
        check("a limit of 0 is refused with a panic", limits::zero).hint(3),
        check("a slow page times out alone", timeouts::alone).points(3).hint(3),
        check("a page's time begins with its own request", timeouts::own_time).points(3).hint(3),
        check("the time-out counts to the last byte of the body", timeouts::body).points(2).hint(3),
        check("fetch_all does nothing before it is awaited", manners::not_awaited).hint(2),
        check("a drop cancels what is in flight, and nothing more is asked for", manners::dropped).points(3).hint(2),
        check("other tasks on the same thread go on meanwhile", manners::thread_is_free).points(3).hint(1),
        check("who waits for pages uses no processor time", manners::asleep).points(2).hint(2),
        check("connections are used again", manners::connections).points(2).hint(3),
    ])
}
