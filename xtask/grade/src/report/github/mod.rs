//! What GitHub shows of a class in a job of its own: [`commands`], which become marks beside lines of code when they are
//! printed, and a [`summary`] for the page of the job, to be added to the file that `GITHUB_STEP_SUMMARY` names.

mod commands;
mod summary;

pub(crate) use commands::render as commands;
pub(crate) use summary::render as summary;
