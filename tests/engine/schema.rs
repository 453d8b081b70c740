//! The published JSON Schemas accept the input that the calls accept, and little else.

use std::collections::BTreeMap;

use jsonschema::Validator;
use serde_json::{Value as Json, json};
use siren::engine::calls;

use crate::cases::{self, Step, numbered};
use crate::world::{MAY, merge, monthly};

fn schema(call: &str) -> Json {
    let entry = calls::entry(call).unwrap_or_else(|| panic!("{call} is a call"));
    entry.input_schema()
}

fn validator(schema: &Json) -> Validator {
    jsonschema::draft202012::new(schema).expect("a JSON Schema")
}

/// Checks an input against the schema of a call.
fn check(call: &str, input: &Json, is_valid: bool) {
    let faults: Vec<String> = validator(&schema(call))
        .iter_errors(input)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert_eq!(faults.is_empty(), is_valid, "{call} {input}: {faults:?}");
}

/// The input as the schema sees it: null means absent.
fn without_nulls(input: &Json) -> Json {
    match input {
        Json::Object(fields) => fields
            .iter()
            .filter(|(_, field)| !field.is_null())
            .map(|(name, field)| (name.clone(), without_nulls(field)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Json::Array(items) => items.iter().map(without_nulls).collect(),
        _ => input.clone(),
    }
}

/// The call that reads the input of a function, and the input as one object.
fn input_of(function: &str, arguments: &[Json]) -> Option<(&'static str, Json)> {
    let call = match function {
        "siren_record_event" => {
            let mut event = without_nulls(&arguments[1]);
            event["type"] = arguments[0].clone();
            return Some(("record_event", event));
        }
        "siren_record_transaction" => "record_transaction",
        "siren_record_refund" => "record_refund",
        "siren_save_distributor" => "save_distributor",
        "siren_check_distributor" | "siren_simulate" => "check_distributor",
        _ => return None,
    };
    Some((call, without_nulls(&arguments[0])))
}

/// Whether the case says that the input is wrong.
fn is_wrong(step: &Step) -> bool {
    let refused = step.refused.as_ref();
    let problems = step
        .expect
        .as_ref()
        .and_then(|expect| expect["problems"].as_array());
    refused.is_some_and(|refused| refused["class"] == "InvalidInput")
        || problems.is_some_and(|problems| !problems.is_empty())
}

#[test]
fn the_schemas_accept_all_that_the_cases_record_and_save() {
    let mut valid: BTreeMap<&str, u32> = BTreeMap::new();
    let mut validators: BTreeMap<(&str, bool), Validator> = BTreeMap::new();
    let mut wrong = Vec::new();
    for file in cases::files() {
        let case = cases::read(&file);
        for (number, step) in (1..).zip(&case.steps) {
            let arguments = numbered(&Json::Array(step.args.clone()), 1);
            let arguments = arguments.as_array().expect("a list of arguments");
            let Some((call, input)) = input_of(&step.call, arguments) else {
                continue;
            };
            if is_wrong(step) {
                continue;
            }
            let is_change = call.ends_with("distributor") && input.get("id").is_some();
            let validator = validators.entry((call, is_change)).or_insert_with(|| {
                let mut schema = schema(call);
                if is_change {
                    // Omitted fields stay as they are.
                    schema["required"] = json!([]);
                }
                validator(&schema)
            });
            for fault in validator.iter_errors(&input) {
                let place = fault.instance_path();
                wrong.push(format!("{} step {number} {call} {place}: {fault}", case.id));
            }
            *valid.entry(call).or_default() += 1;
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let calls: Vec<&str> = valid.keys().copied().collect();
    assert_eq!(
        calls,
        [
            "check_distributor",
            "record_event",
            "record_refund",
            "record_transaction",
            "save_distributor"
        ]
    );
    assert!(valid.values().all(|count| *count > 10), "{valid:?}");
}

#[test]
fn the_schemas_reject_invalid_distributors() {
    let monthly = without_nulls(&monthly());
    check("save_distributor", &monthly, true);
    check("save_distributor", &json!([]), false);
    check("save_distributor", &json!({}), false);
    for changes in [
        json!({"name": ""}),
        json!({"units": 5}),
        json!({"colour": "red"}),
        json!({"id": 0}),
        json!({"status": "running"}),
        json!({"schedule": "monthly"}),
        json!({"schedule": {"every": "hour"}}),
        json!({"schedule": {"every": "month", "on": 32}}),
        json!({"schedule": {"every": {"days": 0}}}),
        json!({"schedule": {"every": "day", "at": "25:00"}}),
        json!({"metrics": []}),
        json!({"metrics": [{"event": "Lesson", "points": 1}]}),
        json!({"metrics": [{"event": "lesson_completed", "points": 1.5}]}),
        json!({"metrics": [{"event": "lesson_completed", "points": 1, "split": "half"}]}),
        json!({"pool": {}}),
        json!({"pool": {"sources": [{"kind": "gift"}]}}),
        json!({"pool": {"sources": [{"kind": "fixed", "amount": 100}]}}),
        json!({"pool": {"sources": [{"kind": "fixed", "amount": "100.00", "percent": "5"}]}}),
        json!({"pool": {"sources": [{"kind": "revenue_share", "percent": "10", "include": []}]}}),
        json!({"pool": {"sources": [{"kind": "revenue_share", "percent": 10, "include": ["taxes"]}]}}),
        json!({"structure": {"kind": "lottery"}}),
        json!({"structure": {"kind": "shared_engagement_pool", "tie": "first"}}),
        json!({"structure": {"kind": "ladder"}}),
        json!({"audience": {"kind": "list", "ids": []}}),
        json!({"audience": {"kind": "list", "ids": ["1"]}}),
        json!({"cap_percent": 50}),
        json!({"on_empty": "keep"}),
        json!({"hold_days": -1}),
    ] {
        let mut wrong = monthly.clone();
        merge(&mut wrong, changes);
        check("save_distributor", &wrong, false);
        check("check_distributor", &wrong, false);
    }
}

#[test]
fn the_schemas_reject_invalid_records() {
    let event = json!({"type": "lesson_completed", "key": "k", "collaborator": 1});
    check("record_event", &event, true);
    check("record_events", &json!([event, event]), true);
    for changes in [
        json!({"type": "Lesson"}),
        json!({"key": ""}),
        json!({"quantity": 0}),
        json!({"value": 12.5}),
        json!({"colour": "red"}),
    ] {
        let mut wrong = event.clone();
        merge(&mut wrong, changes);
        check("record_event", &wrong, false);
        check("record_events", &json!([event, wrong]), false);
    }
    let sale = json!({
        "source": "shop", "external_id": 7, "currency": "USD", "occurred_at": MAY,
        "details": [{"kind": "line_item", "amount": "50.00"}],
    });
    check("record_transaction", &sale, true);
    for changes in [
        json!({"source": 5}),
        json!({"details": []}),
        json!({"details": [{"kind": "gift", "amount": "1.00"}]}),
        json!({"details": [{"kind": "line_item", "amount": 1}]}),
        json!({"details": [{"kind": "line_item", "amount": "1.00", "owners": [{"id": 1, "part": 2}]}]}),
        json!({"referrer": {"type": "mail", "code": "A"}}),
        json!({"revision": -1}),
        json!({"total": "50.00"}),
    ] {
        let mut wrong = sale.clone();
        merge(&mut wrong, changes);
        check("record_transaction", &wrong, false);
    }
    let refund = json!({"source": "shop", "external_id": 7, "refund_id": "r1"});
    check("record_refund", &refund, true);
    for changes in [
        json!({"refund_id": true}),
        json!({"lines": []}),
        json!({"lines": [{"amount": "1.00"}]}),
        json!({"amount": "-1.00"}),
        json!({"undo": "yes"}),
        json!({"reason": "broken"}),
    ] {
        let mut wrong = refund.clone();
        merge(&mut wrong, changes);
        check("record_refund", &wrong, false);
    }
}
