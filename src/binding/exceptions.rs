//! The exception classes, and which of them each error is thrown as.
//!
//! They are plain PHP classes without Rust objects, so PHP fills in message, file, line and trace as for any exception.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use ext_php_rs::args::ArgInfoTables;
use ext_php_rs::builders::{ClassBuilder, ClassProperty, FunctionBuilder};
use ext_php_rs::convert::IntoZval;
use ext_php_rs::exception::{PhpException, throw};
use ext_php_rs::flags::{DataType, MethodFlags, PropertyFlags};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::{ClassEntry, ExecuteData, ExecutorGlobals, ce, run_handler};
use ext_php_rs::zend_fastcall;
use serde::Serialize;

use super::write::{Unshowable, array};
use crate::engine::Error;

/// A class that is registered when PHP starts.
struct Class(AtomicPtr<ClassEntry>);

impl Class {
    const fn new() -> Class {
        Class(AtomicPtr::new(ptr::null_mut()))
    }

    fn get(&self) -> &'static ClassEntry {
        // SAFETY: set once while PHP starts, to a class that lives until PHP ends.
        unsafe { self.0.load(Ordering::Acquire).as_ref() }.unwrap_or_else(ce::exception)
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $class:ident, $ce:ident, $name:literal;)*) => {$(
        $(#[$doc])*
        static $class: Class = Class::new();

        fn $ce() -> &'static ClassEntry {
            $class.get()
        }
    )*

        /// Stores a registered class by its name.
        fn keep(class: &'static mut ClassEntry, methods: ArgInfoTables) {
            // PHP reads the tables for the life of the process.
            Box::leak(methods);
            let kept = match class.name() {
                $(Some($name) => &$class,)*
                _ => return,
            };
            kept.0.store(class, Ordering::Release);
        }
    };
}

classes! {
    /// The parent of all exceptions of Siren.
    SIREN, siren_exception, "Siren\\Exception\\SirenException";
    /// The input is wrong; `problems()` names every problem with its path.
    INVALID_INPUT, invalid_input, "Siren\\Exception\\InvalidInput";
    /// No such row.
    NOT_FOUND, not_found, "Siren\\Exception\\NotFound";
    /// A row is not in the status that the call needs; for several rows `problems()` names each.
    CONFLICT, conflict, "Siren\\Exception\\Conflict";
    /// The data is busy, full, read-only, corrupt or unreachable; the message says which, and what to do.
    STORAGE_FAILURE, storage_failure, "Siren\\Exception\\StorageFailure";
}

unsafe extern "C" {
    #[link_name = "spl_ce_RuntimeException"]
    static RUNTIME_EXCEPTION: *const ClassEntry;
}

/// PHP's `RuntimeException`. Looking it up by name does not work while modules start.
fn runtime_exception() -> &'static ClassEntry {
    // SAFETY: PHP exports this pointer, sets it when SPL starts, which is before any shared
    // extension, and keeps the class until all extensions are gone.
    unsafe { RUNTIME_EXCEPTION.as_ref() }.unwrap_or_else(ce::exception)
}

/// Registers the classes. Must be called while the module starts.
pub fn register() -> Result<(), ext_php_rs::error::Error> {
    let child = |name: &str| {
        ClassBuilder::new(name).extends((siren_exception, "\\Siren\\Exception\\SirenException"))
    };
    let property = |name: &str, nullable| ClassProperty {
        name: name.to_owned(),
        flags: PropertyFlags::Public,
        default: None,
        docs: &[],
        ty: Some(DataType::Array),
        nullable,
        readonly: false,
        default_stub: None,
    };
    let with_problems = |name: &str, handler| {
        child(name).property(property(PROBLEMS, false)).method(
            FunctionBuilder::new("problems", handler).returns(DataType::Array, false, false),
            MethodFlags::Public,
        )
    };
    ClassBuilder::new("Siren\\Exception\\SirenException")
        .extends((runtime_exception, "\\RuntimeException"))
        .property(property(PARTS, true))
        .method(
            FunctionBuilder::new("parts", parts_of_message).returns(DataType::Array, false, true),
            MethodFlags::Public,
        )
        .registration(keep)
        .register()?;
    with_problems("Siren\\Exception\\InvalidInput", problems_of_input)
        .registration(keep)
        .register()?;
    child("Siren\\Exception\\NotFound")
        .registration(keep)
        .register()?;
    with_problems("Siren\\Exception\\Conflict", problems_of_rows)
        .registration(keep)
        .register()?;
    child("Siren\\Exception\\StorageFailure")
        .registration(keep)
        .register()
}

