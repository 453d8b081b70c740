//! Texts that stand in every answer a page gets. PHP keeps them from its start on, so that no call makes and hashes
//! them anew.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use ext_php_rs::boxed::ZBox;
use ext_php_rs::types::{ArrayKey, ZendStr, Zval};

/// A text, known once PHP has started.
pub struct Interned {
    text: &'static str,
    kept: AtomicPtr<ZendStr>,
}

/// The name of a fact.
pub static KEY: Interned = Interned::new("key");
/// What became of it.
pub static STATUS: Interned = Interned::new("status");
/// It is in the journal.
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

    /// As the key of an array.
    pub fn key(&self) -> ArrayKey<'static> {
        self.kept()
            .map_or(ArrayKey::Str(self.text), ArrayKey::ZendString)
    }

    /// As a value.
    pub fn zval(&self) -> Zval {
        let text = match self.kept() {
            // SAFETY: strings that PHP keeps are not counted: to have one as a box takes nothing from anyone.
            Some(kept) => unsafe { ZBox::from_raw(ptr::from_ref(kept).cast_mut()) },
            None => ZendStr::new(self.text, false),
        };
        let mut zval = Zval::new();
        zval.set_zend_string(text);
        zval
    }
}

/// Has PHP keep them. To be called while it starts.
pub fn keep() {
    for text in [&KEY, &STATUS, &ACCEPTED] {
        text.keep();
    }
}
