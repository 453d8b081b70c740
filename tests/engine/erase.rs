//! A person is erased everywhere: in every table, in every file, and in records that arrive later. No amount changes, and
//! no one else is erased.

mod crowd; // erased visitors still count
mod gone; // WordPress users whose accounts were deleted
mod kills; // a process that dies in the middle
mod told; // records that arrive afterwards

use std::fs;
use std::path::Path;

use serde_json::{Value as Json, json};

use crate::world::{JUNE, MAY, World, merge};

/// Every name of Vera, who is no collaborator, in the forms in which they were recorded.
const VERA: [&str; 9] = [
    "user:71",
    "user:071",
    "vera@gmail.com",
    "V.era+shop@GoogleMail.com",
    "Véra@example.org",
    "visitor:5f2c91d0aa",
    "203.0.113.71",
    "vera at home",
    "wp_user:71",
];

/// Similar names of other people.
const OTHERS: [&str; 4] = [
    "user:710",
    "veraa@gmail.com",
    "visitor:5f2c91d0ab",
    "user:72",
];

/// The files of a directory that contain a text in upper or lower case. A match may be part of a longer text, because a
/// row has no separators; only `user:71` is not found in `user:710`.
fn holding(directory: &Path, text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let holds = |bytes: &[u8]| {
        let bytes = String::from_utf8_lossy(bytes).to_lowercase();
        bytes.match_indices(&text).any(|(place, _)| {
            let after = bytes[place + text.len()..].chars().next();
            !after.is_some_and(|c| c.is_ascii_digit())
        })
    };
    let entries = fs::read_dir(directory).expect("the data directory");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let files = paths.filter(|path| path.is_file());
    files
        .filter(|path| holds(&fs::read(path).expect("a file")))
        .map(|path| path.display().to_string())
        .collect()
}

fn sale(number: &str, customer: Json, changes: Json) -> Json {
    let mut sale = json!({
        "source": "shop", "external_id": number, "currency": "USD", "occurred_at": MAY, "customer": customer,
        "details": [{"kind": "line_item", "external_id": "a", "amount": "60.00", "owners": [1]}],
    });
    merge(&mut sale, changes);
    json!([sale])
}

fn lesson(key: &str, subject: Json, changes: Json) -> Json {
    let mut event = json!({"key": key, "collaborator": 1, "subject": subject, "occurred_at": MAY});
    merge(&mut event, changes);
    json!(["lesson_completed", event])
}

