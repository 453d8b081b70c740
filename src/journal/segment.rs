//! The segments of the log: `journal.log`, which is written to, and the finished ones before it, `segments/1.log`,
//! `segments/2.log`…
//!
//! The first line of each identifies it, so that another file under its name is noticed. The first segment of a site is made
//! by whoever records first and does not know its number; the fold makes the others. Old segments are compressed to
//! `segments/1.log.zst`.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::ops::Not;
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::name::{LEASE_EXPIRY, NAME, no_follow};
use super::{Content, Piece, Record, encode, pieces};
use crate::domain::call::CallId;

/// The directory of the finished segments.
const FINISHED: &str = "segments";

/// The longest first line of a segment, in bytes.
const LONGEST_HEADER: usize = 512;

/// How many bytes before an offset are hashed to recognise the file.
const TAIL: usize = 1_024;

/// The zstd level of old segments.
const LEVEL: i32 = 9;

/// How many bytes are compared at once.
const PIECE: usize = 256 << 10;

/// Identifies a segment.
pub type SegmentId = CallId;

/// The first line of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub id: SegmentId,
    /// Its number, from 1; unknown when recording made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// The segment before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<SegmentId>,
}

impl Header {
    /// The header of a new segment. The fold knows its number and the segment before it.
    pub fn new(position: Option<(i64, Option<SegmentId>)>) -> io::Result<Header> {
        Ok(Header {
            id: random_id()?,
            number: position.map(|(number, _)| number),
            after: position.and_then(|(_, after)| after),
        })
    }
}

/// An unguessable id.
pub fn random_id() -> io::Result<CallId> {
    let mut id = [0; 16];
    // The kernel never returns only a part of so few bytes.
    rustix::rand::getrandom(&mut id, rustix::rand::GetRandomFlags::empty())?;
    Ok(CallId(id))
}

