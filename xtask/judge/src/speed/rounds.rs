//! What was measured in the rounds of a race of CPU-bound work, and what follows from it by itself. Pure.

use serde::Serialize;
use std::time::Duration;

/// How many cores other programs may have used on average in a round that tells.
const LEFT_ALONE: f64 = 0.1;

/// What one contestant's runs took in one round.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Runs {
    /// On all cores, by the judge's clock.
    pub wall: Duration,
    /// The processor time of that run, all threads together.
    pub cpu: Duration,
    /// The processor time of another run that had one core only; absent when there was none in this round.
    pub alone: Option<Duration>,
    /// Whether it had nothing left to do after its answer. A run that goes on computing reaches nothing.
    pub is_at_rest: bool,
}

impl Runs {
    /// Whether it was done within this time, with nothing left to do.
    pub(super) fn is_done_within(self, longest: Duration) -> bool {
        self.is_at_rest && self.wall <= longest
    }

    /// Whether it kept so many cores at work, and left nothing to do.
    pub(super) fn keeps_at_work(self, cores: f64) -> bool {
        self.is_at_rest && self.cpu >= self.wall.mul_f64(cores)
    }
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
    /// Another input, for the plain serial version, too; absent in rounds without it.
    pub baseline: Option<Baseline>,
    /// How many cores other programs used meanwhile, on average; absent when the system does not tell.
    pub others: Option<f64>,
}

/// What the plain serial version and the submission took for one size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Baseline {
    /// The plain version's processor time.
    pub plain: Duration,
    /// The submission on all cores.
    pub submission: Runs,
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

/// The work of a contestant: what its cheapest run took in processor time, of those on one core and those on all.
/// Being kept from running does not add to it, and what does (a neighbour on the same core, a cache that others use)
/// is least in the cheapest.
pub(super) fn work(rounds: &[Round], length: Length, contestant: fn(&Round) -> Runs) -> Duration {
    let runs = rounds.iter().filter(|round| round.length == length).map(contestant);
    runs.map(|runs| runs.alone.map_or(runs.cpu, |alone| alone.min(runs.cpu))).min().unwrap_or_default()
}

/// Whether a round can count against a submission: its calls are long, and other programs left the cores alone, as far as
/// the system tells.
pub(super) fn tells(round: &Round) -> bool {
    round.length == Length::Long && round.others.is_none_or(|others| others <= LEFT_ALONE)
}

/// What three of four runs of the control keep to, in rounds that tell: their processor time, as a multiple of that of
/// the cheapest.
pub(super) fn drift(rounds: &[Round]) -> f64 {
    let mut times = times_that_tell(rounds);
    let least = times.iter().min().copied().unwrap_or_default();
    quantile(&mut times, 3, 4).map_or(1.0, |most| most.as_secs_f64() / least.as_secs_f64())
}

/// How many times as much processor time the control's work takes when all cores are at work: hardware threads share
/// one core, and a processor with all cores at work may have to be slower.
pub(super) fn together(rounds: &[Round]) -> f64 {
    mean(rounds, |round| growth(round.control)).max(1.0)
}

/// How much more processor time the submission's work takes when all cores are at work than alone, in comparison with the
/// control's: 1.3 for what computes nothing useful in a quarter of it.
pub(super) fn waste(rounds: &[Round]) -> f64 {
    mean(rounds, |round| Some(growth(round.submission)? / growth(round.control)?))
}

/// How many times as much processor time as alone a contestant needs in one round when all cores are at work.
fn growth(Runs { cpu, alone, .. }: Runs) -> Option<f64> {
    Some(cpu.as_secs_f64() / alone?.as_secs_f64())
}

/// The geometric mean over the rounds that tell and have this figure: the slow moments of a machine meet the one run as
/// often as the other.
fn mean(rounds: &[Round], figure: impl Fn(&Round) -> Option<f64>) -> f64 {
    let figures = rounds.iter().filter(|round| tells(round)).filter_map(figure);
    let (sum, number) = figures.fold((0.0, 0.0), |(sum, number), figure| (sum + figure.ln(), number + 1.0));
    if number > 0.0 { (sum / number).exp() } else { 1.0 }
}

/// The processor times of the control on all cores.
fn times_that_tell(rounds: &[Round]) -> Vec<Duration> {
    rounds.iter().filter(|round| tells(round)).map(|round| round.control.cpu).collect()
}

/// The value below which so large a share of them is: `part` of `of`.
fn quantile(times: &mut [Duration], part: usize, of: usize) -> Option<Duration> {
    let index = times.len() * part / of;
    (index < times.len()).then(|| *times.select_nth_unstable(index).1)
}

/// How many times faster the submission was on all cores than the plain serial version.
pub(super) fn over_baseline(rounds: &[Round]) -> f64 {
    over(rounds, |runs| runs.wall)
}

/// How many times faster it had been if all of so many cores had been at work on it from its beginning to its end.
pub(super) fn over_baseline_at_best(rounds: &[Round], cores: f64) -> f64 {
    cores * over(rounds, |runs| runs.cpu)
}

fn over(rounds: &[Round], time: fn(Runs) -> Duration) -> f64 {
    let runs = || rounds.iter().filter_map(|round| round.baseline);
    let plain = runs().map(|runs| runs.plain).min().unwrap_or_default();
    let submission = runs().map(|runs| time(runs.submission)).min().unwrap_or(Duration::MAX);
    plain.as_secs_f64() / submission.as_secs_f64()
}
