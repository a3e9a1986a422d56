//! A pool of threads: each takes the next job until none is left. Who is quicker does more of them.

use anyhow::Result;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What `work` makes of each job, in the order of the jobs. Each of the `threads` begins with a tool of its own: what
/// it needs for its work and shares with nobody.
///
/// The first error ends the work of its thread and is returned when the others have ended too.
pub(crate) fn map<J, T, R>(
    threads: usize,
    jobs: &[J],
    tool: impl Fn() -> Result<T> + Sync,
    work: impl Fn(&mut T, &J) -> Result<R> + Sync,
) -> Result<Vec<R>>
where
    J: Sync,
    R: Send,
{
    // Relaxed: it only has to give each number once. The jobs were there before the threads, and what is done is
    // handed over by `join`.
    let next = AtomicUsize::new(0);
    let worker = || -> Result<Vec<(usize, R)>> {
        let mut tool = tool()?;
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(index) else { return Ok(done) };
            done.push((index, work(&mut tool, job)?));
        }
    };
    let done: Result<Vec<Vec<(usize, R)>>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| panic::resume_unwind(panic))).collect()
    });
    let mut done: Vec<(usize, R)> = done?.into_iter().flatten().collect();
    done.sort_unstable_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn every_job_is_done_once_and_the_order_is_kept() {
        let jobs: Vec<u32> = (0..1000).collect();
        for threads in [1, 2, 7] {
            let doubled = map(threads, &jobs, || Ok(()), |(), job| Ok(job * 2)).unwrap();
            assert_eq!(doubled, jobs.iter().map(|job| job * 2).collect::<Vec<_>>(), "{threads} threads");
        }
        assert_eq!(map(3, &[], || Ok(()), |(), job: &u32| Ok(*job)).unwrap(), Vec::<u32>::new());
    }

    #[test]
    fn an_error_is_handed_on() {
        let result = map(2, &[1, 2, 3], || Ok(()), |(), job| if *job == 2 { bail!("no {job}") } else { Ok(()) });
        assert_eq!(result.unwrap_err().to_string(), "no 2");
    }
}
