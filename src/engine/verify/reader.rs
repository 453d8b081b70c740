//! Reads the ledger from its first entry to its last, and checks the chain, the pools and every distribution. It needs nothing
//! but the entries, so it also reads an exported file.

use super::acts::{self, Act};
use super::chain::Chain;
use super::claims::Claimed;
use super::closed::Closed;
use super::findings::Findings;
use super::pools::Pools;
use super::proof::{Part, Proof};
use crate::store::ledger::{Head, LedgerEntry};

#[derive(Debug, Default)]
pub struct Reader {
    chain: Chain,
    pools: Pools,
    proof: Option<Proof>,
    pub claimed: Claimed,
    pub found: Findings,
}

/// An entry that was read.
#[derive(Debug)]
pub struct Said<'l> {
    /// `None` if the entry cannot be read.
    pub act: Option<Act<'l>>,
    /// Its rows, if it is a later part of a distribution.
    pub part: Option<Part<'l>>,
    /// The distribution that it completes.
    pub closed: Option<Closed>,
}

impl Reader {
    pub fn read<'l>(&mut self, line: &'l LedgerEntry) -> Said<'l> {
        self.chain.follow(line, &mut self.found);
        let act = match acts::read(&line.act, line.part, &line.body) {
            Ok(act) => Some(act),
            Err(error) => {
                self.cannot_be_read(line, &error);
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
                    "is not the next part of the entry before",
                );
            }
            self.act(line, act);
        }
        let closed = self.close(line);
        Said { act, part, closed }
    }

    /// Checks that nothing is missing at the end.
    pub fn end(&mut self, head: Option<&Head>) {
        self.abandon();
        self.claimed.abandon(&mut self.found);
        self.pools.carried(None, &mut self.found);
        self.chain.end(head, &mut self.found);
    }

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

    /// The rows of an entry that is the next part of a distribution.
    fn part<'l>(&mut self, line: &'l LedgerEntry) -> Option<Part<'l>> {
        let Some(proof) = self.proof.as_mut().filter(|proof| proof.continues(line)) else {
            self.abandon();
            return None;
        };
        match proof.take(line) {
            Ok(part) => Some(part),
            Err(error) => {
                self.cannot_be_read(line, &error);
                self.proof = None;
                None
            }
        }
    }

    fn cannot_be_read(&mut self, line: &LedgerEntry, error: &impl std::fmt::Display) {
        let message = format!("cannot be read: {error}");
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
