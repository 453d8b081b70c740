//! Saves a distributor. Rules are versioned, and a change takes effect with the next period, so that the rules of an open
//! period do not change while people earn.
//! Not here: what is written (`versions`).

use serde::Serialize;

use super::versions::{self, Asked};
use crate::domain::distributor::{Defaults, Definition, DistributorStatus, sentence};
use crate::domain::ids::DistributorId;
use crate::domain::input::{
    At, Cursor, Problem, Problems, Value, boolean, id, messages, schema_of, word,
};
use crate::domain::instant::Instant;
use crate::domain::message::{Join, List, Message, messages};
use crate::domain::words::Word;
use crate::engine::calls::{Call, Change, Entry, Given, Refusal, Run, Settings};
use crate::engine::row::{self, DistributorRow};
use crate::engine::{Error, Ledger, Result, Row, json};
use crate::store::distributors::{self, Head};
use crate::store::{Read, Transaction};

messages! {
    /// Continues the path of a field.
    has_started(begun: String, status: String) = "cannot change from {begun}, because the distributor is {status} and has already started";
    /// Continues the path of a field.
    keeps_its_currency(units: String) = "cannot change from {units}, because the periods of a distributor share one currency; create a new distributor instead";
    /// Continues the path of a field.
    cannot_become(status: String, before: String, possible: List) = "is {status}; from {before} it can only become: {possible}";
}

pub const ENTRY: Entry = Entry::change::<SaveDistributor>()
    .of("distributor")
    .refused_for(&[NOT_THERE]);

pub const CHECK: Entry = Entry::question::<CheckDistributor>()
    .of("distributor")
    .refused_for(&[NOT_THERE]);

const NOT_THERE: (Refusal, &str) = (
    Refusal::NotFound,
    "there is no distributor with the given id",
);

#[derive(Debug)]
pub struct SaveDistributor;

#[derive(Debug)]
pub struct CheckDistributor;

/// A distributor as given. It is read together with the database, because with an `id` the given fields override the newest
/// rules.
#[derive(Debug, Clone, Copy)]
pub struct Input<'v> {
    value: &'v Value<'v>,
    clock: Instant,
}

/// The result of a check.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Checked {
    /// Every problem; empty if there is none.
    pub problems: Vec<Problem>,
    /// The rule in one plain English sentence; null if there are problems.
    pub sentence: Option<String>,
    /// The same sentence, to be worded in another language; null when there are problems.
    pub sentence_message: Option<Message>,
}

/// The fields of a distributor that could be read.
struct Fields {
    status: Option<DistributorStatus>,
    now: Option<Instant>,
    apply_now: Option<bool>,
    definition: Option<Definition>,
}

impl Call for SaveDistributor {
    const NAME: &'static str = "save_distributor";
    const ABOUT: &'static str = "Saves a distributor: a new one, or with id the given fields of an existing one. Changed rules \
        take effect with the next period, so that an open period is divided by the rules that it began with; apply_now changes \
        the open period too.";
    type Arguments<'v> = Input<'v>;
    type Answer = DistributorRow;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Input<'v>> {
        read_input(cursor, given)
    }
}

impl Change for SaveDistributor {
    fn check(ledger: &Ledger, input: &Input<'_>) -> Result<()> {
        ask(ledger, *input).map(drop)
    }

    fn apply(
        db: &Transaction<'_>,
        settings: &Settings,
        input: &Input<'_>,
    ) -> Result<DistributorRow> {
        let asked = read(settings, Some(db), *input)?;
        let id = match &asked.before {
            Some(before) => versions::change(db, before, &asked)?,
            None => versions::create(db, &asked)?,
        };
        row::distributor(db, id)?.ok_or(Error::NotFound(Row::Distributor, id.0))
    }
}

