//! Hidden checks of exercise 1, behaviour.
//!
//! They run on a paused clock: it stands still while anything can run, and jumps to the next timer when
//! everybody waits. So a greeting takes exactly two seconds, and a check takes none. Real time never fails a
//! greeting; it only tells why the runtime's clock stood still.

use kit::prelude::*;
use kit::speed::expect_speed_up;
use say_hello::{HelloError, say_hello};
use serde_json::{Value, json};
use std::future::poll_fn;
use std::mem::ManuallyDrop;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant as RealInstant};
use tokio::runtime::{Builder, Handle};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};
use tokio_test::task;

/// How long a greeting takes.
const TWO_SECONDS: Duration = Duration::from_secs(2);
/// A greeting that is polled this often does not wait to be woken.
const POLLS_OF_A_BUSY_WAIT: u32 = 100;

const ANSWERED_AT_ONCE: &str = "a greeting was answered the first time it was polled: it did not wait, or it blocked \
                                the thread for as long as it waited";

type Answer = Result<String, HelloError>;

fn main() -> ExitCode {
    kit::run(&[
        check("a valid name is answered with Hello, the name and an exclamation mark", answers).points(2).hint(1),
        check("every text with at least one character is a name, exactly as it is written", any_text).points(2).hint(2),
        check("a string without a character is refused as Empty", empty).hint(2),
        check("what is not a string is refused with the word for what it is", not_a_string).points(2).hint(2),
        check("the errors say in words what was wrong", error_texts).hint(3),
        check("an invalid name is refused at once", refused_at_once).points(2).hint(1),
        check("a greeting takes two seconds of the runtime's clock", two_seconds).points(3).hint(1),
        check("a thousand greetings on one thread are answered together", a_thousand).points(3).hint(1),
        check("each greeting counts its own two seconds", own_two_seconds).points(2).hint(3),
        check("a greeting that nobody awaits does nothing", not_awaited).hint(3),
        check("a greeting that is dropped half-way leaves nothing running", dropped).points(2).hint(2),
        check("a greeting leaves the runtime's clock alone", clock_left_alone).hint(2),
    ])
}

fn answers() {
    on_paused_clock(async {
        for name in ["Robert Paulson", "Seven of Nine", "x Æ a-12"] {
            step(&format!("a greeting for {name:?} is awaited"));
            let (answer, _) = watch(say_hello(&json!(name))).await;
            expect_eq!(answer, Ok(format!("Hello, {name}!")), "the answer for the name {name:?}");
        }
    });
}

fn any_text() {
    let greet = |name: &str| {
        on_paused_clock(async {
            let (answer, _) = watch(say_hello(&json!(name))).await;
            expect_eq!(
                answer,
                Ok(format!("Hello, {name}!")),
                "the answer for the name {name:?}: every character counts"
            );
        });
    };
    step("a greeting for a name of one space is awaited");
    greet(" ");
    step("greetings for all kinds of names are awaited");
    for name in ["\t\n", " Robert Paulson ", "\"quoted\"", "{name}", "null", "19", "é", "\u{0}", "李小龙"] {
        greet(name);
    }
    for_all(60, r"\s{1,3}|\PC{1,12}|(?s:.){1,5}", |name| greet(name));
}

fn empty() {
    on_paused_clock(async {
        step("a greeting for the empty string is awaited");
        let answer = refusal(&json!("")).await;
        expect_eq!(answer, Err(HelloError::Empty), "the answer for the empty string");
    });
}

fn not_a_string() {
    on_paused_clock(async {
        for (name, found) in values_that_are_no_strings() {
            step(&format!("a greeting for the JSON value {name} is awaited"));
            let answer = refusal(&name).await;
            expect_eq!(answer, Err(HelloError::NotAString { found }), "the answer for the JSON value {name}");
        }
    });
}

fn error_texts() {
    expect_eq!(HelloError::Empty.to_string(), "a name must not be empty", "the text of HelloError::Empty");
    for found in ["null", "a boolean", "a number", "an array", "an object"] {
        let error = HelloError::NotAString { found };
        expect_eq!(error.to_string(), format!("a name must be a string, not {found}"), "the text of {error:?}");
    }
}

fn refused_at_once() {
    on_paused_clock(async {
        let names = [json!("")].into_iter().chain(values_that_are_no_strings().map(|(name, _)| name));
        for name in names {
            step(&format!("a greeting for the JSON value {name} is polled once"));
            let start = (Instant::now(), RealInstant::now());
            let mut greeting = task::spawn(say_hello(&name));
            expect!(
                greeting.poll().is_ready(),
                "the greeting for the JSON value {name} waits before it refuses the name; there is nothing to wait for"
            );
            expect_eq!(start.0.elapsed(), Duration::ZERO, "how far the clock moved while the name {name} was refused");
            name_a_blocked_refusal(&name, start.1.elapsed()).await;
        }
    });
}

