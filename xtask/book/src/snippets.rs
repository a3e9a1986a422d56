//! The examples in the book are compiled and run as documentation tests: each chapter is the documentation of a module.
//! They are real programs for the reader, so they have their own `main`.

macro_rules! chapters {
    ($($name:ident: $path:literal,)*) => {
        $(
            #[doc = include_str!(concat!("../../../docs/book/src/", $path))]
            mod $name {}
        )*
    };
}

chapters! {
    concurrent_or_parallel: "ideas/concurrent_or_parallel.md",
    waiting_or_computing: "ideas/waiting_or_computing.md",
    threads: "ideas/threads.md",
    what_waits_for_what: "ideas/what_waits_for_what.md",
    event_loop: "ideas/event_loop.md",
    processes_and_gil: "ideas/processes_and_gil.md",
    speed_up: "ideas/speed_up.md",
    which_tool: "ideas/which_tool.md",
}
