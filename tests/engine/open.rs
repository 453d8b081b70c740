//! Opening a site: what a data source name and its options may say.

use serde_json::{Value as Json, json};
use siren::engine::json::from_json;
use siren::engine::{Error, Ledger};

use crate::verbs;
use crate::world::{CLOCK, JUNE, MAY, instant};

/// The paths of what is wrong with a name and options.
fn check(dsn: &str, options: Json, paths: &[&str]) {
    let found: Vec<String> = match Ledger::open(dsn, &from_json(options.clone())) {
        Ok(_) => Vec::new(),
        Err(Error::InvalidInput(problems)) => {
            problems.0.into_iter().map(|problem| problem.path).collect()
        }
        Err(other) => panic!("{dsn} {options}: {other}"),
    };
    assert_eq!(found, paths, "{dsn} {options}");
}

#[test]
fn a_store_name_is_sqlite_and_an_absolute_directory() {
    check("sqlite:/var/lib/siren", json!({}), &[]);
    check("sqlite:/nowhere/at/all", json!({}), &[]);
    for dsn in [
        "",
        "sqlite:",
        "sqlite:data",
        "/var/lib/siren",
        "SQLITE:/x",
        "mysqli://localhost",
        "sqlite:/x\0y",
    ] {
        check(dsn, json!({}), &["dsn"]);
    }
}

#[test]
fn options_are_checked_when_opening() {
    check(
        "sqlite:/x",
        json!({"timezone": "America/New_York", "currency": "USD"}),
        &[],
    );
    check(
        "sqlite:/x",
        json!({"timezone": null, "currency": null}),
        &[],
    );
    check(
        "sqlite:/x",
        json!({"timezone": "+05:30", "currency": "BTC"}),
        &[],
    );
    check(
        "sqlite:/x",
        json!({"currency": 5, "debug": true}),
        &["options.currency", "options.debug"],
    );
    check("x", json!({"timezone": 5}), &["dsn", "options.timezone"]);
}

/// Settings of a site can be invalid. Everything is still recorded, and only what needs the setting is refused.
#[test]
fn an_invalid_setting_does_not_stop_recording() {
    let temporary = tempfile::tempdir().expect("a temporary directory");
    let dsn = format!("sqlite:{}", temporary.path().join("data").display());
    let options = json!({"timezone": "x".repeat(500), "currency": "XYZ"});
    let site = Ledger::open(&dsn, &from_json(options)).expect("settings are not what opens a site");
    let call = |name: &str, arguments: Json| verbs::call(&site, name, arguments, instant(CLOCK));

    call(
        "siren_save_collaborator",
        json!([{"name": "Ada", "now": MAY}]),
    )
    .expect("a collaborator");
    let rules = |schedule: Json| {
        json!([{
            "name": "Lessons", "units": "USD", "starts_at": MAY, "now": MAY, "schedule": schedule,
            "metrics": [{"event": "lesson_completed", "points": 1}],
            "pool": {"sources": [{"kind": "fixed", "amount": "10.00"}]},
            "structure": {"kind": "performance_weighted_pool"},
        }])
    };
    let refused = call("siren_save_distributor", rules(json!({"every": "month"})))
        .expect_err("a schedule without a zone");
    assert_eq!(refused.paths(), ["schedule.timezone"]);
    assert!(
        refused
            .message
            .contains("the site's own time zone is \"xxx"),
        "{refused}"
    );
    let own = json!({"every": "month", "timezone": "America/New_York"});
    call("siren_save_distributor", rules(own)).expect("a schedule with a zone of its own");
    call(
        "siren_record_event",
        json!(["lesson_completed", {"key": "a", "collaborator": 1, "occurred_at": MAY}]),
    )
    .expect("an event");
    let ran = call("siren_run_due", json!([JUNE])).expect("a heartbeat");
    assert_eq!(ran["ran"][0]["pool"]["amount"], "10.00");
    let status = call("siren_status", json!([JUNE])).expect("a status");
    let codes: Vec<_> = status["problems"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|problem| problem["code"].clone())
        .collect();
    assert_eq!(codes, ["unknown_timezone", "unknown_currency"]);
}

#[test]
fn opening_touches_nothing() {
    let temporary = tempfile::tempdir().expect("a temporary directory");
    let data = temporary.path().join("data");
    Ledger::open(&format!("sqlite:{}", data.display()), &from_json(json!({})))
        .expect("an absolute directory");
    assert!(!data.exists());
}
