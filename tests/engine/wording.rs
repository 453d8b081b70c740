//! The English of a message from its parts alone: from the catalogue that the plugin has, by the code, with the values as they
//! are answered.

use serde_json::Value as Json;
use siren::domain::message::Template;
use siren::engine::messages;

/// What a message says. Its parts are as PHP gets them.
pub fn worded(parts: &Json) -> String {
    let code = parts["code"].as_str().expect("a code");
    let values = &parts["values"];
    let template = messages::all()
        .find(|template| template.code == code)
        .unwrap_or_else(|| panic!("{code} is not in the catalogue"));
    let mut text = form(template, values).to_owned();
    for (name, kind) in template.names {
        assert_eq!(values[name]["type"], *kind, "{code}: {name}");
        text = text.replace(&format!("{{{name}}}"), &value(&values[name]));
    }
    text
}

/// The form for what the first value counts.
fn form(template: &Template, values: &Json) -> &'static str {
    let first = template.names.first().map(|(name, _)| &values[name]);
    let is_one = first.is_some_and(|first| first["count"] == 1 || first["points"] == 1);
    template.one.filter(|_| is_one).unwrap_or(template.text)
}

fn value(value: &Json) -> String {
    match value["type"].as_str() {
        Some("message") => worded(value),
        Some("text") => value["text"].as_str().expect("a text").to_owned(),
        Some("count") => value["count"].to_string(),
        Some("list") => {
            assert_eq!(value["join"], "comma");
            let items = value["items"].as_array().expect("items");
            items.iter().map(self::value).collect::<Vec<_>>().join(", ")
        }
        other => panic!("no refusal has a value of the type {other:?}"),
    }
}
