//! A collaborator says that something is wrong, and somebody answers; where the site asks for two people, two of them with
//! the same answer. No money moves by it: an answer says what was done, such as a hold that was released.

use serde::{Deserialize, Serialize};

use super::calls::{Settings, Told, named};
use super::site::read_now;
use super::{Error, Result, Site, find};
use crate::domain::dispute::{About, Answer, DisputeStatus, LONGEST_TEXT, MOST_OPEN};
use crate::domain::event::{LONGEST_KEY, read_reason};
use crate::domain::ids::{CollaboratorId, DistributionId, ObligationId};
use crate::domain::input::{At, Fields, Problems, Value, int, text, word};
use crate::domain::instant::Instant;
use crate::domain::words::Word;
use crate::store::disputes::{self, Kept, KeptAnswer};
use crate::store::find::one;
use crate::store::{Connection, distributions, ledger};

/// The name of the call that makes one.
pub const CALL: &str = "dispute";

/// The name of the call that answers one.
pub const ANSWER_CALL: &str = "answer_dispute";

/// The ledger's word for a dispute.
pub const DISPUTE: &str = "dispute";

/// The ledger's word for an answer to one.
pub const ANSWER: &str = "dispute_answer";

/// A dispute as the ledger has it: without what was written, which can be forgotten.
#[derive(Debug, Serialize, Deserialize)]
pub struct Made {
    /// Its number.
    pub dispute: i64,
    /// Whose.
    pub collaborator: CollaboratorId,
    /// About which amount.
    pub obligation: Option<ObligationId>,
    /// About which distribution.
    pub distribution: Option<DistributionId>,
    /// About what of it did not count.
    pub reason: Option<String>,
    /// By whom.
    pub by: Option<String>,
}

/// An answer as the ledger has it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answered {
    /// To which dispute.
    pub dispute: i64,
    /// The first or the second.
    pub number: i64,
    /// What.
    pub answer: String,
    /// Where the dispute stands with it.
    pub status: String,
    /// By whom.
    pub by: Option<String>,
}

/// A dispute as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DisputeRow {
    /// Its number.
    pub id: i64,
    /// Where it stands.
    pub status: DisputeStatus,
    /// When it was made.
    pub created_at: Instant,
    /// Whose.
    pub collaborator: CollaboratorId,
    /// About which amount.
    pub obligation: Option<ObligationId>,
    /// About which distribution.
    pub distribution: Option<DistributionId>,
    /// About what of it did not count.
    pub reason: Option<String>,
    /// What they say; null once it is forgotten.
    pub text: Option<String>,
    /// By whom.
    pub by: Option<String>,
    /// What it was answered, in order.
    pub answers: Vec<AnswerRow>,
}

/// An answer as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnswerRow {
    /// What.
    pub answer: Answer,
    /// Why; null once it is forgotten.
    pub text: Option<String>,
    /// By whom.
    pub by: Option<String>,
    /// When.
    pub created_at: Instant,
}

/// Makes a dispute: `collaborator`, `about` (`obligation`, or `distribution` and `reason`), `text`, `by`, `now`. One and the
/// same thing can be disputed again once it is answered.
pub fn dispute(site: &Site, input: &Value<'_>, clock: Instant) -> Result<DisputeRow> {
    let asked = checked(input, clock)?;
    site.change(CALL, input, clock, |db| apply(db, &asked))
}

/// The same out of the log.
pub fn from_log(told: &Told<'_>) -> Result<()> {
    apply(told.db, &checked(told.input, told.now)?).map(drop)
}

fn checked<'v>(input: &'v Value<'_>, clock: Instant) -> Result<Asked<'v>> {
    let mut problems = Problems::default();
    let asked = read_dispute(input, clock, &mut problems);
    Ok(problems.into_result(asked)?)
}

fn apply(db: &Connection, asked: &Asked<'_>) -> Result<DisputeRow> {
    let id = asked.collaborator;
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
    let made = disputes::insert(db, asked.now, id, &asked.about, asked.text)?;
    let (obligation, distribution, reason) = disputes::columns(&asked.about);
    let body = Made {
        dispute: made,
        collaborator: id,
        obligation,
        distribution,
        reason: reason.map(str::to_owned),
        by: asked.by.map(str::to_owned),
    };
    super::fold::entries::note(db, asked.now, DISPUTE, &made.to_string(), &body)?;
    row(db, made)
}

struct Asked<'v> {
    collaborator: CollaboratorId,
    about: About,
    text: &'v str,
    by: Option<&'v str>,
    now: Instant,
}

fn read_dispute<'v>(
    input: &'v Value<'_>,
    clock: Instant,
    problems: &mut Problems,
) -> Option<Asked<'v>> {
    let at = At::root();
    let mut fields = Fields::open(input, &at, problems)?;
    let collaborator = fields.need("collaborator", &at, problems);
    let collaborator =
        collaborator.and_then(|v| int(v, 1..=i64::MAX, &at.key("collaborator"), problems));
    let about = fields.need("about", &at, problems);
    let about = about.and_then(|v| read_about(v, &at.key("about"), problems));
    let words = read_words(&mut fields, clock, &at, problems);
    fields.close(&at, problems);
    let (text, by, now) = words?;
    Some(Asked {
        collaborator: CollaboratorId(collaborator?),
        about: about?,
        text,
        by,
        now,
    })
}

