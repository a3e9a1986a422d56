//! The model, proven on code that nobody here wrote: published crates are compiled unmodified with the model as
//! their `std`, and their own tests pass in every interleaving that is tried.
//!
//! What is compiled and run is data: crates.toml. What cargo knows, cargo is asked for (cargo.rs).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cargo;
mod compile;
mod plan;
mod run;
mod table;

use cargo::Workshop;
use compile::Source;
use plan::{Entry, Mutation, Plan};
use published_crates::{Outcome, Report};
use run::Job;
use table::Table;

#[test]
fn published_crates_pass_their_own_tests_under_the_model() {
    let (plan, workshop) = (Plan::read(), Workshop::open("published"));
    let (jobs, mut wrong): (Vec<Job<'_>>, Vec<String>) = compile_all(&plan, &workshop);
    let done = run::all(&plan, &jobs);
    for (job, report) in jobs.iter().zip(&done) {
        println!("{} {}: {}", job.entry.name, job.name(), line(job, report));
        wrong.extend(complaint(job, &report.outcome));
    }
    println!("\nseed {}, and for each crate:\n{}", plan.seed, Table::of(&plan, &workshop, &jobs, &done));
    wrong.extend(plan.crates.iter().flat_map(|entry| misfits(entry, &jobs, &done)));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Everything that can be run, and what does not compile although it should, or the other way round.
fn compile_all<'a>(plan: &'a Plan, workshop: &Workshop) -> (Vec<Job<'a>>, Vec<String>) {
    let (mut jobs, mut wrong) = (Vec::new(), Vec::new());
    for entry in &plan.crates {
        let source = Source::of(workshop.package(&entry.name, entry.version.as_deref()));
        for target in &entry.tests {
            match compile::tests(workshop, entry, &source, target) {
                Ok(binary) => jobs.extend(Job::all(entry, target, &binary)),
                Err(output) => wrong.push(format!("{}, {target} does not compile: {output}", entry.name)),
            }
        }
        for left_out in &entry.left_out {
            let output = compile::tests(workshop, entry, &source, &left_out.tests).err().unwrap_or_default();
            if !output.contains(&left_out.because) {
                wrong.push(format!("{}: {left_out:?} no longer holds: {output}", entry.name));
            }
        }
    }
    (jobs, wrong)
}

fn line(job: &Job<'_>, Report { schedules, outcome }: &Report) -> String {
    let skipped = job.reason_to_skip().map_or(String::new(), |reason| format!("skipped ({reason}): "));
    format!("{skipped}{schedules} schedules: {outcome:?}")
}

fn complaint(job: &Job<'_>, outcome: &Outcome) -> Option<String> {
    let (name, test) = (&job.entry.name, job.name());
    match (outcome, job.reason_to_skip()) {
        (Outcome::Failed(reason), None) => Some(format!("{name}, {test}: {reason}")),
        (Outcome::Passed | Outcome::Ignored, Some(_)) => Some(format!("{name}, {test} is skipped, and need not be")),
        (Outcome::Passed | Outcome::Ignored, None) | (Outcome::Failed(_), Some(_)) => None,
    }
}

/// What the entry says and is not so.
fn misfits(entry: &Entry, jobs: &[Job<'_>], done: &[Report]) -> Vec<String> {
    let own = jobs.iter().zip(done).filter(|(job, _)| job.entry.name == entry.name);
    let (names, reports): (Vec<String>, Vec<&Report>) = own.map(|(job, report)| (job.name(), report)).unzip();
    let listed = entry.skip.iter().flat_map(|skip| &skip.tests).chain(&entry.long);
    let unknown = listed.filter(|test| !names.contains(test));
    let mut wrong: Vec<String> = unknown.map(|test| format!("{} has no test `{test}`", entry.name)).collect();
    if !reports.iter().any(|report| report.outcome == Outcome::Passed) {
        wrong.push(format!("{}: no test passes", entry.name));
    }
    wrong
}

#[test]
fn a_mistake_put_into_a_published_crate_is_noticed() {
    let (plan, workshop) = (Plan::read(), Workshop::open("with_mistakes"));
    assert!(plan.mutations.len() >= 2);
    for mutation in &plan.mutations {
        let Mutation { name, from, to, test, .. } = mutation;
        let entry = plan.crates.iter().find(|entry| entry.name == *name).unwrap();
        let package = workshop.package(name, entry.version.as_deref());
        let source = Source::mutated(&workshop, package, mutation);
        let binary = compile::tests(&workshop, entry, &source, &mutation.target).unwrap();
        let Report { schedules, outcome } = run::one(&plan, entry, &mutation.target, &binary, test);
        let Outcome::Failed(reason) = outcome else { panic!("{name}: `{from}` -> `{to}`: `{test}` did not notice it") };
        println!("{name}: `{from}` -> `{to}`: `{test}` fails after {schedules} schedules: {reason}");
    }
}
