//! Iterates a PHP array in its own memory. PHP's functions need four calls and a counted copy of the key for each entry, which a
//! visitor's page would wait for, and the library's iterator panics on a key that is not UTF-8.

use ext_php_rs::types::{ZendHashTable, Zval};

/// The flag of an array whose keys are 0, 1, 2… apart from holes, and which stores values only.
/// `HASH_FLAG_PACKED` in PHP's `zend_hash.h`, as of PHP 8.2.
const PACKED: u32 = 1 << 2;

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key<'a> {
    /// A number.
    Number(i64),
    /// A text, in any encoding.
    Text(&'a [u8]),
}

/// The entries of an array in their order.
#[derive(Debug)]
pub struct Entries<'a> {
    table: &'a ZendHashTable,
    next: usize,
}

/// The entries of an array, from the first.
pub fn of(table: &ZendHashTable) -> Entries<'_> {
    Entries { table, next: 0 }
}

/// How many entries [`of`] yields. PHP's own count skips some of them.
pub fn count(table: &ZendHashTable) -> usize {
    table.nNumOfElements as usize
}

/// Whether the keys are 0, 1, 2… in this order.
pub fn is_list(table: &ZendHashTable) -> bool {
    if is_packed(table) && table.nNumUsed == table.nNumOfElements {
        return true;
    }
    (0..)
        .zip(of(table))
        .all(|(number, (key, _))| key == Key::Number(number))
}

fn is_packed(table: &ZendHashTable) -> bool {
    // SAFETY: both members of the union are plain integers over the same bytes, always initialised.
    let flags = unsafe { table.u.flags };
    flags & PACKED != 0
}

impl<'a> Iterator for Entries<'a> {
    type Item = (Key<'a>, &'a Zval);

    fn next(&mut self) -> Option<Self::Item> {
        while self.next < self.table.nNumUsed as usize {
            let index = self.next;
            self.next += 1;
            let (key, value) = entry(self.table, index);
            if !is_hole(value) {
                return Some((key, value));
            }
        }
        None
    }
}

/// Whether the entry was removed.
fn is_hole(value: &Zval) -> bool {
    // SAFETY: all members of the union are plain integers over the same bytes, always initialised.
    let kind = unsafe { value.u1.v.type_ };
    u32::from(kind) == ext_php_rs::ffi::IS_UNDEF
}

/// The entry at an index below `nNumUsed`, which may be a hole.
fn entry(table: &ZendHashTable, index: usize) -> (Key<'_>, &Zval) {
    let data = &table.__bindgen_anon_1;
    if is_packed(table) {
        // SAFETY: a packed array keeps `nNumUsed` values from `arPacked` on. They stay where they are
        // while the array is borrowed.
        let value = unsafe { &*data.arPacked.add(index) };
        return (Key::Number(i64::try_from(index).unwrap_or(i64::MAX)), value);
    }
    // SAFETY: any other array keeps `nNumUsed` buckets from `arData` on, likewise.
    let bucket = unsafe { &*data.arData.add(index) };
    // SAFETY: a bucket's key is null where it is the number `h`, else a string that the bucket keeps.
    let key = match unsafe { bucket.key.as_ref() } {
        // A number below zero is kept in the same 64 bits.
        None => Key::Number(bucket.h.cast_signed()),
        Some(text) => Key::Text(text.as_bytes()),
    };
    (key, &bucket.val)
}
