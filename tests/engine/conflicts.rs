//! Conflicts: what differs, and that a dismissed conflict is no problem.

use serde_json::{Value as Json, json};

use crate::world::{JUNE, MAY, World};

fn sale(changes: Json) -> Json {
    let mut sale = json!({
        "source": "shop", "external_id": "1", "currency": "USD", "occurred_at": MAY, "customer": "user:9",
        "coupons": ["SAVE"], "referrer": 1,
        "details": [
            {"kind": "line_item", "external_id": "a", "amount": "60.00", "name": "Course", "owners": [1, 2]},
            {"kind": "line_item", "external_id": "b", "amount": "40.00", "name": "Book"},
        ],
    });
    crate::world::merge(&mut sale, changes);
    json!([sale])
}

/// Differences without names: part, line, the value that counts, the value that arrived.
fn differences(row: &Json) -> Vec<Json> {
    let found = row["differences"].as_array().expect("a list");
    let one = |one: &Json| json!([one["part"], one["external_id"], one["kept"], one["told"]]);
    found.iter().map(one).collect()
}

fn conflicts(world: &World) -> Json {
    world.ok("siren_status", json!([MAY]))["counts"]["conflicts"].clone()
}

#[test]
fn a_change_in_any_part_of_a_sale_that_affects_money_is_a_conflict() {
    let world = World::new();
    world.collaborators(2);
    world.ok("siren_record_transaction", sale(json!({})));
    let person = |id: i64| json!({"id": id, "named": null, "weight": 1});
    let line = |changes: Json| {
        let mut line =
            json!({"kind": "line_item", "external_id": "a", "amount": "60.00", "owners": [2, 1]});
        crate::world::merge(&mut line, changes);
        let other = json!({"kind": "line_item", "external_id": "b", "amount": "40.00"});
        json!({"details": [line, other]})
    };
    let cases = [
        (
            json!({"currency": "EUR"}),
            vec![json!(["currency", null, "USD", "EUR"])],
        ),
        (
            json!({"coupons": ["save", "more"]}),
            vec![json!(["coupons", null, ["save"], ["more", "save"]])],
        ),
        (
            json!({"referrer": {"type": "link", "code": "bo"}}),
            vec![
                json!(["referrer", null, [person(1)], [{"id": null, "named": "link:bo", "weight": 1}]]),
            ],
        ),
        (
            line(json!({"amount": "50.00"})),
            vec![json!(["amount", "a", "60.00", "50.00"])],
        ),
        (
            line(json!({"quantity": "2.5"})),
            vec![json!(["quantity", "a", 1, "2.5"])],
        ),
        (
            line(json!({"owners": [2]})),
            vec![json!(["owners", "a", [person(1), person(2)], [person(2)]])],
        ),
        (
            line(json!({"kind": "fee", "owners": []})),
            vec![
                json!(["kind", "a", "line_item", "fee"]),
                json!(["owners", "a", [person(1), person(2)], []]),
            ],
        ),
        (
            line(json!({"external_id": "c"})),
            vec![
                json!(["removed", "a", "60.00", null]),
                json!(["added", "c", null, "60.00"]),
            ],
        ),
    ];
    for (number, (changes, expected)) in (1..).zip(cases) {
        world.ok("siren_record_transaction", sale(changes));
        let row = world.ok("siren_get", json!(["conflicts", number]));
        assert_eq!(differences(&row), expected);
        assert_eq!(
            [
                &row["what"],
                &row["key"],
                &row["transaction"],
                &row["currency"]
            ],
            [
                &json!("transaction"),
                &json!("shop:1"),
                &json!(1),
                &json!("USD")
            ]
        );
    }
    let named = world.ok("siren_get", json!(["conflicts", 4]))["differences"][0]["name"].clone();
    assert_eq!(named, "Course");
    // Neither names nor accounts are in the answer.
    world.ok(
        "siren_record_transaction",
        sale(json!({"customer": "user:10"})),
    );
    assert_eq!(conflicts(&world), 8);
}

#[test]
fn a_different_enrollment_price_is_no_conflict() {
    let world = World::new();
    world.collaborators(2);
    let told = |kind: &str, collaborator: i64, value: Option<&str>| {
        let event =
            json!({"key": kind, "collaborator": collaborator, "occurred_at": MAY, "value": value});
        world.ok("siren_record_event", json!([kind, event]));
    };
    for kind in ["course_completed", "lesson_completed"] {
        for value in [Some("0"), None, Some("49.00")] {
            told(kind, 1, value);
        }
    }
    assert!(world.rows("conflicts", json!({})).is_empty());
    // A different owner is a conflict, and the cost is not part of it.
    told("course_completed", 2, None);
    let rows = world.rows("conflicts", json!({"what": "event"}));
    let person = |id: i64| json!({"id": id, "named": null, "weight": 1});
    assert_eq!(
        differences(&rows[0]),
        [json!(["owners", null, [person(1)], [person(2)]])]
    );
    // The value of other types of events stays part of it.
    told("webinar_attended", 1, Some("0"));
    told("webinar_attended", 1, Some("5"));
    let rows = world.rows("conflicts", json!({"what": "event"}));
    assert_eq!(differences(&rows[1]), [json!(["value", null, "0", "5"])]);
}

