//! The border to PHP. The functions are made from the registry of calls (`calls`); records have functions of their own
//! (`record`). Arguments and answers are converted and nothing is decided: a unit test of it would not link.
//!
//! Only this ring names `ext_php_rs`, and only this ring asks the clock.

mod arguments;
mod basedir;
mod calls;
mod convert;
mod entries;
mod exceptions;
mod ini;
mod interned;
mod record;
mod site;

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::zend::ModuleEntry;
use ext_php_rs::{info_table_end, info_table_row, info_table_start, php_module};

/// The module PHP loads.
#[php_module]
#[php(startup = "startup")]
pub fn get_module(module: ModuleBuilder) -> ModuleBuilder {
    let module = module
        .name("siren")
        .version(env!("CARGO_PKG_VERSION"))
        .info_function(info);
    let module = site::register(module);
    let module = record::register(module);
    calls::register(module)
}

extern "C" fn startup(_type: i32, module: i32) -> i32 {
    ini::register(module);
    interned::keep();
    site::watch_forks();
    arguments::explain_wrong_ones();
    // A panic is thrown as an Error; written to stderr as well, it would reach a web server's log
    // or the output of a command.
    std::panic::set_hook(Box::new(|_| {}));
    // PHP takes anything but 0 for "this module could not start".
    i32::from(exceptions::register().is_err())
}

extern "C" fn info(_module: *mut ModuleEntry) {
    info_table_start!();
    info_table_row!("Siren Distributors", "enabled");
    info_table_row!("Version", env!("CARGO_PKG_VERSION"));
    info_table_row!("SQLite", crate::store::sqlite_version());
    info_table_end!();
}
