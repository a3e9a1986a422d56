//! A sieve that goes through the numbers in segments, each small enough for the processor's first cache. A byte
//! stands for thirty numbers, small primes are crossed off by patterns, and the threads share the segments.

use rayon::prelude::*;
use std::iter;

/// Every prime above 5 is one of these plus a multiple of 30: 2, 3 and 5 divide all other numbers. So eight bits are
/// enough for thirty numbers. Bit `i` of byte `b` says whether `30 * b + RESIDUES[i]` is a prime.
const RESIDUES: [u8; 8] = [1, 7, 11, 13, 17, 19, 23, 29];
const NUMBERS_IN_BYTE: u64 = 30;
/// The primes that have no bit.
const FIRST_PRIMES: [u64; 3] = [2, 3, 5];

/// The bytes that are sieved at a time. First-level caches have 32 to 64 KiB.
const SEGMENT_BYTES: usize = 48 * 1024;

/// More blocks than threads, so that a thread that is done early finds more to do. Preparing a block costs something:
/// not too many of them.
const BLOCKS_PER_THREAD: usize = 8;

/// The primes of each line are crossed off together, with a pattern that repeats after as many bytes as their product
/// says. All patterns are about 6 KiB: small beside a segment, and long enough for copying at full speed.
const PATTERNS: [&[usize]; 16] = [
    &[7, 23, 37],
    &[11, 19, 31],
    &[13, 17, 29],
    &[41, 163],
    &[43, 157],
    &[47, 151],
    &[53, 149],
    &[59, 139],
    &[61, 137],
    &[67, 131],
    &[71, 127],
    &[73, 113],
    &[79, 109],
    &[83, 107],
    &[89, 103],
    &[97, 101],
];
const LARGEST_IN_PATTERNS: usize = 163;

/// All primes up to and including `n`, in ascending order.
pub fn primes_up_to(n: u64) -> Vec<u64> {
    let sieve = Sieve::new(n);
    // All bits first. Then it is known how many primes there are in each block, and so where each block's primes go:
    // every thread writes to its own part of the list, and nothing has to be put together or sorted.
    let mut bits = vec![0; sieve.bytes];
    let counts: Vec<usize> = bits
        .par_chunks_mut(sieve.block_bytes())
        .enumerate()
        .map(|(index, block)| {
            let mut progress = Progress::starting_at(index * sieve.block_bytes());
            block.chunks_mut(sieve.segment_bytes).map(|segment| sieve.fill(segment, &mut progress)).sum()
        })
        .collect();

    let mut primes: Vec<u64> = FIRST_PRIMES.into_iter().filter(|&prime| prime <= n).collect();
    let first = primes.len();
    primes.resize(first + counts.iter().sum::<usize>(), 0);
    let mut places = &mut primes[first..];
    let blocks: Vec<_> = iter::zip(bits.chunks(sieve.block_bytes()), counts)
        .map(|(block, count)| (block, places.split_off_mut(..count).expect("the list has a place for each prime")))
        .collect();
    blocks.into_par_iter().enumerate().for_each(|(index, (block, places))| {
        write_primes(block, index * sieve.block_bytes(), places);
    });
    primes
}

/// How many primes there are up to and including `n`. Each block has one segment of memory, used again and again.
pub fn count_primes(n: u64) -> u64 {
    let sieve = Sieve::new(n);
    let blocks = sieve.bytes.div_ceil(sieve.block_bytes());
    let count_block = |index: usize| -> usize {
        let start = index * sieve.block_bytes();
        let end = sieve.bytes.min(start + sieve.block_bytes());
        let mut progress = Progress::starting_at(start);
        let mut segment = vec![0; sieve.segment_bytes.min(end - start)];
        (start..end)
            .step_by(segment.len())
            .map(|at| {
                let bytes = segment.len().min(end - at);
                sieve.fill(&mut segment[..bytes], &mut progress)
            })
            .sum()
    };
    let counted: usize = (0..blocks).into_par_iter().map(count_block).sum();
    let first = FIRST_PRIMES.iter().filter(|&&prime| prime <= n).count();
    (first + counted) as u64
}

/// What all threads need to know; nobody changes it.
struct Sieve {
    n: u64,
    /// How many bytes the numbers up to `n` take.
    bytes: usize,
    segment_bytes: usize,
    patterns: Vec<Vec<u8>>,
    /// The primes up to the root of `n` that are in no pattern, by their residue.
    primes: [Vec<u32>; 8],
}

