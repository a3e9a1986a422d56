//! Interleaving scenarios of exercise 3: few threads, every order in which they can meet.

use kit::interleavings::prelude::*;
use kit::speed::expect_speed_up;
use std::mem;
use std::thread;
use std::time::{Duration, Instant};
use ticket_office::{BoundedSemaphore, TooManyReleases, serve};

fn main() -> ExitCode {
    kit::interleavings::run(&[
        scenario("one permit is never held by two", one_permit).points(3).hint(1),
        scenario("two permits are never held by three", two_permits).points(2).hint(1),
        scenario("one permit is never held by two, time after time", time_after_time).points(2).hint(1),
        scenario("one permit is never held by two, in whatever way they ask", whatever_way).points(3).hint(1),
        scenario("every waiter gets the permit in the end", every_waiter).points(3).hint(2),
        scenario("a permit that nobody else wants is there for try_acquire", try_acquire).points(2).hint(1),
        scenario("a permit that comes back goes to one of two that try", two_tries).points(2).hint(1),
        scenario("available counts what nobody has taken, also while others are busy", busy_count).points(2).hint(1),
        scenario("a release that is refused lends nothing out", refused_release).points(2).hint(3),
        scenario("of two releases for one permit, one is refused", two_releases).points(2).hint(3),
        scenario("a waiter sleeps until a permit comes back, however long that takes", long_wait)
            .points(2)
            .hint(2)
            .exact_time(),
        scenario("a permit comes back when its holder panics, and a waiter gets it", holder_panics).points(2).hint(3),
        scenario("a waiter whose time is over takes nothing from the next", time_is_over).points(3).hint(2),
        scenario("acquire_timeout waits as long as it was told, however often it is woken", woken_often)
            .points(2)
            .hint(2)
            .exact_time(),
        scenario("serve serves everybody once, at its windows only", everybody_once).points(2).hint(3),
        scenario("five clients at three windows take exactly two rounds", two_rounds).points(2).hint(3).exact_time(),
    ])
}

/// Holds a permit for a moment in which everybody else may act.
fn hold(inside: &Notes<usize>, permits: usize) {
    let holders = inside.with(|inside| {
        *inside += 1;
        *inside
    });
    say("has a permit");
    expect!(holders <= permits, "{holders} threads hold a permit at the same time, and there is room for {permits}");
    pause();
    inside.with(|inside| *inside -= 1);
    say("gives its permit back");
}

fn clients_at(permits: usize, clients: usize) {
    let semaphore = BoundedSemaphore::new(permits);
    let inside = Notes::new(0);
    together(|crew| {
        for client in 1..=clients {
            let (semaphore, inside) = (&semaphore, &inside);
            crew.start(&format!("client {client}"), move || {
                let _permit = semaphore.acquire();
                hold(inside, permits);
            });
        }
    });
    expect_eq!(semaphore.available(), permits, "available() when everybody has given back");
}

fn one_permit() {
    clients_at(1, 2);
}

fn two_permits() {
    clients_at(2, 3);
}

fn time_after_time() {
    let semaphore = BoundedSemaphore::new(1);
    let inside = Notes::new(0);
    together(|crew| {
        for client in ["client 1", "client 2"] {
            let (semaphore, inside) = (&semaphore, &inside);
            crew.start(client, move || {
                for _ in 0..2 {
                    let _permit = semaphore.acquire();
                    hold(inside, 1);
                }
            });
        }
    });
    expect_eq!(semaphore.available(), 1, "available() when everybody has given back");
}

fn whatever_way() {
    let semaphore = BoundedSemaphore::new(1);
    let inside = Notes::new(0);
    together(|crew| {
        crew.start("passer-by", || semaphore.try_acquire().inspect(|_| hold(&inside, 1)).is_some());
        crew.start("patient", || {
            let permit = semaphore.acquire_timeout(Duration::MAX);
            expect!(permit.is_some(), "acquire_timeout(Duration::MAX) answered None");
            hold(&inside, 1);
        });
        let _permit = semaphore.acquire();
        hold(&inside, 1);
    });
    expect_eq!(semaphore.available(), 1, "available() when everybody has given back");
}

fn two_tries() {
    let semaphore = BoundedSemaphore::new(1);
    let first = semaphore.acquire();
    let taken = together(|crew| {
        let other = crew.start("other", || semaphore.try_acquire());
        drop(first);
        let own = semaphore.try_acquire();
        let taken = [own, other.join()];
        taken.iter().flatten().count()
    });
    expect_eq!(taken, 1, "how many of two try_acquire() got the only permit, one of them after it came back");
}

fn busy_count() {
    let semaphore = BoundedSemaphore::new(2);
    together(|crew| {
        crew.start("client", || drop(semaphore.acquire()));
        let available = semaphore.available();
        let range = 1..=2;
        expect!(range.contains(&available), "available() was {available}, when at most one of two permits was taken");
    });
}

