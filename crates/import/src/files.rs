//! Finding the catalogue in a file or folder, and the pictures beside it.

use crate::error::ImportError;
use crate::json_rows::{self, JsonRow};
use crate::reason::PictureFault;
use crate::shopify_columns::is_header;
use crate::zip::{ArchiveFault, Zip};
use crate::{bestbuy, books};
use domain::PictureId;
use flate2::read::MultiGzDecoder;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Error, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

/// A picture is read whole, so no more than this of it.
const PICTURE_MAX: u64 = 20 * 1024 * 1024 + 1;
const SNIFF_BYTES: u64 = 64 * 1024;

domain::text_enum! {
    /// What a catalogue is written in.
    pub enum Format {
        /// Icecat Open Content: one JSON object a line.
        Icecat = "icecat",
        /// Shopify's product CSV.
        Shopify = "shopify",
        /// Best Buy's products: a JSON array, or one object a line.
        BestBuy = "bestbuy",
        /// Goodbooks' table of books.
        Books = "books",
    }
}

/// A catalogue and its pictures, ready to be read any number of times.
#[derive(Debug)]
pub(crate) struct Source {
    pub catalogue: PathBuf,
    pub format: Format,
    folder: PathBuf,
    /// Archives with pictures beside the catalogue.
    archives: Vec<Archive>,
}

#[derive(Debug)]
enum Archive {
    /// Where each picture's bytes are.
    Tar { file: Mutex<File>, entries: HashMap<String, (u64, u64)> },
    /// Pictures are named from the folder inside that holds the catalogue, if one does.
    Zip { zip: Zip, folder: String },
}

/// The picture that an address of a shop like this names. A picture's id is made from its content, so whoever has one
/// of this id has this picture, and nothing is fetched.
pub(crate) fn own_picture(address: &str) -> Option<PictureId> {
    let (_, path) = address.split_once("://")?;
    let (_, media) = path.split_once("/media/")?;
    media.split('/').next()?.parse().ok()
}

pub(crate) fn read_error(path: &Path) -> impl FnOnce(std::io::Error) -> ImportError {
    let path = path.to_owned();
    move |source| ImportError::Read { path, source }
}

impl Source {
    /// Looks into the file or folder; `format` `None` means that the content tells.
    pub fn open(path: &Path, format: Option<Format>) -> Result<Self, ImportError> {
        let metadata = std::fs::metadata(path).map_err(read_error(path))?;
        if !metadata.is_dir() {
            let found = sniff(path)?;
            let format =
                format.or(found).ok_or_else(|| ImportError::UnknownFormat { path: path.to_owned() })?;
            let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            return Self::with(path.to_owned(), format, folder);
        }
        let mut found = Vec::new();
        for entry in std::fs::read_dir(path).map_err(read_error(path))? {
            let file = entry.map_err(read_error(path))?.path();
            if file.is_file()
                && looks_like_catalogue(&file)
                && let Some(kind) = sniff(&file)?.filter(|kind| format.is_none_or(|f| f == *kind))
            {
                found.push((file, kind));
            }
        }
        match found.len() {
            0 => Err(ImportError::NothingFound { path: path.to_owned() }),
            1 => {
                let (file, kind) = found.remove(0);
                Self::with(file, kind, path)
            }
            _ => Err(ImportError::SeveralFound { path: path.to_owned() }),
        }
    }

    fn with(catalogue: PathBuf, format: Format, folder: &Path) -> Result<Self, ImportError> {
        let folder = folder.canonicalize().map_err(read_error(folder))?;
        let with_pictures = matches!(format, Format::Shopify | Format::BestBuy);
        let archives = if with_pictures { archives_in(&folder)? } else { Vec::new() };
        Ok(Self { catalogue, format, folder, archives })
    }

    /// The catalogue's raw bytes and its size.
    pub fn raw(&self) -> Result<(File, u64), ImportError> {
        let file = File::open(&self.catalogue).map_err(read_error(&self.catalogue))?;
        let size = file.metadata().map_err(read_error(&self.catalogue))?.len();
        Ok((file, size))
    }

    pub fn is_compressed(&self) -> bool {
        self.catalogue.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz"))
    }