const PROBLEMS: &str = "problems";

const PARTS: &str = "parts";

zend_fastcall! {
    /// `SirenException::parts()`: the message in parts, `['code' => 'no_payout', 'values' => ['id' => …]]`; null where each of the
    /// problems has parts of its own.
    extern fn parts_of_message(call: &mut ExecuteData, answer: &mut Zval) {
        tell(PARTS, call, answer, Zval::null);
    }
}

zend_fastcall! {
    /// `InvalidInput::problems()`: a list of `['path' => 'pool.sources[0].percent', 'message' => '…', 'message_parts' => …]`.
    extern fn problems_of_input(call: &mut ExecuteData, answer: &mut Zval) {
        tell(PROBLEMS, call, answer, Zval::new_array);
    }
}

zend_fastcall! {
    /// `Conflict::problems()`: a list of `['path' => 'ids[2]', 'message' => '…', 'message_parts' => …]`, where several rows are asked
    /// about; else an empty one.
    extern fn problems_of_rows(call: &mut ExecuteData, answer: &mut Zval) {
        tell(PROBLEMS, call, answer, Zval::new_array);
    }
}

/// Answers a property; `absent` where it was not set.
fn tell(property: &str, call: &mut ExecuteData, answer: &mut Zval, absent: fn() -> Zval) {
    run_handler(std::panic::AssertUnwindSafe(|| {
        let kept = call
            .get_self()
            .and_then(|this| this.get_property::<&Zval>(property).ok());
        *answer = kept
            .filter(|kept| kept.is_array())
            .map_or_else(absent, Zval::shallow_clone);
    }));
}

/// An error on its way to PHP.
#[derive(Debug)]
pub struct Thrown(PhpException);

impl From<Error> for Thrown {
    fn from(error: Error) -> Thrown {
        let text = error.to_string();
        let class = match error {
            Error::InvalidInput(_) => invalid_input(),
            Error::NotFound(..) => not_found(),
            Error::Conflict(_) | Error::Conflicts(_) | Error::TooLarge(_) => conflict(),
            Error::Storage(_) => storage_failure(),
        };
        Thrown(match (&error, error.message()) {
            (Error::InvalidInput(problems) | Error::Conflicts(problems), _) => {
                throw_with(class, text, PROBLEMS, problems)
            }
            (_, Some(parts)) => throw_with(class, text, PARTS, &parts),
            (_, None) => PhpException::new(text, 0, class),
        })
    }
}

impl From<Unshowable> for Thrown {
    fn from(fault: Unshowable) -> Thrown {
        Thrown(PhpException::new(fault.to_string(), 0, siren_exception()))
    }
}

impl From<Thrown> for PhpException {
    fn from(thrown: Thrown) -> PhpException {
        thrown.0
    }
}

/// Throws an exception, takes it back and sets a property. Setting one needs the object, which only throwing creates.
fn throw_with(
    class: &'static ClassEntry,
    message: String,
    property: &str,
    value: &impl Serialize,
) -> PhpException {
    if throw(class, &message.replace('\0', " ")).is_ok()
        && let Some(mut exception) = ExecutorGlobals::take_exception()
    {
        if let Ok(value) = array(value) {
            // If this fails the property stays empty; the message says the same in English.
            let _ = exception.set_property(property, value);
        }
        if let Ok(object) = exception.into_zval(false) {
            return PhpException::new(message, 0, class).with_object(object);
        }
    }
    PhpException::new(message, 0, class)
}
