//! Hands tasks out through a queue, takes the answers and keeps them, until nothing is left that another try could help.
//!
//! Only so many are in the queue at the same time. What others may have disturbed, and what could not be timed, is tried
//! again at the end, one by one, while nothing else of the class is judged.

use crate::hands::PAUSE_AFTER_TROUBLE;
use crate::queue::{Answer, Job, Queue, task_id};
use crate::store::{Graded, Key, Store};
use crate::tasks::Task;
use apalis_core::task::task_id::TaskId;
use judge::language;
use judge::sandbox::Level;
use judge::verdict::Standing;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::future::Future;
use std::time::SystemTime;
use tokio::time::sleep;
use tr::tr;

/// How many tasks are in the queue at most: more than all workers together do at once, and few enough to ask for one by
/// one.
const IN_QUEUE: usize = 128;
/// How often a submission is tried again alone that could not be timed.
const TRIES_ALONE: usize = 3;
/// How often a queue is asked that fails: for five minutes.
const PATIENCE: usize = 100;

/// What happens meanwhile, for whoever watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// So many submissions are judged in this round.
    Round {
        /// How many.
        tasks: usize,
        /// Whether they are tried again, alone.
        alone: bool,
    },
    /// One more of them is.
    Answered,
    /// Something that somebody should know, a sentence.
    Trouble(String),
}

/// How tasks are handed out.
pub(crate) struct HandOut<'a> {
    /// Through which queue.
    pub(crate) queue: &'a Queue,
    /// Where results are kept.
    pub(crate) store: &'a Store,
    /// What the tasks of this class are known by; see [`task_id`].
    pub(crate) class: u64,
    /// What all random choices are made from.
    pub(crate) seed: u64,
    /// The least that has to stand between a submission and the machine.
    pub(crate) sandbox: Level,
    /// Who is told.
    pub(crate) tell: &'a dyn Fn(Event),
}

/// A task that was tried without an end that stands.
struct Left {
    task: Task,
    /// Why there is no grade at all.
    problem: Option<String>,
}

/// One round of tasks.
struct Round<'a, 'b> {
    out: &'a HandOut<'b>,
    alone: bool,
    waiting: VecDeque<Task>,
    /// By their names in the queue.
    asked: BTreeMap<TaskId, Task>,
    left: Vec<Left>,
    /// What workers gave as reasons to refuse a job, each told once.
    refusals: BTreeSet<String>,
}

impl HandOut<'_> {
    /// Judges what is `new`, and tries again what is `open` from an earlier start. What is judged is in the store
    /// afterwards; gives back what could not be, and why.
    pub(crate) async fn run(&self, new: Vec<Task>, open: Vec<Task>) -> anyhow::Result<Vec<(Key, String)>> {
        let mut left = self.round(new, false).await?;
        left.extend(open.into_iter().map(|task| Left { task, problem: None }));
        for number in 0..TRIES_ALONE {
            // Whatever broke the judge when it was alone will do so again.
            let (again, broken): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|one| one.problem.is_none() || number == 0);
            left = self.round(again.into_iter().map(|one| one.task).collect(), true).await?;
            left.extend(broken);
        }
        Ok(left.into_iter().filter_map(|one| Some((one.task.key, one.problem?))).collect())
    }

    async fn round(&self, tasks: Vec<Task>, alone: bool) -> anyhow::Result<Vec<Left>> {
        if tasks.is_empty() {
            return Ok(Vec::new());
        }
        (self.tell)(Event::Round { tasks: tasks.len(), alone });
        let round = Round {
            out: self,
            alone,
            waiting: tasks.into(),
            asked: BTreeMap::new(),
            left: Vec::new(),
            refusals: BTreeSet::new(),
        };
        round.run().await
    }

    fn job(&self, task: &Task) -> Job {
        Job {
            exercise: task.exercise.clone(),
            kit: task.kit.clone(),
            seed: self.seed,
            sandbox: self.sandbox,
            language: language::spoken().code().to_owned(),
            files: Job::files(&task.files),
        }
    }

    /// Asks the queue until it answers: a server may be started again meanwhile.
    async fn patiently<Output, Asking>(&self, ask: impl Fn() -> Asking) -> anyhow::Result<Output>
    where
        Asking: Future<Output = anyhow::Result<Output>>,
    {
        for number in 1..PATIENCE {
            match ask().await {
                Ok(output) => return Ok(output),
                Err(error) if number == 1 => {
                    let trouble = format!("{error:#}");
                    (self.tell)(Event::Trouble(tr!("the queue has failed, and is tried again: {trouble}", trouble)));
                }
                Err(_) => {}
            }
            sleep(PAUSE_AFTER_TROUBLE).await;
        }
        ask().await
    }
}

impl Round<'_, '_> {
    async fn run(mut self) -> anyhow::Result<Vec<Left>> {
        let at_once = if self.alone { 1 } else { IN_QUEUE };
        loop {
            while self.asked.len() < at_once
                && let Some(task) = self.waiting.pop_front()
            {
                // The first try is known again after a restart; each other one is made by nobody else.
                let salt = if self.alone { random()? } else { 0 };
                self.push(task, salt).await?;
            }
            if self.asked.is_empty() {
                return Ok(self.left);
            }
            let names: Vec<TaskId> = self.asked.keys().cloned().collect();
            let answers = self.out.patiently(|| self.out.queue.answers(names.clone())).await?;
            if answers.is_empty() {
                sleep(self.out.queue.pause()).await;
            }
            for (name, answer) in answers {
                if let Some(task) = self.asked.remove(&name) {
                    self.take(task, answer).await?;
                }
            }
        }
    }

    async fn push(&mut self, task: Task, salt: u64) -> anyhow::Result<()> {
        let name = task_id(self.out.class, task.key.as_str(), salt);
        let out = self.out;
        out.patiently(|| out.queue.push(name.clone(), out.job(&task))).await?;
        self.asked.insert(name, task);
        Ok(())
    }

    async fn take(&mut self, task: Task, answer: Answer) -> anyhow::Result<()> {
        match answer {
            Answer::Graded { is_doubtful, grade } => {
                let time = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
                let graded = Graded { time, is_doubtful, was_alone: self.alone, grade: *grade };
                self.out.store.keep(&task.key, &graded)?;
                if is_open(&graded) {
                    self.left.push(Left { task, problem: None });
                }
            }
            Answer::Broken { problem } => self.left.push(Left { task, problem: Some(problem) }),
            Answer::Refused { reason } => {
                if self.refusals.insert(reason.clone()) {
                    (self.out.tell)(Event::Trouble(tr!("a worker has refused a job, and ended: {reason}", reason)));
                }
                return self.push(task, random()?).await;
            }
        }
        (self.out.tell)(Event::Answered);
        Ok(())
    }
}

/// Whether another try, alone, could come to another end.
pub(crate) fn is_open(graded: &Graded) -> bool {
    graded.grade.standing == Standing::Inconclusive || graded.is_doubtful && !graded.was_alone
}

/// No try has the number 0 by chance.
fn random() -> anyhow::Result<u64> {
    Ok(getrandom::u64().map_err(judge::KitError::Random)?.max(1))
}