#[test]
fn an_event_under_another_name_of_the_same_person_is_no_conflict() {
    let world = World::new();
    world.collaborators(1);
    let tell = |changes: Json| {
        let mut lesson = json!({
            "key": "k", "collaborator": 1, "occurred_at": MAY, "subject": ["user:9", "email:ann@example.org"],
        });
        crate::world::merge(&mut lesson, changes);
        world.ok("siren_record_event", json!(["lesson_completed", lesson]));
    };
    tell(json!({}));
    let found = || world.rows("conflicts", json!({})).len();
    // Within one batch of the log, before the first is written, and in a later batch.
    tell(json!({"subject": "email:ann@example.org"}));
    assert_eq!(found(), 0);
    tell(json!({"subject": "email:Ann+shop@Example.org"}));
    tell(json!({"subject": ["user:10", "user:9"]}));
    assert_eq!(found(), 0, "a name that is told together with hers");
    tell(json!({"subject": "user:11"}));
    assert_eq!(found(), 1, "somebody else");
    tell(json!({"subject": "email:ann@example.org", "quantity": 3}));
    let rows = world.rows("conflicts", json!({}));
    assert_eq!(
        rows.iter().map(differences).collect::<Vec<_>>(),
        [
            vec![json!(["subject", null, "user:9", "user:11"])],
            vec![json!(["quantity", null, 1, 3])],
        ]
    );
    // The persons are matched later: nothing differs any more.
    world.ok(
        "siren_record_event",
        json!(["lesson_completed", {"key": "other", "collaborator": 1, "occurred_at": MAY, "subject": ["user:11", "user:9"]}]),
    );
    let row = world.ok("siren_get", json!(["conflicts", 1]));
    assert_eq!(differences(&row), Vec::<Json>::new());
    assert_eq!(world.ok("siren_verify", json!([]))["ok"], true);
}

#[test]
fn conflicts_of_events_and_refunds_list_the_differences_too() {
    let world = World::new();
    world.collaborators(2);
    for (collaborator, quantity) in [(1, 1), (1, 3), (2, 1)] {
        world.lesson("k", collaborator, quantity, MAY);
    }
    let rows = world.rows("conflicts", json!({"what": "event"}));
    let person = |id: i64| json!({"id": id, "named": null, "weight": 1});
    assert_eq!(differences(&rows[0]), [json!(["quantity", null, 1, 3])]);
    assert_eq!(
        differences(&rows[1]),
        [json!(["owners", null, [person(1)], [person(2)]])]
    );
    assert_eq!(
        (&rows[0]["event"], &rows[0]["key"]),
        (&json!(1), &json!("k"))
    );

    world.ok("siren_record_transaction", sale(json!({})));
    let refund = |at: &str, takes: Json| {
        let mut refund =
            json!({"source": "shop", "external_id": "1", "refund_id": "r", "occurred_at": at});
        crate::world::merge(&mut refund, takes);
        world.ok("siren_record_refund", json!([refund]));
        let found = world.rows("conflicts", json!({"what": "refund"}));
        found.last().map(differences).unwrap_or_default()
    };
    assert_eq!(refund(MAY, json!({"amount": "10.00"})), [json!(null); 0]);
    assert_eq!(
        refund(MAY, json!({"amount": "12.00"})),
        [json!(["takes", null, "10.00", "12.00"])]
    );
    // At another instant it is a copy with different content.
    assert_eq!(
        refund(JUNE, json!({})),
        [json!(["takes", null, "10.00", "rest"])]
    );
    assert_eq!(
        refund(
            JUNE,
            json!({"lines": [{"external_id": "b", "amount": "1.00"}]})
        ),
        [
            json!(["takes", null, "10.00", "lines"]),
            json!(["added", "b", null, "1.00"])
        ]
    );
}

