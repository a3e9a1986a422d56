//! Hidden checks of exercise 4, behaviour: what threads see of the barrier and of the sums. Rare interleavings
//! and speed are looked at elsewhere.

#[path = "behaviour/breaking.rs"]
mod breaking;
#[path = "behaviour/counting.rs"]
mod counting;
#[path = "behaviour/meeting.rs"]
mod meeting;
#[path = "behaviour/parties.rs"]
mod parties;
#[path = "behaviour/sums.rs"]
mod sums;
#[path = "behaviour/timeouts.rs"]
mod timeouts;

use kit::prelude::*;

fn main() -> ExitCode {
    kit::run(&[
        check("a new barrier is whole, and nobody waits at it", counting::new_barrier).hint(1),
        check("a barrier for nobody is refused with a panic", counting::no_parties).hint(1),
        check("a barrier for one lets its party pass at once", counting::one_party).hint(1),
        check("two barriers have nothing to do with each other", counting::two_barriers).hint(1),
        check("every sequence of calls leaves the right state behind", counting::every_sequence).points(2).hint(1),
        check("nobody passes before the last party arrives", meeting::nobody_early).points(2).hint(1),
        check("waiting counts the parties that have arrived", meeting::waiting_counts).points(2).hint(1),
        check("a thread that waits sleeps", meeting::sleeps).points(2).hint(2),
        check("no other method waits for those who wait", meeting::nothing_else_waits).hint(2),
        check("the second generation waits for its own parties", meeting::second_generation).points(2).hint(1),
        check("one generation follows the other, and nobody is early", meeting::many_generations).points(2).hint(2),
        check("each generation has exactly one leader", meeting::one_leader).points(2).hint(2),
        check("more threads than parties meet in groups", meeting::groups).points(2).hint(2),
        check("abort lets all who wait go with an error", breaking::abort_wakes_all).points(2).hint(2),
        check("a barrier that was aborted stays broken", breaking::stays_broken).points(2).hint(2),
        check("abort breaks a barrier at which nobody waits", breaking::abort_of_nobody).hint(2),
        check("reset lets all who wait go with an error", breaking::reset_wakes_all).points(2).hint(2),
        check("reset makes a broken barrier work again", breaking::reset_repairs).points(2).hint(2),
        check("reset of a barrier that nobody waits at changes nothing", breaking::reset_of_nobody).hint(2),
        check("a complete generation stays complete", breaking::stays_complete).points(2).hint(3),
        check("those who were broken off do not join a later generation", breaking::no_return).points(2).hint(3),
        check("all threads of a generation get the same answer", breaking::same_answer).points(2).hint(3),
        check("wait_timeout passes when the others come in time", timeouts::in_time).hint(2),
        check("wait_timeout gives up, but not too early", timeouts::not_too_early).points(2).hint(2),
        check("a party that gives up breaks the barrier for all who wait", timeouts::breaks_for_all).points(2).hint(2),
        check("after a party gave up, nobody passes until a reset", timeouts::breaks_for_later).points(2).hint(2),
        check("wait_timeout with no time passes as the last party only", timeouts::no_time).hint(3),
        check("wait_timeout can wait as long as Duration::MAX", timeouts::all_the_time).hint(3),
        check("a timeout ends with its own generation", timeouts::own_generation).hint(3),
        check("when the time runs out as the last party arrives, both agree", timeouts::last_moment).points(2).hint(3),
        check("barrier_sum of 3 and 7 is 23", sums::of_the_source).hint(3),
        check("barrier_sum is right for all x and y", sums::of_any_two).points(2).hint(3),
        check("phased_sum adds up any values on any number of threads", sums::of_any_values).points(2).hint(3),
        check("phased_sum weighs each value once", sums::weighs_each_once).points(2).hint(3),
        check("phased_sum works with one thread", sums::one_thread).hint(3),
        check("phased_sum works with more threads than values", sums::spare_threads).points(2).hint(3),
        check("phased_sum adds each value once, however they are shared", sums::each_once).points(2).hint(3),
        check("phased_sum works with numbers of threads that are no power of two", sums::odd_trees).points(2).hint(3),
        check("phased_sum of no values is 0", sums::of_nothing).hint(3),
        check("phased_sum wraps around instead of overflowing", sums::wraps).hint(3),
        check("phased_sum without threads is refused with a panic", sums::no_threads).hint(3),
    ])
}
