//! A site in a directory of its own, gone when the test is over, and how to change it behind its back.

use std::fs;
use std::path::PathBuf;

use rusqlite::Connection;
use serde_json::{Value as Json, json};
use siren::domain::input::Value;
use siren::domain::instant::Instant;
use siren::engine::configure::{collaborator, distributor};
use siren::engine::json::from_json;
use siren::engine::verify::{self, Report};
use siren::engine::{
    Site, adjust, approve, credit, dispute, find, fulfill, record, run_due, settle, top_up,
};
use tempfile::TempDir;

/// A site and the directory it lives in.
pub struct World {
    directory: TempDir,
    pub site: Site,
}

pub fn at(text: &str) -> Instant {
    Instant::from_rfc3339(text).expect("an RFC 3339 instant with an offset")
}

/// Stands in for the clock; every call that depends on the time says it.
fn clock() -> Instant {
    at("2026-01-01T00:00:00Z")
}

impl World {
    pub fn new() -> World {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let dsn = format!("sqlite:{}", directory.path().display());
        let site = Site::open(&dsn, &Value::Map(Vec::new())).expect("an absolute directory");
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

    pub fn collaborator(&self, given: Json) -> i64 {
        let saved = collaborator::save(&self.site, &from_json(given), clock());
        saved.expect("a good collaborator").id.0
    }

    pub fn distributor(&self, given: Json) {
        distributor::save(&self.site, &from_json(given), clock()).expect("a good distributor");
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
        credit::credit(&self.site, &from_json(given), clock()).expect("a good credit");
    }

    pub fn adjust(&self, given: Json) {
        adjust::adjust(&self.site, &from_json(given), clock()).expect("a good adjustment");
    }

    pub fn top_up(&self, given: Json) {
        top_up::top_up(&self.site, &from_json(given), clock()).expect("a good top-up");
    }

    pub fn approve(&self, distribution: i64, now: &str) {
        approve::approve(&self.site, distribution, &Value::Map(Vec::new()), at(now))
            .expect("one in review");
    }

    pub fn run(&self, now: &str) -> Json {
        let report = run_due::run_due(&self.site, at(now), &from_json(json!({})));
        let report = serde_json::to_value(report.expect("a heartbeat")).expect("JSON");
        assert_eq!(report["failed"], json!([]), "at {now}");
        report
    }

    pub fn fulfill(&self, given: Json) {
        fulfill::create(&self.site, &from_json(given), clock()).expect("good options");
    }

    pub fn set_payout(&self, id: i64, status: &str, given: Json) {
        settle::set_payout(&self.site, id, status, &from_json(given), clock())
            .expect("a move forward");
    }

    pub fn dispute(&self, given: Json) {
        dispute::dispute(&self.site, &from_json(given), clock()).expect("a good dispute");
    }

    pub fn answer(&self, id: i64, answer: &str, given: Json) {
        dispute::answer(&self.site, id, answer, &from_json(given), clock())
            .expect("an open dispute");
    }

    /// The rows of a list, oldest first.
    pub fn rows(&self, what: &str, mut query: Json) -> Vec<Json> {
        query["order_by"] = json!("id");
        query["order"] = json!("asc");
        query["per_page"] = json!(100);
        let found = find::find(&self.site, what, &from_json(query)).expect("a good query");
        let mut found = serde_json::to_value(found).expect("JSON");
        serde_json::from_value(found["items"].take()).expect("a list of rows")
    }

    pub fn verify(&self) -> Report {
        verify::verify(&self.site).expect("data that can be read")
    }

    /// The database, with nothing that would stop somebody from changing it.
    pub fn open(&self) -> Connection {
        let db = Connection::open(self.path("siren.sqlite3")).expect("the database");
        db.execute_batch("PRAGMA foreign_keys = OFF")
            .expect("a setting");
        db
    }

    /// Changes the data behind its back.
    pub fn tamper(&self, sql: &str) {
        self.open()
            .execute_batch(sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}
