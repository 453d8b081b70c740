//! Scripts on which the engine and the model once disagreed, and which no seed produces any more.

use crate::play::play;
use crate::script::{Kind, Line, Rules, Script, Source, Step, Structure, TakenLine, Takes};

fn agree(distributor: Rules, steps: Vec<Step>) {
    let script = Script {
        kind: Kind::Pauses,
        collaborators: 2,
        distributors: vec![distributor],
        steps,
    };
    if let Err(failure) = play(&script) {
        panic!("{}: {}", failure.step, failure.what);
    }
}

#[test]
fn an_undo_recorded_during_a_pause_and_dated_after_it() {
    let share = |permille, shipping, only| Source::Share {
        permille,
        shipping,
        only,
    };
    let rules = Rules {
        every: "month",
        days: 2,
        timezone: "America/New_York",
        metrics: vec![("lesson_completed", 1, false)],
        count_free: false,
        minimum_amount: None,
        sources: vec![share(97, false, Some("course")), share(85, true, None)],
        floor: None,
        cap: None,
        structure: Structure::Ladder(vec![50, 50], false),
        minimum: 0,
        cap_permille: None,
        hold_inactive: true,
        house: false,
        write_off: false,
        clawback: true,
        grace_minutes: 0,
        hold_days: 0,
    };
    let line = |amount, product| Line {
        amount,
        quantity: 1,
        shipping: false,
        product,
        owners: Vec::new(),
    };
    let pause = |now| Step::Pause {
        distributor: 0,
        now,
    };
    let resume = |now| Step::Resume {
        distributor: 0,
        now,
    };
    let taken = TakenLine {
        line: 0,
        amount: None,
        quantity: None,
    };
    let steps = vec![
        pause(1_772_605_139),
        resume(1_773_334_760),
        Step::Sale {
            id: 1,
            at: 1_772_582_400,
            who: Vec::new(),
            lines: vec![line(33_899, "course"), line(50_000, "book")],
            now: 1_774_510_057,
        },
        pause(1_774_528_415),
        Step::Refund {
            sale: 1,
            id: 2,
            at: 1_773_984_897,
            takes: Takes::Lines(vec![taken]),
            now: 1_774_528_415,
        },
        // The clock was set back.
        Step::Undo {
            sale: 1,
            id: 2,
            at: 1_777_037_131,
            now: 1_774_210_814,
        },
        resume(1_776_898_346),
        Step::Look,
        Step::Run {
            now: 1_776_983_930,
            limit: None,
            confirmed: true,
        },
    ];
    agree(rules, steps);
}