impl Call for CheckDistributor {
    const NAME: &'static str = "check_distributor";
    const ABOUT: &'static str = "Checks a distributor as save_distributor would, without saving it. Answers every problem, or the \
        rules in one plain sentence if there is none.";
    type Arguments<'v> = Input<'v>;
    type Answer = Checked;

    fn read<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Input<'v>> {
        read_input(cursor, given)
    }
}

impl Run for CheckDistributor {
    fn run(ledger: &Ledger, input: Input<'_>, _: Instant) -> Result<Checked> {
        match ask(ledger, input) {
            Ok(asked) => {
                let sentence = sentence(&asked.definition);
                Ok(Checked {
                    problems: Vec::new(),
                    sentence: Some(sentence.to_string()),
                    sentence_message: Some(sentence),
                })
            }
            Err(Error::InvalidInput(problems)) => Ok(Checked {
                problems: problems.0,
                sentence: None,
                sentence_message: None,
            }),
            Err(other) => Err(other),
        }
    }
}

/// The rules of a definition that is not saved. With an `id`, the given fields override the newest rules.
pub fn asked_rules(
    ledger: &Ledger,
    db: &Read<'_>,
    input: &Value<'_>,
    clock: Instant,
) -> Result<Definition> {
    let input = Input {
        value: input,
        clock,
    };
    Ok(read(&ledger.settings, Some(db), input)?.definition)
}

/// Takes a distributor unread. The schema describes a new one, with all required fields.
pub fn as_given<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<&'v Value<'v>> {
    cursor.value(|schema| schema.set_all(schema_of(|cursor| read_fields(cursor, given))))
}

fn read_input<'v>(cursor: &mut Cursor<'_, 'v>, given: Given<'_>) -> Option<Input<'v>> {
    Some(Input {
        value: as_given(cursor, given)?,
        clock: given.clock,
    })
}

/// A new distributor is read without opening the database.
fn ask(ledger: &Ledger, input: Input<'_>) -> Result<Asked> {
    if input.value.field("id").is_some() {
        ledger.read(|db| read(&ledger.settings, Some(db), input))
    } else {
        read(&ledger.settings, None, input)
    }
}

fn read(settings: &Settings, db: Option<&Read<'_>>, input: Input<'_>) -> Result<Asked> {
    let given_id = input.value.field("id");
    let id = match given_id {
        Some(Value::Int(id)) if *id > 0 => Some(DistributorId(*id)),
        _ => None,
    };
    let before = match (id, db) {
        (Some(id), Some(db)) => Some(existing(db, id)?),
        _ => None,
    };
    let value = overlay(input.value, before.as_ref().map(|(_, rules)| rules));
    let given = Given {
        clock: input.clock,
        settings,
    };
    let mut problems = Problems::default();
    let fields = read_fields(&mut Cursor::new(&value, At::root(), &mut problems), given);
    let Some(fields) = fields else {
        return Err(problems.into());
    };
    if id.is_none() && given_id.is_some_and(|given| *given != Value::Null) {
        // The id is invalid, so the existing fields are unknown and none can be reported as missing.
        problems
            .0
            .retain(|problem| problem.message_parts != messages::required());
    }
    if let Some((head, rules)) = &before {
        check_start(head, rules, input.value, &mut problems);
    }
    let before = before.map(|(head, _)| head);
    let status = fields.status.or(before.as_ref().map(|head| head.status));
    let status = status.unwrap_or(DistributorStatus::Active);
    if let Some(before) = &before {
        check_change(before, status, fields.definition.as_ref(), &mut problems);
    }
    let read = fields.now.zip(fields.definition).zip(fields.apply_now);
    let ((now, definition), apply_now) = problems.into_result(read)?;
    Ok(Asked {
        before,
        now,
        status,
        definition,
        apply_now,
    })
}

