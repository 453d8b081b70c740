//! An event becomes metrics: one for each distributor that measures it and each collaborator it credits.

use std::borrow::Cow;

use num_integer::Integer;

use super::book::Book;
use super::place::place;
use super::{Batch, fingerprint};
use crate::domain::collaborator::CollaboratorStatus;
use crate::domain::distributor::{MetricRule, OwnActivity, Per, Split};
use crate::domain::event::{Event, Who};
use crate::domain::ids::{CollaboratorId, EventId, TransactionId};
use crate::domain::instant::Instant;
use crate::engine::Result;
use crate::store::collaborators::Known;
use crate::store::events::{self, Inserted, NewCredit, NewEvent};
use crate::store::metrics::{self, NewMetric};
use crate::store::{Connection, meta};

/// What an event is multiplied by, beside its points.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// How many times over it counts.
    pub quantity: i64,
    /// How many units were sold.
    pub units: i64,
    /// What was sold for, in whole units of currency, as a fraction.
    pub value: (i64, i64),
}

/// Somebody an event credits, looked up.
#[derive(Debug)]
struct Credit<'e> {
    collaborator: Option<CollaboratorId>,
    named: Option<String>,
    weight: i64,
    own: bool,
    reason: Option<&'e str>,
}

impl Batch<'_> {
    /// Folds an event that was recorded as such.
    pub(super) fn event(&mut self, event: &Event<'_>, now: i64) -> Result<()> {
        // A sale counts once for its line whatever was sold; the units are there for rules that ask.
        let sold = event.kind == "product_sold";
        let size = Size {
            quantity: if sold { 1 } else { event.quantity },
            units: event.quantity,
            value: event.value.as_deref().and_then(fraction).unwrap_or((0, 1)),
        };
        self.count(event, size, None, now).map(|_| ())
    }

    /// Keeps an event and counts it. `None` when its key was taken already.
    pub(super) fn count(
        &mut self,
        event: &Event<'_>,
        size: Size,
        transaction: Option<TransactionId>,
        now: i64,
    ) -> Result<Option<EventId>> {
        let mut credits = self.credits(event)?;
        let own_counts = self.own_counts(&event.kind);
        for credit in &mut credits {
            if credit.own && !own_counts && credit.reason.is_none() {
                credit.reason = Some("self");
            }
        }
        let ignored = if credits.iter().all(|credit| credit.reason.is_some()) {
            credits.first().and_then(|credit| credit.reason)
        } else {
            None
        };
        let inserted = events::insert(
            self.db,
            &NewEvent {
                key: &event.key,
                kind: &event.kind,
                now,
                at: event.at,
                subject: event.subject.as_deref(),
                object: event.object.as_deref(),
                quantity: event.quantity,
                value: event.value.as_deref(),
                data: event.data.as_deref(),
                transaction,
                fingerprint: event_fingerprint(event),
                reason: ignored,
            },
        )?;
        let id = match inserted {
            Inserted::New(id) => id,
            Inserted::Known { same } => {
                self.done.duplicates += 1;
                if !same {
                    let body = serde_json::to_string(event).unwrap_or_default();
                    meta::keep_conflict(self.db, now, "event", &event.key, &body)?;
                }
                return Ok(None);
            }
        };
        self.done.events += 1;
        for (position, credit) in (0..).zip(&credits) {
            events::insert_credit(
                self.db,
                id,
                position,
                &NewCredit {
                    collaborator: credit.collaborator,
                    named: credit.named.as_deref(),
                    weight: credit.weight,
                    reason: credit.reason,
                },
            )?;
        }
        let fact = Fact {
            id,
            kind: &event.kind,
            at: instant(event.at),
            now: instant(now),
            size,
        };
        for index in 0..self.book.tracked.len() {
            count_for(self.db, self.book, index, &fact, &credits)?;
        }
        Ok(Some(id))
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
                        own: is_own(known, event.subject.as_deref()),
                        reason,
                    }
                }
            };
            credits.push(credit);
        }
        Ok(credits)
    }

    /// Whether any distributor that measures a type counts what people do for themselves.
    fn own_counts(&self, kind: &str) -> bool {
        self.book.tracked.iter().any(|tracked| {
            tracked.versions.iter().any(|version| {
                version.definition.own_activity == OwnActivity::Count
                    && version.definition.metric(kind).is_some()
            })
        })
    }
}

fn event_fingerprint(event: &Event<'_>) -> u32 {
    // Not the instant: the same fact is often recorded again by a hook that fires twice.
    fingerprint(&(
        &event.kind,
        &event.owners,
        &event.subject,
        &event.object,
        event.quantity,
        &event.value,
        &event.data,
    ))
}

/// An event as the counting sees it.
struct Fact<'f> {
    id: EventId,
    kind: &'f str,
    at: Instant,
    now: Instant,
    size: Size,
}

