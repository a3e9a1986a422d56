//! Two laws of speed-up, and how they are fitted to measurements. Pure.
//!
//! - Amdahl: T(p) / T(1) = s + (1 - s) / p. The serial share s is the part of the work that only one core can do; with
//!   any number of cores, S stays below 1 / s. From two levels only, s is the Karp-Flatt metric, in which every
//!   other loss hides too.
//! - Universal scalability law (N. J. Gunther): T(p) / T(1) = (1 + sigma (p - 1) + kappa p (p - 1)) / p. Amdahl's law
//!   is the case kappa = 0: sigma is contention (waiting for each other, as for a lock), kappa crosstalk (each core has
//!   to hear from each other one), which makes more cores slower in the end.
//!
//! Both are linear in their unknowns, and are fitted by least squares of the relative error of T(p) / T(1), since times
//! vary by a share of themselves.

/// A speed-up on a number of cores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The cores.
    pub cores: f64,
    /// The speed-up.
    pub speed_up: f64,
}

/// The speed-up that Amdahl's law gives.
pub fn amdahl(cores: f64, serial_share: f64) -> f64 {
    usl(cores, serial_share, 0.0)
}

/// The speed-up that the universal scalability law gives.
pub fn usl(cores: f64, sigma: f64, kappa: f64) -> f64 {
    cores / (1.0 + sigma * (cores - 1.0) + kappa * cores * (cores - 1.0))
}

/// The serial share, 0 to 1, with which Amdahl's law fits best; needs a point with more than one core.
pub fn serial_share(points: &[Point]) -> f64 {
    let sums = Sums::of(points);
    (sums.contention_loss / sums.contention_contention).clamp(0.0, 1.0)
}

/// The sigma and kappa, both 0 or more, with which the universal scalability law fits best; needs points with at least
/// two numbers of cores above one.
pub fn contention_and_crosstalk(points: &[Point]) -> (f64, f64) {
    let sums = Sums::of(points);
    let determinant = sums.contention_contention * sums.crosstalk_crosstalk - sums.contention_crosstalk.powi(2);
    let sigma = sums.contention_loss * sums.crosstalk_crosstalk - sums.crosstalk_loss * sums.contention_crosstalk;
    let kappa = sums.crosstalk_loss * sums.contention_contention - sums.contention_loss * sums.contention_crosstalk;
    if sigma >= 0.0 && kappa >= 0.0 {
        return (sigma / determinant, kappa / determinant);
    }
    // The best is on the border then: one of them is 0.
    let only_sigma = ((sums.contention_loss / sums.contention_contention).max(0.0), 0.0);
    let only_kappa = (0.0, (sums.crosstalk_loss / sums.crosstalk_crosstalk).max(0.0));
    if sums.error(only_sigma) <= sums.error(only_kappa) { only_sigma } else { only_kappa }
}

/// Sums of products over all points, each as a share of the point's T(p) / T(1). The loss of a point is what T(p) / T(1)
/// is more than 1 / p; it is sigma times `contention` plus kappa times `crosstalk`.
#[derive(Default)]
struct Sums {
    contention_contention: f64,
    contention_crosstalk: f64,
    crosstalk_crosstalk: f64,
    contention_loss: f64,
    crosstalk_loss: f64,
}

impl Sums {
    fn of(points: &[Point]) -> Self {
        let mut sums = Self::default();
        for Point { cores, speed_up } in points {
            let contention = speed_up * (1.0 - 1.0 / cores);
            let crosstalk = speed_up * (cores - 1.0);
            let loss = 1.0 - speed_up / cores;
            sums.contention_contention += contention * contention;
            sums.contention_crosstalk += contention * crosstalk;
            sums.crosstalk_crosstalk += crosstalk * crosstalk;
            sums.contention_loss += contention * loss;
            sums.crosstalk_loss += crosstalk * loss;
        }
        sums
    }

