//! Mistakes that people make, one small scenario each. Compiled with the model under the name `std`, and, for
//! comparison, with the real one.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// All of them, by name; the last one is correct.
pub const ALL: [(&str, fn()); 7] = [
    ("`if` for `while`", if_for_while),
    ("notify_one, 1 producer, 2 consumers", notify_one_1_2),
    ("notify_one, 2 and 2", notify_one_2_2),
    ("lock order", lock_order),
    ("check then act", check_then_act),
    ("lost signal", lost_signal),
    ("a correct queue", correct_queue),
];

pub fn if_for_while() {
    queue(Mistake::IfInsteadOfWhile, 1, 2);
}

pub fn notify_one_1_2() {
    queue(Mistake::OneCondvarWakesOne, 1, 2);
}

pub fn notify_one_2_2() {
    queue(Mistake::OneCondvarWakesOne, 2, 2);
}

pub fn correct_queue() {
    queue(Mistake::None, 1, 2);
}

pub fn lock_order() {
    let pair = Arc::new((Mutex::new(1), Mutex::new(2)));
    let other = Arc::clone(&pair);
    let backwards = thread::spawn(move || {
        let _second = other.1.lock().unwrap();
        let _first = other.0.lock().unwrap();
    });
    {
        let _first = pair.0.lock().unwrap();
        let _second = pair.1.lock().unwrap();
    }
    backwards.join().unwrap();
}

pub fn check_then_act() {
    let tickets = AtomicUsize::new(1);
    let buy = || {
        let left = tickets.load(Ordering::SeqCst);
        if left > 0 {
            tickets.store(left - 1, Ordering::SeqCst);
        }
        left > 0
    };
    let sold = thread::scope(|scope| {
        let buyers = [scope.spawn(buy), scope.spawn(buy)];
        buyers.into_iter().map(|buyer| usize::from(buyer.join().unwrap())).sum::<usize>()
    });
    assert_eq!(sold, 1);
}

pub fn lost_signal() {
    let event = Arc::new((Mutex::new(()), Condvar::new(), AtomicBool::new(false)));
    let other = Arc::clone(&event);
    let waiter = thread::spawn(move || {
        if !other.2.load(Ordering::SeqCst) {
            let guard = other.0.lock().unwrap();
            drop(other.1.wait(guard).unwrap());
        }
    });
    event.2.store(true, Ordering::SeqCst);
    event.1.notify_one();
    waiter.join().unwrap();
}

/// How a queue of one place goes wrong, if it does.
#[derive(Clone, Copy, PartialEq)]
pub enum Mistake {
    None,
    IfInsteadOfWhile,
    OneCondvarWakesOne,
}

struct Queue {
    items: Mutex<VecDeque<u32>>,
    not_empty: Condvar,
    not_full: Condvar,
    mistake: Mistake,
}

impl Queue {
    fn push(&self, item: u32) {
        let mut items = self.items.lock().unwrap();
        let full = if self.mistake == Mistake::OneCondvarWakesOne { &self.not_empty } else { &self.not_full };
        while items.len() == 1 {
            items = full.wait(items).unwrap();
            if self.mistake == Mistake::IfInsteadOfWhile {
                break;
            }
        }
        items.push_back(item);
        self.not_empty.notify_one();
    }

    fn pop(&self) -> u32 {
        let mut items = self.items.lock().unwrap();
        while items.is_empty() {
            items = self.not_empty.wait(items).unwrap();
            if self.mistake == Mistake::IfInsteadOfWhile {
                break;
            }
        }
        let item = items.pop_front().expect("there is an item");
        let full = if self.mistake == Mistake::OneCondvarWakesOne { &self.not_empty } else { &self.not_full };
        full.notify_one();
        item
    }
}

/// A queue of one place, into which each producer puts two items.
pub fn queue(mistake: Mistake, producers: u32, consumers: u32) {
    let queue =
        Arc::new(Queue { items: Mutex::default(), not_empty: Condvar::new(), not_full: Condvar::new(), mistake });
    let (each, share) = (2, producers * 2 / consumers);
    let producing: Vec<_> = (0..producers)
        .map(|producer| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || (0..each).for_each(|item| queue.push(producer * each + item)))
        })
        .collect();
    let consuming: Vec<_> = (0..consumers)
        .map(|_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || (0..share).map(|_| queue.pop()).collect::<Vec<_>>())
        })
        .collect();
    for thread in producing {
        thread.join().unwrap();
    }
    let mut items: Vec<u32> = consuming.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    items.sort_unstable();
    assert_eq!(items, (0..producers * each).collect::<Vec<_>>());
}
