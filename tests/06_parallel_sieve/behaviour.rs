//! What both functions of exercise 6 answer, and in how much memory. Not how fast they are.
//!
//! Submissions are compiled without optimisation here, and some of the correct ones are slow: so most numbers
//! are below a million; only the check of memory needs larger ones.

use kit::prelude::*;
use parallel_sieve::{count_primes, primes_up_to};
use rayon::prelude::*;
use std::thread;

fn main() -> ExitCode {
    kit::run(&[
        check("there are no primes below 2", none_below_two).points(2).hint(1),
        check("the first numbers are right, one by one", first_numbers).points(3).hint(1),
        check("n itself belongs to it when it is a prime", n_is_included).points(2).hint(1),
        check("the square of a prime is no prime", squares).points(3).hint(2),
        check("there are 78,498 primes up to a million", powers_of_ten).points(2).hint(2),
        check("nothing is lost or added at round numbers and borders of segments", borders).points(4).hint(2),
        check("the answers are right for any n", any_n).points(3).hint(2),
        check("primes_up_to is in ascending order, without anything twice", ascending).points(2).hint(2),
        check("both functions agree", both_agree).hint(1),
        check("the same n has the same answer every time", every_time).points(2).hint(2),
        check("earlier calls change nothing", earlier_calls).hint(2),
        check("several threads may call at the same time", several_threads).hint(2),
        check("both functions work inside of a rayon pool of any size", inside_a_pool).points(2).hint(2),
        check("count_primes has no byte for each number, and no list of the primes", memory).points(2).hint(2),
    ])
}

fn none_below_two() {
    for n in [0, 1] {
        step(&format!("primes_up_to({n}) looks for primes"));
        expect_eq!(primes_up_to(n), Vec::<u64>::new(), "primes_up_to({n})");
        step(&format!("count_primes({n}) counts primes"));
        expect_eq!(count_primes(n), 0, "count_primes({n})");
    }
}

fn first_numbers() {
    let primes = naive(200);
    for n in 2..=200 {
        expect_both(n, &primes);
    }
}

fn n_is_included() {
    // Primes of all sizes, and some right behind a power of two.
    for n in [2, 3, 5, 7, 13, 29, 31, 97, 127, 257, 1009, 8191, 10_007, 65_537, 99_991, 131_071] {
        step(&format!("the primes up to {n}, which is one of them, are looked for"));
        expect_eq!(primes_up_to(n).last(), Some(&n), "the last one of primes_up_to({n}); {n} is a prime");
        let (with, without) = (count_primes(n), count_primes(n - 1));
        expect_eq!(with, without + 1, "count_primes({n}), while count_primes({}) = {without}", n - 1);
    }
}

fn squares() {
    let primes = naive(1100 * 1100);
    for &prime in primes.iter().take_while(|&&prime| prime < 200) {
        for n in prime * prime - 1..=prime * prime + 1 {
            expect_both(n, &primes);
        }
    }
    // Products of neighbours are as close to a square as others can be.
    for pair in [[311, 313], [419, 421], [599, 601], [997, 997], [1009, 1009], [1009, 1013]] {
        expect_both(pair[0] * pair[1], &primes);
    }
}

fn powers_of_ten() {
    // https://oeis.org/A006880
    for (n, count) in [(10, 4), (100, 25), (1000, 168), (10_000, 1229), (100_000, 9592), (1_000_000, 78_498)] {
        step(&format!("the primes up to {n} are looked for"));
        expect_eq!(count_primes(n), count, "count_primes({n})");
        expect_eq!(primes_up_to(n).len() as u64, count, "how many numbers primes_up_to({n}) has");
    }
}

fn borders() {
    const KI: u64 = 1024;
    let primes = naive(2000 * KI + 100);
    // Segments have round lengths: powers of two or of ten; in bytes, bits, odd numbers, or thirty numbers a byte.
    let powers_of_two = (8..=20).map(|power| 1 << power);
    let multiples = [16, 32, 48, 64, 96, 128, 256].iter().flat_map(|length| [length * KI, 3 * length * KI]);
    let decimal = [1000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000];
    let wheels = [30 * 8 * KI, 30 * 16 * KI, 30 * 32 * KI, 30 * 48 * KI, 30 * 64 * KI];
    let mut borders: Vec<u64> = powers_of_two.chain(multiples).chain(decimal).chain(wheels).collect();
    borders.sort_unstable();
    borders.dedup();
    for border in borders {
        // The larger ones cost more: of those, the list alone, which ends a bit behind the border.
        if border <= 200_000 {
            for n in [border - 1, border, border + 1, border + 2] {
                expect_count(n, &primes);
            }
        }
        expect_list(border + 40, &primes);
    }
}

fn any_n() {
    let primes = naive(150_000);
    for_all(60, 0..150_000_u64, |&n| expect_both(n, &primes));
    for_all(60, 0..3000_u64, |&n| expect_both(n, &primes));
}

fn ascending() {
    for_all(40, 2..400_000_u64, |&n| expect_ascending(n, &primes_up_to(n)));
}

fn both_agree() {
    // One after the other: who counts without n itself is right wherever n is no prime.
    for n in 2..=200 {
        expect_agreement(n);
    }
    for_all(40, 2..200_000_u64, |&n| expect_agreement(n));
}

