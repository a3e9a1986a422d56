//! The words for speed: what was reached, what was not, and when nobody can say.

use crate::catalog::Medal;
use crate::checks::{CheckResult, Outcome, Overlap};
use crate::process::machine::MachineState;
use crate::speed::certificate::{Decision, OTHERS};
use crate::speed::compared::Compared;
use crate::speed::{CpuReport, IoReport, RaceReport, Work};
use tr::tr;

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
        lines.push(tr!("Close what else is running, and check again."));
    }
    Some(lines)
}

fn cpu_bound(race: &RaceReport, report: &CpuReport) -> Vec<String> {
    let CpuReport { tally, cores, .. } = report;
    let (rounds, hits) = (tally.rounds, tally.control_hits);
    let (spread, asked) = (spread(race, rounds), hundredths(race.asked));
    match race.decision {
        Decision::Reached => Vec::new(),
        Decision::Missed => vec![
            tr!("On {cores} cores it is {spread}, and has to be {asked} times as fast.", cores, spread, asked),
            if tally.cores_used.is_behind() {
                cores_kept_at_work(tally.cores_used)
            } else {
                tr!(
                    "The authors' version reached that in {hits} of {rounds} runs meanwhile, so it was not the machine.",
                    hits,
                    rounds
                )
            },
        ],
        Decision::TooSlow => vec![
            tr!(
                "On {cores} cores it takes {times} times as long as the plain serial version on one.",
                cores,
                times = format!("{:.1}", 1.0 / tally.over_baseline)
            ),
            // Beside busy programs they help nobody.
            if race.speed_up[1] < f64::midpoint(1.0, race.asked) && tally.others.is_none_or(|others| others <= OTHERS) {
                tr!("The other cores do not help: it is {spread}.", spread)
            } else {
                tr!("More cores do not make up for that: look for work that need not be done at all.")
            },
        ],
        Decision::WorksOn => works_on(tally.at_rest),
        Decision::Open => {
            let mut lines = vec![
                tr!("Nobody can say: it was {spread}, and has to be {asked} times as fast.", spread, asked),
                tr!("The authors' version reached that in {hits} of {rounds} runs only.", hits, rounds),
            ];
            if tally.over_baseline <= 1.0 {
                lines.push(tr!("It must also beat the plain serial version on one core, and never did."));
            }
            lines
        }
    }
}

fn cores_kept_at_work(Compared { rounds, submission, control }: Compared) -> String {
    tr!(
        "Of {rounds} runs that no other program disturbed, it had hardly more than one core at work in {submission}, and \
         the authors' version in {control}: so it was not the machine.",
        rounds,
        submission = rounds - submission,
        control = rounds - control
    )
}

fn works_on(Compared { rounds, submission, control }: Compared) -> Vec<String> {
    vec![
        tr!(
            "After {count} of {rounds} answers it went on computing, and the authors' version after {control}: so it was \
             not the machine.",
            count = rounds - submission,
            rounds,
            control = rounds - control
        ),
        tr!("Whoever starts threads waits for them before it answers."),
    ]
}

fn spread(race: &RaceReport, rounds: usize) -> String {
    let [least, median, most] = race.speed_up.map(hundredths);
    tr!("{median} times as fast as on one core ({least} to {most} in {rounds} runs)", median, least, most, rounds)
}

fn io_bound(race: &RaceReport, report: &IoReport) -> Vec<String> {
    let IoReport { requests, at_once, delay_ms, rounds, .. } = report;
    let [least, median, most] = race.speed_up.map(|times| format!("{times:.1}"));
    let mut lines = vec![
        tr!(
            "{requests} requests, each left waiting for {delay_ms} ms, take {serial} s one after the other. With \
             {at_once} at a time it has to be {asked} times as fast.",
            requests,
            delay_ms,
            serial = format!("{:.0}", seconds(requests * delay_ms)),
            at_once,
            asked = format!("{:.0}", race.asked)
        ),
        tr!("It was {median} times as fast ({least} to {most} in {rounds} runs).", median, least, most, rounds),
    ];
    lines.extend(report.answered.map(|answered| stopped(report, answered)));
    lines.push(io_control(race.decision, report.control_hits, *rounds));
    lines
}