/// Vera bought, studied, read and visited under each of her names, and so did others.
fn academy() -> World {
    let world = World::new();
    world.collaborators(2);
    world.distributor(json!({
        "metrics": [{"event": "lesson_completed", "points": 1}, {"event": "product_sold", "points": 2}],
        "pool": {"sources": [{"kind": "revenue_share", "percent": "10", "include": ["line_items"]}]},
        "structure": {"kind": "user_centric_pool"},
    }));
    let vera = json!([
        "user:71",
        "email:V.era+shop@GoogleMail.com",
        "email:Véra@example.org"
    ]);
    world.ok("siren_record_transaction", sale("1", vera, json!({})));
    world.ok(
        "siren_record_transaction",
        sale("2", json!("email:vera@gmail.com"), json!({})),
    );
    // A conflicting version of a sale names her beside someone else.
    world.ok(
        "siren_record_transaction",
        sale("3", json!("user:72"), json!({})),
    );
    world.ok(
        "siren_record_transaction",
        sale(
            "3",
            json!(["user:72", "email:vera@gmail.com"]),
            json!({"coupons": ["X"]}),
        ),
    );
    for (key, subject, changes) in [
        (
            "school:course:5:user:71",
            json!(["user:71", "visitor:5f2c91d0aa"]),
            json!({"data": {"ip": "203.0.113.71"}}),
        ),
        (
            "school:course:5:user:71",
            json!("user:071"),
            json!({"quantity": 2, "data": {"said": "vera at home"}}),
        ),
        (
            "visit:9:visitor:5f2c91d0aa:once",
            json!("visitor:5f2c91d0aa"),
            json!({}),
        ),
        (
            "told:1",
            json!("user:72"),
            json!({"data": {"by": "vera@gmail.com"}, "object": "user:71"}),
        ),
        (
            "told:2",
            json!("user:72"),
            json!({"collaborator": null, "alias": {"type": "wp_user", "code": "71"}}),
        ),
        (
            "others:1:user:710",
            json!("user:710"),
            json!({"data": {"to": "veraa@gmail.com"}}),
        ),
        ("others:2", json!("visitor:5f2c91d0ab"), json!({})),
    ] {
        let mut lesson = lesson(key, subject, changes);
        if lesson[1]["collaborator"].is_null() {
            lesson[1]
                .as_object_mut()
                .expect("an event")
                .remove("collaborator");
        }
        world.ok("siren_record_event", lesson);
    }
    world.ok(
        "siren_dismiss_conflict",
        json!([1, {"by": "user:71", "note": "looked at with vera@gmail.com", "now": MAY}]),
    );
    let torn = "\x1e00000000 {\"event\":{\"also\":[\"email:v.e.ra@gmail.com\"]}}\n\
                \x1e00000000 {\"event\":{\"subject\":\"user:710\"}}\n";
    let mut journal = fs::OpenOptions::new()
        .append(true)
        .open(world.journal())
        .expect("the journal");
    std::io::Write::write_all(&mut journal, torn.as_bytes()).expect("written");
    // Enough rows to split pages, which leaves copies of the data behind.
    let many: Vec<Json> = (0..3_000)
        .map(|n| {
            let who = if n % 40 == 0 { 71 } else { 100 + n };
            json!({"type": "lesson_completed", "key": format!("{}:many:user:{who}", (n * 7_919) % 3_001), "collaborator": 2,
                "subject": [format!("user:{who}"), format!("email:{}-{who}@example.org", (n * 7_919) % 3_001)], "occurred_at": MAY})
        })
        .collect();
    for some in many.chunks(100) {
        world.ok("siren_record_events", json!([some]));
    }
    world
}

/// All amounts, which an erasure must not change by a cent.
fn money(world: &World) -> Json {
    let mut standings = world.ok("siren_standings", json!([1, JUNE]));
    let sales = world.rows("transactions", json!({}));
    let amounts: Vec<Json> = sales
        .iter()
        .map(|sale| json!([sale["amount"], sale["refunded"], sale["status"]]))
        .collect();
    json!({"standings": standings["standings"].take(), "pool": standings["pool"].take(), "sales": amounts})
}

fn assert_gone(world: &World) {
    for name in VERA {
        assert_eq!(holding(world.directory(), name), [""; 0], "{name}");
    }
    assert_eq!(holding(world.directory(), "v.e.ra@gmail.com"), [""; 0]);
    for n in (0..3_000).step_by(40) {
        let address = format!("{}-71@example.org", (n * 7_919) % 3_001);
        assert_eq!(holding(world.directory(), &address), [""; 0], "{address}");
    }
}

fn assert_proved(world: &World) {
    let report = world.ok("siren_verify", json!([]));
    assert_eq!(report["ok"], json!(true), "{report}");
}

fn erase(world: &World) -> Json {
    world.ok("siren_erase_person", json!([["user:71"]]))
}

#[test]
fn no_file_keeps_anything_about_an_erased_person() {
    let world = academy();
    world.site.fold().expect("a fold");
    let before = money(&world);
    for name in VERA.iter().chain(&OTHERS) {
        assert_ne!(holding(world.directory(), name), [""; 0], "{name}");
    }
    let said = erase(&world);
    assert_eq!(
        (&said["left"], &said["wiped"], &said["collaborators"]),
        (&json!([]), &json!(true), &json!([]))
    );
    assert_eq!((&said["kept"], &said["balances"]), (&json!([]), &json!([])));
    assert_gone(&world);
    for other in OTHERS {
        assert_ne!(holding(world.directory(), other), [""; 0], "{other}");
    }
    let others = world.rows("events", json!({"key": "others:1:user:710"}));
    assert_eq!(others[0]["data"], json!({"to": "veraa@gmail.com"}));
    assert_eq!(money(&world), before);
    assert_proved(&world);
}

