//! An exported ledger, and the program that checks it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use siren::engine::verify::export::export;
use siren::engine::verify::file::{Verdict, check};

use super::history::rich;
use super::site::World;

fn exported(world: &World) -> Vec<u8> {
    let path = world.path("ledger.jsonl");
    let made = export(&world.site, &path.display().to_string()).expect("a new file");
    let bytes = fs::read(path).expect("the file");
    assert_eq!(made.bytes, bytes.len() as u64);
    bytes
}

/// The problems of a file; empty if it verifies.
fn problems(bytes: &[u8]) -> Vec<String> {
    match check(bytes, |_| {}) {
        Ok(Verdict { found, .. }) => found
            .problems
            .into_iter()
            .map(|problem| problem.message)
            .collect(),
        Err(unreadable) => vec![unreadable.to_string()],
    }
}

#[test]
fn an_exported_ledger_verifies_like_the_original() {
    let world = rich();
    let report = world.verify();
    let bytes = exported(&world);
    let mut proven = 0;
    let verdict = check(bytes.as_slice(), |closed| {
        assert!(closed.proven);
        proven += 1;
    });
    let verdict = verdict.expect("a ledger");
    assert_eq!(verdict.found.problems, []);
    assert_eq!(
        (verdict.lines, verdict.header.head),
        (report.checked.lines, report.checked.head)
    );
    assert_eq!(
        (verdict.distributions, proven),
        (report.checked.distributions, report.checked.distributions)
    );
}

#[test]
fn one_flipped_bit_anywhere_in_a_file_is_detected() {
    let bytes = exported(&rich());
    // Every byte of the header and of some lines, and a sample of the rest; each time another bit.
    let dense = bytes.len().min(2_000);
    let places = (0..dense).chain((dense..bytes.len()).step_by(211));
    for (turn, place) in places.enumerate() {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1 << (turn % 8);
        assert!(
            !problems(&flipped).is_empty(),
            "byte {place}, bit {}",
            turn % 8
        );
    }
}

#[test]
fn a_missing_repeated_or_moved_line_is_detected() {
    let bytes = exported(&rich());
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    assert!(problems(&lines.concat()).is_empty());
    for place in 1..lines.len() {
        let mut missing = lines.clone();
        missing.remove(place);
        assert!(
            !problems(&missing.concat()).is_empty(),
            "without line {place}"
        );
        let mut doubled = lines.clone();
        doubled.insert(place, lines[place]);
        assert!(
            !problems(&doubled.concat()).is_empty(),
            "with line {place} twice"
        );
        if place > 1 {
            let mut swapped = lines.clone();
            swapped.swap(place - 1, place);
            assert!(
                !problems(&swapped.concat()).is_empty(),
                "with line {place} earlier"
            );
        }
    }
}

#[test]
fn a_file_that_is_no_ledger_is_reported_as_such() {
    for (bytes, said) in [
        (&b""[..], "it is empty"),
        (b"{}\n", "its first line cannot be read"),
        (
            b"{\"siren_ledger\":7,\"lines\":0,\"head\":\"\"}\n",
            "it has format 7",
        ),
        (b"\xff\xfe\n", "it is not UTF-8"),
    ] {
        let problems = problems(bytes);
        assert!(problems[0].contains(said), "{problems:?}");
    }
}

#[test]
fn an_export_overwrites_no_file_and_only_its_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let world = rich();
    exported(&world);
    let path = world.path("ledger.jsonl");
    let mode = fs::metadata(&path).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    for (path, said) in [
        (path.display().to_string(), "already exists"),
        ("ledger.jsonl".to_owned(), "expected an absolute path"),
        (
            world.path("no/ledger.jsonl").display().to_string(),
            "whose directory does not exist",
        ),
    ] {
        let refused = export(&world.site, &path)
            .expect_err("a refusal")
            .to_string();
        assert!(refused.contains(said), "{refused}");
    }
}

