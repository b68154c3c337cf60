//! Reading ZIP archives: the catalogue and the pictures of an upload. Nothing is ever written under a name that stands in
//! an archive, and nothing is unpacked beyond what its directory says and the limits allow.
//!
//! What is read of the format: one file without encryption, stored or deflated, no ZIP64 (APPNOTE 6.3, sections 4.3 and 4.4).

use crate::files::looks_like_catalogue;
use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result as IoResult, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Files in one archive.
pub const ENTRIES_MAX: u64 = 5_000;
/// What all files of an archive have together, in bytes.
pub const UNPACKED_MAX: u64 = 256 * 1024 * 1024;
/// How many times its own size a file may unpack to; tables of prices come to thirty.
pub const RATIO_MAX: u64 = 200;
/// Smaller files may be packed as well as they like.
const RATIO_COUNTS_FROM: u64 = 1024 * 1024;

const END: [u8; 4] = *b"PK\x05\x06";
const END_BYTES: usize = 22;
const COMMENT_MAX: u64 = 65_535;
const DIRECTORY: [u8; 4] = *b"PK\x01\x02";
const DIRECTORY_BYTES: usize = 46;
const LOCAL: [u8; 4] = *b"PK\x03\x04";
const LOCAL_BYTES: usize = 30;
const ENCRYPTED: u16 = 1;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

domain::text_enum! {
    /// Why an archive is not taken.
    pub enum ArchiveFault {
        Damaged = "damaged",
        /// Encrypted, split, larger than 4 GB, or packed in a way that few programs read.
        Unusual = "unusual",
        TooManyFiles = "too_many_files",
        TooLarge = "too_large",
        /// A small file that would become a very large one.
        Bomb = "bomb",
        /// A name that leads out of the folder.
        UnsafeName = "unsafe_name",
        NoCatalogue = "no_catalogue",
        SeveralCatalogues = "several_catalogues",
    }
}

/// One file in an archive.
#[derive(Debug, Clone, Copy)]
struct Entry {
    offset: u64,
    packed: u64,
    unpacked: u64,
    method: u16,
    crc: u32,
}

/// An archive whose directory was read.
#[derive(Debug)]
pub(crate) struct Zip {
    file: Mutex<File>,
    entries: HashMap<String, Entry>,
}

