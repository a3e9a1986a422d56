//! Examples of use: `cargo test -p producer_consumer` runs them. They show what the types are for; the checks
//! of `cargo xtask check 2` look much closer.

use producer_consumer::{Closed, OrderQueue, TimedOut, process_orders};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

#[test]
fn items_come_out_in_the_order_in_which_they_went_in() {
    let queue = OrderQueue::new(2);
    queue.push("soup").unwrap();
    queue.push("salad").unwrap();
    assert_eq!(queue.len(), 2);
    assert_eq!(queue.pop(), Some("soup"));
    assert_eq!(queue.pop(), Some("salad"));
    assert!(queue.is_empty());
}

#[test]
fn a_closed_queue_hands_out_what_is_left_and_takes_nothing() {
    let queue = OrderQueue::new(2);
    queue.push("soup").unwrap();
    queue.close();
    assert_eq!(queue.push("salad"), Err(Closed("salad")));
    assert_eq!(queue.pop(), Some("soup"));
    assert_eq!(queue.pop(), None);
}

#[test]
fn a_consumer_need_not_wait_for_ever() {
    let queue = OrderQueue::<u32>::new(1);
    assert_eq!(queue.pop_timeout(Duration::from_millis(5)), Err(TimedOut));
}

#[test]
fn a_producer_and_a_consumer_share_a_queue_that_is_shorter_than_the_work() {
    let queue = OrderQueue::new(1);
    let mut eaten = Vec::new();
    thread::scope(|scope| {
        scope.spawn(|| {
            for dish in 0..10 {
                queue.push(dish).unwrap();
            }
            queue.close();
        });
        while let Some(dish) = queue.pop() {
            eaten.push(dish);
        }
    });
    assert_eq!(eaten, (0..10).collect::<Vec<_>>());
}

#[test]
fn three_workers_handle_ten_orders() {
    let done = Mutex::new(Vec::new());
    process_orders(1..=10, 3, |order| done.lock().unwrap().push(order));
    let mut done = done.into_inner().unwrap();
    done.sort_unstable();
    assert_eq!(done, (1..=10).collect::<Vec<_>>());
}
