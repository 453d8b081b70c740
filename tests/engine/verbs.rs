//! The verbs by the names PHP knows them by, on JSON: arguments go through the reader that PHP's arrays go through.

use std::fmt;
use std::path::Path;

use serde::Serialize;
use serde_json::{Value as Json, json};
use siren::domain::input::Value;
use siren::domain::instant::Instant;
use siren::engine::configure::{collaborator, distributor};
use siren::engine::json::from_json;
use siren::engine::privacy::{erase, export, retire};
use siren::engine::{
    Error, Result, Site, adjust, approve, backup, balances, credit, dismiss, dispute, doubts,
    explain, find, fulfill, get, hold, not_counted, outbox, record, roll_up, run_due, settle,
    settle_many, simulate, standings, status, timeline, top_up, verify, visits,
};

/// A refusal as PHP would see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The exception's class, without its namespace.
    pub class: &'static str,
    /// Its message.
    pub message: String,
    /// Path and message of each problem; for `InvalidInput`, and for a `Conflict` of several rows.
    pub problems: Vec<(String, String)>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.class, self.message)
    }
}

impl Refused {
    /// The paths of all problems, in their order.
    pub fn paths(&self) -> Vec<&str> {
        self.problems
            .iter()
            .map(|(path, _)| path.as_str())
            .collect()
    }

    /// As JSON, for a script that says what it expects.
    pub fn to_json(&self) -> Json {
        let problems: Vec<Json> = self
            .problems
            .iter()
            .map(|(path, message)| json!({"path": path, "message": message}))
            .collect();
        json!({"class": self.class, "message": self.message, "problems": problems})
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        let message = error.to_string();
        let (class, problems) = match error {
            Error::InvalidInput(problems) => ("InvalidInput", problems.0),
            Error::Conflicts(problems) => ("Conflict", problems.0),
            Error::NotFound(..) => ("NotFound", Vec::new()),
            Error::Conflict(_) | Error::TooLarge(_) => ("Conflict", Vec::new()),
            Error::Storage(_) => ("StorageFailure", Vec::new()),
        };
        let problems = problems
            .into_iter()
            .map(|problem| (problem.path, problem.message))
            .collect();
        Refused {
            class,
            message,
            problems,
        }
    }
}

/// Opens the site in a directory, in UTC.
pub fn open(directory: &Path) -> Site {
    let dsn = format!("sqlite:{}", directory.display());
    Site::open(&dsn, &Value::Map(Vec::new())).expect("an absolute directory")
}

/// Calls a verb. `clock` stands in for the time where the arguments say none.
///
/// # Panics
/// When there is no such function, or it was given an argument that PHP's own types would refuse.
pub fn call(
    site: &Site,
    function: &str,
    arguments: Json,
    clock: Instant,
) -> std::result::Result<Json, Refused> {
    let Json::Array(arguments) = arguments else {
        panic!("the arguments of {function} are a list")
    };
    let given = Arguments {
        function,
        arguments,
    };
    Ok(match function {
        "siren_record_event" => {
            accepted(&record::event(site, given.text(0), &given.input(1), clock)?)
        }
        "siren_record_events" => Json::Array(
            record::events(site, &given.input(0), clock)?
                .iter()
                .map(|key| accepted(key))
                .collect(),
        ),
        "siren_record_transaction" => accepted(&record::transaction(site, &given.input(0), clock)?),
        "siren_record_refund" => accepted(&record::refund(site, &given.input(0), clock)?),
        "siren_dismiss_refund" => shown(&dismiss::dismiss_refund(
            site,
            given.int(0),
            &given.input(1),
            clock,
        )?),
        "siren_dismiss_conflict" => shown(&dismiss::dismiss_conflict(
            site,
            given.int(0),
            &given.input(1),
            clock,
        )?),
        "siren_save_collaborator" => shown(&collaborator::save(site, &given.input(0), clock)?),
        "siren_save_distributor" => shown(&distributor::save(site, &given.input(0), clock)?),
        "siren_check_distributor" => shown(&distributor::check(site, &given.input(0), clock)?),
        "siren_standings" => shown(&standings::standings(
            site,
            given.int(0),
            &given.input(2),
            given.now(1, clock)?,
        )?),
        "siren_timeline" => shown(&timeline::timeline(
            site,
            given.int(0),
            given.text(1),
            given.now(2, clock)?,
        )?),
        "siren_run_due" => shown(&run_due::run_due(
            site,
            given.now(0, clock)?,
            &given.input(1),
        )?),
        "siren_find" => shown(&find::find(site, given.text(0), &given.input(1))?),
        "siren_get" => shown(&get::get(
            site,
            given.text(0),
            given.int(1),
            &given.input(2),
        )?),
        "siren_balances" => shown(&balances::balances(site, &given.input(0))?),
        "siren_credit" => shown(&credit::credit(site, &given.input(0), clock)?),
        "siren_approve_distribution" => shown(&approve::approve(
            site,
            given.int(0),
            &given.input(1),
            clock,
        )?),
        "siren_simulate" => shown(&simulate::simulate(
            site,
            &given.input(0),
            given.now(1, clock)?,
            given.now(2, clock)?,
        )?),
        "siren_explain" => shown(&explain::explain(site, given.int(0))?),
        "siren_visits" => shown(&visits::visits(site, given.int(0), &given.input(1))?),
        "siren_verify" => shown(&verify::verify(site)?),
        "siren_outbox" => shown(&outbox::waiting(site, &given.input(0))?),
        "siren_outbox_delivered" => shown(&outbox::delivered(site, given.int(0), clock)?),
        "siren_status" => shown(&status::status(site, given.now(0, clock)?)?),
        _ => return about_money(site, &given, clock),
    })
}

