//! Closed sets of words: the statuses and choices that have one name everywhere.
//! Not here: the sets themselves; each stands with its noun.

/// A closed set whose members have names.
pub trait Word: Copy + 'static {
    /// Every member by its name at the border and at rest; a default comes first.
    const WORDS: &'static [(&'static str, Self)];

    /// Its name.
    fn name(self) -> &'static str;

    /// The member of this name.
    fn from_name(name: &str) -> Option<Self> {
        Self::WORDS
            .iter()
            .find(|(word, _)| *word == name)
            .map(|(_, member)| *member)
    }
}

/// Declares enums whose members have names.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$member_doc:meta])* $member:ident = $word:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$member_doc])* $member),* }

        impl $crate::domain::words::Word for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, $name::$member)),*];

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
    )*};
}

pub(crate) use words;
