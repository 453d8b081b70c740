//! PHP's `open_basedir`, which limits the directories that a script may open files in.
//!
//! The engine opens files itself, so it makes the check that PHP's own functions make.

use std::ffi::{CStr, CString, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::engine::Error;

unsafe extern "C" {
    fn php_check_open_basedir_ex(path: *const c_char, warn: c_int) -> c_int;
}

/// A path as PHP expects it. Made once per site, because a page that records would wait for each copy.
pub fn name(path: &Path) -> Option<CString> {
    // A path with a zero byte was refused before.
    CString::new(path.as_os_str().as_bytes()).ok()
}

/// Refuses a path that this script may not open.
pub fn demand(path: &Path) -> Result<(), Error> {
    name(path).map_or(Ok(()), |name| demand_named(&name))
}

/// As [`demand`], for a path that was converted before.
pub fn demand_named(name: &CStr) -> Result<(), Error> {
    // SAFETY: PHP reads the string up to its zero byte and keeps no reference; without `warn` it prints and throws nothing.
    if unsafe { php_check_open_basedir_ex(name.as_ptr(), 0) } == 0 {
        return Ok(());
    }
    Err(Error::unreachable(format!(
        "{} is outside the directories that PHP may open files in. Add it to open_basedir, or choose a directory inside them",
        name.to_string_lossy()
    )))
}
