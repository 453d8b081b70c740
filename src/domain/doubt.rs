//! What can speak against events that count: plain rules, each with its threshold here. They say what to look at, and
//! never that anything is wrong: a school whose students share a domain is a family too.
//! Not here: which events a distribution counts (`store::doubts`), or what is done about them (a person's to decide).

use std::collections::BTreeSet;

use super::event::{COUPON_USED, POST_VISITED, SITE_VISITED};
use super::input::Value;
use super::person;
use super::words::words;

words! {
    /// What speaks against events.
    DoubtKind {
        /// The customer has the mailbox of a collaborator, or one in the private domain of who is credited.
        SameFamily = "same_family",
        /// Another collaborator is paid to the same account.
        SharedPayout = "shared_payout",
        /// Many events of one type in an hour.
        Velocity = "velocity",
        /// At least half of the visits came from busy networks.
        OneNetwork = "one_network",
        /// Studied faster than anybody reads.
        InSeconds = "in_seconds",
    }
}

/// The most events of one type for one collaborator that an hour may bring without a doubt.
pub const MOST_IN_AN_HOUR: usize = 20;

/// From how many visits to one collaborator on one day a network is busy. A household that reads a few posts stays below.
pub const BUSY_NETWORK: i64 = 5;

/// How many lessons, or courses, one student must have finished within [`AT_ONCE`] of one another.
pub const FINISHED_AT_ONCE: usize = 3;

/// Within which time that is, in microseconds.
pub const AT_ONCE: i64 = 10_000_000;

/// Within which time after a student's first record a course is finished too fast, in microseconds.
pub const FIRST_MINUTE: i64 = 60_000_000;

/// An hour in microseconds.
pub const HOUR: i64 = 3_600_000_000;

/// The type of event that a finished course is recorded under.
pub const COURSE_COMPLETED: &str = "course_completed";

/// The same of a lesson.
pub const LESSON_COMPLETED: &str = "lesson_completed";

/// Types of event that a student brings about.
pub const COMPLETIONS: [&str; 2] = [COURSE_COMPLETED, LESSON_COMPLETED];

/// Types of event of which not more than so many may come in an hour.
pub const COUNTED_BY_THE_HOUR: [&str; 3] = [COURSE_COMPLETED, LESSON_COMPLETED, COUPON_USED];

/// Types of event whose subject is a visitor.
pub const VISITS: [&str; 2] = [POST_VISITED, SITE_VISITED];

/// How many digits a payout detail must have to name an account. A bank's own code has fewer.
const DIGITS_OF_AN_ACCOUNT: usize = 6;

/// Domains under which anybody can have a mailbox: two who share one are no family for it.
const PUBLIC_MAIL: [&str; 44] = [
    "aol.com",
    "comcast.net",
    "duck.com",
    "fastmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "posteo.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "tuta.com",
    "wanadoo.fr",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yandex.ru",
    "zoho.com",
];

/// The domain of a name that is an address, as names are compared, where not anybody can have a mailbox there.
#[must_use]
pub fn private_domain(name: &str) -> Option<&str> {
    let (_, domain) = name.strip_prefix("email:")?.rsplit_once('@')?;
    (domain.contains('.') && PUBLIC_MAIL.binary_search(&domain).is_err()).then_some(domain)
}

/// Which of some times, in their order, are among at least `least` that lie less than `span` apart.
#[must_use]
pub fn crowded(times: &[i64], least: usize, span: i64) -> Vec<bool> {
    let mut marks = vec![false; times.len()];
    let mut marked = 0;
    for (first, window) in times.windows(least).enumerate() {
        let (Some(begin), Some(end)) = (window.first(), window.last()) else {
            continue;
        };
        if end.saturating_sub(*begin) < span {
            let until = first + least;
            marks[marked.max(first)..until].fill(true);
            marked = until;
        }
    }
    marks
}

/// What names an account among the details of a payout method: e-mail addresses, and what has six digits or more, without
/// spaces and in small letters. A holder's name or a bank's is no account.
#[must_use]
pub fn accounts(payout: &Value<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(payout, &mut found);
    found
}

fn collect(value: &Value<'_>, found: &mut BTreeSet<String>) {
    match value {
        Value::Text(text) => {
            let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let digits = plain.chars().filter(char::is_ascii_digit).count();
            if plain.contains('@') {
                found.insert(person::email(&plain));
            } else if digits >= DIGITS_OF_AN_ACCOUNT {
                found.insert(plain.to_lowercase());
            }
        }
        Value::Int(number) if number.unsigned_abs() >= 100_000 => {
            found.insert(number.to_string());
        }
        Value::List(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Map(entries) => entries.iter().for_each(|(_, item)| collect(item, found)),
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Other(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_up_is_in_order() {
        assert!(PUBLIC_MAIL.is_sorted());
    }

    #[test]
    fn a_domain_is_a_family_where_not_anybody_can_have_a_mailbox() {
        assert_eq!(private_domain("email:ann@example.org"), Some("example.org"));
        for name in [
            "email:ann@gmail.com",
            "email:ann@zoho.com",
            "email:ann@aol.com",
            "email:ann@localhost",
            "email:ann",
            "user:7",
            "erased:0123456789abcdef",
            "visitor:a@example.org",
        ] {
            assert_eq!(private_domain(name), None, "{name}");
        }
    }

    #[test]
    fn those_are_marked_that_lie_close_together() {
        let marks = |times: &[i64], least, span| {
            let marks = crowded(times, least, span);
            let signs = marks.iter().map(|marked| if *marked { 'x' } else { '.' });
            signs.collect::<String>()
        };
        assert_eq!(marks(&[], 3, 10), "");
        assert_eq!(marks(&[1, 2], 3, 10), "..");
        assert_eq!(marks(&[1, 5, 10], 3, 10), "xxx");
        // Exactly the span apart is outside.
        assert_eq!(marks(&[1, 5, 11], 3, 10), "...");
        assert_eq!(
            marks(&[0, 50, 51, 52, 53, 90, 100, 105, 109], 3, 10),
            ".xxxx.xxx"
        );
        assert_eq!(marks(&[0, 5, 9, 13, 14, 30], 3, 10), "xxxxx.");
    }

    #[test]
    fn an_account_is_an_address_or_a_long_number() {
        let text = |text: &'static str| Value::Text(text.into());
        let payout = Value::Map(vec![
            ("method".into(), text("bank")),
            ("iban".into(), text("DE00 1234 5678")),
            ("bic".into(), text("DEUTDEFF500")),
            (
                "holder".into(),
                Value::Map(vec![("name".into(), text("Ann 12345"))]),
            ),
            (
                "more".into(),
                Value::List(vec![
                    text("Ann+x@Example.org"),
                    Value::Int(123_456),
                    Value::Int(9),
                ]),
            ),
        ]);
        let found: Vec<String> = accounts(&payout).into_iter().collect();
        assert_eq!(found, ["123456", "de0012345678", "email:ann@example.org"]);
    }
}