#[test]
fn erasing_twice_or_erasing_a_stranger_changes_nothing() {
    let world = academy();
    erase(&world);
    let once = world.everything();
    for names in [
        json!("user:71"),
        json!("user:4711"),
        json!("email:nobody@example.org"),
    ] {
        let said = world.ok("siren_erase_person", json!([[names]]));
        let changed = said["changed"].as_object().expect("counts");
        assert!(changed.values().all(|rows| *rows == json!(0)), "{said}");
    }
    assert_eq!(world.everything(), once);
}

#[test]
fn the_export_of_a_person_is_complete_and_paged() {
    let world = academy();
    let mut events = Vec::new();
    for page in 1.. {
        let asked = json!([["email:vera@gmail.com"], {"page": page, "per_page": 20}]);
        let told = world.ok("siren_export_person", asked);
        assert_eq!(told["names"].as_array().expect("a list").len(), 79);
        assert_eq!(told["events"]["total"], json!(79));
        assert_eq!(
            told["transactions"]["items"]
                .as_array()
                .expect("a list")
                .len(),
            if page == 1 { 2 } else { 0 }
        );
        assert_eq!(
            told["conflicts"].as_array().expect("a list").len(),
            if page == 1 { 2 } else { 0 }
        );
        let items = told["events"]["items"].as_array().expect("a list");
        events.extend(
            items
                .iter()
                .map(|event| event["id"].as_i64().expect("a number")),
        );
        if told["done"] == json!(true) {
            break;
        }
    }
    let mut once = events.clone();
    once.dedup();
    assert_eq!((events.len(), once.len()), (79, 79));
    let refused = world.refused(
        "siren_export_person",
        json!([[], {"page": 0, "per_page": 501}]),
    );
    assert_eq!(refused.class, "InvalidInput");
}

#[test]
fn visitors_and_guests_are_erased_by_their_only_identifier() {
    let world = academy();
    for (name, theirs) in [
        ("visitor:5f2c91d0ab", "visitor:5f2c91d0ab"),
        ("email:veraa+x@GMAIL.com", "veraa@gmail.com"),
    ] {
        assert_ne!(holding(world.directory(), theirs), [""; 0], "{theirs}");
        let said = world.ok("siren_erase_person", json!([[name]]));
        assert_eq!(said["changed"]["events"], json!(1), "{said}");
        assert_eq!(holding(world.directory(), theirs), [""; 0], "{theirs}");
    }
    // The data of the event is deleted, and the event still belongs to the same person.
    let event = &world.rows("events", json!({"key": "others:1:user:710"}))[0];
    assert_eq!(
        (&event["subject"], &event["data"]),
        (&json!("user:710"), &Json::Null)
    );
    assert_ne!(holding(world.directory(), "visitor:5f2c91d0aa"), [""; 0]);
    assert_proved(&world);
}

/// Two students with one e-mail address and a user each.
fn a_family() -> World {
    let world = World::new();
    world.collaborators(1);
    for (number, customer) in [
        (
            "1",
            json!([
                "user:5",
                "email:family@example.org",
                "email:ada@example.org"
            ]),
        ),
        ("2", json!(["user:6", "email:family@example.org"])),
    ] {
        world.ok(
            "siren_record_transaction",
            sale(number, customer, json!({})),
        );
    }
    world
}

