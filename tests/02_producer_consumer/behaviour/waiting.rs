//! Who waits while a queue is empty or full, who is woken when that changes, and that it takes no processor time.

use super::people::{
    LONG, drain, expect_all_blocked, join_sorted, pop, popping, popping_for, push, pushing, queue, settle_all,
};
use kit::Background;
use kit::prelude::*;

pub(super) fn a_consumer_waits() {
    let queue = queue(2, &[]);
    step("a consumer waits on an empty queue");
    let consumer = popping(&queue);
    consumer.expect_blocked("pop() came back from an empty, open queue. It should wait for an item");
    step("a consumer waits, and another thread asks for len()");
    expect_eq!(queue.len(), 0, "len() while a consumer waits");
    step("a consumer waits, and another thread pushes an item");
    let _ = push(&queue, 5);
    step("an item was pushed, and the consumer that waited for one should get it");
    expect_eq!(consumer.join(), Some(5), "what the waiting consumer got");
    expect_eq!(queue.len(), 0, "len() after the only item was taken");
}

pub(super) fn a_producer_waits() {
    let queue = queue(2, &[1, 2]);
    step("a producer waits for room in a full queue");
    let producer = pushing(&queue, 3);
    producer.expect_blocked("push() came back although the queue was full. It should wait for room");
    step("a producer waits, and another thread asks for len()");
    expect_eq!(queue.len(), 2, "len() of a queue with room for two, while a producer waits to push a third item");
    step("a producer waits for room, and another thread takes an item");
    expect_eq!(pop(&queue), Some(1), "the first item");
    step("an item was taken, and the producer that waited for room should go on");
    expect_eq!(producer.join(), Ok(()), "what push answered to the producer that waited");
    expect_eq!(drain(&queue), [2, 3], "what was left in the queue");
}

pub(super) fn one_place_one_producer() {
    let queue = queue(1, &[0]);
    step("three producers wait for room in a full queue");
    let producers: Vec<_> = (1..=3).map(|item| pushing(&queue, item)).collect();
    settle_all(&producers);
    step("three producers wait for room, and one item is taken");
    pop(&queue);
    settle_all(&producers);
    expect!(queue.len() <= 1, "the queue has room for one item and holds {}", queue.len());
    let done = producers.iter().filter(|producer| producer.is_finished()).count();
    expect!(done <= 1, "one place became free, and {done} producers went on");
    step("each of three producers gets the only place in turn");
    let mut found: Vec<_> = (0..3).map(|_| pop(&queue)).collect();
    found.sort_unstable();
    expect_eq!(found, [Some(1), Some(2), Some(3)], "what the three producers had pushed");
    join_sorted(producers);
}

pub(super) fn one_item_one_consumer() {
    let queue = queue(3, &[]);
    step("three consumers wait on an empty queue");
    let consumers: Vec<_> = (0..3).map(|_| popping(&queue)).collect();
    settle_all(&consumers);
    let _ = push(&queue, 1);
    step("three consumers wait, and one item was pushed");
    settle_all(&consumers);
    let done = consumers.iter().filter(|consumer| consumer.is_finished()).count();
    expect!(done <= 1, "one item came, the queue is open, and {done} consumers went on");
    let _ = (push(&queue, 2), push(&queue, 3));
    step("three consumers wait for three items, one of which came earlier than the others");
    expect_eq!(join_sorted(consumers), [Some(1), Some(2), Some(3)], "what the three consumers got");
}

pub(super) fn items_wake_consumers() {
    let queue = queue(4, &[]);
    step("four consumers wait on an empty queue");
    let consumers: Vec<_> = (0..4).map(|_| popping(&queue)).collect();
    expect_all_blocked(&consumers, "pop() came back from an empty, open queue");
    for item in 1..=4 {
        let _ = push(&queue, item);
    }
    step("four consumers wait, and four items were pushed right after each other");
    expect_eq!(join_sorted(consumers), [Some(1), Some(2), Some(3), Some(4)], "what the four consumers got");
}

pub(super) fn places_wake_producers() {
    let queue = queue(3, &[1, 2, 3]);
    step("three producers wait for room in a full queue");
    let producers: Vec<_> = (4..=6).map(|item| pushing(&queue, item)).collect();
    expect_all_blocked(&producers, "push() came back although the queue was full");
    step("three producers wait, and three items are taken right after each other");
    for _ in 0..3 {
        pop(&queue);
    }
    step("three producers wait for room, and three items were taken right after each other");
    expect_eq!(join_sorted(producers), [Ok(()); 3], "what push answered to the three producers");
    let mut found = drain(&queue);
    found.sort_unstable();
    expect_eq!(found, [4, 5, 6], "what the three producers had pushed");
}

pub(super) fn is_asleep() {
    let (empty, full) = (queue(1, &[]), queue(1, &[1]));
    step("a consumer waits in pop()");
    let consumer = popping(&empty);
    expect_idle(&consumer, "pop() on an empty queue");
    step("a producer waits in push()");
    let producer = pushing(&full, 2);
    expect_idle(&producer, "push() on a full queue");
    step("a consumer waits in pop_timeout()");
    let consumer = popping_for(&empty, LONG);
    expect_idle(&consumer, "pop_timeout() on an empty queue");
}

fn expect_idle<T>(thread: &Background<T>, call: &str) {
    let busy =
        format!("{call} keeps a processor busy while it waits. It should sleep, and leave the processor to others");
    thread.expect_asleep(&busy);
    thread.expect_blocked(&format!("{call} came back. It should wait"));
}
