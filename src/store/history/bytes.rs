//! Numbers and texts as bytes: variable-length integers, seven bits to a byte, zigzag where the sign varies.

/// Bytes read from the front. Methods answer `None` when the bytes end early or are malformed.
#[derive(Debug, Clone, Copy)]
pub struct Bytes<'b>(pub &'b [u8]);

impl<'b> Bytes<'b> {
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// An unsigned number.
    pub fn natural(&mut self) -> Option<u64> {
        let first = self.byte()?;
        if first < 0x80 {
            return Some(first.into());
        }
        let mut number = u64::from(first & 0x7f);
        for index in 1..10_u32 {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            // Nine bytes hold 63 bits, so the tenth may hold one.
            if index == 9 && byte > 1 {
                return None;
            }
            number |= bits << (7 * index);
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A signed number that is hardly ever negative.
    pub fn number(&mut self) -> Option<i64> {
        Some(self.natural()?.cast_signed())
    }

    /// A signed number that is often negative (zigzag).
    pub fn step(&mut self) -> Option<i64> {
        let folded = self.natural()?;
        Some((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed())
    }

    pub fn text(&mut self) -> Option<&'b str> {
        let length = usize::try_from(self.natural()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

/// Writes what [`Bytes::natural`] reads.
pub fn put_natural(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// Writes what [`Bytes::number`] reads.
pub fn put_number(bytes: &mut Vec<u8>, number: i64) {
    put_natural(bytes, number.cast_unsigned());
}

/// Writes what [`Bytes::step`] reads.
pub fn put_step(bytes: &mut Vec<u8>, step: i64) {
    put_natural(bytes, ((step << 1) ^ (step >> 63)).cast_unsigned());
}

/// Writes what [`Bytes::text`] reads.
pub fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_natural(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBERS: [i64; 9] = [0, 1, 63, 127, 128, 1 << 40, -1, i64::MAX, i64::MIN];

    #[test]
    fn what_was_written_is_read() {
        let mut bytes = Vec::new();
        for number in NUMBERS {
            put_number(&mut bytes, number);
            put_step(&mut bytes, number);
        }
        put_text(&mut bytes, "über");
        let mut read = Bytes(&bytes);
        for number in NUMBERS {
            assert_eq!((read.number(), read.step()), (Some(number), Some(number)));
        }
        assert_eq!(read.text(), Some("über"));
        assert_eq!(read.byte(), None);
    }

    #[test]
    fn small_numbers_take_one_byte() {
        for (step, length) in [(0, 1), (-64, 1), (63, 1), (64, 2), (3_000_000, 4)] {
            let mut bytes = Vec::new();
            put_step(&mut bytes, step);
            assert_eq!(bytes.len(), length, "{step}");
        }
    }

    #[test]
    fn a_truncated_or_oversized_number_is_refused() {
        for bytes in [
            &[][..],
            &[0x80],
            &[0xff; 9],
            &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2],
            &[0xff; 11],
        ] {
            assert_eq!(Bytes(bytes).natural(), None, "{bytes:?}");
        }
        assert_eq!(Bytes(&[3, b'a', b'b']).text(), None);
        assert_eq!(Bytes(&[1, 0xff]).text(), None);
    }
}
