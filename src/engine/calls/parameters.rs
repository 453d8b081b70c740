//! The parameters of the PHP function of a call.

use serde_json::Value as Json;

/// How PHP passes the arguments of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameters {
    /// As one array with this name.
    One(&'static str),
    /// As one optional array with this name.
    Optional(&'static str),
    /// Takes one field as the first argument, and the others together in one associative array.
    Beside {
        field: &'static str,
        /// The name of the array.
        array: &'static str,
    },
    /// Each as a parameter, in the order in which they are read.
    Each,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    pub kind: ParameterKind,
    pub is_required: bool,
    /// Whether it is the path of a file.
    pub is_path: bool,
}

/// The PHP types of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    Array,
    Int,
    Text,
}

/// The fields of the schema of its arguments.
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
