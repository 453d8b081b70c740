//! The network that somebody visits from, and how many visitors of one network count for one thing on one day (Q37).
//! A network is an IPv4 address or an IPv6 /48. Its producer gives it a name that tells it from others for a day and
//! says nothing else: no address comes this far.
//! Not here: who was counted already (`engine::fold`).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::input::{Fields, int, text};
use super::instant::Instant;

/// How many visitors of one network count, where its producer does not say.
pub const USUAL: i64 = 10;

/// The most that a producer can allow.
pub const MOST: i64 = 10_000;

/// The longest name.
pub const LONGEST_NAME: usize = 64;

/// Why a visit does not count: as many visitors of its network count for the same thing on the same day already.
pub const CROWD: &str = "crowd";

const DAY_MICROS: i64 = 86_400_000_000;

/// A network as a record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network<'a> {
    /// Tells it from others on its day.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// How many of its visitors count for one thing on one day.
    pub most: i64,
}

impl Network<'_> {
    /// What is wrong with one that comes out of the journal; `None` when it is sound.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        let is_name = !self.name.is_empty() && self.name.len() <= LONGEST_NAME;
        (!is_name || !(1..=MOST).contains(&self.most)).then_some("a network")
    }
}

/// Reads `network` and `network_limit` of a record.
pub fn read<'v>(fields: &mut Fields<'_, 'v>) -> Option<Network<'v>> {
    let is_named = fields.peek("network").is_some();
    let name = fields.optional(
        "network",
        "a name that tells the subject's network (an IPv4 address or an IPv6 /48) from others on the same UTC day and says \
         nothing else: a keyed hash, never an address",
        text::<LONGEST_NAME>,
    );
    let most = fields.or(
        "network_limit",
        USUAL,
        "how many subjects of this network count for the same object (or, without an object, for the same collaborator) on \
         one UTC day; further ones are ignored, with the reason crowd",
        int::<1, MOST>,
    );
    if !is_named && fields.peek("network_limit").is_some() {
        fields.refuse::<()>(
            "network_limit",
            "is set without network; set network too, or remove network_limit",
        );
    }
    Some(Network {
        name: Cow::Borrowed(name?),
        most: most?,
    })
}

/// The UTC day of an instant, in days since 1970. Networks are named and counted by it.
#[must_use]
pub fn day(micros: i64) -> i64 {
    micros.div_euclid(DAY_MICROS)
}

/// When a day began.
#[must_use]
pub fn midnight(day: i64) -> Instant {
    // Days come from instants, so there is one.
    Instant::from_micros(day.saturating_mul(DAY_MICROS)).unwrap_or_default()
}
