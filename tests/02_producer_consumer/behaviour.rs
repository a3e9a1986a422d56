//! Hidden checks of exercise 2, behaviour. Which interleavings are possible is not looked at here, except
//! by [`every_item_once`], which tries some.

use kit::Background;
use kit::prelude::*;
use kit::proptest::{collection, sample};
use producer_consumer::{Closed, OrderQueue, TimedOut, process_orders};
use std::cell::Cell;
use std::collections::{HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Barrier, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    kit::run(&[
        check("len and is_empty count what is in the queue", counting).hint(1),
        check("a queue without room is refused", no_room_at_all).hint(1),
        check("items come out in the order in which they went in", first_in_first_out).hint(1),
        check("any calls from one thread answer like a simple queue", like_a_simple_queue).points(2).hint(1),
        check("a consumer waits while the queue is empty", a_consumer_waits).points(2).hint(1),
        check("a producer waits while the queue is full", a_producer_waits).points(2).hint(1),
        check("two producers never share the last free place", one_place_one_producer).points(2).hint(1),
        check("one item lets one waiting consumer go on, and the others wait", one_item_one_consumer).points(2).hint(2),
        check("items that come right after each other each wake a consumer", items_wake_consumers).points(2).hint(2),
        check("places that become free right after each other each wake a producer", places_wake_producers)
            .points(2)
            .hint(2),
        check("whoever waits uses no processor time", waiting_is_asleep).points(2).hint(1),
        check("a closed queue hands out what is left in it", closed_keeps_items).hint(2),
        check("a closed queue gives a pushed item back", closed_takes_nothing).hint(2),
        check("close wakes every waiting consumer", close_wakes_consumers).points(2).hint(2),
        check("close wakes every waiting producer and gives the items back", close_wakes_producers).points(2).hint(2),
        check("pop_timeout gives up, but not before its time is over", timeout_is_waited_for).points(2).hint(2),
        check("pop_timeout takes what is there without waiting", timeout_of_zero).hint(2),
        check("pop_timeout takes an item that comes while it waits", timeout_meets_an_item).points(2).hint(2),
        check("pop_timeout makes room for a waiting producer", timeout_makes_room).hint(2),
        check("the longest timeout is no limit", longest_timeout).hint(3),
        check("every item comes out exactly once, whoever pushes and pops", every_item_once).points(3).hint(2),
        check("a queue that is dropped drops what is left in it", dropped_with_its_items).hint(1),
        check("process_orders handles every order exactly once", every_order_once).points(2).hint(3),
        check("all workers handle orders at the same time", workers_overlap).points(2).hint(3),
        check("no more threads than asked for handle orders", no_more_than_workers).points(2).hint(3),
        check("one worker handles the orders in their sequence", one_worker_in_sequence).hint(3),
        check("an order is handled while the next one is still awaited", slow_orders).points(2).hint(3),
        check("a long order holds up nobody else", long_order).points(2).hint(3),
        check("orders are not taken up long before a worker is free", back_pressure).points(2).hint(3),
        check("zero workers are refused", no_workers).hint(3),
        check("process_orders panics when handle does, and waits for nobody who is gone", a_worker_panics)
            .points(2)
            .hint(3),
    ])
}

/// An item that can be sent to another thread, and nothing more: no `Sync`, no `Clone`, no `Debug`.
struct Order(Cell<u32>);

type Queue = OrderQueue<Order>;

const LONG: Duration = Duration::from_secs(3600);

fn order(number: u32) -> Order {
    Order(Cell::new(number))
}

fn number(order: Order) -> u32 {
    order.0.into_inner()
}

/// A queue of orders with these numbers in it.
fn queue(capacity: usize, numbers: &[u32]) -> Arc<Queue> {
    let queue = Arc::new(Queue::new(capacity));
    for &number in numbers {
        step(&format!("push({number}) puts an item into a queue that has room for {capacity} and holds fewer"));
        expect!(push(&queue, number).is_ok(), "push({number}) was refused by an open queue with room for it");
    }
    queue
}

/// An order that was given back comes back as its number.
fn push(queue: &Queue, item: u32) -> Result<(), u32> {
    queue.push(order(item)).map_err(|Closed(order)| number(order))
}

