//! What takes the place of somebody's names once they are to be forgotten, and where in a text one of the names stands.
//! Not here: which names are theirs (`engine::privacy`), or the tables they stand in (`store::privacy`).

use std::collections::BTreeMap;

use super::person::{email, folded};

/// What the pseudonyms of an erased person begin with. Who is called so cannot be known any more.
pub const ERASED: &str = "erased:";

/// What the name of a WordPress user becomes whose account is gone. WordPress may give the number to somebody else.
const FORMER: &str = "former:";

/// Whether a name is the pseudonym of somebody who was erased.
#[must_use]
pub fn is_erased(name: &str) -> bool {
    name.starts_with(ERASED)
}

/// Whether a name is a pseudonym at all.
#[must_use]
pub fn is_pseudonym(name: &str) -> bool {
    is_erased(name) || name.starts_with(FORMER)
}

/// Names, as they are compared, each with the pseudonym that takes its place. Each name has one of its own, so that what
/// two names did stays apart; all of them still mean one person, so that every sum stays what it was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pseudonyms(BTreeMap<String, String>);

impl Pseudonyms {
    /// Makes those of a person to be erased of random numbers. The first two are as random as can be; the further ones are
    /// numbered.
    #[must_use]
    pub fn of_names(names: &[String], random: [u64; 2]) -> Pseudonyms {
        Pseudonyms::beginning(ERASED, names, random)
    }

    /// The same for users whose accounts are gone, and who are not to be forgotten.
    #[must_use]
    pub fn of_former(names: &[String], random: [u64; 2]) -> Pseudonyms {
        Pseudonyms::beginning(FORMER, names, random)
    }

    fn beginning(with: &str, names: &[String], random: [u64; 2]) -> Pseudonyms {
        let pseudonym = |place: usize| match random.get(place) {
            Some(random) => format!("{with}{random:016x}"),
            None => format!("{with}{:016x}:{place}", random[0]),
        };
        let pairs = names.iter().enumerate();
        Pseudonyms(
            pairs
                .map(|(place, name)| (name.clone(), pseudonym(place)))
                .collect(),
        )
    }

    /// Whether nobody is to be forgotten.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names with their pseudonyms.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, other)| (name.as_str(), other.as_str()))
    }

    /// What takes the place of a name, however it is spelt; `None` where it is somebody else's.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<&str> {
        self.0.get(&*folded(name)).map(String::as_str)
    }

    /// Whether one of the names stands somewhere in a text: a whole one, for `user:7` is not in `user:70`. An e-mail address
    /// is found in every form that means its mailbox, also without what says that it is one. A name without a kind, such
    /// as a bare number, could stand anywhere, and is only found where it is the whole text.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        self.of(text).is_some() || self.stand_in(text)
    }

    fn stand_in(&self, text: &str) -> bool {
        let small = text.contains('@').then(|| text.to_lowercase());
        let named = |name: &String| match name.strip_prefix("email:") {
            Some(address) => small
                .as_deref()
                .is_some_and(|text| holds(text, address, true)),
            None => name.contains(':') && holds(text, name, false),
        };
        if self.0.keys().any(named) {
            return true;
        }
        let ends = |c: char| c.is_whitespace() || "\"':,;<>[](){}\\|".contains(c);
        small.is_some_and(|text| {
            let mut words = text.split(ends).filter(|word| word.contains('@'));
            words.any(|word| self.0.contains_key(&email(word.trim_end_matches('.'))))
        })
    }
}

/// Whether a name stands whole in a text: what goes before and after it is no part of another name.
fn holds(text: &str, name: &str, is_address: bool) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || (is_address && "._%+-".contains(c));
    let begins = |before: &str| before.chars().next_back().is_none_or(|c| !goes_on(c));
    let ends = |after: &str| {
        let mut after = after.chars();
        match after.next() {
            // The end of a sentence is none of a domain's.
            Some('.') if is_address => after.next().is_none_or(|c| !c.is_alphanumeric()),
            Some(c) => !c.is_alphanumeric(),
            None => true,
        }
    };
    text.match_indices(name)
        .any(|(place, _)| begins(&text[..place]) && ends(&text[place + name.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ann() -> Pseudonyms {
        let names = ["user:7", "email:ann@gmail.com", "visitor:Ab", "9"];
        Pseudonyms::of_names(&names.map(str::to_owned), [1, 2])
    }

    #[test]
    fn each_name_has_a_pseudonym_of_its_own() {
        let ann = ann();
        let pairs: Vec<_> = ann.pairs().collect();
        assert_eq!(
            pairs,
            [
                ("9", "erased:0000000000000001:3"),
                ("email:ann@gmail.com", "erased:0000000000000002"),
                ("user:7", "erased:0000000000000001"),
                ("visitor:Ab", "erased:0000000000000001:2"),
            ]
        );
        for (name, whose) in [
            ("user:07", Some("erased:0000000000000001")),
            (
                "email:A.n.n+x@GoogleMail.com",
                Some("erased:0000000000000002"),
            ),
            ("user:70", None),
            ("visitor:aB", None),
            ("erased:0000000000000001", None),
        ] {
            assert_eq!(ann.of(name), whose, "{name}");
        }
    }

    #[test]
    fn only_a_whole_name_is_found_in_a_text() {
        let ann = ann();
        for text in [
            "course:5:user:7",
            "course:5:user:7:take:2",
            "wp_user:7",
            "{\"who\":\"visitor:Ab\"}",
            "{\"mail\":\"A.Nn+shop@googlemail.com\"}",
            "ANN@GMAIL.COM.",
            "form:ann@gmail.com-12",
            "to <ann@gmail.com>",
            "9",
        ] {
            assert!(ann.are_in(text), "{text}");
        }
        for text in [
            "course:5:user:70",
            "course:5:superuser:7",
            "visitor:Abc",
            "joann@gmail.com",
            "ann@gmail.com.example",
            "ann@gmail.community",
            "x.ann@gmail.org",
            "order:9",
            "7",
            "",
        ] {
            assert!(!ann.are_in(text), "{text}");
        }
    }
}
