//! A text with names for what stands in it.

use super::value::Value;

/// An English text with names in braces: `{score} is the highest score`.
#[derive(Debug, PartialEq, Eq)]
pub struct Template {
    /// What programs know it by.
    pub code: &'static str,
    /// The text where the first value is exactly one; none where it does not count anything.
    pub one: Option<&'static str>,
    /// The text.
    pub text: &'static str,
    /// The names of its values and their types, in the order in which they are given.
    pub names: &'static [(&'static str, &'static str)],
    /// What translators have to know.
    pub note: &'static str,
}

impl Template {
    /// The form of the text for its first value.
    #[must_use]
    pub fn english(&self, first: Option<&Value>) -> &'static str {
        match self.one {
            Some(one) if first.is_some_and(Value::is_one) => one,
            _ => self.text,
        }
    }

    /// The names in a form of the text, in their order.
    pub fn names_in(mut text: &'static str) -> impl Iterator<Item = &'static str> {
        std::iter::from_fn(move || {
            let (_, name, after) = next_name(text)?;
            text = after;
            Some(name)
        })
    }
}

/// What stands before the first name in braces, that name, and what stands behind it.
pub(super) fn next_name(text: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Declares templates: for each a function that fills it, and `MESSAGES`, the list of them. Of two texts the first is for
/// exactly one of what the first value counts.
macro_rules! messages {
    ($($(#[doc = $note:literal])* $name:ident($($value:ident: $type:ty),*) = $text:literal $(| $many:literal)?;)*) => {
        /// The templates of this file.
        pub static MESSAGES: &[&$crate::domain::message::Template] = &[$(&templates::$name),*];

        #[allow(non_upper_case_globals)]
        mod templates {
            #[allow(unused_imports)]
            use super::*;
            use $crate::domain::message::Template;

            $(pub static $name: Template = {
                let forms: &[&str] = &[$text $(, $many)?];
                Template {
                    code: stringify!($name),
                    one: if forms.len() == 2 { Some(forms[0]) } else { None },
                    text: forms[forms.len() - 1],
                    names: &[$((stringify!($value), <$type as $crate::domain::message::Argument>::TYPE)),*],
                    note: concat!($($note),*),
                }
            };)*
        }

        $($(#[doc = $note])*
        #[must_use]
        pub(crate) fn $name($($value: $type),*) -> $crate::domain::message::Message {
            $crate::domain::message::Message::new(
                &templates::$name,
                vec![$($crate::domain::message::Argument::into_value($value)),*],
            )
        })*
    };
}

pub(crate) use messages;
