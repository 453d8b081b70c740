//! Disputes: a collaborator disputes only their own amounts, few at a time; as many people answer as the site requires;
//! a dispute is erased together with its author.

use serde_json::{Value as Json, json};

use crate::world::{JUNE, MAY, World};

/// Two collaborators who are owed 50.00 each for May: obligations 1 and 2 of distribution 1.
fn paid() -> World {
    let world = World::new();
    world.collaborators(2);
    world.distributor(json!({}));
    world.lesson("a", 1, 1, MAY);
    world.lesson("b", 2, 1, MAY);
    world.ok("siren_run_due", json!([JUNE]));
    world
}

fn dispute(collaborator: i64, about: Json, text: &str) -> Json {
    json!([{"collaborator": collaborator, "about": about, "text": text, "by": "user:50", "now": JUNE}])
}

fn crowd() -> Json {
    json!({"distribution": 1, "reason": "crowd"})
}

fn answer(id: i64, answer: &str, by: &str) -> Json {
    json!([id, answer, {"text": format!("{by} looked at it"), "by": by, "now": JUNE}])
}

fn verified(world: &World) {
    assert_eq!(world.ok("siren_verify", json!([]))["problems"], json!([]));
}

#[test]
fn answering_a_dispute_moves_no_money() {
    let world = paid();
    let before = world.rows("obligations", json!({}));
    let made = world.ok(
        "siren_dispute",
        dispute(1, json!({"obligation": 1}), "It was more"),
    );
    assert_eq!(
        made,
        json!({"id": 1, "status": "open", "created_at": JUNE, "collaborator": 1, "obligation": 1, "distribution": null,
            "reason": null, "text": "It was more", "by": "user:50", "answers": []})
    );
    let done = world.ok("siren_answer_dispute", answer(1, "accepted", "user:1"));
    assert_eq!(done["status"], "accepted");
    assert_eq!(
        done["answers"],
        json!([{"answer": "accepted", "text": "user:1 looked at it", "by": "user:1", "created_at": JUNE}])
    );
    assert_eq!(world.rows("obligations", json!({})), before);
    // Repeating the answer changes nothing; a different answer is refused, and so is one to an unknown dispute.
    assert_eq!(
        world.ok("siren_answer_dispute", answer(1, "accepted", "user:2")),
        done
    );
    let refused = world.refused("siren_answer_dispute", answer(1, "declined", "user:2"));
    assert_eq!(
        (refused.class, refused.message.as_str()),
        ("Conflict", "dispute 1 is already accepted")
    );
    assert_eq!(
        world
            .refused("siren_answer_dispute", answer(9, "declined", "user:2"))
            .class,
        "NotFound"
    );
    // After an answer the same amount can be disputed again.
    world.ok(
        "siren_dispute",
        dispute(1, json!({"obligation": 1}), "Still"),
    );
    let found = |query: Json| world.rows("disputes", query).len();
    assert_eq!(
        [
            found(json!({})),
            found(json!({"status": "open"})),
            found(json!({"collaborator": 2})),
            found(json!({"obligation": 1}))
        ],
        [2, 1, 0, 2]
    );
    verified(&world);
}

#[test]
fn a_collaborator_disputes_only_their_own_and_only_so_often() {
    let world = paid();
    let class = |arguments: Json| world.refused("siren_dispute", arguments).class;
    assert_eq!(
        class(dispute(2, json!({"obligation": 1}), "Mine")),
        "Conflict"
    );
    assert_eq!(
        class(dispute(1, json!({"obligation": 9}), "Mine")),
        "NotFound"
    );
    assert_eq!(
        class(dispute(9, json!({"obligation": 1}), "Mine")),
        "NotFound"
    );
    assert_eq!(
        class(dispute(
            1,
            json!({"distribution": 9, "reason": "self"}),
            "Mine"
        )),
        "NotFound"
    );
    let wrong = json!([{"collaborator": 0, "about": {"obligation": 1, "reason": "a b"}, "text": " ", "note": "x"}]);
    assert_eq!(
        world.refused("siren_dispute", wrong).paths(),
        ["collaborator", "about.reason", "about", "text", "note"]
    );
    let long = dispute(1, crowd(), &"x".repeat(1_001));
    assert_eq!(world.refused("siren_dispute", long).paths(), ["text"]);

    world.ok("siren_dispute", dispute(1, crowd(), "They are real"));
    assert!(
        world
            .refused("siren_dispute", dispute(1, crowd(), "Really"))
            .message
            .contains("dispute 1 is waiting")
    );
    for reason in ["self", "no_value", "bot", "late"] {
        world.ok(
            "siren_dispute",
            dispute(1, json!({"distribution": 1, "reason": reason}), "Why"),
        );
    }
    let more = dispute(1, json!({"obligation": 1}), "Why");
    assert!(
        world
            .refused("siren_dispute", more.clone())
            .message
            .contains("5 open disputes")
    );
    world.ok("siren_dispute", dispute(2, crowd(), "Another person's"));
    world.ok("siren_answer_dispute", answer(1, "declined", "user:1"));
    world.ok("siren_dispute", more);
    verified(&world);
}