#[test]
fn dismissing_a_conflict_only_clears_the_problem() {
    let world = World::new();
    world.collaborators(2);
    world.ok("siren_record_transaction", sale(json!({})));
    world.ok("siren_record_transaction", sale(json!({"coupons": []})));
    world.ok("siren_record_transaction", sale(json!({"referrer": 2})));
    let before = world.ok("siren_get", json!(["transactions", 1]));
    let details = json!({"by": "user:3", "note": "A test order", "now": JUNE});
    let row = world.ok("siren_dismiss_conflict", json!([1, details]));
    assert_eq!(
        [
            &row["status"],
            &row["dismissed_at"],
            &row["dismissed_by"],
            &row["note"]
        ],
        [
            &json!("dismissed"),
            &json!(JUNE),
            &json!("user:3"),
            &json!("A test order")
        ]
    );
    // The first dismissal stays, even if the same record arrives again.
    assert_eq!(
        world.ok("siren_dismiss_conflict", json!([1, {"by": "user:4"}])),
        row
    );
    world.ok("siren_record_transaction", sale(json!({"coupons": []})));
    assert_eq!(conflicts(&world), 1);
    let ids = |query: Json| {
        let rows = world.rows("conflicts", query);
        rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(json!({"status": "open"})), [2]);
    assert_eq!(ids(json!({"status": "dismissed"})), [1]);
    assert_eq!(ids(json!({"source": "shop", "external_id": "1"})), [1, 2]);
    assert_eq!(ids(json!({"external_id": "2"})), [0; 0]);
    assert_eq!(ids(json!({"search": "shop:"})), [1, 2]);
    world.ok("siren_dismiss_conflict", json!([2]));
    let status = world.ok("siren_status", json!([MAY]));
    assert_eq!(
        (&status["counts"]["conflicts"], &status["problems"]),
        (&json!(0), &json!([]))
    );
    assert_eq!(world.ok("siren_get", json!(["transactions", 1])), before);
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

#[test]
fn a_dismissed_refund_that_does_not_fit_stays_ignored() {
    let world = World::new();
    world.collaborators(2);
    let refund = |id: &str| json!([{"source": "shop", "external_id": "1", "refund_id": id, "occurred_at": JUNE, "lines": [{"external_id": "x"}]}]);
    // A refund that was dismissed while it waited and then does not fit its sale needs attention again.
    world.ok("siren_record_refund", refund("r1"));
    world.ok("siren_dismiss_refund", json!([1, {"by": "user:3"}]));
    assert_eq!(
        world.ok("siren_get", json!(["refunds", 1]))["dismissed_by"],
        "user:3"
    );
    world.ok("siren_record_transaction", sale(json!({})));
    world.ok("siren_record_refund", refund("r2"));
    // A refund that does not fit a sale of history needs no attention.
    world.ok(
        "siren_record_transaction",
        sale(json!({"external_id": "old", "history": true})),
    );
    let mut old = refund("r3");
    old[0]["external_id"] = json!("old");
    world.ok("siren_record_refund", old);

    let ignored = || world.ok("siren_status", json!([MAY]))["counts"]["ignored_refunds"].clone();
    let rows = |dismissed: bool| {
        world.rows(
            "refunds",
            json!({"status": "ignored", "history": false, "dismissed": dismissed}),
        )
    };
    assert_eq!((rows(false).len(), ignored()), (2, json!(2)));
    let ledger = world.ok("siren_verify", json!([]))["checked"].clone();
    let row = world.ok(
        "siren_dismiss_refund",
        json!([1, {"by": "user:4", "note": "Looked"}]),
    );
    assert_eq!(
        [
            &row["status"],
            &row["reason"],
            &row["dismissed_by"],
            &row["note"]
        ],
        [
            &json!("ignored"),
            &json!("unknown_line"),
            &json!("user:4"),
            &json!("Looked")
        ]
    );
    assert_eq!(
        (ignored(), rows(false).len(), rows(true).len()),
        (json!(1), 1, 1)
    );
    world.ok("siren_dismiss_refund", json!([2]));
    let status = world.ok("siren_status", json!([MAY]));
    assert_eq!(
        (&status["counts"]["ignored_refunds"], &status["problems"]),
        (&json!(0), &json!([]))
    );
    let proved = world.ok("siren_verify", json!([]));
    assert_eq!(
        (&proved["problems"], &proved["checked"]),
        (&json!([]), &ledger)
    );
}

#[test]
fn invalid_dismissals_are_refused() {
    let world = World::new();
    world.collaborators(2);
    world.ok("siren_record_transaction", sale(json!({})));
    world.ok("siren_record_transaction", sale(json!({"coupons": []})));
    let refused = |function: &str, arguments: Json| world.refused(function, arguments);
    assert_eq!(
        refused("siren_dismiss_conflict", json!([2])).class,
        "NotFound"
    );
    let wrong = refused("siren_dismiss_conflict", json!([1, {"by": "", "why": "x"}]));
    assert_eq!(wrong.class, "InvalidInput");
    assert_eq!(wrong.problems.len(), 2);
    assert_eq!(conflicts(&world), 1);
}
