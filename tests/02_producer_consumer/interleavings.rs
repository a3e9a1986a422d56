//! Interleaving scenarios of exercise 2: few threads, every order in which they can meet.

use kit::interleavings::prelude::*;
use kit::speed::expect_speed_up;
use producer_consumer::{Closed, OrderQueue, TimedOut, process_orders};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    kit::interleavings::run(&[
        scenario("two consumers get every item of a producer exactly once", two_consumers).points(3).hint(2),
        scenario("two producers get every item to a consumer exactly once", two_producers).points(3).hint(2),
        scenario("two places that become free let two producers go on", two_places).points(2).hint(2),
        scenario("two producers and two consumers never all sleep at once", two_and_two).points(3).hint(2),
        scenario("no more items are in the queue than it has room for", room).points(3).hint(1),
        scenario("what is in the queue is seen, also while others are busy", busy_queue).points(2).hint(1),
        scenario("a queue that was filled and emptied is empty", filled_and_emptied).points(2).hint(1),
        scenario("items of one producer come out in their order", in_order).points(2).hint(1),
        scenario("close wakes every consumer", close_wakes_consumers).points(3).hint(3),
        scenario("close wakes every producer and gives its item back", close_wakes_producers).points(3).hint(3),
        scenario("an item that push accepted comes out, also when the queue is closed", accepted_items)
            .points(3)
            .hint(3),
        scenario("pop_timeout loses neither an item nor a wake-up", nothing_lost).points(3).hint(3),
        scenario("a consumer sleeps until an item comes, however long that takes", long_wait)
            .points(2)
            .hint(2)
            .exact_time(),
        scenario("pop_timeout waits as long as it was told, however often it is woken", woken_often)
            .points(2)
            .hint(3)
            .exact_time(),
        scenario("process_orders handles every order once and leaves nobody behind", every_order).points(3).hint(3),
        scenario("workers that wait do so at the same time", waits_overlap).points(2).hint(3).exact_time(),
        scenario("process_orders ends with a panic when handle panics", handle_panics).points(2).hint(3),
    ])
}

/// What `consumers` take out of a queue that `producers` fill with `each` items.
fn exchange(capacity: usize, producers: u32, each: u32, consumers: u32) {
    let queue = OrderQueue::new(capacity);
    let taken = Notes::new(Vec::new());
    let share = producers * each / consumers;
    together(|crew| {
        for consumer in 1..=consumers {
            let (queue, taken) = (&queue, &taken);
            crew.start(&format!("consumer {consumer}"), move || {
                for _ in 0..share {
                    let item = queue.pop();
                    expect!(item.is_some(), "pop answered None, although the queue is open");
                    taken.with(|taken| taken.extend(item));
                }
            });
        }
        for producer in 0..producers {
            let queue = &queue;
            crew.start(&format!("producer {}", producer + 1), move || {
                for item in producer * each..(producer + 1) * each {
                    expect!(queue.push(item).is_ok(), "push gave its item back, although the queue is open");
                }
            });
        }
    });
    let mut taken = taken.into_inner();
    taken.sort_unstable();
    expect_eq!(taken, (0..producers * each).collect::<Vec<_>>(), "the items that came out, sorted");
    expect_eq!(queue.len(), 0, "len() when everything was taken");
}

fn two_consumers() {
    exchange(2, 1, 2, 2);
}

fn two_producers() {
    exchange(1, 2, 1, 1);
}

fn two_and_two() {
    exchange(1, 2, 2, 2);
}

fn two_places() {
    let queue = OrderQueue::new(2);
    for item in 0..2 {
        expect_eq!(queue.push(item), Ok(()), "push({item}) into a queue with room for two");
    }
    together(|crew| {
        for item in 2..4 {
            let queue = &queue;
            crew.start(&format!("producer {}", item - 1), move || {
                expect_eq!(queue.push(item), Ok(()), "push({item}) into an open queue");
            });
        }
        for item in 0..2 {
            expect_eq!(queue.pop(), Some(item), "pop() from a queue in which {item} is next");
        }
    });
    expect_eq!(queue.len(), 2, "len() after four items went in and two came out");
}

fn room() {
    let queue = OrderQueue::new(1);
    together(|crew| {
        for item in 0..2 {
            let queue = &queue;
            crew.start(&format!("producer {}", item + 1), move || {
                expect_eq!(queue.push(item), Ok(()), "push({item}) into an open queue");
                let items = queue.len();
                expect!(items <= 1, "len() was {items} in a queue with room for 1");
            });
        }
        for _ in 0..2 {
            expect!(queue.pop().is_some(), "pop answered None, although the queue is open");
        }
    });
}

fn busy_queue() {
    let queue = OrderQueue::new(2);
    expect_eq!(queue.push(0), Ok(()), "push(0) into an empty queue");
    together(|crew| {
        crew.start("producer", || expect_eq!(queue.push(1), Ok(()), "push(1) into a queue with one free place"));
        let len = queue.len();
        expect!(len > 0, "len() was 0, although an item is in the queue");
        expect!(!queue.is_empty(), "is_empty() was true, although an item is in the queue");
        let first = queue.pop_timeout(Duration::ZERO);
        expect_eq!(first, Ok(Some(0)), "pop_timeout(Duration::ZERO), although an item is in the queue");
    });
}

