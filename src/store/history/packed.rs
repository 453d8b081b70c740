//! The form of a pack: the events of 4,096 numbers that may count for somebody, one after another.
//! Not here: writing one (`packing`), or where packs lie and when they are written (`packs`, `packer`).
//!
//! ```text
//! pack       = form, types, currencies, event…
//! types      = how many, text…                        currencies likewise
//! event      = flags, [gap], time, [type], [quantity], [times], [value], [currency], credits
//! credits    = collaborator                           one, of weight 1, who did not do it
//!            | how many, (collaborator, weight, own)…
//! ```
//!
//! All but flags and texts are numbers as in [`super::bytes`], a quantity in millionths; the time is what went by since the event
//! before. A flag says that something is not as it mostly is: a visit takes seven or eight bytes.
//! Nothing in it says who did it. One list of events has one form, so packs can be compared as bytes.

use super::bytes::Bytes;
use super::{Happened, Stretch};
use crate::domain::event::{EventStatus, MANUAL};
use crate::domain::ids::{CollaboratorId, EventId};
use crate::domain::metric::Counting;
use crate::domain::quantity::Quantity;
use crate::store::Error;

/// How many numbers of events a pack is for.
pub const PACK: i64 = 4_096;

/// The form this code writes and reads.
pub(super) const FORM: u8 = 2;

/// Numbers were left out before this one.
pub(super) const GAP: u8 = 1;
/// It is of another type than the one before.
pub(super) const KIND: u8 = 1 << 1;
/// Its quantity is not 1.
pub(super) const QUANTITY: u8 = 1 << 2;
/// It stands for others too.
pub(super) const TIMES: u8 = 1 << 3;
/// It follows from a renewal.
pub(super) const RENEWAL: u8 = 1 << 4;
/// It has a value.
pub(super) const VALUE: u8 = 1 << 5;
/// It has a currency.
pub(super) const CURRENCY: u8 = 1 << 6;
/// It credits several, or one in another way than most.
pub(super) const CREDITS: u8 = 1 << 7;

/// The pack of an event. Numbers begin with 1.
#[must_use]
pub fn pack_of(event: EventId) -> i64 {
    (event.0 - 1).div_euclid(PACK)
}

/// The first number of a pack. A pack so far out that there is none was put there by somebody else.
#[must_use]
pub fn first(pack: i64) -> i64 {
    pack.saturating_mul(PACK).saturating_add(1)
}

/// The last number of a pack.
#[must_use]
pub fn last(pack: i64) -> i64 {
    first(pack).saturating_add(PACK - 1)
}

/// Whether an event may count for somebody at all. Points given by hand belong to one distributor.
#[must_use]
pub fn may_count(kind: &str, credits: &[Counting]) -> bool {
    kind != MANUAL && !credits.is_empty()
}

/// Events packed.
#[derive(Debug, PartialEq, Eq)]
pub struct Pack {
    /// How many events have its numbers, those that are not in it included.
    pub tally: Tally,
    /// When the earliest and the latest of them happened; none where there are none.
    pub span: Option<(i64, i64)>,
    /// Their form.
    pub bytes: Vec<u8>,
}

/// How many events have the numbers of a pack. It has to be told of those too that count for nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// All of them.
    pub kept: i64,
    /// Those that count.
    pub counted: i64,
    /// Those that are kept to try rules on.
    pub history: i64,
}

impl Tally {
    /// Adds an event.
    pub fn add(&mut self, status: EventStatus) {
        self.kept += 1;
        self.counted += i64::from(status == EventStatus::Counted);
        self.history += i64::from(status == EventStatus::History);
    }
}

/// When the events of a pack happened.
#[must_use]
pub fn touches(span: Option<(i64, i64)>, stretch: Stretch) -> bool {
    span.is_some_and(|(earliest, latest)| {
        latest >= stretch.from.micros() && earliest < stretch.to.micros()
    })
}

/// What the next event is told apart from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before {
    pub id: i64,
    pub at: i64,
    pub kind: usize,
}

impl Before {
    pub fn first_of(pack: i64) -> Before {
        Before {
            id: first(pack).saturating_sub(1),
            at: 0,
            kind: 0,
        }
    }
}

