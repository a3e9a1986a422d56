//! Hidden checks of exercise 2, behaviour. Which interleavings are possible is not looked at here, except
//! by [`crowd`], which tries some.

#[path = "behaviour/closing.rs"]
mod closing;
#[path = "behaviour/contents.rs"]
mod contents;
#[path = "behaviour/crowd.rs"]
mod crowd;
#[path = "behaviour/people.rs"]
mod people;
#[path = "behaviour/processing.rs"]
mod processing;
#[path = "behaviour/timeouts.rs"]
mod timeouts;
#[path = "behaviour/waiting.rs"]
mod waiting;

use kit::prelude::*;

fn main() -> ExitCode {
    kit::run(&[
        check("len and is_empty count what is in the queue", contents::counting).hint(1),
        check("a queue without room is refused", contents::no_room_at_all).hint(1),
        check("items come out in the order in which they went in", contents::first_in_first_out).hint(1),
        check("any calls from one thread answer like a simple queue", contents::like_a_simple_queue).points(2).hint(1),
        check("a consumer waits while the queue is empty", waiting::a_consumer_waits).points(2).hint(1),
        check("a producer waits while the queue is full", waiting::a_producer_waits).points(2).hint(1),
        check("two producers never share the last free place", waiting::one_place_one_producer).points(2).hint(1),
        check("one item lets one waiting consumer go on, and the others wait", waiting::one_item_one_consumer)
            .points(2)
            .hint(2),
        check("items that come right after each other each wake a consumer", waiting::items_wake_consumers)
            .points(2)
            .hint(2),
        check("places that become free right after each other each wake a producer", waiting::places_wake_producers)
            .points(2)
            .hint(2),
        check("whoever waits uses no processor time", waiting::is_asleep).points(2).hint(1),
        check("a closed queue hands out what is left in it", closing::keeps_items).hint(2),
        check("a closed queue gives a pushed item back", closing::takes_nothing).hint(2),
        check("close wakes every waiting consumer", closing::wakes_consumers).points(2).hint(2),
        check("close wakes every waiting producer and gives the items back", closing::wakes_producers)
            .points(2)
            .hint(2),
        check("pop_timeout gives up, but not before its time is over", timeouts::is_waited_for).points(2).hint(2),
        check("pop_timeout takes what is there without waiting", timeouts::of_zero).hint(2),
        check("pop_timeout takes an item that comes while it waits", timeouts::meets_an_item).points(2).hint(2),
        check("pop_timeout makes room for a waiting producer", timeouts::makes_room).hint(2),
        check("the longest timeout is no limit", timeouts::the_longest).hint(3),
        check("every item comes out exactly once, whoever pushes and pops", crowd::every_item_once).points(3).hint(2),
        check("a queue that is dropped drops what is left in it", contents::dropped_with_its_items).hint(1),
        check("process_orders handles every order exactly once", processing::every_order_once).points(2).hint(3),
        check("all workers handle orders at the same time", processing::workers_overlap).points(2).hint(3),
        check("no more threads than asked for handle orders", processing::no_more_than_workers).points(2).hint(3),
        check("one worker handles the orders in their sequence", processing::one_worker_in_sequence).hint(3),
        check("an order is handled while the next one is still awaited", processing::slow_orders).points(2).hint(3),
        check("a long order holds up nobody else", processing::long_order).points(2).hint(3),
        check("orders are not taken up long before a worker is free", processing::back_pressure).points(2).hint(3),
        check("zero workers are refused", processing::no_workers).hint(3),
        check("process_orders panics when handle does, and waits for nobody who is gone", processing::a_worker_panics)
            .points(2)
            .hint(3),
    ])
}
