//! The tools that concurrent programs are made of, by the names that stand in the source.

use tr::tr;

/// A tool, or several that do the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Primitive {
    name: Name,
    /// The words that name it. One that ends in `*` stands for all that begin so, one that ends in `(` for calls only.
    words: &'static [&'static str],
}

/// What learners know it by.
#[derive(Debug, Clone, Copy)]
enum Name {
    /// As in the source.
    Code(&'static str),
    /// In their own language.
    Words(fn() -> String),
}

impl Primitive {
    /// What it is called.
    pub(super) fn name(self) -> String {
        match self.name {
            Name::Code(code) => code.to_owned(),
            Name::Words(words) => words(),
        }
    }

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

const fn code(name: &'static str, words: &'static [&'static str]) -> Primitive {
    Primitive { name: Name::Code(name), words }
}

const fn tool(name: fn() -> String, words: &'static [&'static str]) -> Primitive {
    Primitive { name: Name::Words(name), words }
}

/// In the order of a table.
pub(super) const ALL: &[Primitive] = &[
    // Who works.
    tool(|| tr!("threads or tasks (spawn)"), &["spawn", "spawn_local", "spawn_blocking"]),
    tool(|| tr!("scopes"), &["scope", "in_place_scope"]),
    tool(|| tr!("parallel iterators"), &["par_*", "into_par_iter", "ParallelIterator", "IndexedParallelIterator"]),
    tool(|| tr!("pools of threads"), &["ThreadPool", "ThreadPoolBuilder", "current_num_threads"]),
    code("JoinSet", &["JoinSet"]),
    tool(|| tr!("streams of futures"), &["buffered", "buffer_unordered", "FuturesUnordered", "FuturesOrdered"]),
    code("join_all", &["join_all", "try_join_all"]),
    code("select", &["select", "select_biased"]),
    tool(|| tr!("a future by hand"), &["Poll", "poll_fn"]),
    // What they share.
    code("Mutex", &["Mutex"]),
    code("RwLock", &["RwLock"]),
    tool(|| tr!("atomics"), &["Atomic*"]),
    tool(
        || tr!("fetch_add and the like"),
        &["fetch_add", "fetch_sub", "fetch_and", "fetch_or", "fetch_xor", "fetch_update"],
    ),
    code("compare_exchange", &["compare_exchange*"]),
    code("OnceLock, LazyLock", &["Once", "OnceLock", "LazyLock", "OnceCell", "OnceState"]),
    tool(|| tr!("channels"), &["channel", "sync_channel", "unbounded_channel", "mpsc", "oneshot", "broadcast"]),
    code("Arc", &["Arc"]),
    tool(|| tr!("queues (VecDeque)"), &["VecDeque"]),
    tool(|| tr!("maps"), &["HashMap", "BTreeMap"]),
    // How they wait.
    code("Condvar", &["Condvar"]),
    code("wait_while", &["wait_while", "wait_timeout_while"]),
    code("notify_one", &["notify_one"]),
    code("notify_all", &["notify_all", "notify_waiters"]),
    tool(|| tr!("parking"), &["park", "park_timeout", "unpark"]),
    code("Barrier", &["Barrier"]),
    code("Notify", &["Notify"]),
    code("Semaphore", &["Semaphore"]),
    code("sleep", &["sleep", "sleep_until", "Sleep"]),
    code("timeout", &["timeout(", "timeout_at", "Timeout"]),
    code("interval", &["interval", "interval_at", "Interval"]),
];
