//! The words for speed: what was reached, what was not, and when nobody can say.

use crate::catalog::Medal;
use crate::checks::{CheckResult, Outcome, Overlap};
use crate::process::machine::MachineState;
use crate::speed::certificate::Decision;
use crate::speed::compared::Compared;
use crate::speed::{CpuReport, IoReport, RaceReport, Work};

/// What a race came to that was not won; none for one that was.
pub(super) fn lines(race: &RaceReport) -> Option<Vec<String>> {
    if race.decision == Decision::Reached {
        return None;
    }
    let mut lines = match &race.work {
        Work::CpuBound(report) => cpu_bound(race, report),
        Work::IoBound(report) => io_bound(race, report),
    };
    if race.decision == Decision::Open {
        lines.extend(machine(&race.machine));
        lines.push("Close what else is running, and check again.".to_owned());
    }
    Some(lines)
}

fn cpu_bound(race: &RaceReport, report: &CpuReport) -> Vec<String> {
    let RaceReport { asked, speed_up: [least, median, most], .. } = race;
    let CpuReport { tally, cores, .. } = report;
    let spread = format!("{median:.2} times as fast as on one core ({least:.2} to {most:.2} in {} runs)", tally.rounds);
    let control = format!("The authors' version reached that in {} of {} runs", tally.control_hits, tally.rounds);
    match race.decision {
        Decision::Reached => Vec::new(),
        Decision::Missed => vec![
            format!("On {cores} cores it is {spread}, and has to be {asked:.2} times as fast."),
            if tally.cores_used.is_behind() {
                cores_kept_at_work(tally.cores_used)
            } else {
                format!("{control} meanwhile, so it was not the machine.")
            },
        ],
        Decision::TooSlow => vec![
            format!(
                "On {cores} cores it takes {:.1} times as long as the plain serial version on one.",
                1.0 / tally.over_baseline
            ),
            if *median < (1.0 + asked) / 2.0 {
                format!("The other cores do not help: it is {spread}.")
            } else {
                "More cores do not make up for that: look for work that need not be done at all.".to_owned()
            },
        ],
        Decision::Open => vec![
            format!("Nobody can say: it was {spread}, and has to be {asked:.2} times as fast."),
            format!("{control} only."),
        ],
    }
}

fn cores_kept_at_work(Compared { rounds, submission, control }: Compared) -> String {
    format!(
        "Of {rounds} runs that no other program disturbed, it had hardly more than one core at work in {}, and the \
         authors' version in {}: so it was not the machine.",
        rounds - submission,
        rounds - control
    )
}

fn io_bound(race: &RaceReport, report: &IoReport) -> Vec<String> {
    let RaceReport { asked, speed_up: [least, median, most], .. } = race;
    let IoReport { requests, at_once, delay_ms, rounds, control_hits, .. } = report;
    let mut lines = vec![
        format!(
            "{requests} requests, each left waiting for {delay_ms} ms, take {:.0} s one after the other. With {at_once} \
             at a time it has to be {asked:.0} times as fast.",
            seconds(requests * delay_ms)
        ),
        format!("It was {median:.1} times as fast ({least:.1} to {most:.1} in {rounds} runs)."),
    ];
    if let Some(answered) = report.answered {
        lines.push(format!(
            "Runs are stopped after {:.2} s: of the {requests} requests, {answered} had been answered then.",
            seconds(report.limit_ms)
        ));
    }
    let control = format!("authors' version was fast enough in {control_hits} of {rounds} runs");
    lines.push(match race.decision {
        Decision::Open => format!("Nobody can say whether that was the machine: the {control}."),
        Decision::Reached | Decision::Missed | Decision::TooSlow => {
            format!("The {control} meanwhile, so it was not the machine.")
        }
    });
    lines
}

/// What kept the machine from saying more, as far as the system tells.
fn machine(state: &MachineState) -> Vec<String> {
    const NOTHING: f64 = 0.05;
    let told = |figure: Option<f64>| figure.filter(|figure| *figure > NOTHING);
    let cores = state.cores.unwrap_or(state.usable_cores);
    let mut lines = Vec::new();
    if let Some(others) = told(state.others) {
        lines.push(format!("Other programs used {others:.1} of {cores} cores meanwhile."));
    }
    if let Some(pressure) = told(state.pressure) {
        lines.push(format!("For {:.0}% of the time, a thread waited for a core.", pressure * 100.0));
    }
    if let Some(queued) = told(state.queued) {
        lines.push(format!("On average, {queued:.1} threads were waiting for a core."));
    }
    if let Some(stolen) = told(state.stolen) {
        lines.push(format!("The host of this virtual machine took {stolen:.1} cores away."));
    }
    if state.usable_cores < cores {
        lines.push(format!(
            "This process may use {} of {cores} cores only (its affinity, or the quota of its group).",
            state.usable_cores
        ));
    }
    lines
}

pub(super) fn worked_on(cpu_us: u64) -> Vec<String> {
    vec![
        format!("It went on computing after its answer: {:.1} ms in a pause of 4 ms.", milliseconds(cpu_us)),
        "Whoever starts threads waits for them before it answers.".to_owned(),
    ]
}

/// Behind the name of a race that was won.
pub(super) fn won(race: &RaceReport) -> String {
    let Some(medal) = race.medal else { return String::new() };
    let [.., most] = race.speed_up;
    match &race.work {
        Work::CpuBound(report) => format!(" ({most:.1}x on {} cores; {})", report.cores, medal.name()),
        Work::IoBound(_) => format!(" ({most:.0}x; {})", medal.name()),
    }
}

/// Behind the name of a check that has looked at work on a virtual clock.
pub(super) fn overlapped(overlap: &Overlap) -> String {
    let medal = overlap.medal.map_or_else(String::new, |medal| format!("; {}", medal.name()));
    format!(" ({}x{medal})", times(overlap.speed_up))
}

/// What is left to gain.
pub(super) fn to_gain(check: &CheckResult) -> Option<String> {
    let next = |medal: Medal, of: &str, yours: &str| format!("Left to gain: {}, at {of}; yours {yours}.", medal.name());
    if let Some(Overlap { speed_up, medal: Some(medal), thresholds }) = check.overlap {
        let (medal, asked) = thresholds.next(medal)?;
        return Some(next(medal, &format!("{} times as fast", times(asked)), &format!("was {}", times(speed_up))));
    }
    let Outcome::Raced { race } = &check.outcome else { return None };
    match &race.work {
        Work::CpuBound(CpuReport { tally, shares, .. }) => {
            let (medal, share) = match race.medal? {
                Medal::Bronze => (Medal::Silver, shares.silver),
                Medal::Silver => (Medal::Gold, shares.gold),
                Medal::Gold => return None,
            };
            let of = format!("{:.0}% of the speed of the authors' version", share * 100.0);
            Some(next(medal, &of, &format!("has {:.0}%", tally.share * 100.0)))
        }
        Work::IoBound(IoReport { thresholds, best, .. }) => {
            let (medal, asked) = thresholds.next(race.medal?)?;
            Some(next(medal, &format!("{asked:.0} times as fast"), &format!("was {:.0}", best.unwrap_or_default())))
        }
    }
}

/// A number of times: with a decimal where it matters.
pub fn times(number: f64) -> String {
    if number < 10.0 { format!("{number:.1}") } else { format!("{number:.0}") }
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of a few milliseconds")]
fn milliseconds(microseconds: u64) -> f64 {
    microseconds as f64 / 1000.0
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a few seconds")]
fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}
