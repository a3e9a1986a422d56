//! Hidden checks of exercise 3, behaviour.

use kit::prelude::*;
use ticket_office::BoundedSemaphore;

fn main() -> ExitCode {
    kit::run(&[check("a new semaphore has all of its permits", all_available).hint(1)])
}

fn all_available() {
    expect_eq!(BoundedSemaphore::new(3).available(), 3, "available() of a new semaphore with 3 permits");
}
