//! What is kept about a person can be exported, and erased without changing a sum.

use std::fs;
use std::path::Path;

use serde_json::{Value as Json, json};
use siren::domain::ids::CollaboratorId;
use siren::engine::find::Find;
use siren::engine::fulfill::CreateFulfillment;
use siren::engine::json::from_json;
use siren::engine::privacy::export;
use siren::engine::settle::SetPayout;
use siren::engine::standings::AskStandings;
use siren::engine::{Error, Row, calls, rebuild, snapshots};

use crate::here::{Here, instant, shown};
use crate::random_history::{START, rules};

const RANDOM: [u64; 2] = [0x0123_4567_89ab_cdef, 7];

/// Ann (1) is WordPress user 7 and buys things herself; Bea (2) does not. A closed period, a paid payout and an
/// open period that divides each customer's own money.
fn academy() -> Here {
    let here = Here::new();
    let now = instant(START);
    here.collaborator(
        json!({"name": "Ann Archer", "email": "ann@example.org", "wp_user_id": 7, "groups": ["gold"],
               "aliases": [{"type": "coupon", "code": "ANN10"}, {"type": "link", "code": "ann"}],
               "payout": {"method": "bank", "iban": "XX12ANNS34IBAN"}}),
        now,
    );
    here.collaborator(json!({"name": "Bea"}), now);
    here.distributor(
        rules(json!({"structure": {"kind": "user_centric_pool"},
                     "pool": {"sources": [{"kind": "revenue_share", "percent": "10", "include": ["line_items"]}]}})),
        now,
    );
    month(&here, "a", 1);
    here.run(now.plus_days(4));
    here.change::<CreateFulfillment>(json!({"collaborators": [1]}), now.plus_days(4))
        .expect("a fulfillment");
    let noted = json!({"reference": "SEPA-1", "note": "to Ann Archer"});
    let paid = json!({"id": 1, "status": "paid", "details": noted});
    here.change::<SetPayout>(paid, now.plus_days(4))
        .expect("paid");
    month(&here, "b", 5 * 24 * 60);
    here
}

fn month(here: &Here, prefix: &str, minute: u32) {
    let at = instant(START).plus_minutes(minute);
    let details =
        json!([{"kind": "line_item", "external_id": "1", "amount": "90.00", "owners": [2]}]);
    for (n, customer) in [
        "user:7",
        "email:Ann@example.org",
        "user:70",
        "email:joann@example.org",
    ]
    .into_iter()
    .enumerate()
    {
        here.sale(
            json!({"source": "shop", "external_id": format!("{prefix}{n}"), "currency": "USD", "customer": customer, "details": details}),
            at,
        );
        here.event(
            "lesson_completed",
            json!({"key": format!("{prefix}{n}"), "collaborator": 1 + n % 2, "subject": customer, "data": {"ip": "203.0.113.9"}}),
            at,
        );
    }
    here.event(
        "lesson_completed",
        json!({"key": format!("{prefix}-by-name"), "alias": {"type": "coupon", "code": "ann10"}}),
        at,
    );
}

/// All files of the data directory that contain a name in upper or lower case; a longer name (`user:70`) does not match.
fn holding(directory: &Path, name: &str) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("the data directory");
    let holds = |bytes: &[u8]| {
        bytes.windows(name.len() + 1).any(|window| {
            let (found, next) = window.split_at(name.len());
            found.eq_ignore_ascii_case(name.as_bytes()) && !next[0].is_ascii_digit()
        })
    };
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            found.extend(holding(&path, name));
        } else if holds(&fs::read(&path).expect("a file")) {
            found.push(path.display().to_string());
        }
    }
    found
}

fn erased(here: &Here) -> Json {
    shown(&here.erase(1, RANDOM).expect("erased"))
}

