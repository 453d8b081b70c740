//! Calls as the log stores them: changes that someone asked for, and records that have not been read yet.
//! What they do is in `engine::calls`.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Identifies a call, so that it takes effect once however often the log is read. Random, so that no one can guess it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallId(pub [u8; 16]);

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl CallId {
    #[must_use]
    pub fn from_hex(text: &str) -> Option<CallId> {
        if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        u128::from_str_radix(text, 16)
            .ok()
            .map(|number| CallId(number.to_be_bytes()))
    }
}

impl Serialize for CallId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CallId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CallId, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        CallId::from_hex(&text).ok_or_else(|| {
            serde::de::Error::custom("the id of a change must be 32 hexadecimal digits")
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change<'a> {
    /// The PHP function's name without `siren_`.
    #[serde(borrow)]
    pub call: Cow<'a, str>,
    pub id: CallId,
    pub input: serde_json::Value,
    /// The time zone of schedules that name none; absent if the site has no valid one.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<Cow<'a, str>>,
    /// Whether the site requires two people to approve.
    #[serde(default, skip_serializing_if = "is_false")]
    pub two_people: bool,
}

/// A record as the caller passed it, unchecked: the plugin writes these while the extension is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread<'a> {
    /// The PHP function's name without `siren_`.
    #[serde(borrow)]
    pub call: Cow<'a, str>,
    pub input: serde_json::Value,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
fn is_false(value: &bool) -> bool {
    !*value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_from_its_text() {
        let id = CallId(*b"\x00\x01siren-change\xff\x7f");
        assert_eq!(CallId::from_hex(&id.to_string()), Some(id));
        for wrong in [
            "",
            "00",
            "+0000000000000000000000000000001",
            "zz000000000000000000000000000001",
        ] {
            assert_eq!(CallId::from_hex(wrong), None, "{wrong}");
        }
    }
}
