//! The rules of this code that the compiler does not check: which ring may use which, where SQL, PHP, the clock and floats
//! may occur, what needs a reason beside it, and which words are retired. A failure names the file, the line and the rule.

/// Circular dependencies between files.
#[path = "tidy/circles.rs"]
mod circles;
/// The rules.
#[path = "tidy/rules.rs"]
mod rules;
/// A Rust file as tokens.
#[path = "tidy/source.rs"]
mod source;
/// The words that are no longer used.
#[path = "tidy/words.rs"]
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use rules::{RULES, Rule};
use source::Source;

/// Every file below a directory or file at the top of the repository, as its path from the top and its text; only those
/// that `wanted` accepts by their path.
fn files_below(root: &str, wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let short = |path: &Path| {
        let short = path.strip_prefix(top).expect("it was found under the top");
        short.to_string_lossy().into_owned()
    };
    let mut open = vec![top.join(root)];
    let mut found: Vec<PathBuf> = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the directory can be listed");
            open.extend(entries.map(|entry| entry.expect("the directory can be listed").path()));
        } else if wanted(&short(&path)) {
            found.push(path);
        }
    }
    found.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("it can be read");
        (short(path), text)
    };
    found.iter().map(read).collect()
}

/// Every file of a kind under `src`.
fn files(extension: &str) -> Vec<(String, String)> {
    let ending = format!(".{extension}");
    files_below("src", |path| path.ends_with(&ending))
}

fn sources() -> Vec<Source> {
    let files = files("rs");
    assert!(files.len() > 50, "only {} files were found", files.len());
    files
        .iter()
        .map(|(path, text)| Source::read(path, text))
        .collect()
}

fn check_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_source_keeps_every_rule() {
    let sources = sources();
    let faults: Vec<String> = RULES
        .iter()
        .flat_map(|rule| sources.iter().flat_map(rule))
        .collect();
    check_none(&faults);
}

#[test]
fn no_files_need_each_other_in_a_circle() {
    let sources = sources();
    let circles = circles::circles(&sources);
    let faults = circles
        .iter()
        .map(|circle| format!("these files need each other: {circle:#?}"));
    check_none(&faults.collect::<Vec<String>>());
}

#[test]
fn circles_across_directories_are_found_and_those_within_a_module_are_not() {
    let read = |files: &[(&str, &str)]| -> usize {
        let sources: Vec<Source> = files
            .iter()
            .map(|(path, text)| Source::read(path, text))
            .collect();
        circles::circles(&sources).len()
    };
    let a = ("src/engine/a.rs", "use super::b::{c, d};");
    assert_eq!(
        read(&[a, ("src/engine/b.rs", "fn f() { crate::engine::a::f() }")]),
        1
    );
    assert_eq!(read(&[a, ("src/engine/b.rs", "use crate::store::a;")]), 0);
    assert_eq!(
        read(&[
            a,
            (
                "src/engine/b.rs",
                "#[cfg(test)] mod tests { use super::super::a::f; }"
            )
        ]),
        0
    );
    let b = ("src/engine/b/mod.rs", "mod c; pub use c::f;");
    assert_eq!(
        read(&[
            a,
            b,
            (
                "src/engine/b/c.rs",
                "use super::d; use crate::engine::{b, e};"
            )
        ]),
        0
    );
    assert_eq!(
        read(&[
            a,
            b,
            (
                "src/engine/b/c.rs",
                "use crate::{domain, engine::{e as g, a::{h}}};"
            )
        ]),
        1
    );
}

#[test]
fn every_exception_is_needed() {
    check_none(&rules::unused_exceptions(&sources()));
}

#[test]
fn the_schema_uses_no_float_and_no_clock() {
    let migrations = files("sql");
    assert!(!migrations.is_empty(), "no migration was found");
    for (path, text) in migrations {
        assert_eq!(rules::sql_float(&text), None, "{path}");
        assert!(!rules::asks_clock(&text), "{path}");
    }
}

#[test]
fn no_retired_word_is_used() {
    let mut faults = Vec::new();
    for root in words::ALL {
        let files = files_below(root, words::is_read);
        assert!(!files.is_empty(), "{root} has no file to read");
        faults.extend(
            files
                .iter()
                .flat_map(|(path, text)| words::found(path, text)),
        );
    }
    check_none(&faults);
}

/// Checks how many faults a rule finds in a file.
fn check(rule: Rule, path: &str, text: &str, faults: usize) {
    let found = rule(&Source::read(path, text));
    assert_eq!(found.len(), faults, "{path}: {text}: {found:?}");
}

#[test]
fn rings_point_inwards() {
    let check = |path, text, faults| check(rules::rings, path, text, faults);
    check("src/domain/money.rs", "use crate::store::lists::find;", 1);
    check("src/domain/money.rs", "use crate::domain::units;", 0);
    check(
        "src/journal/mod.rs",
        "fn f() { crate::engine::find::f() }",
        1,
    );
    check(
        "src/store/find.rs",
        "use crate::{domain::ids, engine::{find}, journal};",
        2,
    );
    check(
        "src/engine/find.rs",
        "use crate::{domain, journal, store};",
        0,
    );
    check("src/engine/find.rs", "// crate::binding", 0);
    check("src/binding/find.rs", "use crate::store::lists::find;", 1);
    check("src/binding/mod.rs", "crate::store::sqlite_version()", 0);
    check("src/bin/siren-verify.rs", "use siren::binding::find;", 1);
    check("src/lib.rs", "pub mod store;", 0);
}

