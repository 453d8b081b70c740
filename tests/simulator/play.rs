//! Playing a script on the engine and on the model, and comparing the two.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;

use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Value as Json, json};
use siren::domain::input::Value;
use siren::domain::instant::Instant;
use siren::engine::configure::{collaborator, distributor};
use siren::engine::json::from_json;
use siren::engine::{Error, Site, credit, find, record, run_due, standings, top_up};

use crate::model::{Model, instant};
use crate::script::{BEGIN, Refund, Rules, Script, Step, Structure};

type Played = Result<(), String>;

/// Plays a seed; says what disagrees.
pub fn play(seed: u64) -> Played {
    let script = Script::from_seed(seed);
    // In memory: what reaches a disk when is not what is simulated.
    let home = Path::new("/dev/shm");
    let directory = if home.is_dir() {
        tempfile::tempdir_in(home)
    } else {
        tempfile::tempdir()
    };
    let directory = directory.map_err(|error| error.to_string())?;
    let data = directory.path().join("data");
    let mut world = World {
        site: open(&data),
        script: &script,
        model: Model::new(&script),
    };
    world.set_up();
    for (number, step) in script.steps.iter().enumerate() {
        let context = |error: String| format!("step {number} {step:?}: {error}");
        if matches!(step, Step::LoseRun { .. }) {
            world = world.lose(&data, step);
        }
        let accepted = world.act(step).map_err(context)?;
        let expected = world.model.step(step);
        if accepted != expected {
            return Err(context(format!("accepted {accepted}, expected {expected}")));
        }
        // A look costs more than all the steps between two of them.
        if matches!(step, Step::Look) {
            world.compare().map_err(context)?;
        }
    }
    world.model.fold();
    world.compare()
}

fn open(data: &Path) -> Site {
    let dsn = format!("sqlite:{}", data.display());
    Site::open(&dsn, &Value::Map(Vec::new())).expect("an absolute directory")
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
    site: Site,
    script: &'w Script,
    model: Model,
}