fn read_fields(cursor: &mut Cursor<'_, '_>, given: Given<'_>) -> Option<Fields> {
    cursor.object(|fields| {
        fields.optional(
            "id",
            "the number of the distributor to change; with it, all other fields are optional and stay as they are if not \
             given. Without it, a new distributor is created",
            id,
        );
        let status = fields.optional(
            "status",
            "the status; a new distributor is active by default. A draft can become active or archived, an active one \
             paused or archived, a paused one active or archived",
            word::<DistributorStatus>,
        );
        let now = given.now(fields);
        let apply_now = fields.or(
            "apply_now",
            false,
            "true applies changed rules to the open period too, not only from the next one on",
            boolean,
        );
        let defaults = Defaults {
            now: now.unwrap_or(given.clock),
            timezone: given.settings.timezone.clone(),
        };
        let definition = Definition::read(fields, &defaults);
        Some(Fields {
            status,
            now,
            apply_now,
            definition,
        })
    })
}

/// Refuses another start of a distributor that has started.
fn check_start(before: &Head, rules: &Value<'_>, given: &Value<'_>, problems: &mut Problems) {
    let instant = |value: &Value<'_>| match value.field("starts_at") {
        Some(Value::Text(text)) => Instant::from_rfc3339(text),
        _ => None,
    };
    if before.status == DistributorStatus::Draft {
        return;
    }
    if let (Some(begun), Some(given)) = (instant(rules), instant(given))
        && begun != given
    {
        problems.add(
            &At::root().key("starts_at"),
            has_started(begun.to_string(), before.status.to_string()),
        );
    }
}

/// Refuses changes that an existing distributor cannot make.
fn check_change(
    before: &Head,
    status: DistributorStatus,
    definition: Option<&Definition>,
    problems: &mut Problems,
) {
    let at = At::root();
    if definition.is_some_and(|definition| definition.units != before.units) {
        let message = keeps_its_currency(before.units.to_string());
        problems.add(&at.key("units"), message);
    }
    if !may_become(before.status, status) {
        let possible = what_may_become(before.status)
            .into_iter()
            .map(str::to_owned);
        let possible = List::of(Join::Comma, possible);
        let message = cannot_become(status.to_string(), before.status.to_string(), possible);
        problems.add(&at.key("status"), message);
    }
}

fn existing(db: &Read<'_>, id: DistributorId) -> Result<(Head, Value<'static>)> {
    let head = row::head(db, id)?.ok_or(Error::NotFound(Row::Distributor, id.0))?;
    let versions = distributors::versions(db, id)?;
    let newest = versions
        .last()
        .ok_or(Error::NotFound(Row::Distributor, id.0))?;
    Ok((head, json::parse(&newest.definition)?))
}

/// The existing rules, overridden by the given fields.
fn overlay<'v>(input: &Value<'v>, before: Option<&Value<'v>>) -> Value<'v> {
    let Value::Map(given) = input else {
        return input.clone();
    };
    let mut merged = given.clone();
    if let Some(Value::Map(kept)) = before {
        let missing: Vec<_> = kept
            .iter()
            .filter(|(key, _)| !merged.iter().any(|(given, _)| given == key))
            .cloned()
            .collect();
        merged.extend(missing);
    }
    Value::Map(merged)
}

fn may_become(from: DistributorStatus, to: DistributorStatus) -> bool {
    use DistributorStatus::{Active, Archived, Draft, Paused};
    match from {
        Draft => matches!(to, Draft | Active | Archived),
        Active => matches!(to, Active | Paused | Archived),
        Paused => matches!(to, Paused | Active | Archived),
        Archived => to == Archived,
    }
}

/// The other statuses that one may become, or itself if there is no other.
fn what_may_become(from: DistributorStatus) -> Vec<&'static str> {
    let words = DistributorStatus::WORDS.iter();
    let others: Vec<&str> = words
        .filter(|(_, to)| *to != from && may_become(from, *to))
        .map(|(name, _)| *name)
        .collect();
    if others.is_empty() {
        vec![from.name()]
    } else {
        others
    }
}
