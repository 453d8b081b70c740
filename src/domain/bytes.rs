//! Checks every byte of a text, sixteen at a time with SIMD, because a visitor's page waits for it.

/// Whether all bytes are good.
#[inline]
#[must_use]
pub fn all(bytes: &[u8], good: impl Fn(u8) -> bool + Copy) -> bool {
    if let Some(last) = bytes.last_chunk::<16>() {
        // The last sixteen may have been looked at in part: that is quicker than to look at the rest one by one.
        let (chunks, _) = bytes.as_chunks::<16>();
        return chunks.iter().all(|chunk| each(chunk, good)) && each(last, good);
    }
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => each(first, good) & each(last, good),
        _ => bytes.iter().all(|byte| good(*byte)),
    }
}

/// Without stopping at the first that is not: only so are they looked at together.
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
            for place in 0..length {
                bytes[place] = b'b';
                assert!(!all(&bytes, |byte| byte == b'a'), "{place} of {length}");
                bytes[place] = b'a';
            }
        }
    }
}
