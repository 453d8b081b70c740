//! The chain: every line hashed anew, with the one before, from the first on.

use super::findings::Findings;
use crate::store::ledger::{self, GENESIS, Head, LedgerEntry};

/// How far the chain was followed.
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
    /// Follows the chain by one line. After a fault it goes on from what stands there, so that one
    /// changed line is one problem.
    pub fn follow(&mut self, line: &LedgerEntry, found: &mut Findings) {
        // A number that a hostile file made up may have none after it.
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

    /// Whether the chain ends where the head says. What was cut off its end shows here.
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
                    "the head that was kept beside the ledger is missing",
                );
            }
            None => {}
        }
    }

    /// The line it was followed to.
    #[must_use]
    pub fn head(&self) -> Head {
        Head {
            seq: self.seq,
            hash: self.hash.clone(),
        }
    }
}