#[test]
fn an_export_holds_everything_about_one_person() {
    let here = academy();
    let all = shown(&export::export(&here.site, CollaboratorId(1)).expect("an export"));
    let keys: Vec<&str> = all
        .as_object()
        .expect("an export")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "collaborator",
            "balances",
            "obligations",
            "payouts",
            "allocations",
            "metrics",
            "disputes",
            "events",
            "transactions",
            "names"
        ]
    );
    assert_eq!(all["names"], json!(["user:7", "email:ann@example.org"]));
    assert_eq!(all["collaborator"], here.row("collaborators", 1));
    assert_eq!(
        all["obligations"],
        json!(here.rows("obligations", &json!({"collaborator": 1})))
    );
    assert_eq!(
        all["allocations"],
        json!(here.rows("allocations", &json!({"collaborator": 1})))
    );
    assert_eq!(all["payouts"][0]["reference"], "SEPA-1");
    let paid = &all["obligations"][0]["amount"];
    assert_eq!(
        all["balances"],
        json!([{"collaborator": 1, "currency": "USD", "draft": "0.00", "held": "0.00", "by_hand": "0.00", "holds": [], "pending": "0.00", "payable": "0.00", "waiting": "0.00", "fulfilled": "0.00", "paid": paid, "total": paid}])
    );
    assert_eq!(
        all["metrics"],
        json!([{"distributor": 1, "type": "lesson_completed", "metrics": 4, "points": 4}])
    );
    // Lessons and sales as user 7 and under the e-mail address, in either case of its letters.
    let subjects = |what: &str, name: &str| -> Vec<Json> {
        let items = all[what]["items"].as_array().expect("a list");
        items.iter().map(|item| item[name].clone()).collect()
    };
    assert_eq!(all["transactions"]["total"], 4);
    assert_eq!(
        subjects("transactions", "customer"),
        [
            "email:Ann@example.org",
            "user:7",
            "email:Ann@example.org",
            "user:7"
        ]
    );
    assert_eq!(
        (&all["events"]["total"], subjects("events", "subject").len()),
        (&json!(8), 8)
    );
}

#[test]
fn erasing_a_person_keeps_every_amount() {
    let here = academy();
    let before = here.rows("obligations", &json!({}));
    let standings = |here: &Here| {
        let end = instant(START).plus_days(6);
        shown(
            &calls::run::<AskStandings>(&here.site, &from_json(json!({"distributor": 1})), end)
                .expect("an open period"),
        )
    };
    let open = standings(&here);
    let tried = |here: &Here| {
        here.simulate(
            &json!({"id": 1}),
            instant(START),
            instant(START).plus_days(6),
        )
    };
    let past = tried(&here);
    let bought = here.rows("transactions", &json!({}));

    let said = erased(&here);
    assert_eq!(
        said["changed"],
        json!({"collaborators": 1, "aliases": 2, "events": 8, "transactions": 4, "pool_entries": 4, "conflicts": 0, "journal_faults": 0, "dismissals": 0, "disputes": 0})
    );
    let kept: Vec<&Json> = said["kept"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|kept| &kept["what"])
        .collect();
    assert_eq!(kept, ["obligations", "payouts", "ledger"]);
    // The note on her payout, which a user wrote.
    assert_eq!(said["kept"][2]["rows"], 1);
    let ann = before.iter().find(|row| row["collaborator"] == 1);
    assert_eq!(
        said["balances"][0]["paid"],
        ann.expect("an obligation")["amount"]
    );

    let row = here.row("collaborators", 1);
    assert_eq!(
        (
            &row["name"],
            &row["status"],
            &row["email"],
            &row["wp_user_id"],
            &row["payout"]
        ),
        (
            &json!("Erased collaborator 1"),
            &json!("deleted"),
            &Json::Null,
            &Json::Null,
            &Json::Null
        )
    );
    assert_eq!((&row["aliases"], &row["groups"]), (&json!([]), &json!([])));
    let customers: Vec<Json> = here
        .rows("transactions", &json!({}))
        .iter()
        .map(|row| row["customer"].clone())
        .collect();
    let (user, mail) = ("erased:0123456789abcdef", "erased:0000000000000007");
    assert_eq!(
        customers[..4],
        [
            json!(user),
            json!(mail),
            json!("user:70"),
            json!("email:joann@example.org")
        ]
    );
    for event in here.rows("events", &json!({"subject": [user, mail]})) {
        assert_eq!(event["data"], Json::Null);
    }
    let kept = here.rows(
        "events",
        &json!({"subject": "user:70", "type": "lesson_completed"}),
    );
    assert_eq!(kept[0]["data"], json!({"ip": "203.0.113.9"}));

    assert_eq!(here.rows("obligations", &json!({})), before);
    for (now, then) in here.rows("transactions", &json!({})).iter().zip(&bought) {
        assert_eq!(now["amount"], then["amount"]);
    }
    // The pool is divided as before, without her.
    assert_eq!(standings(&here)["pool"], open["pool"]);
    assert_eq!(tried(&here)[0]["pool"], past[0]["pool"]);
    assert_eq!(here.row("payouts", 1)["note"], "to Ann Archer");
    // The ledger verifies without her.
    let report = siren::engine::verify::verify(&here.site).expect("a ledger");
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn nothing_erased_remains_on_the_disk() {
    let here = academy();
    // Enough rows to split pages, which leaves copies behind unless they are overwritten.
    let names = ["ann@example.org", "ANNS34IBAN", "user:7"];
    for n in 0..3_000 {
        let subject = if n % 50 == 0 { "user:7" } else { "user:70" };
        let key = format!("{}:{n}", (n * 7_919) % 3_001);
        here.event(
            "lesson_completed",
            json!({"key": key, "collaborator": 2, "subject": subject, "object": "course:2"}),
            instant(START).plus_days(6),
        );
    }
    here.rows("collaborators", &json!({}));
    for name in names {
        assert_ne!(holding(&here.data(), name), [""; 0], "{name}");
    }
    erased(&here);
    // joann@example.org is someone else.
    for name in [
        "email:ann@example.org",
        "\"ann@example.org",
        "ANNS34IBAN",
        "user:7",
    ] {
        assert_eq!(holding(&here.data(), name), [""; 0], "{name}");
    }
    for other in ["joann@example.org", "user:70"] {
        assert_ne!(holding(&here.data(), other), [""; 0], "{other}");
    }
}

#[test]
fn snapshots_old_segments_and_databases_set_aside_are_erased_too() {
    let here = academy();
    snapshots::tend(&here.site, instant(START)).expect("a snapshot");
    here.site.turn_log_over().expect("another log");
    let obligations = from_json(json!({"what": "obligations"}));
    rebuild::rebuild(&here.site, false, instant(START)).expect("rebuilt");
    let known = holding(&here.data(), "ann@example.org");
    for place in ["segments/1.log", "snapshots/", "siren.sqlite3.aside-"] {
        assert!(
            known.iter().any(|path| path.contains(place)),
            "{place}: {known:?}"
        );
    }
    erased(&here);
    for name in ["\"ann@example.org", "ANNS34IBAN", "user:7"] {
        assert_eq!(holding(&here.data(), name), [""; 0], "{name}");
    }
    // What is left is enough to rebuild a lost database.
    let before =
        shown(&calls::run::<Find>(&here.site, &obligations, instant(START)).expect("a page"));
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(here.data().join(format!("siren.sqlite3{ending}")));
    }
    let rebuilt = rebuild::rebuild(&here.site, false, instant(START)).expect("rebuilt");
    assert!(rebuilt.ok && rebuilt.snapshot.is_some());
    let after =
        shown(&calls::run::<Find>(&here.site, &obligations, instant(START)).expect("a page"));
    assert_eq!(after, before);
}

