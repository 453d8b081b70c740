//! PHP's `open_basedir`: the directories that a script may open files in.
//!
//! The engine opens files by itself, so it has to ask PHP what PHP's own functions ask.

use std::ffi::{CStr, CString, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::engine::Error;

unsafe extern "C" {
    fn php_check_open_basedir_ex(path: *const c_char, warn: c_int) -> c_int;
}

/// A path as PHP is asked for it. Of a site it is made once: a page that records waits for each copy.
pub fn name(path: &Path) -> Option<CString> {
    // A path with a zero byte has been refused as such; it names nothing.
    CString::new(path.as_os_str().as_bytes()).ok()
}

/// Refuses a path that this script may not open.
pub fn demand(path: &Path) -> Result<(), Error> {
    name(path).map_or(Ok(()), |name| demand_named(&name))
}

/// The same of a path whose name was made before.
pub fn demand_named(name: &CStr) -> Result<(), Error> {
    // SAFETY: PHP reads the text up to its zero byte, keeps nothing of it, and without `warn` prints and throws nothing.
    if unsafe { php_check_open_basedir_ex(name.as_ptr(), 0) } == 0 {
        return Ok(());
    }
    Err(Error::unreachable(format!(
        "{} is outside the directories that PHP may open files in. Add it to open_basedir, or choose a directory inside them",
        name.to_string_lossy()
    )))
}
