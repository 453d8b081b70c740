//! A collaborator says that something is wrong, and somebody answers, or two people with the same answer if the site requires
//! two. A dispute moves no money: the answer says what was done, for example that a hold was released.

pub mod answer;

use serde::{Deserialize, Serialize};

use crate::domain::collaborator::Name;
use crate::domain::dispute::{About, Answer, DisputeStatus, LONGEST_TEXT, MOST_OPEN};
use crate::domain::event::{LONGEST_KEY, read_reason};
use crate::domain::ids::{CollaboratorId, DistributionId, ObligationId};
use crate::domain::input::{Cursor, Fields, id, text as read_text};
use crate::domain::instant::Instant;
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::messages;
use crate::engine::bodies::append;
use crate::engine::calls::{Call, Change, Entry, Given, Refusal, Settings};
use crate::engine::names::OfOne;
use crate::engine::{Error, Result, Row, row};
use crate::store::disputes::{self, Kept};
use crate::store::lists::find::one;
use crate::store::{Read, Transaction, Write, distributions, ledger};

messages! {
    is_disputed_already(collaborator: String, dispute: String) = "collaborator {collaborator} already disputes this: dispute {dispute} is waiting for an answer";
    has_too_many_disputes(collaborator: String, most: usize) = "collaborator {collaborator} already has {most} open disputes; wait until one of them is answered";
    /// Continues the path of a field.
    disputes_not_one_thing() = "must have either obligation, or distribution and reason";
    /// Continues the path of a field.
    explains_nothing() = "is empty; explain it in words";
    is_not_owed_to(obligation: String, collaborator: String) = "obligation {obligation} is not owed to collaborator {collaborator}";
}

pub const ENTRY: Entry = Entry::change::<Dispute>()
    .of("dispute")
    .refused_for(&[
        (
            Refusal::NotFound,
            "there is no such collaborator, obligation or distribution",
        ),
        (
            Refusal::Conflict,
            "the amount is owed to somebody else, the same is already disputed, or they have too many open disputes",
        ),
    ]);

const BY: &str = "who makes it, in your own terms, such as user:7";

/// A dispute as the ledger keeps it: without its text, which can be erased.
#[derive(Debug, Serialize, Deserialize)]
pub struct Made {
    pub dispute: i64,
    pub collaborator: CollaboratorId,
    pub obligation: Option<ObligationId>,
    pub distribution: Option<DistributionId>,
    /// Why the disputed events of the distribution were not counted.
    pub reason: Option<String>,
    pub by: Option<String>,
}

/// An answer as the ledger keeps it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answered {
    pub dispute: i64,
    /// 1 or 2.
    pub number: i64,
    pub answer: String,
    /// The status of the dispute after it.
    pub status: String,
    pub by: Option<String>,
}

/// A dispute with its answers.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct DisputeRow {
    /// Its number.
    pub id: i64,
    /// Whether it is answered, and how.
    pub status: DisputeStatus,
    /// When it was made.
    pub created_at: Instant,
    /// The collaborator who disputes something.
    pub collaborator: CollaboratorId,
    /// The collaborator's name; only if names were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The disputed obligation; null if events that were not counted are disputed.
    pub obligation: Option<ObligationId>,
    /// The distribution that did not count the disputed events; null if an obligation is disputed.
    pub distribution: Option<DistributionId>,
    /// Why the disputed events were not counted; null if an obligation is disputed.
    pub reason: Option<String>,
    /// What the collaborator wrote; null once their data is erased.
    pub text: Option<String>,
    /// Who made it, if that was given.
    pub by: Option<String>,
    /// The answers, oldest first.
    pub answers: Vec<AnswerRow>,
}

impl OfOne for DisputeRow {
    fn collaborator(&self) -> Option<CollaboratorId> {
        Some(self.collaborator)
    }

    fn set_name(&mut self, name: Name) {
        self.name = Some(name);
    }
}

/// An answer to a dispute.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AnswerRow {
    /// The answer.
    pub answer: Answer,
    /// Why, and what was done; null once the collaborator's data is erased.
    pub text: Option<String>,
    /// Who answered, if that was given.
    pub by: Option<String>,
    /// When it was answered.
    pub created_at: Instant,
}

#[derive(Debug)]
pub struct Dispute;

#[derive(Debug)]
pub struct Asked<'v> {
    collaborator: CollaboratorId,
    about: About,
    words: Words<'v>,
}

impl Call for Dispute {
    const NAME: &'static str = "dispute";
    const ABOUT: &'static str = "Records a dispute: a collaborator says that an amount of theirs is wrong, or disagrees with what a \
        distribution did not count. Nobody can have more than five open disputes, or two about the same matter. The same \
        matter can be disputed again once it is answered.";
    type Arguments<'v> = Asked<'v>;
    type Answer = DisputeRow;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        cursor.object(|fields| {
            let collaborator = fields.required("collaborator", "who disputes it", id);
            let about = fields.required(
                "about",
                "what is disputed: an obligation, or what a distribution did not count for a reason",
                read_about,
            );
            let words = read_words(fields, "what is wrong, in their words", BY, given);
            Some(Asked {
                collaborator: CollaboratorId(collaborator?),
                about: about?,
                words: words?,
            })
        })
    }
}

impl Change for Dispute {
    fn apply(db: &Transaction<'_>, _: &Settings, asked: &Asked<'_>) -> Result<DisputeRow> {
        dispute(db, asked)
    }
}

