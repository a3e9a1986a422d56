//! The decision about a race, from its rounds so far. Pure.
//!
//! A busy machine can only make a parallel run slower, never faster. So few runs that reach the speed-up are
//! evidence for it, and many that do not are evidence against it only as far as the control (the authors' parallel
//! version, in the same rounds) did better, and as far as no other program took the cores.
//!
//! A machine can also change its speed, from run to run, without telling (a neighbour on the same hardware, a processor
//! that gets hot). Then even the control rarely reaches its speed-up. But whoever keeps one core at work, however fast it
//! just is, is not nearly twice as fast as on one.

use super::compared::Compared;
use super::rounds::{Length, Round, Runs, drift, over_baseline, over_baseline_at_best, tells, together, waste, work};
use serde::Serialize;
use std::time::Duration;

/// How often the speed-up must be reached.
const HITS: usize = 2;
/// The same on a machine that changes its speed.
const HITS_UNLESS_STEADY: usize = 4;
/// The first round after which anything is decided.
const FIRST_DECISION: usize = 4;
/// The same on a machine that changes its speed: the more runs there are, the nearer is the cheapest to the work itself.
const FIRST_DECISION_UNLESS_STEADY: usize = 8;
/// Who computes for so many times as long as the plain serial version, even if every core had helped all the time, is too
/// slow on any machine.
const FAR_BEHIND: f64 = 3.0;
/// Who is this much slower than the plain serial version, is so beyond what small things make of it.
const BEHIND: f64 = 1.1;
/// After so many rounds on a quiet machine, every contestant has had its best run.
const ENOUGH: usize = 10;
/// How many cores other programs may have used on average in rounds that count against a submission.
pub const OTHERS: f64 = 0.5;
/// What counts against a submission is a run that was not even near the speed-up: below this share of it on cores that
/// are as slow together as these,
const NEARLY: f64 = 0.95;
/// or one that kept so few cores at work that it could only have gained this share of what is asked for.
const LITTLE: f64 = 1.0 / 3.0;
/// Three of four runs of the control may need so many times the processor time of its cheapest: beyond that, the machine
/// changes its speed, and the least work of a contestant says little about the others of its runs.
const STEADY: f64 = 1.08;
/// Cores may be so many times slower together than one alone; beyond that, nobody can tell who uses them well.
const SLOWER_TOGETHER: f64 = 1.5;
/// In how large a share of the rounds that tell, and of how many at least, the speed-up must be reached on cores that are
/// slower together.
const OFTEN: (f64, usize) = (0.75, 8);
/// In how large a share of the rounds that tell, and of how many at least, so many cores must be kept at work on a machine
/// that changes its speed.
const BUSY: (f64, usize) = (0.6, 16);
/// Who wastes more than this on such a machine, or on cores that are slower together, may only look busy.
const WASTE: f64 = 1.1;
/// How often the control must have reached its speed-up instead, where the system does not tell about others.
const CONTROL: f64 = 0.8;

/// In how many rounds of one length a second run has one core only.
const ALONE: usize = 4;
/// After so many rounds, a race is open for good.
const ROUNDS: usize = 51;
/// The same when nobody has reached the speed-up in any of them, not even the control.
const ROUNDS_IN_VAIN: usize = 25;
/// After so many rounds without a decision, calls become short.
const LONG_ROUNDS: usize = 20;
/// The same when other programs take cores.
const LONG_ROUNDS_WHEN_BUSY: usize = 6;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rule {
    /// How many times faster than on one core a run on all cores must be.
    pub speed_up: f64,
    /// How many cores there are, as far as they count.
    pub cores: usize,
}

/// What the rounds prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Nothing yet.
    Open,
    /// The speed-up was reached.
    Reached,
    /// It was not, and chance and other programs are ruled out.
    Missed,
    /// Slower on all cores than the plain serial version on one.
    TooSlow,
    /// It goes on computing after its answer.
    WorksOn,
}