    pub fn file_name(&self) -> String {
        self.catalogue.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// The bytes of a picture that the catalogue names.
    ///
    /// # Errors
    /// Why there is none, for a row's report.
    pub fn picture(&self, name: &str) -> Result<Vec<u8>, PictureFault> {
        if name.contains("://") {
            return Err(PictureFault::NotFetched);
        }
        let relative = Path::new(name);
        if relative.components().any(|c| !matches!(c, Component::Normal(_) | Component::CurDir)) {
            return Err(PictureFault::NoPath);
        }
        if let Some(bytes) = self.archives.iter().find_map(|a| a.read(name)) {
            return bytes.map_err(|_| PictureFault::Unreadable);
        }
        let missing = |_| PictureFault::NotThere;
        let path = self.folder.join(relative).canonicalize().map_err(missing)?;
        if !path.starts_with(&self.folder) {
            return Err(PictureFault::Outside);
        }
        let mut bytes = Vec::new();
        let file = File::open(&path).map_err(missing)?;
        file.take(PICTURE_MAX).read_to_end(&mut bytes).map_err(|_| PictureFault::Unreadable)?;
        Ok(bytes)
    }
}

impl Archive {
    fn read(&self, name: &str) -> Option<std::io::Result<Vec<u8>>> {
        let name = name.trim_start_matches("./");
        let mut bytes = Vec::new();
        let read = match self {
            Self::Tar { file, entries } => {
                let (offset, size) = *entries.get(name)?;
                let mut file = file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                file.seek(SeekFrom::Start(offset))
                    .and_then(|_| {
                        Read::by_ref(&mut *file).take(size.min(PICTURE_MAX)).read_to_end(&mut bytes)
                    })
                    .map(|_| ())
            }
            Self::Zip { zip, folder } => zip.read(&format!("{folder}{name}"), PICTURE_MAX, |piece| {
                bytes.extend_from_slice(piece);
                Ok(())
            })?,
        };
        Some(read.map(|()| bytes))
    }

    fn tar(path: &Path) -> Result<Self, ImportError> {
        let file = File::open(path).map_err(read_error(path))?;
        let mut tar = tar::Archive::new(file.try_clone().map_err(read_error(path))?);
        let mut entries = HashMap::new();
        for entry in tar.entries_with_seek().map_err(read_error(path))? {
            let entry = entry.map_err(read_error(path))?;
            if entry.header().entry_type().is_file() {
                let name = entry.path().map_err(read_error(path))?.to_string_lossy().into_owned();
                let place = (entry.raw_file_position(), entry.size());
                entries.insert(name.trim_start_matches("./").to_owned(), place);
            }
        }
        Ok(Self::Tar { file: Mutex::new(file), entries })
    }

    fn zip(path: &Path) -> Result<Self, ImportError> {
        let opened = File::open(path).and_then(Zip::open).map_err(read_error(path))?;
        let refused = |fault: ArchiveFault| Error::new(ErrorKind::InvalidData, fault.to_string());
        let zip = opened.map_err(refused).map_err(read_error(path))?;
        let inside = zip.catalogue().ok().and_then(|name| name.rfind('/').map(|at| name[..=at].to_owned()));
        Ok(Self::Zip { folder: inside.unwrap_or_default(), zip })
    }
}

fn archives_in(folder: &Path) -> Result<Vec<Archive>, ImportError> {
    let mut archives = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(read_error(folder))? {
        let path = entry.map_err(read_error(folder))?.path();
        let ends_in = |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
        if ends_in("tar") {
            archives.push(Archive::tar(&path)?);
        } else if ends_in("zip") {
            // Whatever lies beside a catalogue may be none of it. What was uploaded was looked at when it came.
            match Archive::zip(&path) {
                Ok(archive) => archives.push(archive),
                Err(error) => tracing::warn!(archive = %path.display(), %error, "a ZIP is left out"),
            }
        }
    }
    Ok(archives)
}

pub(crate) fn looks_like_catalogue(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let plain = name.strip_suffix(".gz").unwrap_or(&name);
    [".jsonl", ".ndjson", ".json", ".csv"].iter().any(|end| plain.ends_with(end))
}

/// The format by the first row.
fn sniff(path: &Path) -> Result<Option<Format>, ImportError> {
    let file = File::open(path).map_err(read_error(path))?;
    let compressed = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz"));
    let input: Box<dyn Read> = if compressed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut first = Vec::new();
    input.take(SNIFF_BYTES).read_to_end(&mut first).map_err(read_error(path))?;
    if first.starts_with(&[0xff, 0xfe]) || first.starts_with(&[0xfe, 0xff]) {
        return Err(ImportError::Utf16);
    }
    let text = String::from_utf8_lossy(&first);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['{', '[']) {
        return Ok(sniff_json(&first, text.starts_with('[')));
    }
    let header = text.lines().next().unwrap_or_default();
    let named = |column: &str| header.split(',').any(|c| c.trim().trim_matches('"') == column);
    if books::NEEDED.into_iter().all(named) {
        return Ok(Some(Format::Books));
    }
    let names = header.split(',').map(|c| c.trim().trim_matches('"'));
    Ok(is_header(names).then_some(Format::Shopify))
}

/// What the first object looks like; one that does not end in these bytes can only be told by what is around it.
fn sniff_json(head: &[u8], in_array: bool) -> Option<Format> {
    let mut found = (!in_array).then_some(Format::Icecat);
    let mut look = |row: JsonRow<'_>| {
        if let JsonRow::Object(_, bytes) = row
            && let Ok(fields) = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(bytes)
            && bestbuy::looks_like(&fields)
        {
            found = Some(Format::BestBuy);
        }
        false
    };
    // Only a row that is too long stops it with an error, and the head is shorter.
    let _ = json_rows::read(head, &mut look);
    found
}
