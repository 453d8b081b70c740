//! Who stands where in the line, and which ties the prizes force a decision on.

use std::ops::Range;

use num_bigint::BigUint;

use crate::domain::division::entrants::Entrant;

/// The place of each contender, counted from 0. `line` is in falling order of scores.
///
/// Those with the same score share the first place of their group, unless the `prizes` for the group's places differ:
/// then whoever reached the score first stands first, and after that the lowest id. An unknown instant counts as later
/// than any known one.
pub(super) fn places(line: &[&Entrant], prizes: &[BigUint]) -> Vec<usize> {
    let mut places = vec![0; line.len()];
    for group in groups(line) {
        if is_contested(&group, prizes) {
            let mut members: Vec<usize> = group.clone().collect();
            members.sort_by_key(|&index| {
                let entrant = line[index];
                (
                    entrant.reached_at.is_none(),
                    entrant.reached_at,
                    entrant.collaborator,
                )
            });
            for (place, index) in group.zip(members) {
                places[index] = place;
            }
        } else {
            places[group.clone()].fill(group.start);
        }
    }
    places
}

/// Those in the line whose tie the `prizes` force a decision on.
pub(in crate::domain) fn contested<'a>(
    line: &[&'a Entrant],
    prizes: &[BigUint],
) -> Vec<&'a Entrant> {
    groups(line)
        .take_while(|group| group.start < prizes.len())
        .filter(|group| is_contested(group, prizes))
        .flat_map(|group| line[group].iter().copied())
        .collect()
}

/// The runs of equal scores.
fn groups(line: &[&Entrant]) -> impl Iterator<Item = Range<usize>> {
    line.chunk_by(|a, b| a.score == b.score)
        .scan(0, |start, chunk| {
            let group = *start..*start + chunk.len();
            *start = group.end;
            Some(group)
        })
}

/// Whether it matters who stands where in the group: its places carry different prizes, none beyond the last.
fn is_contested(group: &Range<usize>, prizes: &[BigUint]) -> bool {
    group
        .clone()
        .any(|place| prizes.get(place) != prizes.get(group.start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::division::tests::entrant;

    fn big(values: &[u64]) -> Vec<BigUint> {
        values.iter().copied().map(BigUint::from).collect()
    }

    /// Contenders with ids from 1 and the given scores.
    fn check(
        scores: &[i64],
        prizes: &[u64],
        expected_places: &[usize],
        expected_contested: &[i64],
    ) {
        let entrants: Vec<Entrant> = (1..)
            .zip(scores)
            .map(|(id, score)| entrant(id, *score))
            .collect();
        let line: Vec<&Entrant> = entrants.iter().collect();
        assert_eq!(places(&line, &big(prizes)), expected_places);
        let contested: Vec<i64> = contested(&line, &big(prizes))
            .iter()
            .map(|entrant| entrant.collaborator.0)
            .collect();
        assert_eq!(contested, expected_contested);
    }

    #[test]
    fn ties_without_prizes_share_a_place() {
        check(&[9, 7, 7, 5], &[], &[0, 1, 1, 3], &[]);
    }

    #[test]
    fn ties_at_equal_prizes_share_a_place() {
        check(&[9, 7, 7, 5], &[50, 25, 25], &[0, 1, 1, 3], &[]);
    }

    #[test]
    fn ties_at_different_prizes_and_at_the_last_prize_are_decided() {
        check(
            &[9, 9, 7, 7, 5, 5],
            &[50, 30, 20],
            &[0, 1, 2, 3, 4, 4],
            &[1, 2, 3, 4],
        );
    }

    #[test]
    fn the_first_to_reach_the_score_stands_first_and_the_unknown_last() {
        let at = |text: &str| Some(text.parse().expect("an RFC 3339 instant"));
        let unknown = entrant(1, 9);
        let late = Entrant {
            reached_at: at("2026-05-28T09:00:00Z"),
            ..entrant(2, 9)
        };
        let early = Entrant {
            reached_at: at("2026-05-20T10:00:00Z"),
            ..entrant(3, 9)
        };
        assert_eq!(
            places(&[&unknown, &late, &early], &big(&[3, 2, 1])),
            [2, 1, 0]
        );
    }
}
