//! Making a pack: one event after another in their shortest form. Not here: what the form is (`packed`).

use super::Happened;
use super::bytes::{put_natural, put_number, put_step, put_text};
use super::packed::{
    Before, CREDITS, CURRENCY, FORM, GAP, KIND, Pack, QUANTITY, RENEWAL, TIMES, Tally, VALUE,
    may_count,
};
use crate::domain::event::EventStatus;
use crate::domain::metric::Counting;
use crate::domain::quantity::Quantity;

/// A pack that is being made.
#[derive(Debug)]
pub struct Packing {
    kinds: Vec<String>,
    currencies: Vec<String>,
    tally: Tally,
    span: Option<(i64, i64)>,
    before: Before,
    events: Vec<u8>,
}

impl Packing {
    /// An empty one.
    #[must_use]
    pub fn new(pack: i64) -> Packing {
        Packing {
            kinds: Vec::new(),
            currencies: Vec::new(),
            tally: Tally::default(),
            span: None,
            before: Before::first_of(pack),
            events: Vec::new(),
        }
    }

    /// Adds an event of its numbers, if it may count for somebody; and what became of it, in any case. They come
    /// in rising order.
    pub fn add(&mut self, event: &Happened<'_>, status: EventStatus, credits: &[Counting]) {
        self.tally.add(status);
        if !may_count(event.kind, credits) {
            return;
        }
        let kind = match self.kinds.get(self.before.kind) {
            Some(same) if same == event.kind => self.before.kind,
            Some(_) | None => place_of(&mut self.kinds, event.kind),
        };
        let currency = event
            .currency
            .map(|code| place_of(&mut self.currencies, code));
        let gap = event.id.0.wrapping_sub(self.before.id).wrapping_sub(1);
        let single = match credits {
            [credit] if credit.weight == 1 && !credit.own => Some(credit.collaborator),
            _ => None,
        };
        let flags = flag(GAP, gap != 0)
            | flag(KIND, kind != self.before.kind)
            | flag(QUANTITY, event.quantity != Quantity::ONE)
            | flag(TIMES, event.times != 1)
            | flag(RENEWAL, event.renewal)
            | flag(VALUE, event.value.is_some())
            | flag(CURRENCY, currency.is_some())
            | flag(CREDITS, single.is_none());
        let bytes = &mut self.events;
        bytes.push(flags);
        if flags & GAP != 0 {
            put_number(bytes, gap);
        }
        put_step(bytes, event.at.wrapping_sub(self.before.at));
        if flags & KIND != 0 {
            put_natural(bytes, kind as u64);
        }
        if flags & QUANTITY != 0 {
            put_number(bytes, event.quantity.millionths());
        }
        if flags & TIMES != 0 {
            put_number(bytes, event.times);
        }
        if let Some(value) = event.value {
            put_text(bytes, value);
        }
        if let Some(currency) = currency {
            put_natural(bytes, currency as u64);
        }
        match single {
            Some(collaborator) => put_number(bytes, collaborator.0),
            None => put_credits(bytes, credits),
        }
        self.before = Before {
            id: event.id.0,
            at: event.at,
            kind,
        };
        let (earliest, latest) = self.span.unwrap_or((event.at, event.at));
        self.span = Some((earliest.min(event.at), latest.max(event.at)));
    }

    /// All of them.
    #[must_use]
    pub fn finish(self) -> Pack {
        let mut bytes = vec![FORM];
        for texts in [&self.kinds, &self.currencies] {
            put_natural(&mut bytes, texts.len() as u64);
            for text in texts {
                put_text(&mut bytes, text);
            }
        }
        bytes.extend_from_slice(&self.events);
        Pack {
            tally: self.tally,
            span: self.span,
            bytes,
        }
    }
}

fn flag(flag: u8, set: bool) -> u8 {
    if set { flag } else { 0 }
}

/// Where a text stands in a list; at its end where it is new.
fn place_of(texts: &mut Vec<String>, text: &str) -> usize {
    let found = texts.iter().position(|known| known == text);
    found.unwrap_or_else(|| {
        texts.push(text.to_owned());
        texts.len() - 1
    })
}

fn put_credits(bytes: &mut Vec<u8>, credits: &[Counting]) {
    put_natural(bytes, credits.len() as u64);
    for credit in credits {
        put_number(bytes, credit.collaborator.0);
        put_number(bytes, credit.weight);
        bytes.push(credit.own.into());
    }
}
