//! `process_orders`: who handles which order and when, and what becomes of a panic.

use super::people::{number, order};
use kit::prelude::*;
use producer_consumer::process_orders;
use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Barrier, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::{self, ThreadId};
use std::time::Duration;

/// Whatever the learner's code did while it held the lock, the value is whole.
fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Calls `process_orders` with orders that know nothing but their number.
fn process(numbers: &mut dyn Iterator<Item = u32>, workers: usize, handle: &(dyn Fn(u32) + Sync)) {
    process_orders(numbers.map(order), workers, |order| handle(number(order)));
}

pub(super) fn every_order_once() {
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

pub(super) fn workers_overlap() {
    for workers in [2, 3, 5, 40] {
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

pub(super) fn no_more_than_workers() {
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

pub(super) fn one_worker_in_sequence() {
    step("one worker handles 300 orders");
    let handled = Mutex::new(Vec::new());
    process(&mut (0..300), 1, &|order| locked(&handled).push(order));
    let handled = std::mem::take(&mut *locked(&handled));
    expect_eq!(handled.len(), 300, "how many orders one worker handled, of 300");
    let early = handled.windows(2).find(|pair| pair[0] > pair[1]);
    expect_eq!(early, None, "the first two orders that one worker took up in the wrong sequence");
}

pub(super) fn slow_orders() {
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

pub(super) fn long_order() {
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

pub(super) fn back_pressure() {
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

pub(super) fn no_workers() {
    step("one worker is there, and no orders");
    process(&mut (0..0), 1, &|_| ());
    for orders in [0, 3] {
        step(&format!("nobody works, and there are {orders} orders"));
        let refused = background(move || process(&mut (0..orders), 0, &|_| ())).panicked();
        expect!(refused, "process_orders accepted 0 workers for {orders} orders. It should panic");
    }
}

pub(super) fn a_worker_panics() {
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
