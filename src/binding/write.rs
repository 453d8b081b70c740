//! Answers of the engine as PHP values, through their `Serialize`. Not here: input (`read`).

use ext_php_rs::boxed::ZBox;
use ext_php_rs::convert::IntoZval;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::{ZendHashTable, Zval};
use serde::ser::{
    self, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    SerializeTupleStruct,
};

/// A PHP array on its way out. PHP's reflection sees `array`.
#[derive(Debug)]
pub struct Answer(Zval);

impl IntoZval for Answer {
    const TYPE: DataType = DataType::Array;
    const NULLABLE: bool = false;

    fn set_zval(self, zval: &mut Zval, _persistent: bool) -> ext_php_rs::error::Result<()> {
        *zval = self.0;
        Ok(())
    }
}

/// An answer as a PHP array.
pub fn array(answer: &impl Serialize) -> Result<Answer, Unshowable> {
    let zval = answer.serialize(Writer)?;
    if zval.is_array() {
        Ok(Answer(zval))
    } else {
        Err(Unshowable)
    }
}

/// The answer of a call as a PHP array, or null.
pub fn shown(answer: &dyn erased_serde::Serialize) -> Written {
    erased_serde::serialize(answer, Writer)
}

/// Something of ours that has no PHP form: a fault in this extension.
#[derive(Debug, thiserror::Error)]
#[error("an answer could not be turned into a PHP value")]
pub struct Unshowable;

impl ser::Error for Unshowable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Unshowable
    }
}

struct Writer;

struct Items(ZBox<ZendHashTable>);

struct Entries {
    table: ZBox<ZendHashTable>,
    key: Option<String>,
}

type Written = Result<Zval, Unshowable>;

fn text(text: &str) -> Written {
    let mut zval = Zval::new();
    zval.set_string(text, false).map_err(|_| Unshowable)?;
    Ok(zval)
}

fn table(table: ZBox<ZendHashTable>) -> Zval {
    let mut zval = Zval::new();
    zval.set_hashtable(table);
    zval
}

macro_rules! integers {
    ($($name:ident: $type:ty),* $(,)?) => {$(
        fn $name(self, number: $type) -> Written {
            let mut zval = Zval::new();
            zval.set_long(i64::from(number));
            Ok(zval)
        }
    )*};
}

impl ser::Serializer for Writer {
    type Ok = Zval;
    type Error = Unshowable;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Impossible<Zval, Unshowable>;
    type SerializeMap = Entries;
    type SerializeStruct = Entries;
    type SerializeStructVariant = Impossible<Zval, Unshowable>;

    integers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
    );

    fn serialize_u64(self, number: u64) -> Written {
        self.serialize_i64(i64::try_from(number).map_err(|_| Unshowable)?)
    }

    fn serialize_bool(self, boolean: bool) -> Written {
        let mut zval = Zval::new();
        zval.set_bool(boolean);
        Ok(zval)
    }

    fn serialize_f32(self, _: f32) -> Written {
        Err(Unshowable)
    }

    fn serialize_f64(self, _: f64) -> Written {
        Err(Unshowable)
    }

    fn serialize_char(self, c: char) -> Written {
        text(c.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Written {
        text(value)
    }

    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(Unshowable)
    }

    fn serialize_none(self) -> Written {
        Ok(Zval::null())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        Ok(Zval::null())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        Ok(Zval::null())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        text(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Written {
        Err(Unshowable)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Unshowable> {
        Ok(Items(ZendHashTable::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Unshowable> {
        Ok(Items(ZendHashTable::new()))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, Unshowable> {
        Ok(Items(ZendHashTable::new()))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unshowable> {
        Err(Unshowable)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries, Unshowable> {
        Ok(Entries {
            table: ZendHashTable::new(),
            key: None,
        })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries, Unshowable> {
        Ok(Entries {
            table: ZendHashTable::new(),
            key: None,
        })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unshowable> {
        Err(Unshowable)
    }
}

impl Items {
    fn push(&mut self, value: &(impl ?Sized + Serialize)) -> Result<(), Unshowable> {
        self.0
            .push(value.serialize(Writer)?)
            .map_err(|_| Unshowable)
    }
}

impl SerializeSeq for Items {
    type Ok = Zval;
    type Error = Unshowable;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Unshowable> {
        self.push(value)
    }

    fn end(self) -> Written {
        Ok(table(self.0))
    }
}

impl SerializeTuple for Items {
    type Ok = Zval;
    type Error = Unshowable;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Unshowable> {
        self.push(value)
    }

    fn end(self) -> Written {
        Ok(table(self.0))
    }
}

impl SerializeTupleStruct for Items {
    type Ok = Zval;
    type Error = Unshowable;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Unshowable> {
        self.push(value)
    }

    fn end(self) -> Written {
        Ok(table(self.0))
    }
}

impl Entries {
    fn insert(&mut self, key: &str, value: &(impl ?Sized + Serialize)) -> Result<(), Unshowable> {
        self.table
            .insert(key, value.serialize(Writer)?)
            .map_err(|_| Unshowable)
    }
}

impl SerializeMap for Entries {
    type Ok = Zval;
    type Error = Unshowable;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Unshowable> {
        let key = key.serialize(Writer)?;
        self.key = Some(match key.str() {
            Some(text) => text.to_owned(),
            None => key.long().ok_or(Unshowable)?.to_string(),
        });
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Unshowable> {
        let key = self.key.take().ok_or(Unshowable)?;
        self.insert(&key, value)
    }

    fn end(self) -> Written {
        Ok(table(self.table))
    }
}

impl SerializeStruct for Entries {
    type Ok = Zval;
    type Error = Unshowable;

    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unshowable> {
        self.insert(key, value)
    }

    fn end(self) -> Written {
        Ok(table(self.table))
    }
}
