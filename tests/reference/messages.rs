//! `php/includes/EngineMessages.php`: the engine's templates as texts that WordPress translates.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use siren::domain::message::Template;
use siren::engine::messages;

const HEAD: &str = "<?php
/**
 * The engine's texts for people.
 *
 * Made from the engine's templates; `make reference` writes it anew.
 *
 * @package Siren\\Distributors
 */

declare(strict_types=1);

namespace Siren\\Distributors;

\\defined( 'ABSPATH' ) || exit;

/**
 * The templates by code, with placeholders in the order of the names. {@see Wording} fills them.
 */
final class EngineMessages {

\t/** The names of the values, in the order of their placeholders. */
\tpublic const NAMES = [
";

const TEXT: &str = "\t];

\t/**
\t * A template in the site's language; null for a code of a newer engine.
\t *
\t * @param string $code  Template.
\t * @param int    $count How many its first value counts; it decides the form where there are several.
\t */
\tpublic static function text( string $code, int $count ): ?string {
\t\tswitch ( $code ) {
";

const END: &str = "\t\t}
\t\treturn null;
\t}
}
";

/// The whole file.
pub fn text() -> String {
    let mut out = HEAD.to_owned();
    let width = messages::all().map(|template| template.code.len()).max();
    let width = width.unwrap_or(0) + 2;
    for template in messages::all() {
        let names: Vec<String> = template
            .names
            .iter()
            .map(|(name, _)| format!("'{name}'"))
            .collect();
        let names = match names.as_slice() {
            [] => "[]".to_owned(),
            names => format!("[ {} ]", names.join(", ")),
        };
        let code = format!("'{}'", template.code);
        let _ = writeln!(out, "\t\t{code:width$} => {names},");
    }
    out.push_str(TEXT);
    for template in messages::all() {
        let _ = writeln!(out, "\t\t\tcase '{}':", template.code);
        if is_translated(template) {
            if let Some(note) = note(template) {
                let _ = writeln!(out, "\t\t\t\t/* translators: {note} */");
            }
            let _ = writeln!(out, "\t\t\t\treturn {};", call(template));
        } else {
            let _ = writeln!(out, "\t\t\t\treturn {};", quoted(template, template.text));
        }
    }
    out.push_str(END);
    out
}

/// The codes of all templates that the sources declare.
pub fn declared() -> Vec<String> {
    let mut codes = Vec::new();
    let mut directories = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).expect("a directory of sources") {
            let path = entry.expect("a file or directory").path();
            if path.is_dir() {
                directories.push(path);
                continue;
            }
            let source = fs::read_to_string(&path).expect("a source is text");
            let blocks = source.split("\nmessages! {\n").skip(1);
            for block in blocks.filter_map(|rest| rest.split("\n}\n").next()) {
                let lines = block
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"));
                codes.extend(
                    lines.filter_map(|line| Some(line.split_once('(')?.0.trim().to_owned())),
                );
            }
        }
    }
    codes
}

/// Formulas, and templates that are nothing but a value, are the same in every language.
fn is_translated(template: &Template) -> bool {
    let mut text = template.text.to_owned();
    for (name, _) in template.names {
        text = text.replace(&format!("{{{name}}}"), "");
    }
    !text.is_empty() && text.contains(|c: char| c.is_alphabetic() || c == ',')
        || text.contains(' ') && text.trim().is_empty()
}

fn call(template: &Template) -> String {
    let text = quoted(template, template.text);
    match template.one {
        Some(one) => {
            let one = quoted(template, one);
            format!("\\_n( {one}, {text}, $count, 'siren-distributors' )")
        }
        None => format!("\\__( {text}, 'siren-distributors' )"),
    }
}

/// What translators read: what the text is for, and what stands in it.
fn note(template: &Template) -> Option<String> {
    let values = template
        .names
        .iter()
        .enumerate()
        .map(|(index, (name, kind))| {
            let kind = match *kind {
                "amount" => "an amount with its currency",
                "count" => "a number",
                "date" => "a date",
                "event" => "a type of event",
                "list" => "a list",
                "message" => "another text",
                "month" => "a month",
                "percent" => "a percentage",
                "points" => "a number of points",
                "weekday" => "a weekday",
                _ => "a name or other text",
            };
            format!("{}: {}, {kind}", index + 1, name.replace('_', " "))
        });
    let values = values.collect::<Vec<_>>().join("; ");
    let note = template.note.trim().replace("*/", "");
    match (note.is_empty(), values.is_empty()) {
        (true, true) => None,
        (true, false) => Some(format!("{values}.")),
        (false, true) => Some(note),
        (false, false) => Some(format!("{note} {values}.")),
    }
}

/// A text with placeholders in the place of names, as PHP writes it.
fn quoted(template: &Template, text: &str) -> String {
    let mut text = text
        .replace('%', "%%")
        .replace('\\', "\\\\")
        .replace('\'', "\\'");
    for (index, (name, _)) in template.names.iter().enumerate() {
        text = text.replace(&format!("{{{name}}}"), &format!("%{}$s", index + 1));
    }
    format!("'{text}'")
}
