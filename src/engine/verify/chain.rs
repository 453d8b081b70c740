//! The hash chain: every entry is hashed again together with the hash of the one before.

use super::findings::Findings;
use crate::store::ledger::{self, GENESIS, Head, LedgerEntry};

#[derive(Debug)]
pub struct Chain {
    seq: i64,
    hash: String,
}

impl Default for Chain {
    fn default() -> Chain {
        Chain {
            seq: 0,
            hash: GENESIS.to_owned(),
        }
    }
}

impl Chain {
    /// Checks the next entry. After a fault the chain continues from the stored hash, so that one changed entry is one problem.
    pub fn follow(&mut self, line: &LedgerEntry, found: &mut Findings) {
        // A hostile file may have the largest number there is.
        found.expect(
            ("ledger", line.seq, "seq"),
            &line.seq,
            &self.seq.saturating_add(1),
        );
        let should = ledger::hash(
            &self.hash,
            &line.act,
            &line.subject,
            line.part,
            line.at,
            &line.body,
        );
        found.expect(("ledger", line.seq, "hash"), &line.hash, &should);
        self.seq = line.seq;
        self.hash.clone_from(&line.hash);
    }

    /// Checks the end of the chain, where entries may have been cut off.
    pub fn end(&self, head: Option<&Head>, found: &mut Findings) {
        match head {
            Some(head) => {
                found.expect(("ledger", self.seq, "seq"), &self.seq, &head.seq);
                found.expect(("ledger", self.seq, "hash"), &self.hash, &head.hash);
            }
            None if self.seq > 0 => {
                found.add(
                    "ledger",
                    self.seq,
                    "",
                    "the head that is kept beside the ledger is missing",
                );
            }
            None => {}
        }
    }

    /// The last entry that was checked.
    #[must_use]
    pub fn head(&self) -> Head {
        Head {
            seq: self.seq,
            hash: self.hash.clone(),
        }
    }
}
