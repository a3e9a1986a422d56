//! Properties: a sentence that must hold for every input, tried on random ones.

use crate::{expect, judged, panics};
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestCaseError, TestError, TestRunner};
use protocol::Failure;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `body` on `cases` inputs drawn from `inputs` by the run's seed. A failing input is made as small
/// as it can be, named as the current step, and run once more in the open.
pub fn for_all<S: Strategy>(cases: u32, inputs: S, body: impl Fn(&S::Value)) {
    let config = Config {
        cases,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(judged::seed()),
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let found = panics::muted(|| runner.run(&inputs, |input| attempt(&body, &input)));
    match found {
        Ok(()) => {}
        Err(TestError::Abort(reason)) => panic!("the check could not make its inputs: {reason}"),
        Err(TestError::Fail(reason, input)) => {
            judged::step(&format!("the input is {input:?}"));
            body(&input);
            expect::fail(&format!("{} (not every time for the same input)", reason.message()));
        }
    }
}

/// One input; the words of a failure survive proptest's search for a smaller one.
fn attempt<T>(body: &impl Fn(&T), input: &T) -> Result<(), TestCaseError> {
    catch_unwind(AssertUnwindSafe(|| body(input))).map_err(|payload| {
        TestCaseError::fail(match payload.downcast::<Failure>() {
            Ok(failure) => failure.message,
            Err(payload) => panics::message_of(&*payload),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expect;

    #[test]
    fn the_smallest_failing_input_is_the_one_that_fails_in_the_open() {
        let failed = catch_unwind(|| for_all(200, 0..1000_u32, |n| expect!(*n < 10, "{n} is not below 10")));
        let failure = failed.unwrap_err().downcast::<Failure>().unwrap();
        assert_eq!(failure.message, "10 is not below 10");
    }

    #[test]
    fn a_property_that_holds_passes() {
        for_all(50, 0..1000_u32, |n| expect!(*n < 1000, "{n}"));
    }
}