fn two(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn four(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

impl Zip {
    /// Reads the directory.
    ///
    /// # Errors
    /// Why the archive is not taken, or that it cannot be read.
    pub fn open(mut file: File) -> IoResult<Result<Self, ArchiveFault>> {
        let size = file.metadata()?.len();
        let tail_bytes = size.min(COMMENT_MAX + END_BYTES as u64);
        file.seek(SeekFrom::Start(size - tail_bytes))?;
        let mut tail = Vec::new();
        Read::by_ref(&mut file).take(tail_bytes).read_to_end(&mut tail)?;
        let Some(at) = tail.windows(END_BYTES).rposition(|window| window.starts_with(&END)) else {
            return Ok(Err(ArchiveFault::Damaged));
        };
        let end = &tail[at..];
        let (here, total) = (two(end, 8), two(end, 10));
        let (length, start) = (four(end, 12), four(end, 16));
        if two(end, 4) != 0 || here != total || total == u16::MAX || length == u32::MAX || start == u32::MAX {
            return Ok(Err(ArchiveFault::Unusual));
        }
        if u64::from(total) > ENTRIES_MAX {
            return Ok(Err(ArchiveFault::TooManyFiles));
        }
        if u64::from(start) + u64::from(length) > size {
            return Ok(Err(ArchiveFault::Damaged));
        }
        file.seek(SeekFrom::Start(u64::from(start)))?;
        let mut directory = Vec::new();
        Read::by_ref(&mut file).take(u64::from(length)).read_to_end(&mut directory)?;
        Ok(read_directory(&directory, total).map(|entries| Self { file: Mutex::new(file), entries }))
    }

    /// The name of the one catalogue in it.
    ///
    /// # Errors
    /// [`ArchiveFault::NoCatalogue`], [`ArchiveFault::SeveralCatalogues`].
    pub fn catalogue(&self) -> Result<&str, ArchiveFault> {
        let mut found = self.entries.keys().filter(|name| is_catalogue(name));
        match (found.next(), found.next()) {
            (None, _) => Err(ArchiveFault::NoCatalogue),
            (Some(one), None) => Ok(one),
            (Some(_), Some(_)) => Err(ArchiveFault::SeveralCatalogues),
        }
    }

    /// How large a file of it is, in bytes.
    pub fn size(&self, name: &str) -> Option<u64> {
        self.entries.get(name).map(|entry| entry.unpacked)
    }

    /// The first `most` bytes of a file, each handed on as it comes; `None` when there is no such file.
    ///
    /// # Errors
    /// When the archive cannot be read, or holds something else than its directory says.
    pub fn read(
        &self,
        name: &str,
        most: u64,
        mut to: impl FnMut(&[u8]) -> IoResult<()>,
    ) -> Option<IoResult<()>> {
        let entry = self.entries.get(name)?;
        Some(self.unpack(entry, most, &mut to))
    }

    fn unpack(&self, entry: &Entry, most: u64, to: &mut impl FnMut(&[u8]) -> IoResult<()>) -> IoResult<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(entry.offset))?;
        let mut head = [0; LOCAL_BYTES];
        file.read_exact(&mut head)?;
        if head[..4] != LOCAL {
            return Err(broken());
        }
        // Name and extra field may be longer here than in the directory.
        let skip = i64::from(two(&head, 26)) + i64::from(two(&head, 28));
        file.seek(SeekFrom::Current(skip))?;
        let packed = Read::by_ref(&mut *file).take(entry.packed);
        let mut input: Box<dyn Read + '_> =
            if entry.method == STORED { Box::new(packed) } else { Box::new(DeflateDecoder::new(packed)) };
        let (mut crc, mut left) = (Crc::new(), most);
        let mut piece = vec![0; 64 * 1024];
        while left > 0 {
            let room = piece.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let read = input.read(&mut piece[..room])?;
            if read == 0 {
                break;
            }
            crc.update(&piece[..read]);
            left -= read as u64;
            if most - left > entry.unpacked {
                return Err(broken());
            }
            to(&piece[..read])?;
        }
        let whole = most - left == entry.unpacked;
        if left > 0 && !whole || whole && crc.sum() != entry.crc { Err(broken()) } else { Ok(()) }
    }
}

fn broken() -> Error {
    Error::new(ErrorKind::InvalidData, "the archive is damaged")
}

fn read_directory(mut rest: &[u8], total: u16) -> Result<HashMap<String, Entry>, ArchiveFault> {
    let (mut entries, mut unpacked_in_all) = (HashMap::new(), 0);
    for _ in 0..total {
        if !rest.starts_with(&DIRECTORY) || rest.len() < DIRECTORY_BYTES {
            return Err(ArchiveFault::Damaged);
        }
        let (name, extra, comment) = (two(rest, 28), two(rest, 30), two(rest, 32));
        let name_ends = DIRECTORY_BYTES + usize::from(name);
        let ends = name_ends + usize::from(extra) + usize::from(comment);
        if rest.len() < ends {
            return Err(ArchiveFault::Damaged);
        }
        let name = String::from_utf8_lossy(&rest[DIRECTORY_BYTES..name_ends]).into_owned();
        let entry = Entry {
            offset: u64::from(four(rest, 42)),
            packed: u64::from(four(rest, 20)),
            unpacked: u64::from(four(rest, 24)),
            method: two(rest, 10),
            crc: four(rest, 16),
        };
        let flags = two(rest, 8);
        rest = &rest[ends..];
        if !is_safe(&name) {
            return Err(ArchiveFault::UnsafeName);
        }
        if name.ends_with('/') {
            continue;
        }
        let large = u64::from(u32::MAX);
        if flags & ENCRYPTED != 0
            || !matches!(entry.method, STORED | DEFLATED)
            || [entry.offset, entry.packed, entry.unpacked].contains(&large)
        {
            return Err(ArchiveFault::Unusual);
        }
        if entry.unpacked >= RATIO_COUNTS_FROM && entry.unpacked / entry.packed.max(1) > RATIO_MAX {
            return Err(ArchiveFault::Bomb);
        }
        unpacked_in_all += entry.unpacked;
        if unpacked_in_all > UNPACKED_MAX {
            return Err(ArchiveFault::TooLarge);
        }
        // Two files of one name: which of them is meant nobody knows.
        if entries.insert(name, entry).is_some() {
            return Err(ArchiveFault::Damaged);
        }
    }
    Ok(entries)
}

