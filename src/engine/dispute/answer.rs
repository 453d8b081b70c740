//! Answers a dispute.

use super::{AnswerRow, Answered, DisputeRow, Words, read_words, row, subject};
use crate::domain::dispute::{Answer, DisputeStatus};
use crate::domain::input::{Cursor, number, word};
use crate::domain::ledger_act::LedgerAct;
use crate::domain::message::messages;
use crate::domain::words::Word;
use crate::engine::bodies::append;
use crate::engine::calls::{Call, Change, Entry, Given, Refusal, Settings};
use crate::engine::{Error, Ledger, Result};
use crate::store::disputes::{self, KeptAnswer};
use crate::store::{Transaction, Write};

messages! {
    /// Continues the path of a field.
    answer_requires_a_name() = "is required: this site requires two people, so every answer must say who gives it, such as user:7";
    dispute_is_answered(id: String, status: String) = "dispute {id} is already {status}";
    dispute_was_answered_otherwise(id: String, answer: String, who: String) = "dispute {id} was {answer} by {who}, and both answers must be the same; agree on one first";
    cannot_answer_twice(who: String, id: String) = "{who} cannot answer dispute {id} twice: this site requires two people";
}

pub const ENTRY: Entry = Entry::change::<AnswerDispute>().refused_for(&[
    (Refusal::NotFound, "there is no such dispute"),
    (
        Refusal::Conflict,
        "it has another answer already, or somebody else must answer it because the site requires two people",
    ),
]);

const BY_OF_TWO: &str =
    "who answers it, in your own terms, such as user:7; required if the site requires two people";

#[derive(Debug)]
pub struct AnswerDispute;

#[derive(Debug)]
pub struct AskedAnswer<'v> {
    id: i64,
    answer: Answer,
    words: Words<'v>,
}

impl Call for AnswerDispute {
    const NAME: &'static str = "answer_dispute";
    const ABOUT: &'static str = "Answers a dispute, which moves no money. If the site requires two people, the first answer makes \
        it answered_once, and somebody else has to give the same answer. Giving the same answer again to an answered dispute \
        changes nothing. Answers the dispute.";
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
    fn check(ledger: &Ledger, asked: &AskedAnswer<'_>) -> Result<()> {
        if ledger.settings.two_people && asked.words.by.is_none() {
            return Err(Error::invalid("by", answer_requires_a_name()));
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

fn answer(db: &Write<'_>, settings: &Settings, asked: &AskedAnswer<'_>) -> Result<DisputeRow> {
    let AskedAnswer { id, answer, words } = *asked;
    let Words { text, by, now } = words;
    let old = row(db, id)?;
    if !old.status.is_open() {
        return if old.status == answer.final_status() {
            Ok(old)
        } else {
            Err(Error::Conflict(dispute_is_answered(
                id.to_string(),
                old.status.to_string(),
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
    append(
        db,
        now,
        LedgerAct::DisputeAnswer,
        &subject(id, number),
        &body,
    )?;
    row(db, id)
}

/// Refuses a second answer that differs from the first, or comes from the same person.
fn second(
    settings: &Settings,
    id: i64,
    first: &AnswerRow,
    answer: Answer,
    by: Option<&str>,
) -> Result<()> {
    let who = first.by.as_deref().unwrap_or("somebody");
    if first.answer != answer {
        return Err(Error::Conflict(dispute_was_answered_otherwise(
            id.to_string(),
            first.answer.to_string(),
            who.to_owned(),
        )));
    }
    if settings.two_people && first.by.is_some() && first.by.as_deref() == by {
        return Err(Error::Conflict(cannot_answer_twice(
            who.to_owned(),
            id.to_string(),
        )));
    }
    Ok(())
}
