//! Improves the message for an argument of the wrong type. The library's "Invalid value given for argument `options`." names
//! neither the function nor the expected type.
//!
//! It works when the exception is thrown, so that a correct call pays nothing.

use std::ffi::{CStr, c_char};
use std::sync::OnceLock;

use ext_php_rs::ffi::{self, zend_object};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::{ClassEntry, ExecuteData, ce};

type Hook = Option<unsafe extern "C" fn(*mut zend_object)>;

/// The hook that was installed before.
static BEFORE: OnceLock<Hook> = OnceLock::new();

const MESSAGE: &str = "message";
const BEFORE_NAME: &str = "Invalid value given for argument `";
const AFTER_NAME: &str = "`.";

unsafe extern "C" {
    fn zend_read_property(
        scope: *mut ClassEntry,
        object: *mut zend_object,
        name: *const c_char,
        length: usize,
        silent: bool,
        room: *mut Zval,
    ) -> *mut Zval;

    fn zend_update_property_stringl(
        scope: *mut ClassEntry,
        object: *mut zend_object,
        name: *const c_char,
        length: usize,
        value: *const c_char,
        value_length: usize,
    );
}

/// Installs the hook. Must be called once, while PHP starts.
pub fn explain_wrong_ones() {
    // SAFETY: PHP starts in one thread, and the hook stays for the life of the process.
    unsafe {
        let before = ffi::zend_throw_exception_hook;
        if BEFORE.set(before).is_ok() {
            ffi::zend_throw_exception_hook = Some(thrown);
        }
    }
}

unsafe extern "C" fn thrown(exception: *mut zend_object) {
    // A panic must not cross into PHP. The message stays as it was then.
    let _ = std::panic::catch_unwind(|| {
        // SAFETY: PHP passes a new exception or null.
        unsafe { retell(exception) }
    });
    if let Some(Some(before)) = BEFORE.get() {
        // SAFETY: the hook expects the same argument.
        unsafe { before(exception) }
    }
}

/// Replaces the message of the library's `TypeError`.
///
/// # Safety
/// The pointer is null or an exception of PHP's.
unsafe fn retell(exception: *mut zend_object) -> Option<()> {
    // SAFETY: as above; the class of an object lives as long as it does.
    let is_type_error = unsafe {
        let object = exception.as_ref()?;
        std::ptr::eq(object.ce, ce::type_error())
    };
    if !is_type_error {
        return None;
    }
    let scope = std::ptr::from_ref(ce::error()).cast_mut();
    let mut room = Zval::new();
    // SAFETY: the property is one that every error has.
    let said = unsafe {
        zend_read_property(
            scope,
            exception,
            MESSAGE.as_ptr().cast(),
            MESSAGE.len(),
            true,
            &raw mut room,
        )
        .as_ref()?
    };
    let name = said
        .str()?
        .strip_prefix(BEFORE_NAME)?
        .strip_suffix(AFTER_NAME)?;
    // SAFETY: an exception is thrown by the function that runs.
    let message = unsafe {
        ffi::ext_php_rs_executor_globals()
            .as_ref()?
            .current_execute_data
            .as_ref()
    }
    .and_then(|call| wrong(call, name))?;
    // SAFETY: PHP copies the text.
    unsafe {
        zend_update_property_stringl(
            scope,
            exception,
            MESSAGE.as_ptr().cast(),
            MESSAGE.len(),
            message.as_ptr().cast(),
            message.len(),
        );
    }
    Some(())
}

/// The message that PHP itself would give for the argument of this name.
fn wrong(call: &ExecuteData, name: &str) -> Option<String> {
    // SAFETY: a function that runs has its description, and as many descriptions of arguments as it says.
    let (function, arguments) = unsafe {
        let function = call.func.as_ref()?;
        let common = &function.common;
        let called = common.function_name.as_ref()?.as_str().ok()?;
        let count = usize::try_from(common.num_args).ok()?;
        (
            called,
            std::slice::from_raw_parts(function.internal_function.arg_info, count),
        )
    };
    if !function.starts_with("siren_") {
        return None;
    }
    let index = arguments.iter().position(|argument| {
        // SAFETY: names of arguments are texts that end with a zero.
        !argument.name.is_null() && unsafe { CStr::from_ptr(argument.name) }.to_str() == Ok(name)
    })?;
    // SAFETY: the parser has just read and refused this argument.
    let given = unsafe { call.zend_call_arg(index) }?.dereference();
    let number = index + 1;
    let place = format!("{function}(): Argument #{number} (${name})");
    Some(
        if given.is_string() && arguments[index].type_.type_mask & STRING != 0 {
            format!("{place} must be valid UTF-8; convert the string to UTF-8")
        } else {
            let expected = expected(arguments[index].type_.type_mask);
            format!("{place} must be of type {expected}, {} given", kind(given))
        },
    )
}

const NULL: u32 = 1 << 1;
const BOOL: u32 = 1 << 2 | 1 << 3;
const INT: u32 = 1 << 4;
const STRING: u32 = 1 << 6;
const ARRAY: u32 = 1 << 7;

/// The name of a declared type, of those that our functions use.
fn expected(mask: u32) -> String {
    let kinds = [
        (ARRAY, "array"),
        (STRING, "string"),
        (INT, "int"),
        (BOOL, "bool"),
    ];
    let known = kinds.iter().find(|(bits, _)| mask & bits != 0);
    let known = known.map_or("mixed", |(_, name)| name);
    if mask & NULL == 0 {
        known.to_owned()
    } else {
        format!("?{known}")
    }
}

fn kind(given: &Zval) -> &'static str {
    match given.get_type() {
        DataType::Null | DataType::Undef => "null",
        DataType::True | DataType::False | DataType::Bool => "bool",
        DataType::Long => "int",
        DataType::Double => "float",
        DataType::String => "string",
        DataType::Array => "array",
        DataType::Object(_) => "object",
        _ => "another type",
    }
}
