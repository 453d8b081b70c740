//! What is made from the engine: what an editor knows about the PHP functions, their documentation, and the catalogue of its
//! texts for people.
//! `WRITE=1` writes them anew.

#[path = "reference/api.rs"]
mod api;
#[path = "reference/functions.rs"]
mod functions;
#[path = "reference/messages.rs"]
mod messages;
#[path = "reference/shape.rs"]
mod shape;
#[path = "reference/stub.rs"]
mod stub;

use std::collections::BTreeSet;
use std::path::Path;

/// Compares a file with what it should hold, or writes that.
fn check(file: &str, fresh: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("WRITE").is_some() {
        std::fs::write(&path, fresh).expect("the file can be written");
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let line = kept
        .lines()
        .zip(fresh.lines())
        .position(|(kept, fresh)| kept != fresh);
    assert!(
        kept == fresh,
        "{file} is out of date from line {}; run: make reference",
        line.map_or(kept.lines().count().min(fresh.lines().count()), |line| line) + 1
    );
}

#[test]
fn the_stub_matches_the_calls() {
    check("php/siren.stub.php", &stub::text());
}

#[test]
fn the_api_documentation_matches_the_calls() {
    check("docs/api.md", &api::text());
}

#[test]
fn the_message_catalogue_matches_the_templates() {
    check("php/includes/EngineMessages.php", &messages::text());
}

#[test]
fn every_argument_and_every_part_of_an_answer_is_described() {
    let mut missing = Vec::new();
    for function in functions::all() {
        let name = function.name();
        assert!(!function.about.is_empty(), "{name}() is not described");
        let parts = [("argument", &function.input), ("answer", &function.answer)];
        for (what, schema) in parts {
            let bare = shape::rows(schema)
                .into_iter()
                .filter(|row| row.about.is_empty());
            missing.extend(bare.map(|row| format!("{name}(): {what} {}", row.path)));
        }
    }
    assert!(missing.is_empty(), "not described:\n{}", missing.join("\n"));
}

#[test]
fn every_template_is_in_the_catalogue() {
    let known: BTreeSet<&str> = siren::engine::messages::all()
        .map(|template| template.code)
        .collect();
    let declared = messages::declared();
    let missing: Vec<&String> = declared
        .iter()
        .filter(|code| !known.contains(code.as_str()))
        .collect();
    assert!(missing.is_empty(), "not in `engine::messages`: {missing:?}");
    assert_eq!(declared.len(), known.len(), "each is declared once");
}
