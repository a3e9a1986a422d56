//! Ten thousand simulated races for each kind of submission and each state of the machine: how often the rule is
//! wrong (docs/SPEED.md). The rates are printed.

use judge::speed::certificate::{Decision, Length, Round, Rule, Runs, decide, next_length, tally};
use std::thread;
use std::time::Duration;

const RACES: u32 = 10_000;
const CORES: f64 = 2.0;
const RULE: Rule = Rule { speed_up: 0.85 * CORES };

/// A submission: its speed-up on a machine of its own, and the processor time that it wastes when it runs on all cores.
struct Kind {
    name: &'static str,
    speed_up: f64,
    waste: f64,
    is_good: bool,
}

const KINDS: [Kind; 6] = [
    Kind { name: "work stealing", speed_up: 1.97, waste: 0.01, is_good: true },
    Kind { name: "static split", speed_up: 1.93, waste: 0.0, is_good: true },
    Kind { name: "more threads than cores", speed_up: 1.9, waste: 0.03, is_good: true },
    Kind { name: "serial", speed_up: 1.0, waste: 0.0, is_good: false },
    Kind { name: "30% serial", speed_up: 1.0 / (0.3 + 0.7 / CORES), waste: 0.05, is_good: false },
    Kind { name: "one lock", speed_up: 0.95, waste: 0.2, is_good: false },
];

/// A state of the machine: how many cores others use, as often as they do, and how much else happens.
struct Machine {
    name: &'static str,
    /// The share of runs during which a core is taken.
    taken: f64,
    /// The mean of the time that is lost for other reasons, as a share.
    jitter: f64,
}

const MACHINES: [Machine; 4] = [
    Machine { name: "quiet", taken: 0.02, jitter: 0.03 },
    Machine { name: "now and then", taken: 0.3, jitter: 0.06 },
    Machine { name: "one core taken", taken: 0.9, jitter: 0.1 },
    Machine { name: "all taken", taken: 1.0, jitter: 0.5 },
];

struct Noise(fastrand::Rng);

impl Noise {
    /// What is lost: exponentially distributed.
    fn lost(&mut self, mean: f64) -> f64 {
        1.0 - mean * (1.0 - self.0.f64()).ln()
    }

    fn runs(&mut self, kind: &Kind, machine: &Machine, round: usize, work: f64) -> Runs {
        let taken = self.0.f64() < machine.taken;
        // With a core taken, what the threads do at the same time is done one after the other, more or less.
        let speed_up = if taken { 1.0 + (kind.speed_up - 1.0) * 0.3 * self.0.f64() } else { kind.speed_up };
        let wall = work / speed_up * self.lost(machine.jitter);
        let cpu = work * (1.0 + kind.waste) * self.lost(0.03);
        let alone = (round < 3).then(|| Duration::from_secs_f64(work * self.lost(0.03)));
        Runs { wall: Duration::from_secs_f64(wall), cpu: Duration::from_secs_f64(cpu), alone }
    }

    fn round(&mut self, kind: &Kind, machine: &Machine, length: Length, round: usize) -> Round {
        let shorter = if length == Length::Short { 0.1 } else { 1.0 };
        let submission = self.runs(kind, machine, round, 0.04 * shorter);
        let control = self.runs(&KINDS[0], machine, round, 0.06 * shorter);
        let others = Some(machine.taken * CORES / 2.0 + 0.1 * self.0.f64());
        let (elapsed, control_on_same) = (Duration::from_millis(80), Duration::from_millis(15));
        let baseline = Some((Duration::from_millis(90), Duration::from_millis(20)));
        Round { length, elapsed, submission, control, control_on_same, baseline, others }
    }

    fn race(&mut self, kind: &Kind, machine: &Machine) -> Decision {
        let (mut rounds, mut so_far) = (Vec::new(), None);
        while let Some(length) = next_length(&rounds, so_far.as_ref()) {
            let first_of_length = rounds.iter().filter(|round: &&Round| round.length == length).count();
            rounds.push(self.round(kind, machine, length, first_of_length));
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
            Decision::Missed | Decision::TooSlow => rates[1] += 1,
            Decision::Open => rates[2] += 1,
        }
    }
    rates
}

#[test]
fn the_rule_is_never_wrong_in_ten_thousand_races_of_each_kind() {
    println!("{:24} {:16} {:>8} {:>8} {:>13}", "submission", "machine", "passed", "failed", "inconclusive");
    for kind in &KINDS {
        let all = thread::scope(|scope| {
            MACHINES.each_ref().map(|machine| scope.spawn(|| rates(kind, machine))).map(|thread| thread.join().unwrap())
        });
        for (machine, [reached, missed, open]) in MACHINES.iter().zip(all) {
            println!("{:24} {:16} {reached:>8} {missed:>8} {open:>13}", kind.name, machine.name);
            let (right, wrong) = if kind.is_good { (reached, missed) } else { (missed, reached) };
            assert_eq!(wrong, 0, "{} on a machine that is {}", kind.name, machine.name);
            if machine.name == "quiet" {
                assert!(right > RACES * 99 / 100, "a quiet machine decides: {}", kind.name);
            }
        }
    }
}
