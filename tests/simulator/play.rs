//! Plays a script on the engine and on the model, and compares the two.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::Path;

use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Value as Json, json};
use siren::domain::input::Value;
use siren::domain::instant::Instant;
use siren::engine::calls;
use siren::engine::calls::change;
use siren::engine::configure::collaborator::SaveCollaborator;
use siren::engine::configure::distributor::SaveDistributor;
use siren::engine::credit::Credit;
use siren::engine::find::Find;
use siren::engine::fulfill::CreateFulfillment;
use siren::engine::json::from_json;
use siren::engine::run_due::RunDue;
use siren::engine::standings::AskStandings;
use siren::engine::top_up::TopUp;
use siren::engine::{Error, Ledger, record, verify};

use crate::model::{Model, instant};
use crate::refold::{How, refold};
use crate::script::{BEGIN, Line, Name, Rules, Script, Source, Step, Structure, Takes, names_of};

type Played = Result<(), String>;

/// Where engine and model disagree, and about what.
#[derive(Debug)]
pub struct Disagreement {
    pub step: String,
    pub what: String,
}

pub fn play(script: &Script) -> Result<(), Disagreement> {
    // In memory, because the simulator does not cover what reaches the disk and when.
    let home = Path::new("/dev/shm");
    let directory = if home.is_dir() {
        tempfile::tempdir_in(home)
    } else {
        tempfile::tempdir()
    };
    let directory = directory.expect("a directory for the data");
    let data = directory.path().join("data");
    let mut world = World {
        site: open(&data),
        script,
        model: Model::new(script),
    };
    world.set_up();
    for (number, step) in script.steps.iter().enumerate() {
        if matches!(step, Step::LoseRun { .. }) {
            world = world.lose(&data, step);
        }
        world.step(step).map_err(|what| Disagreement {
            step: format!("{:?}, step {number} {step:?}", script.kind),
            what,
        })?;
    }
    let end = world
        .compare()
        .and_then(|()| world.verify())
        .and_then(|()| refold(&data, How::of(script.steps.len() as u64)));
    end.map_err(|what| Disagreement {
        step: format!("{:?}, at the end", script.kind),
        what,
    })
}

fn open(data: &Path) -> Ledger {
    let dsn = format!("sqlite:{}", data.display());
    Ledger::open(&dsn, &Value::Map(Vec::new())).expect("an absolute directory")
}

fn at(seconds: i64) -> Instant {
    instant(seconds).into()
}

fn text(seconds: i64) -> String {
    at(seconds).to_string()
}

fn cents(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100)
}

struct World<'w> {
    site: Ledger,
    script: &'w Script,
    model: Model,
}

