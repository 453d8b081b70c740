//! A description of what a reader accepts, as a JSON Schema.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

/// A JSON Schema under construction. Keywords keep the order in which they are set.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Schema(Map<String, Json>);

impl Schema {
    /// Sets a keyword, unless a more specific reader has set it already.
    pub fn set(&mut self, keyword: &str, value: impl Into<Json>) {
        self.0.entry(keyword).or_insert_with(|| value.into());
    }

    /// As [`Schema::set`], for all keywords of another schema.
    pub fn set_all(&mut self, other: Schema) {
        for (keyword, value) in other.0 {
            self.set(&keyword, value);
        }
    }

    #[must_use]
    pub fn get(&self, keyword: &str) -> Option<&Json> {
        self.0.get(keyword)
    }

    #[must_use]
    pub fn into_json(self) -> Json {
        Json::Object(self.0)
    }

    /// Turns it into the schema of an object without fields.
    pub(super) fn begin_object(&mut self) {
        self.set("type", "object");
        self.set("properties", json!({}));
        self.set("required", json!([]));
        self.set("additionalProperties", false);
    }

    /// Adds a field of an object, unless it is described already.
    pub(super) fn add_field(&mut self, name: &str, field: Schema, is_required: bool) {
        let Some(Json::Object(properties)) = self.0.get_mut("properties") else {
            return;
        };
        if properties.contains_key(name) {
            return;
        }
        properties.insert(name.to_owned(), field.into_json());
        if is_required && let Some(Json::Array(required)) = self.0.get_mut("required") {
            required.push(name.into());
        }
    }

    /// Adds one of the shapes that an object can have.
    pub(super) fn add_variant(&mut self, variant: Schema) {
        let variants = self.0.entry("oneOf").or_insert_with(|| json!([]));
        if let Json::Array(variants) = variants {
            variants.push(variant.into_json());
        }
    }

    /// Ends an object: each of its variants, if any, gets the fields that they have in common.
    pub(super) fn end_object(&mut self) {
        let Some(Json::Array(mut variants)) = self.0.shift_remove("oneOf") else {
            return;
        };
        let common = std::mem::take(&mut self.0);
        for variant in &mut variants {
            let Some(variant) = variant.as_object_mut() else {
                continue;
            };
            for keyword in ["properties", "required"] {
                match (variant.get_mut(keyword), common.get(keyword)) {
                    (Some(Json::Object(fields)), Some(Json::Object(more))) => {
                        fields.extend(more.clone());
                    }
                    (Some(Json::Array(fields)), Some(Json::Array(more))) => {
                        fields.extend(more.iter().cloned());
                    }
                    _ => {}
                }
            }
        }
        for keyword in ["description", "default"] {
            if let Some(value) = common.get(keyword) {
                self.set(keyword, value.clone());
            }
        }
        self.set("oneOf", variants);
    }
}
