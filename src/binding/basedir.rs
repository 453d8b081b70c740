//! PHP's `open_basedir`: the directories that a script may open files in.
//!
//! The engine opens files by itself, so it has to ask PHP what PHP's own functions ask.

use std::ffi::{CString, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::engine::Error;

unsafe extern "C" {
    fn php_check_open_basedir_ex(path: *const c_char, warn: c_int) -> c_int;
}

/// Refuses a path that this script may not open.
pub fn demand(path: &Path) -> Result<(), Error> {
    // A path with a zero byte has been refused as such; it names nothing.
    let Ok(name) = CString::new(path.as_os_str().as_bytes()) else {
        return Ok(());
    };
    // SAFETY: PHP reads the text up to its zero byte, keeps nothing of it, and without `warn` prints and throws nothing.
    if unsafe { php_check_open_basedir_ex(name.as_ptr(), 0) } == 0 {
        return Ok(());
    }
    Err(Error::unreachable(format!(
        "{} is outside the directories that PHP may open files in. Add it to open_basedir, or choose a directory inside them",
        path.display()
    )))
}
