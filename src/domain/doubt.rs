//! Signs that events may not be genuine: plain rules, each with its threshold here. They say what is worth a look, never
//! that something is wrong: students of one school share a domain just as a family does. People decide what to do.
//! Which events a distribution counts is in `store::doubts`.

use std::collections::BTreeSet;

use super::event::{COUPON_USED, POST_VISITED, SITE_VISITED};
use super::input::Value;
use super::person;
use super::words::words;

words! {
    /// Why events are doubtful.
    DoubtKind {
        /// The customer uses a collaborator's mailbox, or one in the private domain of the credited collaborator.
        SameFamily = "same_family",
        /// Another collaborator is paid to the same account.
        SharedPayout = "shared_payout",
        /// Many events of one type within an hour.
        Velocity = "velocity",
        /// At least half of the visits came from busy networks.
        OneNetwork = "one_network",
        /// Completed faster than anyone can read.
        InSeconds = "in_seconds",
    }
}

/// How many events of one type for one collaborator within an hour are not doubtful.
pub const MOST_IN_AN_HOUR: usize = 20;

/// From how many visits to one collaborator in one day a network is busy. A household that reads a few posts stays below.
pub const BUSY_NETWORK: i64 = 5;

/// How many lessons, or courses, completed by one student within [`AT_ONCE`] are doubtful.
pub const FINISHED_AT_ONCE: usize = 3;

/// In microseconds.
pub const AT_ONCE: i64 = 10_000_000;

/// A course completed this soon after the student's first event is doubtful. In microseconds.
pub const FIRST_MINUTE: i64 = 60_000_000;

/// In microseconds.
pub const HOUR: i64 = 3_600_000_000;

pub const COURSE_COMPLETED: &str = "course_completed";

pub const LESSON_COMPLETED: &str = "lesson_completed";

pub const COMPLETIONS: [&str; 2] = [COURSE_COMPLETED, LESSON_COMPLETED];

/// The types of event that [`MOST_IN_AN_HOUR`] applies to.
pub const COUNTED_BY_THE_HOUR: [&str; 3] = [COURSE_COMPLETED, LESSON_COMPLETED, COUPON_USED];

pub const VISITS: [&str; 2] = [POST_VISITED, SITE_VISITED];

/// How many digits make a payout detail an account number. Bank codes have fewer.
const DIGITS_OF_AN_ACCOUNT: usize = 6;

/// Domains where anyone can have a mailbox, so that sharing one says nothing. Sorted, for the binary search.
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

/// The domain of a folded `email:` name, unless anyone can have a mailbox there.
#[must_use]
pub fn private_domain(name: &str) -> Option<&str> {
    let (_, domain) = name.strip_prefix("email:")?.rsplit_once('@')?;
    (domain.contains('.') && PUBLIC_MAIL.binary_search(&domain).is_err()).then_some(domain)
}

/// For each of the sorted `times`, whether it is one of at least `least` within less than `span`.
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

/// The account identifiers among the details of a payout method: e-mail addresses, and whatever has six digits or more,
/// without white space and in lower case. The name of a holder or a bank does not identify an account.
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
    fn public_mail_domains_are_sorted() {
        assert!(PUBLIC_MAIL.is_sorted());
    }

    #[test]
    fn only_a_domain_not_open_to_anyone_is_private() {
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
    fn times_close_together_are_marked() {
        let marks = |times: &[i64], least, span| {
            let marks = crowded(times, least, span);
            let signs = marks.iter().map(|marked| if *marked { 'x' } else { '.' });
            signs.collect::<String>()
        };
        assert_eq!(marks(&[], 3, 10), "");
        assert_eq!(marks(&[1, 2], 3, 10), "..");
        assert_eq!(marks(&[1, 5, 10], 3, 10), "xxx");
        // The span itself is excluded.
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
