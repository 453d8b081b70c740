//! A WordPress user whose account was deleted: the id may be assigned again, to someone else.

use serde_json::{Value as Json, json};

use super::{assert_proved, lesson, sale};
use crate::world::{JULY, JUNE, MAY, World};

/// Ann is user 7. She was paid for May and has earned something in June.
fn academy() -> World {
    let world = World::new();
    let ann = json!({"name": "Ann", "email": "ann@example.org", "wp_user_id": 7, "now": MAY,
        "aliases": [{"type": "wp_user", "code": "7"}, {"type": "link", "code": "ann"}]});
    world.ok("siren_save_collaborator", json!([ann]));
    world.distributor(json!({}));
    world.ok(
        "siren_record_event",
        lesson("a", json!("user:9"), json!({})),
    );
    world.ok("siren_run_due", json!([JUNE]));
    // She bought something herself, as a user and by her address.
    world.ok(
        "siren_record_transaction",
        sale("1", json!(["user:7", "email:ann@example.org"]), json!({})),
    );
    world
}

fn retire(world: &World) -> Json {
    world.ok("siren_retire_users", json!([[7]]))
}

#[test]
fn the_collaborator_keeps_what_is_owed() {
    let world = academy();
    let balances = world.ok("siren_balances", json!([{"collaborator": 1}]));
    assert_eq!(retire(&world)["collaborators"], json!([1]));
    let row = world.ok("siren_get", json!(["collaborators", 1]));
    assert_eq!(
        (&row["wp_user_id"], &row["name"], &row["status"]),
        (&Json::Null, &json!("Ann"), &json!("active"))
    );
    assert_eq!(row["aliases"], json!([{"type": "link", "code": "ann"}]));
    assert_eq!(
        world.ok("siren_balances", json!([{"collaborator": 1}])),
        balances
    );
    assert_eq!(row["email"], "ann@example.org");
    let again = retire(&world);
    assert_eq!(again["collaborators"], json!([]));
    assert_proved(&world);
}

#[test]
fn a_new_user_with_a_reused_id_is_someone_else() {
    let world = academy();
    retire(&world);
    // When the new user 7 completes a lesson of Ann's, it counts: it is not her own activity.
    world.ok(
        "siren_record_event",
        lesson("b", json!("user:7"), json!({"occurred_at": JUNE})),
    );
    // Content of the new user 7 is not credited to her.
    let visit = json!({"key": "c", "alias": {"type": "wp_user", "code": "7"}, "subject": "user:9", "occurred_at": JUNE});
    world.ok("siren_record_event", json!(["lesson_completed", visit]));
    let events = world.rows("events", json!({"key": ["b", "c"]}));
    assert_eq!(
        (&events[0]["status"], &events[1]["reason"]),
        (&json!("counted"), &json!("unknown_collaborator"))
    );
    // Erasing Ann does not erase the new user, whose export does not contain what she bought.
    let told = world.ok("siren_export_person", json!([["user:7"]]));
    assert_eq!(
        (
            &told["names"],
            &told["collaborators"],
            &told["transactions"]["total"]
        ),
        (&json!(["user:7"]), &json!([]), &json!(0))
    );
    let told = world.ok("siren_export_person", json!([["email:ann@example.org"]]));
    assert_eq!(
        (&told["left"], &told["transactions"]["total"]),
        (&json!([]), &json!(1))
    );
    let said = world.ok("siren_erase_person", json!([["email:ann@example.org"]]));
    assert_eq!(
        (&said["collaborators"], &said["changed"]["transactions"]),
        (&json!([1]), &json!(1))
    );
    assert_eq!(world.rows("events", json!({"subject": "user:7"})).len(), 1);
    assert_proved(&world);
}

#[test]
fn editing_an_old_sale_does_not_merge_the_new_user_with_the_old_one() {
    let world = academy();
    retire(&world);
    world.ok(
        "siren_record_transaction",
        sale(
            "1",
            json!(["user:7", "email:ann@example.org"]),
            json!({"revision": 2, "occurred_at": JULY, "coupons": ["X"]}),
        ),
    );
    let told = world.ok("siren_export_person", json!([["user:7"]]));
    assert_eq!(told["names"], json!(["user:7"]));
    let sale = world.ok("siren_get", json!(["transactions", 1]));
    assert!(
        sale["customer"]
            .as_str()
            .expect("a name")
            .starts_with("former:"),
        "{sale}"
    );
    assert_proved(&world);
}