fn filled_and_emptied() {
    let queue = OrderQueue::new(1);
    together(|crew| {
        crew.start("producer", || expect_eq!(queue.push(0), Ok(()), "push(0) into an empty queue"));
        expect_eq!(queue.pop(), Some(0), "pop()");
    });
    expect_eq!((queue.len(), queue.is_empty()), (0, true), "len() and is_empty() after the only item was taken out");
}

fn in_order() {
    let queue = OrderQueue::new(2);
    let taken = together(|crew| {
        crew.start("producer", || (1..=3).for_each(|item| expect_eq!(queue.push(item), Ok(()), "push({item})")));
        (0..3).map(|_| queue.pop()).collect::<Vec<_>>()
    });
    expect_eq!(taken, vec![Some(1), Some(2), Some(3)], "what came out, when 1, 2 and 3 went in");
}

fn close_wakes_consumers() {
    let queue = OrderQueue::<u32>::new(1);
    together(|crew| {
        for consumer in ["consumer 1", "consumer 2"] {
            crew.start(consumer, || expect_eq!(queue.pop(), None, "pop() from an empty queue that is closed"));
        }
        queue.close();
    });
}

fn close_wakes_producers() {
    let queue = OrderQueue::new(1);
    expect_eq!(queue.push(0), Ok(()), "push(0) into an empty queue");
    together(|crew| {
        for item in 1..=2 {
            let queue = &queue;
            crew.start(&format!("producer {item}"), move || {
                expect_eq!(queue.push(item), Err(Closed(item)), "push({item}) into a full queue that is closed");
            });
        }
        queue.close();
    });
    expect_eq!(queue.pop(), Some(0), "pop() from the closed queue, in which 0 is left");
}

fn accepted_items() {
    let queue = OrderQueue::new(1);
    let (accepted, taken) = together(|crew| {
        let consumer = crew.start("consumer", || std::iter::from_fn(|| queue.pop()).collect::<Vec<_>>());
        let producer = crew.start("producer", || (1..=2).filter(|item| queue.push(*item).is_ok()).collect::<Vec<_>>());
        queue.close();
        (producer.join(), consumer.join())
    });
    expect_eq!(taken, accepted, "the items that came out, when push accepted these and the queue was closed");
}

fn nothing_lost() {
    const LIMIT: Duration = Duration::from_millis(5);
    let queue = OrderQueue::new(1);
    let (impatient, patient) = together(|crew| {
        let impatient = crew.start("impatient", || queue.pop_timeout(LIMIT));
        let patient = crew.start("patient", || queue.pop());
        thread::sleep(LIMIT);
        expect_eq!(queue.push(7), Ok(()), "push(7) into an empty queue");
        let impatient = impatient.join();
        if impatient == Ok(Some(7)) {
            expect_eq!(queue.push(7), Ok(()), "push(7) for the other consumer");
        }
        (impatient, patient.join())
    });
    expect!(impatient == Ok(Some(7)) || impatient == Err(TimedOut), "pop_timeout answered {impatient:?}");
    expect_eq!(patient, Some(7), "pop(), which waits for as long as it takes");
}

fn long_wait() {
    let queue = OrderQueue::new(1);
    together(|crew| {
        crew.start("consumer 1", || expect!(queue.pop().is_some(), "pop answered None, although the queue is open"));
        crew.start("consumer 2", || {
            let item = queue.pop_timeout(Duration::from_secs(2 * 60 * 60));
            expect!(matches!(item, Ok(Some(_))), "pop_timeout answered {item:?} after one of its two hours");
        });
        thread::sleep(Duration::from_secs(60 * 60));
        for item in 0..2 {
            expect_eq!(queue.push(item), Ok(()), "push({item}) into an open queue");
        }
    });
}

fn woken_often() {
    const LIMIT: Duration = Duration::from_millis(100);
    let queue = OrderQueue::new(1);
    together(|crew| {
        crew.start("waiter", || {
            let start = Instant::now();
            if queue.pop_timeout(LIMIT) == Err(TimedOut) {
                expect_eq!(start.elapsed(), LIMIT, "how long pop_timeout waited before it gave up");
            }
        });
        for item in 0..2 {
            thread::sleep(Duration::from_millis(40));
            let _ = queue.push(item);
            let _ = queue.pop_timeout(Duration::ZERO);
        }
        thread::sleep(Duration::from_millis(400));
        queue.close();
    });
}

fn every_order() {
    let handled = Notes::new(vec![0; 3]);
    process_orders(0..3, 2, |order| handled.with(|handled: &mut Vec<u32>| handled[order] += 1));
    expect_eq!(handled.get(), vec![1, 1, 1], "how often each of three orders was handled");
}

fn waits_overlap() {
    let start = Instant::now();
    process_orders(0..6, 3, |_| thread::sleep(Duration::from_secs(1)));
    expect_speed_up(Duration::from_secs(6), start.elapsed(), "six orders of a second each, with three workers");
}

fn handle_panics() {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        process_orders(0..2, 2, |order| {
            if order == 0 {
                panic_on_purpose();
            }
        });
    }));
    expect!(outcome.is_err(), "process_orders returned as if nothing had happened, although handle panicked");
}
