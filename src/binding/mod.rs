//! The border to PHP: the register of everything PHP can see. Each function converts, calls one
//! verb, and converts back; nothing here is worth a unit test, because a test of it would not link.
//!
//! Only this ring names `ext_php_rs`, and only this ring asks the clock.

// The function that the module macro makes carries no documentation.
#![allow(missing_docs)]

mod arguments;
mod basedir;
mod configure;
mod convert;
mod dispute;
mod entries;
mod exceptions;
mod find;
mod ini;
mod interned;
mod keep;
mod money;
mod past;
mod record;
mod run;
mod site;
mod verify;

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
    let module = configure::register(module);
    let module = find::register(module);
    let module = run::register(module);
    let module = past::register(module);
    let module = keep::register(module);
    let module = money::register(module);
    let module = dispute::register(module);
    verify::register(module)
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