fn program(argument: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_siren-verify"))
        .arg(argument)
        .output()
        .expect("the program")
}

#[test]
fn the_exit_code_of_the_program_follows_from_what_it_found() {
    let world = rich();
    let bytes = exported(&world);
    let path = world.path("ledger.jsonl");

    let good = program(&path);
    let said = String::from_utf8(good.stdout).expect("text");
    assert_eq!(good.status.code(), Some(0), "{said}");
    assert!(
        said.lines()
            .last()
            .is_some_and(|line| line.starts_with("The ledger holds: ")),
        "{said}"
    );
    let count = usize::try_from(world.verify().checked.distributions).expect("a few");
    assert_eq!(
        said.lines()
            .filter(|line| line.starts_with("distribution ") && line.ends_with(": right"))
            .count(),
        count
    );

    // A larger amount, with the hash of the line unchanged.
    let text = String::from_utf8(bytes).expect("text");
    let bad = text.replacen("\\\"distributed\\\":\\\"", "\\\"distributed\\\":\\\"9", 1);
    assert_ne!(bad, text);
    let bad_path = world.path("bad.jsonl");
    fs::write(&bad_path, bad).expect("a file");
    let bad = program(&bad_path);
    let said = String::from_utf8(bad.stdout).expect("text");
    assert_eq!(bad.status.code(), Some(1), "{said}");
    assert_eq!(
        said.lines()
            .filter(|line| line.ends_with(": WRONG"))
            .count(),
        1,
        "{said}"
    );
    assert!(
        said.contains("The ledger does NOT hold: 2 problems"),
        "{said}"
    );

    for (argument, code, said) in [
        (world.path("nothing"), 2, "cannot be read"),
        (world.path("siren.sqlite3"), 2, "is not an exported ledger"),
        ("--help".into(), 0, "Usage: siren-verify FILE"),
    ] {
        let output = program(&argument);
        let all = [output.stdout, output.stderr].concat();
        assert_eq!(output.status.code(), Some(code));
        assert!(
            String::from_utf8_lossy(&all).contains(said),
            "{}",
            argument.display()
        );
    }
}

#[test]
fn impossible_numbers_are_detected_without_a_panic() {
    let bytes = exported(&rich());
    let text = String::from_utf8(bytes).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    let extremes = ["9223372036854775807", "-9223372036854775808", "-1", "0"];
    let mut tried = 0;
    for place in 1..lines.len() {
        for (number, (from, to)) in numbers(lines[place]).into_iter().enumerate() {
            // Every number outside the body, and in the body a sample that moves on from line to line.
            if number > 3 && (number + place) % 7 != 0 {
                continue;
            }
            let extreme = extremes[(number + place) % extremes.len()];
            if &lines[place][from..to] == extreme {
                continue;
            }
            let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            changed[place].replace_range(from..to, extreme);
            assert!(
                !problems(changed.join("\n").as_bytes()).is_empty(),
                "{}",
                changed[place]
            );
            tried += 1;
        }
    }
    assert!(tried > 300, "{tried}");
    // The reported line, as the head and with another line after it.
    let last = r#""seq":9223372036854775807"#;
    let first = text.replacen(r#""seq":1,"#, &format!("{last},"), 1);
    assert!(
        problems(first.as_bytes())
            .iter()
            .any(|problem| problem.contains("9223372036854775807"))
    );
}

/// The positions of the numbers in a line.
fn numbers(line: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = None;
    for (at, sign) in line.char_indices() {
        let starts = from.is_none() && (sign.is_ascii_digit() || sign == '-');
        let before = at.checked_sub(1).map(|at| line.as_bytes()[at]);
        if starts && matches!(before, Some(b':' | b'[' | b',')) {
            from = Some(at);
        } else if let Some(start) = from.filter(|_| !sign.is_ascii_digit()) {
            if matches!(sign, ',' | '}' | ']') {
                found.push((start, at));
            }
            from = None;
        }
    }
    found
}
