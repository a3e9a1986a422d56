//! `cargo xtask worker`: judges whatever a queue on a server has, until it is ended.

use crate::cli::WorkerArgs;
use crate::hands::Hands;
use crate::protection;
use crate::queue::{Answer, Heartbeat, Job, Queue};
use crate::work::Bench;
use anyhow::bail;
use std::sync::{Arc, Mutex, PoisonError};
use tr::tr;
use xtask::desk::Desk;
use xtask::exit::Exit;

/// Works until it is ended, or has to refuse a job.
pub(crate) fn run(desk: &Desk, args: &WorkerArgs) -> anyhow::Result<Exit> {
    protection::begin(&args.sandbox)?;
    let width = protection::width(args.jobs).max(1);
    let bench = Bench::new(desk.judge()?, &desk.exercises)?;
    let refusal = Arc::new(Mutex::new(None));
    let doing = {
        let refusal = Arc::clone(&refusal);
        move |job: &Job| {
            let answer = bench.answer(job);
            if let Answer::Refused { reason } = &answer {
                *refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason.clone());
            }
            answer
        }
    };
    let hands = Hands { width, doing: Arc::new(doing) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let queue = Queue::on_server(&args.queue, Heartbeat::USUAL).await?;
        eprintln!(
            "{}",
            tr!(
                "Judging for {server}, {width} at a time. Ctrl-C ends this; others do what was begun.",
                server = args.queue.name(),
                width
            )
        );
        hands.work(&queue, |trouble| eprintln!("{trouble}")).await;
        anyhow::Ok(())
    })?;
    let reason = refusal.lock().unwrap_or_else(PoisonError::into_inner).take();
    bail!(tr!("this worker cannot judge for that grader: {reason}", reason = reason.unwrap_or_default()))
}