fn read_about(value: &Value<'_>, at: &At<'_>, problems: &mut Problems) -> Option<About> {
    let mut fields = Fields::open(value, at, problems)?;
    let mut id = |name: &'static str, problems: &mut Problems| {
        fields
            .get(name)
            .map(|v| int(v, 1..=i64::MAX, &at.key(name), problems))
    };
    let (obligation, distribution) = (id("obligation", problems), id("distribution", problems));
    let reason = fields
        .get("reason")
        .map(|v| read_reason(v, &at.key("reason"), problems));
    fields.close(at, problems);
    match (obligation, distribution, reason) {
        (Some(obligation), None, None) => Some(About::Obligation(ObligationId(obligation?))),
        (None, Some(distribution), Some(reason)) => Some(About::NotCounted(
            DistributionId(distribution?),
            reason?.to_owned(),
        )),
        _ => {
            problems.add(
                at,
                "says what it is about either by obligation, or by distribution and reason",
            );
            None
        }
    }
}

/// Text without the space around it, by whom, and when.
fn read_words<'v>(
    fields: &mut Fields<'v, '_>,
    clock: Instant,
    at: &At<'_>,
    problems: &mut Problems,
) -> Option<(&'v str, Option<&'v str>, Instant)> {
    let said = fields.need("text", at, problems);
    let said = said.and_then(|v| text(v, LONGEST_TEXT, &at.key("text"), problems));
    let said = said.map(str::trim);
    if said.is_some_and(str::is_empty) {
        problems.add(&at.key("text"), "is empty; say in words why");
    }
    let by = fields
        .get("by")
        .and_then(|v| text(v, LONGEST_KEY, &at.key("by"), problems));
    let now = read_now(fields, clock, at, problems);
    Some((said?, by, now?))
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

/// Answers a dispute: `accepted` or `declined`. Details: `text` (why, and what was done), `by`, `now`. The same answer to
/// what was answered so changes nothing.
pub fn answer(
    site: &Site,
    id: i64,
    answer: &str,
    input: &Value<'_>,
    clock: Instant,
) -> Result<DisputeRow> {
    let given = Value::Text(answer.into());
    let asked = checked_answer(&given, input, clock)?;
    if site.settings.two_people && asked.by.is_none() {
        return Err(Error::invalid(
            "by",
            "is required: this site asks for two people, so each answer says who gives it, such as user:7",
        ));
    }
    let arguments = named([
        ("id", Value::Int(id)),
        ("answer", given.clone()),
        ("details", input.clone()),
    ]);
    site.change(ANSWER_CALL, &arguments, clock, |db| {
        apply_answer(db, &site.settings, id, &asked)
    })
}

/// The same out of the log.
pub fn answer_from_log(told: &Told<'_>) -> Result<()> {
    let (answer, details) = (told.argument("answer")?, told.argument("details")?);
    let asked = checked_answer(answer, details, told.now)?;
    apply_answer(told.db, told.settings, told.int("id")?, &asked).map(drop)
}

struct AskedAnswer<'v> {
    answer: Answer,
    text: &'v str,
    by: Option<&'v str>,
    now: Instant,
}

fn checked_answer<'v>(
    answer: &Value<'_>,
    input: &'v Value<'_>,
    clock: Instant,
) -> Result<AskedAnswer<'v>> {
    let mut problems = Problems::default();
    let at = At::root();
    let answer = word(answer, Answer::WORDS, &at.key("answer"), &mut problems);
    let words = Fields::open(input, &at, &mut problems).and_then(|mut fields| {
        let words = read_words(&mut fields, clock, &at, &mut problems);
        fields.close(&at, &mut problems);
        words
    });
    let (answer, (text, by, now)) = problems.into_result(answer.zip(words))?;
    Ok(AskedAnswer {
        answer,
        text,
        by,
        now,
    })
}

fn apply_answer(
    db: &Connection,
    settings: &Settings,
    id: i64,
    asked: &AskedAnswer<'_>,
) -> Result<DisputeRow> {
    let AskedAnswer {
        answer,
        text,
        by,
        now,
    } = *asked;
    let old = row(db, id)?;
    if !old.status.is_open() {
        return if old.status == answer.ends() {
            Ok(old)
        } else {
            Err(Error::Conflict(format!(
                "dispute {id} was {} already",
                old.status
            )))
        };
    }
    if let Some(first) = old.answers.first() {
        second(settings, id, first, answer, by)?;
    }
    let number = i64::try_from(old.answers.len()).unwrap_or(i64::MAX) + 1;
    let is_enough = !settings.two_people || number > 1;
    let status = if is_enough {
        answer.ends()
    } else {
        DisputeStatus::AnsweredOnce
    };
    let kept = KeptAnswer {
        number,
        created_at: now,
        answer,
        text: Some(text.to_owned()),
    };
    disputes::answer(db, id, &kept, status)?;
    let body = Answered {
        dispute: id,
        number,
        answer: answer.name().to_owned(),
        status: status.name().to_owned(),
        by: by.map(str::to_owned),
    };
    super::fold::entries::note(db, now, ANSWER, &subject(id, number), &body)?;
    row(db, id)
}

/// Refuses a second answer that is another than the first, or by the same person.
fn second(
    settings: &Settings,
    id: i64,
    first: &AnswerRow,
    answer: Answer,
    by: Option<&str>,
) -> Result<()> {
    let who = first.by.as_deref().unwrap_or("somebody");
    if first.answer != answer {
        return Err(Error::Conflict(format!(
            "dispute {id} was {} by {who}, and both answers must be the same: agree on one first",
            first.answer
        )));
    }
    if settings.two_people && first.by.is_some() && first.by.as_deref() == by {
        return Err(Error::Conflict(format!(
            "{who} answered dispute {id} first, and this site asks for two people: somebody else must answer too"
        )));
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