fn count_for(
    db: &Connection,
    book: &mut Book,
    index: usize,
    fact: &Fact<'_>,
    credits: &[Credit<'_>],
) -> Result<()> {
    let tracked = &mut book.tracked[index];
    if !tracked
        .versions
        .iter()
        .any(|version| version.definition.metric(fact.kind).is_some())
    {
        return Ok(());
    }
    let Some(placed) = place(db, tracked, fact.at, fact.now)? else {
        return Ok(());
    };
    let Some(version) = tracked.version(placed.version) else {
        return Ok(());
    };
    let Some(rule) = version.definition.metric(fact.kind) else {
        return Ok(());
    };
    let own_counts = version.definition.own_activity == OwnActivity::Count;
    let counted: Vec<(CollaboratorId, i64)> = credits
        .iter()
        .filter(|credit| credit.reason.is_none() && (own_counts || !credit.own))
        .filter_map(|credit| credit.collaborator.map(|id| (id, credit.weight)))
        .collect();
    let whole: i64 = counted.iter().map(|(_, weight)| weight).sum();
    let each: Vec<(CollaboratorId, Option<(i64, i64)>)> = counted
        .iter()
        .map(|(id, weight)| (*id, worth(rule, fact.size, *weight, whole, counted.len())))
        .collect();
    for (collaborator, worth) in each {
        let Some((points, parts)) = worth else {
            return Err(crate::engine::Error::TooLarge(format!(
                "the points of event {} are too many to count",
                fact.id
            )));
        };
        metrics::insert(
            db,
            &NewMetric {
                distribution: placed.distribution,
                collaborator,
                event: Some(fact.id),
                kind: fact.kind,
                status: if placed.late { "late" } else { "counted" },
                points,
                parts,
                at: fact.at,
            },
        )?;
        book.add_score((placed.distribution, collaborator, parts), points, 1)?;
    }
    Ok(())
}

/// What an event is worth to one of its owners, as a fraction in lowest terms.
fn worth(
    rule: &MetricRule,
    size: Size,
    weight: i64,
    whole: i64,
    owners: usize,
) -> Option<(i64, i64)> {
    let times = match rule.per {
        Per::Event => (size.quantity, 1),
        Per::Unit => (size.units, 1),
        Per::CurrencyUnit => size.value,
    };
    let part = match rule.split {
        Split::Each => (1, 1),
        Split::Equally => (1, i64::try_from(owners).ok()?),
        Split::ByWeight => (weight, whole),
    };
    let numer = i128::from(rule.points) * i128::from(times.0);
    let numer = numer.checked_mul(i128::from(part.0))?;
    let denom = i128::from(times.1).checked_mul(i128::from(part.1))?;
    let common = numer.gcd(&denom).max(1);
    Some((
        i64::try_from(numer / common).ok()?,
        i64::try_from(denom / common).ok()?,
    ))
}

/// A decimal text as a fraction.
pub(super) fn fraction(text: &str) -> Option<(i64, i64)> {
    let decimal = rust_decimal::Decimal::from_str_exact(text).ok()?;
    let numer = i64::try_from(decimal.mantissa()).ok()?;
    Some((numer, 10_i64.checked_pow(decimal.scale())?))
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

/// Whether somebody did it for themselves: the same WordPress user, or the same e-mail address.
fn is_own(known: &Known, subject: Option<&str>) -> bool {
    let Some((kind, who)) = subject.and_then(|subject| subject.split_once(':')) else {
        return false;
    };
    match kind {
        "user" => known.wp_user_id.is_some_and(|id| who.parse() == Ok(id)),
        "email" => known
            .email
            .as_deref()
            .is_some_and(|email| email == who.to_lowercase()),
        _ => false,
    }
}

fn naming(who: &Who<'_>) -> String {
    match who {
        Who::Id(id) => format!("id:{id}"),
        Who::Alias(kind, code) => format!("{kind}:{code}"),
    }
}

/// An instant from the journal. One beyond the calendar was never written by a reader of input.
pub(super) fn instant(micros: i64) -> Instant {
    Instant::from_micros(micros).unwrap_or(Instant(chrono::DateTime::UNIX_EPOCH))
}

/// The key of an event that a sale gives rise to.
pub(super) fn derived_key(
    kind: &str,
    source: &str,
    external_id: &str,
    what: &str,
) -> Cow<'static, str> {
    Cow::Owned(format!("{kind}:{source}:{external_id}:{what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        points: i64,
        per: Per,
        split: Split,
        weight: i64,
        whole: i64,
        owners: usize,
        expect: (i64, i64),
    ) {
        let rule = MetricRule {
            event: "product_sold".into(),
            points,
            split,
            per,
        };
        let size = Size {
            quantity: 1,
            units: 3,
            value: (1_234, 100),
        };
        assert_eq!(worth(&rule, size, weight, whole, owners), Some(expect));
    }

    #[test]
    fn points_are_split_without_loss() {
        check(10, Per::Event, Split::Each, 1, 3, 3, (10, 1));
        check(10, Per::Event, Split::Equally, 1, 3, 3, (10, 3));
        check(10, Per::Event, Split::ByWeight, 37, 100, 2, (37, 10));
        check(10, Per::Unit, Split::Each, 1, 1, 1, (30, 1));
        check(2, Per::CurrencyUnit, Split::Each, 1, 1, 1, (617, 25));
        check(0, Per::Event, Split::Each, 1, 1, 1, (0, 1));
    }

    #[test]
    fn people_are_known_by_user_and_e_mail() {
        let known = Known {
            status: CollaboratorStatus::Active,
            wp_user_id: Some(7),
            email: Some("ann@example.org".into()),
        };
        for (subject, own) in [
            (Some("user:7"), true),
            (Some("user:70"), false),
            (Some("email:Ann@Example.org"), true),
            (Some("visitor:7"), false),
            (Some("7"), false),
            (None, false),
        ] {
            assert_eq!(is_own(&known, subject), own, "{subject:?}");
        }
    }
}
