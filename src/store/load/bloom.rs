//! A Bloom filter over the hashes of keys: tells which keys have certainly no event. Saves a large fold into a small database the
//! lookup of nearly every key.

use crate::store::keys::KeyHash;

/// How many bits are set for each hash.
const BITS: u64 = 4;
/// The size, in bits for each expected hash: two of a hundred new keys are looked up all the same.
const BITS_EACH: u64 = 10;
/// The largest size, in words of 64 bits: 4 MiB. Beyond that more keys are looked up.
const MOST_WORDS: u64 = 1 << 19;

#[derive(Debug)]
pub struct Bloom {
    words: Vec<u64>,
}

impl Bloom {
    /// An empty filter for so many hashes.
    #[must_use]
    pub fn expecting(hashes: u64) -> Bloom {
        let words = (hashes.saturating_mul(BITS_EACH) / 64).clamp(1, MOST_WORDS);
        Bloom {
            words: vec![0; usize::try_from(words).unwrap_or(1)],
        }
    }

    pub fn add(&mut self, hash: KeyHash) {
        for (word, bit) in bits_of(hash, self.words.len()) {
            self.words[word] |= bit;
        }
    }

    /// Whether a hash may have been added; false is certain.
    #[must_use]
    pub fn may_hold(&self, hash: KeyHash) -> bool {
        bits_of(hash, self.words.len()).all(|(word, bit)| self.words[word] & bit != 0)
    }
}

/// The bits of a hash, by double hashing with its two halves.
fn bits_of(hash: KeyHash, words: usize) -> impl Iterator<Item = (usize, u64)> {
    let hash = hash.0.cast_unsigned();
    let (first, step) = (hash & 0xffff_ffff, hash >> 32 | 1);
    let bits = words as u64 * 64;
    (0..BITS).map(move |turn| {
        let bit = (first + turn * step) % bits;
        // Below the number of words, so it fits.
        (usize::try_from(bit / 64).unwrap_or(0), 1 << (bit % 64))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(what: &str, count: usize) -> impl Iterator<Item = KeyHash> {
        (0..count).map(move |index| KeyHash::of(&format!("{what} {index}")))
    }

    #[test]
    fn every_added_hash_is_found_and_few_others() {
        let mut bloom = Bloom::expecting(10_000);
        hashes("there", 10_000).for_each(|hash| bloom.add(hash));
        assert!(hashes("there", 10_000).all(|hash| bloom.may_hold(hash)));
        let wrong = hashes("not there", 10_000)
            .filter(|hash| bloom.may_hold(*hash))
            .count();
        assert!(wrong < 300, "{wrong} of 10,000");
    }

    #[test]
    fn an_overfull_filter_still_finds_every_added_hash() {
        let mut bloom = Bloom::expecting(0);
        hashes("there", 1_000).for_each(|hash| bloom.add(hash));
        assert!(hashes("there", 1_000).all(|hash| bloom.may_hold(hash)));
    }
}
