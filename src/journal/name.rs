//! The name of the segment that is written to, and how long a writer relies on its last look at it.

use std::time::Duration;

pub(super) const NAME: &str = "journal.log";

/// How long a writer relies on its last look at the file name. Looking each time would cost a visitor's page as much as the
/// write itself.
pub(super) const LEASE: Duration = Duration::from_millis(20);

/// How long a rotation waits for all leases to expire; twice the lease, because the clocks of two processors may differ by
/// microseconds.
pub(super) const LEASE_EXPIRY: Duration = LEASE.saturating_mul(2);

#[allow(clippy::cast_possible_wrap)] // a kernel flag, far below the sign bit
pub(super) fn no_follow() -> i32 {
    rustix::fs::OFlags::NOFOLLOW.bits() as i32
}
