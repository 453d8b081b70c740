//! JSON text for columns and the ledger.

use serde::Serialize;

use super::{Error, Result};

/// The JSON text of a record. A record without one is refused: an empty text would become an empty ledger entry with a valid
/// hash.
pub fn text(record: &impl Serialize) -> Result<String> {
    serde_json::to_string(record).map_err(refuse)
}

/// The JSON of a record.
pub fn value(record: &impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(record).map_err(refuse)
}

#[allow(clippy::needless_pass_by_value)] // as `map_err` gives it
fn refuse(error: serde_json::Error) -> Error {
    Error::Unwritable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serializer;

    struct Mute;

    impl Serialize for Mute {
        fn serialize<S: Serializer>(&self, _: S) -> std::result::Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("it says nothing"))
        }
    }

    #[test]
    fn a_record_without_json_is_refused() {
        for said in [text(&Mute).map(drop), value(&Mute).map(drop)] {
            let error = said.expect_err("a refusal");
            assert_eq!(error.code(), "unwritable");
            assert!(error.to_string().contains("it says nothing"), "{error}");
        }
        assert_eq!(text(&[1]).expect("a list"), "[1]");
    }
}
