//! Decoding a block. Not here: its format (`block`).

use super::PastEvent;
use super::block::{
    CREDITS, CURRENCY, GAP, KIND, Previous, QUANTITY, RENEWAL, TIMES, VALUE, VERSION, last,
};
use super::bytes::Bytes;
use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::metric::Counting;
use crate::domain::quantity::Quantity;
use crate::store::Error;

/// Visits every event of a block, with the number that `number_of` gives its type, and its credits.
pub fn each<E: From<Error>>(
    block: i64,
    bytes: &[u8],
    number_of: impl FnMut(&str) -> usize,
    mut visit: impl FnMut(PastEvent<'_>, usize, &[Counting]) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let damaged = || Error::Corrupt(format!("block {block} of the events cannot be decoded"));
    let mut decoder = Decoder::new(block, bytes, number_of).ok_or_else(damaged)?;
    while !decoder.bytes.0.is_empty() {
        let (event, kind) = decoder.event().ok_or_else(damaged)?;
        visit(event, kind, &decoder.credits)?;
    }
    Ok(())
}

/// A block being decoded. Methods answer `None` where the bytes are not what [`super::encoder`] writes.
struct Decoder<'b> {
    bytes: Bytes<'b>,
    kinds: Vec<(&'b str, usize)>,
    currencies: Vec<&'b str>,
    previous: Previous,
    /// The last event id of the block.
    last: i64,
    /// Those of the current event.
    credits: Vec<Counting>,
}

impl<'b> Decoder<'b> {
    fn new(
        block: i64,
        bytes: &'b [u8],
        mut number_of: impl FnMut(&str) -> usize,
    ) -> Option<Decoder<'b>> {
        let mut bytes = Bytes(bytes);
        if bytes.byte()? != VERSION {
            return None;
        }
        let mut kinds = Vec::new();
        for _ in 0..bytes.natural()? {
            let kind = bytes.text()?;
            kinds.push((kind, number_of(kind)));
        }
        let mut currencies = Vec::new();
        for _ in 0..bytes.natural()? {
            currencies.push(bytes.text()?);
        }
        Some(Decoder {
            bytes,
            kinds,
            currencies,
            previous: Previous::before_first_of(block),
            last: last(block),
            credits: Vec::new(),
        })
    }

    fn event(&mut self) -> Option<(PastEvent<'b>, usize)> {
        let flags = self.bytes.byte()?;
        let mut id = self.previous.id.checked_add(1)?;
        if flags & GAP != 0 {
            id = id.checked_add(self.bytes.number()?)?;
        }
        if id <= self.previous.id || id > self.last {
            return None;
        }
        let at = self.previous.at.wrapping_add(self.bytes.step()?);
        let mut kind = self.previous.kind;
        if flags & KIND != 0 {
            kind = usize::try_from(self.bytes.natural()?).ok()?;
        }
        let (name, number) = *self.kinds.get(kind)?;
        let mut event = PastEvent {
            id: EventId(id),
            kind: name,
            at,
            quantity: Quantity::ONE,
            times: 1,
            value: None,
            currency: None,
            renewal: flags & RENEWAL != 0,
        };
        if flags & QUANTITY != 0 {
            event.quantity = Quantity::of_millionths(self.bytes.number()?);
        }
        if flags & TIMES != 0 {
            event.times = self.bytes.number()?;
        }
        if flags & VALUE != 0 {
            event.value = Some(self.bytes.text()?);
        }
        if flags & CURRENCY != 0 {
            let index = usize::try_from(self.bytes.natural()?).ok()?;
            event.currency = Some(self.currencies.get(index)?);
        }
        self.credits.clear();
        if flags & CREDITS == 0 {
            self.credits.push(Counting {
                collaborator: CollaboratorId(self.bytes.number()?),
                weight: 1,
                own: false,
            });
        } else {
            self.several()?;
        }
        self.previous = Previous { id, at, kind };
        Some((event, number))
    }

    fn several(&mut self) -> Option<()> {
        for _ in 0..self.bytes.natural()? {
            self.credits.push(Counting {
                collaborator: CollaboratorId(self.bytes.number()?),
                weight: self.bytes.number()?,
                own: match self.bytes.byte()? {
                    0 => false,
                    1 => true,
                    _ => return None,
                },
            });
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::block::Block;
    use super::super::encoder::Encoder;
    use super::*;
    use crate::domain::event::{EventStatus, MANUAL};

    fn visit(id: i64, at: i64) -> PastEvent<'static> {
        PastEvent {
            id: EventId(id),
            kind: "site_visited",
            at,
            quantity: Quantity::ONE,
            times: 1,
            value: None,
            currency: None,
            renewal: false,
        }
    }

    fn credit(collaborator: i64, weight: i64, own: bool) -> Counting {
        Counting {
            collaborator: CollaboratorId(collaborator),
            weight,
            own,
        }
    }

    fn encoded(block: i64, events: &[(PastEvent<'_>, Vec<Counting>)]) -> Block {
        let mut encoder = Encoder::new(block);
        for (event, credits) in events {
            encoder.add(event, EventStatus::Counted, credits);
        }
        encoder.finish()
    }

    fn damaged(block: i64, bytes: &[u8]) -> bool {
        each(block, bytes, |_| 0, |_, _, _| Ok::<(), Error>(())).is_err()
    }

    /// Events of every shape, in block 1.
    fn of_every_kind() -> Vec<(PastEvent<'static>, Vec<Counting>)> {
        let sale = PastEvent {
            kind: "product_sold",
            value: Some("12.34"),
            currency: Some("USD"),
            renewal: true,
            quantity: Quantity::of_millionths(2_500_000),
            ..visit(4_098, 1_767_225_600_000_000)
        };
        let tampered = PastEvent {
            quantity: Quantity::of_millionths(-1),
            times: i64::MIN,
            ..visit(5_000, i64::MIN)
        };
        let elsewhere = PastEvent {
            id: EventId(8_192),
            currency: Some("EUR"),
            value: None,
            ..sale
        };
        vec![
            (
                visit(4_097, 1_767_225_601_000_000),
                vec![credit(7, 1, false)],
            ),
            (sale, vec![credit(1, 30, false), credit(2, 70, true)]),
            (tampered, vec![credit(i64::MAX, 1, false)]),
            (visit(5_001, i64::MAX), vec![credit(7, 1, true)]),
            (elsewhere, vec![credit(3, 2, false)]),
        ]
    }

    #[test]
    fn a_decoded_block_is_what_was_encoded() {
        let events = of_every_kind();
        let block = encoded(1, &events);
        assert_eq!(block.span, Some((i64::MIN, i64::MAX)));
        let mut read = Vec::new();
        let number_of = |name: &str| name.len();
        each(1, &block.bytes, number_of, |event, kind, credits| {
            assert_eq!(kind, event.kind.len());
            // Compared here because the event borrows the block.
            assert_eq!((event, credits.to_vec()), events[read.len()]);
            read.push(event.id);
            Ok::<(), Error>(())
        })
        .unwrap();
        assert_eq!(read.len(), events.len());
    }

    #[test]
    fn a_visit_takes_less_than_eight_bytes() {
        let visits: Vec<_> = (1..=1_000)
            .map(|id| (visit(id, id * 3_000_000), vec![credit(9_000, 1, false)]))
            .collect();
        let length = encoded(0, &visits).bytes.len();
        assert!((7_000..8_000).contains(&length), "{length}");
    }

    #[test]
    fn events_that_count_for_nobody_or_were_given_by_hand_are_left_out() {
        let by_hand = PastEvent {
            kind: MANUAL,
            ..visit(2, 5)
        };
        let events = [(visit(1, 5), vec![]), (by_hand, vec![credit(1, 1, false)])];
        let mut empty = Encoder::new(0).finish();
        // The counters include them all the same.
        (empty.counters.kept, empty.counters.counted) = (2, 2);
        assert_eq!(encoded(0, &events), empty);
        assert_eq!(encoded(0, &events).span, None);
    }

    #[test]
    fn a_damaged_block_never_panics() {
        let bytes = encoded(1, &of_every_kind()).bytes;
        assert!(!damaged(1, &bytes));
        // Nothing at all, or another version.
        assert!(damaged(1, &[]) && damaged(1, &[1, 0, 0]) && damaged(1, &[3, 0, 0]));
        for end in 1..bytes.len() {
            let _ = damaged(1, &bytes[..end]);
            for value in [0, 1, 0x7f, 0x80, 0xff] {
                let mut other = bytes.clone();
                other[end] = value;
                let _ = damaged(1, &other);
            }
        }
    }
}
