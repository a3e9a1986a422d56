//! The decision about a race, from its rounds so far. Pure.
//!
//! A busy machine can only make a parallel run slower, never faster. So few runs that reach the speed-up are
//! evidence for it, and many that do not are evidence against it only as far as the control (the authors' parallel
//! version, in the same rounds) did better, and as far as no other program took the cores.

use fishers_exact::fishers_exact;
use serde::Serialize;
use std::time::Duration;

/// How often the speed-up must be reached.
const HITS: usize = 2;
/// The first round after which anything is decided.
const FIRST_DECISION: usize = 3;
/// So many times slower than the plain serial version is too slow on any machine.
const FAR_BEHIND: f64 = 3.0;
/// After so many rounds on a quiet machine, every contestant has had its best run.
const ENOUGH: usize = 10;
/// How probable it may be at most that chance alone kept a submission behind the control.
const CHANCE: f64 = 1e-4;
/// How many cores other programs may have used on average in rounds that count against a submission.
pub(super) const OTHERS: f64 = 0.5;
/// How often the control must have reached its speed-up instead, where the system does not tell about others.
const CONTROL: f64 = 0.8;

/// After so many rounds, a race is open for good.
const ROUNDS: usize = 51;
/// The same when nobody has reached the speed-up in any of them, not even the control.
const ROUNDS_IN_VAIN: usize = 25;
/// After so many rounds without a decision, calls become short.
const LONG_ROUNDS: usize = 15;
/// The same when other programs take cores.
const LONG_ROUNDS_WHEN_BUSY: usize = 6;

/// What one contestant's runs took in one round.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Runs {
    /// On all cores, by the judge's clock.
    pub wall: Duration,
    /// The processor time of that run, all threads together.
    pub cpu: Duration,
    /// The processor time of another run that had one core only; absent when there was none in this round.
    pub alone: Option<Duration>,
}

/// How long the calls of a round are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// Long ones are steadier.
    Long,
    /// Short ones fit into the moments in which a busy machine has all cores free.
    Short,
}

/// One round: everybody once, in random order, on fresh input.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Round {
    /// How long its calls are: only rounds of one length are compared with each other.
    pub length: Length,
    /// How long all of it took.
    pub elapsed: Duration,
    /// The submission.
    pub submission: Runs,
    /// The authors' parallel version.
    pub control: Runs,
    /// How long the authors' version took on the submission's own input, by the judge's clock.
    pub control_on_same: Duration,
    /// Another input, for the plain serial version: its processor time, and how long the submission took on all cores;
    /// absent in rounds without it.
    pub baseline: Option<(Duration, Duration)>,
    /// How many cores other programs used meanwhile, on average; absent when the system does not tell.
    pub others: Option<f64>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rule {
    /// How many times faster than on one core a run on all cores must be.
    pub speed_up: f64,
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
    /// How many times faster it was on all cores than the plain serial version.
    pub over_baseline: f64,
    /// The submission's speed, as a share of the authors'.
    pub share: f64,
    /// How many cores other programs used, on average over all rounds.
    pub others: Option<f64>,
}

/// Sums up; there must be a round.
pub fn tally(rounds: &[Round], rule: Rule) -> Tally {
    let hits = |contestant: fn(&Round) -> Runs| {
        let longest =
            [Length::Long, Length::Short].map(|length| work(rounds, length, contestant).div_f64(rule.speed_up));
        let reached = |round: &&Round| contestant(round).wall <= longest[round.length as usize];
        rounds.iter().filter(reached).count()
    };
    let best = |time: fn(&Round) -> Duration| rounds.iter().map(time).min().unwrap_or_default().as_secs_f64();
    let elapsed: Duration = rounds.iter().map(|round| round.elapsed).sum();
    let taken: Option<f64> =
        rounds.iter().map(|round| round.others.map(|cores| cores * round.elapsed.as_secs_f64())).sum();
    Tally {
        rounds: rounds.len(),
        hits: hits(|round| round.submission),
        control_hits: hits(|round| round.control),
        over_baseline: over_baseline(rounds),
        share: best(|round| round.control_on_same) / best(|round| round.submission.wall),
        others: taken.map(|taken| taken / elapsed.as_secs_f64()),
    }
}

fn over_baseline(rounds: &[Round]) -> f64 {
    let runs = || rounds.iter().filter_map(|round| round.baseline);
    let baseline = runs().map(|(baseline, _)| baseline).min().unwrap_or_default();
    let submission = runs().map(|(_, submission)| submission).min().unwrap_or(Duration::MAX);
    baseline.as_secs_f64() / submission.as_secs_f64()
}

/// How many times faster than on one core the submission was: the smallest, the median and the largest.
pub fn spread(rounds: &[Round]) -> [f64; 3] {
    let mut sorted: Vec<f64> = (0..rounds.len()).map(|number| speed_up(rounds, number)).collect();
    sorted.sort_by(f64::total_cmp);
    [sorted[0], sorted[sorted.len() / 2], sorted[sorted.len() - 1]]
}

/// How many times faster than on one core the submission was in one of the rounds.
pub fn speed_up(rounds: &[Round], number: usize) -> f64 {
    let round = &rounds[number];
    work(rounds, round.length, |round| round.submission).as_secs_f64() / round.submission.wall.as_secs_f64()
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

/// What the rounds so far prove.
pub fn decide(tally: &Tally) -> Decision {
    if tally.rounds < FIRST_DECISION {
        return Decision::Open;
    }
    if tally.over_baseline * FAR_BEHIND < 1.0 {
        return Decision::TooSlow;
    }
    if tally.hits >= HITS && tally.over_baseline > 1.0 {
        return Decision::Reached;
    }
    let is_quiet = match tally.others {
        Some(others) => others <= OTHERS,
        None => count(tally.control_hits) >= CONTROL * count(tally.rounds),
    };
    if is_quiet && tally.rounds >= ENOUGH && tally.over_baseline <= 1.0 {
        return Decision::TooSlow;
    }
    if is_quiet && tally.hits < tally.control_hits && chance_of(tally) <= CHANCE {
        Decision::Missed
    } else {
        Decision::Open
    }
}

/// How probable so few hits would be if the submission hit as often as the control: Fisher's exact test, one-sided.
fn chance_of(tally: &Tally) -> f64 {
    let counts = |hits: usize| [hits, tally.rounds - hits].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let ([hits, misses], [control_hits, control_misses]) = (counts(tally.hits), counts(tally.control_hits));
    // An error means numbers beyond 32 bits: then nothing is ruled out.
    fishers_exact(&[hits, misses, control_hits, control_misses]).map_or(1.0, |chances| chances.less_pvalue)
}

/// The work of a contestant: what its cheapest run took in processor time, of those on one core and those on all.
/// Being kept from running does not add to it, and what does (a neighbour on the same core, a cache that others use)
/// is least in the cheapest.
fn work(rounds: &[Round], length: Length, contestant: fn(&Round) -> Runs) -> Duration {
    let runs = rounds.iter().filter(|round| round.length == length).map(contestant);
    runs.map(|runs| runs.alone.map_or(runs.cpu, |alone| alone.min(runs.cpu))).min().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "a few rounds")]
fn count(number: usize) -> f64 {
    number as f64
}
