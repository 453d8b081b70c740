//! Names that were recorded together are one person, in any order and batches.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use siren::store::SCHEMA;

use crate::upgrade::of_the_first_schema;
use crate::world::World;

/// Recorded names: each list means one person.
const TOLD: [&[&str]; 5] = [
    &["user:1", "email:Ann@example.org"],
    &["visitor:a", "visitor:b"],
    &[
        "email:ann@EXAMPLE.org",
        "visitor:b",
        "email:ann@example.org",
    ],
    &["user:2", "email:bob@example.org"],
    // A repeated name changes nothing.
    &["user:3", "user:03"],
];

/// All names with their persons.
fn rows(world: &World) -> Vec<(String, i64)> {
    let db = database(world);
    let mut query = db
        .prepare("SELECT name, person FROM person_names ORDER BY name")
        .expect("a query");
    let rows = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

/// Records names in the given order, folding after each `fold_of` records.
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
    rows(&world)
}

fn database(world: &World) -> rusqlite::Connection {
    rusqlite::Connection::open(world.directory().join("siren.sqlite3")).expect("open")
}

/// The sets of names that are one person, without ids.
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
fn persons_do_not_depend_on_the_order_of_records() {
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
        // In larger batches, with repetitions within a batch.
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
fn merged_persons_keep_the_lower_id() {
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

/// Rows as in the third schema, which distinguished addresses of one mailbox.
const BEFORE: [(&str, i64); 10] = [
    ("email:ada+x@gmail.com", 1),
    ("user:1", 1),
    ("email:ada@gmail.com", 2),
    ("visitor:a", 2),
    ("email:a.da@gmail.com", 3),
    ("user:3", 3),
    ("email:ben+1@shop.test", 4),
    ("email:ben+2@shop.test", 4),
    ("email:cy+x@shop.test", 5),
    ("user:5", 5),
];

/// The checksum of such rows.
fn sum_of(rows: &[(&str, i64)]) -> String {
    let digests = rows.iter().fold(0_u64, |sum, (name, person)| {
        let mut hash = Sha256::new();
        hash.update(person.to_le_bytes());
        hash.update(name);
        let bytes: [u8; 8] = hash.finalize()[..8].try_into().expect("eight bytes");
        sum.wrapping_add(u64::from_be_bytes(bytes))
    });
    format!("{}:{digests:016x}", rows.len())
}

#[test]
fn persons_of_an_older_database_are_matched_again() {
    let world = of_the_first_schema();
    let db = database(&world);
    db.execute("DELETE FROM person_names", [])
        .expect("no names");
    for (name, person) in BEFORE {
        db.execute(
            "INSERT INTO person_names (name, person) VALUES (?1, ?2)",
            rusqlite::params![name, person],
        )
        .expect("a name");
    }
    db.execute(
        "INSERT OR REPLACE INTO meta (name, value) VALUES ('person_names', ?1)",
        [sum_of(&BEFORE)],
    )
    .expect("a sum");
    drop(db);

    // A question comes first: the data must be brought up to date before it is answered.
    let checked: Json = world.ok("siren_verify", json!([]));
    assert_eq!(checked["problems"], json!([]));
    let expected = [
        ("email:ada@gmail.com", 1),
        ("email:cy@shop.test", 5),
        ("user:1", 1),
        ("user:3", 1),
        ("user:5", 5),
        ("visitor:a", 1),
    ];
    assert_eq!(
        rows(&world),
        expected.map(|(name, person)| (name.to_owned(), person))
    );
    let status: Json = world.ok("siren_status", json!([]));
    assert_eq!(status["store"]["schema"], SCHEMA);
}
