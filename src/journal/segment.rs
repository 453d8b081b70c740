//! The segments of the log: one that is written, `journal.log`, and those before it, `segments/1.log`, `segments/2.log`…
//!
//! Each says in its first line which one it is, so that another file under its name is noticed. The first of a site is made
//! by whoever records first, who knows no number; the others by whoever folds. Those that are kept long are compressed:
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

use super::file::{NAME, OUTLASTED, no_follow};
use super::{Line, Piece, Record, encode, pieces};
use crate::domain::call::CallId;

/// The directory of the segments that are not written any more.
const FINISHED: &str = "segments";

/// How long the first line of a segment can be, in bytes.
const LONGEST_HEADER: usize = 512;

/// How many bytes before a place tell it from the same place of another file.
const TAIL: usize = 1_024;

/// How hard a segment is compressed.
const LEVEL: i32 = 9;

/// How much is compared at once, in bytes.
const PIECE: usize = 256 << 10;

/// What tells one segment from another.
pub type SegmentId = CallId;

/// The first line of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Which segment it is.
    pub id: SegmentId,
    /// Its number, from 1; unknown to who records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// Which one it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<SegmentId>,
}

impl Header {
    /// A segment that nobody has seen before. Who folds knows its number and which one it follows.
    pub fn new(place: Option<(i64, Option<SegmentId>)>) -> io::Result<Header> {
        Ok(Header {
            id: random_id()?,
            number: place.map(|(number, _)| number),
            after: place.and_then(|(_, after)| after),
        })
    }
}

/// An id that nobody can guess.
pub fn random_id() -> io::Result<CallId> {
    let mut id = [0; 16];
    // So few bytes are never given in part.
    rustix::rand::getrandom(&mut id, rustix::rand::GetRandomFlags::empty())?;
    Ok(CallId(id))
}

