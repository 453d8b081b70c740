//! Of the events of one type and one customer, only one counts for a collaborator in a period (Q30): the first that was not
//! taken back. Who is the same customer is in `engine::customers`; where points are stored is in `store::repeats`.

use super::ids::EventId;

/// The points of one customer's event for a collaborator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worth {
    /// When it happened, in microseconds since 1970.
    pub at: i64,
    /// Of two events at the same instant, the one with the lower id is the first.
    pub event: EventId,
    /// Its points, less what refunds took back.
    pub points: i64,
    /// What was booked so far because it is a repetition; 0 or negative.
    pub booked: i64,
}

/// What remains to be booked for each of the events, which are of one customer, type and collaborator: negative if its
/// points must not count, positive if they count again because an earlier event was taken back.
///
/// An event has several rows if its points have several denominators. If it is the first, all of them count.
#[must_use]
pub fn unbooked(events: &[Worth]) -> Vec<i64> {
    let standing = events.iter().filter(|event| event.points > 0);
    let first = standing
        .min_by_key(|event| (event.at, event.event))
        .map(|event| event.event);
    let each = events.iter().map(|event| {
        let counts = event.points <= 0 || Some(event.event) == first;
        let should = if counts { 0 } else { -event.points };
        should - event.booked
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worth(at: i64, event: i64, points: i64, booked: i64) -> Worth {
        Worth {
            at,
            event: EventId(event),
            points,
            booked,
        }
    }

    #[test]
    fn only_the_first_counts() {
        assert!(unbooked(&[]).is_empty());
        assert_eq!(unbooked(&[worth(5, 1, 10, 0)]), [0]);
        let recorded_late = [worth(5, 1, 10, 0), worth(4, 2, 10, 0), worth(6, 3, 7, 0)];
        assert_eq!(unbooked(&recorded_late), [-10, 0, -7]);
        let simultaneous = [worth(5, 2, 10, 0), worth(5, 1, 10, 0)];
        assert_eq!(unbooked(&simultaneous), [-10, 0]);
    }

    #[test]
    fn the_next_counts_once_the_first_is_refunded() {
        let first_refunded = [
            worth(1, 1, 0, 0),
            worth(2, 2, 10, -10),
            worth(3, 3, 10, -10),
        ];
        assert_eq!(unbooked(&first_refunded), [0, 10, 0]);
        let refund_undone = [worth(1, 1, 10, 0), worth(2, 2, 10, 0)];
        assert_eq!(unbooked(&refund_undone), [0, -10]);
        let repetition_refunded = [worth(1, 1, 10, 0), worth(2, 2, 0, -10)];
        assert_eq!(unbooked(&repetition_refunded), [0, 10]);
    }
}
