//! The calls of the registry as PHP functions, named `siren_` and the name of the call. Records have functions of their own
//! (`record`), because a page waits for them.

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::OnceLock;

use ext_php_rs::args::Arg;
use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::{ExecuteData, ce, run_handler};
use ext_php_rs::zend_fastcall;

use super::basedir;
use super::exceptions::Thrown;
use super::read::value;
use super::site::{clock, with};
use super::write::shown;
use crate::domain::input::Value;
use crate::engine::calls::{ENTRIES, Entry, Kind, Parameter, ParameterKind, Parameters};
use crate::engine::{Error, Result};

/// A call with the parameters of its function.
struct Function {
    call: &'static Entry,
    parameters: Vec<Parameter>,
}

static FUNCTIONS: OnceLock<Vec<Function>> = OnceLock::new();

fn functions() -> &'static [Function] {
    FUNCTIONS.get_or_init(|| {
        let calls = ENTRIES
            .iter()
            .filter(|call| !matches!(call.kind, Kind::Record | Kind::Step));
        calls
            .map(|call| Function {
                call,
                parameters: call.parameters(),
            })
            .collect()
    })
}

/// Registers the functions.
pub fn register(module: ModuleBuilder) -> ModuleBuilder {
    functions().iter().fold(module, |module, function| {
        module.function(declared(function))
    })
}

fn declared(function: &Function) -> FunctionBuilder<'static> {
    let name = format!("siren_{}", function.call.name);
    let mut declared = FunctionBuilder::new(name, ask).required_args(required(function));
    for parameter in &function.parameters {
        declared = declared.arg(argument(parameter));
    }
    declared.returns(DataType::Array, false, function.call.can_answer_null)
}

fn required(function: &Function) -> usize {
    let required = function
        .parameters
        .iter()
        .filter(|parameter| parameter.is_required);
    required.count()
}

fn argument(parameter: &Parameter) -> Arg<'static> {
    let argument = Arg::new(parameter.name.clone(), declared_type(parameter.kind));
    if parameter.is_required {
        argument
    } else {
        argument.allow_null().default("null")
    }
}

fn declared_type(kind: ParameterKind) -> DataType {
    match kind {
        ParameterKind::Array => DataType::Array,
        ParameterKind::Int => DataType::Long,
        ParameterKind::Text => DataType::String,
    }
}

/// Reads an argument; `None` if it does not have the type of its parameter.
fn read<'a>(parameter: &Parameter, given: &'a Zval) -> Option<Value<'a>> {
    let given = given.dereference();
    let fits = match parameter.kind {
        ParameterKind::Array => given.is_array(),
        ParameterKind::Int => given.is_long(),
        // `None` for a string that is not UTF-8.
        ParameterKind::Text => given.str().is_some(),
    };
    (fits || !parameter.is_required && given.is_null()).then(|| value(given))
}

zend_fastcall! {
    /// The handler of all these functions; PHP tells which one runs.
    extern fn ask(call: &mut ExecuteData, answer: &mut Zval) {
        run_handler(AssertUnwindSafe(|| {
            match answered(call) {
                Ok(Some(zval)) => *answer = zval,
                // PHP has already thrown.
                Ok(None) => {}
                Err(thrown) => thrown.throw(),
            }
        }));
    }
}

/// The answer; `None` if PHP has already thrown.
fn answered(call: &mut ExecuteData) -> std::result::Result<Option<Zval>, PhpException> {
    let function = called(call)?;
    let mut arguments: Vec<Arg<'_>> = function.parameters.iter().map(argument).collect();
    let mut parser = call.parser().required_args(required(function));
    for argument in &mut arguments {
        parser = parser.arg(argument);
    }
    if parser.parse().is_err() {
        return Ok(None);
    }
    let mut given = Vec::with_capacity(arguments.len());
    for (parameter, argument) in function.parameters.iter().zip(&mut arguments) {
        let Some(zval) = argument.zval() else {
            continue;
        };
        let Some(value) = read(parameter, zval) else {
            // `arguments` adds the expected type.
            let message = format!("Invalid value given for argument `{}`.", parameter.name);
            return Err(PhpException::new(message, 0, ce::type_error()));
        };
        given.push((Cow::Borrowed(parameter.name.as_str()), value));
    }
    let input = match function.call.parameters {
        Parameters::Each => Value::Map(given),
        Parameters::One(_) | Parameters::Optional(_) | Parameters::Beside { .. } => given
            .pop()
            .map_or(Value::Null, |(_, value)| value)
            .or_empty(),
    };
    let answer = with(|site| {
        demand_paths(function, &input)?;
        function.call.ask(site, &input, clock())
    })?;
    Ok(Some(shown(&*answer).map_err(Thrown::from)?))
}

/// Checks the paths among the arguments against `open_basedir`.
fn demand_paths(function: &Function, input: &Value<'_>) -> Result<()> {
    for parameter in function
        .parameters
        .iter()
        .filter(|parameter| parameter.is_path)
    {
        if let Some(Value::Text(path)) = input.field(&parameter.name) {
            basedir::demand(Path::new(&**path))?;
        }
    }
    Ok(())
}

/// The call of the running function.
fn called(call: &ExecuteData) -> std::result::Result<&'static Function, Thrown> {
    // SAFETY: a running function has a description, and each of ours has a name.
    let name = unsafe {
        let function = call.func.as_ref();
        function.and_then(|function| function.common.function_name.as_ref())
    };
    let name = name.and_then(|name| name.as_str().ok()).unwrap_or_default();
    let asked = name.strip_prefix("siren_").unwrap_or_default();
    let known = functions()
        .iter()
        .find(|function| function.call.name == asked);
    known.ok_or_else(|| Error::unreachable(format!("{name}() is not a call of this engine")).into())
}
