//! The worked cases in `tests/cases/*.json`, each on a new site. `tests/phpt/cases.phpt` runs the same cases through
//! PHP, and `tests/cases/README.md` says how they are written.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value as Json;

use crate::dump::difference;
use crate::world::World;

/// A case as read from its file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub id: String,
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "why", default)]
    _why: String,
    pub steps: Vec<Step>,
}

/// A call with its expected answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub call: String,
    pub args: Vec<Json>,
    /// Number of repetitions; `{n}` counts from 1.
    #[serde(default = "once")]
    repeat: u32,
    pub expect: Option<Json>,
    pub refused: Option<Json>,
    #[serde(rename = "why", default)]
    _why: String,
}

fn once() -> u32 {
    1
}

#[test]
fn every_case_gives_the_expected_result() {
    let wrong: Vec<String> = files().iter().flat_map(|file| run(file)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_case_has_the_name_of_its_file() {
    for file in files() {
        let stem = file
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let id = read(&file).id;
        assert!(
            stem == id || stem.starts_with(&format!("{id}-")),
            "{stem} holds the case {id}"
        );
    }
}

#[test]
fn every_case_named_in_the_rules_exists() {
    let ids: Vec<String> = files().iter().map(|file| read(file).id).collect();
    for number in 1..=29 {
        let id = format!("E{number:02}");
        assert!(
            ids.iter().any(|there| there.starts_with(&id)),
            "{id} is missing"
        );
    }
}

/// The files of all cases.
pub fn files() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let entries = std::fs::read_dir(directory).expect("the directory of cases");
    let paths = entries.map(|entry| entry.expect("an entry of the directory of cases").path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    files
}

/// Reads a case.
pub fn read(file: &Path) -> Case {
    let text = std::fs::read_to_string(file).expect("a case that can be read");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Runs a case; answers the differences from what is expected.
fn run(file: &Path) -> Vec<String> {
    let case = read(file);
    let world = World::new();
    let mut wrong = Vec::new();
    for (number, step) in (1..).zip(&case.steps) {
        for n in 1..=step.repeat {
            let arguments = numbered(&Json::Array(step.args.clone()), n);
            let place = format!("{} step {number} ({})", case.id, step.call);
            match (world.call(&step.call, arguments), &step.refused) {
                (Ok(answer), None) => {
                    if let Some(expected) = &step.expect {
                        compare(&numbered(expected, n), &answer, &place, &mut wrong);
                    }
                }
                (Ok(answer), Some(_)) => {
                    wrong.push(format!("{place}: was to be refused and answered {answer}"));
                }
                (Err(refused), Some(expected)) => {
                    compare(
                        &numbered(expected, n),
                        &refused.to_json(),
                        &place,
                        &mut wrong,
                    );
                }
                (Err(refused), None) => wrong.push(format!("{place}: {refused}")),
            }
        }
    }
    let again = world.folded_again();
    let differences = again.map(|again| difference(world.directory(), again.directory()));
    wrong.extend(
        differences
            .unwrap_or_default()
            .iter()
            .map(|difference| format!("{} folded again: {difference}", case.id)),
    );
    let found = world.ok("siren_verify", Json::Array(Vec::new()));
    let sound = serde_json::json!({"ok": true, "problems": []});
    compare(&sound, &found, &format!("{} verified", case.id), &mut wrong);
    wrong
}

/// Puts the number of the repetition into every text: `{n}` plain, `{nn}` with two digits. A text that is nothing
/// but `{n}` becomes the number itself.
pub fn numbered(value: &Json, n: u32) -> Json {
    match value {
        Json::String(text) if text == "{n}" => n.into(),
        Json::String(text) => text
            .replace("{nn}", &format!("{n:02}"))
            .replace("{n}", &n.to_string())
            .into(),
        Json::Array(items) => items.iter().map(|item| numbered(item, n)).collect(),
        Json::Object(entries) => entries
            .iter()
            .map(|(key, item)| (key.clone(), numbered(item, n)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Json::Null | Json::Bool(_) | Json::Number(_) => value.clone(),
    }
}

/// Every key that is expected must be there with what is expected; a list must be as long and in the same order.
fn compare(expected: &Json, got: &Json, place: &str, wrong: &mut Vec<String>) {
    match (expected, got) {
        (Json::Object(expected), Json::Object(got)) => {
            for (key, value) in expected {
                match got.get(key) {
                    Some(found) => compare(value, found, &format!("{place}.{key}"), wrong),
                    None => wrong.push(format!("{place}.{key}: is not there")),
                }
            }
        }
        (Json::Array(expected), Json::Array(items)) if expected.len() == items.len() => {
            for (index, (one, other)) in expected.iter().zip(items).enumerate() {
                compare(one, other, &format!("{place}[{index}]"), wrong);
            }
        }
        (one, other) if one == other => {}
        (one, other) => wrong.push(format!("{place}: {one} was expected, it is {other}")),
    }
}

#[test]
fn a_difference_is_reported_with_its_location() {
    let check = |expected: &str, got: &str, differences: &[&str]| {
        let (expected, got) = (
            serde_json::from_str(expected).expect("JSON"),
            serde_json::from_str(got).expect("JSON"),
        );
        let mut wrong = Vec::new();
        compare(&expected, &got, "it", &mut wrong);
        assert_eq!(wrong, differences);
    };
    check(r#"{"a": 1}"#, r#"{"a": 1, "b": 2}"#, &[]);
    check(
        r#"{"a": {"b": 1}}"#,
        r#"{"a": {"b": 2}}"#,
        &["it.a.b: 1 was expected, it is 2"],
    );
    check(r#"{"a": null}"#, "{}", &["it.a: is not there"]);
    check(
        "[1, 2]",
        "[2, 1]",
        &[
            "it[0]: 1 was expected, it is 2",
            "it[1]: 2 was expected, it is 1",
        ],
    );
    check("[1]", "[1, 1]", &["it: [1] was expected, it is [1,1]"]);
    check(r#""1""#, "1", &[r#"it: "1" was expected, it is 1"#]);
}
