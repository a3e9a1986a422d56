//! Interleaving scenarios of exercise 4: few threads, every order in which they can meet.
//!
//! Which thread leads is open, and so is when a thread that has called `wait` counts as waiting.

use barrier_sum::{Barrier, BarrierWait, BrokenBarrier, barrier_sum, phased_sum};
use kit::interleavings::prelude::*;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    kit::interleavings::run(&[
        scenario("nobody passes before all have arrived, twice in a row", two_generations).points(3).hint(2),
        scenario("three parties pass together, with one leader", three_parties).points(2).hint(1),
        scenario("four threads meet in two groups, each with a leader", two_groups).points(2).hint(2),
        scenario("abort and the last party agree on who was first", abort_and_last_party).points(3).hint(3),
        scenario("a generation that was complete stays so when it is aborted after", complete_then_abort)
            .points(2)
            .hint(3),
        scenario("a generation that was complete stays so when it is reset after", complete_then_reset)
            .points(2)
            .hint(3),
        scenario("reset sends those who wait away and lets others meet", reset_and_meet).points(3).hint(3).exact_time(),
        scenario("abort and reset send those who wait away and let others meet", abort_reset_and_meet)
            .points(2)
            .hint(3)
            .exact_time(),
        scenario("who wakes up late gets the answer of its own generation", wakes_up_late)
            .points(3)
            .hint(3)
            .exact_time(),
        scenario("a barrier that is broken has nobody waiting", broken_is_empty).points(2).hint(3),
        scenario("a barrier that a reset made whole breaks off nobody by itself", whole_again).points(2).hint(3),
        scenario("a party whose time runs out agrees with the last one to come", time_and_last_party).points(3).hint(3),
        scenario("a party whose time runs out breaks its own generation only", own_generation_only).points(3).hint(3),
        scenario("a party that gives up takes everybody with it", gives_up).points(2).hint(3),
        scenario("a party sleeps until the others come, however long that takes", long_wait)
            .points(2)
            .hint(1)
            .exact_time(),
        scenario("waiting counts nobody who may go on", waiting_is_true).points(2).hint(2),
        scenario("barrier_sum adds when both parts are there", small_sum).points(2).hint(2),
        scenario("phased_sum adds two sums when both are there", two_sums).points(2).hint(2),
        scenario("phased_sum waits before each level of its tree", four_sums).points(3).hint(3),
        scenario("phased_sum ends with more threads than values", more_threads).points(2).hint(3),
    ])
}

type Answer = Result<BarrierWait, BrokenBarrier>;

/// How many passed, and how many of them lead.
fn passed_and_leaders(answers: &[Answer]) -> (usize, usize) {
    let passed = || answers.iter().filter_map(|answer| answer.as_ref().ok());
    (passed().count(), passed().filter(|wait| wait.is_leader()).count())
}

fn expect_state(barrier: &Barrier, broken: bool) {
    expect_eq!(barrier.is_broken(), broken, "is_broken() at the end");
    expect_eq!(barrier.waiting(), 0, "waiting() at the end");
}

fn two_generations() {
    let barrier = Barrier::new(2);
    let arrived = Notes::new([0; 2]);
    let leaders = Notes::new([0; 2]);
    together(|crew| {
        for name in ["A", "B"] {
            let (barrier, arrived, leaders) = (&barrier, &arrived, &leaders);
            crew.start(name, move || {
                for generation in 0..2 {
                    pause();
                    arrived.with(|arrived| arrived[generation] += 1);
                    say(&format!("arrives in generation {}", generation + 1));
                    let Ok(wait) = barrier.wait() else { fail("wait() failed, although nobody broke the barrier") };
                    let count = arrived.get()[generation];
                    expect!(count == 2, "a thread passed when {count} of 2 had arrived in its generation");
                    leaders.with(|leaders| leaders[generation] += u32::from(wait.is_leader()));
                }
            });
        }
    });
    expect_eq!(leaders.get(), [1, 1], "how many leaders each of two generations had");
    expect_state(&barrier, false);
}

fn fail(words: &str) -> ! {
    expect!(false, "{words}");
    unreachable!("a failed expectation ends the scenario")
}

/// `threads` threads wait once each at a barrier for `parties`.
fn meet(threads: usize, parties: usize) {
    let barrier = Barrier::new(parties);
    let arrived = Notes::new(0);
    let answers = together(|crew| {
        let start = |number| {
            let (barrier, arrived) = (&barrier, &arrived);
            crew.start(&format!("party {number}"), move || {
                arrived.with(|arrived| *arrived += 1);
                let answer = barrier.wait();
                let count = arrived.get();
                expect!(count >= parties, "a thread passed when {count} of {parties} had arrived");
                answer
            })
        };
        let started: Vec<_> = (1..=threads).map(start).collect();
        started.into_iter().map(Started::join).collect::<Vec<_>>()
    });
    let (passed, leaders) = passed_and_leaders(&answers);
    expect_eq!(passed, threads, "how many of {threads} threads passed a barrier for {parties}");
    expect_eq!(leaders, threads / parties, "how many leaders there were");
    expect_state(&barrier, false);
}

