//! A site in a temporary directory; its calls take and answer JSON.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Value as Json, json};
use siren::domain::ids::ObligationId;
use siren::domain::input::Value;
use siren::domain::instant::Instant;
use siren::engine::calls::change;
use siren::engine::calls::{self, Change};
use siren::engine::configure::collaborator::SaveCollaborator;
use siren::engine::configure::distributor::SaveDistributor;
use siren::engine::find::Find;
use siren::engine::get::Get;
use siren::engine::json::from_json;
use siren::engine::privacy::erase::{EraseCollaborator, Erased};
use siren::engine::run_due::RunDue;
use siren::engine::{Ledger, Result, explain, record, simulate};
use tempfile::TempDir;

/// A site for one test.
pub struct Here {
    pub site: Ledger,
    /// Whether everything is recorded as history.
    pub history: bool,
    _directory: Option<TempDir>,
}

/// An instant, from RFC 3339.
pub fn instant(text: &str) -> Instant {
    Instant::from_rfc3339(text).expect("an RFC 3339 instant with an offset")
}

/// An answer as JSON.
pub fn shown(answer: &impl Serialize) -> Json {
    serde_json::to_value(answer).expect("answers have a JSON form")
}

impl Here {
    /// Makes a change.
    pub fn change<C: Change>(&self, arguments: Json, now: Instant) -> Result<C::Answer> {
        calls::change::<C>(&self.site, &from_json(arguments), now)
    }

    /// Erases a collaborator.
    pub fn erase(&self, id: i64, random: [u64; 2]) -> Result<Erased> {
        let asked = calls::with_random(&from_json(json!({"id": id})), random);
        calls::change::<EraseCollaborator>(&self.site, &asked, Instant::default())
    }

    /// A new, empty site.
    pub fn new() -> Here {
        // In memory if possible, because a random history syncs thousands of times.
        let directory = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let directory = directory.expect("a temporary directory");
        let dsn = format!("sqlite:{}", directory.path().join("data").display());
        let site = Ledger::open(&dsn, &Value::Map(Vec::new())).expect("an absolute directory");
        Here {
            site,
            history: false,
            _directory: Some(directory),
        }
    }

    /// A site in a directory that belongs to the caller.
    pub fn of(site: Ledger) -> Here {
        Here {
            site,
            history: false,
            _directory: None,
        }
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.site.store.directory().to_owned()
    }

    /// Saves a collaborator; answers its id.
    pub fn collaborator(&self, given: Json, now: Instant) -> i64 {
        let row = self.change::<SaveCollaborator>(given, now).expect("saved");
        row.id.0
    }

    /// Saves a distributor; answers its id.
    pub fn distributor(&self, given: Json, now: Instant) -> i64 {
        let row = change::<SaveDistributor>(&self.site, &from_json(given), now).expect("saved");
        row.id.0
    }

    fn told(&self, mut given: Json) -> Value<'static> {
        if self.history {
            given["history"] = json!(true);
        }
        from_json(given)
    }

    /// Records an event of a type.
    pub fn event(&self, kind: &str, given: Json, now: Instant) {
        record::event(&self.site, kind, &self.told(given), now).expect("recorded");
    }

    /// Records many events, each with its type.
    pub fn events(&self, given: &Json, now: Instant) {
        record::events(&self.site, &from_json(given.clone()), now).expect("recorded");
    }

    /// Records a sale.
    pub fn sale(&self, given: Json, now: Instant) {
        record::transaction(&self.site, &self.told(given), now).expect("recorded");
    }

    /// Records a refund.
    pub fn refund(&self, given: Json, now: Instant) {
        record::refund(&self.site, &self.told(given), now).expect("recorded");
    }

    /// Runs the heartbeat.
    pub fn run(&self, now: Instant) -> Json {
        let report = calls::run::<RunDue>(&self.site, &Value::Map(Vec::new()), now).expect("a run");
        let report = shown(&report);
        assert_eq!(report["failed"], json!([]));
        report
    }

    /// All rows of a noun, oldest first.
    pub fn rows(&self, what: &str, query: &Json) -> Vec<Json> {
        let mut rows = Vec::new();
        for page in 1.. {
            let mut query = query.clone();
            query["order"] = json!("asc");
            query["per_page"] = json!(100);
            query["page"] = json!(page);
            let page = shown(
                &calls::run::<Find>(
                    &self.site,
                    &from_json(json!({"what": what, "query": query})),
                    Instant::default(),
                )
                .expect("a page"),
            );
            let items = page["items"].as_array().expect("a list of rows");
            if items.is_empty() {
                break;
            }
            rows.extend(items.iter().cloned());
        }
        rows
    }

    /// One row with its parts.
    pub fn row(&self, what: &str, id: i64) -> Json {
        shown(
            &calls::run::<Get>(
                &self.site,
                &from_json(json!({"what": what, "id": id})),
                Instant::default(),
            )
            .expect("a row")
            .expect("a row"),
        )
    }

    /// Explains an obligation.
    pub fn explain(&self, obligation: &Json) -> Json {
        let id = obligation["id"].as_i64().expect("a number");
        shown(&explain::explain(&self.site, ObligationId(id)).expect("an explanation"))
    }

    /// Simulates a definition over the past.
    pub fn simulate(&self, given: &Json, from: Instant, to: Instant) -> Json {
        let given = from_json(given.clone());
        shown(&simulate::simulate(&self.site, &given, from, to).expect("periods"))
    }
}
