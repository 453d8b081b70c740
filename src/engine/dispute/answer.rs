//! Answering a dispute.

use super::{ANSWER, AnswerRow, Answered, DisputeRow, Words, read_words, row, subject};
use crate::domain::dispute::{Answer, DisputeStatus};
use crate::domain::input::{Cursor, number, word};
use crate::domain::words::Word;
use crate::engine::calls::{Call, Change, Entry, Given, Refusal, Settings};
use crate::engine::fold::entries;
use crate::engine::{Error, Result, Site};
use crate::store::disputes::{self, KeptAnswer};
use crate::store::{Connection, Transaction};

/// The call that answers one.
pub const ENTRY: Entry = Entry::change::<AnswerDispute>().refused_for(&[
    (Refusal::NotFound, "there is no such dispute"),
    (
        Refusal::Conflict,
        "it was answered otherwise, or somebody else must answer it because the site asks for two people",
    ),
]);

/// What `by` is in an answer.
const BY_OF_TWO: &str = "who answers it, as you name people, such as user:7; required where the site asks for two people";

/// Answers a dispute.
#[derive(Debug)]
pub struct AnswerDispute;

/// What somebody answers.
#[derive(Debug)]
pub struct AskedAnswer<'v> {
    id: i64,
    answer: Answer,
    words: Words<'v>,
}

impl Call for AnswerDispute {
    const NAME: &'static str = "answer_dispute";
    const ABOUT: &'static str = "Answers a dispute. No money moves by it. Where the site asks for two people, the first answer \
        makes it answered_once, and somebody else has to give the same answer. Giving the same answer again to a dispute that \
        was answered so changes nothing. Answers the dispute.";
    type Arguments<'v> = AskedAnswer<'v>;
    type Answer = DisputeRow;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<AskedAnswer<'v>> {
        cursor.object(|fields| {
            let id = fields.required("id", "the number of the dispute", number);
            let answer = fields.required("answer", "the answer", word::<Answer>);
            let words = fields.details("details", "why, who answers it, and when", |cursor| {
                cursor
                    .object(|fields| read_words(fields, "why, and what was done", BY_OF_TWO, given))
            });
            Some(AskedAnswer {
                id: id?,
                answer: answer?,
                words: words?,
            })
        })
    }
}

impl Change for AnswerDispute {
    fn check(site: &Site, asked: &AskedAnswer<'_>) -> Result<()> {
        if site.settings.two_people && asked.words.by.is_none() {
            return Err(Error::invalid(
                "by",
                "is required: this site asks for two people, so each answer says who gives it, such as user:7",
            ));
        }
        Ok(())
    }

    fn apply(
        db: &Transaction<'_>,
        settings: &Settings,
        asked: &AskedAnswer<'_>,
    ) -> Result<DisputeRow> {
        answer(db, settings, asked)
    }
}

fn answer(db: &Connection, settings: &Settings, asked: &AskedAnswer<'_>) -> Result<DisputeRow> {
    let AskedAnswer { id, answer, words } = *asked;
    let Words { text, by, now } = words;
    let old = row(db, id)?;
    if !old.status.is_open() {
        return if old.status == answer.final_status() {
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
        answer.final_status()
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
    entries::note(db, now, ANSWER, &subject(id, number), &body)?;
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
