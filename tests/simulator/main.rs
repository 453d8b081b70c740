//! A deterministic simulator: seeded scripts of events, sales, refunds, clocks that jump and commits that are lost, run
//! on the engine and on a plain model of the rules, which must agree on every score, pool and cent.
//!
//! `SIMULATOR_SCRIPTS=100000` runs more of them, `SIMULATOR_SEED=123` one again. Contents: `script` (what happens),
//! `model` (the oracle, as naive as can be), `play` (the engine, and the comparison).

mod model;
mod play;
mod script;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many scripts run when nobody says otherwise.
const SCRIPTS: u64 = 1_000;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().expect("a whole number"))
}

#[test]
fn the_engine_agrees_with_the_model() {
    if let Some(seed) = setting("SIMULATOR_SEED") {
        play::play(seed).expect("the engine and the model agree");
        return;
    }
    let scripts = setting("SIMULATOR_SCRIPTS").unwrap_or(SCRIPTS);
    let next = AtomicU64::new(0);
    let failures = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= scripts {
                        return;
                    }
                    if let Err(what) = play::play(seed) {
                        failures
                            .lock()
                            .expect("no thread panics while it holds this")
                            .push((seed, what));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().expect("no thread panicked");
    failures.sort();
    for (seed, what) in failures.iter().take(5) {
        eprintln!("SIMULATOR_SEED={seed}: {what}");
    }
    assert!(
        failures.is_empty(),
        "{} of {scripts} scripts disagree",
        failures.len()
    );
}
