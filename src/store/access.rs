//! What a function may do with the database: [`Read`] it, or [`Write`] too. A question gets a [`Read`], so that one that writes
//! does not compile:
//!
//! ```compile_fail,E0308
//! # use siren::store::{Read, meta};
//! fn answer(db: &Read<'_>) {
//!     let _ = meta::set(db, "name", "value");
//! }
//! ```

use std::ops::Deref;

use rusqlite::{CachedStatement, Connection, MappedRows, Params, Row, Rows, Statement};

use super::Result;

/// A database to read from.
#[derive(Debug)]
pub struct Read<'c> {
    db: &'c Connection,
}

impl<'c> Read<'c> {
    #[must_use]
    pub fn of(db: &'c Connection) -> Read<'c> {
        Read { db }
    }

    pub(super) fn prepare(&self, sql: &str) -> rusqlite::Result<Query<'c>> {
        Ok(Query(Kind::Once(self.db.prepare(sql)?)))
    }

    pub(super) fn prepare_cached(&self, sql: &str) -> rusqlite::Result<Query<'c>> {
        Ok(Query(Kind::Cached(self.db.prepare_cached(sql)?)))
    }

    pub(super) fn query_row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        self.prepare(sql)?.query_row(params, read)
    }
}

/// A statement that reads.
pub(super) struct Query<'c>(Kind<'c>);

enum Kind<'c> {
    Once(Statement<'c>),
    /// Returns to the connection's cache.
    Cached(CachedStatement<'c>),
}

impl<'c> Query<'c> {
    fn statement(&mut self) -> &mut Statement<'c> {
        let statement = match &mut self.0 {
            Kind::Once(statement) => statement,
            Kind::Cached(statement) => statement,
        };
        // The type cannot tell an `INSERT … RETURNING` from a `SELECT`, so every test checks the statement itself.
        debug_assert!(statement.readonly(), "a question writes");
        statement
    }

    pub fn query(&mut self, params: impl Params) -> rusqlite::Result<Rows<'_>> {
        self.statement().query(params)
    }

    pub fn query_map<T, F: FnMut(&Row<'_>) -> rusqlite::Result<T>>(
        &mut self,
        params: impl Params,
        read: F,
    ) -> rusqlite::Result<MappedRows<'_, F>> {
        self.statement().query_map(params, read)
    }

    pub fn query_row<T>(
        &mut self,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        self.statement().query_row(params, read)
    }

    #[must_use]
    pub fn column_count(&mut self) -> usize {
        self.statement().column_count()
    }
}

/// A database to write into, inside a transaction.
#[derive(Debug)]
pub struct Write<'c> {
    read: Read<'c>,
}

impl<'c> Write<'c> {
    pub(super) fn of(db: &'c Connection) -> Write<'c> {
        Write { read: Read { db } }
    }

    pub(super) fn prepare(&self, sql: &str) -> rusqlite::Result<Statement<'c>> {
        self.db.prepare(sql)
    }

    pub(super) fn prepare_cached(&self, sql: &str) -> rusqlite::Result<CachedStatement<'c>> {
        self.db.prepare_cached(sql)
    }

    pub(super) fn execute(&self, sql: &str, params: impl Params) -> rusqlite::Result<usize> {
        self.db.execute(sql, params)
    }

    pub(super) fn execute_batch(&self, sql: &str) -> rusqlite::Result<()> {
        self.db.execute_batch(sql)
    }

    pub(super) fn last_insert_rowid(&self) -> i64 {
        self.db.last_insert_rowid()
    }
}

impl<'c> Deref for Write<'c> {
    type Target = Read<'c>;

    fn deref(&self) -> &Read<'c> {
        &self.read
    }
}

/// A transaction. What it did is taken back when it is dropped, unless it is given to [`commit`].
#[derive(Debug)]
pub struct Transaction<'c> {
    write: Write<'c>,
    open: rusqlite::Transaction<'c>,
}

impl<'c> Deref for Transaction<'c> {
    type Target = Write<'c>;

    fn deref(&self) -> &Write<'c> {
        &self.write
    }
}

/// Begins a transaction that may write from its first statement on. The connection is borrowed as a whole, so that there is no
/// second one.
pub fn begin(db: &mut Connection) -> Result<Transaction<'_>> {
    let db = &*db;
    let behavior = rusqlite::TransactionBehavior::Immediate;
    Ok(Transaction {
        open: rusqlite::Transaction::new_unchecked(db, behavior)?,
        write: Write::of(db),
    })
}

/// Commits everything since [`begin`].
pub fn commit(transaction: Transaction<'_>) -> Result<()> {
    Ok(transaction.open.commit()?)
}

/// A read transaction, which sees everything as it was when it began, and blocks nobody.
#[derive(Debug)]
pub struct Snapshot<'c> {
    read: Read<'c>,
    _open: rusqlite::Transaction<'c>,
}

impl<'c> Deref for Snapshot<'c> {
    type Target = Read<'c>;

    fn deref(&self) -> &Read<'c> {
        &self.read
    }
}

/// Begins a read transaction.
pub fn snapshot(db: &Connection) -> Result<Snapshot<'_>> {
    Ok(Snapshot {
        _open: db.unchecked_transaction()?,
        read: Read::of(db),
    })
}

/// A point inside a transaction that can be gone back to.
#[derive(Debug)]
pub struct Savepoint<'s> {
    db: &'s Write<'s>,
    name: &'static str,
}

impl<'s> Savepoint<'s> {
    /// Sets one. They do not nest.
    pub fn set(db: &'s Write<'s>) -> Result<Savepoint<'s>> {
        Savepoint::named(db, "part")
    }

    /// Sets one before a change, which may set others.
    pub fn around_a_change(db: &'s Write<'s>) -> Result<Savepoint<'s>> {
        Savepoint::named(db, "whole_change")
    }

    fn named(db: &'s Write<'s>, name: &'static str) -> Result<Savepoint<'s>> {
        db.execute_batch(&format!("SAVEPOINT {name}"))?;
        Ok(Savepoint { db, name })
    }

    /// Keeps what was done since.
    pub fn release(self) -> Result<()> {
        Ok(self.db.execute_batch(&format!("RELEASE {}", self.name))?)
    }

    /// Takes back what was done since.
    pub fn roll_back(self) -> Result<()> {
        let name = self.name;
        Ok(self
            .db
            .execute_batch(&format!("ROLLBACK TO {name}; RELEASE {name}"))?)
    }
}
