//! Pseudonyms, which replace the names of a person who is erased, and how to find such a name in a text. Which names belong
//! to the person is in `engine::privacy`; the tables that contain them are in `store::privacy`.

use std::collections::BTreeMap;

use super::person::{email, folded};

/// The prefix of pseudonyms of erased people. No one can tell any more who they were.
pub const ERASED: &str = "erased:";

/// The prefix of pseudonyms of WordPress users whose account was deleted, because WordPress may reuse the id.
const FORMER: &str = "former:";

#[must_use]
pub fn is_erased(name: &str) -> bool {
    name.starts_with(ERASED)
}

#[must_use]
pub fn is_pseudonym(name: &str) -> bool {
    is_erased(name) || name.starts_with(FORMER)
}

/// Folded names, each with the pseudonym that replaces it. Each name has its own, so that what two names did stays apart;
/// together they still mean one person, so that every sum stays the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pseudonyms(BTreeMap<String, String>);

impl Pseudonyms {
    /// Pseudonyms of a person who is erased. The first two names get a random number each, the others are numbered.
    #[must_use]
    pub fn of_names(names: &[String], random: [u64; 2]) -> Pseudonyms {
        Pseudonyms::beginning(ERASED, names, random)
    }

    /// Pseudonyms of former users: their accounts were deleted, but their data has not been erased.
    #[must_use]
    pub fn of_former(names: &[String], random: [u64; 2]) -> Pseudonyms {
        Pseudonyms::beginning(FORMER, names, random)
    }

    fn beginning(with: &str, names: &[String], random: [u64; 2]) -> Pseudonyms {
        let pseudonym = |index: usize| match random.get(index) {
            Some(random) => format!("{with}{random:016x}"),
            None => format!("{with}{:016x}:{index}", random[0]),
        };
        let pairs = names.iter().enumerate();
        Pseudonyms(
            pairs
                .map(|(index, name)| (name.clone(), pseudonym(index)))
                .collect(),
        )
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, other)| (name.as_str(), other.as_str()))
    }

    /// The pseudonym of a name, however it is spelled; `None` if the name is someone else's.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<&str> {
        self.0.get(&*folded(name)).map(String::as_str)
    }

    /// Whether a text contains one of the names as a whole: `user:70` does not contain `user:7`. An e-mail address is found
    /// in every spelling of its mailbox, also without `email:`. A name without a prefix, such as a bare number, could be
    /// anything, so it is found only if it is the whole text.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        self.of(text).is_some() || self.occur_in(text)
    }

    fn occur_in(&self, text: &str) -> bool {
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

/// Whether a text contains a whole name: what precedes and follows it is not part of another name.
fn holds(text: &str, name: &str, is_address: bool) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || (is_address && "._%+-".contains(c));
    let begins = |before: &str| before.chars().next_back().is_none_or(|c| !goes_on(c));
    let ends = |after: &str| {
        let mut after = after.chars();
        match after.next() {
            // A point at the end of a sentence is not part of the domain.
            Some('.') if is_address => after.next().is_none_or(|c| !c.is_alphanumeric()),
            Some(c) => !c.is_alphanumeric(),
            None => true,
        }
    };
    text.match_indices(name)
        .any(|(start, _)| begins(&text[..start]) && ends(&text[start + name.len()..]))
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
