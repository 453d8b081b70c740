//! `docs/api.md`.

use std::fmt::Write as _;

use super::functions::{self, Function, Part};
use super::shape::{self, Row};

const HEAD: &str = "# The PHP functions

Made from the calls of the engine by `make reference`; do not edit. Editors and analysers read the same from
[`php/siren.stub.php`](../php/siren.stub.php), and programs from `siren_describe()`.

**Conventions.** Amounts are decimal strings in major units, such as `\"12.34\"`; floats are refused. An *instant* is an
RFC 3339 string with an offset, such as `2026-05-01T00:00:00-04:00`; answers use UTC. Ids are integers. An unknown key is
refused by its name. A null stands for a value that is absent. Problems inside the last array argument are named without
its name: `by`, not `details.by`.

**Errors.** Every function can throw `Siren\\Exception\\InvalidInput`, whose `problems()` names each problem with its
path, and `Siren\\Exception\\StorageFailure`, whose message says what is wrong with the storage and what to do. Others
stand beside the function. All extend `Siren\\Exception\\SirenException`. Beside each English `message` of a problem its
`message_parts` are a code and values, for whoever words it in another language; `parts()` of any other exception are those
of its message.
";

/// The whole file.
pub fn text() -> String {
    let mut out = HEAD.to_owned();
    let functions = functions::all();
    for part in Part::ALL {
        let (heading, _) = part.heading();
        let names = functions.iter().filter(|function| function.part == part);
        let links: Vec<String> = names
            .map(|function| format!("[`{0}`](#{0})", function.name()))
            .collect();
        let _ = write!(out, "\n- **{heading}**: {}", links.join(" · "));
    }
    out.push('\n');
    for part in Part::ALL {
        let (heading, about) = part.heading();
        let _ = write!(out, "\n## {heading}\n\n{about}\n");
        for function in functions.iter().filter(|function| function.part == part) {
            add(function, &mut out);
        }
    }
    out
}

fn add(function: &Function, out: &mut String) {
    let _ = write!(
        out,
        "\n<a id=\"{0}\"></a>\n### {0}\n\n```php\n{1}\n```\n\n{2}\n",
        function.name(),
        function.signature(),
        function.about
    );
    let given = shape::rows(&function.input);
    if !given.is_empty() {
        let _ = write!(out, "\n| argument | type | | |\n|---|---|---|---|\n");
        for row in &given {
            let _ = writeln!(out, "{}", argument(row));
        }
    }
    let answered = shape::rows(&function.answer);
    if !answered.is_empty() {
        let null = if function.can_answer_null {
            ", or null"
        } else {
            ""
        };
        let _ = write!(
            out,
            "\n<details><summary>Answer: <code>{}</code>{null}</summary>\n\n| | type | |\n|---|---|---|\n",
            summary(&function.answer)
        );
        for row in &answered {
            let _ = writeln!(out, "| `{}` | {} | {} |", row.path, row.kind, meaning(row));
        }
        out.push_str("\n</details>\n");
    }
    for (class, when) in &function.refusals {
        let _ = write!(out, "\nThrows `{class}` when {when}.\n");
    }
}

fn summary(answer: &serde_json::Value) -> &'static str {
    if answer["type"] == "array" {
        "list of arrays"
    } else {
        "array"
    }
}

fn argument(row: &Row) -> String {
    let presence = match (&row.default, row.is_required) {
        (Some(default), _) => format!("default `{default}`"),
        (None, true) => "required".to_owned(),
        (None, false) => String::new(),
    };
    format!(
        "| `{}` | {} | {presence} | {} |",
        row.path,
        row.kind,
        meaning(row)
    )
}

fn meaning(row: &Row) -> String {
    let of: Vec<String> = row.of.iter().map(|form| format!("`{form}`")).collect();
    let of = match of.as_slice() {
        [] => String::new(),
        some => format!("{}: ", some.join(", ")),
    };
    let words = row.words.iter().map(|(word, meaning)| {
        if meaning.is_empty() {
            format!("`{word}`")
        } else {
            format!("`{word}`: {}", lower_case(meaning.trim_end_matches('.')))
        }
    });
    let words = words.collect::<Vec<_>>().join("; ");
    match (row.about.is_empty(), words.is_empty()) {
        (false, false) => format!("{of}{} ({words})", row.about.trim_end_matches('.')),
        _ => format!("{of}{}{words}", row.about),
    }
    .replace('|', "\\|")
    .replace('\n', " ")
}

fn lower_case(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
