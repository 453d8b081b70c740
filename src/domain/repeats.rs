//! Of one customer, one event of a type counts for a collaborator in a period (Q30): the first that still stands.
//! Not here: who is one customer (`engine::customers`), or where points are kept (`store::repeats`).

use super::ids::EventId;

/// What an event of a customer's is worth to a collaborator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worth {
    /// When it happened, in microseconds since 1970.
    pub at: i64,
    /// Which. Of two events of one instant the one with the lower number is the first.
    pub event: EventId,
    /// Its points, less what refunds took back of them.
    pub points: i64,
    /// What was booked so far because it came again; 0 or negative.
    pub booked: i64,
}

/// What is still to be booked for each event of one customer's, type and collaborator, in their order: negative where its
/// points are not to count, positive where they are to count again because the event before it does not stand any more.
///
/// An event is several rows where its points have several denominators; it is the first with all of them.
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
    fn only_the_first_that_stands_counts() {
        assert!(unbooked(&[]).is_empty());
        assert_eq!(unbooked(&[worth(5, 1, 10, 0)]), [0]);
        let told_late = [worth(5, 1, 10, 0), worth(4, 2, 10, 0), worth(6, 3, 7, 0)];
        assert_eq!(unbooked(&told_late), [-10, 0, -7]);
        let of_one_instant = [worth(5, 2, 10, 0), worth(5, 1, 10, 0)];
        assert_eq!(unbooked(&of_one_instant), [-10, 0]);
    }

    #[test]
    fn the_next_counts_once_the_first_is_given_back() {
        let before = [
            worth(1, 1, 0, 0),
            worth(2, 2, 10, -10),
            worth(3, 3, 10, -10),
        ];
        assert_eq!(unbooked(&before), [0, 10, 0]);
        let and_the_first_again = [worth(1, 1, 10, 0), worth(2, 2, 10, 0)];
        assert_eq!(unbooked(&and_the_first_again), [0, -10]);
        let what_never_counted_is_given_back = [worth(1, 1, 10, 0), worth(2, 2, 0, -10)];
        assert_eq!(unbooked(&what_never_counted_is_given_back), [0, 10]);
    }
}
