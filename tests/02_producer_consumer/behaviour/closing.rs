//! What a closed queue still does, and that closing it sends everybody on who waits.

use super::people::{
    LONG, drain, expect_all_blocked, join_sorted, pop, pop_timeout, popping, popping_for, push, pushing, queue,
};
use kit::prelude::*;

pub(super) fn keeps_items() {
    let queue = queue(3, &[1, 2, 3]);
    queue.close();
    expect_eq!(queue.len(), 3, "len() of a queue that was closed with three items in it");
    step("three items are taken from a closed queue");
    let found = (pop(&queue), pop_timeout(&queue, LONG), pop(&queue));
    expect_eq!(found, (Some(1), Ok(Some(2)), Some(3)), "what pop, pop_timeout and pop took from the closed queue");
    for _ in 0..2 {
        step("a consumer asks a queue that is closed and empty for an item");
        expect_eq!(pop(&queue), None, "what pop answered on a queue that is closed and empty");
        step("a consumer calls pop_timeout on a queue that is closed and empty: it should answer Ok(None) at once");
        expect_eq!(
            pop_timeout(&queue, LONG),
            Ok(None),
            "what pop_timeout answered on a queue that is closed and empty"
        );
    }
}

pub(super) fn takes_nothing() {
    let queue = queue(1, &[1]);
    queue.close();
    step("close is called a second time");
    queue.close();
    step("push is called on a closed queue that is full: it should give the item back at once");
    expect_eq!(push(&queue, 2), Err(2), "what push answered on a queue that is closed and full");
    expect_eq!(pop(&queue), Some(1), "the item that was in the queue when it was closed");
    step("push is called on a closed queue that has room");
    expect_eq!(push(&queue, 3), Err(3), "what push answered on a queue that is closed and has room");
    queue.close();
    expect_eq!(push(&queue, 4), Err(4), "what push answered on a queue that was closed once more");
    expect_eq!(queue.len(), 0, "len() after a closed queue refused three items");
}

pub(super) fn wakes_consumers() {
    let queue = queue(1, &[]);
    step("three consumers wait in pop() and two in pop_timeout() on an empty queue");
    let popping: Vec<_> = (0..3).map(|_| popping(&queue)).collect();
    let popping_for: Vec<_> = (0..2).map(|_| popping_for(&queue, LONG)).collect();
    expect_all_blocked(&popping, "pop() came back from an empty, open queue");
    expect_all_blocked(&popping_for, "pop_timeout() came back long before its time");
    step("consumers wait, and another thread closes the queue");
    queue.close();
    step("the queue was closed while three consumers waited in pop(): all of them should go on");
    expect_eq!(join_sorted(popping), [None; 3], "what pop answered to three consumers when the queue was closed");
    step("the queue was closed while two consumers waited in pop_timeout(): both should go on");
    for consumer in popping_for {
        expect_eq!(consumer.join(), Ok(None), "what pop_timeout answered when the queue was closed");
    }
}

pub(super) fn wakes_producers() {
    let queue = queue(2, &[1, 2]);
    step("three producers wait for room in a full queue");
    let producers: Vec<_> = (3..=5).map(|item| pushing(&queue, item)).collect();
    expect_all_blocked(&producers, "push() came back although the queue was full");
    step("producers wait, and another thread closes the queue");
    queue.close();
    step("the queue was closed while three producers waited in push(): all of them should go on");
    expect_eq!(
        join_sorted(producers),
        [Err(3), Err(4), Err(5)],
        "what three waiting producers got back at the closing"
    );
    expect_eq!(drain(&queue), [1, 2], "what was in the queue after it was closed");
}
