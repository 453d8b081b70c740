//! Encoding a block, one event after another. Not here: its format (`block`).

use super::PastEvent;
use super::block::{
    Block, CREDITS, CURRENCY, Counters, GAP, KIND, Previous, QUANTITY, RENEWAL, TIMES, VALUE,
    VERSION, may_count,
};
use super::bytes::{put_natural, put_number, put_step, put_text};
use crate::domain::event::EventStatus;
use crate::domain::metric::Counting;
use crate::domain::quantity::Quantity;

/// A block being encoded.
#[derive(Debug)]
pub struct Encoder {
    kinds: Vec<String>,
    currencies: Vec<String>,
    counters: Counters,
    span: Option<(i64, i64)>,
    previous: Previous,
    events: Vec<u8>,
}

impl Encoder {
    #[must_use]
    pub fn new(block: i64) -> Encoder {
        Encoder {
            kinds: Vec::new(),
            currencies: Vec::new(),
            counters: Counters::default(),
            span: None,
            previous: Previous::before_first_of(block),
            events: Vec::new(),
        }
    }

    /// Counts an event of the block, and encodes it if it may count for anybody. Events come in ascending order of id.
    pub fn add(&mut self, event: &PastEvent<'_>, status: EventStatus, credits: &[Counting]) {
        self.counters.add(status);
        if !may_count(event.kind, credits) {
            return;
        }
        let kind = match self.kinds.get(self.previous.kind) {
            Some(same) if same == event.kind => self.previous.kind,
            Some(_) | None => index_of(&mut self.kinds, event.kind),
        };
        let currency = event
            .currency
            .map(|code| index_of(&mut self.currencies, code));
        let gap = event.id.0.wrapping_sub(self.previous.id).wrapping_sub(1);
        let single = match credits {
            [credit] if credit.weight == 1 && !credit.own => Some(credit.collaborator),
            _ => None,
        };
        let flags = flag(GAP, gap != 0)
            | flag(KIND, kind != self.previous.kind)
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
        put_step(bytes, event.at.wrapping_sub(self.previous.at));
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
        self.previous = Previous {
            id: event.id.0,
            at: event.at,
            kind,
        };
        let (earliest, latest) = self.span.unwrap_or((event.at, event.at));
        self.span = Some((earliest.min(event.at), latest.max(event.at)));
    }

    #[must_use]
    pub fn finish(self) -> Block {
        let mut bytes = vec![VERSION];
        for texts in [&self.kinds, &self.currencies] {
            put_natural(&mut bytes, texts.len() as u64);
            for text in texts {
                put_text(&mut bytes, text);
            }
        }
        bytes.extend_from_slice(&self.events);
        Block {
            counters: self.counters,
            span: self.span,
            bytes,
        }
    }
}

fn flag(flag: u8, set: bool) -> u8 {
    if set { flag } else { 0 }
}

/// The index of a text in a list, to which a new text is appended.
fn index_of(texts: &mut Vec<String>, text: &str) -> usize {
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