/// Makes the log where there is none: complete before it has its name, so that nobody writes into one without a header.
pub fn begin(directory: &Path) -> io::Result<()> {
    let new = write_new(directory, &Header::new(None)?)?;
    let linked = fs::hard_link(&new, directory.join(NAME));
    fs::remove_file(&new)?;
    match linked {
        // Somebody else was first.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

fn write_new(directory: &Path, header: &Header) -> io::Result<PathBuf> {
    let path = directory.join(format!("{NAME}.{}", header.id));
    let mut line = Vec::new();
    let record = Record::Begin(Box::new(*header));
    encode(&Line { record, now: 0 }, &mut line);
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
    /// The segment that is being written; `None` when nothing was ever recorded in it.
    pub fn current(directory: &Path) -> io::Result<Option<Segment>> {
        Segment::open(directory.join(NAME))
    }

    /// The segment of this number, if it is not written any more. Some may still believe in the name it had: see
    /// [`Segment::outlast_writers`].
    pub fn finished(directory: &Path, number: i64) -> io::Result<Option<Segment>> {
        let path = finished(directory, number);
        if let Some(segment) = Segment::open(path.clone())? {
            return Ok(Some(segment));
        }
        let Some(compressed) = Segment::open(compressed(directory, number))? else {
            return Ok(None);
        };
        Ok(Some(Segment {
            file: unpacked(&compressed.file)?,
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

    /// How long it is, in bytes.
    pub fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Its first line, where that says which segment it is.
    pub fn header(&self) -> io::Result<Option<Header>> {
        let mut beginning = [0; LONGEST_HEADER];
        let read = self.file.read_at(&mut beginning, 0)?;
        let Some(end) = memchr::memchr(b'\n', &beginning[..read]) else {
            return Ok(None);
        };
        let header = match pieces(&beginning[..end]).next() {
            Some(Piece::Json(json)) => match Line::decode(json).map(|line| line.record) {
                Ok(Record::Begin(header)) => Some(*header),
                Ok(_) | Err(_) => None,
            },
            Some(Piece::Damaged(..)) | None => None,
        };
        Ok(header)
    }

    /// A checksum of what stands before a place.
    pub fn tail(&self, offset: u64) -> io::Result<u32> {
        let mut bytes = [0; TAIL];
        let length = usize::try_from(offset).map_or(TAIL, |offset| offset.min(TAIL));
        self.file
            .read_exact_at(&mut bytes[..length], offset - length as u64)?;
        Ok(crc32fast::hash(&bytes[..length]))
    }

    /// Reads from an offset up to about `most` bytes, whole lines only; at least one line when a
    /// whole one is there. The caller's buffer is reused.
    pub fn read(&mut self, offset: u64, most: usize, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.clear();
        self.file.seek(SeekFrom::Start(offset))?;
        let mut wanted = most;
        loop {
            let before = buffer.len();
            let read = (&mut self.file).take(wanted as u64).read_to_end(buffer)?;
            // Where one line is longer than all that was read before, none ends there.
            if let Some(end) = memchr::memrchr(b'\n', &buffer[before..]) {
                buffer.truncate(before + end + 1);
                return Ok(());
            }
            if read < wanted {
                buffer.clear();
                return Ok(());
            }
            // One line longer than was asked for: take as much again.
            wanted = buffer.len();
        }
    }

    /// Lets another segment be written from now on and keeps this one under its number: nothing that is written into it
    /// afterwards is acknowledged, and what was is there to be read. There is no moment at which the log has no file.
    pub fn finish(&mut self, directory: &Path, number: i64, next: &Header) -> io::Result<()> {
        let finished = finished(directory, number);
        let segments = directory.join(FINISHED);
        match fs::DirBuilder::new().mode(0o700).create(&segments) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            Ok(()) | Err(_) => {}
        }
        match fs::hard_link(&self.path, &finished) {
            // A rotation died after it, if it is the same file.
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
        self.outlast_writers();
        Ok(())
    }

    /// Waits until nobody believes that a segment still has the name that is written to. Whoever wrote
    /// into it and looks at the clock after that asks for the name.
    pub fn outlast_writers(&self) {
        thread::sleep(OUTLASTED);
    }
}

fn finished(directory: &Path, number: i64) -> PathBuf {
    directory.join(FINISHED).join(format!("{number}.log"))
}

fn compressed(directory: &Path, number: i64) -> PathBuf {
    directory.join(FINISHED).join(format!("{number}.log.zst"))
}

/// What a compressed segment holds, in the memory: it is read once, and nothing of it is left on a disk.
fn unpacked(compressed: &File) -> io::Result<File> {
    let memory = rustix::fs::memfd_create("segment", rustix::fs::MemfdFlags::CLOEXEC)?;
    let file = File::from(memory);
    zstd::stream::copy_decode(compressed, &file)?;
    Ok(file)
}

/// The numbers of the segments that are not written any more, in order.
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

/// Compresses the segments with numbers below one. Nothing goes before its copy is on the disk and was read back.
pub fn compress_finished(directory: &Path, below: i64) -> io::Result<()> {
    for number in finished_numbers(directory)? {
        let path = finished(directory, number);
        if number >= below || !path.exists() {
            continue;
        }
        let ready = path.with_extension(format!("{}.new", random_id()?));
        let packed = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&ready)?;
        let done =
            pack(&path, &packed).and_then(|()| fs::rename(&ready, compressed(directory, number)));
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
fn pack(path: &Path, mut packed: &File) -> io::Result<()> {
    zstd::stream::copy_encode(File::open(path)?, packed, LEVEL)?;
    packed.sync_all()?;
    packed.rewind()?;
    let (mut theirs, mut ours) = (zstd::stream::read::Decoder::new(packed)?, File::open(path)?);
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

/// Removes the segments with numbers below one, but for those that were written within some time.
pub fn remove_finished(directory: &Path, below: i64, but_of: Option<Duration>) -> io::Result<()> {
    for number in finished_numbers(directory)? {
        for path in [finished(directory, number), compressed(directory, number)] {
            if number >= below || !path.exists() {
                continue;
            }
            let age = fs::metadata(&path)?.modified()?.elapsed();
            // A file of the future is young.
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
        // A copy that is cut is no segment.
        let packed = fs::read(compressed(home.path(), 2)).unwrap();
        fs::write(compressed(home.path(), 2), &packed[..packed.len() / 2]).unwrap();
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
