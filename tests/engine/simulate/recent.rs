//! Previewing a definition over the last few periods: the same result as a simulation of that time, except for the open
//! period.

use serde_json::{Value as Json, json};
use siren::domain::instant::Instant;
use siren::engine::calls;
use siren::engine::json::from_json;
use siren::engine::simulate::recent::TryDistributor;

use crate::here::{Here, instant, shown};
use crate::random_history::{record_history, rules};

fn tried(here: &Here, given: &Json, now: Instant) -> Json {
    let asked = from_json(json!({"distributor": given}));
    shown(&calls::run::<TryDistributor>(&here.site, &asked, now).expect("periods"))
}

fn starts(tried: &Json) -> Vec<&str> {
    let before = tried["before"].as_array().expect("a list");
    let all = before.iter().map(|period| &period["period"]["start"]);
    all.map(|start| start.as_str().expect("an instant"))
        .collect()
}

/// A site on which one lesson was completed, long ago.
fn with_one_lesson(at: &str) -> Here {
    let here = Here::new();
    let now = instant(at);
    here.collaborator(json!({"name": "Ann"}), now);
    let lesson = json!({"key": "a", "collaborator": 1, "occurred_at": at});
    here.event("lesson_completed", lesson, now);
    here
}

#[test]
fn each_schedule_shows_its_last_whole_periods() {
    let here = with_one_lesson("2019-01-01T00:00:00Z");
    let now = instant("2026-05-20T12:00:00Z");
    let schedule = |schedule: Json| {
        let mut all = rules(json!({"pool": {"sources": [{"kind": "fixed", "amount": "10.00"}]}}));
        all["schedule"] = schedule;
        all["schedule"]["timezone"] = json!("America/New_York");
        tried(&here, &all, now)
    };
    for (given, count, newest, oldest, open) in [
        (
            json!({"every": "day"}),
            7,
            "2026-05-19T04:00:00Z",
            "2026-05-13T04:00:00Z",
            "2026-05-20T04:00:00Z",
        ),
        (
            json!({"every": "week", "on": "monday"}),
            6,
            "2026-05-11T04:00:00Z",
            "2026-04-06T04:00:00Z",
            "2026-05-18T04:00:00Z",
        ),
        // Summer time begins within these months.
        (
            json!({"every": "month", "on": 1}),
            6,
            "2026-04-01T04:00:00Z",
            "2025-11-01T04:00:00Z",
            "2026-05-01T04:00:00Z",
        ),
        (
            json!({"every": "month", "on": 20}),
            6,
            "2026-04-20T04:00:00Z",
            "2025-11-20T05:00:00Z",
            "2026-05-20T04:00:00Z",
        ),
        (
            json!({"every": "quarter", "on": 1}),
            4,
            "2026-01-01T05:00:00Z",
            "2025-04-01T04:00:00Z",
            "2026-04-01T04:00:00Z",
        ),
        (
            json!({"every": "year", "on": "01-01"}),
            3,
            "2025-01-01T05:00:00Z",
            "2023-01-01T05:00:00Z",
            "2026-01-01T05:00:00Z",
        ),
    ] {
        let tried = schedule(given.clone());
        let starts = starts(&tried);
        let seen = (starts.len(), starts[0], *starts.last().expect("some"));
        assert_eq!(seen, (count, newest, oldest), "{given}");
        assert_eq!(tried["open"]["period"]["start"], open, "{given}");
        assert_eq!(tried["open"]["status"], "tracking");
    }
}

#[test]
fn the_preview_equals_a_simulation() {
    let here = Here::new();
    let (ids, end) = record_history(&here, 11, &[rules(json!({}))]);
    let id = ids[0];
    // With the id, periods of a number of days follow the open one.
    let given = json!({"id": id, "structure": {"kind": "shared_engagement_pool"}});
    let tried = tried(&here, &given, end);
    let starts = starts(&tried);
    assert_eq!(starts.len(), 6);
    let open = &here.row("distributors", id)["period"]["start"];
    assert_eq!(&tried["open"]["period"]["start"], open);
    let mut simulated = here.simulate(&given, instant(starts[5]), end);
    let simulated = simulated.as_array_mut().expect("periods");
    assert_eq!(simulated.pop().as_ref(), Some(&tried["open"]));
    simulated.reverse();
    assert_eq!(&Json::Array(simulated.clone()), &tried["before"]);
    let paid = simulated
        .iter()
        .filter(|period| period["status"] == "complete");
    assert!(paid.count() > 1, "{simulated:?}");
}

#[test]
fn the_preview_begins_with_the_first_record() {
    let now = instant("2026-05-20T12:00:00Z");
    let monthly = rules(json!({
        "schedule": {"every": "month", "on": 1, "timezone": "UTC"},
        "pool": {"sources": [{"kind": "fixed", "amount": "10.00"}]},
    }));
    // A fixed pool that no one could have earned would roll over for months.
    let here = with_one_lesson("2026-03-10T00:00:00Z");
    let months = tried(&here, &monthly, now);
    assert_eq!(
        starts(&months),
        ["2026-04-01T00:00:00Z", "2026-03-01T00:00:00Z"]
    );
    assert_eq!(months["before"][1]["pool"]["amount"], "10.00");
    // Sales count too, even if they are history.
    let sale = json!({
        "source": "shop", "external_id": "1", "currency": "USD", "occurred_at": "2026-02-03T00:00:00Z", "history": true,
        "details": [{"kind": "line_item", "external_id": "1", "amount": "5.00"}],
    });
    here.sale(sale, now);
    assert_eq!(starts(&tried(&here, &monthly, now)).len(), 3);
    // If nothing was recorded, there is only the open period.
    let none = tried(&Here::new(), &monthly, now);
    assert_eq!(none["before"], json!([]));
    assert_eq!(none["open"]["period"]["start"], "2026-05-01T00:00:00Z");
}
