//! The boundary to PHP. The functions are made from the registry of calls (`calls`); records have functions of their own
//! (`record`). It converts arguments and answers and decides nothing, because a unit test of it would not link.
//!
//! Only this ring names `ext_php_rs`, and only this ring asks the clock.

mod arguments;
mod basedir;
mod calls;
mod entries;
mod exceptions;
mod ini;
mod interned;
mod read;
mod record;
mod site;
mod write;

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
    // A panic is thrown as an Error. Without this hook it would also be printed to a web server's log or the output of a
    // command.
    std::panic::set_hook(Box::new(|_| {}));
    // Anything but 0 tells PHP that the module could not start.
    i32::from(exceptions::register().is_err())
}

extern "C" fn info(_module: *mut ModuleEntry) {
    info_table_start!();
    info_table_row!("Siren Distributors", "enabled");
    info_table_row!("Version", env!("CARGO_PKG_VERSION"));
    info_table_row!("SQLite", crate::store::sqlite_version());
    info_table_end!();
}
