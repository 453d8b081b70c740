//! Checks every byte of a text, sixteen at a time with SIMD, because a visitor's page waits for it. A plain loop takes 92
//! instructions instead of 35 for 12 bytes (measured), and recording an event checks several texts.

/// Whether all bytes are good.
#[inline]
#[must_use]
pub fn all(bytes: &[u8], good: impl Fn(u8) -> bool + Copy) -> bool {
    if let Some(last) = bytes.last_chunk::<16>() {
        // The last chunk may overlap the ones before, which is faster than checking the rest one by one.
        let (chunks, _) = bytes.as_chunks::<16>();
        return chunks.iter().all(|chunk| each(chunk, good)) && each(last, good);
    }
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => each(first, good) & each(last, good),
        _ => bytes.iter().all(|byte| good(*byte)),
    }
}

/// Does not stop at the first bad byte, because only then does the compiler check all of them at once.
fn each<const N: usize>(bytes: &[u8; N], good: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(true, |all, byte| all & good(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_byte_is_found_at_any_position() {
        for length in 0..70 {
            let mut bytes = vec![b'a'; length];
            assert!(all(&bytes, |byte| byte == b'a'), "{length}");
            for position in 0..length {
                bytes[position] = b'b';
                assert!(!all(&bytes, |byte| byte == b'a'), "{position} of {length}");
                bytes[position] = b'a';
            }
        }
    }
}