fn three_parties() {
    meet(3, 3);
}

fn two_groups() {
    meet(4, 2);
}

fn abort_and_last_party() {
    let barrier = Barrier::new(2);
    let answers = together(|crew| {
        let parties = ["A", "B"].map(|name| crew.start(name, || barrier.wait()));
        barrier.abort();
        parties.map(Started::join)
    });
    let (passed, leaders) = passed_and_leaders(&answers);
    expect!(passed != 1, "abort() came: one of two parties passed, and the other one got an error");
    expect_eq!(leaders, passed / 2, "how many leaders there were, when {passed} parties passed");
    expect_state(&barrier, true);
    expect!(barrier.wait().is_err(), "wait() passed at a broken barrier");
}

fn complete_then(then: fn(&Barrier), broken: bool) {
    let barrier = Barrier::new(2);
    let answers = together(|crew| {
        let first = crew.start("A", || barrier.wait());
        let second = crew.start("B", || {
            let answer = barrier.wait();
            then(&barrier);
            answer
        });
        [first.join(), second.join()]
    });
    let (passed, _) = passed_and_leaders(&answers);
    expect_eq!(passed, 2, "how many of two parties passed, when both had arrived before anybody broke anything");
    expect_state(&barrier, broken);
}

fn complete_then_abort() {
    complete_then(Barrier::abort, true);
}

fn complete_then_reset() {
    complete_then(Barrier::reset, false);
}

/// Three threads come to a barrier for two, which one of them resets before it waits. Whoever is left over in the
/// end is sent away when nobody else can go on any more.
fn send_away_and_meet(send_away: fn(&Barrier)) -> (usize, usize) {
    let barrier = Barrier::new(2);
    let answers = together(|crew| {
        let early = crew.start("early", || barrier.wait());
        let resets = crew.start("repairer", || {
            send_away(&barrier);
            barrier.wait()
        });
        let late = crew.start("late", || barrier.wait());
        thread::sleep(Duration::from_secs(1));
        say("sends away who is left");
        barrier.reset();
        [early.join(), resets.join(), late.join()]
    });
    expect_state(&barrier, false);
    passed_and_leaders(&answers)
}

fn reset_and_meet() {
    let (passed, leaders) = send_away_and_meet(Barrier::reset);
    // All three may meet in pairs with the one that resets, or the two others before it comes.
    expect!(passed == 2, "{passed} of three threads passed a barrier for two, which was reset once");
    expect_eq!(leaders, 1, "how many leaders the two had that passed");
}

fn abort_reset_and_meet() {
    let (passed, leaders) = send_away_and_meet(|barrier| {
        barrier.abort();
        barrier.reset();
    });
    expect!(passed != 1 && passed != 3, "{passed} of three threads passed a barrier for two");
    expect_eq!(leaders, passed / 2, "how many leaders there were, when {passed} threads passed");
}

fn wakes_up_late() {
    let barrier = Barrier::new(2);
    let (late, others) = together(|crew| {
        let late = crew.start("late", || barrier.wait().is_ok());
        thread::sleep(Duration::from_secs(1));
        say("resets: `late` was waiting");
        barrier.reset();
        let four_times = || (0..4).filter(|_| barrier.wait().is_ok()).count();
        let others = ["B", "C"].map(|name| crew.start(name, four_times));
        (late.join(), others.map(Started::join))
    });
    expect!(!late, "wait() passed, although its generation was broken off by reset()");
    expect_eq!(others, [4, 4], "how often two others passed, who met four times after the reset");
}

fn broken_is_empty() {
    let barrier = Barrier::new(2);
    together(|crew| {
        crew.start("waiter", || expect!(barrier.wait().is_err(), "wait() passed, although nobody else ever came"));
        crew.start("breaker", || barrier.abort());
        if barrier.is_broken() {
            expect_eq!(barrier.waiting(), 0, "waiting() at a barrier that is broken");
            expect!(barrier.is_broken(), "is_broken() was true, and then false without a reset()");
        }
    });
    expect_state(&barrier, true);
}

fn whole_again() {
    let barrier = Barrier::new(2);
    barrier.abort();
    together(|crew| {
        crew.start("repairer", || barrier.reset());
        crew.start("newcomer", || {
            if !barrier.is_broken() {
                let answer = barrier.wait_timeout(LIMIT);
                expect!(answer.is_err(), "wait_timeout passed, although nobody else ever came");
                expect!(barrier.is_broken(), "wait_timeout failed at a barrier that nobody broke after the reset");
            }
        });
    });
}

