//! Whether the time that a heartbeat is given can be trusted. A heartbeat with a wrong clock would close every period up to
//! that time, and today's sales would count years from now, so a doubtful time waits until someone confirms it.

use serde::Serialize;

use super::instant::Instant;

/// How many days after the last sign of life a time is still trusted.
pub const SILENT_DAYS: u32 = 90;

/// How far the clocks of two machines of one site may differ.
const CLOCK_SKEW_MINUTES: u32 = 5;

#[derive(Debug, Clone, Copy)]
pub struct Clocks {
    /// The time that the caller gave.
    pub now: Instant,
    pub machine: Instant,
}

impl From<Instant> for Clocks {
    /// For callers whose time is the machine's own.
    fn from(now: Instant) -> Clocks {
        Clocks { now, machine: now }
    }
}

/// A time that is not acted upon until someone confirms it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Unconfirmed {
    /// The time that the caller gave.
    pub now: Instant,
    /// `after_long_silence` or `ahead_of_the_machine`.
    pub reason: &'static str,
    /// The last sign of life, or the machine's clock.
    pub compared_with: Instant,
}

/// What is doubtful about a time; `None` if it can be trusted. A site without any sign of life has nothing to lose yet.
#[must_use]
pub fn doubt(clocks: Clocks, last_sign: Option<Instant>) -> Option<Unconfirmed> {
    let doubtful = |reason, compared_with| Unconfirmed {
        now: clocks.now,
        reason,
        compared_with,
    };
    if clocks.now > clocks.machine.plus_minutes(CLOCK_SKEW_MINUTES) {
        return Some(doubtful("ahead_of_the_machine", clocks.machine));
    }
    let last = last_sign.filter(|last| clocks.now > last.plus_days(SILENT_DAYS))?;
    Some(doubtful("after_long_silence", last))
}

/// The last sign that follows a trusted one without a long silence in between. A page that is opened while the clock is
/// wrong records the wrong time too, which is not a sign of life.
#[must_use]
pub fn last_sign(trusted: Instant, mut signs: Vec<Instant>) -> Instant {
    signs.sort_unstable();
    let follow = |last: Instant, sign: Instant| {
        if sign > last && sign <= last.plus_days(SILENT_DAYS) {
            sign
        } else {
            last
        }
    };
    signs.into_iter().fold(trusted, follow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::from_rfc3339(text).expect("an instant")
    }

    const MAY: &str = "2026-05-01T00:00:00Z";

    #[test]
    fn a_time_is_trusted_for_90_days_after_the_last_sign_of_life() {
        let doubt = |now: &str| doubt(Clocks::from(at(now)), Some(at(MAY)));
        assert_eq!(doubt("2026-07-30T00:00:00Z"), None);
        let late = doubt("2026-07-30T00:00:01Z").expect("a doubt");
        assert_eq!(
            (late.reason, late.compared_with),
            ("after_long_silence", at(MAY))
        );
        assert_eq!(doubt("1970-01-01T00:00:00Z"), None);
    }

    #[test]
    fn a_time_ahead_of_the_machine_is_doubtful() {
        let doubt = |now: &str| {
            let machine = at(MAY);
            doubt(
                Clocks {
                    now: at(now),
                    machine,
                },
                Some(machine),
            )
            .map(|doubt| doubt.reason)
        };
        assert_eq!(doubt("2026-05-01T00:05:00Z"), None);
        assert_eq!(doubt("2026-05-01T00:05:01Z"), Some("ahead_of_the_machine"));
    }

    #[test]
    fn a_record_of_a_wrong_clock_is_not_a_sign_of_life() {
        let signs = [
            "2036-05-01T00:00:00Z",
            "2026-09-01T00:00:00Z",
            "2026-07-01T00:00:00Z",
        ];
        let last = last_sign(at(MAY), signs.iter().map(|sign| at(sign)).collect());
        assert_eq!(last, at("2026-09-01T00:00:00Z"));
    }
}
