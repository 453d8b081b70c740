//! The ledger read from its first line to its last: the chain, the pools, and every distribution
//! worked out again. It needs nothing but the lines, so a file of them is read the same.

use super::acts::{self, Act};
use super::chain::Chain;
use super::claims::Claimed;
use super::findings::Findings;
use super::pools::Pools;
use super::proof::{Closed, Part, Proof};
use crate::store::ledger::{Head, LedgerEntry};

/// The reading of a ledger.
#[derive(Debug, Default)]
pub struct Reader {
    chain: Chain,
    pools: Pools,
    proof: Option<Proof>,
    /// What was claimed from those whose points were taken back.
    pub claimed: Claimed,
    /// What was found wrong.
    pub found: Findings,
}

/// What a line said.
#[derive(Debug)]
pub struct Said<'l> {
    /// The act; none where the line does not read.
    pub act: Option<Act<'l>>,
    /// The rows in it, where it is a later part of a distribution.
    pub part: Option<Part<'l>>,
    /// The distribution that is whole with this line.
    pub closed: Option<Closed>,
}

impl Reader {
    /// Reads the next line.
    pub fn read<'l>(&mut self, line: &'l LedgerEntry) -> Said<'l> {
        self.chain.follow(line, &mut self.found);
        let act = match acts::read(&line.act, line.part, &line.body) {
            Ok(act) => Some(act),
            Err(error) => {
                self.does_not_read(line, &error);
                None
            }
        };
        let part = self.part(line);
        if part.is_none() {
            let carry = match &act {
                Some(Act::Carry(entry)) => Some((line, entry)),
                _ => None,
            };
            self.pools.carried(carry, &mut self.found);
        }
        if let Some(act) = &act {
            if part.is_none() && matches!(act, Act::Part) {
                self.found.add(
                    "ledger",
                    line.seq,
                    "part",
                    "is no part that follows the line before",
                );
            }
            self.act(line, act);
        }
        let closed = self.close(line);
        Said { act, part, closed }
    }

    /// Ends the reading: nothing may be missing.
    pub fn end(&mut self, head: Option<&Head>) {
        self.abandon();
        self.claimed.abandon(&mut self.found);
        self.pools.carried(None, &mut self.found);
        self.chain.end(head, &mut self.found);
    }

    /// The line it was read to.
    #[must_use]
    pub fn head(&self) -> Head {
        self.chain.head()
    }

    fn act(&mut self, line: &LedgerEntry, act: &Act<'_>) {
        let found = &mut self.found;
        if !matches!(act, Act::CreditedPart(_)) {
            self.claimed.abandon(found);
        }
        let entries = match act {
            Act::Sale(sale) => sale.entries.as_slice(),
            Act::Amendment(amendment) => amendment.entries.as_slice(),
            Act::Refund(refund) => refund.entries.as_slice(),
            Act::LateEvent(entries) => entries.as_slice(),
            Act::Carry(entry) => std::slice::from_ref(entry),
            Act::TopUp(done) => std::slice::from_ref(&done.result),
            Act::Recount(changes) => {
                for change in changes {
                    self.pools.change(line, change, found);
                }
                &[]
            }
            Act::Head(head) => {
                let before = self.pools.divided(head.distribution);
                let proof = Proof::begin(line, head, before, found);
                if let Some(proof) = &proof {
                    self.pools.close(proof.definition(), head, found);
                }
                self.proof = proof;
                &[]
            }
            Act::Approval(0, approval) => {
                self.pools.approve(approval.distribution, found);
                &[]
            }
            Act::Final(said) => {
                self.pools.end(said.distribution, found);
                &[]
            }
            Act::Credited(head) => {
                let taken = self.pools.taken(head.distribution);
                self.claimed.begin(line, head, &taken, found);
                head.entries.as_slice()
            }
            Act::CreditedPart(part) => {
                self.claimed.take(line, part, found);
                &[]
            }
            Act::Part
            | Act::Claims(_)
            | Act::Release(_)
            | Act::Fulfillment(_)
            | Act::Payout(_)
            | Act::Adjustment(_)
            | Act::Approval(..)
            | Act::Hold(_)
            | Act::HoldEnd(_)
            | Act::Dispute(_)
            | Act::DisputeAnswer(_)
            | Act::Noted => &[],
        };
        for entry in entries {
            self.pools.add(line, entry, found);
        }
    }

    /// The rows of a line that goes on with the distribution that is being read.
    fn part<'l>(&mut self, line: &'l LedgerEntry) -> Option<Part<'l>> {
        let Some(proof) = self.proof.as_mut().filter(|proof| proof.continues(line)) else {
            self.abandon();
            return None;
        };
        match proof.take(line) {
            Ok(part) => Some(part),
            Err(error) => {
                self.does_not_read(line, &error);
                self.proof = None;
                None
            }
        }
    }

    fn does_not_read(&mut self, line: &LedgerEntry, error: &impl std::fmt::Display) {
        let message = format!("does not read: {error}");
        self.found.add("ledger", line.seq, "body", message);
    }

    fn abandon(&mut self) {
        if let Some(proof) = self.proof.take() {
            self.found.add(
                "distributions",
                proof.closed.id.0,
                "",
                "parts of its snapshot are missing from the ledger",
            );
        }
    }

    fn close(&mut self, line: &LedgerEntry) -> Option<Closed> {
        let proof = self.proof.take_if(|proof| proof.is_whole())?;
        let closed = proof.finish(&mut self.found);
        self.pools.leave(line, &closed);
        self.claimed.divided(line, &closed);
        Some(closed)
    }
}
