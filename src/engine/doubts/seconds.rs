//! Students who finished lessons faster than anybody reads: a program, or somebody who clicks through.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Doubt, about, marked};
use crate::domain::doubt::{
    self, AT_ONCE, COMPLETIONS, COURSE_COMPLETED, DoubtKind, FINISHED_AT_ONCE, FIRST_MINUTE,
};
use crate::domain::ids::CollaboratorId;
use crate::domain::points::Points;
use crate::engine::Result;
use crate::store::doubts::{self as stored, Counted};
use crate::store::{Read, json, persons};

/// What the students of one collaborator finished too fast.
pub(super) struct Seconds {
    /// The number of all completions.
    of: usize,
    /// Completions within seconds of others.
    at_once: Vec<Counted>,
    /// Courses that were finished within a minute of the student's first event for the collaborator, with the time of that
    /// event. They are doubtful only if the student has no earlier event at all.
    early: Vec<(Counted, i64)>,
}

impl Seconds {
    pub(super) fn of(events: &[Counted]) -> Seconds {
        let completions: Vec<&Counted> = events
            .iter()
            .filter(|event| COMPLETIONS.contains(&event.kind.as_str()))
            .collect();
        let mut students: BTreeMap<&str, Vec<&Counted>> = BTreeMap::new();
        for event in &completions {
            if let Some(subject) = &event.subject {
                students.entry(subject).or_default().push(event);
            }
        }
        let (mut at_once, mut early) = (Vec::new(), Vec::new());
        for own in students.values_mut() {
            own.sort_by_key(|event| (event.at, event.event));
            for kind in COMPLETIONS {
                let of_kind: Vec<&Counted> = own
                    .iter()
                    .copied()
                    .filter(|event| event.kind == kind)
                    .collect();
                let times: Vec<i64> = of_kind.iter().map(|event| event.at).collect();
                let marks = doubt::crowded(&times, FINISHED_AT_ONCE, AT_ONCE);
                at_once.extend(marked(&of_kind, &marks).into_iter().cloned());
            }
            let Some(first) = own.first().map(|event| event.at) else {
                continue;
            };
            // If the course is a student's only event, nobody knows how long they took.
            let courses = own.iter().filter(|event| event.kind == COURSE_COMPLETED);
            let fast = courses.filter(|event| own.len() > 1 && event.at - first < FIRST_MINUTE);
            early.extend(fast.map(|event| ((*event).clone(), first)));
        }
        Seconds {
            of: completions.len(),
            at_once,
            early,
        }
    }

    pub(super) fn doubt(&self, first: &HashMap<String, i64>, score: &Points) -> Option<Doubt> {
        let mut concerned: Vec<&Counted> = self.at_once.iter().collect();
        for (event, began) in &self.early {
            let known = event
                .subject
                .as_ref()
                .and_then(|subject| first.get(subject));
            if known.is_none_or(|known| known >= began) {
                concerned.push(event);
            }
        }
        concerned.sort_by_key(|event| event.event);
        concerned.dedup_by_key(|event| event.event);
        about(DoubtKind::InSeconds, &concerned, self.of, score)
    }
}

/// The time of the very first event of each student with an early course, under any of their names.
pub(super) fn first_records(
    db: &Read<'_>,
    hasty: &[(CollaboratorId, Seconds)],
) -> Result<HashMap<String, i64>> {
    let early = hasty.iter().flat_map(|(_, seconds)| &seconds.early);
    let subjects: BTreeSet<&String> = early
        .filter_map(|(event, _)| event.subject.as_ref())
        .collect();
    if subjects.is_empty() {
        return Ok(HashMap::new());
    }
    let mut names: Vec<String> = Vec::new();
    let mut whose: HashMap<String, &String> = HashMap::new();
    for subject in subjects {
        let mut own = persons::names_with(db, subject)?;
        own.push(subject.clone());
        for name in own {
            whose.insert(name.clone(), subject);
            names.push(name);
        }
    }
    let mut first: HashMap<String, i64> = HashMap::new();
    for (name, at) in stored::first_records(db, &json::text(&names)?)? {
        if let Some(subject) = whose.get(&name) {
            let known = first.entry((*subject).clone()).or_insert(at);
            *known = at.min(*known);
        }
    }
    Ok(first)
}
