//! A collaborator says that something is wrong, and somebody answers; where the site asks for two people, two of them with
//! the same answer. No money moves by it: an answer says what was done, such as a hold that was released.

pub mod answer; // the answer to one

use serde::{Deserialize, Serialize};

use crate::domain::collaborator::Name;
use crate::domain::dispute::{About, Answer, DisputeStatus, LONGEST_TEXT, MOST_OPEN};
use crate::domain::event::{LONGEST_KEY, read_reason};
use crate::domain::ids::{CollaboratorId, DistributionId, ObligationId};
use crate::domain::input::{Cursor, Fields, id, text as read_text};
use crate::domain::instant::Instant;
use crate::engine::calls::{Call, Change, Entry, Given, Refusal, Settings};
use crate::engine::{Error, Result, find};
use crate::store::disputes::{self, Kept};
use crate::store::lists::find::one;
use crate::store::{Connection, Transaction, distributions, ledger};

/// The call that makes one.
pub const ENTRY: Entry = Entry::change::<Dispute>()
    .of("dispute")
    .refused_for(&[
        (
            Refusal::NotFound,
            "there is no such collaborator, obligation or distribution",
        ),
        (
            Refusal::Conflict,
            "the amount is owed to somebody else, the same is disputed already, or they have too many disputes without an answer",
        ),
    ]);

/// What `by` is in a dispute.
const BY: &str = "who makes it, as you name people, such as user:7";

/// The ledger's word for a dispute.
pub const DISPUTE: &str = "dispute";

/// The ledger's word for an answer to one.
pub const ANSWER: &str = "dispute_answer";

/// A dispute as the ledger has it: without what was written, which can be forgotten.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Made {
    /// Its number.
    pub dispute: i64,
    /// The collaborator.
    pub collaborator: CollaboratorId,
    /// The obligation.
    pub obligation: Option<ObligationId>,
    /// About which distribution.
    pub distribution: Option<DistributionId>,
    /// About what of it did not count.
    pub reason: Option<String>,
    /// Who did it, such as `user:7`.
    pub by: Option<String>,
}

/// An answer as the ledger has it.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Answered {
    /// To which dispute.
    pub dispute: i64,
    /// The first or the second.
    pub number: i64,
    /// The answer.
    pub answer: String,
    /// Where the dispute stands with it.
    pub status: String,
    /// Who did it, such as `user:7`.
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
    /// The collaborator's name; only where names were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The obligation it is about; null where it is about what was not counted.
    pub obligation: Option<ObligationId>,
    /// The distribution it is about; null where it is about an obligation.
    pub distribution: Option<DistributionId>,
    /// Why the events that it is about were not counted; null where it is about an obligation.
    pub reason: Option<String>,
    /// What the collaborator wrote; null once their data is erased.
    pub text: Option<String>,
    /// Who made it, where that was given.
    pub by: Option<String>,
    /// The answers, oldest first.
    pub answers: Vec<AnswerRow>,
}

/// An answer to a dispute.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AnswerRow {
    /// The answer.
    pub answer: Answer,
    /// Why, and what was done; null once the collaborator's data is erased.
    pub text: Option<String>,
    /// Who answered, where that was given.
    pub by: Option<String>,
    /// When it was answered.
    pub created_at: Instant,
}

/// Makes a dispute.
#[derive(Debug)]
pub struct Dispute;

/// What a collaborator says.
#[derive(Debug)]
pub struct Asked<'v> {
    collaborator: CollaboratorId,
    about: About,
    words: Words<'v>,
}

impl Call for Dispute {
    const NAME: &'static str = "dispute";
    const ABOUT: &'static str = "Records that a collaborator says something is wrong, about an amount of theirs or about what \
        a distribution did not count. Nobody can have more than five disputes without an answer, nor two about the same. \
        The same can be disputed again once it is answered.";
    type Arguments<'v> = Asked<'v>;
    type Answer = DisputeRow;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Asked<'v>> {
        cursor.object(|fields| {
            let collaborator = fields.required("collaborator", "who disputes it", id);
            let about = fields.required(
                "about",
                "what the dispute is about: an obligation, or what a distribution did not count for a reason",
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

fn dispute(db: &Connection, asked: &Asked<'_>) -> Result<DisputeRow> {
    let id = asked.collaborator;
    let Words { text, by, now } = asked.words;
    find::collaborator(db, id)?.ok_or(Error::NotFound("collaborator", id.0))?;
    is_theirs(db, asked)?;
    let open = disputes::open_of(db, id)?;
    if let Some(same) = open.iter().find(|open| open.is_about(&asked.about)) {
        return Err(Error::Conflict(format!(
            "collaborator {id} disputes this already: dispute {} waits for its answer",
            same.id
        )));
    }
    if open.len() >= MOST_OPEN {
        return Err(Error::Conflict(format!(
            "collaborator {id} has {MOST_OPEN} disputes without an answer; another can be made once one of them is answered"
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
    crate::engine::fold::entries::note(db, now, DISPUTE, &made.to_string(), &body)?;
    row(db, made)
}

/// What is written in a dispute or an answer, by whom, and when.
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
            _ => fields.refuse_all(
                "says what it is about either by obligation, or by distribution and reason",
            ),
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
            return cursor.refuse("is empty; say in words why");
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

/// Nobody disputes what is somebody else's.
fn is_theirs(db: &Connection, asked: &Asked<'_>) -> Result<()> {
    match &asked.about {
        About::Obligation(id) => {
            let obligation =
                find::obligation(db, *id)?.ok_or(Error::NotFound("obligation", id.0))?;
            if obligation.collaborator != asked.collaborator {
                return Err(Error::Conflict(format!(
                    "obligation {id} is not owed to collaborator {}",
                    asked.collaborator
                )));
            }
        }
        About::NotCounted(id, _) => {
            one(db, &distributions::LISTING, id.0, distributions::row)?
                .ok_or(Error::NotFound("distribution", id.0))?;
        }
    }
    Ok(())
}

/// The ledger's name for an answer.
fn subject(id: i64, number: i64) -> String {
    if number == 1 {
        id.to_string()
    } else {
        format!("{id}:{number}")
    }
}

fn row(db: &Connection, id: i64) -> Result<DisputeRow> {
    let kept = one(db, &disputes::LISTING, id, disputes::row)?;
    shown(db, kept.ok_or(Error::NotFound("dispute", id))?)
}

/// A dispute with its answers, and who wrote them.
pub fn shown(db: &Connection, kept: Kept) -> Result<DisputeRow> {
    let made: Option<Made> = said(db, DISPUTE, &kept.id.to_string())?;
    let mut answers = Vec::new();
    for answer in disputes::answers(db, kept.id)? {
        let said: Option<Answered> = said(db, ANSWER, &subject(kept.id, answer.number))?;
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
    db: &Connection,
    act: &str,
    subject: &str,
) -> Result<Option<T>> {
    let Some(body) = ledger::body(db, act, subject)? else {
        return Ok(None);
    };
    let said = serde_json::from_str(&body).map_err(|error| {
        crate::store::Error::Inconsistent(format!("a line of the ledger: {error}"))
    })?;
    Ok(Some(said))
}