/// What the folders of some systems hold beside the files of people is none.
fn is_catalogue(name: &str) -> bool {
    let own = |part: &str| part.starts_with('.') || part == "__MACOSX";
    !name.split('/').any(own) && !name.ends_with(".gz") && looks_like_catalogue(Path::new(name))
}

/// Below the folder that it would be unpacked in, on any system.
fn is_safe(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('/')
        && !name.contains(['\\', '\0', ':'])
        && name.split('/').all(|part| part != "..")
}

#[cfg(test)]
#[path = "../tests/catalogues/zipping.rs"]
mod zipping;

#[cfg(test)]
mod tests {
    use super::zipping::zip;
    use super::*;
    use std::io::Write as _;

    fn open(bytes: &[u8]) -> Result<Zip, ArchiveFault> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        Zip::open(file).unwrap()
    }

    fn read(zip: &Zip, name: &str, most: u64) -> Option<IoResult<Vec<u8>>> {
        let mut bytes = Vec::new();
        let read = zip.read(name, most, |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        })?;
        Some(read.map(|()| bytes))
    }

    #[test]
    fn what_was_packed_is_read_and_no_more_than_asked_for() {
        let files: [(&str, &[u8]); 5] = [
            ("goods/", b""),
            ("goods/list.csv", b"Handle,Title\n"),
            ("goods/a.png", b"png"),
            ("__MACOSX/goods/._list.csv", b"x"),
            (".old/list.csv", b"x"),
        ];
        let only_pictures = open(&zip(&files[2..])).unwrap();
        assert_eq!(only_pictures.catalogue(), Err(ArchiveFault::NoCatalogue));
        let two = open(&zip(&[("a.csv", b"a"), ("b.jsonl", b"b")])).unwrap();
        assert_eq!(two.catalogue(), Err(ArchiveFault::SeveralCatalogues));
        let zip = open(&zip(&files)).unwrap();
        assert_eq!((zip.catalogue(), zip.size("goods/list.csv")), (Ok("goods/list.csv"), Some(13)));
        assert_eq!(read(&zip, "goods/list.csv", 100).unwrap().unwrap(), b"Handle,Title\n");
        assert_eq!(read(&zip, "goods/list.csv", 6).unwrap().unwrap(), b"Handle");
        assert!(read(&zip, "goods/b.png", 100).is_none());
    }

    #[test]
    fn bombs_and_names_that_lead_out_are_refused_by_the_directory() {
        for name in ["../a.csv", "/a.csv", "a/../../b.csv", "..\\a.csv", "C:a.csv", ""] {
            assert_eq!(open(&zip(&[(name, b"x")])).err(), Some(ArchiveFault::UnsafeName), "{name}");
        }
        let nothing = vec![0; 8 * 1024 * 1024];
        assert_eq!(open(&zip(&[("a.csv", &nothing)])).err(), Some(ArchiveFault::Bomb));
        let many: Vec<String> = (0..=ENTRIES_MAX).map(|n| n.to_string()).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert_eq!(open(&zip(&many)).err(), Some(ArchiveFault::TooManyFiles));
        assert_eq!(open(&zip(&[("a", b""), ("a", b"")])).err(), Some(ArchiveFault::Damaged));
        assert_eq!(open(b"PK\x03\x04 a spreadsheet").err(), Some(ArchiveFault::Damaged));
        assert_eq!(open(b"").err(), Some(ArchiveFault::Damaged));
    }

    #[test]
    fn an_archive_that_holds_something_else_than_it_says_is_damaged() {
        let good = zip(&[("a.csv", b"Handle,Title,Variant Price\n")]);
        // The size in the directory: of what comes out, one byte less.
        let at = good.windows(4).position(|window| window == DIRECTORY).unwrap();
        let mut lies = good.clone();
        lies[at + 24] -= 1;
        assert!(read(&open(&lies).unwrap(), "a.csv", 100).unwrap().is_err());
        let mut other = good.clone();
        other[at + 16] ^= 1;
        assert!(read(&open(&other).unwrap(), "a.csv", 100).unwrap().is_err());
        let mut encrypted = good.clone();
        encrypted[at + 8] |= 1;
        assert_eq!(open(&encrypted).err(), Some(ArchiveFault::Unusual));
        for cut in [good.len() - 1, good.len() / 2] {
            assert!(open(&good[..cut]).is_err());
        }
    }
}
