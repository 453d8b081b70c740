//! Seeded random histories of a site: events, sales, refunds and undone refunds in the order they happened, with
//! a heartbeat after each period.

use serde_json::{Value as Json, json};
use siren::domain::instant::Instant;
use siren::engine::approve::ApproveDistribution;

use crate::here::{Here, instant};

/// When every history begins.
pub const START: &str = "2026-03-01T00:00:00Z";

/// Its length in days: ten periods of three days, and half of one.
pub const DAYS: u32 = 31;

/// The hours (UTC) of the heartbeat: the first whole hours after any period's end, before anything else happens. So a
/// refund after a period's end is also after its close.
const HEARTBEATS: [u32; 5] = [4, 5, 7, 8, 12];

/// Pseudo-random numbers from a seed (`SplitMix64`), so that a failure can be repeated.
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to one less than `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.next() % sides
    }
}

/// A sale that can be refunded.
struct Sold {
    external_id: String,
    lines: usize,
    refunds: Vec<(String, bool)>,
}

/// A definition with these keys merged over a common one: periods of three days in New York.
pub fn rules(changes: Json) -> Json {
    let mut rules = json!({
        "name": "Tried",
        "units": "USD",
        "starts_at": START,
        "schedule": {"every": {"days": 3}, "at": "00:00", "timezone": "America/New_York"},
        "metrics": [
            {"event": "lesson_completed", "points": 1},
            {"event": "course_completed", "points": 10, "split": "equally"},
            {"event": "product_sold", "points": 3, "split": "by_weight"},
            {"event": "site_visited", "points": 0},
        ],
        "pool": {"sources": [
            {"kind": "revenue_share", "percent": "20", "include": ["line_items", "discounts"]},
        ]},
        "structure": {"kind": "performance_weighted_pool"},
    });
    let (Json::Object(rules_), Json::Object(changes)) = (&mut rules, changes) else {
        panic!("definitions are objects");
    };
    rules_.extend(changes);
    rules
}

/// Records `DAYS` days for a seed on a site with five collaborators and these distributors; answers the ids of the
/// distributors and the instant at which the history ends.
pub fn record_history(here: &Here, seed: u64, definitions: &[Json]) -> (Vec<i64>, Instant) {
    let mut dice = Dice(seed);
    let start = instant(START);
    for n in 1..=5 {
        let ann = json!({"name": format!("Collaborator {n}"), "wp_user_id": n, "aliases": [{"type": "coupon", "code": format!("SAVE{n}")}]});
        here.collaborator(ann, start);
    }
    let ids = definitions
        .iter()
        .map(|rules| here.distributor(rules.clone(), start))
        .collect();
    let mut sold: Vec<Sold> = Vec::new();
    let mut last = start;
    for hour in 1..DAYS * 24 {
        let now = start.plus_minutes(hour * 60);
        if HEARTBEATS.contains(&(hour % 24)) {
            here.run(now);
            approve_all(here, now);
        }
        if hour == 6 {
            // Excluded from every division, or held; this collaborator has scored before.
            here.collaborator(json!({"id": 5, "status": "inactive"}), now);
        }
        for n in 0..dice.roll(3) {
            happen(here, &mut dice, &mut sold, &format!("{hour}-{n}"), now);
        }
        last = now;
    }
    here.run(last);
    (ids, last)
}

/// Approves the distributions that wait for approval.
fn approve_all(here: &Here, now: Instant) {
    for row in here.rows("distributions", &json!({"status": "review"})) {
        let id = row["id"].as_i64().expect("a number");
        here.change::<ApproveDistribution>(json!({"id": id}), now)
            .expect("it waits for approval");
    }
}

fn happen(here: &Here, dice: &mut Dice, sold: &mut Vec<Sold>, key: &str, now: Instant) {
    let who = 1 + dice.roll(5);
    // Everyone has two names, recorded in either order.
    let user = 1 + dice.roll(8);
    let mut names = [format!("user:{user}"), format!("email:{user}@example.org")];
    if key.ends_with('1') {
        names.reverse();
    }
    let subject = json!(names);
    match dice.roll(10) {
        0..=2 => here.event(
            "lesson_completed",
            json!({"key": key, "collaborator": who, "subject": subject, "quantity": 1 + dice.roll(3)}),
            now,
        ),
        3 => here.event(
            "course_completed",
            json!({"key": key, "collaborators": owners(dice), "subject": subject}),
            now,
        ),
        4 => here.event("site_visited", json!({"key": key, "collaborator": who}), now),
        5..=7 => sell(here, dice, sold, key, &subject, now),
        _ => give_back(here, dice, sold, key, now),
    }
}

/// One to three different owners with weights.
fn owners(dice: &mut Dice) -> Json {
    let first = dice.roll(5);
    let owners =
        (0..=dice.roll(3)).map(|n| json!({"id": 1 + (first + n) % 5, "weight": 1 + dice.roll(4)}));
    Json::Array(owners.collect())
}

fn sell(
    here: &Here,
    dice: &mut Dice,
    sold: &mut Vec<Sold>,
    key: &str,
    subject: &Json,
    now: Instant,
) {
    let lines = 1 + dice.roll(3);
    let mut details: Vec<Json> = (0..lines)
        .map(|n| {
            let category = if n == 0 { "music" } else { "art" };
            let quantity = match 1 + dice.roll(3) {
                3 => json!("2.5"),
                units => json!(units),
            };
            json!({
                "kind": "line_item", "external_id": format!("{n}"), "owners": owners(dice),
                "amount": format!("{}.{:02}", 5 + dice.roll(95), dice.roll(100)),
                "quantity": quantity, "categories": [category],
            })
        })
        .collect();
    if dice.roll(3) == 0 {
        details.push(json!({"kind": "discount", "external_id": "d", "amount": "-1.50"}));
    }
    let currency = if dice.roll(4) == 0 { "EUR" } else { "USD" };
    let coupons = if dice.roll(2) == 0 {
        json!(["save2"])
    } else {
        json!([])
    };
    here.sale(
        json!({
            "source": "shop", "external_id": key, "currency": currency,
            "customer": subject, "details": details, "coupons": coupons, "renewal": dice.roll(4) == 0,
        }),
        now,
    );
    sold.push(Sold {
        external_id: key.to_owned(),
        lines: usize::try_from(lines).expect("small"),
        refunds: Vec::new(),
    });
}

fn give_back(here: &Here, dice: &mut Dice, sold: &mut [Sold], key: &str, now: Instant) {
    let Some(count) = u64::try_from(sold.len()).ok().filter(|count| *count > 0) else {
        return;
    };
    let sale = &mut sold[usize::try_from(dice.roll(count)).expect("in the list")];
    let mut refund = json!({"source": "shop", "external_id": sale.external_id, "refund_id": key});
    match dice.roll(5) {
        0 => refund["amount"] = json!(format!("{}.{:02}", 1 + dice.roll(20), dice.roll(100))),
        1 => refund["lines"] = json!([{"external_id": format!("{}", sale.lines - 1)}]),
        2 => {}
        _ => {
            let Some((given, undone)) = sale.refunds.iter_mut().find(|(_, undone)| !undone) else {
                return;
            };
            *undone = true;
            refund["refund_id"] = json!(given);
            refund["undo"] = json!(true);
            return here.refund(refund, now);
        }
    }
    sale.refunds.push((key.to_owned(), false));
    here.refund(refund, now);
}
