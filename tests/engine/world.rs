//! A site in a temporary directory, which is deleted when the test ends.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use siren::domain::instant::Instant;
use siren::engine::Ledger;
use tempfile::TempDir;

use crate::verbs::{self, Refused};

/// The clock in every test. A result that depends on it means that a call had no time, which no case may do.
pub const CLOCK: &str = "2026-01-01T00:00:00Z";

/// May and June 2026 in New York, as most tests have them.
pub const MAY: &str = "2026-05-01T04:00:00Z";
/// The first instant of June.
pub const JUNE: &str = "2026-06-01T04:00:00Z";
/// The first instant of July.
pub const JULY: &str = "2026-07-01T04:00:00Z";

/// A site and its data directory.
pub struct World {
    directory: PathBuf,
    /// The site.
    pub site: Ledger,
    // Kept because dropping it deletes the directory.
    #[allow(dead_code)]
    removed_at_the_end: Option<TempDir>,
}

/// An instant, from RFC 3339.
pub fn instant(text: &str) -> Instant {
    Instant::from_rfc3339(text).expect("an RFC 3339 instant with an offset")
}

impl World {
    /// A new, empty site.
    pub fn new() -> World {
        let temporary = tempfile::tempdir().expect("a temporary directory");
        let mut world = World::at(&temporary.path().join("data"));
        world.removed_at_the_end = Some(temporary);
        world
    }

    /// The site in a directory, opened again; the directory is kept.
    pub fn at(directory: &Path) -> World {
        World {
            directory: directory.to_owned(),
            site: verbs::open(directory),
            removed_at_the_end: None,
        }
    }

    /// A copy of everything on the disk as a separate site: what a kill at this moment would leave.
    pub fn copy(&self) -> World {
        let copy = World::new();
        std::fs::create_dir_all(&copy.directory).expect("a directory for the copy");
        copy_files(&self.directory, &copy.directory);
        copy
    }

    /// A site rebuilt from the log of this one alone; none if the log was rotated, as an erasure does.
    pub fn folded_again(&self) -> Option<World> {
        self.site.fold().expect("what waits");
        let again = World::new();
        std::fs::create_dir_all(&again.directory).expect("a directory for the copy");
        std::fs::copy(self.journal(), again.journal()).ok()?;
        again.site.fold().expect("the log");
        let is_whole = |world: &World| {
            crate::dump::dump(&world.directory)["meta"]
                .iter()
                .any(|row| row.starts_with("journal | 1 "))
        };
        is_whole(self).then_some(again)
    }

    /// The data directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The journal that is being written.
    pub fn journal(&self) -> PathBuf {
        self.directory.join("journal.log")
    }

    /// Makes a call by its PHP name.
    pub fn call(&self, function: &str, arguments: Json) -> Result<Json, Refused> {
        verbs::call(&self.site, function, arguments, instant(CLOCK))
    }

    /// Makes a call that must succeed.
    pub fn ok(&self, function: &str, arguments: Json) -> Json {
        self.call(function, arguments)
            .unwrap_or_else(|refused| panic!("{function}: {refused}"))
    }

    /// Makes a call that must be refused.
    pub fn refused(&self, function: &str, arguments: Json) -> Refused {
        match self.call(function, arguments) {
            Ok(answer) => panic!("{function} was to refuse and answered {answer}"),
            Err(refused) => refused,
        }
    }

    /// Saves `count` collaborators; on a new site they are 1, 2, 3…
    pub fn collaborators(&self, count: i64) {
        for n in 1..=count {
            self.ok(
                "siren_save_collaborator",
                json!([{"name": format!("Collaborator {n}"), "now": MAY}]),
            );
        }
    }

    /// Saves a distributor with these keys over [`monthly`]; answers its row.
    pub fn distributor(&self, changes: Json) -> Json {
        let mut rules = monthly();
        merge(&mut rules, changes);
        self.ok("siren_save_distributor", json!([rules]))
    }

    /// Records `quantity` times a lesson for a collaborator.
    pub fn lesson(&self, key: &str, collaborator: i64, quantity: i64, at: &str) {
        self.ok(
            "siren_record_event",
            lesson(key, collaborator, quantity, at),
        );
    }

