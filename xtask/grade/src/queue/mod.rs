//! Jobs wait here until somebody has time, and answers until the grader asks for them. The engine is apalis: on one
//! machine over a file, on several over a Redis server; everything else here is the same for both.
//!
//! An answer is kept with its job, in one step with the word that it is done. Who holds a job says every few seconds
//! that it is still alive; when it is silent for long, others get the job. So a job can be done twice, and its name
//! ([`job::task_id`]) says that both are the same.

mod job;
mod place;
#[cfg(test)]
mod tests;

pub(crate) use job::{Answer, Job, Misshapen, task_id};
pub(crate) use place::Server;

use anyhow::Context;
use apalis_core::backend::{TaskResult, TaskSink, Vacuum, WaitForCompletion, ext::BackendExt};
use apalis_core::task::{builder::TaskBuilder, status::Status, task_id::TaskId};
use apalis_core::worker::{builder::WorkerBuilder, context::WorkerContext};
use apalis_redis::RedisStorage;
use apalis_sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteStorage};
use redis::aio::ConnectionManagerConfig;
use std::convert::Infallible;
use std::fs;
use std::future::Future;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;
use tower::limit::ConcurrencyLimitLayer;
use tr::tr;

/// How often answers are asked for. A server is asked for one job after the other.
const PAUSE_OF_FILE: Duration = Duration::from_millis(100);
const PAUSE_OF_SERVER: Duration = Duration::from_secs(1);
/// How often a worker without work looks for some.
const IDLE: Duration = Duration::from_millis(200);
/// How many jobs a worker takes at once. With more, those that wait in it would keep its heart from beating: the engine
/// sends heartbeats only when it holds none.
const ONE: usize = 1;
/// A server that does not answer for so long is not there.
const PATIENCE: Duration = Duration::from_secs(20);
/// What is done stays on a server for so long, for graders that were ended and come back.
const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How workers show that they are alive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heartbeat {
    /// How often they say so; whole seconds, as the engines count.
    every: Duration,
    /// After so many without a word, others take a worker's jobs.
    missed: usize,
}

impl Heartbeat {
    /// A machine on which a race is timed is busy with that, and one whose lid was closed comes back: better a little
    /// late than everything twice.
    pub(crate) const USUAL: Self = Self { every: Duration::from_secs(5), missed: 4 };
}

/// A queue, and a way to it. Copies lead to the same queue.
#[derive(Clone)]
pub(crate) struct Queue {
    engine: Engine,
}

/// Each use is of a copy: what is under way in one is no concern of the others.
#[derive(Clone)]
enum Engine {
    File(SqliteStorage<Job>),
    Server(RedisStorage<Job>),
}

/// Does with each engine what is the same for both, and differs in types.
macro_rules! with_engine {
    ($queue:expr, $storage:ident => $work:expr) => {
        match &$queue.engine {
            Engine::File($storage) => $work.map_err(anyhow::Error::from),
            Engine::Server($storage) => $work.map_err(anyhow::Error::from),
        }
    };
}