fn pop(queue: &Queue) -> Option<u32> {
    queue.pop().map(number)
}

fn pop_timeout(queue: &Queue, timeout: Duration) -> Result<Option<u32>, TimedOut> {
    queue.pop_timeout(timeout).map(|item| item.map(number))
}

fn pushing(queue: &Arc<Queue>, item: u32) -> Background<Result<(), u32>> {
    let queue = Arc::clone(queue);
    background(move || push(&queue, item))
}

fn popping(queue: &Arc<Queue>) -> Background<Option<u32>> {
    let queue = Arc::clone(queue);
    background(move || pop(&queue))
}

fn popping_for(queue: &Arc<Queue>, timeout: Duration) -> Background<Result<Option<u32>, TimedOut>> {
    let queue = Arc::clone(queue);
    background(move || pop_timeout(&queue, timeout))
}

/// Looks at the thread that was started last: by the time it sleeps, most likely the others do too.
fn settle_all<T>(threads: &[Background<T>]) {
    threads.last().into_iter().for_each(Background::settle);
}

fn expect_all_blocked<T>(threads: &[Background<T>], words: &str) {
    settle_all(threads);
    expect!(!threads.iter().any(Background::is_finished), "{words}");
}

fn join_sorted<T: Ord>(threads: Vec<Background<T>>) -> Vec<T> {
    let mut results: Vec<T> = threads.into_iter().map(Background::join).collect();
    results.sort();
    results
}

/// What is in the queue, which it closes first, so that a queue with too little in it cannot keep us waiting.
fn drain(queue: &Queue) -> Vec<u32> {
    queue.close();
    step("a closed queue is emptied");
    std::iter::from_fn(|| pop(queue)).take(100).collect()
}

fn counting() {
    let queue = queue(3, &[]);
    expect_eq!((queue.len(), queue.is_empty()), (0, true), "len() and is_empty() of a new queue");
    for len in 1..=3 {
        let _ = push(&queue, 7);
        expect_eq!((queue.len(), queue.is_empty()), (len, false), "len() and is_empty() after {len} calls of push");
    }
    step("an item is taken from a full queue");
    pop(&queue);
    expect_eq!(queue.len(), 2, "len() after three calls of push and one of pop");
    queue.close();
    expect_eq!(queue.len(), 2, "len() of a closed queue with two items left in it");
}

fn no_room_at_all() {
    expect_eq!(Queue::new(1).len(), 0, "len() of a new queue with room for one item");
    let refused = background(|| Queue::new(0).len()).panicked();
    expect!(refused, "new(0) made a queue. It should panic, because nothing could ever go through that queue");
}

fn first_in_first_out() {
    let queue = queue(3, &[1, 2, 3]);
    step("three items are taken and three others put in, in turns");
    let mut found = Vec::new();
    for next in 4..=6 {
        found.extend(pop(&queue));
        let _ = push(&queue, next);
    }
    found.extend(drain(&queue));
    expect_eq!(found, [1, 2, 3, 4, 5, 6], "what came out after 1 to 6 were put in");
}

#[derive(Debug, Clone, Copy)]
enum Call {
    Push,
    Pop,
    PopTimeout,
    Close,
}

/// Calls that would wait are left out.
fn like_a_simple_queue() {
    use Call::{Close, Pop, PopTimeout, Push};
    let calls = collection::vec(sample::select(vec![Push, Push, Push, Push, Pop, Pop, PopTimeout, Close]), 0..24);
    for_all(60, (1..5_usize, calls), |(capacity, calls)| {
        step(&format!("one thread makes these calls, of a queue with room for {capacity}: {calls:?}"));
        compare_with_a_simple_queue(*capacity, calls);
    });
}

