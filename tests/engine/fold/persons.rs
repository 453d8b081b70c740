//! Names that were told together are one person, in any order and in any pieces.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::world::World;

/// What is told: each list means one person.
const TOLD: [&[&str]; 5] = [
    &["user:1", "email:Ann@example.org"],
    &["visitor:a", "visitor:b"],
    &[
        "email:ann@EXAMPLE.org",
        "visitor:b",
        "email:ann@example.org",
    ],
    &["user:2", "email:bob@example.org"],
    // Twice the same name is no news.
    &["user:3", "user:03"],
];

/// Tells it in an order, folding after so many.
fn told(order: &[usize], pieces: usize) -> Vec<(String, i64)> {
    let world = World::new();
    world.collaborators(1);
    for (n, index) in (1..).zip(order) {
        let event = json!({"key": n.to_string(), "collaborator": 1, "subject": TOLD[*index]});
        world.ok("siren_record_event", json!(["course_completed", event]));
        if n % pieces == 0 {
            world.site.fold().expect("folded");
        }
    }
    let checked: Json = world.ok("siren_verify", json!([]));
    assert_eq!(checked["problems"], json!([]));
    let db = rusqlite::Connection::open(world.directory().join("siren.sqlite3")).expect("open");
    let mut query = db
        .prepare("SELECT name, person FROM person_names ORDER BY name")
        .expect("a query");
    let rows = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

/// Who is one person, without the numbers.
fn groups(rows: &[(String, i64)]) -> BTreeSet<Vec<&str>> {
    let persons = rows.iter().map(|(_, person)| person);
    persons
        .map(|person| {
            let own = rows.iter().filter(|(_, other)| other == person);
            own.map(|(name, _)| name.as_str()).collect()
        })
        .collect()
}

#[test]
fn the_order_of_telling_changes_no_person() {
    let expected = BTreeSet::from([
        vec!["email:ann@example.org", "user:1", "visitor:a", "visitor:b"],
        vec!["email:bob@example.org", "user:2"],
    ]);
    for order in [
        [0, 1, 2, 3, 4],
        [4, 3, 2, 1, 0],
        [2, 0, 1, 4, 3],
        [3, 1, 0, 2, 4],
        [1, 3, 4, 2, 0],
    ] {
        let rows = told(&order, 1);
        assert_eq!(groups(&rows), expected, "{order:?}");
        // In larger pieces, and told once more within a batch.
        let again: Vec<usize> = order.iter().chain(&order).copied().collect();
        for pieces in [2, 100] {
            assert_eq!(
                told(&again, pieces),
                rows,
                "{order:?} in pieces of {pieces}"
            );
        }
    }
}

#[test]
fn persons_are_joined_under_the_lower_number() {
    let number = |rows: &[(String, i64)], name: &str| {
        let found = rows.iter().find(|(other, _)| other == name);
        found.expect("a name").1
    };
    let rows = told(&[3, 1, 0], 1);
    assert_eq!(
        ["user:2", "visitor:a", "user:1"].map(|name| number(&rows, name)),
        [1, 2, 3]
    );
    let rows = told(&[3, 1, 0, 2], 1);
    assert_eq!(
        ["user:2", "visitor:a", "user:1"].map(|name| number(&rows, name)),
        [1, 2, 2]
    );
}
