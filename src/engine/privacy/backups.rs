//! Which backups still contain somebody who was erased.
//!
//! An erasure cannot reach into a backup. So each backup is noted with its path and the number of erasures before it: whoever
//! is erased later is still in it. Copies that others make, such as the host, are not known here.

use std::path::Path;

use crate::engine::Result;
use crate::store::{Read, Write, disk::snapshots, meta};

/// The prefix of the name of a backup's note; the path follows.
const BACKUP: &str = "backup:";

/// The number of erasures so far.
const ERASURES: &str = "erasures";

pub fn note(db: &Write<'_>, path: &Path) -> Result<()> {
    let Some(path) = path.to_str() else {
        return Ok(());
    };
    let name = format!("{BACKUP}{path}");
    Ok(meta::set(db, &name, &erasures(db)?.to_string())?)
}

/// Takes over the notes of a database that was set aside, because the log does not know of backups.
pub fn take_over(db: &Write<'_>, aside: &Path) -> Result<()> {
    for (name, erasures) in snapshots::values_aside(aside, BACKUP) {
        if meta::get(db, &name)?.is_none() {
            meta::set(db, &name, &erasures)?;
        }
    }
    Ok(())
}

pub(super) fn note_erasure(db: &Write<'_>) -> Result<()> {
    Ok(meta::set(db, ERASURES, &(erasures(db)? + 1).to_string())?)
}

/// The existing backups that are older than the last erasure. Notes of backups that no longer exist are removed.
pub(super) fn older(db: &Write<'_>) -> Result<Vec<String>> {
    let erasures = erasures(db)?;
    let mut found = Vec::new();
    for (name, before) in meta::beginning_with(db, BACKUP)? {
        // A killed process may have left an incomplete backup.
        let path = &name[BACKUP.len()..];
        let mut files = vec![path.to_owned(), format!("{path}.incomplete")];
        files.retain(|file| Path::new(file).exists());
        if files.is_empty() {
            meta::remove(db, &name)?;
        } else if before.parse::<u64>().is_ok_and(|before| before < erasures) {
            found.append(&mut files);
        }
    }
    Ok(found)
}

fn erasures(db: &Read<'_>) -> Result<u64> {
    let kept = meta::get(db, ERASURES)?;
    Ok(kept.and_then(|kept| kept.parse().ok()).unwrap_or(0))
}