#[test]
fn no_path_climbs_out_of_its_ring() {
    let check = |path, text, faults| check(rules::rings, path, text, faults);
    check("src/domain/money.rs", "use super::super::store;", 1);
    check("src/domain/money.rs", "use super::units;", 0);
    check("src/domain/mod.rs", "use super::store;", 1);
    check("src/engine/fold/mod.rs", "use super::json;", 0);
    check(
        "src/engine/find.rs",
        "#[cfg(test)] mod tests { use super::super::json; }",
        0,
    );
}

#[test]
fn php_and_sql_stay_in_their_rings() {
    check(
        rules::php_only_in_binding,
        "src/engine/find.rs",
        "use ext_php_rs::types::Zval;",
        1,
    );
    check(
        rules::php_only_in_binding,
        "src/binding/find.rs",
        "use ext_php_rs::types::Zval;",
        0,
    );
    let check = |path, text, faults| check(rules::sql_only_in_store, path, text, faults);
    check("src/engine/find.rs", "use rusqlite::types::Value;", 1);
    check(
        "src/engine/find.rs",
        r#"db.run("SELECT id FROM events")"#,
        1,
    );
    check(
        "src/engine/find.rs",
        r##"db.run(r#"UPDATE pools SET amount = 1"#)"##,
        1,
    );
    check("src/store/find.rs", r#"db.run("SELECT id FROM events")"#, 0);
    check(
        "src/engine/find.rs",
        r#"f("select one where it fits") // SELECT"#,
        0,
    );
}

#[test]
fn floats_are_found_in_every_notation() {
    let check = |path, text, faults| check(rules::no_floats, path, text, faults);
    check("src/domain/money.rs", "fn f(a: f64) {}", 1);
    check(
        "src/domain/money.rs",
        "a as f32 + b.to_f64() + 1.5 + 2_f64",
        4,
    );
    check("src/domain/money.rs", "pair.0.1 + 15 // 1.5", 0);
    check(
        "src/binding/write.rs",
        "fn serialize_f64(self, _: f64) {}",
        0,
    );
    check("src/binding/write.rs", "fn show(self, amount: f64) {}", 1);
    check(
        "src/store/pools.rs",
        r#""SELECT AVG(amount) FROM pools""#,
        1,
    );
    check("src/engine/find.rs", r#""TOTAL""#, 0);
}

#[test]
fn only_the_binding_reads_the_clock() {
    let check = |path, text, faults| check(rules::clock_only_in_binding, path, text, faults);
    check("src/engine/record.rs", "let now = Utc::now();", 1);
    check("src/engine/record.rs", "std::time::SystemTime::now()", 1);
    check("src/store/meta.rs", r#""SELECT strftime('%s', 'now')""#, 1);
    check("src/engine/run_due/mod.rs", "std::time::Instant::now()", 0);
    check("src/binding/site.rs", "chrono::Utc::now()", 0);
}

#[test]
fn the_domain_is_pure() {
    check(
        rules::domain_is_pure,
        "src/domain/money.rs",
        "std::env::var(name)",
        1,
    );
    check(
        rules::domain_is_pure,
        "src/engine/backup.rs",
        "std::fs::write(path, text)",
        0,
    );
}

#[test]
fn an_unwrap_needs_a_reason() {
    let check = |text, faults| {
        check(
            rules::promises_have_reasons,
            "src/engine/find.rs",
            text,
            faults,
        );
    };
    check("a.unwrap()", 1);
    check("a.expect(\"number\")", 1);
    check("a.expect(\"at most the pool\")", 0);
    check("a.expect(\n\"at most, (so to say) the pool\",\n)", 0);
    check("a.expect(&format!(\"{}\", b))", 1);
    check("found.expect((\"ledger\", 1), &is, &should)", 0);
    check("// It was checked above.\na.unwrap()", 0);
    check("// It was checked above.\n\na.unwrap()", 1);
    check("unreachable!()", 1);
    check("a.unwrap_or(b)", 0);
    check("#[cfg(test)] mod tests { fn f() { a.unwrap() } }", 0);
}

#[test]
fn long_files_must_be_listed_and_short_ones_must_not() {
    let check = |path, lines, faults| {
        check(
            rules::long_files_have_reasons,
            path,
            &"\n".repeat(lines),
            faults,
        );
    };
    let (listed, _) = rules::LONG_FILES[0];
    check("src/engine/new.rs", 450, 0);
    check("src/engine/new.rs", 451, 1);
    check(listed, 451, 0);
    check(listed, 450, 1);
}

#[test]
fn unfinished_work_is_found() {
    let check = |text, faults| check(rules::nothing_is_left_for_later, "src/lib.rs", text, faults);
    check("// TODO: later", 1);
    check("/// FIXME", 1);
    check("dbg!(a); todo!()", 2);
    check("// a list of what to do, todos", 0);
}

#[test]
fn a_record_that_defaults_to_empty_is_found() {
    let check = |path, text, faults| check(rules::no_record_becomes_empty, path, text, faults);
    let engine = "src/engine/settle.rs";
    check(
        engine,
        "let body = serde_json::to_string(&body).unwrap_or_default();",
        1,
    );
    check(
        engine,
        "serde_json::to_value(of(a)).unwrap_or(Json::Null)",
        1,
    );
    check(
        engine,
        "definition.write().to_json().unwrap_or_default()",
        1,
    );
    check(
        engine,
        "let body = serde_json::to_string(&body)?; a.unwrap_or_default();",
        0,
    );
    check(
        "src/binding/site.rs",
        "options.to_json().unwrap_or_default()",
        0,
    );
}
