//! `php/siren.stub.php`.

use std::fmt::Write as _;

use super::functions::{self, Function};
use super::shape;

/// How wide a comment may be.
const WIDTH: usize = 120;

const HEAD: &str = "<?php
/**
 * What the extension `siren` declares, for editors and analysers. Nothing loads this file: the extension itself brings
 * these functions and classes.
 *
 * Made from the calls of the engine; `make reference` writes it anew.
 *
 * @package Siren\\Distributors
 */

namespace {
";

const EXCEPTIONS: &str = "}

namespace Siren\\Exception {

\t/** What every exception of Siren's is. */
\tclass SirenException extends \\RuntimeException {
\t\tpublic $parts;

\t\t/**
\t\t * The message in parts, as answers have them beside their English: the code of a template, and what stands in it, such as
\t\t * `['code' => 'no_payout', 'values' => ['id' => ['type' => 'text', 'text' => '7']]]`. Null where `problems()` says it: each
\t\t * problem has parts of its own.
\t\t *
\t\t * @return array{code: string, values: array<string, array<string, mixed>>}|null
\t\t */
\t\tpublic function parts(): ?array {}
\t}

\t/** The input is wrong; `problems()` names every problem with its path. */
\tclass InvalidInput extends \\Siren\\Exception\\SirenException {
\t\tpublic $problems;

\t\t/**
\t\t * What is wrong, such as `['path' => 'pool.sources[0].percent', 'message' => '…', 'message_parts' => …]`: the parts are
\t\t * those of the message, a code and values.
\t\t *
\t\t * @return list<array{path: string, message: string, message_parts: array{code: string, values: array<string, array<string, mixed>>}}>
\t\t */
\t\tpublic function problems(): array {}
\t}

\t/** There is no such row. */
\tclass NotFound extends \\Siren\\Exception\\SirenException {}

\t/** The state does not allow it; of several rows, `problems()` names each. */
\tclass Conflict extends \\Siren\\Exception\\SirenException {
\t\tpublic $problems;

\t\t/**
\t\t * Which rows are in the way, such as `['path' => 'ids[2]', 'message' => '…', 'message_parts' => …]`; empty where one is
\t\t * asked about.
\t\t *
\t\t * @return list<array{path: string, message: string, message_parts: array{code: string, values: array<string, array<string, mixed>>}}>
\t\t */
\t\tpublic function problems(): array {}
\t}

\t/** The data is busy, full, read-only, corrupt or unreachable; the message says which, and what to do. */
\tclass StorageFailure extends \\Siren\\Exception\\SirenException {}
}
";

/// The whole file.
pub fn text() -> String {
    let mut out = HEAD.to_owned();
    for function in functions::all() {
        out.push('\n');
        out.push_str(&docblock(&function));
        let _ = writeln!(out, "\t{} {{}}", function.signature());
    }
    out.push_str(EXCEPTIONS);
    out
}

fn docblock(function: &Function) -> String {
    let mut lines = wrapped(function.about, "");
    let mut tags = Vec::new();
    for parameter in &function.parameters {
        let null = if parameter.is_required { "" } else { "|null" };
        let about = parameter.schema["description"].as_str().unwrap_or_default();
        let kind = shape::php(&parameter.schema);
        tags.push(
            format!("@param {kind}{null} ${} {about}", parameter.name)
                .trim_end()
                .to_owned(),
        );
    }
    if !function.answer.is_null() {
        tags.push(format!("@return {}", shape::php(&function.answer)));
        tags.push("@throws \\Siren\\Exception\\InvalidInput".to_owned());
        for (class, when) in &function.refusals {
            tags.push(format!(
                "@throws \\Siren\\Exception\\{class} {}",
                capitalised(when)
            ));
        }
        tags.push("@throws \\Siren\\Exception\\StorageFailure".to_owned());
    }
    lines.push(String::new());
    lines.extend(tags);
    let lines = lines
        .iter()
        .map(|line| format!("\t * {line}").trim_end().to_owned() + "\n");
    format!(
        "\t/**\n{}\t */\n",
        lines.collect::<String>().replace("*/", "* /")
    )
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// A text in lines.
fn wrapped(text: &str, indent: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = indent.to_owned();
    for word in text.split_whitespace() {
        if line.len() > indent.len() && line.len() + word.len() + 1 > WIDTH - 4 {
            lines.push(std::mem::replace(&mut line, indent.to_owned()));
        }
        if line.len() > indent.len() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}
