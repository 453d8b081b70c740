//! Parts of a distributor that are of one of several kinds: incentive structures and the sources of a pool. Each kind is a
//! type in a file of its own; `kinds!` makes one type of all of them.

use super::input::{Fields, Value};
use super::units::Units;

/// What a kind is called, and how it is read.
pub trait Kind: Sized {
    /// Its name at the border and at rest.
    const NAME: &'static str;

    /// What it means.
    const ABOUT: &'static str;

    /// Reads its options, which stand beside `kind`.
    fn read(fields: &mut Fields<'_, '_>, units: Units) -> Option<Self>;
}

/// A kind and its options in the shape they are read from.
#[must_use]
pub fn write(kind: &'static str, options: Vec<(&'static str, Value<'static>)>) -> Value<'static> {
    let kind = ("kind".into(), Value::Text(kind.into()));
    let options = options
        .into_iter()
        .map(|(name, value)| (name.into(), value));
    Value::Map(std::iter::once(kind).chain(options).collect())
}

/// Makes one type of several kinds: what they do is a trait, and each is a line `file::Type`, in the order in which they are
/// offered. A kind can have another name, which is only read.
macro_rules! kinds {
    (
        $(#[$doc:meta])*
        $all:ident: $trait:ident, $about:literal, $messages:expr;
        $($module:ident::$name:ident $(, also $other:literal = $about_other:literal)?;)*
    ) => {
        $(pub use $module::$name;)*

        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $all {
            $(#[allow(missing_docs)] $name($name)),*
        }

        $(impl From<$name> for $all {
            fn from(kind: $name) -> $all {
                $all::$name(kind)
            }
        })*

        impl std::ops::Deref for $all {
            type Target = dyn $trait;

            fn deref(&self) -> &Self::Target {
                match self {
                    $($all::$name(kind) => kind),*
                }
            }
        }

        /// Their templates.
        pub const MESSAGES: &[&[&$crate::domain::message::Template]] = &[$messages, $($module::MESSAGES),*];

        impl $all {
            /// Its name at the border and at rest.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self {
                    $($all::$name(_) => <$name as $crate::domain::kind::Kind>::NAME),*
                }
            }

            /// Reads `['kind' => …]` with the kind's options beside it.
            pub fn read(
                cursor: &mut $crate::domain::input::Cursor<'_, '_>,
                units: $crate::domain::units::Units,
            ) -> Option<$all> {
                use $crate::domain::input::Variant;
                use $crate::domain::kind::Kind;
                cursor.object(|fields| {
                    fields.variants("kind", $about, &[$(
                        Variant {
                            name: $name::NAME,
                            about: $name::ABOUT,
                            read: &|fields| $name::read(fields, units).map($all::from),
                        },
                        $(Variant {
                            name: $other,
                            about: $about_other,
                            read: &|fields| $name::read(fields, units).map($all::from),
                        },)?
                    )*])
                })
            }

            /// Itself in the shape it is read from.
            #[must_use]
            pub fn write(
                &self,
                units: $crate::domain::units::Units,
            ) -> $crate::domain::input::Value<'static> {
                $crate::domain::kind::write(self.kind(), self.options(units))
            }
        }
    };
}

pub(super) use kinds;
