//! The parameters of a call's PHP function.

use serde_json::Value as Json;

/// How PHP gives the arguments of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameters {
    /// As one array, by this name.
    One(&'static str),
    /// As one array, by this name, that can be left out.
    Optional(&'static str),
    /// One field by its name, and the others as one array.
    Beside {
        /// The field that comes first.
        field: &'static str,
        /// What the array is called.
        array: &'static str,
    },
    /// Each by its name, in the order in which they are read.
    Each,
}

/// One parameter of a call's function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ParameterKind,
    /// Whether it must be given.
    pub is_required: bool,
    /// Whether it is the path of a file.
    pub is_path: bool,
}

/// The kinds of parameters that PHP tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// A list or a map.
    Array,
    /// A whole number.
    Int,
    /// A text.
    Text,
}

/// The parameters of a function whose arguments are given each by its name: the fields of its arguments' schema.
pub(super) fn each_parameter(input: &Json) -> Vec<Parameter> {
    let required: Vec<&str> = list(&input["required"]).filter_map(Json::as_str).collect();
    let fields = input["properties"].as_object().into_iter().flatten();
    fields
        .map(|(name, field)| Parameter {
            name: name.clone(),
            kind: match field["type"].as_str() {
                Some("integer") => ParameterKind::Int,
                Some("string") => ParameterKind::Text,
                _ => ParameterKind::Array,
            },
            is_required: required.contains(&name.as_str()),
            is_path: field["format"] == "path",
        })
        .collect()
}

fn list(value: &Json) -> impl Iterator<Item = &Json> {
    value.as_array().into_iter().flatten()
}
