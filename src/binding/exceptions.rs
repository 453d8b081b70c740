//! The exception tree, and which of its classes each refusal is thrown as.

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::convert::IntoZval;
use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::zend::{ClassEntry, ce};
use ext_php_rs::{php_class, php_impl};

use super::convert::{Answer, Unshowable, array};
use crate::domain::input::Problems;
use crate::engine::Error;

unsafe extern "C" {
    #[link_name = "spl_ce_RuntimeException"]
    static RUNTIME_EXCEPTION: *const ClassEntry;
}

/// PHP's own class. Looking it up by name does not work yet while modules start.
fn runtime_exception() -> &'static ClassEntry {
    // SAFETY: PHP exports this pointer, sets it when SPL starts, which is before any shared
    // extension, and keeps the class until all extensions are gone.
    unsafe { RUNTIME_EXCEPTION.as_ref() }.unwrap_or_else(ce::exception)
}

/// What every exception of Siren's is.
#[php_class]
#[php(name = "Siren\\Exception\\SirenException")]
#[php(extends(ce = runtime_exception, stub = "\\RuntimeException"))]
#[derive(Default)]
pub struct SirenException;

/// The input is wrong. `problems()` names every problem with its path.
#[php_class]
#[php(name = "Siren\\Exception\\InvalidInput")]
#[php(extends(SirenException))]
#[derive(Default)]
pub struct InvalidInput {
    // PHP's own constructor cannot be called from here; PHP reads the message through the property.
    #[php(prop, flags = PropertyFlags::Protected)]
    message: String,
    problems: Problems,
}

#[php_impl]
impl InvalidInput {
    /// A list of `['path' => 'pool.sources[0].percent', 'message' => '…']`.
    pub fn problems(&self) -> Result<Answer, PhpException> {
        Ok(array(&self.problems)?)
    }
}

/// There is no such row.
#[php_class]
#[php(name = "Siren\\Exception\\NotFound")]
#[php(extends(SirenException))]
#[derive(Default)]
pub struct NotFound;

/// The row does not stand where it would have to.
#[php_class]
#[php(name = "Siren\\Exception\\Conflict")]
#[php(extends(SirenException))]
#[derive(Default)]
pub struct Conflict;

/// The data is busy, full, read-only, corrupt or unreachable; the message says which, and what to do.
#[php_class]
#[php(name = "Siren\\Exception\\StorageFailure")]
#[php(extends(SirenException))]
#[derive(Default)]
pub struct StorageFailure;

/// A refusal on its way to PHP.
#[derive(Debug)]
pub struct Thrown(PhpException);

impl From<Error> for Thrown {
    fn from(error: Error) -> Thrown {
        let message = error.to_string();
        Thrown(match error {
            Error::InvalidInput(problems) => invalid_input(message, problems),
            Error::NotFound(..) => PhpException::from_class::<NotFound>(message),
            Error::Conflict(_) | Error::TooLarge(_) => {
                PhpException::from_class::<Conflict>(message)
            }
            Error::Storage(_) => PhpException::from_class::<StorageFailure>(message),
        })
    }
}

impl From<Unshowable> for Thrown {
    fn from(fault: Unshowable) -> Thrown {
        Thrown(PhpException::from_class::<SirenException>(
            fault.to_string(),
        ))
    }
}

impl From<Thrown> for PhpException {
    fn from(thrown: Thrown) -> PhpException {
        thrown.0
    }
}

/// The one exception with contents of its own is thrown as an object.
fn invalid_input(message: String, problems: Problems) -> PhpException {
    let exception = PhpException::from_class::<InvalidInput>(message.clone());
    match (InvalidInput { message, problems }).into_zval(false) {
        Ok(object) => exception.with_object(object),
        Err(_) => exception,
    }
}

/// Makes the classes known to PHP.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    module
        .class::<SirenException>()
        .class::<InvalidInput>()
        .class::<NotFound>()
        .class::<Conflict>()
        .class::<StorageFailure>()
}
