//! The segments of the log: one that is written, `journal.log`, and those before it, `segments/1.log`, `segments/2.log`…
//!
//! Each says in its first line which one it is, so that another file under its name is noticed. The first of a site is made
//! by whoever records first, who knows no number; the others by whoever folds.

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
        Segment::open(finished(directory, number))
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

/// The numbers of the segments that are not written any more, in order.
pub fn finished_numbers(directory: &Path) -> io::Result<Vec<i64>> {
    let entries = match fs::read_dir(directory.join(FINISHED)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut numbers = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(".log"));
        numbers.extend(number.and_then(|number| number.parse::<i64>().ok()));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// Removes the segments with numbers below one, but for those that were written within some time.
pub fn remove_finished(directory: &Path, below: i64, but_of: Option<Duration>) -> io::Result<()> {
    for number in finished_numbers(directory)? {
        let path = finished(directory, number);
        // A file of the future is young.
        let is_young = |kept: Duration| {
            let written = fs::metadata(&path)?.modified()?;
            Ok::<_, io::Error>(written.elapsed().is_ok_and(|age| age > kept).not())
        };
        if number < below && !but_of.map(is_young).transpose()?.unwrap_or(false) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}