fn io_control(decision: Decision, hits: usize, rounds: usize) -> String {
    match decision {
        Decision::Open => tr!(
            "Nobody can say whether that was the machine: the authors' version was fast enough in {hits} of {rounds} \
             runs.",
            hits,
            rounds
        ),
        Decision::Reached | Decision::Missed | Decision::TooSlow | Decision::WorksOn => tr!(
            "The authors' version was fast enough in {hits} of {rounds} runs meanwhile, so it was not the machine.",
            hits,
            rounds
        ),
    }
}

fn stopped(report: &IoReport, answered: u64) -> String {
    tr!(
        "Runs are stopped after {limit} s: of the {requests} requests, {answered} had been answered then.",
        limit = hundredths(seconds(report.limit_ms)),
        requests = report.requests,
        answered
    )
}

/// What kept the machine from saying more, as far as the system tells.
fn machine(state: &MachineState) -> Vec<String> {
    const NOTHING: f64 = 0.05;
    let told = |figure: Option<f64>| figure.filter(|figure| *figure > NOTHING);
    let tenths = |figure: f64| format!("{figure:.1}");
    let cores = state.cores.unwrap_or(state.usable_cores);
    let mut lines = Vec::new();
    if let Some(others) = told(state.others).map(tenths) {
        lines.push(tr!("Other programs used {others} of {cores} cores meanwhile.", others, cores));
    }
    if let Some(share) = told(state.pressure).map(percent) {
        lines.push(tr!("For {share} of the time, a thread waited for a core.", share));
    }
    if let Some(queued) = told(state.queued).map(tenths) {
        lines.push(tr!("On average, {queued} threads were waiting for a core.", queued));
    }
    if let Some(stolen) = told(state.stolen).map(tenths) {
        lines.push(tr!("The host of this virtual machine took {stolen} cores away.", stolen));
    }
    if state.usable_cores < cores {
        lines.push(tr!(
            "This process may use {usable} of {cores} cores only (its affinity, or the quota of its group).",
            usable = state.usable_cores,
            cores
        ));
    }
    lines
}

/// Behind the name of a race that was won.
pub(super) fn won(race: &RaceReport) -> String {
    let Some(medal) = race.medal.map(Medal::name) else { return String::new() };
    let [.., most] = race.speed_up;
    let words = match &race.work {
        Work::CpuBound(report) => {
            let times = format!("{most:.1}");
            tr!("{times}x on {cores} cores; {medal}", times, cores = report.cores, medal)
        }
        Work::IoBound(_) => format!("{most:.0}x; {medal}"),
    };
    format!(" ({words})")
}

/// Behind the name of a check that has looked at work on a virtual clock.
pub(super) fn overlapped(overlap: &Overlap) -> String {
    let medal = overlap.medal.map_or_else(String::new, |medal| format!("; {}", medal.name()));
    format!(" ({}x{medal})", times(overlap.speed_up))
}

/// What is left to gain.
pub(super) fn to_gain(check: &CheckResult) -> Option<String> {
    if let Some(Overlap { speed_up, medal: Some(medal), thresholds }) = check.overlap {
        let (next, asked) = thresholds.next(medal)?;
        return Some(faster(next, &times(asked), &times(speed_up)));
    }
    let Outcome::Raced { race } = &check.outcome else { return None };
    match &race.work {
        Work::CpuBound(CpuReport { tally, shares, .. }) => {
            let (next, share) = match race.medal? {
                Medal::Bronze => (Medal::Silver, shares.silver),
                Medal::Silver => (Medal::Gold, shares.gold),
                Medal::Gold => return None,
            };
            let (medal, asked, reached) = (next.name(), percent(share), percent(tally.share));
            Some(tr!(
                "Left to gain: {medal}, at {asked} of the speed of the authors' version; yours has {reached}.",
                medal,
                asked,
                reached
            ))
        }
        Work::IoBound(IoReport { thresholds, best, .. }) => {
            let (next, asked) = thresholds.next(race.medal?)?;
            Some(faster(next, &format!("{asked:.0}"), &format!("{:.0}", best.unwrap_or_default())))
        }
    }
}

fn faster(next: Medal, asked: &str, reached: &str) -> String {
    let medal = next.name();
    tr!("Left to gain: {medal}, at {asked} times as fast; yours was {reached}.", medal, asked, reached)
}

/// A number of times: with a decimal where it matters.
pub fn times(number: f64) -> String {
    if number < 10.0 { format!("{number:.1}") } else { format!("{number:.0}") }
}

fn hundredths(number: f64) -> String {
    format!("{number:.2}")
}

fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a few seconds")]
fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}
