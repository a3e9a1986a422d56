//! Small async programs as a learner writes them, and what has to hold for them. The same source is compiled with
//! tokio and with its model.

#![expect(unreachable_pub, reason = "a learner's crate says `pub`")]

pub mod counted_limit;
pub mod gate;
pub mod leaky_gate;
pub mod once_cache;
pub mod polite;
pub mod racy_cache;
pub mod server;