fn compare_with_a_simple_queue(capacity: usize, calls: &[Call]) {
    let queue = Queue::new(capacity);
    let mut items = VecDeque::new();
    let mut closed = false;
    for (item, call) in (1..).zip(calls) {
        match call {
            Call::Push if closed => expect_eq!(push(&queue, item), Err(item), "what push gave back on a closed queue"),
            Call::Push if items.len() < capacity => {
                expect_eq!(push(&queue, item), Ok(()), "what push answered on an open queue that is not full");
                items.push_back(item);
            }
            Call::Pop if closed || !items.is_empty() => {
                expect_eq!(pop(&queue), items.pop_front(), "what pop answered");
            }
            Call::PopTimeout => {
                let expected = if items.is_empty() && !closed { Err(TimedOut) } else { Ok(items.pop_front()) };
                expect_eq!(pop_timeout(&queue, Duration::ZERO), expected, "what pop_timeout(zero) answered");
            }
            Call::Close => {
                queue.close();
                closed = true;
            }
            Call::Push | Call::Pop => {}
        }
        expect_eq!(queue.len(), items.len(), "len() after some calls from one thread");
    }
}

fn a_consumer_waits() {
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

fn a_producer_waits() {
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

fn one_place_one_producer() {
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

fn one_item_one_consumer() {
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

fn items_wake_consumers() {
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

fn places_wake_producers() {
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

fn waiting_is_asleep() {
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

fn closed_keeps_items() {
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

fn closed_takes_nothing() {
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

fn close_wakes_consumers() {
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

fn close_wakes_producers() {
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

fn timeout_is_waited_for() {
    let queue = queue(1, &[]);
    step("a consumer waits in pop(), and others in pop_timeout()");
    let patient = popping(&queue);
    for timeout_ms in [2, 15] {
        let (start, timeout) = (Instant::now(), Duration::from_millis(timeout_ms));
        expect_eq!(pop_timeout(&queue, timeout), Err(TimedOut), "what pop_timeout answered when no item came");
        let waited = start.elapsed();
        // A clock may be a tick ahead of the one that ends the wait.
        let early = waited + Duration::from_millis(1) < timeout;
        expect!(
            !early,
            "pop_timeout({timeout:?}) gave up after {waited:?}. An item may still come in the rest of its time"
        );
    }
    let _ = push(&queue, 9);
    step("an item came after one consumer gave up, and another one still waits in pop()");
    expect_eq!(patient.join(), Some(9), "what the consumer got that was still waiting");
}

fn timeout_of_zero() {
    let queue = queue(3, &[1, 2]);
    step("pop_timeout is called while there are items");
    expect_eq!(
        pop_timeout(&queue, Duration::ZERO),
        Ok(Some(1)),
        "what pop_timeout(zero) answered with two items there"
    );
    expect_eq!(pop_timeout(&queue, LONG), Ok(Some(2)), "what pop_timeout(one hour) answered with an item there");
    step("pop_timeout is called with a timeout of zero while there is no item: it should not wait");
    expect_eq!(pop_timeout(&queue, Duration::ZERO), Err(TimedOut), "what pop_timeout(zero) answered without an item");
    expect_eq!(queue.len(), 0, "len() after two items came and went");
}

fn timeout_meets_an_item() {
    let queue = queue(2, &[]);
    step("two consumers wait in pop_timeout(), for an hour at most");
    let consumers: Vec<_> = (0..2).map(|_| popping_for(&queue, LONG)).collect();
    expect_all_blocked(&consumers, "pop_timeout() came back long before its time");
    step("consumers wait in pop_timeout(), and another thread pushes two items");
    let _ = (push(&queue, 1), push(&queue, 2));
    step("two items were pushed while two consumers waited in pop_timeout(): each should get one now, not later");
    let mut found: Vec<_> = consumers.into_iter().map(|consumer| consumer.join().ok().flatten()).collect();
    found.sort_unstable();
    expect_eq!(found, [Some(1), Some(2)], "the items that the two consumers got");
}

fn timeout_makes_room() {
    let queue = queue(1, &[1]);
    step("a producer waits for room in a full queue");
    let producer = pushing(&queue, 2);
    producer.expect_blocked("push() came back although the queue was full");
    step("a producer waits for room, and pop_timeout takes an item");
    expect_eq!(pop_timeout(&queue, LONG), Ok(Some(1)), "what pop_timeout took");
    step("pop_timeout took an item, and the producer that waited for room should go on");
    expect_eq!(producer.join(), Ok(()), "what push answered to the producer that waited");
}

fn longest_timeout() {
    let queue = queue(1, &[1]);
    step("pop_timeout(Duration::MAX) is called while there is an item");
    expect_eq!(pop_timeout(&queue, Duration::MAX), Ok(Some(1)), "what pop_timeout(Duration::MAX) took");
    step("a consumer waits in pop_timeout(Duration::MAX)");
    let consumer = popping_for(&queue, Duration::MAX);
    consumer.settle();
    let _ = push(&queue, 2);
    step("an item was pushed while a consumer waited in pop_timeout(Duration::MAX)");
    expect_eq!(consumer.join(), Ok(Some(2)), "what pop_timeout(Duration::MAX) answered when an item came");
}

/// What one consumer of [`every_item_once`] saw.
#[derive(Default)]
struct Seen {
    items: Vec<u32>,
    greatest_len: usize,
    /// It was told that nothing more will come, before the queue was closed.
    sent_away: bool,
    /// It was told that an hour is over.
    hour_over: bool,
}

/// How a consumer of [`every_item_once`] asks for items.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    None,
    Hour,
    Endless,
}

const ITEMS_EACH: u32 = 200;

fn every_item_once() {
    for capacity in [1, 2] {
        let (queue, closing) = (queue(capacity, &[]), Arc::new(AtomicBool::new(false)));
        step("three producers push 200 items each, and three consumers take them, at the same time");
        let patience = [Patience::None, Patience::Hour, Patience::Endless];
        let consumers: Vec<_> = patience.map(|patience| consume(&queue, &closing, patience)).into();
        let producers: Vec<_> = (0..3).map(|id| produce(&queue, id * ITEMS_EACH)).collect();
        let refused: u32 = producers.into_iter().map(Background::join).sum();
        expect_eq!(refused, 0, "how many items an open queue gave back");
        closing.store(true, SeqCst);
        queue.close();
        step("all items were pushed and the queue was closed, and the consumers should end");
        let seen: Vec<Seen> = consumers.into_iter().map(Background::join).collect();
        expect_nothing_lost(capacity, &seen);
    }
}

fn produce(queue: &Arc<Queue>, first: u32) -> Background<u32> {
    let queue = Arc::clone(queue);
    background(move || (first..first + ITEMS_EACH).map(|item| u32::from(push(&queue, item).is_err())).sum())
}

fn consume(queue: &Arc<Queue>, closing: &Arc<AtomicBool>, patience: Patience) -> Background<Seen> {
    let (queue, closing) = (Arc::clone(queue), Arc::clone(closing));
    background(move || {
        let mut seen = Seen::default();
        loop {
            seen.greatest_len = seen.greatest_len.max(queue.len());
            let item = match patience {
                Patience::None => pop_timeout(&queue, Duration::from_micros(20)),
                Patience::Hour => pop_timeout(&queue, LONG),
                Patience::Endless => Ok(pop(&queue)),
            };
            match item {
                Ok(Some(item)) => seen.items.push(item),
                Err(TimedOut) => seen.hour_over |= patience == Patience::Hour,
                Ok(None) => {
                    seen.sent_away = !closing.load(SeqCst);
                    return seen;
                }
            }
        }
    })
}

fn expect_nothing_lost(capacity: usize, seen: &[Seen]) {
    let sent_away = seen.iter().any(|seen| seen.sent_away);
    expect!(!sent_away, "a consumer was told that no more items will come, while the queue was open");
    let hour_over = seen.iter().any(|seen| seen.hour_over);
    expect!(!hour_over, "pop_timeout gave up long before its time: a thread may be woken and find the item gone again");
    let greatest_len = seen.iter().map(|seen| seen.greatest_len).max().unwrap_or_default();
    expect!(greatest_len <= capacity, "len() was {greatest_len} in a queue with room for {capacity}");
    let mut items: Vec<u32> = seen.iter().flat_map(|seen| seen.items.iter().copied()).collect();
    items.sort_unstable();
    let lost = (0..3 * ITEMS_EACH).find(|item| items.binary_search(item).is_err());
    expect_eq!(lost, None, "the first item that was pushed and never came out");
    let doubled = items.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
    expect_eq!(doubled, None, "the first item that came out twice");
    for producer in 0..3 {
        let in_order =
            seen.iter().all(|seen| seen.items.iter().filter(|item| *item / ITEMS_EACH == producer).is_sorted());
        expect!(in_order, "one consumer got two items of the same producer in the wrong order");
    }
}

fn dropped_with_its_items() {
    let item = Arc::new(());
    {
        let queue = OrderQueue::new(3);
        for _ in 0..3 {
            let _ = queue.push(Arc::clone(&item));
        }
        expect_eq!(Arc::strong_count(&item) - 1, 3, "how many items are alive in a queue that holds three");
        step("an item is taken from a full queue");
        drop(queue.pop());
        expect_eq!(Arc::strong_count(&item) - 1, 2, "how many items are alive after one of three was dropped");
    }
    expect_eq!(Arc::strong_count(&item) - 1, 0, "how many items are alive after their queue was dropped");
}

/// Whatever the learner's code did while it held the lock, the value is whole.
fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Calls `process_orders` with orders that know nothing but their number.
fn process(numbers: &mut dyn Iterator<Item = u32>, workers: usize, handle: &(dyn Fn(u32) + Sync)) {
    process_orders(numbers.map(order), workers, |order| handle(number(order)));
}

fn every_order_once() {
    for (orders, workers) in [(0, 1), (0, 3), (1, 1), (1, 4), (3, 8), (10, 3), (500, 2), (500, 5)] {
        step(&format!("{workers} workers handle {orders} orders"));
        let handled = Mutex::new(Vec::new());
        process(&mut (0..orders), workers, &|order| locked(&handled).push(order));
        let mut handled = std::mem::take(&mut *locked(&handled));
        handled.sort_unstable();
        let calls = handled.len();
        let as_expected = handled.iter().copied().eq(0..orders);
        handled.dedup();
        let different = handled.len();
        let words = format!("of {orders} orders, {different} were handled, by {calls} calls of handle");
        expect!(as_expected, "{words}. Each order should be handled, and only once");
    }
}

fn workers_overlap() {
    for workers in [2, 3, 5] {
        step(&format!(
            "{workers} workers have three orders each, and no order is done before all {workers} workers are at one"
        ));
        let meeting = Barrier::new(workers);
        let rounds = 3 * u32::try_from(workers).expect("a small number");
        process(&mut (0..rounds), workers, &|_| {
            meeting.wait();
        });
    }
}

/// Where the calls of `handle` ran, and how many of them at the same time.
#[derive(Default)]
struct Calls {
    running: AtomicUsize,
    most: AtomicUsize,
    threads: Mutex<HashSet<ThreadId>>,
}

impl Calls {
    fn begin(&self) {
        self.most.fetch_max(self.running.fetch_add(1, SeqCst) + 1, SeqCst);
        locked(&self.threads).insert(thread::current().id());
    }

    fn end(&self) {
        self.running.fetch_sub(1, SeqCst);
    }
}

fn no_more_than_workers() {
    let calls = Arc::new(Calls::default());
    let (begun, has_begun) = mpsc::channel();
    let (open, gate) = mpsc::channel::<()>();
    let (theirs, gate) = (Arc::clone(&calls), Mutex::new(gate));
    step("two workers begin an order each, out of eight");
    let kitchen = background(move || {
        process(&mut (0..8), 2, &|order| {
            theirs.begin();
            let _ = begun.send(order);
            // Nobody goes on before the gate is opened, by dropping its other end.
            let _ = locked(&gate).recv();
            theirs.end();
        });
        thread::current().id()
    });
    let _ = (has_begun.recv(), has_begun.recv());
    kitchen.expect_blocked("process_orders ended although orders were still being handled");
    drop(open);
    step("two workers handle the rest of eight orders");
    let caller = kitchen.join();
    let most = calls.most.load(SeqCst);
    expect!(most <= 2, "{most} calls of handle ran at the same time, with two workers");
    let threads = locked(&calls.threads);
    expect!(!threads.contains(&caller), "handle was called on the thread that called process_orders");
    let count = threads.len();
    expect!(count <= 2, "{count} different threads called handle. Two workers should handle one order after another");
}

fn one_worker_in_sequence() {
    step("one worker handles 300 orders");
    let handled = Mutex::new(Vec::new());
    process(&mut (0..300), 1, &|order| locked(&handled).push(order));
    let handled = std::mem::take(&mut *locked(&handled));
    expect_eq!(handled.len(), 300, "how many orders one worker handled, of 300");
    let early = handled.windows(2).find(|pair| pair[0] > pair[1]);
    expect_eq!(early, None, "the first two orders that one worker took up in the wrong sequence");
}

fn slow_orders() {
    let (done, is_done) = mpsc::channel();
    // Two orders a round, which the workers must handle together; the next round comes later.
    let mut orders = (0..6).inspect(|order| {
        if order % 2 == 0 && *order > 0 {
            step("the next order comes only after those before it were handled, and two workers have nothing to do");
            let _ = (is_done.recv(), is_done.recv());
            // Time for a worker that would wrongly leave because there is no order right now.
            thread::sleep(Duration::from_millis(3));
            step("two orders come after a break, and both workers should still be there for them");
        }
    });
    let meeting = Barrier::new(2);
    step("two workers handle the first orders, before the next ones come");
    process(&mut orders, 2, &|order| {
        meeting.wait();
        let _ = done.send(order);
    });
    expect_eq!(is_done.try_iter().count(), 2, "how many of the last two orders were handled, which came after a break");
}

fn long_order() {
    let (done, is_done) = mpsc::channel();
    let is_done = Mutex::new(is_done);
    step("one of two workers is busy with the first order until the other one has handled the next 40");
    process(&mut (0..41), 2, &|order| {
        if order == 0 {
            let is_done = locked(&is_done);
            is_done.iter().take(40).for_each(drop);
        } else {
            let _ = done.send(order);
        }
    });
}

fn back_pressure() {
    let taken = Arc::new(AtomicUsize::new(0));
    let (open, gate) = mpsc::channel::<()>();
    let (counter, gate) = (Arc::clone(&taken), Mutex::new(gate));
    step("one worker is busy with the first of 1000 orders");
    let kitchen = background(move || {
        let mut orders = (0..1000).inspect(|_| {
            counter.fetch_add(1, SeqCst);
        });
        process(&mut orders, 1, &|_| {
            let _ = locked(&gate).recv();
        });
    });
    kitchen.expect_blocked("process_orders ended although no order was done yet");
    let waiting = taken.load(SeqCst);
    // A few more than 100 are on their way: one in a hand of the producer, one in a hand of the worker.
    expect!(
        waiting <= 110,
        "{waiting} orders were taken from the iterator while the only worker was busy with the first one. \
         At most 100 may wait, so that a long list of orders does not fill the memory"
    );
    drop(open);
    step("one worker handles the rest of 1000 orders");
    kitchen.join();
    expect_eq!(taken.load(SeqCst), 1000, "how many orders were taken up in the end, of 1000");
}

fn no_workers() {
    step("one worker is there, and no orders");
    process(&mut (0..0), 1, &|_| ());
    for orders in [0, 3] {
        step(&format!("nobody works, and there are {orders} orders"));
        let refused = background(move || process(&mut (0..orders), 0, &|_| ())).panicked();
        expect!(refused, "process_orders accepted 0 workers for {orders} orders. It should panic");
    }
}

fn a_worker_panics() {
    for (workers, orders, bad) in [(1, 500, 0), (1, 1, 0), (3, 500, 2), (3, 10, 9)] {
        step(&format!("handle panics for one of {orders} orders, with a number of workers of {workers}"));
        let calls = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&calls);
        let kitchen = background(move || {
            process(&mut (0..orders), workers, &|order| {
                counter.fetch_add(1, SeqCst);
                if order == bad {
                    kit::panic_on_purpose();
                }
            });
        });
        expect!(kitchen.panicked(), "handle panicked, and process_orders returned as if every order had been handled");
        let calls = calls.load(SeqCst);
        expect!(calls > 0, "process_orders panicked before handle was called");
        expect!(calls <= orders as usize, "handle was called {calls} times for {orders} orders");
    }
}
