//! Reports for tests: figures as they were measured on several machines, or as they might be.

use crate::report::{Report, Row, Table, Timing, Topic, Way};

/// Two cores, left alone.
pub(crate) fn quiet() -> Report {
    report(2, 100, [[10.31, 0.123, 1.734, 0.116], [11.45, 0.83, 5.71, 0.46]], [0.17, 0.1, 0.098, 0.112, 0.155], 0.1)
}

/// The same while other programs take both.
pub(crate) fn busy() -> Report {
    report(2, 100, [[10.9, 0.31, 1.9, 0.2], [12.9, 2.1, 11.9, 2.0]], [0.17, 0.172, 0.21, 0.17, 0.14], 1.9)
}

/// A server that answers at once.
pub(crate) fn without_delay() -> Report {
    report(2, 0, [[0.014, 0.025, 0.0074, 0.011], [1.27, 0.59, 0.6, 0.37]], [0.17, 0.1, 0.07, 0.15, 0.15], 0.2)
}

/// One core only.
pub(crate) fn one_core() -> Report {
    report(1, 100, [[10.4, 0.16, 2.1, 0.13], [11.6, 1.1, 11.6, 1.15]], [0.2, 0.21, 0.2, 0.22, 0.37], 0.0)
}

fn report(cores: usize, delay_ms: u64, [io, both]: [[f64; 4]; 2], cpu: [f64; 5], others: f64) -> Report {
    let io_ways = [Way::OneAfterAnother, Way::ThreadEach, Way::Pool { threads: cores + 4 }, Way::Tasks];
    let cpu_ways = [
        Way::OneAfterAnother,
        Way::Threads { threads: cores },
        Way::Rayon { threads: cores },
        Way::ProcessesInChunks { processes: cores, chunk: 15_000 / 4 / cores },
        Way::ProcessesOneByOne { processes: cores },
    ];
    let both_ways =
        [Way::OneAfterAnother, Way::Tasks, Way::Processes { processes: cores }, Way::TasksAndRayon { threads: cores }];
    let tables = vec![
        table(Topic::Io, 100, &io_ways, &io, others),
        table(Topic::Cpu, 15_000, &cpu_ways, &cpu, others),
        table(Topic::Both, 100, &both_ways, &both, others),
    ];
    Report { cores, delay_ms, tables }
}

fn table(topic: Topic, jobs: usize, ways: &[Way], seconds: &[f64], others: f64) -> Table {
    let rows = ways.iter().zip(seconds).map(|(way, best_s)| Row { way: *way, timing: timing(*best_s) });
    Table { topic, jobs, rows: rows.collect(), others: Some(others) }
}

fn timing(best_s: f64) -> Timing {
    let runs = if best_s > 1.0 { 1 } else { 5 };
    let slower = |factor: f64| if runs == 1 { best_s } else { best_s * factor };
    Timing { runs, best_s, median_s: slower(1.1), worst_s: slower(1.3) }
}