#[test]
fn erasing_twice_is_harmless() {
    let here = academy();
    erased(&here);
    let everything = |here: &Here| {
        let nouns = [
            "collaborators",
            "events",
            "transactions",
            "obligations",
            "payouts",
        ];
        nouns.map(|noun| here.rows(noun, &json!({})))
    };
    let once = everything(&here);
    let again = shown(&here.erase(1, [1, 2]).expect("erased"));
    assert_eq!(
        again["changed"],
        json!({"collaborators": 0, "aliases": 0, "events": 0, "transactions": 0, "pool_entries": 0, "conflicts": 0, "journal_faults": 0, "dismissals": 0, "disputes": 0})
    );
    assert_eq!(everything(&here), once);
    // Her user and codes can be assigned to others.
    let new = here.collaborator(
        json!({"name": "Cid", "wp_user_id": 7, "aliases": [{"type": "coupon", "code": "ANN10"}]}),
        instant(START).plus_days(6),
    );
    assert_eq!(
        here.row("collaborators", new)["aliases"][0]["code"],
        "ANN10"
    );
}

#[test]
fn a_record_repeated_after_erasure_is_still_a_duplicate() {
    let here = academy();
    erased(&here);
    month(&here, "a", 1);
    assert_eq!(here.site.fold().expect("folded").duplicates, 9);
    let row = &here.rows("events", &json!({"key": "a0"}))[0];
    assert_eq!(row["subject"], "erased:0123456789abcdef");
}

#[test]
fn conflicting_versions_and_damaged_lines_are_erased_too() {
    let here = academy();
    let at = instant(START).plus_days(6);
    here.event(
        "lesson_completed",
        json!({"key": "a0", "collaborator": 2, "subject": "user:7", "data": {"ip": "198.51.100.4"}}),
        at,
    );
    let torn = b"\x1e00000000 {\"event\":{\"subject\":\"email:ann@example.org\"}}\n\
                 \x1e00000000 {\"event\":{\"also\":[\"email:Ann+x@example.org\"]}}\n\
                 \x1e00000000 {\"event\":{\"subject\":\"email:joann@example.org\",\"n\":1}}\n";
    let mut journal = fs::OpenOptions::new()
        .append(true)
        .open(here.data().join("journal.log"))
        .expect("the journal");
    std::io::Write::write_all(&mut journal, torn).expect("written");
    let said = erased(&here);
    assert_eq!(
        (
            &said["changed"]["conflicts"],
            &said["changed"]["journal_faults"]
        ),
        (&json!(1), &json!(2))
    );
    for gone in ["198.51.100.4", "email:ann@example.org", "ann+x@example.org"] {
        assert_eq!(holding(&here.data(), gone), [""; 0], "{gone}");
    }
}

