//! The site that this process has open, and the clock.

use std::cell::RefCell;
use std::ffi::CString;
use std::time::SystemTime;

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::exception::PhpException;
use ext_php_rs::types::ZendHashTable;
use ext_php_rs::{php_function, wrap_function};

use super::basedir;
use super::exceptions::Thrown;
use super::read::options;
use crate::domain::instant::Instant;
use crate::engine::ledger::no_site_is_open;
use crate::engine::{Error, Ledger, Result};

thread_local! {
    // One for each thread: a thread-safe PHP serves several requests in one process.
    static SITE: RefCell<Option<Opened>> = const { RefCell::new(None) };
}

struct Opened {
    dsn: String,
    options: String,
    site: Ledger,
    /// Its directory, to be checked against `open_basedir`.
    directory: Option<CString>,
}

/// The current time. No other code asks the clock.
pub fn clock() -> Instant {
    // A clock before 1970 or beyond the calendar is broken and counts as 1970.
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let now = i64::try_from(since.as_micros()).ok();
    now.and_then(Instant::from_micros).unwrap_or_default()
}

/// Calls a verb on the opened site.
pub fn with<T>(verb: impl FnOnce(&Ledger) -> Result<T>) -> std::result::Result<T, Thrown> {
    SITE.with_borrow(|opened| match opened {
        Some(opened) => {
            if let Some(directory) = &opened.directory {
                basedir::demand_named(directory)?;
            }
            Ok(verb(&opened.site)?)
        }
        None => Err(Error::invalid_input(no_site_is_open()).into()),
    })
}

/// The extension's version.
#[php_function]
#[php(name = "siren_version")]
pub fn siren_version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// Opens a site: `sqlite:/absolute/data/dir`. Idempotent and cheap: nothing on the disk is touched
/// until it is needed. Another DSN later switches. Options: `two_people` (whether who makes a fulfillment must leave
/// its payouts to somebody else, and so with holds), `timezone` (an IANA zone or an offset like `+05:30`, default UTC) and
/// `currency` (an ISO 4217 code); one that is
/// not known stops only what needs it, and is a problem of `siren_status()`. `site`: the site's identity, up to 64 letters,
/// digits, dots, hyphens and underscores; the first one given is kept in the ledger, and another is refused by each call.
/// `read_only` (default false): whatever would write is refused, and what waits in the journal is not folded. Refusals of
/// the directory, `open_basedir` among them, are told by the first call that needs it. Throws `InvalidInput`.
#[php_function]
#[php(name = "siren_open")]
pub fn siren_open(
    dsn: &str,
    options: Option<&ZendHashTable>,
) -> std::result::Result<(), PhpException> {
    let options = self::options(options);
    // Compared as text to notice a change.
    let text = options.to_json().unwrap_or_default();
    let same = SITE.with_borrow(|opened| {
        opened
            .as_ref()
            .is_some_and(|opened| opened.dsn == dsn && opened.options == text)
    });
    if !same {
        let site = Ledger::open(dsn, &options).map_err(Thrown::from)?;
        SITE.set(Some(Opened {
            dsn: dsn.to_owned(),
            options: text,
            directory: basedir::name(site.store.directory()),
            site,
        }));
    }
    Ok(())
}

/// Tells the journal when this process is forked.
pub fn watch_forks() {
    extern "C" fn child() {
        crate::journal::file::forked();
    }
    // SAFETY: the handler only increments an atomic, which is allowed after a fork, and it stays loaded: PHP unloads extensions
    // when the process ends, and nothing forks after that. If registering fails for lack of memory, a child writes
    // through the parent's descriptor, which is the same file.
    unsafe {
        libc::pthread_atfork(None, None, Some(child));
    }
}

/// Registers the functions.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(wrap_function!(siren_version))
        .function(wrap_function!(siren_open))
}
