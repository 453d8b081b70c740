//! An erased visitor of a network still uses up the limit of the network.

use serde_json::json;
use siren::engine::verify;

use crate::here::{Here, instant, shown};
use crate::random_history::{START, rules};

#[test]
fn erased_visitors_still_count_and_the_ledger_verifies() {
    let here = Here::new();
    let now = instant(START);
    here.collaborator(json!({"name": "Ann", "wp_user_id": 7}), now);
    here.collaborator(json!({"name": "Bea"}), now);
    here.distributor(
        rules(json!({"metrics": [{"event": "post_visited", "points": 1}]})),
        now,
    );
    let visit = |visitor: &str, key: &str| {
        here.event(
            "post_visited",
            json!({"key": key, "collaborator": 2, "subject": visitor, "object": "post:1",
                   "network": "office", "network_limit": 2}),
            now,
        );
    };
    for visitor in ["user:07", "user:8", "user:9"] {
        visit(visitor, visitor);
    }
    here.erase(1, [1, 2]).expect("erased");
    // The erased user 7 still counts toward the limit.
    visit("user:10", "later");
    let counted = shown(&verify::verify(&here.site).expect("verified"));
    assert_eq!(counted["problems"], json!([]));
    let rows = here.rows("events", &json!({}));
    let reasons: Vec<_> = rows.iter().map(|row| row["reason"].clone()).collect();
    assert_eq!(json!(reasons), json!([null, null, "crowd", "crowd"]));
}