impl Queue {
    /// A new queue in this file. One that is there is worth nothing: whatever it knows of and is not done, its grader
    /// will ask for again.
    pub(crate) async fn in_file(path: &Path, heartbeat: Heartbeat) -> anyhow::Result<Self> {
        let name = path.to_string_lossy();
        for leftover in [name.to_string(), format!("{name}-wal"), format!("{name}-shm")] {
            match fs::remove_file(&leftover) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error).context(leftover),
                Ok(()) | Err(_) => {}
            }
        }
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        // One connection never waits for another's lock; each use takes less than a millisecond.
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await;
        let pool = pool.with_context(|| tr!("cannot open the queue {path}", path = path.display()))?;
        SqliteStorage::setup(&pool).await?;
        let config = apalis_sqlite::Config::default()
            .queue(job::NAME)
            .batch_size(ONE)
            .heartbeat_interval(heartbeat.every)
            .missed_heartbeats(heartbeat.missed);
        Ok(Self { engine: Engine::File(SqliteStorage::new(&pool).with_config(config)) })
    }

    /// The queue on a server, which all graders and workers there share.
    pub(crate) async fn on_server(server: &Server, heartbeat: Heartbeat) -> anyhow::Result<Self> {
        let reach = async {
            let client = redis::Client::open(server.info.clone())?;
            let config = ConnectionManagerConfig::new()
                .set_connection_timeout(Some(PATIENCE))
                .set_response_timeout(Some(PATIENCE))
                .set_number_of_retries(2);
            client.get_connection_manager_with_config(config).await
        };
        let connection = reach.await.with_context(|| tr!("cannot reach the queue {server}", server = server.name()))?;
        let config = apalis_redis::Config::default()
            .queue(job::NAME)
            .batch_size(ONE)
            .emit_events(false)
            .heartbeat_interval(heartbeat.every)
            .missed_heartbeats(heartbeat.missed);
        Ok(Self { engine: Engine::Server(RedisStorage::new(connection).with_config(config)) })
    }

    /// Removes what was done long ago. A file has nothing of that kind.
    pub(crate) async fn clear_old(&self) -> anyhow::Result<()> {
        match &self.engine {
            Engine::File(_) => {}
            Engine::Server(storage) => drop(storage.clone().vacuum_before(KEPT).await?),
        }
        Ok(())
    }

    /// Adds a job. One that is there under this name already, whatever became of it, stays as it is.
    pub(crate) async fn push(&self, name: TaskId, job: Job) -> anyhow::Result<()> {
        let task = TaskBuilder::new(job).task_id(name).build();
        with_engine!(self, storage => storage.clone().push_task(task).await)
    }

    /// How long to wait before answers are asked for again.
    pub(crate) fn pause(&self) -> Duration {
        match &self.engine {
            Engine::File(_) => PAUSE_OF_FILE,
            Engine::Server(_) => PAUSE_OF_SERVER,
        }
    }

    /// The answers that there are to these jobs.
    pub(crate) async fn answers(&self, names: Vec<TaskId>) -> anyhow::Result<Vec<(TaskId, Answer)>> {
        let found: Vec<TaskResult<Answer>> = with_engine!(self, storage => storage.clone().check_status(names).await)?;
        Ok(found.into_iter().filter_map(answer).collect())
    }

    /// Does jobs, so many at a time, until an answer is a refusal; returns when those that were begun are done. `name` is
    /// this worker's, and nobody else's. An error of the engine ends it early. To drop it is as good as to kill a worker:
    /// others do what it had begun.
    pub(crate) async fn work<Handling>(
        &self,
        name: &str,
        width: usize,
        handle: impl Fn(Job) -> Handling + Clone + Send + Sync + 'static,
    ) -> anyhow::Result<()>
    where
        Handling: Future<Output = Answer> + Send + 'static,
    {
        let service = service(handle);
        with_engine!(self, storage => {
            // Without this, a worker that has found nothing looks again at its next heartbeat.
            let backend = storage.clone().poll_with_interval(IDLE);
            let limit = ConcurrencyLimitLayer::new(width);
            WorkerBuilder::new(name).backend(backend).layer(limit).build(service).run().await
        })
    }
}

type Answering = Pin<Box<dyn Future<Output = Result<Answer, Infallible>> + Send>>;

/// What the engine calls with each job.
fn service<Handling>(
    handle: impl Fn(Job) -> Handling + Clone + Send + Sync + 'static,
) -> impl Fn(Job, WorkerContext) -> Answering + Clone + Send + Sync + 'static
where
    Handling: Future<Output = Answer> + Send + 'static,
{
    move |job: Job, worker: WorkerContext| -> Answering {
        let handling = handle(job);
        Box::pin(async move {
            let answer = handling.await;
            if matches!(answer, Answer::Refused { .. }) {
                // It would only refuse the next ones, too. That it is stopped already is no problem.
                let _ = worker.stop();
            }
            Ok(answer)
        })
    }
}

/// A job that is neither done nor given up will be done later, by somebody.
fn answer(found: TaskResult<Answer>) -> Option<(TaskId, Answer)> {
    match (found.status, found.result) {
        (Status::Done, Ok(answer)) => Some((found.task_id, answer)),
        (Status::Done | Status::Killed, Err(problem)) => Some((found.task_id, Answer::Broken { problem })),
        _ => None,
    }
}
