//! Checks an exported ledger without PHP and without a database.
//!
//! Prints one line per distribution and a verdict. Exits with 0 when everything is right, 1 when something is wrong, 2 when the
//! file cannot be checked.

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::process::ExitCode;

use siren::domain::money;
use siren::engine::verify::Closed;
use siren::engine::verify::file::{Verdict, check};

const HELP: &str = "\
Checks a ledger that siren_export_ledger() wrote.

Usage: siren-verify FILE

Every line is hashed again, together with the one before; every pool is summed again from its
entries, and every distribution divided again by its rules. Prints one line for each distribution
and a verdict.

Exits with 0 when all holds, 1 when something is wrong, 2 when the file cannot be checked.
";

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(argument), None) = (arguments.next(), arguments.next()) else {
        eprint!("{HELP}");
        return ExitCode::from(2);
    };
    if argument == "--help" || argument == "-h" {
        return said(&print(HELP));
    }
    if argument == "--version" {
        return said(&print(&format!(
            "siren-verify {}\n",
            env!("CARGO_PKG_VERSION")
        )));
    }
    let path = argument.display();
    let file = match File::open(&argument) {
        Ok(file) => file,
        Err(error) => {
            eprintln!("siren-verify: {path} cannot be read: {error}");
            return ExitCode::from(2);
        }
    };
    let mut told = Ok(());
    let show = |closed: &Closed| {
        if told.is_ok() {
            told = print(&sentence(closed));
        }
    };
    let verdict = match check(BufReader::with_capacity(1 << 20, file), show) {
        Ok(verdict) => verdict,
        Err(error) => {
            eprintln!("siren-verify: {path} {error}");
            return ExitCode::from(2);
        }
    };
    if told.and_then(|()| print(&summary(&verdict))).is_err() {
        return ExitCode::from(2);
    }
    ExitCode::from(u8::from(verdict.found.total > 0))
}

/// An answer that nobody could read is no answer.
fn said(printed: &io::Result<()>) -> ExitCode {
    ExitCode::from(if printed.is_ok() { 0 } else { 2 })
}

fn print(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())
}

fn sentence(closed: &Closed) -> String {
    let amount = |minor| format!("{} {}", money::to_text(minor, closed.units), closed.units);
    let carried = match closed.carried {
        0 => String::new(),
        minor => format!(", {} carried over", amount(minor)),
    };
    let reason = match &closed.reason {
        Some(reason) => format!(" ({reason})"),
        None => String::new(),
    };
    format!(
        "distribution {} of distributor {}, {} to {}: {}{reason}, {} in {} obligations{carried}: {}\n",
        closed.id,
        closed.distributor,
        closed.start,
        closed.end,
        closed.status,
        amount(closed.pool),
        closed.obligations,
        if closed.proven { "right" } else { "WRONG" },
    )
}

fn summary(verdict: &Verdict) -> String {
    let problems = verdict.found.problems.iter().map(|problem| {
        let column = match problem.column.as_str() {
            "" => String::new(),
            column => format!(", {column}"),
        };
        format!(
            "{} {}{column}: {}\n",
            problem.table, problem.id, problem.message
        )
    });
    let counted = format!(
        "{} lines, {} distributions",
        verdict.lines, verdict.distributions
    );
    let last = match verdict.found.total {
        0 => format!(
            "The ledger holds: {counted}, head {}.\n",
            verdict.header.head
        ),
        total => format!("The ledger does NOT hold: {total} problems in {counted}.\n"),
    };
    problems.chain([last]).collect()
}
