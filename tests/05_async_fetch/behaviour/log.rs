//! The record of a check: what the server and the thread that fetches have seen, and a way to wait for more of it.

use async_fetch::{FetchError, Page};
use std::collections::HashSet;
use std::sync::Arc;
use tokio::sync::watch;

pub(super) type Pages = Vec<Result<Page, FetchError>>;

/// The two parts of an answer that can be held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Head,
    Body,
}

/// How `fetch_all` came to its end.
#[derive(Clone)]
pub(super) enum End {
    Returned(Pages),
    Dropped,
    Panicked,
}

#[derive(Default)]
pub(super) struct Log {
    /// The paths that were asked for, in the order in which the server saw them.
    pub(super) arrived: Vec<String>,
    /// The paths whose last byte was written.
    pub(super) answered: Vec<String>,
    /// The paths whose client went away before that.
    pub(super) gone: Vec<String>,
    pub(super) most_in_flight: usize,
    /// Connections that carried at least one request.
    pub(super) connections_used: usize,
    /// What the check has let go.
    pub(super) released: HashSet<(String, Part)>,
    /// How many tasks of the check have come to their end on the thread that fetches.
    pub(super) turns: usize,
    pub(super) end: Option<End>,
}

impl Log {
    /// Whether `fetch_all` came to an end by itself.
    pub(super) fn has_returned(&self) -> bool {
        matches!(self.end, Some(End::Returned(_) | End::Panicked))
    }

    pub(super) fn in_flight(&self) -> usize {
        self.arrived.len() - self.answered.len() - self.gone.len()
    }

    /// Notes a request, and says how many there have been for this path, with this one.
    pub(super) fn arrive(&mut self, path: &str) -> usize {
        self.arrived.push(path.to_owned());
        self.most_in_flight = self.most_in_flight.max(self.in_flight());
        self.arrived.iter().filter(|known| *known == path).count()
    }
}

/// The record as server, fetching thread and check share it.
#[derive(Clone, Default)]
pub(super) struct Shared(Arc<watch::Sender<Log>>);

impl Shared {
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut Log) -> T) {
        self.0.send_modify(|log| {
            change(log);
        });
    }

    pub(super) fn look<T>(&self, look: impl FnOnce(&Log) -> T) -> T {
        look(&self.0.borrow())
    }

    /// Waits until the record is as `is_so` wants it.
    pub(super) async fn until(&self, is_so: impl FnMut(&Log) -> bool) {
        self.0.subscribe().wait_for(is_so).await.map(drop).expect("the sender is in our hands");
    }
}
