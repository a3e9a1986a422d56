//! Hidden checks of exercise 3, behaviour: what threads see of the semaphore and of the office. Rare
//! interleavings and speed are looked at elsewhere.

#[path = "behaviour/counting.rs"]
mod counting;
#[path = "behaviour/giving_back.rs"]
mod giving_back;
#[path = "behaviour/people.rs"]
mod people;
#[path = "behaviour/serving.rs"]
mod serving;
#[path = "behaviour/timeouts.rs"]
mod timeouts;
#[path = "behaviour/waiting.rs"]
mod waiting;

use kit::prelude::*;

fn main() -> ExitCode {
    kit::run(&[
        check("a new semaphore has all of its permits", counting::all_available).hint(1),
        check("a semaphore without permits is refused with a panic", counting::zero_permits).hint(1),
        check("available counts every permit that is taken and given back", counting::counts).hint(1),
        check("two semaphores do not share their permits", counting::two_semaphores).hint(1),
        check("every sequence of calls follows the count", counting::every_sequence).points(2).hint(1),
        check("acquire waits while every permit is taken", waiting::acquire_waits).points(2).hint(1),
        check("a permit that comes back lets exactly one waiter go on", waiting::exactly_one).points(2).hint(2),
        check("permits that come back together let as many waiters go on", waiting::back_together).points(2).hint(2),
        check("every waiter is served in the end", waiting::every_waiter).points(2).hint(2),
        check("a thread that waits sleeps", waiting::sleeps).points(2).hint(2),
        check("a waiter that finds the permit gone waits on", waiting::acquire_in_vain).points(2).hint(2),
        check("there are never more holders than permits", waiting::never_too_many).points(2).hint(2),
        check("try_acquire and available never wait for a permit", waiting::never_waits).hint(1),
        check("acquire_timeout gives up, but not too early", timeouts::not_too_early).hint(2),
        check("acquire_timeout takes a permit that comes back while it waits", timeouts::back_in_time).hint(2),
        check("acquire_timeout waits on when it finds the permit gone", waiting::timeout_in_vain).points(2).hint(2),
        check("acquire_timeout with no time takes a permit that is there", timeouts::no_time).hint(3),
        check("acquire_timeout can wait as long as Duration::MAX", timeouts::all_the_time).hint(3),
        check("a waiter that gave up takes nothing from the others", timeouts::gave_up).points(2).hint(3),
        check("no permit is lost when it comes back as the time runs out", timeouts::last_moment).points(2).hint(3),
        check("release gives back a permit that was forgotten", giving_back::forgotten).hint(2),
        check("a release too many is an error and changes nothing", giving_back::too_many).points(2).hint(2),
        check("dropping a permit that release gave back changes nothing", giving_back::dropped_late).hint(3),
        check("a permit is given back when its holder panics", giving_back::holder_panics).points(2).hint(2),
        check("a permit can be dropped on another thread", giving_back::dropped_elsewhere).hint(2),
        check("serve serves every client once", serving::once_each).hint(2),
        check("serve never has more clients at work than windows", serving::windows_are_the_limit).points(2).hint(2),
        check("serve uses every window while clients wait", serving::every_window).points(2).hint(3),
        check("a slow client holds up one window only", serving::slow_client).points(2).hint(3),
        check("serve returns the times in the order of the clients", serving::order_of_times).hint(3),
        check("the time of a client counts from the call of serve", serving::waiting_counts).points(2).hint(3),
        check("serve without clients returns no times", serving::no_clients).hint(3),
        check("serve works with more windows than clients", serving::spare_windows).hint(3),
        check("serve without windows is refused with a panic", serving::no_windows).hint(3),
        check("a service that panics leaves the other clients served", serving::service_panics).points(2).hint(3),
    ])
}