/// The rounds of a race in a few figures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tally {
    /// How many rounds there were.
    pub rounds: usize,
    /// In how many the submission reached the speed-up.
    pub hits: usize,
    /// In how many the control did.
    pub control_hits: usize,
    /// In how many they had nothing left to do after their answers.
    pub at_rest: Compared,
    /// Of the rounds that tell: in how many the submission nearly did, and the control did.
    pub nearly: Compared,
    /// In how many of the same they kept so many cores at work that they could have gained a third of what is asked for,
    /// whatever the speed of the machine was; no rounds where the system does not tell about others.
    pub cores_used: Compared,
    /// What three of four long calls of the control keep to: their processor time, as a multiple of that of the cheapest.
    pub drift: f64,
    /// How many times as much processor time the control's work takes when all cores are at work.
    pub together: f64,
    /// How much more processor time than alone the submission's work takes then, in comparison with the control's.
    pub waste: f64,
    /// In how many of the rounds that tell they reached the speed-up over one core that is as slow as all are together.
    pub hits_together: Compared,
    /// In how many of them they kept as many cores at work as the speed-up asks for, and for all that the submission wastes.
    pub busy: Compared,
    /// How many times faster it was on all cores than the plain serial version.
    pub over_baseline: f64,
    /// How many times faster it had been if all cores had been at work on it all the time.
    pub over_baseline_at_best: f64,
    /// The submission's speed, as a share of the authors'.
    pub share: f64,
    /// How many cores other programs used, on average over all rounds.
    pub others: Option<f64>,
}

/// Sums up; there must be a round.
pub fn tally(rounds: &[Round], rule: Rule) -> Tally {
    let hits = reached(rounds, |_| true, [rule.speed_up; 2]);
    let (together, waste) = (together(rounds), waste(rounds));
    let best = |time: fn(&Round) -> Duration| rounds.iter().map(time).min().unwrap_or_default().as_secs_f64();
    let elapsed: Duration = rounds.iter().map(|round| round.elapsed).sum();
    let taken: Option<f64> =
        rounds.iter().map(|round| round.others.map(|cores| cores * round.elapsed.as_secs_f64())).sum();
    Tally {
        rounds: rounds.len(),
        hits: hits.submission,
        control_hits: hits.control,
        at_rest: Compared::count(rounds.iter(), |round| [round.submission.is_at_rest, round.control.is_at_rest]),
        nearly: reached(rounds, tells, [NEARLY * rule.speed_up / together, rule.speed_up]),
        cores_used: cores_used(rounds, [1.0 + LITTLE * (rule.speed_up - 1.0); 2]),
        drift: drift(rounds),
        together,
        waste,
        hits_together: hits_together(rounds, together, rule),
        busy: cores_used(rounds, [waste.max(1.0), 1.0].map(|waste| waste * busy_cores(rule))),
        over_baseline: over_baseline(rounds),
        over_baseline_at_best: over_baseline_at_best(rounds, count(rule.cores)),
        share: best(|round| round.control_on_same) / best(|round| round.submission.wall),
        others: taken.map(|taken| taken / elapsed.as_secs_f64()),
    }
}

/// In how many rounds the submission and the control were so many times faster on all cores than on one.
fn reached(rounds: &[Round], counts_here: impl Fn(&Round) -> bool, [submission, control]: [f64; 2]) -> Compared {
    let longest = |contestant: fn(&Round) -> Runs, speed_up: f64| {
        [Length::Long, Length::Short].map(|length| work(rounds, length, contestant).div_f64(speed_up))
    };
    let submission = longest(|round| round.submission, submission);
    let control = longest(|round| round.control, control);
    Compared::count(rounds.iter().filter(|round| counts_here(round)), |round| {
        let length = round.length as usize;
        [round.submission.is_done_within(submission[length]), round.control.is_done_within(control[length])]
    })
}

/// The rounds that tell, where the system says that others left the cores alone.
fn left_alone(rounds: &[Round]) -> impl Iterator<Item = &Round> {
    rounds.iter().filter(|round| tells(round) && round.others.is_some())
}

/// In how many of the rounds that tell the submission and the control kept so many cores at work; nobody can say where the
/// system does not tell about others.
fn cores_used(rounds: &[Round], [submission, control]: [f64; 2]) -> Compared {
    Compared::count(left_alone(rounds), |round| {
        [round.submission.keeps_at_work(submission), round.control.keeps_at_work(control)]
    })
}

/// How many cores must be at work: a bit more than the speed-up, since what only one core does is not slower when the
/// others are slower together.
fn busy_cores(Rule { speed_up, cores }: Rule) -> f64 {
    0.75 * speed_up + 0.25 * count(cores)
}