/// How far a thread has come in its block.
struct Progress {
    /// The byte at which the next segment begins.
    at: usize,
    /// The rows of those primes that have come up so far: in the order of `Sieve::primes`, from the beginning.
    rows: [Vec<Row>; 8],
}

/// The multiples of a prime p come in rows. The row of k is p * (30k + 1), p * (30k + 7), and so on for all residues.
/// It covers p bytes, from byte p * k on, and the places of its eight bits within them are the same in each row.
struct Row {
    prime: u32,
    /// Where the next row begins, counted from the beginning of the next segment.
    start: u32,
}

impl Sieve {
    fn new(n: u64) -> Self {
        let root = usize::try_from(n.isqrt()).expect("the root of 64 bits has 32");
        let mut primes = [const { Vec::new() }; 8];
        for prime in odd_primes(root).filter(|&prime| prime > LARGEST_IN_PATTERNS) {
            primes[bit_of(prime)].push(u32::try_from(prime).expect("the root of 64 bits has 32"));
        }
        Self {
            n,
            bytes: usize::try_from(n / NUMBERS_IN_BYTE + 1).expect("n is small enough to be reached"),
            // With rows longer than a segment, most visits of a prime would cross off nothing.
            segment_bytes: SEGMENT_BYTES.max(root),
            patterns: PATTERNS.iter().map(|primes| pattern_of(primes)).collect(),
            primes,
        }
    }

    /// A block is a whole number of segments.
    fn block_bytes(&self) -> usize {
        let segments = self.bytes.div_ceil(self.segment_bytes);
        self.segment_bytes * segments.div_ceil(BLOCKS_PER_THREAD * rayon::current_num_threads())
    }

    /// Sieves the segment that is next, and returns how many primes are in it.
    fn fill(&self, segment: &mut [u8], progress: &mut Progress) -> usize {
        segment.fill(u8::MAX);
        for pattern in &self.patterns {
            lay_pattern(segment, pattern, progress.at % pattern.len());
        }
        if progress.at == 0 {
            mark_first_numbers(segment);
        }
        progress.begin_rows(self, progress.at + segment.len());
        for (cross_off, rows) in iter::zip(CROSS_OFF, &mut progress.rows) {
            cross_off(segment, rows);
        }
        progress.at += segment.len();
        if progress.at == self.bytes {
            self.clear_above_n(segment);
        }
        count_ones(segment)
    }

    /// The last byte may stand for numbers above `n`.
    fn clear_above_n(&self, segment: &mut [u8]) {
        let last = segment.last_mut().expect("a segment is not empty");
        for (bit, residue) in RESIDUES.into_iter().enumerate() {
            if u64::from(residue) > self.n % NUMBERS_IN_BYTE {
                *last &= !(1 << bit);
            }
        }
    }
}

impl Progress {
    fn starting_at(at: usize) -> Self {
        Self { at, rows: [const { Vec::new() }; 8] }
    }

    /// A prime comes up in the segment with its square: smaller multiples have smaller divisors.
    fn begin_rows(&mut self, sieve: &Sieve, end: usize) {
        for (rows, primes) in iter::zip(&mut self.rows, &sieve.primes) {
            for &prime in &primes[rows.len()..] {
                let length = prime as usize;
                let row_of_square = length * (length / 30);
                if row_of_square >= end {
                    break;
                }
                let start = match row_of_square.checked_sub(self.at) {
                    Some(start) => start,
                    None => self.at.next_multiple_of(length) - self.at,
                };
                rows.push(Row { prime, start: u32::try_from(start).expect("within the segment, or the row") });
            }
        }
    }
}

/// `cross_off` for each residue. Each is compiled by itself, with its bits as constants in the loop.
const CROSS_OFF: [CrossOff; 8] = [
    cross_off::<0>,
    cross_off::<1>,
    cross_off::<2>,
    cross_off::<3>,
    cross_off::<4>,
    cross_off::<5>,
    cross_off::<6>,
    cross_off::<7>,
];

type CrossOff = fn(&mut [u8], &mut [Row]);