impl World<'_> {
    fn set_up(&self) {
        for id in 1..=self.script.collaborators {
            let one = json!({ "name": format!("Collaborator {id}"), "wp_user_id": id });
            collaborator::save(&self.site, &from_json(one), at(BEGIN))
                .expect("a good collaborator");
        }
        for rules in &self.script.distributors {
            distributor::save(&self.site, &from_json(definition(rules)), at(BEGIN))
                .expect("good rules");
        }
    }

    /// Runs, and takes the run back as a crash before its commit would.
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

    /// Does a step on the engine; false where it refuses.
    fn act(&self, step: &Step) -> Result<bool, String> {
        let site = &self.site;
        match step {
            Step::Event {
                key,
                kind,
                owners,
                quantity,
                at: when,
                subject,
            } => {
                let mut event = json!({
                    "key": format!("event:{key}"), "collaborators": owners, "quantity": quantity, "occurred_at": text(*when),
                });
                if let Some(user) = subject {
                    event["subject"] = json!(format!("user:{user}"));
                }
                accepted(record::event(site, kind, &from_json(event), at(*when)))
            }
            Step::Sale {
                id,
                at: when,
                details,
            } => accepted(record::transaction(
                site,
                &from_json(sale(*id, *when, details)),
                at(*when),
            )),
            Step::Refund {
                sale,
                id,
                at: when,
                takes,
            } => accepted(record::refund(
                site,
                &from_json(refund(*sale, *id, *when, takes)),
                at(*when),
            )),
            Step::Undo { sale, id, at: when } => {
                let undo = json!({
                    "source": "shop", "external_id": sale, "refund_id": id, "occurred_at": text(*when), "undo": true,
                });
                accepted(record::refund(site, &from_json(undo), at(*when)))
            }
            Step::Status {
                collaborator: id,
                active,
            } => {
                let status = if *active { "active" } else { "inactive" };
                accepted(collaborator::save(
                    site,
                    &from_json(json!({ "id": id, "status": status })),
                    at(BEGIN),
                ))
            }
            Step::TopUp {
                key,
                distributor,
                amount,
                at: when,
            } => accepted(top_up::top_up(
                site,
                &from_json(json!({
                    "key": format!("top:{key}"), "distributor": distributor, "amount": cents(*amount), "reason": "a gift",
                })),
                at(*when),
            )),
            Step::Credit {
                key,
                distributor,
                collaborator,
                points,
                at: when,
            } => accepted(credit::credit(
                site,
                &from_json(json!({
                    "key": format!("credit:{key}"), "distributor": distributor, "collaborator": collaborator,
                    "points": points, "reason": "by hand",
                })),
                at(*when),
            )),
            Step::Edit {
                distributor: id,
                rules,
                at: when,
            } => accepted(distributor::save(
                site,
                &from_json(edit(*id, rules)),
                at(*when),
            )),
            Step::Run { now, limit } => {
                let options = limit.map_or_else(unhurried, limited);
                accepted(run_due::run_due(site, at(*now), &from_json(options)))
            }
            Step::LoseRun { now } => {
                accepted(run_due::run_due(site, at(*now), &from_json(unhurried())))
            }
            Step::Look => accepted(site.fold()),
        }
    }

    fn compare(&self) -> Played {
        same("closed periods", &self.closed(), &self.expected_closed())?;
        same(
            "obligations",
            &self.obligations(),
            &self.expected_obligations(),
        )?;
        same("refunds", &self.refunded(), &self.model.refunded())?;
        for number in 0..self.script.distributors.len() {
            let id = i64::try_from(number).expect("a few") + 1;
            // Long before anything happened: so it is the oldest open period that is shown.
            let shown =
                standings::standings(&self.site, id, at(0)).map_err(|error| error.to_string())?;
            let shown = serde_json::to_value(&shown).expect("rows have a JSON form");
            let scores: BTreeMap<i64, BigRational> = list(&shown["standings"])
                .iter()
                .map(|row| (int(&row["collaborator"]), points(&row["score"])))
                .filter(|(_, points)| *points != BigRational::from_integer(BigInt::ZERO))
                .collect();
            let (pool, expected) = self.model.open(number);
            same(
                &format!("open pool of {id}"),
                &shown["pool"]["amount"],
                &json!(cents(pool)),
            )?;
            same(&format!("open scores of {id}"), &scores, &expected)?;
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
            .map(|((number, start), (status, pool, reason))| {
                let key = (i64::try_from(number).expect("a few") + 1, text(start));
                (
                    key,
                    (
                        status.to_owned(),
                        cents(pool),
                        reason.unwrap_or_default().to_owned(),
                    ),
                )
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
            .map(|((number, index, collaborator, claimed), sum)| {
                let start = text(self.model.start(*number, *index));
                (
                    (
                        i64::try_from(*number).expect("a few") + 1,
                        start,
                        *collaborator,
                        *claimed,
                    ),
                    *sum,
                )
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

    /// Every row of a noun.
    fn all(&self, what: &str) -> Vec<Json> {
        let mut rows = Vec::new();
        for page in 1.. {
            let query = from_json(json!({ "page": page, "per_page": 100, "order": "asc" }));
            let found = find::find(&self.site, what, &query).expect("a good question");
            let found = serde_json::to_value(&found).expect("rows have a JSON form");
            rows.extend(list(&found["items"]).iter().cloned());
            if rows.len() as u64 >= found["total"].as_u64().expect("a number") {
                return rows;
            }
        }
        rows
    }
}

/// What a run is told, so that no busy machine ends it before its script does, and no long silence stops it.
fn unhurried() -> Json {
    json!({ "budget_ms": 3_600_000, "confirmed": true })
}

/// The same for one that ends early on purpose.
fn limited(limit: i64) -> Json {
    json!({ "limit": limit, "confirmed": true })
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

fn sale(id: i64, when: i64, details: &[(i64, Vec<i64>)]) -> Json {
    let details: Vec<Json> = details
        .iter()
        .enumerate()
        .map(|(line, (amount, owners))| {
            json!({ "kind": "line_item", "external_id": format!("line:{line}"), "amount": cents(*amount), "owners": owners })
        })
        .collect();
    json!({ "source": "shop", "external_id": id, "currency": "USD", "occurred_at": text(when), "details": details })
}

fn refund(sale: i64, id: i64, when: i64, takes: &Refund) -> Json {
    let mut refund = json!({ "source": "shop", "external_id": sale, "refund_id": id, "occurred_at": text(when) });
    match takes {
        Refund::Rest => {}
        Refund::Amount(amount) => refund["amount"] = json!(cents(*amount)),
        Refund::Line(line, amount) => {
            let mut part = json!({ "external_id": format!("line:{line}") });
            if let Some(amount) = amount {
                part["amount"] = json!(cents(*amount));
            }
            refund["lines"] = json!([part]);
        }
    }
    refund
}

/// Other rules for a distributor, whose schedule stays.
fn edit(distributor: i64, rules: &Rules) -> Json {
    let mut edit = definition(rules);
    let given = edit.as_object_mut().expect("a definition");
    given.remove("starts_at");
    given.remove("schedule");
    edit["id"] = json!(distributor);
    edit
}

fn definition(rules: &Rules) -> Json {
    let every = match rules.every {
        "days" => json!({ "days": rules.days }),
        other => json!(other),
    };
    let metrics: Vec<Json> = rules
        .metrics
        .iter()
        .map(|(event, points, split)| {
            json!({ "event": event, "points": points, "split": if *split { "equally" } else { "each" } })
        })
        .collect();
    let mut sources = Vec::new();
    if rules.permille > 0 {
        let percent = format!("{}.{}", rules.permille / 10, rules.permille % 10);
        sources.push(
            json!({ "kind": "revenue_share", "percent": percent, "include": ["line_items"] }),
        );
    }
    if rules.fixed > 0 {
        sources.push(json!({ "kind": "fixed", "amount": cents(rules.fixed) }));
    }
    let structure = match rules.structure {
        Structure::Shared => json!({ "kind": "shared_engagement_pool" }),
        Structure::Weighted => json!({ "kind": "performance_weighted_pool" }),
        Structure::TopFirst => json!({ "kind": "top_score_wins", "tie": "first" }),
        Structure::TopSplit => json!({ "kind": "top_score_wins", "tie": "split" }),
    };
    json!({
        "name": "Simulated", "units": "USD", "starts_at": text(BEGIN),
        "schedule": { "every": every, "timezone": rules.timezone },
        "metrics": metrics, "pool": { "sources": sources }, "structure": structure,
        "minimum_score": rules.minimum,
        "on_inactive": if rules.hold_inactive { "hold" } else { "exclude" },
        "on_empty": if rules.house { "house" } else { "roll_over" },
        "on_negative": if rules.write_off { "write_off" } else { "carry" },
        "on_refund_after_close": if rules.clawback { "clawback" } else { "next_period" },
    })
}
