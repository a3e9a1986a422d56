//! `cargo xtask grade`: from a folder to reports.

use crate::assembly::{self, Parts};
use crate::cli::GradeArgs;
use crate::hand_out::{Event, HandOut, is_open};
use crate::hands::{Hands, PAUSE_AFTER_TROUBLE};
use crate::intake::{self, Intake, Roster};
use crate::progress::Progress;
use crate::queue::{Heartbeat, Queue};
use crate::store::{Folder, Found, Key, Store};
use crate::summary::Summary;
use crate::tasks::{self, Entry, Origin, Task};
use crate::work::Bench;
use crate::{protection, reports};
use anyhow::bail;
use judge::KitError;
use judge::catalog::Exercise;
use judge::sandbox::Level;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use tokio::time::sleep;
use tr::tr;
use xtask::desk::{Desk, say};
use xtask::exit::Exit;

/// Takes in, judges what has no grade yet, and writes the reports.
pub(crate) fn run(desk: &Desk, args: &GradeArgs) -> anyhow::Result<Exit> {
    let level = protection::begin(&args.sandbox)?;
    let mut intake = take_in(desk, args)?;
    let folder = Folder::open(&args.out, args.seed, args.again)?;
    let seed = folder.memory.seed;
    let mut plan = tasks::plan(&desk.layout, &desk.exercises, &mut intake, seed)?;
    let Sorted { new, open, known } = sort(&folder.store, std::mem::take(&mut plan.tasks))?;
    let broken = if new.is_empty() && open.is_empty() {
        BTreeMap::new()
    } else {
        eprintln!(
            "{}",
            tr!(
                "Results are kept in {folder} as they come: after an interruption, the same command goes on where it ended.",
                folder = folder.path().display()
            )
        );
        judge(desk, args, &folder, level, &plan.exercises, new, open)?
    };
    let is_known = |entry: &&Entry| matches!(&entry.origin, Origin::Judged(key) if known.contains(key));
    let from_before = plan.entries.iter().filter(is_known).count();
    let parts = Parts { layout: &desk.layout, plan: &plan, store: &folder.store, broken: &broken, seed };
    let class = assembly::class(&parts, intake)?;
    reports::write(&folder, &class)?;
    let summary = Summary::of(&class, from_before);
    say(&summary.render(folder.path(), seed))?;
    Ok(summary.exit())
}

fn take_in(desk: &Desk, args: &GradeArgs) -> anyhow::Result<Intake> {
    if args.queue.is_none() && args.jobs == Some(0) {
        bail!(tr!("without --queue, nobody else would judge anything: --jobs has to be 1 or more"));
    }
    let exercise = args.exercise.as_deref().map(|asked| desk.exercise(asked)).transpose()?;
    let roster = args.roster.as_deref().map(Roster::read).transpose()?;
    let request = intake::Request {
        exercises: &desk.exercises,
        exercise: exercise.map(|exercise| exercise.number),
        roster: roster.as_ref(),
        out: Some(&args.out),
    };
    intake::take_in(&args.path, &request)
}

/// Tasks by what has to be done with them.
struct Sorted {
    /// Nobody has judged these.
    new: Vec<Task>,
    /// These have a result that another try could change.
    open: Vec<Task>,
    /// These have one that stands.
    known: BTreeSet<Key>,
}

/// Looks up what is known already, and tells of what cannot be believed.
fn sort(store: &Store, tasks: Vec<Task>) -> Result<Sorted, KitError> {
    let mut sorted = Sorted { new: Vec::new(), open: Vec::new(), known: BTreeSet::new() };
    for task in tasks {
        match store.find(&task.key)? {
            Found::Result(graded) if is_open(&graded) => sorted.open.push(task),
            Found::Result(_) => drop(sorted.known.insert(task.key)),
            Found::Nothing => sorted.new.push(task),
            Found::Unusable(path, why) => {
                let path = path.display();
                eprintln!("{}", tr!("The result in {path} cannot be trusted, and is made again: {why}", path, why));
                sorted.new.push(task);
            }
        }
    }
    Ok(sorted)
}

/// Judges tasks, here and wherever there are workers. Their results are in the store afterwards; gives back what could
/// not be judged, and why.
fn judge(
    desk: &Desk,
    args: &GradeArgs,
    folder: &Folder,
    level: Level,
    exercises: &[Exercise],
    new: Vec<Task>,
    open: Vec<Task>,
) -> anyhow::Result<BTreeMap<Key, String>> {
    let width = protection::width(args.jobs);
    let hands = if width == 0 { None } else { Some(hands(desk, exercises, width)?) };
    let progress = Progress::new(desk.marks);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let judged = runtime.block_on(async {
        let queue = match &args.queue {
            Some(server) => Queue::on_server(server, Heartbeat::USUAL).await?,
            None => Queue::in_file(&folder.queue(), Heartbeat::USUAL).await?,
        };
        queue.clear_old().await?;
        let out = HandOut {
            queue: &queue,
            store: &folder.store,
            class: folder.memory.class,
            seed: folder.memory.seed,
            sandbox: level,
            tell: &|event| progress.show(event),
        };
        let trouble = |sentence: &str| progress.show(Event::Trouble(sentence.to_owned()));
        tokio::select! {
            left = out.run(new, open) => left,
            never = keep_working(hands.as_ref(), &queue, trouble) => match never {},
        }
    });
    if judged.is_err() {
        // What is under way is worth nothing now, and would go on for a minute.
        judge::process::end_all();
    }
    runtime.shutdown_background();
    Ok(judged?.into_iter().collect())
}

fn hands(desk: &Desk, exercises: &[Exercise], width: usize) -> anyhow::Result<Hands> {
    let bench = Bench::new(desk.judge()?, exercises)?;
    Ok(Hands { width, doing: Arc::new(move |job| bench.answer(job)) })
}

/// Works as long as anybody waits for it. A job that has to be refused is another grader's, who shares the queue and has
/// another kit; a little later there may be one of ours again.
async fn keep_working(hands: Option<&Hands>, queue: &Queue, tell: impl Fn(&str)) -> Infallible {
    let Some(hands) = hands else { return pending().await };
    loop {
        hands.work(queue, &tell).await;
        sleep(PAUSE_AFTER_TROUBLE).await;
    }
}
