//! A deterministic simulator. It runs seeded scripts of events, sales, refunds, edits, pauses, clock jumps and lost commits
//! on the engine and on a naive model of the rules, which must agree on every score, pool and cent.
//!
//! `SIMULATOR_SCRIPTS=100000` runs more scripts, `SIMULATOR_FROM=5000` begins at another seed. `SIMULATOR_SEED=123` runs one
//! script; if engine and model disagree, it removes all steps that are not needed for that and prints the rest. Modules:
//! `script` (the steps), `known` (scripts that once failed), `model` (the oracle), `play` (the engine, and the comparison),
//! `refold` (the log of a script, folded again in another way).

#[path = "../engine/dump.rs"]
mod dump;
mod known;
mod model;
mod play;
mod refold;
mod script;

use std::sync::atomic::{AtomicU64, Ordering};

use play::Disagreement;
use script::Script;

/// How many scripts run by default.
const SCRIPTS: u64 = 1_000;

/// The number of disagreements after which to stop.
const ENOUGH: u64 = 20;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().expect("a whole number"))
}

#[test]
fn the_engine_agrees_with_the_model() {
    if let Some(seed) = setting("SIMULATOR_SEED") {
        let script = Script::from_seed(seed);
        if let Err(failure) = play::play(&script) {
            explain(script, &failure);
        }
        return;
    }
    let scripts = setting("SIMULATOR_SCRIPTS").unwrap_or(SCRIPTS);
    let from = setting("SIMULATOR_FROM").unwrap_or(0);
    let next = AtomicU64::new(0);
    let failures = AtomicU64::new(0);
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while failures.load(Ordering::Relaxed) < ENOUGH {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= scripts {
                        return;
                    }
                    let seed = from + number;
                    if let Err(failure) = play::play(&Script::from_seed(seed)) {
                        failures.fetch_add(1, Ordering::Relaxed);
                        eprintln!("SIMULATOR_SEED={seed}: {}: {}", failure.step, failure.what);
                    }
                }
            });
        }
    });
    let (failures, done) = (failures.into_inner(), next.into_inner().min(scripts));
    assert_eq!(failures, 0, "of {done} scripts");
}

fn explain(mut script: Script, failure: &Disagreement) {
    shrink(&mut script, &failure.what);
    for rules in &script.distributors {
        eprintln!("{rules:?}");
    }
    for step in &script.steps {
        eprintln!("{step:?}");
    }
    let failure = play::play(&script).expect_err("it still fails");
    panic!("{}: {}", failure.step, failure.what);
}

/// Removes all steps without which engine and model still disagree in the same way.
fn shrink(script: &mut Script, what: &str) {
    let subject = |what: &str| -> String {
        let subject = what.split(':').next().unwrap_or_default();
        subject.chars().filter(|c| !c.is_ascii_digit()).collect()
    };
    let fails = |script: &Script| {
        play::play(script).is_err_and(|failure| subject(&failure.what) == subject(what))
    };
    // From the end, so that the indexes of the other steps stay valid.
    while script.distributors.len() > 1
        && let Some(rules) = script.distributors.pop()
    {
        if !fails(script) {
            script.distributors.push(rules);
            break;
        }
    }
    let mut length = script.steps.len() + 1;
    while script.steps.len() < length {
        length = script.steps.len();
        for index in (0..length).rev() {
            let step = script.steps.remove(index);
            if !fails(script) {
                script.steps.insert(index, step);
            }
        }
    }
}