/// Calls a verb about money that goes out, is held, corrected or added.
fn about_money(
    site: &Site,
    given: &Arguments<'_>,
    clock: Instant,
) -> std::result::Result<Json, Refused> {
    Ok(match given.function {
        "siren_create_fulfillment" => shown(&fulfill::create(site, &given.input(0), clock)?),
        "siren_set_payout" => shown(&settle::set_payout(
            site,
            given.int(0),
            given.text(1),
            &given.input(2),
            clock,
        )?),
        "siren_set_payouts" => shown(&settle_many::set_payouts(
            site,
            &given.input(0),
            given.text(1),
            &given.input(2),
            clock,
        )?),
        "siren_hold_obligation" => shown(&hold::hold(
            site,
            given.int(0),
            given.text(1),
            &given.input(2),
            clock,
        )?),
        "siren_release_obligation" => {
            shown(&hold::release(site, given.int(0), &given.input(1), clock)?)
        }
        "siren_adjust" => shown(&adjust::adjust(site, &given.input(0), clock)?),
        "siren_top_up" => shown(&top_up::top_up(site, &given.input(0), clock)?),
        _ => return about_fairness(site, given, clock),
    })
}

/// Calls a verb about what speaks against events, what did not count, and what somebody says is wrong.
fn about_fairness(
    site: &Site,
    given: &Arguments<'_>,
    clock: Instant,
) -> std::result::Result<Json, Refused> {
    Ok(match given.function {
        "siren_dispute" => shown(&dispute::dispute(site, &given.input(0), clock)?),
        "siren_answer_dispute" => shown(&dispute::answer(
            site,
            given.int(0),
            given.text(1),
            &given.input(2),
            clock,
        )?),
        "siren_not_counted" => shown(&not_counted::not_counted(site, given.int(0), given.int(1))?),
        "siren_doubts" => shown(&doubts::doubts(site, given.int(0), &given.input(1))?),
        _ => return about_persons(site, given),
    })
}

/// Calls a verb about whose data it is.
fn about_persons(site: &Site, given: &Arguments<'_>) -> std::result::Result<Json, Refused> {
    Ok(match given.function {
        "siren_roll_up" => shown(&roll_up::roll_up(
            site,
            given.now(0, Instant::default())?,
            Instant::default(),
        )?),
        "siren_backup" => shown(&backup::backup(site, given.text(0))?),
        "siren_export_person" => shown(&export::export_person(
            site,
            &given.input(0),
            &given.input(1),
        )?),
        "siren_erase_person" => shown(&erase::erase_person(
            site,
            &given.input(0),
            given.chosen_numbers(),
            Instant::default(),
        )?),
        "siren_retire_users" => shown(&retire::retire_users(
            site,
            &given.input(0),
            given.chosen_numbers(),
            Instant::default(),
        )?),
        "siren_erase_collaborator" => shown(&erase::erase(
            site,
            given.int(0),
            given.chosen_numbers(),
            Instant::default(),
        )?),
        other => panic!("there is no function {other}"),
    })
}

/// JSON as a verb takes it.
pub fn from(json: &Json) -> Value<'static> {
    from_json(json.clone())
}

fn accepted(key: &str) -> Json {
    json!({"key": key, "status": "accepted"})
}

fn shown(answer: &impl Serialize) -> Json {
    serde_json::to_value(answer).expect("every answer has a JSON form")
}

struct Arguments<'a> {
    function: &'a str,
    arguments: Vec<Json>,
}

impl Arguments<'_> {
    fn text(&self, place: usize) -> &str {
        let given = self.arguments.get(place).and_then(Json::as_str);
        given.unwrap_or_else(|| panic!("argument {place} of {} is a text", self.function))
    }

    fn int(&self, place: usize) -> i64 {
        let given = self.arguments.get(place).and_then(Json::as_i64);
        given.unwrap_or_else(|| panic!("argument {place} of {} is an integer", self.function))
    }

    /// An array; an empty one where none is given.
    fn input(&self, place: usize) -> Value<'static> {
        self.arguments
            .get(place)
            .cloned()
            .map_or(Value::Map(Vec::new()), from_json)
    }

    /// In the place of random numbers, those that belong to the arguments: two persons have other ones.
    fn chosen_numbers(&self) -> [u64; 2] {
        let said = format!("{} {:?}", self.function, self.arguments);
        let fold = |start: u64| {
            said.bytes().fold(start, |sum, byte| {
                sum.wrapping_mul(0x0000_0100_0000_01b3) ^ u64::from(byte)
            })
        };
        [fold(0xcbf2_9ce4_8422_2325), fold(0x1234_5678_9abc_def1)]
    }

    fn now(&self, place: usize, clock: Instant) -> Result<Instant> {
        match self.arguments.get(place) {
            None | Some(Json::Null) => Ok(clock),
            Some(_) => {
                let text = self.text(place);
                Instant::from_rfc3339(text)
                    .ok_or_else(|| Error::invalid("now", format!("is \"{text}\"")))
            }
        }
    }
}