/// Ann's other names, which do not resemble hers: recorded together with her user, or with such a name.
fn many_names(here: &Here) {
    let at = instant(START).plus_days(6);
    for (n, names) in [
        json!(["email:ÄNNE@example.org", "user:7"]),
        json!(["email:änne@example.org", "visitor:Ab"]),
        json!(["user:71", "email:other@example.org"]),
    ]
    .into_iter()
    .enumerate()
    {
        here.sale(
            json!({"source": "shop", "external_id": format!("many{n}"), "currency": "USD", "customer": names,
                   "details": [{"kind": "line_item", "external_id": "1", "amount": "90.00"}]}),
            at,
        );
    }
    for (n, subject) in [
        "visitor:Ab",
        "visitor:aB",
        "email:Änne@example.org",
        "user:07",
    ]
    .into_iter()
    .enumerate()
    {
        here.event(
            "lesson_completed",
            json!({"key": format!("many{n}"), "collaborator": 2, "subject": subject, "data": {"ip": "203.0.113.9"}}),
            at,
        );
    }
}

#[test]
fn an_export_includes_what_was_done_under_every_name_of_the_person() {
    let here = academy();
    let before = shown(&export::export(&here.site, CollaboratorId(1)).expect("an export"));
    many_names(&here);
    let all = shown(&export::export(&here.site, CollaboratorId(1)).expect("an export"));
    assert_eq!(
        all["names"],
        json!([
            "user:7",
            "email:ann@example.org",
            "email:änne@example.org",
            "visitor:Ab"
        ])
    );
    let more = |part: &str| {
        let total = |all: &Json| all[part]["total"].as_i64().expect("a total");
        total(&all) - total(&before)
    };
    assert_eq!((more("events"), more("transactions")), (3, 2));
}

#[test]
fn erasure_covers_every_name_and_the_person_remains_one_customer() {
    let here = academy();
    many_names(&here);
    // Other content under an existing key, with a name that occurs only there.
    here.event(
        "lesson_completed",
        json!({"key": "a0", "collaborator": 2, "subject": ["user:99", "email:Änne@example.org"]}),
        instant(START).plus_days(6),
    );
    let now = instant(START).plus_days(7);
    let amounts = |here: &Here| {
        let standings =
            calls::run::<AskStandings>(&here.site, &from_json(json!({"distributor": 1})), now);
        let all = shown(&standings.expect("an open period"));
        let rows = all["standings"].as_array().expect("a list").clone();
        let bea = rows.into_iter().find(|row| row["collaborator"] == 2);
        (all["pool"].clone(), bea.expect("a row")["score"].clone())
    };
    let before = amounts(&here);
    erased(&here);
    for gone in [
        "email:ann@example.org",
        "email:änne@example.org",
        "email:Änne@example.org",
        "email:ÄNNE@example.org",
        "visitor:Ab\"",
        "user:7",
    ] {
        assert_eq!(holding(&here.data(), gone), [""; 0], "{gone}");
    }
    let subjects = |subject: &str| here.rows("events", &json!({"subject": subject})).len();
    assert_eq!(
        (
            subjects("visitor:Ab"),
            subjects("visitor:aB"),
            subjects("user:07")
        ),
        (0, 1, 0)
    );
    for stays in ["user:71", "email:other@example.org", "visitor:aB"] {
        assert_ne!(holding(&here.data(), stays), [""; 0], "{stays}");
    }
    assert_eq!(amounts(&here), before);
    let report = siren::engine::verify::verify(&here.site).expect("a ledger");
    assert!(report.ok, "{:?}", report.problems);
}

#[test]
fn an_unknown_collaborator_cannot_be_exported_or_erased() {
    let here = Here::new();
    assert!(matches!(
        export::export(&here.site, CollaboratorId(1)),
        Err(Error::NotFound(Row::Collaborator, 1))
    ));
    assert!(matches!(
        here.erase(1, RANDOM),
        Err(Error::NotFound(Row::Collaborator, 1))
    ));
}
