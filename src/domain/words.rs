//! Closed sets of words: statuses and choices that have the same name everywhere. Each set is defined with its noun.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::Visitor;

/// An enum whose members have names.
pub trait Word: Copy + 'static {
    /// The names in input, answers and storage. A default comes first.
    const WORDS: &'static [(&'static str, Self)];

    /// What each member means, in the order of `WORDS`.
    const MEANINGS: &'static [&'static str];

    fn name(self) -> &'static str;

    fn from_name(name: &str) -> Option<Self> {
        Self::WORDS
            .iter()
            .find(|(word, _)| *word == name)
            .map(|(_, member)| *member)
    }
}

/// Declares enums whose members have names. Their doc comments are the meanings in the JSON Schema.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[doc = $meaning:literal])* $member:ident = $word:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[doc = $meaning])* $member),* }

        impl $crate::domain::words::Word for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, $name::$member)),*];
            const MEANINGS: &'static [&'static str] = &[$(concat!($($meaning),*)),*];

            fn name(self) -> &'static str {
                match self { $($name::$member => $word),* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::domain::words::Word::name(*self))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::domain::words::Word::name(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::domain::words::deserialize(deserializer)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::domain::words::schema::<Self>()
            }
        }
    )*};
}

/// Reads a member by its name.
pub fn deserialize<'de, T: Word, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct OneOf<T>(PhantomData<T>);

    impl<T: Word> Visitor<'_> for OneOf<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("one of ")?;
            for (index, (name, _)) in T::WORDS.iter().enumerate() {
                let comma = if index == 0 { "" } else { ", " };
                write!(f, "{comma}{name}")?;
            }
            Ok(())
        }

        fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<T, E> {
            T::from_name(name)
                .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(name), &self))
        }
    }

    deserializer.deserialize_str(OneOf(PhantomData))
}

/// The JSON Schema of a closed set of words.
#[must_use]
pub fn schema<T: Word>() -> schemars::Schema {
    let names: Vec<&str> = T::WORDS.iter().map(|(name, _)| *name).collect();
    let meanings: Vec<&str> = T::MEANINGS.iter().map(|text| text.trim()).collect();
    schemars::json_schema!({"type": "string", "enum": names, "enumDescriptions": meanings})
}

pub(crate) use words;