#[test]
fn two_people_must_answer_where_the_site_requires_it() {
    let mut world = paid();
    world.site.settings.two_people = true;
    world.ok("siren_dispute", dispute(1, crowd(), "They are real"));
    let unnamed = json!([1, "accepted", {"text": "Yes", "now": JUNE}]);
    assert_eq!(
        world.refused("siren_answer_dispute", unnamed).paths(),
        ["by"]
    );
    let once = world.ok("siren_answer_dispute", answer(1, "accepted", "user:1"));
    assert_eq!(once["status"], "answered_once");
    let message = |arguments: Json| {
        let refused = world.refused("siren_answer_dispute", arguments);
        assert_eq!(refused.class, "Conflict");
        refused.message
    };
    assert!(message(answer(1, "accepted", "user:1")).contains("cannot answer dispute 1 twice"));
    assert!(
        message(answer(1, "declined", "user:2"))
            .contains("was accepted by user:1, and both answers must be the same")
    );
    let done = world.ok("siren_answer_dispute", answer(1, "accepted", "user:2"));
    assert_eq!(
        (&done["status"], done["answers"].as_array().map(Vec::len)),
        (&json!("accepted"), Some(2))
    );
    verified(&world);
}

#[test]
fn a_dispute_is_exported_and_erased_with_its_person() {
    let world = paid();
    world.ok(
        "siren_save_collaborator",
        json!([{"id": 1, "email": "ann@example.org"}]),
    );
    world.ok("siren_dispute", dispute(1, crowd(), "I am poor and ill"));
    world.ok("siren_answer_dispute", answer(1, "declined", "user:1"));
    world.ok(
        "siren_dispute",
        dispute(2, crowd(), "Ask ann@example.org about it"),
    );
    world.ok(
        "siren_dispute",
        dispute(2, json!({"obligation": 2}), "About nobody else"),
    );
    let export = world.ok("siren_export_person", json!([["email:ann@example.org"]]));
    assert_eq!(
        export["collaborators"][0]["disputes"][0]["text"],
        "I am poor and ill"
    );

    let erased = world.ok("siren_erase_collaborator", json!([1]));
    assert_eq!(erased["changed"]["disputes"], 2);
    let texts: Vec<Json> = world
        .rows("disputes", json!({}))
        .iter()
        .map(|row| json!([row["text"], row["answers"][0]["text"], row["status"]]))
        .collect();
    assert_eq!(
        json!(texts),
        json!([
            [null, null, "declined"],
            [null, null, "open"],
            ["About nobody else", null, "open"]
        ])
    );
    for file in std::fs::read_dir(world.directory()).expect("the directory") {
        let path = file.expect("a file").path();
        if path.is_file() {
            let bytes = std::fs::read(&path).expect("bytes");
            for gone in ["poor and ill", "user:1 looked", "ann@example"] {
                assert!(
                    !String::from_utf8_lossy(&bytes).contains(gone),
                    "{gone} in {}",
                    path.display()
                );
            }
        }
    }
    assert_eq!(
        world.ok("siren_erase_collaborator", json!([1]))["changed"]["disputes"],
        0
    );
    verified(&world);
}

#[test]
fn tampering_with_a_dispute_is_detected() {
    for change in [
        "UPDATE disputes SET text = 'I was wrong'",
        "UPDATE disputes SET status = 'declined'",
        "UPDATE dispute_answers SET answer = 'declined'",
        "UPDATE dispute_answers SET text = 'No'",
        "DELETE FROM dispute_answers",
        "DELETE FROM disputes",
    ] {
        let world = paid();
        world.ok("siren_dispute", dispute(1, crowd(), "They are real"));
        world.ok("siren_answer_dispute", answer(1, "accepted", "user:1"));
        verified(&world);
        let db = rusqlite::Connection::open(world.directory().join("siren.sqlite3")).expect("open");
        assert_eq!(db.execute(change, []).expect("a change"), 1);
        drop(db);
        assert_eq!(world.ok("siren_verify", json!([]))["ok"], false, "{change}");
    }
}
