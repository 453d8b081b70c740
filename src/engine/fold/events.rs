//! An event is kept and counted for each distributor that measures it.

use std::rc::Rc;

use super::credit::{Credit, Origin};
use super::ignored::reason_of_all;
use super::strangers::link_day;
use super::{Batch, fingerprint};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::event::{Event, EventStatus, Who, is_completion};
use crate::domain::ids::EventId;
use crate::domain::ignored::{CreditReason, IgnoredReason};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::metric::{Counting, Size};
use crate::engine::Result;
use crate::engine::bodies::append;
use crate::engine::counting::{Counter, Fact};
use crate::store::events::{Inserted, NewCredit, NewEvent};
use crate::store::keys::Key;
use crate::store::{conflicts, events, json};

impl Batch<'_> {
    /// `None` if its key is known already.
    pub(super) fn event(
        &mut self,
        event: &Event<'_>,
        sale: Option<Origin>,
        now: i64,
    ) -> Result<Option<EventId>> {
        self.event_of_key(event, Key::of(&event.key), sale, now)
    }

    /// The same for a key whose number was looked up with others of its batch.
    pub(super) fn event_of_key(
        &mut self,
        event: &Event<'_>,
        key: Key<'_>,
        sale: Option<Origin>,
        now: i64,
    ) -> Result<Option<EventId>> {
        let mut credits = self.credits(event)?;
        let measuring = if event.history {
            Rc::default()
        } else {
            self.book.measuring(self.db, &event.kind)?
        };
        self.ignore(event, &measuring, &mut credits);
        let asked = self.crowd(event, &mut credits)?;
        let reason = reason_of_all(&credits);
        let status = match reason {
            _ if event.history => EventStatus::History,
            None => EventStatus::Counted,
            Some(_) => EventStatus::Ignored,
        };
        if self.is_only_counted(event, sale, &credits)? {
            return Ok(None);
        }
        let inserted = self.loader.event(
            self.db,
            &NewEvent {
                key,
                kind: &event.kind,
                now,
                at: event.at,
                subject: event.subject.as_deref(),
                object: event.object.as_deref(),
                quantity: event.quantity,
                value: event.value.as_deref(),
                currency: event.currency.as_deref(),
                data: event.data.as_deref(),
                transaction: sale.map(|sale| sale.id),
                renewal: sale.is_some_and(|sale| sale.renewal),
                network: event.network.as_deref().filter(|_| asked.was),
                fingerprint: event_fingerprint(event),
                status,
                reason: reason.map(CreditReason::word),
            },
        )?;
        let id = match inserted {
            Inserted::New(id) => id,
            Inserted::Known { same } => {
                self.done.duplicates += 1;
                if !same {
                    let told = self.known_event(event)?;
                    if !self.differs_in_the_name_only(&told)? {
                        let body = json::text(&told)?;
                        conflicts::keep(self.db, now, "event", &told.key, &body)?;
                    }
                }
                return Ok(None);
            }
        };
        self.done.events += 1;
        self.book.crowds.seat(asked);
        if let Some(day) = link_day(event) {
            self.book.link_days.keep(self.db, day)?;
        }
        // The names of a customer were noted with the sale.
        if sale.is_none() {
            self.book
                .people
                .told(self.db, event.subject.as_deref(), &event.also)?;
        }
        for (position, credit) in (0..).zip(&credits) {
            let credit = NewCredit {
                collaborator: credit.collaborator,
                named: credit.named.as_deref(),
                weight: credit.weight,
                own: credit.own,
                reason: credit.reason.map(CreditReason::word),
            };
            self.loader.credit(id, position, &credit);
        }
        self.add_to_history(id, event, sale, status, &credits);
        let fact = self.fact(id, event, sale, now)?;
        let counting: Vec<Counting> = credits.iter().filter_map(Credit::counting).collect();
        let mut made = Vec::new();
        for index in measuring.iter() {
            let counted = self.counter(*index).count(&fact, &counting)?;
            made.extend(counted.and_then(|(_, entry)| entry));
        }
        if !made.is_empty() {
            append(
                self.db,
                fact.now,
                LedgerAct::LateEvent,
                &id.to_string(),
                &made,
            )?;
        }
        Ok(Some(id))
    }

    /// Counts for the distributor of an index of the book.
    pub(super) fn counter(&mut self, index: usize) -> Counter<'_> {
        Counter {
            db: self.db,
            tracked: &mut self.book.tracked[index],
            scores: &mut self.book.scores,
            loader: self.loader,
        }
    }

    fn fact<'f>(
        &self,
        id: EventId,
        event: &'f Event<'_>,
        sale: Option<Origin>,
        now: i64,
    ) -> Result<Fact<'f>> {
        Ok(Fact {
            id,
            kind: &event.kind,
            at: Instant::recorded(event.at),
            sold_at: sale.map(|sale| sale.sold_at),
            replaced: match sale {
                Some(sale) => events::replaced(self.db, sale.id, &event.kind, &event.key)?,
                None => None,
            },
            now: Instant::recorded(now),
            renewal: sale.is_some_and(|sale| sale.renewal),
            size: Size::of(
                &event.kind,
                event.quantity,
                event.value.as_deref(),
                event.currency.as_deref(),
            )
            .in_sale(sale.and_then(|sale| sale.goods)),
        })
    }

    fn credits<'e>(&mut self, event: &Event<'_>) -> Result<Vec<Credit<'e>>> {
        let mut credits: Vec<Credit<'e>> = Vec::with_capacity(event.owners.len());
        for owner in &event.owners {
            let credit = match self.book.who(self.db, &owner.who)? {
                None => Credit {
                    collaborator: None,
                    named: Some(naming(&owner.who)),
                    weight: owner.weight,
                    own: false,
                    reason: Some(CreditReason::Known(IgnoredReason::UnknownCollaborator)),
                },
                Some((id, known)) => {
                    let twice = credits.iter().any(|credit| credit.collaborator == Some(id));
                    let reason = if twice {
                        Some(IgnoredReason::NamedTwice)
                    } else {
                        standing(known.status)
                    };
                    Credit {
                        collaborator: Some(id),
                        named: None,
                        weight: owner.weight,
                        own: known.is(event.subject.as_deref(), &event.also),
                        reason: reason.map(CreditReason::Known),
                    }
                }
            };
            credits.push(credit);
        }
        Ok(credits)
    }
}

pub(super) fn event_fingerprint(event: &Event<'_>) -> u32 {
    // The instant is left out, because a hook that fires twice records the same fact at two instants. `history` is left out,
    // because an import repeats what was recorded before. The network is left out, because logging in may change it within
    // one visit. The price of a course is left out, because an LMS that is asked again may know more or less about it.
    let value = event.value.as_ref();
    fingerprint(&(
        &event.kind,
        &event.owners,
        &event.subject,
        &event.object,
        event.quantity,
        value.filter(|_| !is_completion(&event.kind)),
        &event.currency,
        &event.ignored,
        &event.data,
    ))
}

fn standing(status: CollaboratorStatus) -> Option<IgnoredReason> {
    match status {
        CollaboratorStatus::Active => None,
        CollaboratorStatus::Pending
        | CollaboratorStatus::Inactive
        | CollaboratorStatus::Rejected
        | CollaboratorStatus::Deleted => Some(IgnoredReason::NotActive),
    }
}

fn naming(who: &Who<'_>) -> String {
    match who {
        Who::Id(id) => format!("id:{id}"),
        Who::Alias(kind, code) => format!("{kind}:{code}"),
    }
}
