//! An event becomes metrics: one for each distributor that measures it and each collaborator it credits.

use std::borrow::Cow;
use std::rc::Rc;

use super::book::{Book, TrackedVersion};
use super::entries::{self, Entry, LATE_EVENT};
use super::ignored::reason_of_all;
use super::place::Placed;
use super::pooled::{EventMoney, add_event, paid_for};
use super::reversal::CountedEvent;
use super::strangers::link_day;
use super::window::place_amended;
use super::{Batch, fingerprint};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::distributor::Definition;
use crate::domain::event::{Event, EventStatus, Who, is_completion};
use crate::domain::free::{NO_VALUE, NOT_PAID};
use crate::domain::ids::{CollaboratorId, EventId, TransactionId};
use crate::domain::instant::Instant;
use crate::domain::metric::{Counting, Size, why_not, worths};
use crate::engine::{Error, Result};
use crate::store::events::{Inserted, NewCredit, NewEvent};
use crate::store::keys::Key;
use crate::store::load::loader::Loader;
use crate::store::metrics::NewMetric;
use crate::store::{Connection, conflicts, distributions, events, json};

/// Somebody an event credits, looked up.
#[derive(Debug)]
pub(super) struct Credit<'e> {
    pub(super) collaborator: Option<CollaboratorId>,
    named: Option<String>,
    pub(super) weight: i64,
    pub(super) own: bool,
    pub(super) reason: Option<&'e str>,
}

impl Credit<'_> {
    /// What the counting needs of it; `None` when it does not count at all.
    fn counting(&self) -> Option<Counting> {
        // What was got for nothing is each distributor's to judge, and to say.
        let counts = matches!(self.reason, None | Some(NO_VALUE | NOT_PAID));
        let collaborator = self.collaborator.filter(|_| counts)?;
        Some(Counting {
            collaborator,
            weight: self.weight,
            own: self.own,
        })
    }
}

impl Batch<'_> {
    /// Keeps an event and counts it. `None` when its key was taken already.
    pub(super) fn event(
        &mut self,
        event: &Event<'_>,
        sale: Option<Origin>,
        now: i64,
    ) -> Result<Option<EventId>> {
        self.event_of_key(event, Key::of(&event.key), sale, now)
    }

    /// The same where the number of its key is known already.
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
                reason,
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
        // Those of a sale were told with the sale.
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
                reason: credit.reason,
            };
            self.loader.credit(id, position, &credit);
        }
        self.add_to_history(id, event, sale, status, &credits);
        let fact = self.fact(id, event, sale, now)?;
        let counting: Vec<Counting> = credits.iter().filter_map(Credit::counting).collect();
        let mut made = Vec::new();
        for index in measuring.iter() {
            let counted = count_for(self.db, self.book, self.loader, *index, &fact, &counting)?;
            made.extend(counted.and_then(|(_, entry)| entry));
        }
        if !made.is_empty() {
            entries::note(self.db, fact.now, LATE_EVENT, &id.to_string(), &made)?;
        }
        Ok(Some(id))
    }

    /// An event as the counting sees it.
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
            at: instant(event.at),
            sold_at: sale.map(|sale| sale.sold_at),
            replaced: match sale {
                Some(sale) => events::replaced(self.db, sale.id, &event.kind, &event.key)?,
                None => None,
            },
            now: instant(now),
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
                    reason: Some("unknown_collaborator"),
                },
                Some((id, known)) => {
                    let twice = credits.iter().any(|credit| credit.collaborator == Some(id));
                    let reason = if twice {
                        Some("named_twice")
                    } else {
                        standing(known.status)
                    };
                    Credit {
                        collaborator: Some(id),
                        named: None,
                        weight: owner.weight,
                        own: known.is(event.subject.as_deref(), &event.also),
                        reason,
                    }
                }
            };
            credits.push(credit);
        }
        Ok(credits)
    }
}

/// Whether an event does not count by a rule; see [`why_not`].
fn refused(definition: &Definition, fact: &Fact<'_>) -> Option<&'static str> {
    let rule = definition.counts(fact.kind, fact.renewal)?;
    why_not(rule, definition.units, fact.size)
}

pub(super) fn event_fingerprint(event: &Event<'_>) -> u32 {
    // Not the instant: the same fact is often recorded again by a hook that fires twice. Nor whether it is history: an
    // import tells again what was told already. Nor the network: who is logged in may change it within one visit. Nor
    // what a student's place cost: a school that is asked again may know more or less of it.
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

/// An event as the counting sees it.
pub(super) struct Fact<'f> {
    pub id: EventId,
    pub kind: &'f str,
    pub at: Instant,
    /// When the sale was paid that it follows from.
    pub sold_at: Option<Instant>,
    /// When the event happened whose place it took in an edited sale.
    pub replaced: Option<Instant>,
    pub now: Instant,
    /// Whether it follows from a repeated payment of a subscription.
    pub renewal: bool,
    pub size: Size,
}

/// The sale that an event follows from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub id: TransactionId,
    pub renewal: bool,
    /// What its goods went for, in minor units; absent where the event itself says it.
    pub goods: Option<i64>,
    /// When the sale was paid: before the event, where an edit brings it.
    pub sold_at: Instant,
}

