//! The library target of every package of hidden checks, empty on purpose: building it makes cargo build
//! the crates that an exercise and its checks use, and nothing of a learner's. The checks themselves are
//! the package's test target, which alone sees the exercise (a dev-dependency).