    /// All rows of a list that a query asks for, oldest first.
    pub fn rows(&self, what: &str, mut query: Json) -> Vec<Json> {
        let mut rows = Vec::new();
        loop {
            let page = rows.len() / 100 + 1;
            merge(
                &mut query,
                json!({"order_by": "id", "order": "asc", "page": page, "per_page": 100}),
            );
            let mut answer = self.ok("siren_find", json!([what, query]));
            let items: Vec<Json> =
                serde_json::from_value(answer["items"].take()).expect("a list of rows");
            let is_last = items.len() < 100;
            rows.extend(items);
            if is_last {
                return rows;
            }
        }
    }

    /// Everything that a site shows: every list, every distribution with its parts, and the standings of active distributors.
    /// Two sites that show the same are equal.
    pub fn everything(&self) -> Json {
        let mut all = serde_json::Map::new();
        for what in [
            "collaborators",
            "distributors",
            "distributions",
            "allocations",
            "obligations",
            "fulfillments",
            "payouts",
            "transactions",
            "events",
            "metrics",
        ] {
            all.insert(what.to_owned(), self.rows(what, json!({})).into());
        }
        for distribution in ids(&all["distributions"]) {
            let row = self.ok("siren_get", json!(["distributions", distribution]));
            all.insert(format!("distribution {distribution}"), row);
        }
        for distributor in self.rows("distributors", json!({"status": "active"})) {
            let id = distributor["id"].clone();
            let standings = self.ok("siren_standings", json!([id, CLOCK]));
            all.insert(format!("standings {id}"), standings);
        }
        Json::Object(all)
    }

    /// The number of events, which is the number of different keys folded.
    pub fn events(&self) -> i64 {
        let answer = self.ok("siren_find", json!(["events", {"per_page": 1}]));
        answer["total"].as_i64().expect("a total")
    }
}

fn ids(rows: &Json) -> Vec<i64> {
    let rows = rows.as_array().expect("a list of rows");
    rows.iter().filter_map(|row| row["id"].as_i64()).collect()
}

/// The distributors in one of the lists of a heartbeat's report: `ran`, `skipped` or `failed`.
pub fn distributors_in(report: &Json, list: &str) -> Vec<i64> {
    let rows = report[list].as_array().expect("a list of rows");
    rows.iter()
        .filter_map(|row| row["distributor"].as_i64())
        .collect()
}

/// A profit share that most tests start from: monthly in New York, 100.00 dollars a month, a point for each lesson, divided
/// in proportion to the points.
pub fn monthly() -> Json {
    json!({
        "name": "Lessons",
        "units": "USD",
        "starts_at": MAY,
        "now": MAY,
        "schedule": {"every": "month", "on": 1, "at": "00:00", "timezone": "America/New_York"},
        "metrics": [{"event": "lesson_completed", "points": 1}],
        "pool": {"sources": [{"kind": "fixed", "amount": "100.00"}]},
        "structure": {"kind": "performance_weighted_pool"},
    })
}

/// The arguments that record `quantity` times a lesson.
pub fn lesson(key: &str, collaborator: i64, quantity: i64, at: &str) -> Json {
    json!(["lesson_completed", {
        "key": key, "collaborator": collaborator, "quantity": quantity, "occurred_at": at,
    }])
}

/// Merges the keys of one object over those of another.
pub fn merge(into: &mut Json, from: Json) {
    let (Json::Object(into), Json::Object(from)) = (into, from) else {
        panic!("only objects can be merged");
    };
    into.extend(from);
}

/// CPU time of this thread, in nanoseconds.
pub fn worked() -> u64 {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").expect("what Linux counts");
    let first = said.split(' ').next().expect("three numbers");
    first.parse().expect("a number")
}

fn copy_files(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a data directory") {
        let path = entry.expect("an entry of the data directory").path();
        let copy = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            std::fs::create_dir_all(&copy).expect("a directory for the copy");
            copy_files(&path, &copy);
        } else {
            std::fs::copy(&path, copy).expect("a file that can be copied");
        }
    }
}
