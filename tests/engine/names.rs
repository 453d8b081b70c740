//! Lists with the names of their collaborators beside the ids.

use serde_json::{Value as Json, json};

use crate::fulfill::owing;
use crate::standings::tied;
use crate::world::{JUNE, MAY, World};

const NAMED: [&str; 5] = [
    "allocations",
    "disputes",
    "obligations",
    "payouts",
    "metrics",
];

/// A site with rows of every list that has names.
fn paying() -> World {
    let world = owing();
    let dispute =
        json!({"collaborator": 1, "about": {"obligation": 1}, "text": "Too little.", "now": JUNE});
    world.ok("siren_dispute", json!([dispute]));
    world.ok("siren_create_fulfillment", json!([{"now": JUNE}]));
    world
}

/// The current name of a collaborator.
fn name(world: &World, collaborator: &Json) -> Json {
    world.ok("siren_get", json!(["collaborators", collaborator]))["name"].clone()
}

#[test]
fn each_row_has_the_name_of_its_collaborator() {
    let world = paying();
    for what in NAMED {
        let plain = world.rows(what, json!({}));
        let named = world.rows(what, json!({"names": true}));
        assert_eq!(world.rows(what, json!({"names": false})), plain);
        assert!(!plain.is_empty(), "{what}");
        for (plain, named) in plain.iter().zip(&named) {
            let mut row = named.as_object().expect("a row").clone();
            let keys: Vec<&String> = row.keys().collect();
            let place = keys.iter().position(|key| *key == "collaborator");
            assert_eq!(
                keys[place.expect("whose it is") + 1],
                "name",
                "{what}: the name stands beside the number"
            );
            assert_eq!(row["name"], name(&world, &row["collaborator"]), "{what}");
            row.shift_remove("name");
            assert_eq!(Json::Object(row), *plain, "{what}");
        }
        assert_eq!(plain.len(), named.len(), "{what}");
    }
}

#[test]
fn erased_collaborators_have_pseudonyms_and_unknown_ids_have_no_name() {
    let world = paying();
    world.ok("siren_erase_collaborator", json!([1]));
    let pseudonym = name(&world, &json!(1));
    assert_ne!(pseudonym, "Collaborator 1");
    let db = rusqlite::Connection::open(world.directory().join("siren.sqlite3")).expect("open");
    db.execute(
        "UPDATE metrics SET collaborator_id = 99 WHERE collaborator_id = 2",
        [],
    )
    .expect("rows of nobody");
    for what in NAMED {
        for row in world.rows(what, json!({"names": true})) {
            let expected = match row["collaborator"].as_i64() {
                Some(1) => pseudonym.clone(),
                Some(99) => Json::Null,
                _ => json!("Collaborator 2"),
            };
            assert_eq!(row["name"], expected, "{what}");
        }
    }
}

#[test]
fn other_lists_refuse_the_option() {
    let world = paying();
    for what in ["collaborators", "distributors", "distributions", "events"] {
        let refused = world.refused("siren_find", json!([what, {"names": true}]));
        assert_eq!(refused.paths(), ["names"], "{what}");
    }
    for what in NAMED {
        let refused = world.refused("siren_find", json!([what, {"names": 1, "page": 0}]));
        assert_eq!(refused.paths(), ["page", "names"], "{what}");
    }
}

#[test]
fn balances_have_names_on_request() {
    let world = paying();
    let plain = world.ok("siren_balances", json!([{"collaborator": [1, 2]}]));
    let named = world.ok(
        "siren_balances",
        json!([{"collaborator": [1, 2], "names": true}]),
    );
    let (plain, named) = (plain.as_array(), named.as_array());
    let (plain, named) = (plain.expect("rows"), named.expect("rows"));
    assert_eq!(plain.len(), 2);
    for (plain, named) in plain.iter().zip(named) {
        assert_eq!(plain.get("name"), None);
        assert_eq!(named["name"], name(&world, &named["collaborator"]));
        assert_eq!(named["total"], plain["total"]);
    }
    // The balance of the whole site belongs to no collaborator.
    let site = world.ok("siren_balances", json!([{"names": true}]));
    assert_eq!(site[0].get("name"), None);
}

#[test]
fn standings_are_paged() {
    let world = World::new();
    world.distributor(json!({}));
    tied(&world, 1..=45);
    let at = "2026-05-20T12:00:00Z";
    let all = world.ok("siren_standings", json!([1, at]));
    assert_eq!(all.get("total"), None, "all are told");
    let rows = |answer: &Json| answer["standings"].as_array().expect("a list").clone();
    let mut read = Vec::new();
    for page in 1..=3 {
        let part = world.ok("siren_standings", json!([1, at, {"page": page}]));
        assert_eq!((&part["total"], &part["pool"]), (&json!(45), &all["pool"]));
        read.extend(rows(&part));
    }
    assert_eq!(read, rows(&all));
    let check = |query: Json, first: usize, count: usize| {
        let part = world.ok("siren_standings", json!([1, at, query]));
        assert_eq!(rows(&part), rows(&all)[first..first + count], "{query}");
        assert_eq!(part["total"], 45);
    };
    check(json!({"per_page": 1}), 0, 1);
    check(json!({"per_page": 100}), 0, 45);
    check(json!({"page": 3, "per_page": 20}), 40, 5);
    check(json!({"page": 4}), 45, 0);
    check(json!({"page": 10_000_000, "per_page": 100}), 45, 0);

    // A single row keeps its rank among all.
    check(json!({"collaborator": 1}), 0, 1);
    let last = rows(&all)[44]["collaborator"].clone();
    check(json!({"collaborator": last}), 44, 1);
    let nobody = world.ok("siren_standings", json!([1, at, {"collaborator": 99}]));
    assert_eq!(
        (&nobody["standings"], &nobody["total"]),
        (&json!([]), &json!(45))
    );

    let named = world.ok(
        "siren_standings",
        json!([1, at, {"names": true, "per_page": 2}]),
    );
    for row in rows(&named) {
        assert_eq!(row["name"], "Somebody");
    }
    let refused = world.refused(
        "siren_standings",
        json!([1, at, {"page": 0, "per_page": 101, "names": "yes", "order": "asc"}]),
    );
    assert_eq!(refused.paths(), ["page", "per_page", "names", "order"]);
}

#[test]
fn collaborators_without_points_are_on_no_page() {
    let world = World::new();
    world.distributor(json!({}));
    let part = world.ok(
        "siren_standings",
        json!([1, MAY, {"page": 1, "names": true}]),
    );
    assert_eq!(
        (&part["standings"], &part["total"]),
        (&json!([]), &json!(0))
    );
}