/// Shows every event of a pack: what happened, its type's number as the caller numbers them, and whom it
/// credits.
pub fn each<E: From<Error>>(
    pack: i64,
    bytes: &[u8],
    number_of: impl FnMut(&str) -> usize,
    mut visit: impl FnMut(Happened<'_>, usize, &[Counting]) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let damaged = || Error::Corrupt(format!("pack {pack} of the events does not read"));
    let mut reading = Reading::new(pack, bytes, number_of).ok_or_else(damaged)?;
    while !reading.bytes.0.is_empty() {
        let (event, kind) = reading.event().ok_or_else(damaged)?;
        visit(event, kind, &reading.credits)?;
    }
    Ok(())
}

/// A pack that is being read. Whatever is not as it was written is `None`.
struct Reading<'b> {
    bytes: Bytes<'b>,
    kinds: Vec<(&'b str, usize)>,
    currencies: Vec<&'b str>,
    before: Before,
    /// The last number of the pack.
    last: i64,
    /// Those of the newest event.
    credits: Vec<Counting>,
}

impl<'b> Reading<'b> {
    fn new(
        pack: i64,
        bytes: &'b [u8],
        mut number_of: impl FnMut(&str) -> usize,
    ) -> Option<Reading<'b>> {
        let mut bytes = Bytes(bytes);
        if bytes.byte()? != FORM {
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
        Some(Reading {
            bytes,
            kinds,
            currencies,
            before: Before::first_of(pack),
            last: last(pack),
            credits: Vec::new(),
        })
    }

    fn event(&mut self) -> Option<(Happened<'b>, usize)> {
        let flags = self.bytes.byte()?;
        let mut id = self.before.id.checked_add(1)?;
        if flags & GAP != 0 {
            id = id.checked_add(self.bytes.number()?)?;
        }
        if id <= self.before.id || id > self.last {
            return None;
        }
        let at = self.before.at.wrapping_add(self.bytes.step()?);
        let mut kind = self.before.kind;
        if flags & KIND != 0 {
            kind = usize::try_from(self.bytes.natural()?).ok()?;
        }
        let (name, number) = *self.kinds.get(kind)?;
        let mut event = Happened {
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
            let place = usize::try_from(self.bytes.natural()?).ok()?;
            event.currency = Some(self.currencies.get(place)?);
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
        self.before = Before { id, at, kind };
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
    use super::super::packing::Packing;
    use super::*;

    fn visit(id: i64, at: i64) -> Happened<'static> {
        Happened {
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

    fn packed(pack: i64, events: &[(Happened<'_>, Vec<Counting>)]) -> Pack {
        let mut packing = Packing::new(pack);
        for (event, credits) in events {
            packing.add(event, EventStatus::Counted, credits);
        }
        packing.finish()
    }

    fn damaged(pack: i64, bytes: &[u8]) -> bool {
        each(pack, bytes, |_| 0, |_, _, _| Ok::<(), Error>(())).is_err()
    }

    /// Events of every kind, in pack 1.
    fn of_every_kind() -> Vec<(Happened<'static>, Vec<Counting>)> {
        let sale = Happened {
            kind: "product_sold",
            value: Some("12.34"),
            currency: Some("USD"),
            renewal: true,
            quantity: Quantity::of_millionths(2_500_000),
            ..visit(4_098, 1_767_225_600_000_000)
        };
        let tampered = Happened {
            quantity: Quantity::of_millionths(-1),
            times: i64::MIN,
            ..visit(5_000, i64::MIN)
        };
        let elsewhere = Happened {
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
    fn what_was_packed_is_read() {
        let events = of_every_kind();
        let pack = packed(1, &events);
        assert_eq!(pack.span, Some((i64::MIN, i64::MAX)));
        let mut read = Vec::new();
        let number_of = |name: &str| name.len();
        each(1, &pack.bytes, number_of, |event, kind, credits| {
            assert_eq!(kind, event.kind.len());
            // What borrows the pack is compared here.
            assert_eq!((event, credits.to_vec()), events[read.len()]);
            read.push(event.id);
            Ok::<(), Error>(())
        })
        .unwrap();
        assert_eq!(read.len(), events.len());
    }

    #[test]
    fn a_visit_takes_eight_bytes() {
        let visits: Vec<_> = (1..=1_000)
            .map(|id| (visit(id, id * 3_000_000), vec![credit(9_000, 1, false)]))
            .collect();
        let length = packed(0, &visits).bytes.len();
        assert!((7_000..8_000).contains(&length), "{length}");
    }

    #[test]
    fn what_counts_for_nobody_and_what_was_given_by_hand_is_left_out() {
        let by_hand = Happened {
            kind: MANUAL,
            ..visit(2, 5)
        };
        let events = [(visit(1, 5), vec![]), (by_hand, vec![credit(1, 1, false)])];
        let mut empty = Packing::new(0).finish();
        // They are told of all the same.
        (empty.tally.kept, empty.tally.counted) = (2, 2);
        assert_eq!(packed(0, &events), empty);
        assert_eq!(packed(0, &events).span, None);
    }

    #[test]
    fn numbers_begin_with_one() {
        for (event, pack) in [(1, 0), (4_096, 0), (4_097, 1), (0, -1)] {
            assert_eq!(pack_of(EventId(event)), pack, "{event}");
        }
        assert_eq!((first(0), last(0), first(1)), (1, 4_096, 4_097));
    }

    #[test]
    fn a_damaged_pack_is_refused_or_reads_as_something_and_never_panics() {
        let bytes = packed(1, &of_every_kind()).bytes;
        assert!(!damaged(1, &bytes));
        // Nothing at all, or another form.
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