#[test]
fn erasing_a_person_keeps_others_with_the_same_address() {
    let world = a_family();
    let told = world.ok("siren_export_person", json!([["user:5"]]));
    assert_eq!(told["names"], json!(["user:5"]));
    let left = json!([
        "email:ada@example.org",
        "email:family@example.org",
        "user:6"
    ]);
    assert_eq!(
        (&told["left"], &told["transactions"]["total"]),
        (&left, &json!(1))
    );

    let asked = json!([["user:5", "email:ada@example.org"]]);
    let said = world.ok("siren_erase_person", asked);
    assert_eq!(said["left"], json!(["email:family@example.org", "user:6"]));
    for gone in ["user:5", "ada@example.org"] {
        assert_eq!(holding(world.directory(), gone), [""; 0], "{gone}");
    }
    let customers: Vec<Json> = world
        .rows("transactions", json!({}))
        .iter()
        .map(|sale| sale["customer"].clone())
        .collect();
    assert!(
        customers[0]
            .as_str()
            .expect("a name")
            .starts_with("erased:"),
        "{customers:?}"
    );
    assert_eq!(customers[1], "user:6");

    // Only the other student is left, with everything of theirs.
    let said = world.ok("siren_erase_person", json!([["user:6"]]));
    assert_eq!(said["left"], json!([]));
    for gone in ["user:6", "family@example.org"] {
        assert_eq!(holding(world.directory(), gone), [""; 0], "{gone}");
    }
    assert_proved(&world);
}

#[test]
fn a_collaborator_is_found_only_by_their_own_names() {
    let world = World::new();
    for row in [
        json!({"name": "Ann Archer", "email": "ann@example.org", "wp_user_id": 5, "aliases": [{"type": "link", "code": "ann"}, {"type": "coupon", "code": "ANNIE"}], "now": MAY}),
        json!({"name": "Joanna", "email": "joanna@example.org", "now": MAY}),
        json!({"name": "Bo Archer", "email": "ann@example.net", "wp_user_id": 6, "now": MAY}),
    ] {
        world.ok("siren_save_collaborator", json!([row]));
    }
    world.ok(
        "siren_record_transaction",
        sale("1", json!(["user:5", "email:home@example.org"]), json!({})),
    );
    world.ok(
        "siren_record_transaction",
        sale(
            "2",
            json!("user:8"),
            json!({"coupons": ["annie"], "referrer": {"type": "link", "code": "ann"}}),
        ),
    );
    let said = world.ok("siren_erase_person", json!([["email:Home@example.org"]]));
    assert_eq!(said["collaborators"], json!([1]));
    // The use of her coupon and her link belongs to the sale.
    let kept: Vec<Json> = said["kept"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|kept| json!([kept["what"], kept["rows"]]))
        .collect();
    assert_eq!(
        kept,
        [
            json!(["obligations", 0]),
            json!(["payouts", 0]),
            json!(["sales by their codes", 1])
        ]
    );
    for gone in [
        "Ann Archer",
        "ann@example.org",
        "user:5",
        "home@example.org",
    ] {
        assert_eq!(holding(world.directory(), gone), [""; 0], "{gone}");
    }
    let rows = world.rows("collaborators", json!({}));
    let names: Vec<&Json> = rows.iter().map(|row| &row["name"]).collect();
    assert_eq!(names, ["Erased collaborator 1", "Joanna", "Bo Archer"]);
    assert_proved(&world);
}

#[test]
fn backups_that_contain_the_person_are_listed_while_they_exist() {
    let world = academy();
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = |name: &str| directory.path().join(name).display().to_string();
    for name in ["a", "b"] {
        world.ok("siren_backup", json!([path(name)]));
    }
    fs::remove_file(path("b")).expect("removed");
    assert_eq!(erase(&world)["backups"], json!([path("a")]));
    // A rebuilt database still knows of the backups.
    assert_eq!(world.ok("siren_rebuild", json!([]))["ok"], true);
    assert_eq!(erase(&world)["backups"], json!([path("a")]));
    world.ok("siren_backup", json!([path("c")]));
    // A backup made after the erasure does not contain the person, and is not listed.
    assert_eq!(erase(&world)["backups"], json!([path("a")]));
    assert_eq!(holding(directory.path(), "user:71"), [path("a")]);
    fs::remove_file(path("a")).expect("removed");
    assert_eq!(erase(&world)["backups"], json!([]));
}
