//! Of which numbers of keys there is surely no event: a Bloom filter. A fold of many events, which begins
//! with few or none in the tables, need not look there for every key.

use super::keys::Number;

/// How many bits are set for a number.
const BITS: u64 = 4;
/// How many bits there are for each number that is expected: of fifty that are new, one is looked for.
const BITS_EACH: u64 = 10;
/// The largest size, in words of 64 bits: 4 MiB. With more numbers than fit well, more are looked for.
const MOST_WORDS: u64 = 1 << 19;

/// The numbers there may be.
#[derive(Debug)]
pub struct Filter {
    words: Vec<u64>,
}

impl Filter {
    /// An empty one, for so many numbers.
    #[must_use]
    pub fn expecting(numbers: u64) -> Filter {
        let words = (numbers.saturating_mul(BITS_EACH) / 64).clamp(1, MOST_WORDS);
        Filter {
            words: vec![0; usize::try_from(words).unwrap_or(1)],
        }
    }

    /// Adds a number.
    pub fn add(&mut self, number: Number) {
        for (word, bit) in places(number, self.words.len()) {
            self.words[word] |= bit;
        }
    }

    /// Whether a number may be there; false is certain.
    #[must_use]
    pub fn may_hold(&self, number: Number) -> bool {
        places(number, self.words.len()).all(|(word, bit)| self.words[word] & bit != 0)
    }
}

/// Where a number's bits are. It is a hash already; its halves make as many as are needed.
fn places(number: Number, words: usize) -> impl Iterator<Item = (usize, u64)> {
    let hash = number.0.cast_unsigned();
    let (first, step) = (hash & 0xffff_ffff, hash >> 32 | 1);
    let bits = words as u64 * 64;
    (0..BITS).map(move |turn| {
        let bit = (first + turn * step) % bits;
        // It is below the number of words.
        (usize::try_from(bit / 64).unwrap_or(0), 1 << (bit % 64))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(what: &str, count: usize) -> impl Iterator<Item = Number> {
        (0..count).map(move |place| Number::of(&format!("{what} {place}")))
    }

    #[test]
    fn what_was_added_may_be_there_and_little_else() {
        let mut filter = Filter::expecting(10_000);
        numbers("there", 10_000).for_each(|number| filter.add(number));
        assert!(numbers("there", 10_000).all(|number| filter.may_hold(number)));
        let wrong = numbers("not there", 10_000)
            .filter(|number| filter.may_hold(*number))
            .count();
        assert!(wrong < 300, "{wrong} of 10,000");
    }

    #[test]
    fn one_that_is_too_small_forgets_nothing() {
        let mut filter = Filter::expecting(0);
        numbers("there", 1_000).for_each(|number| filter.add(number));
        assert!(numbers("there", 1_000).all(|number| filter.may_hold(number)));
    }
}