/// Crosses off the multiples of primes that all have the residue with this number.
fn cross_off<const RESIDUE: usize>(segment: &mut [u8], rows: &mut [Row]) {
    let masks = const { masks_of(RESIDUE) };
    for row in rows {
        let (length, start) = (row.prime as usize, row.start as usize);
        let places = RESIDUES.map(|residue| length * residue as usize / 30);
        // The end of the row that began before: what lies outside of the segment wraps around to a huge index.
        for (place, mask) in iter::zip(places, masks) {
            if let Some(byte) = segment.get_mut((start + place).wrapping_sub(length)) {
                *byte &= mask;
            }
        }
        let Some(rest) = segment.get_mut(start..) else {
            row.start -= u32::try_from(segment.len()).expect("it is smaller than the start");
            continue;
        };
        let mut whole_rows = rest.chunks_exact_mut(length);
        for whole in &mut whole_rows {
            whole[places[0]] &= masks[0];
            whole[places[1]] &= masks[1];
            whole[places[2]] &= masks[2];
            whole[places[3]] &= masks[3];
            whole[places[4]] &= masks[4];
            whole[places[5]] &= masks[5];
            whole[places[6]] &= masks[6];
            whole[places[7]] &= masks[7];
        }
        let begun = whole_rows.into_remainder();
        for (place, mask) in iter::zip(places, masks) {
            if let Some(byte) = begun.get_mut(place) {
                *byte &= mask;
            }
        }
        row.start = row.prime - u32::try_from(begun.len()).expect("shorter than a row");
    }
}

/// What to keep of the eight bytes of a row: all but the bit of the multiple.
const fn masks_of(residue: usize) -> [u8; 8] {
    let mut masks = [0; 8];
    let mut i = 0;
    while i < 8 {
        masks[i] = !(1 << bit_of(RESIDUES[residue] as usize * RESIDUES[i] as usize));
        i += 1;
    }
    masks
}

/// The bit of a number that has one: which of the residues it has.
const fn bit_of(number: usize) -> usize {
    let mut bit = 0;
    while RESIDUES[bit] as usize != number % 30 {
        bit += 1;
    }
    bit
}

/// A pattern without the multiples of these primes, nor the primes themselves.
fn pattern_of(primes: &[usize]) -> Vec<u8> {
    let mut pattern = vec![u8::MAX; primes.iter().product()];
    for &prime in primes {
        for multiple in (prime..30 * pattern.len()).step_by(2 * prime) {
            if !multiple.is_multiple_of(3) && !multiple.is_multiple_of(5) {
                pattern[multiple / 30] &= !(1 << bit_of(multiple));
            }
        }
    }
    pattern
}

/// Lays a pattern over the segment, again and again; the first time from the byte `skipped` of the pattern on. The
/// loop inside has no branch: the compiler makes it work on many bytes at once.
fn lay_pattern(segment: &mut [u8], pattern: &[u8], skipped: usize) {
    let lay = |bytes: &mut [u8], pattern: &[u8]| iter::zip(bytes, pattern).for_each(|(byte, mask)| *byte &= mask);
    let (head, rest) = segment.split_at_mut(segment.len().min(pattern.len() - skipped));
    lay(head, &pattern[skipped..]);
    for bytes in rest.chunks_mut(pattern.len()) {
        lay(bytes, pattern);
    }
}

/// The number 1 is no prime. The primes of the patterns are, and the patterns have crossed them off.
fn mark_first_numbers(segment: &mut [u8]) {
    segment[0] &= !1;
    for &prime in PATTERNS.into_iter().flatten() {
        if let Some(byte) = segment.get_mut(prime / 30) {
            *byte |= 1 << bit_of(prime);
        }
    }
}

/// Counts eight bytes at a time.
fn count_ones(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks();
    let in_words: u32 = words.iter().map(|&word| u64::from_ne_bytes(word).count_ones()).sum();
    let in_rest: u32 = rest.iter().map(|byte| byte.count_ones()).sum();
    (in_words + in_rest) as usize
}

/// Writes down the primes in these bytes, the first of which is number `start` of all. It takes eight bytes at a time,
/// and as many steps for them as there are primes.
fn write_primes(bytes: &[u8], start: usize, places: &mut [u64]) {
    let mut places = places.iter_mut();
    for (index, chunk) in iter::zip((start as u64..).step_by(8), bytes.chunks(8)) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        let mut bits = u64::from_le_bytes(word);
        while bits != 0
            && let Some(place) = places.next()
        {
            let bit = bits.trailing_zeros() as usize;
            *place = NUMBERS_IN_BYTE * (index + bit as u64 / 8) + u64::from(RESIDUES[bit % 8]);
            bits &= bits - 1;
        }
    }
}

/// The odd primes up to the root of `n`, by a plain sieve: they are few.
fn odd_primes(root: usize) -> impl Iterator<Item = usize> {
    let mut is_composite = vec![false; root + 1];
    (3..=root).step_by(2).filter(move |&number| {
        let is_prime = !is_composite[number];
        if is_prime {
            (number * number..=root).step_by(2 * number).for_each(|multiple| is_composite[multiple] = true);
        }
        is_prime
    })
}