/// Threads that overwrite each other's bits do so once in a while only.
fn every_time() {
    let n = 300_000;
    let count = naive(n).len() as u64;
    for turn in 1..=25 {
        step(&format!("the primes up to {n} are looked for again and again, in call {turn} of 25"));
        expect_eq!(primes_up_to(n).len() as u64, count, "how many numbers primes_up_to({n}) has, in call {turn} of 25");
        expect_eq!(count_primes(n), count, "count_primes({n}), in call {turn} of 25");
    }
}

fn earlier_calls() {
    let primes = naive(70_000);
    for n in [70_000, 100, 69_999, 2, 30, 1, 5000, 70_000, 12] {
        expect_both(n, &primes);
    }
}

fn several_threads() {
    for _ in 0..5 {
        let threads: Vec<_> = (1..=4_u64)
            .map(|number| {
                background(move || {
                    let n = 40_000 * number + 7;
                    let primes = naive(n);
                    for _ in 0..4 {
                        expect_both(n, &primes);
                    }
                })
            })
            .collect();
        step("four threads look for primes up to different numbers");
        threads.into_iter().for_each(kit::Background::join);
    }
}

fn inside_a_pool() {
    let primes = naive(200_000);
    for threads in [1, 2, 3] {
        let words = format!("a rayon pool with {threads} thread(s) calls from its own threads");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        pool.install(|| {
            step(&words);
            expect_both(200_000, &primes);
            (1..=8_u64).into_par_iter().for_each(|number| expect_both(10_000 * number, &primes));
            step(&words);
            rayon::join(|| expect_both(100_000, &primes), || expect_both(70_000, &primes));
        });
    }
}

/// The limit that the statement names. With many cores, their share of it would hide what is to be seen; the numbers
/// grow with them, and so does the speed.
fn memory() {
    const MIB: u64 = 1 << 20;
    let cores = thread::available_parallelism().map_or(1, usize::from) as u64;
    let n = 8_000_000 * cores.min(8);
    step("count_primes(100000) is called, so that all threads are there");
    count_primes(100_000);
    let Some(before) = peak_memory() else { return };
    step(&format!("count_primes({n}) is called"));
    count_primes(n);
    let used = peak_memory().map_or(0, |after| after - before);
    let limit = n / 4 + cores * MIB;
    expect!(
        used <= limit,
        "count_primes({n}) needed {} kB of memory; on {cores} core(s) it may use {} kB",
        used / 1000,
        limit / 1000
    );
}

/// The most memory that this process has had so far, in bytes; only Linux says so in a file.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kib = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix("kB")?;
    Some(kib.trim().parse::<u64>().ok()? * 1024)
}

/// The plainest sieve there is. The checks believe this one.
fn naive(n: u64) -> Vec<u64> {
    let length = usize::try_from(n).expect("checks use small numbers") + 1;
    let mut is_prime = vec![true; length];
    let mut primes = Vec::new();
    for number in 2..length {
        if is_prime[number] {
            primes.push(number as u64);
            let mut multiple = number * number;
            while multiple < length {
                is_prime[multiple] = false;
                multiple += number;
            }
        }
    }
    primes
}

/// Those of the known primes, which reach further, that are not above `n`.
fn up_to(n: u64, primes: &[u64]) -> &[u64] {
    &primes[..primes.partition_point(|&prime| prime <= n)]
}

fn expect_both(n: u64, primes: &[u64]) {
    expect_list(n, primes);
    expect_count(n, primes);
}

fn expect_agreement(n: u64) {
    step(&format!("primes_up_to({n}) looks for primes"));
    let length = primes_up_to(n).len() as u64;
    expect_eq!(count_primes(n), length, "count_primes({n}), where primes_up_to({n}) has {length} number(s)");
}

fn expect_count(n: u64, primes: &[u64]) {
    step(&format!("count_primes({n}) counts primes"));
    expect_eq!(count_primes(n), up_to(n, primes).len() as u64, "count_primes({n})");
}

/// Names the first number that is missing or wrong: nobody wants to compare two lists of thousands.
fn expect_list(n: u64, primes: &[u64]) {
    step(&format!("primes_up_to({n}) looks for primes"));
    let found = primes_up_to(n);
    expect_ascending(n, &found);
    let expected = up_to(n, primes);
    for index in 0..found.len().max(expected.len()) {
        match (found.get(index), expected.get(index)) {
            (Some(found), Some(prime)) if found == prime => {}
            (Some(&wrong), prime) if prime.is_none_or(|&prime| wrong < prime) => {
                kit::fail(&format!("primes_up_to({n}) has {wrong} in it{}", why_wrong(wrong, n)));
            }
            (_, missing) => {
                let missing = missing.expect("one of the lists has a number here");
                kit::fail(&format!("primes_up_to({n}) does not have {missing} in it, which is a prime"));
            }
        }
    }
}

fn why_wrong(number: u64, n: u64) -> String {
    let divisor = (2..number).take_while(|divisor| divisor * divisor <= number).find(|d| number.is_multiple_of(*d));
    match divisor {
        _ if number > n => format!(", which is larger than {n}"),
        Some(divisor) => format!(", which is {divisor} times {}", number / divisor),
        None => ", which is no prime".to_owned(),
    }
}

fn expect_ascending(n: u64, found: &[u64]) {
    if let Some(pair) = found.windows(2).find(|pair| pair[0] >= pair[1]) {
        let (first, second) = (pair[0], pair[1]);
        expect!(first != second, "primes_up_to({n}) has {first} in it twice");
        kit::fail(&format!("primes_up_to({n}) has {second} behind {first}, and must be in ascending order"));
    }
}
