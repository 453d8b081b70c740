//! A JSON Schema as PHP's analysers say it, and as rows of a table.

use serde_json::Value as Json;

/// The type of a value in the notation that `PHPStan` and Psalm read.
pub fn php(schema: &Json) -> String {
    for union in ["anyOf", "oneOf"] {
        if let Some(forms) = schema[union].as_array() {
            return union_of(forms.iter().map(php));
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        let mut words: Vec<String> = words.iter().filter_map(literal).collect();
        if may_be_null(schema) && !words.iter().any(|word| word == "null") {
            words.push("null".to_owned());
        }
        return words.join("|");
    }
    match &schema["type"] {
        Json::String(kind) => single(kind, schema),
        Json::Array(kinds) => union_of(
            kinds
                .iter()
                .filter_map(Json::as_str)
                .map(|kind| single(kind, schema)),
        ),
        _ if schema["$ref"].is_string() => "array<string, mixed>".to_owned(),
        _ => "mixed".to_owned(),
    }
}

fn may_be_null(schema: &Json) -> bool {
    let kinds = schema["type"].as_array();
    kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"))
}

fn literal(word: &Json) -> Option<String> {
    match word {
        Json::String(word) => Some(format!("'{word}'")),
        Json::Null => Some("null".to_owned()),
        _ => None,
    }
}

fn union_of(forms: impl Iterator<Item = String>) -> String {
    let mut different: Vec<String> = Vec::new();
    for form in forms {
        if !different.contains(&form) {
            different.push(form);
        }
    }
    different.join("|")
}

fn single(kind: &str, schema: &Json) -> String {
    match kind {
        "integer" => match (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
            (None, None) => "int".to_owned(),
            (least, most) => format!("int<{}, {}>", limit(least, "min"), limit(most, "max")),
        },
        "boolean" => "bool".to_owned(),
        "array" => format!("list<{}>", php(&schema["items"])),
        "object" => object(schema),
        other => other.to_owned(),
    }
}

fn limit(limit: Option<i64>, none: &str) -> String {
    limit.map_or_else(|| none.to_owned(), |limit| limit.to_string())
}

fn object(schema: &Json) -> String {
    let Some(fields) = schema["properties"]
        .as_object()
        .filter(|fields| !fields.is_empty())
    else {
        return match &schema["additionalProperties"] {
            values @ Json::Object(_) => format!("array<string, {}>", php(values)),
            Json::Bool(false) => "array{}".to_owned(),
            _ => "array<string, mixed>".to_owned(),
        };
    };
    let fields = fields.iter().map(|(name, field)| {
        let mark = if is_required(schema, name) { "" } else { "?" };
        format!("{name}{mark}: {}", php(field))
    });
    format!("array{{{}}}", fields.collect::<Vec<_>>().join(", "))
}

fn is_required(schema: &Json, name: &str) -> bool {
    let required = schema["required"].as_array();
    required.is_some_and(|required| required.iter().any(|one| one == name))
}

/// One field of a schema, or a field of a field.
pub struct Row {
    /// Where it stands, such as `pool.sources[].percent`.
    pub path: String,
    /// Its type, in words.
    pub kind: String,
    /// Whether it has to be there.
    pub is_required: bool,
    /// What stands in for it, as JSON.
    pub default: Option<String>,
    /// What it says.
    pub about: String,
    /// The forms of its map that have it; empty where all have.
    pub of: Vec<String>,
    /// Its words and what each of them means.
    pub words: Vec<(String, String)>,
}

/// The fields of a schema, each followed by its own fields.
pub fn rows(schema: &Json) -> Vec<Row> {
    let mut rows = Vec::new();
    add_rows(schema, "", &mut rows);
    rows
}

fn add_rows(schema: &Json, path: &str, rows: &mut Vec<Row>) {
    for form in forms(schema) {
        if form["type"] == "array" || has_kind(form, "array") {
            add_rows(&form["items"], &format!("{path}[]"), rows);
        }
        if let values @ Json::Object(_) = &form["additionalProperties"] {
            add_rows(values, &format!("{path}.*"), rows);
        }
        let variant = form["title"].as_str();
        for (name, field) in form["properties"].as_object().into_iter().flatten() {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            let mut row = row(path.clone(), field, is_required(form, name));
            match (variant, row.words.as_mut_slice()) {
                // The word that decides which form it is.
                (Some(variant), [(word, meaning)]) if word == variant => {
                    form["description"]
                        .as_str()
                        .unwrap_or_default()
                        .clone_into(meaning);
                }
                (Some(variant), _) if !is_in_all(schema, name) => row.of = vec![variant.to_owned()],
                _ => {}
            }
            add(row, rows);
            add_rows(field, &path, rows);
        }
    }
}

/// Adds a row. A field that several forms have alike is said once.
fn add(row: Row, rows: &mut Vec<Row>) {
    let same = rows
        .iter_mut()
        .find(|known| known.path == row.path && known.kind == row.kind && known.about == row.about);
    let Some(known) = same else {
        rows.push(row);
        return;
    };
    for word in row.words {
        if !known.words.contains(&word) {
            known.words.push(word);
        }
    }
    for variant in row.of {
        if !known.of.contains(&variant) {
            known.of.push(variant);
        }
    }
}

fn is_in_all(schema: &Json, name: &str) -> bool {
    forms(schema)
        .iter()
        .all(|form| form["properties"][name].is_object())
}

fn has_kind(schema: &Json, kind: &str) -> bool {
    let kinds = schema["type"].as_array();
    kinds.is_some_and(|kinds| kinds.iter().any(|one| one == kind))
}

/// The forms that a value can have.
fn forms(schema: &Json) -> Vec<&Json> {
    for union in ["anyOf", "oneOf"] {
        if let Some(forms) = schema[union].as_array() {
            return forms.iter().flat_map(|form| self::forms(form)).collect();
        }
    }
    vec![schema]
}

fn row(path: String, field: &Json, is_required: bool) -> Row {
    let meanings = field["enumDescriptions"].as_array();
    let words = field["enum"].as_array().into_iter().flatten().enumerate();
    let words = words.filter_map(|(index, word)| {
        let meaning = meanings.and_then(|meanings| meanings.get(index)?.as_str());
        Some((
            word.as_str()?.to_owned(),
            meaning.unwrap_or_default().to_owned(),
        ))
    });
    Row {
        path,
        kind: in_words(field),
        is_required,
        default: field.get("default").map(Json::to_string),
        about: field["description"].as_str().unwrap_or_default().to_owned(),
        of: Vec::new(),
        words: words.collect(),
    }
}

/// A type as a person says it.
fn in_words(schema: &Json) -> String {
    let kinds = forms(schema).into_iter().map(|form| match &form["type"] {
        Json::Array(kinds) => union_of(
            kinds
                .iter()
                .filter_map(Json::as_str)
                .map(|kind| kind_in_words(kind, form)),
        ),
        Json::String(kind) => kind_in_words(kind, form),
        _ if form["$ref"].is_string() => "the same array".to_owned(),
        _ => "any value".to_owned(),
    });
    union_of(kinds).replace('|', " or ")
}

fn kind_in_words(kind: &str, schema: &Json) -> String {
    let limits = match (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
        (Some(least), Some(most)) => format!(" {least} to {most}"),
        (None, Some(most)) => format!(" to {most}"),
        // From 1 on: the number of a row.
        (Some(1) | None, None) => String::new(),
        (Some(least), None) => format!(" from {least}"),
    };
    match (kind, schema["format"].as_str()) {
        ("integer", _) => format!("int{limits}"),
        ("boolean", _) => "bool".to_owned(),
        ("string", Some("date-time")) => "instant".to_owned(),
        ("string", Some(format)) => format.to_owned(),
        ("string", None) => match schema["maxLength"].as_u64() {
            Some(most) => format!("string, at most {most} characters"),
            None => "string".to_owned(),
        },
        ("array", _) => format!("list of {}", in_words(&schema["items"])),
        ("object", _) => "array".to_owned(),
        (other, _) => other.to_owned(),
    }
}
