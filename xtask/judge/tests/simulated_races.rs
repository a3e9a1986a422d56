//! Ten thousand simulated races for each kind of submission and each state of the machine: how often the rule is
//! wrong (docs/SPEED.md). The rates are printed.

use judge::speed::certificate::{Decision, Rule, decide, needs_alone, needs_baseline, next_length, tally};
use judge::speed::rounds::{Baseline, Length, Round, Runs};
use std::thread;
use std::time::Duration;

const RACES: u32 = 10_000;
const CORES: f64 = 2.0;
const RULE: Rule = Rule { speed_up: 0.85 * CORES, cores: 2 };

/// A submission: its speed-up on a machine of its own, and the processor time that it wastes when it runs on all cores.
struct Kind {
    name: &'static str,
    speed_up: f64,
    waste: f64,
    /// Whether cores without work look busy.
    spins: bool,
    /// Whether a core that is slower than the other gets less to do.
    balances: bool,
    /// How many times faster it is than the plain serial version, on a machine of its own.
    over_plain: f64,
    is_good: bool,
}

/// A good submission.
const GOOD: Kind =
    Kind { name: "", speed_up: 1.97, waste: 0.01, balances: true, spins: false, over_plain: 4.0, is_good: true };
/// A wrong one.
const WRONG: Kind = Kind { is_good: false, ..GOOD };

/// The plain serial version.
const PLAIN: Kind = Kind { name: "plain", speed_up: 1.0, waste: 0.0, over_plain: 1.0, ..WRONG };

const KINDS: [Kind; 11] = [
    Kind { name: "work stealing", ..GOOD },
    Kind { name: "static split", speed_up: 1.93, waste: 0.0, balances: false, ..GOOD },
    Kind { name: "uneven static split", speed_up: 1.85, waste: 0.0, balances: false, ..GOOD },
    Kind { name: "more threads than cores", speed_up: 1.9, waste: 0.03, ..GOOD },
    Kind { name: "costly", over_plain: 1.15, ..GOOD },
    Kind { name: "serial", speed_up: 1.0, waste: 0.0, over_plain: 2.0, ..WRONG },
    Kind { name: "30% serial", speed_up: 1.0 / (0.3 + 0.7 / CORES), waste: 0.05, ..WRONG },
    Kind { name: "30% serial, and spins", speed_up: 1.538, waste: 0.0, spins: true, ..WRONG },
    Kind { name: "one lock", speed_up: 0.95, waste: 0.2, over_plain: 2.0, ..WRONG },
    Kind { name: "half the plain speed", over_plain: 0.5, ..WRONG },
    Kind { name: "a tenth of it", over_plain: 0.1, ..WRONG },
];

/// A state of the machine: how many cores others use, as often as they do, and how much else happens.
struct Machine {
    name: &'static str,
    /// The share of runs during which a core is taken.
    taken: f64,
    /// The share of one core that is always taken.
    drizzle: f64,
    /// The mean of the time that is lost for other reasons, as a share.
    jitter: f64,
    /// How many times as long the slowest runs take as the fastest, because the cores themselves are slower.
    slows: f64,
    /// How many times as long each core takes when all are at work.
    together: f64,
}

const MACHINES: [Machine; 11] = [
    Machine { name: "quiet", taken: 0.02, drizzle: 0.0, jitter: 0.03, slows: 1.0, together: 1.0 },
    Machine { name: "speed that changes", taken: 0.02, drizzle: 0.0, jitter: 0.03, slows: 1.5, together: 1.0 },
    Machine { name: "a bit less together", taken: 0.02, drizzle: 0.0, jitter: 0.01, slows: 1.0, together: 1.09 },
    Machine { name: "less together", taken: 0.02, drizzle: 0.0, jitter: 0.01, slows: 1.0, together: 1.15 },
    Machine { name: "less, and changes", taken: 0.02, drizzle: 0.0, jitter: 0.01, slows: 1.08, together: 1.12 },
    Machine { name: "much less, and changes", taken: 0.02, drizzle: 0.0, jitter: 0.05, slows: 1.4, together: 1.25 },
    Machine { name: "hardware threads", taken: 0.02, drizzle: 0.0, jitter: 0.03, slows: 1.0, together: 1.4 },
    Machine { name: "a bit taken", taken: 0.02, drizzle: 0.05, jitter: 0.03, slows: 1.0, together: 1.0 },
    Machine { name: "now and then", taken: 0.3, drizzle: 0.0, jitter: 0.06, slows: 1.0, together: 1.0 },
    Machine { name: "one core taken", taken: 0.9, drizzle: 0.0, jitter: 0.1, slows: 1.0, together: 1.0 },
    Machine { name: "all taken", taken: 1.0, drizzle: 0.0, jitter: 0.5, slows: 1.0, together: 1.0 },
];

struct Noise(fastrand::Rng);

impl Noise {
    /// What is lost: exponentially distributed.
    fn lost(&mut self, mean: f64) -> f64 {
        1.0 - mean * (1.0 - self.0.f64()).ln()
    }

