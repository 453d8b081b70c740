//! The network that a visitor comes from, and how many visitors of one network count for the same object on one day (Q37).
//! A network is an IPv4 address or an IPv6 /48. The caller names it by a keyed hash that changes daily, so that no address
//! is ever stored. Who was counted already is in `engine::fold`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::input::{Fields, int, text};
use super::instant::Instant;
use super::message::messages;

messages! {
    /// Continues the path of a field.
    has_no_network() = "is set without network; set network too, or remove network_limit";
}

/// How many visitors of one network count by default.
pub const USUAL: i64 = 10;

/// The highest limit that a caller can set.
pub const MOST: i64 = 10_000;

pub const LONGEST_NAME: usize = 64;

const DAY_MICROS: i64 = 86_400_000_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network<'a> {
    /// Unique within a UTC day.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// How many of its visitors count for one object on one day.
    pub most: i64,
}

impl Network<'_> {
    /// What is wrong with a network in the journal, as the object of "it has"; `None` if it is valid.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        let is_name = !self.name.is_empty() && self.name.len() <= LONGEST_NAME;
        (!is_name || !(1..=MOST).contains(&self.most)).then_some("an invalid network")
    }
}

pub fn read<'v>(fields: &mut Fields<'_, 'v>) -> Option<Network<'v>> {
    let is_named = fields.peek("network").is_some();
    let name = fields.optional(
        "network",
        "a name that identifies the subject's network (an IPv4 address or an IPv6 /48) within a UTC day and reveals nothing \
         else: a keyed hash, never an address",
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
        fields.refuse::<()>("network_limit", has_no_network());
    }
    Some(Network {
        name: Cow::Borrowed(name?),
        most: most?,
    })
}

/// The UTC day of an instant, in days since 1970.
#[must_use]
pub fn day(micros: i64) -> i64 {
    micros.div_euclid(DAY_MICROS)
}

/// When a UTC day begins.
#[must_use]
pub fn midnight(day: i64) -> Instant {
    // Days come from instants, so this one exists.
    Instant::from_micros(day.saturating_mul(DAY_MICROS)).unwrap_or_default()
}
