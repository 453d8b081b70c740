//! Interned strings for the answer of every record, which a visitor's page waits for: no call allocates and hashes them again.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use ext_php_rs::boxed::ZBox;
use ext_php_rs::types::{ArrayKey, ZendStr, Zval};

/// A string that PHP interns when it starts.
pub struct Interned {
    text: &'static str,
    kept: AtomicPtr<ZendStr>,
}

pub static KEY: Interned = Interned::new("key");
pub static STATUS: Interned = Interned::new("status");
pub static ACCEPTED: Interned = Interned::new("accepted");

impl Interned {
    const fn new(text: &'static str) -> Interned {
        Interned {
            text,
            kept: AtomicPtr::new(ptr::null_mut()),
        }
    }

    fn keep(&self) {
        let kept = ZendStr::new_interned(self.text, true).into_raw();
        self.kept.store(kept, Ordering::Release);
    }

    fn kept(&self) -> Option<&'static ZendStr> {
        // SAFETY: set once while PHP starts, to a string that PHP keeps until it ends.
        unsafe { self.kept.load(Ordering::Acquire).as_ref() }
    }

    /// The string as a key of an array.
    pub fn key(&self) -> ArrayKey<'static> {
        self.kept()
            .map_or(ArrayKey::Str(self.text), ArrayKey::ZendString)
    }

    /// The string as a value.
    pub fn zval(&self) -> Zval {
        let text = match self.kept() {
            // SAFETY: interned strings are not reference-counted, so dropping the box frees nothing.
            Some(kept) => unsafe { ZBox::from_raw(ptr::from_ref(kept).cast_mut()) },
            None => ZendStr::new(self.text, false),
        };
        let mut zval = Zval::new();
        zval.set_zend_string(text);
        zval
    }
}

/// Interns the strings. Must be called while PHP starts.
pub fn keep() {
    for text in [&KEY, &STATUS, &ACCEPTED] {
        text.keep();
    }
}