    /// The squared error with these parameters, but for the part that none of them changes.
    fn error(&self, (sigma, kappa): (f64, f64)) -> f64 {
        sigma * sigma * self.contention_contention
            + 2.0 * sigma * kappa * self.contention_crosstalk
            + kappa * kappa * self.crosstalk_crosstalk
            - 2.0 * (sigma * self.contention_loss + kappa * self.crosstalk_loss)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORES: [f64; 7] = [1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0];

    fn curve(law: impl Fn(f64) -> f64) -> Vec<Point> {
        CORES.iter().map(|cores| Point { cores: *cores, speed_up: law(*cores) }).collect()
    }

    /// Each speed-up up to 3% more or less.
    fn with_noise(mut points: Vec<Point>, seed: u64) -> Vec<Point> {
        let mut random = fastrand::Rng::with_seed(seed);
        points.iter_mut().skip(1).for_each(|point| point.speed_up *= 0.97 + 0.06 * random.f64());
        points
    }

    #[track_caller]
    fn close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found} instead of {expected}");
    }

    #[test]
    fn an_exact_curve_gives_its_parameters_back() {
        for share in [0.0, 0.01, 0.04, 0.3, 1.0] {
            close(serial_share(&curve(|cores| amdahl(cores, share))), share, 1e-9);
        }
        for (sigma, kappa) in [(0.0, 0.0), (0.05, 0.0), (0.0, 0.002), (0.05, 0.002), (0.4, 0.01)] {
            let found = contention_and_crosstalk(&curve(|cores| usl(cores, sigma, kappa)));
            close(found.0, sigma, 1e-9);
            close(found.1, kappa, 1e-9);
        }
    }

    #[test]
    fn a_noisy_curve_gives_about_its_parameters() {
        for seed in 0..50 {
            close(serial_share(&with_noise(curve(|cores| amdahl(cores, 0.1)), seed)), 0.1, 0.015);
            let (sigma, kappa) = contention_and_crosstalk(&with_noise(curve(|cores| usl(cores, 0.05, 0.01)), seed));
            close(sigma, 0.05, 0.04);
            close(kappa, 0.01, 0.004);
        }
    }

    #[test]
    fn two_points_give_the_karp_flatt_metric() {
        for (cores, speed_up) in [(2.0, 1.6), (2.0, 1.93), (4.0, 2.5)] {
            let points = [Point { cores: 1.0, speed_up: 1.0 }, Point { cores, speed_up }];
            let karp_flatt: f64 = (1.0 / speed_up - 1.0 / cores) / (1.0 - 1.0 / cores);
            close(serial_share(&points), karp_flatt, 1e-12);
        }
    }

    #[test]
    fn no_parameter_leaves_its_range() {
        let faster_than_the_cores = curve(|cores| cores * 1.1);
        close(serial_share(&faster_than_the_cores), 0.0, 0.0);
        assert_eq!(contention_and_crosstalk(&faster_than_the_cores), (0.0, 0.0));
        close(serial_share(&curve(|cores| 1.0 / cores)), 1.0, 0.0);
        // Better and better with more cores: the crosstalk would be negative.
        let (sigma, kappa) = contention_and_crosstalk(&curve(|cores| usl(cores, 0.3, -0.005)));
        assert!(sigma > 0.2 && kappa.abs() < f64::EPSILON, "{sigma} {kappa}");
        // More and more loss: the contention would be negative.
        let (sigma, kappa) = contention_and_crosstalk(&curve(|cores| usl(cores, -0.05, 0.02)));
        assert!(sigma.abs() < f64::EPSILON && kappa > 0.005, "{sigma} {kappa}");
    }

    #[test]
    fn the_point_on_one_core_says_nothing() {
        let mut points = curve(|cores| usl(cores, 0.05, 0.002));
        let all = contention_and_crosstalk(&points);
        points.remove(0);
        assert_eq!(contention_and_crosstalk(&points), all);
    }
}
