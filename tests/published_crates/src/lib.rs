//! A crate to be given to `rustc --test` under the name `test`: the tests that rustc collects are run by the
//! model, many interleavings each, and not by the threads of the system.
//!
//! Nothing here knows the crate under test. rustc writes `test::test_main_static(&[...])` into every test
//! binary, with one [`TestDescAndFn`] for each `#[test]`; this crate has the same items as the real one, as
//! far as that code names them. The binary takes one command, `list` or `run NAME ...` (see [`Order`]).

mod order;
mod report;
mod under_model;

pub use order::{Order, Refused};
pub use report::{Outcome, Report};

use std::env;
use std::process::{ExitCode, Termination, exit};

/// A test, as rustc describes it.
#[derive(Debug)]
pub struct TestDescAndFn {
    /// What is known about it.
    pub desc: TestDesc,
    /// What it does.
    pub testfn: StaticTestFn,
}

/// What rustc writes down about a test.
#[derive(Debug)]
#[expect(missing_docs, reason = "rustc's own names")]
pub struct TestDesc {
    pub name: StaticTestName,
    pub ignore: bool,
    pub ignore_message: Option<&'static str>,
    pub source_file: &'static str,
    pub start_line: usize,
    pub start_col: usize,
    pub end_line: usize,
    pub end_col: usize,
    pub compile_fail: bool,
    pub no_run: bool,
    pub should_panic: ShouldPanic,
    pub test_type: TestType,
}

/// The path of a test in its crate.
#[derive(Debug)]
pub struct StaticTestName(pub &'static str);

/// The function of a test.
#[derive(Debug)]
pub struct StaticTestFn(pub fn() -> Result<(), String>);

/// Whether a test is to panic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShouldPanic {
    /// It is not.
    No,
    /// It is.
    Yes,
    /// It is, with a message that contains this.
    YesWithMessage(&'static str),
}

/// Where a test is from; nothing depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "rustc's own names")]
pub enum TestType {
    UnitTest,
    IntegrationTest,
    DocTest,
    Unknown,
}

/// What a test function returned: a success or a failure.
pub fn assert_test_result<T: Termination>(result: T) -> Result<(), String> {
    if result.report() == ExitCode::SUCCESS { Ok(()) } else { Err("the test returned a failure".to_owned()) }
}

/// The `main` of every test binary.
pub fn test_main_static(tests: &[&TestDescAndFn]) {
    let order = Order::parse(env::args().skip(1)).unwrap_or_else(|refused| {
        eprintln!("{refused}");
        exit(2);
    });
    match order {
        Order::List => tests.iter().for_each(|test| println!("{}", test.desc.name.0)),
        Order::Run { name, plan } => match tests.iter().find(|test| test.desc.name.0 == name) {
            Some(test) => println!("\n{}", under_model::run(test, &plan)),
            None => exit(3),
        },
    }
}
