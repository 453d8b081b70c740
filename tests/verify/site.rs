//! A site in a temporary directory, and functions to tamper with its data.

use std::fs;
use std::path::PathBuf;

use rusqlite::Connection;
use serde_json::{Value as Json, json};
use siren::domain::input::Value;
use siren::domain::instant::Instant;
use siren::engine::adjust::Adjust;
use siren::engine::approve::ApproveDistribution;
use siren::engine::calls::change;
use siren::engine::calls::{self, Change};
use siren::engine::configure::collaborator::SaveCollaborator;
use siren::engine::configure::distributor::SaveDistributor;
use siren::engine::credit::Credit;
use siren::engine::dispute::Dispute;
use siren::engine::dispute::answer::AnswerDispute;
use siren::engine::find::Find;
use siren::engine::fulfill::CreateFulfillment;
use siren::engine::json::from_json;
use siren::engine::run_due::RunDue;
use siren::engine::settle::SetPayout;
use siren::engine::top_up::TopUp;
use siren::engine::verify::{self, Report};
use siren::engine::{Ledger, Result, record};
use tempfile::TempDir;

/// A site and its data directory.
pub struct World {
    directory: TempDir,
    pub site: Ledger,
}

pub fn at(text: &str) -> Instant {
    Instant::from_rfc3339(text).expect("an RFC 3339 instant with an offset")
}

/// The clock. Every call that depends on the time passes its own.
fn clock() -> Instant {
    at("2026-01-01T00:00:00Z")
}

impl World {
    pub fn new() -> World {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let dsn = format!("sqlite:{}", directory.path().display());
        let site = Ledger::open(&dsn, &Value::Map(Vec::new())).expect("an absolute directory");
        World { directory, site }
    }

    /// The same data in another directory.
    pub fn copy(&self) -> World {
        let copy = World::new();
        for entry in fs::read_dir(self.directory.path()).expect("the data directory") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name");
            fs::copy(&path, copy.directory.path().join(name)).expect("a file that can be copied");
        }
        copy
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn change<C: Change>(&self, given: Json) -> Result<C::Answer> {
        calls::change::<C>(&self.site, &from_json(given), clock())
    }

    pub fn collaborator(&self, given: Json) -> i64 {
        let saved = self.change::<SaveCollaborator>(given);
        saved.expect("a good collaborator").id.0
    }

    pub fn distributor(&self, given: Json) {
        change::<SaveDistributor>(&self.site, &from_json(given), clock())
            .expect("a good distributor");
    }

    pub fn event(&self, kind: &str, given: Json) {
        record::event(&self.site, kind, &from_json(given), clock()).expect("a good event");
    }

    pub fn sale(&self, given: Json) {
        record::transaction(&self.site, &from_json(given), clock()).expect("a good sale");
    }

    pub fn refund(&self, given: Json) {
        record::refund(&self.site, &from_json(given), clock()).expect("a good refund");
    }

    pub fn credit(&self, given: Json) {
        self.change::<Credit>(given).expect("a good credit");
    }

    pub fn adjust(&self, given: Json) {
        self.change::<Adjust>(given).expect("a good adjustment");
    }

    pub fn top_up(&self, given: Json) {
        self.change::<TopUp>(given).expect("a good top-up");
    }

    pub fn approve(&self, distribution: i64, now: &str) {
        let asked = from_json(json!({"id": distribution}));
        calls::change::<ApproveDistribution>(&self.site, &asked, at(now)).expect("one in review");
    }

    pub fn run(&self, now: &str) -> Json {
        let report = calls::run::<RunDue>(&self.site, &from_json(json!({})), at(now));
        let report = serde_json::to_value(report.expect("a heartbeat")).expect("JSON");
        assert_eq!(report["failed"], json!([]), "at {now}");
        report
    }

    pub fn fulfill(&self, given: Json) {
        self.change::<CreateFulfillment>(given)
            .expect("good options");
    }

    pub fn set_payout(&self, id: i64, status: &str, given: Json) {
        let mut asked = json!({"id": id, "status": status});
        asked["details"] = given;
        self.change::<SetPayout>(asked).expect("a move forward");
    }

    pub fn dispute(&self, given: Json) {
        self.change::<Dispute>(given).expect("a good dispute");
    }

    pub fn answer(&self, id: i64, answer: &str, given: Json) {
        let mut asked = json!({"id": id, "answer": answer});
        asked["details"] = given;
        self.change::<AnswerDispute>(asked)
            .expect("an open dispute");
    }

    /// The rows of a list, oldest first.
    pub fn rows(&self, what: &str, mut query: Json) -> Vec<Json> {
        query["order_by"] = json!("id");
        query["order"] = json!("asc");
        query["per_page"] = json!(100);
        let found = calls::run::<Find>(
            &self.site,
            &from_json(json!({"what": what, "query": query})),
            clock(),
        )
        .expect("a good query");
        let mut found = serde_json::to_value(found).expect("JSON");
        serde_json::from_value(found["items"].take()).expect("a list of rows")
    }

    pub fn verify(&self) -> Report {
        verify::verify(&self.site).expect("data that can be read")
    }

    /// A direct connection to the database, without foreign keys.
    pub fn open(&self) -> Connection {
        let db = Connection::open(self.path("siren.sqlite3")).expect("the database");
        db.execute_batch("PRAGMA foreign_keys = OFF")
            .expect("a setting");
        db
    }

    /// Changes the data without the engine.
    pub fn tamper(&self, sql: &str) {
        self.open()
            .execute_batch(sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}