fn refused_release() {
    let semaphore = BoundedSemaphore::new(1);
    let (released, permits) = together(|crew| {
        let released = crew.start("giver", || semaphore.release());
        let permits = [semaphore.try_acquire(), semaphore.try_acquire()];
        (released.join(), permits)
    });
    // A release that comes while the first permit is taken gives it back: then the second one is right.
    if released.is_err() {
        let taken = permits.iter().flatten().count();
        expect!(taken < 2, "release() was refused, and yet two permits were taken from a semaphore with one");
    }
}

fn every_waiter() {
    let semaphore = BoundedSemaphore::new(1);
    let first = semaphore.acquire();
    together(|crew| {
        for client in ["client 1", "client 2"] {
            crew.start(client, || drop(semaphore.acquire()));
        }
        drop(first);
    });
    expect_eq!(semaphore.available(), 1, "available() when everybody has given back");
}

fn try_acquire() {
    let semaphore = BoundedSemaphore::new(2);
    together(|crew| {
        crew.start("client", || drop(semaphore.acquire()));
        crew.start("passer-by", || {
            let permit = semaphore.try_acquire();
            expect!(permit.is_some(), "try_acquire answered None, although at most one of two permits was taken");
        });
    });
}

fn two_releases() {
    let semaphore = BoundedSemaphore::new(1);
    mem::forget(semaphore.acquire());
    let (one, other) = together(|crew| {
        let one = crew.start("A", || semaphore.release());
        let other = crew.start("B", || semaphore.release());
        (one.join(), other.join())
    });
    let refused = [one, other].iter().filter(|result| **result == Err(TooManyReleases)).count();
    expect_eq!(refused, 1, "how many of two release() calls were refused, when one permit was taken");
    expect_eq!(semaphore.available(), 1, "available() after both");
}

fn long_wait() {
    let semaphore = BoundedSemaphore::new(1);
    let first = semaphore.acquire();
    together(|crew| {
        crew.start("client 1", || drop(semaphore.acquire()));
        crew.start("client 2", || {
            let permit = semaphore.acquire_timeout(Duration::from_secs(2 * 60 * 60));
            expect!(permit.is_some(), "acquire_timeout gave up after one of the two hours that it was told to wait");
        });
        thread::sleep(Duration::from_secs(60 * 60));
        drop(first);
    });
}

fn holder_panics() {
    let semaphore = BoundedSemaphore::new(1);
    together(|crew| {
        let unlucky = crew.start("unlucky", || {
            let _permit = semaphore.acquire();
            pause();
            panic_on_purpose();
        });
        crew.start("waiter", || drop(semaphore.acquire()));
        expect!(unlucky.panicked(), "the panic of the holder disappeared");
    });
    expect_eq!(semaphore.available(), 1, "available() after the holder panicked and the waiter gave back");
}

fn time_is_over() {
    let semaphore = BoundedSemaphore::new(1);
    let first = semaphore.acquire();
    together(|crew| {
        crew.start("impatient", || drop(semaphore.acquire_timeout(Duration::from_millis(5))));
        crew.start("patient", || drop(semaphore.acquire()));
        thread::sleep(Duration::from_millis(5));
        drop(first);
    });
    expect_eq!(semaphore.available(), 1, "available() when everybody has given back or given up");
}

fn woken_often() {
    const LIMIT: Duration = Duration::from_millis(100);
    let semaphore = BoundedSemaphore::new(1);
    let mut permit = Some(semaphore.acquire());
    together(|crew| {
        crew.start("waiter", || {
            let start = Instant::now();
            if semaphore.acquire_timeout(LIMIT).is_none() {
                let waited = start.elapsed();
                expect_eq!(waited, LIMIT, "how long acquire_timeout waited before it gave up");
            }
        });
        for _ in 0..2 {
            thread::sleep(Duration::from_millis(40));
            drop(permit.take());
            permit = semaphore.try_acquire();
        }
        thread::sleep(Duration::from_millis(400));
        drop(permit);
    });
}

fn everybody_once() {
    let served = Notes::new(vec![0; 3]);
    let inside = Notes::new(0);
    let times = serve(3, 2, |client| {
        hold(&inside, 2);
        served.with(|served| served[client] += 1);
    });
    expect_eq!(served.get(), vec![1, 1, 1], "how often each of three clients was served");
    expect_eq!(times.len(), 3, "how many times serve returned for three clients");
}

fn two_rounds() {
    let mut times = serve(5, 3, |_| thread::sleep(Duration::from_secs(1)));
    times.sort_unstable();
    let seconds: Vec<u64> = times.iter().map(Duration::as_secs).collect();
    expect_eq!(seconds, vec![1, 1, 1, 2, 2], "the times of five clients at three windows, in seconds, sorted");
    let last = times.last().copied().unwrap_or_default();
    expect_speed_up(Duration::from_secs(5), last, "five clients at three windows");
}