/// Creates the log if it is missing. It gets its name when it is complete, so that nobody writes into one without a header.
pub fn begin(directory: &Path) -> io::Result<()> {
    let new = write_new(directory, &Header::new(None)?)?;
    let linked = fs::hard_link(&new, directory.join(NAME));
    fs::remove_file(&new)?;
    match linked {
        // Another process was first.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

fn write_new(directory: &Path, header: &Header) -> io::Result<PathBuf> {
    let path = directory.join(format!("{NAME}.{}", header.id));
    let mut line = Vec::new();
    let content = Content::Begin(Box::new(*header));
    encode(&Record { content, now: 0 }, &mut line);
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    io::Write::write_all(&mut &file, &line)?;
    file.sync_data()?;
    Ok(path)
}

/// The reading end of one segment.
#[derive(Debug)]
pub struct Segment {
    file: File,
    path: PathBuf,
}

impl Segment {
    /// The segment that is written to; `None` when nothing was ever recorded.
    pub fn current(directory: &Path) -> io::Result<Option<Segment>> {
        Segment::open(directory.join(NAME))
    }

    /// The finished segment with this number. Writers may still hold a lease on it: see [`Segment::wait_for_leases`].
    pub fn finished(directory: &Path, number: i64) -> io::Result<Option<Segment>> {
        let path = finished(directory, number);
        if let Some(segment) = Segment::open(path.clone())? {
            return Ok(Some(segment));
        }
        let Some(compressed) = Segment::open(compressed(directory, number))? else {
            return Ok(None);
        };
        Ok(Some(Segment {
            file: decompressed(&compressed.file)?,
            path,
        }))
    }

    fn open(path: PathBuf) -> io::Result<Option<Segment>> {
        match OpenOptions::new()
            .read(true)
            .custom_flags(no_follow())
            .open(&path)
        {
            Ok(file) => Ok(Some(Segment { file, path })),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The length in bytes.
    pub fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// The header, if the first line is one.
    pub fn header(&self) -> io::Result<Option<Header>> {
        let mut beginning = [0; LONGEST_HEADER];
        let read = self.file.read_at(&mut beginning, 0)?;
        let Some(end) = memchr::memchr(b'\n', &beginning[..read]) else {
            return Ok(None);
        };
        let header = match pieces(&beginning[..end]).next() {
            Some(Piece::Json(json)) => match Record::decode(json).map(|record| record.content) {
                Ok(Content::Begin(header)) => Some(*header),
                Ok(_) | Err(_) => None,
            },
            Some(Piece::Damaged(..)) | None => None,
        };
        Ok(header)
    }

    /// A checksum of the last bytes before an offset.
    pub fn tail(&self, offset: u64) -> io::Result<u32> {
        let mut bytes = [0; TAIL];
        let length = usize::try_from(offset).map_or(TAIL, |offset| offset.min(TAIL));
        self.file
            .read_exact_at(&mut bytes[..length], offset - length as u64)?;
        Ok(crc32fast::hash(&bytes[..length]))
    }

    /// Reads about `most` bytes from an offset, whole lines only, and at least one line if a whole one is there.
    pub fn read(&mut self, offset: u64, most: usize, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.clear();
        self.file.seek(SeekFrom::Start(offset))?;
        let mut wanted = most;
        loop {
            let before = buffer.len();
            let read = (&mut self.file).take(wanted as u64).read_to_end(buffer)?;
            // Only the new bytes can hold a line end.
            if let Some(end) = memchr::memrchr(b'\n', &buffer[before..]) {
                buffer.truncate(before + end + 1);
                return Ok(());
            }
            if read < wanted {
                buffer.clear();
                return Ok(());
            }
            // The line is longer than what was read; read as much again.
            wanted = buffer.len();
        }
    }

    /// Finishes this segment under its number and starts the next. Afterwards no record is acknowledged in this one, and every
    /// record that was can be read. The log has a file at every moment.
    pub fn finish(&mut self, directory: &Path, number: i64, next: &Header) -> io::Result<()> {
        let finished = finished(directory, number);
        let segments = directory.join(FINISHED);
        match fs::DirBuilder::new().mode(0o700).create(&segments) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            Ok(()) | Err(_) => {}
        }
        match fs::hard_link(&self.path, &finished) {
            // The same file: an earlier rotation was killed after this step.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let (mine, there) = (self.file.metadata()?, fs::symlink_metadata(&finished)?);
                if (mine.dev(), mine.ino()) != (there.dev(), there.ino()) {
                    return Err(error);
                }
            }
            other => other?,
        }
        File::open(&segments)?.sync_all()?;
        let new = write_new(directory, next)?;
        fs::rename(&new, &self.path)?;
        File::open(directory)?.sync_all()?;
        self.path = finished;
        self.wait_for_leases();
        Ok(())
    }

    /// Waits until every lease on the old name has expired: whoever writes into the segment after that looks at the name again.
    pub fn wait_for_leases(&self) {
        thread::sleep(LEASE_EXPIRY);
    }
}

fn finished(directory: &Path, number: i64) -> PathBuf {
    directory.join(FINISHED).join(format!("{number}.log"))
}

fn compressed(directory: &Path, number: i64) -> PathBuf {
    directory.join(FINISHED).join(format!("{number}.log.zst"))
}

/// Decompresses a segment into memory: it is read once, and leaves nothing on a disk.
fn decompressed(compressed: &File) -> io::Result<File> {
    let memory = rustix::fs::memfd_create("segment", rustix::fs::MemfdFlags::CLOEXEC)?;
    let file = File::from(memory);
    zstd::stream::copy_decode(compressed, &file)?;
    Ok(file)
}

/// The numbers of the finished segments, ascending.
pub fn finished_numbers(directory: &Path) -> io::Result<Vec<i64>> {
    let entries = match fs::read_dir(directory.join(FINISHED)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut numbers = BTreeSet::new();
    for entry in entries {
        let name = entry?.file_name();
        let name = name.to_str().map(|name| name.trim_end_matches(".zst"));
        let number = name.and_then(|name| name.strip_suffix(".log"));
        numbers.extend(number.and_then(|number| number.parse::<i64>().ok()));
    }
    Ok(numbers.into_iter().collect())
}

/// Compresses the finished segments with lower numbers. Each is removed only when its copy is synced and was read back.
pub fn compress_finished(directory: &Path, below: i64) -> io::Result<()> {
    for number in finished_numbers(directory)? {
        let path = finished(directory, number);
        if number >= below || !path.exists() {
            continue;
        }
        let ready = path.with_extension(format!("{}.new", random_id()?));
        let target = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&ready)?;
        let done = compress(&path, &target)
            .and_then(|()| fs::rename(&ready, compressed(directory, number)));
        if let Err(error) = done {
            let _ = fs::remove_file(&ready);
            return Err(error);
        }
        File::open(directory.join(FINISHED))?.sync_all()?;
        fs::remove_file(&path)?;
    }
    Ok(())
}

/// Writes a file compressed, and reads it back.
fn compress(path: &Path, mut target: &File) -> io::Result<()> {
    zstd::stream::copy_encode(File::open(path)?, target, LEVEL)?;
    target.sync_all()?;
    target.rewind()?;
    let (mut theirs, mut ours) = (zstd::stream::read::Decoder::new(target)?, File::open(path)?);
    let (mut left, mut right) = (vec![0; PIECE], vec![0; PIECE]);
    loop {
        let read = ours.read(&mut left)?;
        if read == 0 {
            return match theirs.read(&mut right)? {
                0 => Ok(()),
                _ => Err(not_the_same()),
            };
        }
        theirs.read_exact(&mut right[..read])?;
        if left[..read] != right[..read] {
            return Err(not_the_same());
        }
    }
}

fn not_the_same() -> io::Error {
    io::Error::other("a part of the log does not read back as it was written")
}

/// Removes the finished segments with lower numbers, except those written within a time.
pub fn remove_finished(directory: &Path, below: i64, but_of: Option<Duration>) -> io::Result<()> {
    for number in finished_numbers(directory)? {
        for path in [finished(directory, number), compressed(directory, number)] {
            if number >= below || !path.exists() {
                continue;
            }
            let age = fs::metadata(&path)?.modified()?.elapsed();
            // A modification time in the future counts as young.
            let is_young = but_of.is_some_and(|kept| age.is_ok_and(|age| age > kept).not());
            if !is_young {
                fs::remove_file(&path)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compressed_segment_reads_as_it_did() {
        let home = tempfile::tempdir().unwrap();
        let segments = home.path().join(FINISHED);
        fs::create_dir(&segments).unwrap();
        let text = "a line like any other\n".repeat(50_000);
        for number in 1..=3 {
            fs::write(finished(home.path(), number), &text).unwrap();
        }
        compress_finished(home.path(), 3).unwrap();
        let there = |number| {
            let paths = [
                finished(home.path(), number),
                compressed(home.path(), number),
            ];
            paths.map(|path| path.exists())
        };
        assert_eq!(
            [1, 2, 3].map(there),
            [[false, true], [false, true], [true, false]]
        );
        assert_eq!(finished_numbers(home.path()).unwrap(), [1, 2, 3]);
        assert!(fs::metadata(compressed(home.path(), 1)).unwrap().len() < text.len() as u64 / 3);
        let mut segment = Segment::finished(home.path(), 1).unwrap().unwrap();
        assert_eq!(segment.len().unwrap(), text.len() as u64);
        let mut buffer = Vec::new();
        segment.read(0, text.len(), &mut buffer).unwrap();
        assert_eq!(buffer, text.as_bytes());
        // A truncated copy is refused.
        let copy = fs::read(compressed(home.path(), 2)).unwrap();
        fs::write(compressed(home.path(), 2), &copy[..copy.len() / 2]).unwrap();
        assert!(Segment::finished(home.path(), 2).is_err());
        remove_finished(home.path(), 3, Some(Duration::from_mins(1))).unwrap();
        assert_eq!(
            finished_numbers(home.path()).unwrap(),
            [1, 2, 3],
            "all are young"
        );
        remove_finished(home.path(), 3, None).unwrap();
        assert_eq!(finished_numbers(home.path()).unwrap(), [3]);
    }
}