    /// What one contestant takes, and how many cores others take from it.
    fn runs(&mut self, kind: &Kind, machine: &Machine, and_alone: bool, work: f64) -> (Runs, f64) {
        let taken = self.0.f64() < machine.taken;
        // With a core taken, what the threads do at the same time is done one after the other, more or less.
        let speed_up = if taken { 1.0 + (kind.speed_up - 1.0) * 0.3 * self.0.f64() } else { kind.speed_up };
        // Who does not balance waits for the core of which a bit is taken.
        let drizzle = 1.0 - machine.drizzle / if kind.balances { CORES } else { 1.0 };
        let work_now = work * (1.0 + (machine.slows - 1.0) * self.0.f64());
        // What only one core does is not slower, unless the others spin meanwhile.
        let serial = ((CORES / speed_up - 1.0) / (CORES - 1.0)).clamp(0.0, 1.0);
        let one_core = work_now * serial * if kind.spins { machine.together } else { 1.0 };
        let all_cores = work_now * (1.0 - serial) * machine.together;
        let idle = speed_up.recip() - (serial + (1.0 - serial) / CORES);
        let wall = one_core + all_cores / CORES + work_now * idle;
        let cpu = if kind.spins { wall * CORES } else { (one_core + all_cores) * (1.0 + kind.waste) } * self.lost(0.03);
        let wall = wall / drizzle * self.lost(machine.jitter);
        let slower = 1.0 + (machine.slows - 1.0) * self.0.f64();
        let alone = and_alone.then(|| Duration::from_secs_f64(work * slower * self.lost(0.03)));
        let runs =
            Runs { wall: Duration::from_secs_f64(wall), cpu: Duration::from_secs_f64(cpu), alone, is_at_rest: true };
        (runs, if taken { 1.0 } else { machine.drizzle })
    }

    fn round(&mut self, kind: &Kind, machine: &Machine, length: Length, [and_alone, and_plain]: [bool; 2]) -> Round {
        let shorter = if length == Length::Short { 0.1 } else { 1.0 };
        let (submission, taken) = self.runs(kind, machine, and_alone, 0.04 * shorter);
        let (control, taken_too) = self.runs(&KINDS[0], machine, and_alone, 0.06 * shorter);
        let others = Some(f64::midpoint(taken, taken_too) + 0.1 * (self.0.f64() - 0.5));
        let (elapsed, control_on_same) = (Duration::from_millis(80), Duration::from_millis(15));
        let baseline = and_plain.then(|| {
            let (plain, _) = self.runs(&PLAIN, machine, true, 0.04);
            let (submission, _) = self.runs(kind, machine, false, 0.04 * kind.speed_up / kind.over_plain);
            Baseline { plain: plain.alone.unwrap_or_default(), submission }
        });
        Round { length, elapsed, submission, control, control_on_same, baseline, others }
    }

    fn race(&mut self, kind: &Kind, machine: &Machine) -> Decision {
        let (mut rounds, mut so_far) = (Vec::new(), None);
        while let Some(length) = next_length(&rounds, so_far.as_ref()) {
            let also = [needs_alone(&rounds, length, so_far.as_ref()), needs_baseline(so_far.as_ref())];
            rounds.push(self.round(kind, machine, length, also));
            let tally = tally(&rounds, RULE);
            so_far = Some(tally);
            if decide(&tally) != Decision::Open {
                break;
            }
        }
        so_far.map_or(Decision::Open, |tally| decide(&tally))
    }
}

/// How often the races were decided in which way: reached, missed, open.
fn rates(kind: &Kind, machine: &Machine) -> [u32; 3] {
    let mut noise = Noise(fastrand::Rng::with_seed(4));
    let mut rates = [0; 3];
    for _ in 0..RACES {
        match noise.race(kind, machine) {
            Decision::Reached => rates[0] += 1,
            Decision::Missed | Decision::TooSlow | Decision::WorksOn => rates[1] += 1,
            Decision::Open => rates[2] += 1,
        }
    }
    rates
}

#[test]
fn the_rule_is_never_wrong_in_ten_thousand_races_of_each_kind() {
    println!("{:24} {:22} {:>8} {:>8} {:>13}", "submission", "machine", "passed", "failed", "inconclusive");
    for kind in &KINDS {
        let all = thread::scope(|scope| {
            MACHINES.each_ref().map(|machine| scope.spawn(|| rates(kind, machine))).map(|thread| thread.join().unwrap())
        });
        for (machine, [reached, missed, open]) in MACHINES.iter().zip(all) {
            println!("{:24} {:22} {reached:>8} {missed:>8} {open:>13}", kind.name, machine.name);
            let (right, wrong) = if kind.is_good { (reached, missed) } else { (missed, reached) };
            // Who means to deceive, has a chance where the cheapest of a few runs says little.
            let bound = if kind.spins && machine.slows > 1.0 { RACES / 25 } else { 0 };
            assert!(wrong <= bound, "{} on a machine that is {}: {wrong} wrong", kind.name, machine.name);
            if machine.name == "quiet" && kind.name != "uneven static split" {
                assert!(right > RACES * 98 / 100, "a quiet machine decides: {}", kind.name);
            }
        }
    }
}