fn two_seconds() {
    on_paused_clock(async {
        step("a greeting for \"Seven of Nine\" is awaited");
        let (_, waited) = watch(say_hello(&json!("Seven of Nine"))).await;
        expect_eq!(waited, TWO_SECONDS, "how long a greeting took on the runtime's clock");
    });
}

fn a_thousand() {
    on_paused_clock(async {
        step("one greeting alone is awaited");
        let (_, alone) = watch(say_hello(&json!("guest 0"))).await;
        expect_eq!(alone, TWO_SECONDS, "how long one greeting alone took on the runtime's clock");
        step("a thousand greetings are awaited together on one thread");
        let waited = greet_together((1..=1000).map(|guest| (Duration::ZERO, guest))).await;
        let slowest = waited.into_iter().max().unwrap_or_default();
        expect_eq!(slowest, TWO_SECONDS, "how long the slowest of a thousand greetings together took");
        expect_speed_up(1000 * TWO_SECONDS, slowest, "a thousand greetings together");
    });
}

fn own_two_seconds() {
    on_paused_clock(async {
        step("two greetings are awaited, one after the other");
        for which in ["first", "second"] {
            let (_, waited) = watch(say_hello(&json!("Diane"))).await;
            expect_eq!(waited, TWO_SECONDS, "how long the {which} of two greetings, one after the other, took");
        }
        step("greetings that begin at different times are awaited together on one thread");
        let delays = [0, 1, 700, 1300, 1999, 2000, 2500].map(Duration::from_millis);
        let waited = greet_together(delays.into_iter().zip(1..)).await;
        for (delay, waited) in delays.into_iter().zip(waited) {
            expect_eq!(waited, TWO_SECONDS, "how long a greeting took that began {delay:?} after the first one");
        }
    });
}

fn not_awaited() {
    on_paused_clock(async {
        step("say_hello is called, and its greeting is not awaited for five seconds");
        let name = json!("Robert Paulson");
        let greeting = say_hello(&name);
        let tasks = tasks_alive().await;
        expect_eq!(tasks, 0, "how many tasks a call of say_hello started before its greeting was awaited");
        sleep(Duration::from_secs(5)).await;
        step("the greeting is awaited");
        let (_, waited) = watch(greeting).await;
        expect_eq!(waited, TWO_SECONDS, "how long a greeting took that was first awaited five seconds after the call");
    });
}

fn dropped() {
    on_paused_clock(async {
        let name = json!("Seven of Nine");
        step("a greeting is polled once, and not awaited to its end");
        let mut greeting = task::spawn(say_hello(&name));
        expect!(greeting.poll().is_pending(), "{ANSWERED_AT_ONCE}");
        sleep(Duration::from_secs(1)).await;
        step("the greeting is dropped after one of its two seconds");
        drop(greeting);
        let tasks = tasks_alive().await;
        expect_eq!(tasks, 0, "how many tasks are still alive after the greeting that started them was dropped");
    });
}

fn clock_left_alone() {
    let body = async {
        step("a greeting is polled once, on a clock that nobody has paused");
        let name = json!("Robert Paulson");
        let mut greeting = task::spawn(say_hello(&name));
        expect!(greeting.poll().is_pending(), "{ANSWERED_AT_ONCE}");
        let asked = Instant::now();
        thread::sleep(Duration::from_millis(1));
        expect!(
            asked.elapsed() > Duration::ZERO,
            "the greeting stopped the runtime's clock, which everybody else on this runtime goes by"
        );
    };
    run(&mut runtime_builder(), Box::pin(body));
}

/// One value of each kind, and some that are easily taken for a string.
fn values_that_are_no_strings() -> impl Iterator<Item = (Value, &'static str)> {
    let values = [
        (json!(19), "a number"),
        (json!({ "name": "Diane" }), "an object"),
        (json!([]), "an array"),
        (json!(null), "null"),
        (json!(true), "a boolean"),
        (json!(false), "a boolean"),
        (json!(0), "a number"),
        (json!(-0.5), "a number"),
        (json!({}), "an object"),
        (json!(["Robert Paulson"]), "an array"),
    ];
    values.into_iter()
}

fn runtime_builder() -> Builder {
    let mut builder = Builder::new_current_thread();
    builder.enable_time();
    builder
}

fn on_paused_clock<'a>(body: impl Future<Output = ()> + 'a) {
    run(runtime_builder().start_paused(true), Box::pin(body));
}