fn dispute(db: &Write<'_>, asked: &Asked<'_>) -> Result<DisputeRow> {
    let id = asked.collaborator;
    let Words { text, by, now } = asked.words;
    row::collaborator(db, id)?.ok_or(Error::NotFound(Row::Collaborator, id.0))?;
    is_theirs(db, asked)?;
    let open = disputes::open_of(db, id)?;
    if let Some(same) = open.iter().find(|open| open.is_about(&asked.about)) {
        return Err(Error::Conflict(is_disputed_already(
            id.to_string(),
            same.id.to_string(),
        )));
    }
    if open.len() >= MOST_OPEN {
        return Err(Error::Conflict(has_too_many_disputes(
            id.to_string(),
            MOST_OPEN,
        )));
    }
    let made = disputes::insert(db, now, id, &asked.about, text)?;
    let (obligation, distribution, reason) = disputes::columns(&asked.about);
    let body = Made {
        dispute: made,
        collaborator: id,
        obligation,
        distribution,
        reason: reason.map(str::to_owned),
        by: by.map(str::to_owned),
    };
    append(db, now, LedgerAct::Dispute, &made.to_string(), &body)?;
    row(db, made)
}

/// The text of a dispute or an answer, who wrote it, and when.
#[derive(Debug, Clone, Copy)]
struct Words<'v> {
    text: &'v str,
    by: Option<&'v str>,
    now: Instant,
}

fn read_about(cursor: &mut Cursor<'_, '_>) -> Option<About> {
    cursor.object(|fields| {
        let told = ["obligation", "distribution", "reason"].map(|name| fields.peek(name).is_some());
        let obligation = fields.optional("obligation", "the number of an obligation of theirs", id);
        let distribution = fields.optional("distribution", "the number of a distribution", id);
        let reason = fields.optional(
            "reason",
            "why events were not counted in that distribution",
            read_reason,
        );
        match told {
            [true, false, false] => Some(About::Obligation(ObligationId(obligation?))),
            [false, true, true] => Some(About::NotCounted(
                DistributionId(distribution?),
                reason?.to_owned(),
            )),
            _ => fields.refuse_all(disputes_not_one_thing()),
        }
    })
}

fn read_words<'v>(
    fields: &mut Fields<'_, 'v>,
    about_text: &'static str,
    about_by: &'static str,
    given: Given<'_>,
) -> Option<Words<'v>> {
    let text = fields.required("text", about_text, |cursor| {
        let text = read_text::<LONGEST_TEXT>(cursor)?.trim();
        if text.is_empty() {
            return cursor.refuse(explains_nothing());
        }
        Some(text)
    });
    let by = fields.optional("by", about_by, read_text::<LONGEST_KEY>);
    let now = given.now(fields);
    Some(Words {
        text: text?,
        by,
        now: now?,
    })
}

/// Refuses a dispute about somebody else's obligation.
fn is_theirs(db: &Read<'_>, asked: &Asked<'_>) -> Result<()> {
    match &asked.about {
        About::Obligation(id) => {
            let obligation =
                row::obligation(db, *id)?.ok_or(Error::NotFound(Row::Obligation, id.0))?;
            if obligation.collaborator != asked.collaborator {
                return Err(Error::Conflict(is_not_owed_to(
                    id.to_string(),
                    asked.collaborator.to_string(),
                )));
            }
        }
        About::NotCounted(id, _) => {
            one(db, &distributions::LISTING, id.0, distributions::row)?
                .ok_or(Error::NotFound(Row::Distribution, id.0))?;
        }
    }
    Ok(())
}

/// The subject of an answer in the ledger.
fn subject(id: i64, number: i64) -> String {
    if number == 1 {
        id.to_string()
    } else {
        format!("{id}:{number}")
    }
}

fn row(db: &Read<'_>, id: i64) -> Result<DisputeRow> {
    let kept = one(db, &disputes::LISTING, id, disputes::row)?;
    shown(db, kept.ok_or(Error::NotFound(Row::Dispute, id))?)
}

pub fn shown(db: &Read<'_>, kept: Kept) -> Result<DisputeRow> {
    let made: Option<Made> = said(db, LedgerAct::Dispute, &kept.id.to_string())?;
    let mut answers = Vec::new();
    for answer in disputes::answers(db, kept.id)? {
        let said: Option<Answered> = said(
            db,
            LedgerAct::DisputeAnswer,
            &subject(kept.id, answer.number),
        )?;
        answers.push(AnswerRow {
            answer: answer.answer,
            text: answer.text,
            by: said.and_then(|said| said.by),
            created_at: answer.created_at,
        });
    }
    Ok(DisputeRow {
        id: kept.id,
        status: kept.status,
        created_at: kept.created_at,
        name: None,
        collaborator: kept.collaborator,
        obligation: kept.obligation,
        distribution: kept.distribution,
        reason: kept.reason,
        text: kept.text,
        by: made.and_then(|made| made.by),
        answers,
    })
}

fn said<T: serde::de::DeserializeOwned>(
    db: &Read<'_>,
    act: LedgerAct,
    subject: &str,
) -> Result<Option<T>> {
    let Some(body) = ledger::body(db, act, subject)? else {
        return Ok(None);
    };
    let said = serde_json::from_str(&body).map_err(|error| {
        crate::store::Error::Inconsistent(format!("a ledger entry cannot be read: {error}"))
    })?;
    Ok(Some(said))
}
