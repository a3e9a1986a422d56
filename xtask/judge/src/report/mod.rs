//! Eighth stage, pure: a verdict as text for people or as data for programs. Reports never change verdicts.

mod explain;
mod interleaving;
pub mod json;
pub mod matrix;
mod speed;
pub mod terminal;