/// In how many of the rounds that tell they kept nearly all cores at work, and were so many times faster than on one core,
/// if that had been as slow as it is when all are at work. (What only one core does is not slower. So it is not enough to
/// keep as many cores at work as the speed-up asks for.)
fn hits_together(rounds: &[Round], together: f64, Rule { speed_up, cores }: Rule) -> Compared {
    let longest =
        |contestant: fn(&Round) -> Runs| work(rounds, Length::Long, contestant).mul_f64(together).div_f64(speed_up);
    let (submission, control) = (longest(|round| round.submission), longest(|round| round.control));
    let cores_used = f64::midpoint(speed_up, count(cores));
    let hits = |runs: Runs, longest: Duration| runs.is_done_within(longest) && runs.keeps_at_work(cores_used);
    Compared::count(left_alone(rounds), |round| [hits(round.submission, submission), hits(round.control, control)])
}

/// Whether it is fast where single runs say little. On cores that are slower together, not even the control can be so many
/// times faster than on one alone. On a machine that changes its speed, the least work of a contestant says little; but
/// the speed-up is as large as the number of cores that are kept at work, without what is wasted.
fn is_often_fast(tally: &Tally, is_steady: bool) -> bool {
    let (Compared { rounds, submission, .. }, (share, least)) =
        if is_steady { (tally.hits_together, OFTEN) } else { (tally.busy, BUSY) };
    tally.together <= SLOWER_TOGETHER
        && tally.waste <= WASTE
        && rounds >= least
        && count(submission) >= share * count(rounds)
}

/// How long the calls of the next round are, when those so far prove nothing; `None` when there is nothing more to learn.
pub fn next_length(rounds: &[Round], tally: Option<&Tally>) -> Option<Length> {
    let (Some(tally), Some(last)) = (tally, rounds.last()) else { return Some(Length::Long) };
    let is_in_vain = tally.hits + tally.control_hits == 0 && tally.rounds >= ROUNDS_IN_VAIN;
    if is_in_vain || tally.rounds >= ROUNDS {
        return None;
    }
    let is_busy = tally.others.is_some_and(|others| others > OTHERS);
    let long_rounds = if is_busy { LONG_ROUNDS_WHEN_BUSY } else { LONG_ROUNDS };
    let is_short = last.length == Length::Short || tally.rounds >= long_rounds;
    Some(if is_short { Length::Short } else { Length::Long })
}

/// Whether everybody runs once more in the next round, on one core. Where the machine keeps its speed, the cheapest of a
/// few such runs is what the work takes. Who keeps hardly more than one core at work, runs on one anyway.
pub fn needs_alone(rounds: &[Round], length: Length, tally: Option<&Tally>) -> bool {
    let is_steady = tally.is_none_or(|tally| tally.drift <= STEADY);
    let is_alone = tally.is_some_and(|Tally { cores_used, .. }| cores_used.submission == 0 && cores_used.control > 1);
    !is_alone && (!is_steady || rounds.iter().filter(|round| round.length == length).count() < ALONE)
}

/// Whether the plain serial version runs in the next round, too: who has beaten it once, need not do it again.
pub fn needs_baseline(tally: Option<&Tally>) -> bool {
    tally.is_none_or(|tally| tally.over_baseline <= 1.0)
}

/// What the rounds so far prove.
pub fn decide(tally: &Tally) -> Decision {
    let is_steady = tally.drift <= STEADY;
    let (first, hits) =
        if is_steady { (FIRST_DECISION, HITS) } else { (FIRST_DECISION_UNLESS_STEADY, HITS_UNLESS_STEADY) };
    if tally.rounds < first {
        return Decision::Open;
    }
    if tally.at_rest.is_behind() {
        return Decision::WorksOn;
    }
    if tally.over_baseline_at_best * FAR_BEHIND < 1.0 {
        return Decision::TooSlow;
    }
    let has_hit = tally.hits >= hits || is_often_fast(tally, is_steady);
    if has_hit && tally.over_baseline > 1.0 {
        return Decision::Reached;
    }
    let is_quiet = match tally.others {
        Some(others) => others <= OTHERS,
        None => count(tally.control_hits) >= CONTROL * count(tally.rounds),
    };
    if is_quiet && tally.rounds >= ENOUGH && is_behind_baseline(tally) {
        return Decision::TooSlow;
    }
    let is_slower = is_quiet && is_steady && tally.nearly.is_behind();
    if is_slower || tally.cores_used.is_behind() { Decision::Missed } else { Decision::Open }
}

/// Whether it is slower than the plain serial version even for cores that are as slow together as these, at moments as
/// slow as any.
fn is_behind_baseline(tally: &Tally) -> bool {
    tally.over_baseline * tally.together * tally.drift * BEHIND <= 1.0
}

#[expect(clippy::cast_precision_loss, reason = "a few rounds")]
fn count(number: usize) -> f64 {
    number as f64
}