/// Counts an event for one distributor, if it measures it: by the rules of the period the event belongs to, or the event
/// whose place it takes. Answers
/// what it made of the event, and the entry in the pool where that period is closed and its rules pay by the event.
pub(super) fn count_for(
    db: &Connection,
    book: &mut Book,
    loader: &mut Loader,
    index: usize,
    fact: &Fact<'_>,
    credits: &[Counting],
) -> Result<Option<(CountedEvent, Option<Entry>)>> {
    let tracked = &mut book.tracked[index];
    let measured = |version: &TrackedVersion| version.definition.metric(fact.kind).is_some();
    if !tracked.versions.iter().any(measured) {
        return Ok(None);
    }
    let sold_at = fact.sold_at.unwrap_or(fact.at);
    let Some(mut placed) = place_amended(db, tracked, sold_at, fact.at, fact.now)? else {
        return Ok(None);
    };
    // An edit changes what the sale is, not by which rules it counts.
    if let Some(first) = fact.replaced
        && let Some(version) = distributions::version_covering(db, tracked.id, first)?
        && version != placed.version
    {
        placed = Placed {
            version,
            late: true,
            ..placed
        };
    }
    let Some(definition) = tracked
        .version(placed.version)
        .map(|version| &version.definition)
    else {
        return Ok(None);
    };
    let refused = refused(definition, fact);
    let worths = worths_of(definition, fact, credits)?;
    if let Some(reason) = refused {
        // Kept, so that it can be said: no points, and nothing that a refund could take back.
        for (collaborator, ..) in worths {
            loader.metric(&NewMetric {
                distribution: placed.distribution,
                collaborator,
                event: Some(fact.id),
                kind: fact.kind,
                status: reason,
                points: 0,
                parts: 1,
                at: fact.at,
            });
        }
        return Ok(None);
    }
    if worths.is_empty() {
        return Ok(None);
    }
    let late_amount = if placed.late {
        paid_for(definition, fact.kind)
    } else {
        // The pool counts its own events when it is filled.
        0
    };
    for (collaborator, points, parts) in &worths {
        let (collaborator, points, parts) = (*collaborator, *points, *parts);
        loader.metric(&NewMetric {
            distribution: placed.distribution,
            collaborator,
            event: Some(fact.id),
            kind: fact.kind,
            status: if placed.late { "late" } else { "counted" },
            points,
            parts,
            at: fact.at,
        });
        book.add_score((placed.distribution, collaborator, parts), points, 1)?;
    }
    let entry = add_event(
        db,
        placed,
        EventMoney {
            event: fact.id,
            amount: late_amount,
            at: fact.at,
            refund: None,
            kind: "event",
        },
    )?;
    let counted = CountedEvent {
        distribution: placed.distribution,
        version: placed.version,
        late: placed.late,
        points: worths,
        late_amount,
    };
    Ok(Some((counted, entry)))
}

/// What an event is worth by some rules to each of those it counts for.
fn worths_of(
    definition: &Definition,
    fact: &Fact<'_>,
    credits: &[Counting],
) -> Result<Vec<(CollaboratorId, i64, i64)>> {
    let Some(rule) = definition.counts(fact.kind, fact.renewal) else {
        return Ok(Vec::new());
    };
    let each = worths(
        rule,
        definition.units,
        definition.own_activity,
        fact.size,
        credits,
    );
    each.map(|(collaborator, worth)| match worth {
        Some((points, parts)) => Ok((collaborator, points, parts)),
        None => Err(too_many(fact.id)),
    })
    .collect()
}

/// The points of an event are beyond what can be counted.
pub(in crate::engine) fn too_many(event: EventId) -> Error {
    Error::TooLarge(format!("the points of event {event} are too many to count"))
}

fn standing(status: CollaboratorStatus) -> Option<&'static str> {
    match status {
        CollaboratorStatus::Active => None,
        CollaboratorStatus::Pending
        | CollaboratorStatus::Inactive
        | CollaboratorStatus::Rejected
        | CollaboratorStatus::Deleted => Some("collaborator_not_active"),
    }
}

fn naming(who: &Who<'_>) -> String {
    match who {
        Who::Id(id) => format!("id:{id}"),
        Who::Alias(kind, code) => format!("{kind}:{code}"),
    }
}

/// An instant from the journal. One beyond the calendar was never written by a reader of input.
pub(in crate::engine) fn instant(micros: i64) -> Instant {
    Instant::from_micros(micros).unwrap_or_default()
}

/// The key of an event that a sale gives rise to.
pub(super) fn derived_key(
    kind: &str,
    source: &str,
    external_id: &str,
    what: &str,
) -> Cow<'static, str> {
    // A shop's numbers may hold a colon; two of them must not make one key.
    let plain = |part: &str| part.replace('%', "%25").replace(':', "%3A");
    let (source, external_id, what) = (plain(source), plain(external_id), plain(what));
    Cow::Owned(format!("{kind}:{source}:{external_id}:{what}"))
}
