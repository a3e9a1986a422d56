//! The judge: from a learner's file to a verdict.
//!
//! One file a stage, plain data between them, left to right:
//!
//! [`catalog`] -> [`submission`] -> [`build`] -> [`behaviour`], [`interleavings`] -> [`verdict`] -> [`report`] -> [`progress`]
//!
//! [`pipeline`] walks the flow once. Only [`process`] starts processes; `verdict` and `report` do no I/O.
//! A learner's mistake is a value (an outcome); a broken kit or machine is an error ([`KitError`]).

pub mod authoring;
pub mod behaviour;
pub mod bench;
pub mod build;
pub mod catalog;
pub mod checks;
pub mod comparison;
mod error;
pub mod events;
pub mod files;
pub mod hash;
pub mod hints;
pub mod interleavings;
pub mod kind;
pub mod language;
pub mod layout;
pub mod lock;
pub mod overview;
pub mod pipeline;
pub mod process;
pub mod progress;
pub mod report;
pub mod sandbox;
pub mod speed;
pub mod speed_up;
pub mod submission;
pub mod verdict;

pub use error::KitError;
