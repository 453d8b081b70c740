//! Opening a site: what a data source name and its options may say.

use serde_json::{Value as Json, json};
use siren::engine::json::from_json;
use siren::engine::{Error, Site};

/// The paths of what is wrong with a name and options.
fn check(dsn: &str, options: Json, paths: &[&str]) {
    let found: Vec<String> = match Site::open(dsn, &from_json(options.clone())) {
        Ok(_) => Vec::new(),
        Err(Error::InvalidInput(problems)) => {
            problems.0.into_iter().map(|problem| problem.path).collect()
        }
        Err(other) => panic!("{dsn} {options}: {other}"),
    };
    assert_eq!(found, paths, "{dsn} {options}");
}

#[test]
fn a_name_is_sqlite_and_an_absolute_directory() {
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
fn options_are_checked_with_it() {
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
        json!({"timezone": "EST5", "currency": "usd", "debug": true}),
        &["options.timezone", "options.currency", "options.debug"],
    );
    check("x", json!({"timezone": 5}), &["dsn", "options.timezone"]);
}

#[test]
fn opening_touches_nothing() {
    let temporary = tempfile::tempdir().expect("a temporary directory");
    let data = temporary.path().join("data");
    Site::open(&format!("sqlite:{}", data.display()), &from_json(json!({})))
        .expect("an absolute directory");
    assert!(!data.exists());
}