const LIMIT: Duration = Duration::from_millis(10);

/// A party that waits no longer than `LIMIT`, and never gives up before.
fn impatient(barrier: &Barrier) -> Answer {
    let start = Instant::now();
    let answer = barrier.wait_timeout(LIMIT);
    let waited = start.elapsed();
    expect!(answer.is_ok() || waited >= LIMIT, "wait_timeout gave up after {waited:?} of {LIMIT:?}");
    answer
}

fn time_and_last_party() {
    let barrier = Barrier::new(2);
    let answers = together(|crew| {
        let impatient = crew.start("impatient", || impatient(&barrier));
        let last = crew.start("last", || {
            thread::sleep(LIMIT);
            barrier.wait()
        });
        [impatient.join(), last.join()]
    });
    let (passed, leaders) = passed_and_leaders(&answers);
    expect!(passed != 1, "of two parties of one generation, one passed, and the other one got an error");
    expect_eq!(leaders, passed / 2, "how many leaders there were, when {passed} parties passed");
    expect_state(&barrier, passed == 0);
}

fn own_generation_only() {
    let barrier = Barrier::new(2);
    let (go, gone) = mpsc::channel();
    let (impatient, last, third) = together(|crew| {
        let impatient = crew.start("impatient", || impatient(&barrier));
        let last = crew.start("last", || {
            thread::sleep(LIMIT);
            let first = barrier.wait();
            let passed = first.is_ok();
            let _ = go.send(passed);
            (passed, passed && barrier.wait().is_ok())
        });
        let barrier = &barrier;
        let third = crew.start("third", move || gone.recv() == Ok(true) && barrier.wait().is_ok());
        (impatient.join().is_ok(), last.join(), third.join())
    });
    let expected = if last.0 { (true, (true, true), true) } else { (false, (false, false), false) };
    let found = (impatient, last, third);
    expect_eq!(found, expected, "who passed: the impatient one, the last one twice, and the third one");
    expect_state(&barrier, !last.0);
}

fn gives_up() {
    let barrier = Barrier::new(3);
    let passed = together(|crew| {
        let patient = crew.start("patient", || [barrier.wait().is_ok(), barrier.wait().is_ok()]);
        let impatient = crew.start("impatient", || [impatient(&barrier).is_ok(), barrier.wait().is_ok()]);
        [patient.join(), impatient.join()]
    });
    expect_eq!(passed, [[false; 2]; 2], "who passed a barrier for three at which two came, one of them with a limit");
    expect_state(&barrier, true);
    barrier.reset();
    expect_state(&barrier, false);
}

fn long_wait() {
    let barrier = Barrier::new(3);
    let passed = together(|crew| {
        let patient = crew.start("patient", || barrier.wait().is_ok());
        let limited = crew.start("limited", || barrier.wait_timeout(Duration::from_secs(2 * 60 * 60)).is_ok());
        thread::sleep(Duration::from_secs(60 * 60));
        [barrier.wait().is_ok(), patient.join(), limited.join()]
    });
    expect_eq!(passed, [true; 3], "who passed, when the last of three came after one hour of two");
}

fn waiting_is_true() {
    let barrier = Barrier::new(2);
    together(|crew| {
        for name in ["A", "B"] {
            crew.start(name, || {
                expect!(barrier.wait().is_ok(), "wait() failed, although nobody broke the barrier");
                expect_eq!(barrier.waiting(), 0, "waiting() after the only generation was complete");
            });
        }
        crew.start("reader", || {
            let waiting = barrier.waiting();
            expect!(waiting < 2, "waiting() was {waiting} at a barrier for two");
            expect!(!barrier.is_broken(), "is_broken() was true, although nobody broke the barrier");
        });
    });
    expect_state(&barrier, false);
}

fn small_sum() {
    expect_eq!(barrier_sum(3, 7), 23, "barrier_sum(3, 7)");
    let threads = started();
    expect!(threads >= 2, "barrier_sum started {threads} threads, and its two parts are for a thread each");
}

fn two_sums() {
    expect_eq!(phased_sum(&[1, 2], |value| value, 2), 3, "phased_sum(&[1, 2], 2)");
    let threads = started();
    expect!(threads >= 1, "phased_sum(&[1, 2], 2) started no thread");
}

fn four_sums() {
    expect_eq!(phased_sum(&[1, 2, 4, 8], |value| value, 4), 15, "phased_sum(&[1, 2, 4, 8], 4)");
    let threads = started();
    expect!(threads >= 3, "phased_sum(&[1, 2, 4, 8], 4) started {threads} threads");
}

fn more_threads() {
    expect_eq!(phased_sum(&[1], |value| value, 3), 1, "phased_sum(&[1], 3)");
}
