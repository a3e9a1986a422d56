//! The tools that concurrent programs are made of, by the names that stand in the source.

/// A tool, or several that do the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Primitive {
    pub(super) name: &'static str,
    /// The words that name it. One that ends in `*` stands for all that begin so, one that ends in `(` for calls only.
    words: &'static [&'static str],
}

impl Primitive {
    /// Whether a way uses it.
    pub(super) fn is_in(self, words: &[String]) -> bool {
        let next = words.iter().skip(1).map(Some).chain([None]);
        words.iter().zip(next).any(|(word, next)| self.is(word, next.is_some_and(|next| next == "(")))
    }

    fn is(self, word: &str, is_called: bool) -> bool {
        self.words.iter().any(|name| match (name.strip_suffix('*'), name.strip_suffix('(')) {
            (Some(beginning), _) => word.starts_with(beginning),
            (None, Some(function)) => is_called && word == function,
            (None, None) => word == *name,
        })
    }
}

/// Whether this word names any of them.
pub(super) fn is_any(word: &str) -> bool {
    ALL.iter().any(|primitive| primitive.is(word, true))
}

const fn tool(name: &'static str, words: &'static [&'static str]) -> Primitive {
    Primitive { name, words }
}

/// In the order of a table.
pub(super) const ALL: &[Primitive] = &[
    // Who works.
    tool("threads or tasks (spawn)", &["spawn", "spawn_local", "spawn_blocking"]),
    tool("scopes", &["scope", "in_place_scope"]),
    tool("parallel iterators", &["par_*", "into_par_iter", "ParallelIterator", "IndexedParallelIterator"]),
    tool("pools of threads", &["ThreadPool", "ThreadPoolBuilder", "current_num_threads"]),
    tool("JoinSet", &["JoinSet"]),
    tool("streams of futures", &["buffered", "buffer_unordered", "FuturesUnordered", "FuturesOrdered"]),
    tool("join_all", &["join_all", "try_join_all"]),
    tool("select", &["select", "select_biased"]),
    tool("a future by hand", &["Poll", "poll_fn"]),
    // What they share.
    tool("Mutex", &["Mutex"]),
    tool("RwLock", &["RwLock"]),
    tool("atomics", &["Atomic*"]),
    tool("fetch_add and the like", &["fetch_add", "fetch_sub", "fetch_and", "fetch_or", "fetch_xor", "fetch_update"]),
    tool("compare_exchange", &["compare_exchange*"]),
    tool("OnceLock, LazyLock", &["Once", "OnceLock", "LazyLock", "OnceCell", "OnceState"]),
    tool("channels", &["channel", "sync_channel", "unbounded_channel", "mpsc", "oneshot", "broadcast"]),
    tool("Arc", &["Arc"]),
    tool("queues (VecDeque)", &["VecDeque"]),
    tool("maps", &["HashMap", "BTreeMap"]),
    // How they wait.
    tool("Condvar", &["Condvar"]),
    tool("wait_while", &["wait_while", "wait_timeout_while"]),
    tool("notify_one", &["notify_one"]),
    tool("notify_all", &["notify_all", "notify_waiters"]),
    tool("parking", &["park", "park_timeout", "unpark"]),
    tool("Barrier", &["Barrier"]),
    tool("Notify", &["Notify"]),
    tool("Semaphore", &["Semaphore"]),
    tool("sleep", &["sleep", "sleep_until", "Sleep"]),
    tool("timeout", &["timeout(", "timeout_at", "Timeout"]),
    tool("interval", &["interval", "interval_at", "Interval"]),
];