/// Boxed, because each kind of future that a runtime is given makes the checks slower to compile. The runtime
/// is never dropped: the end of a check does not wait for what a wrong greeting left running.
fn run<'a>(builder: &mut Builder, body: Pin<Box<dyn Future<Output = ()> + 'a>>) {
    let runtime = ManuallyDrop::new(builder.build().expect("a runtime can be built"));
    runtime.block_on(body);
}

/// Awaits a greeting on a paused clock, and says how long it took on that clock. Ends the check when the
/// greeting blocks its thread, waits elsewhere, keeps waking itself or moves the clock.
async fn watch(greeting: impl Future<Output = Answer>) -> (Answer, Duration) {
    let (start, real_start) = (Instant::now(), RealInstant::now());
    let (mut polls, mut held) = (0, Duration::ZERO);
    let mut greeting = pin!(greeting);
    let answer = poll_fn(|context| {
        let (now, real_now) = (Instant::now(), RealInstant::now());
        polls += 1;
        expect!(
            polls < POLLS_OF_A_BUSY_WAIT,
            "the greeting was polled {polls} times and is still not done: it keeps the thread busy \
             with asking whether its time is over, instead of being woken once, when it is"
        );
        let answer = greeting.as_mut().poll(context);
        expect!(
            now.elapsed() == Duration::ZERO,
            "the greeting moved the runtime's clock by {:?} instead of waiting for it; everybody on this runtime goes \
             by that clock",
            now.elapsed()
        );
        held += real_now.elapsed();
        answer
    })
    .await;
    let waited = start.elapsed();
    if answer.is_ok() {
        name_a_wait_elsewhere(waited, real_start.elapsed(), held);
    }
    (answer, waited)
}

/// Ends the check when a greeting is answered too early on the runtime's clock because it waited for
/// something else, which real time shows: a blocked thread, or another thread.
fn name_a_wait_elsewhere(waited: Duration, real: Duration, held: Duration) {
    let missing = TWO_SECONDS.saturating_sub(waited);
    if missing < Duration::from_millis(500) || real < missing {
        return;
    }
    let (seconds, moved) = (real.as_secs_f64(), waited.as_secs_f64());
    expect!(
        held < missing / 2,
        "the greeting blocked its thread: {seconds:.1} s of real time passed, the runtime's clock moved by {moved:.1} s. \
         While a thread is blocked (std::thread::sleep does that), nothing else on it can run"
    );
    kit::fail(&format!(
        "the greeting did not wait for the runtime's clock: {seconds:.1} s of real time passed until it was answered, \
         and that clock moved by {moved:.1} s. Did another thread wait in its place?"
    ));
}

/// The answer for an invalid name, however long it took.
async fn refusal(name: &Value) -> Answer {
    let start = RealInstant::now();
    let (answer, _) = watch(say_hello(name)).await;
    name_a_blocked_refusal(name, start.elapsed()).await;
    answer
}

/// An invalid name that took long in real time was refused by a greeting that blocks its thread first, or by
/// a machine that was busy: a valid name tells which.
async fn name_a_blocked_refusal(name: &Value, real: Duration) {
    if real < Duration::from_secs(1) {
        return;
    }
    step(&format!("refusing {name} took {:.1} s; a valid name is awaited to see why", real.as_secs_f64()));
    let _ = watch(say_hello(&json!("Robert Paulson"))).await;
}

/// Awaits greetings together, each after its delay; says how long each took on the runtime's clock.
async fn greet_together(guests: impl Iterator<Item = (Duration, u32)>) -> Vec<Duration> {
    let greet = |(delay, guest)| -> Pin<Box<dyn Future<Output = Duration>>> { Box::pin(greet_guest(delay, guest)) };
    let mut greetings: Vec<_> = guests.map(|guest| (greet(guest), None)).collect();
    poll_fn(|context| {
        let mut all_done = Poll::Ready(());
        for (greeting, waited) in greetings.iter_mut().filter(|(_, waited)| waited.is_none()) {
            match greeting.as_mut().poll(context) {
                Poll::Ready(time) => *waited = Some(time),
                Poll::Pending => all_done = Poll::Pending,
            }
        }
        all_done
    })
    .await;
    greetings.into_iter().filter_map(|(_, waited)| waited).collect()
}

async fn greet_guest(delay: Duration, guest: u32) -> Duration {
    sleep(delay).await;
    let start = Instant::now();
    let answer = say_hello(&json!(format!("guest {guest}"))).await;
    expect_eq!(answer, Ok(format!("Hello, guest {guest}!")), "the answer for one of many greetings together");
    start.elapsed()
}

/// How many tasks the runtime has, after every task that was told to stop had its turn.
async fn tasks_alive() -> usize {
    for _ in 0..10 {
        yield_now().await;
    }
    Handle::current().metrics().num_alive_tasks()
}