impl World<'_> {
    fn set_up(&self) {
        for id in 1..=self.script.collaborators {
            let mut one = json!({ "name": format!("Collaborator {id}"), "wp_user_id": id });
            if names_of(id).contains(&("email", id)) {
                one["email"] = json!(address(id));
            }
            calls::change::<SaveCollaborator>(&self.site, &from_json(one), at(BEGIN))
                .expect("a good collaborator");
        }
        for rules in &self.script.distributors {
            change::<SaveDistributor>(&self.site, &from_json(definition(rules, BEGIN)), at(BEGIN))
                .expect("good rules");
        }
    }

    /// Runs what is due and rolls it back, as a crash before the commit would.
    fn lose(self, data: &Path, step: &Step) -> Self {
        let files = ["siren.sqlite3", "siren.sqlite3-wal"];
        let kept: Vec<Option<Vec<u8>>> = files
            .iter()
            .map(|name| std::fs::read(data.join(name)).ok())
            .collect();
        self.act(step).expect("it runs");
        let _ = std::fs::remove_file(data.join("siren.sqlite3-shm"));
        for (name, bytes) in files.iter().zip(kept) {
            match bytes {
                Some(bytes) => std::fs::write(data.join(name), bytes).expect("it is ours"),
                None => {
                    let _ = std::fs::remove_file(data.join(name));
                }
            }
        }
        World {
            site: open(data),
            ..self
        }
    }

    /// Runs a step on both.
    fn step(&mut self, step: &Step) -> Played {
        // A shrunk script can contain steps that have become impossible.
        if !self.model.is_possible(step) {
            return Ok(());
        }
        let accepted = self.act(step)?;
        if let Step::Run {
            now,
            limit,
            confirmed,
        } = step
        {
            let acted_upon = accepted;
            if !confirmed {
                let may = self.model.may_act(*now);
                if !may.contains(&acted_upon) {
                    return Err(format!("acted upon {acted_upon}, expected one of {may:?}"));
                }
            }
            if acted_upon {
                self.model.run(*now, *limit);
            }
            return Ok(());
        }
        same("accepted", &accepted, &self.model.step(step))?;
        match step {
            // A comparison takes longer than all the steps between two of them.
            Step::Look => self.compare(),
            Step::Pay { now } => {
                let expected = self.model.pay(*now);
                same_rows("payouts", &self.pay(*now)?, &expected)
            }
            _ => Ok(()),
        }
    }

    /// Runs a step on the engine; false if it refuses.
    #[allow(clippy::too_many_lines)] // one arm for each step
    fn act(&self, step: &Step) -> Result<bool, String> {
        let site = &self.site;
        match step {
            Step::Event {
                key,
                kind,
                owners,
                quantity,
                at: when,
                who,
                now,
            } => {
                let mut event = json!({
                    "key": format!("event:{key}"), "collaborators": owners, "quantity": quantity, "occurred_at": text(*when),
                });
                if !who.is_empty() {
                    event["subject"] = names(who);
                }
                accepted(record::event(site, kind, &from_json(event), at(*now)))
            }
            Step::Sale {
                id,
                at: when,
                who,
                lines,
                now,
            } => {
                let sale = sale(*id, *when, who, lines);
                accepted(record::transaction(site, &from_json(sale), at(*now)))
            }
            Step::Refund {
                sale,
                id,
                at: when,
                takes,
                now,
            } => {
                let refund = refund(*sale, *id, *when, takes);
                accepted(record::refund(site, &from_json(refund), at(*now)))
            }
            Step::Undo {
                sale,
                id,
                at: when,
                now,
            } => {
                let undo = json!({
                    "source": "shop", "external_id": sale, "refund_id": id, "occurred_at": text(*when), "undo": true,
                });
                accepted(record::refund(site, &from_json(undo), at(*now)))
            }
            Step::Status {
                collaborator: id,
                active,
                now,
            } => {
                let status = if *active { "active" } else { "inactive" };
                let saved = json!({ "id": id, "status": status });
                accepted(calls::change::<SaveCollaborator>(
                    site,
                    &from_json(saved),
                    at(*now),
                ))
            }
            Step::TopUp {
                key,
                distributor,
                amount,
                now,
            } => accepted(calls::change::<TopUp>(
                site,
                &from_json(json!({
                    "key": format!("top:{key}"), "distributor": number(*distributor), "amount": cents(*amount),
                    "reason": "a gift",
                })),
                at(*now),
            )),
            Step::Credit {
                key,
                distributor,
                collaborator,
                points,
                now,
            } => accepted(calls::change::<Credit>(
                site,
                &from_json(json!({
                    "key": format!("credit:{key}"), "distributor": number(*distributor),
                    "collaborator": collaborator, "points": points, "reason": "by hand",
                })),
                at(*now),
            )),
            Step::Edit {
                distributor: index,
                rules,
                apply_now,
                now,
            } => {
                let edit = edit(*index, rules, *apply_now);
                accepted(change::<SaveDistributor>(site, &from_json(edit), at(*now)))
            }
            Step::Create { rules, starts, now } => {
                let created = definition(rules, *starts);
                accepted(change::<SaveDistributor>(
                    site,
                    &from_json(created),
                    at(*now),
                ))
            }
            Step::Pause { distributor, now } => self.switch(*distributor, "paused", *now),
            Step::Resume { distributor, now } => self.switch(*distributor, "active", *now),
            Step::Archive { distributor, now } => self.switch(*distributor, "archived", *now),
            Step::Run {
                now,
                limit,
                confirmed,
            } => {
                let mut options = limit.map_or_else(unhurried, |limit| json!({ "limit": limit }));
                options["confirmed"] = json!(confirmed);
                self.run(*now, &options)
            }
            Step::LoseRun { now } => {
                let mut options = unhurried();
                options["confirmed"] = json!(true);
                self.run(*now, &options)
            }
            // Both answers are compared with the model.
            Step::Pay { .. } => Ok(true),
            Step::Look => accepted(site.fold()),
        }
    }

    fn switch(&self, index: usize, status: &str, now: i64) -> Result<bool, String> {
        let switch = json!({ "id": number(index), "status": status });
        accepted(change::<SaveDistributor>(
            &self.site,
            &from_json(switch),
            at(now),
        ))
    }

    /// The heartbeat; false if it does not trust the time.
    fn run(&self, now: i64, options: &Json) -> Result<bool, String> {
        let asked = from_json(json!({ "options": options }));
        match calls::run::<RunDue>(&self.site, &asked, at(now)) {
            Ok(report) if report.failed.is_empty() => Ok(report.unconfirmed.is_none()),
            Ok(report) => Err(format!("failed {:?}", report.failed)),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Pays what is owed; returns how much to whom.
    fn pay(&self, now: i64) -> Result<BTreeMap<i64, i64>, String> {
        let made = calls::change::<CreateFulfillment>(&self.site, &from_json(json!({})), at(now))
            .map_err(|error| error.to_string())?;
        let made = serde_json::to_value(&made).expect("rows have a JSON form");
        let paid = list(&made["payouts"])
            .iter()
            .map(|row| (int(&row["collaborator"]), minor(&string(&row["amount"]))));
        Ok(paid.collect())
    }

    fn verify(&self) -> Played {
        let report = verify::verify(&self.site).map_err(|error| error.to_string())?;
        same(
            "problems",
            &format!("{:?}", report.problems),
            &"[]".to_owned(),
        )
    }

    fn compare(&mut self) -> Played {
        same_rows("closed periods", &self.closed(), &self.expected_closed())?;
        same_rows(
            "obligations",
            &self.obligations(),
            &self.expected_obligations(),
        )?;
        same_rows("refunds", &self.refunded(), &self.model.refunded())?;
        for index in 0..self.model.distributors() {
            let id = number(index);
            // Before anything happened, so that the oldest open period is shown.
            let shown = match calls::run::<AskStandings>(
                &self.site,
                &from_json(json!({ "distributor": id })),
                at(0),
            ) {
                Ok(shown) => serde_json::to_value(&shown).expect("rows have a JSON form"),
                Err(Error::Conflict(_)) => Json::Null,
                Err(error) => return Err(error.to_string()),
            };
            let Some((pool, scores, parts)) = self.model.open(index) else {
                same(&format!("open period of {id}"), &shown, &Json::Null)?;
                continue;
            };
            same(
                &format!("open pool of {id}"),
                &shown["pool"]["amount"],
                &json!(cents(pool)),
            )?;
            let rows = list(&shown["standings"]).iter();
            let found: BTreeMap<i64, BigRational> = rows
                .clone()
                .map(|row| (int(&row["collaborator"]), points(&row["score"])))
                .filter(|(_, points)| *points != BigRational::from_integer(BigInt::ZERO))
                .collect();
            same_rows(&format!("open scores of {id}"), &found, &scores)?;
            let found: BTreeMap<i64, i64> = rows
                .map(|row| (int(&row["collaborator"]), minor(&string(&row["amount"]))))
                .filter(|(_, part)| *part != 0)
                .collect();
            same_rows(&format!("open shares of {id}"), &found, &parts)?;
        }
        Ok(())
    }

    fn closed(&self) -> BTreeMap<(i64, String), (String, String, String)> {
        self.all("distributions")
            .iter()
            .filter(|row| !row["closed_at"].is_null())
            .map(|row| {
                let key = (int(&row["distributor"]), string(&row["period"]["start"]));
                (
                    key,
                    (
                        string(&row["status"]),
                        string(&row["amount"]),
                        string(&row["reason"]),
                    ),
                )
            })
            .collect()
    }

    fn expected_closed(&self) -> BTreeMap<(i64, String), (String, String, String)> {
        let closed = self.model.closed().into_iter();
        closed
            .map(|((index, start), (reason, pool))| {
                let status = if reason.is_some() {
                    "skipped"
                } else {
                    "complete"
                };
                let reason = reason.unwrap_or_default().to_owned();
                let key = (number(index), text(start));
                (key, (status.to_owned(), cents(pool), reason))
            })
            .collect()
    }

    fn obligations(&self) -> BTreeMap<(i64, String, i64, bool), i64> {
        let starts: BTreeMap<i64, String> = self
            .all("distributions")
            .iter()
            .map(|row| (int(&row["id"]), string(&row["period"]["start"])))
            .collect();
        let mut sums = BTreeMap::new();
        for row in self.all("obligations") {
            if row["reason"] == "recounted" {
                continue;
            }
            let key = (
                int(&row["distributor"]),
                starts[&int(&row["distribution"])].clone(),
                int(&row["collaborator"]),
                row["kind"] == "adjustment",
            );
            *sums.entry(key).or_default() += minor(&string(&row["amount"]));
        }
        sums.retain(|_, sum| *sum != 0);
        sums
    }

    fn expected_obligations(&self) -> BTreeMap<(i64, String, i64, bool), i64> {
        let expected = self.model.obligations.iter().filter(|(_, sum)| **sum != 0);
        expected
            .map(|((of, index, collaborator, claimed), sum)| {
                let start = text(self.model.start(*of, *index));
                ((number(*of), start, *collaborator, *claimed), *sum)
            })
            .collect()
    }

    fn refunded(&self) -> BTreeMap<i64, i64> {
        let rows = self.all("transactions");
        let id = |row: &Json| string(&row["external_id"]).parse().expect("our own number");
        rows.iter()
            .map(|row| (id(row), minor(&string(&row["refunded"]))))
            .collect()
    }

    /// All rows of a kind.
    fn all(&self, what: &str) -> Vec<Json> {
        let mut rows = Vec::new();
        for page in 1.. {
            let query = json!({ "page": page, "per_page": 100, "order": "asc" });
            let asked = from_json(json!({ "what": what, "query": query }));
            let found = calls::run::<Find>(&self.site, &asked, at(0)).expect("a good question");
            let found = serde_json::to_value(&found).expect("rows have a JSON form");
            rows.extend(list(&found["items"]).iter().cloned());
            if rows.len() as u64 >= found["total"].as_u64().expect("a number") {
                return rows;
            }
        }
        rows
    }
}

/// The options of a run, with a budget that even a busy machine does not exhaust.
fn unhurried() -> Json {
    json!({ "budget_ms": 3_600_000 })
}

fn accepted<T>(answer: Result<T, Error>) -> Result<bool, String> {
    match answer {
        Ok(_) => Ok(true),
        Err(Error::Conflict(_)) => Ok(false),
        Err(other) => Err(other.to_string()),
    }
}

fn same<T: PartialEq + Debug>(what: &str, found: &T, expected: &T) -> Played {
    if found == expected {
        Ok(())
    } else {
        Err(format!("{what}: found {found:?}, expected {expected:?}"))
    }
}

/// As [`same`], but shows only the rows that differ.
fn same_rows<K: Ord + Debug, V: PartialEq + Debug>(
    what: &str,
    found: &BTreeMap<K, V>,
    expected: &BTreeMap<K, V>,
) -> Played {
    let keys: BTreeSet<&K> = found.keys().chain(expected.keys()).collect();
    let differ: Vec<String> = keys
        .into_iter()
        .filter(|key| found.get(key) != expected.get(key))
        .map(|key| {
            let (found, expected) = (found.get(key), expected.get(key));
            format!("{key:?}: found {found:?}, expected {expected:?}")
        })
        .collect();
    if differ.is_empty() {
        return Ok(());
    }
    Err(format!("{what}: {}", differ.join("; ")))
}

fn list(value: &Json) -> &[Json] {
    value.as_array().expect("a list")
}

fn int(value: &Json) -> i64 {
    value.as_i64().expect("a number")
}

fn string(value: &Json) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn minor(text: &str) -> i64 {
    text.replace('.', "").parse().expect("an amount")
}

fn points(value: &Json) -> BigRational {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    text.parse().expect("points")
}

/// The engine's id of a distributor.
fn number(index: usize) -> i64 {
    i64::try_from(index).expect("a few") + 1
}

fn address(person: i64) -> String {
    format!("person{person}@example.org")
}

fn names(who: &[Name]) -> Json {
    let name = |(kind, number): &Name| match *kind {
        "email" => format!("email:{}", address(*number)),
        kind => format!("{kind}:{number}"),
    };
    who.iter().map(name).collect()
}

fn sale(id: i64, when: i64, who: &[Name], lines: &[Line]) -> Json {
    let detail = |(index, line): (usize, &Line)| {
        let mut detail = json!({
            "kind": if line.shipping { "shipping" } else { "line_item" }, "external_id": format!("line:{index}"),
            "amount": cents(line.amount), "quantity": line.quantity, "owners": line.owners,
        });
        if !line.shipping {
            detail["type"] = json!(line.product);
        }
        detail
    };
    let details: Vec<Json> = lines.iter().enumerate().map(detail).collect();
    let mut sale = json!({
        "source": "shop", "external_id": id, "currency": "USD", "occurred_at": text(when), "details": details,
    });
    if !who.is_empty() {
        sale["customer"] = names(who);
    }
    sale
}

fn refund(sale: i64, id: i64, when: i64, takes: &Takes) -> Json {
    let mut refund = json!({ "source": "shop", "external_id": sale, "refund_id": id, "occurred_at": text(when) });
    match takes {
        Takes::Rest => {}
        Takes::Amount(amount) => refund["amount"] = json!(cents(*amount)),
        Takes::Lines(lines) => {
            let parts = lines.iter().map(|taken| {
                let mut part = json!({ "external_id": format!("line:{}", taken.line) });
                if let Some(amount) = taken.amount {
                    part["amount"] = json!(cents(amount));
                }
                if let Some(quantity) = taken.quantity {
                    part["quantity"] = json!(quantity);
                }
                part
            });
            refund["lines"] = parts.collect();
        }
    }
    refund
}

/// New rules for a distributor, with the same schedule.
fn edit(index: usize, rules: &Rules, apply_now: bool) -> Json {
    let mut edit = definition(rules, BEGIN);
    let given = edit.as_object_mut().expect("a definition");
    given.remove("starts_at");
    given.remove("schedule");
    edit["id"] = json!(number(index));
    if apply_now {
        edit["apply_now"] = json!(true);
    }
    edit
}

fn percent(permille: i64) -> String {
    format!("{}.{}", permille / 10, permille % 10)
}

fn definition(rules: &Rules, starts: i64) -> Json {
    let every = match rules.every {
        "days" => json!({ "days": rules.days }),
        other => json!(other),
    };
    let metrics: Vec<Json> = rules
        .metrics
        .iter()
        .map(|(event, points, split)| {
            let split = if *split { "equally" } else { "each" };
            let mut metric = json!({ "event": event, "points": points, "split": split });
            if *event == "product_sold" {
                metric["count_free"] = json!(rules.count_free);
                metric["minimum_amount"] = json!(rules.minimum_amount.map(cents));
            }
            metric
        })
        .collect();
    let sources: Vec<Json> = rules.sources.iter().map(source).collect();
    let structure = match &rules.structure {
        Structure::Shared => json!({ "kind": "shared_engagement_pool" }),
        Structure::Weighted => json!({ "kind": "performance_weighted_pool" }),
        Structure::TopFirst => json!({ "kind": "top_score_wins", "tie": "first" }),
        Structure::TopSplit => json!({ "kind": "top_score_wins", "tie": "split" }),
        Structure::Ladder(prizes, roll_over) => {
            let prizes: Vec<String> = prizes.iter().map(ToString::to_string).collect();
            let missing = if *roll_over { "roll_over" } else { "rescale" };
            json!({ "kind": "ladder", "prizes": prizes, "missing": missing })
        }
        Structure::Bonus(score, amount) => {
            json!({ "kind": "target_bonus", "score": score, "amount": cents(*amount) })
        }
        Structure::UserCentric => json!({ "kind": "user_centric_pool" }),
    };
    json!({
        "name": "Simulated", "units": "USD", "starts_at": text(starts),
        "schedule": { "every": every, "timezone": rules.timezone },
        "metrics": metrics, "structure": structure,
        "pool": { "sources": sources, "floor": rules.floor.map(cents), "cap": rules.cap.map(cents) },
        "minimum_score": rules.minimum,
        "cap_percent": rules.cap_permille.map(percent),
        "on_inactive": if rules.hold_inactive { "hold" } else { "exclude" },
        "on_empty": if rules.house { "house" } else { "roll_over" },
        "on_negative": if rules.write_off { "write_off" } else { "carry" },
        "on_refund_after_close": if rules.clawback { "clawback" } else { "next_period" },
        "grace_minutes": rules.grace_minutes,
        "hold_days": rules.hold_days,
    })
}

fn source(source: &Source) -> Json {
    match source {
        Source::Share {
            permille,
            shipping,
            only,
        } => {
            let include: &[&str] = if *shipping {
                &["line_items", "shipping"]
            } else {
                &["line_items"]
            };
            let mut share = json!({ "kind": "revenue_share", "percent": percent(*permille), "include": include });
            if let Some(only) = only {
                share["filter"] = json!({ "types": [only] });
            }
            share
        }
        Source::Fixed(amount) => json!({ "kind": "fixed", "amount": cents(*amount) }),
        Source::PerEvent(event, amount) => {
            json!({ "kind": "per_event", "event": event, "amount": cents(*amount) })
        }
    }
}
