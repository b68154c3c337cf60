//! What was found in the rows of an upload: kept line by line as JSON, so that it can be written in any language, and
//! handed out as a CSV that people open in a spreadsheet. Uploads from before then have the CSV itself, in English.

use crate::error::{ImportError, Problem};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Error, ErrorKind, Lines, Write as _};
use std::path::{Path, PathBuf};

/// Findings that the file names; whoever has more of them has one mistake many times.
pub const FINDINGS_MAX: u64 = 50_000;
/// How much of a CSV is written at once, in bytes.
const PIECE: usize = 32 * 1024;

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Finding {
    Found(Problem),
    /// The last line: how many more there are, that are not listed.
    More {
        more: u64,
    },
}

/// The file, made with its first line.
pub(super) struct Findings {
    path: PathBuf,
    writer: Option<BufWriter<File>>,
    count: u64,
}

impl Findings {
    /// Forgets what an earlier check found.
    pub fn new(path: PathBuf) -> Self {
        // There is none yet, or it is written anew.
        let _ = std::fs::remove_file(&path);
        Self { path, writer: None, count: 0 }
    }

    pub fn add(&mut self, problem: &Problem) -> Result<(), ImportError> {
        self.count += 1;
        if self.count > FINDINGS_MAX {
            return Ok(());
        }
        self.write(&Finding::Found(problem.clone()))
    }

    pub fn finish(mut self) -> Result<(), ImportError> {
        if self.count > FINDINGS_MAX {
            self.write(&Finding::More { more: self.count - FINDINGS_MAX })?;
        }
        let path = self.path.clone();
        self.writer
            .map_or(Ok(()), |mut writer| writer.flush())
            .map_err(|source| ImportError::Read { path, source })
    }

    fn write(&mut self, finding: &Finding) -> Result<(), ImportError> {
        let failed = |source: Error| ImportError::Read { path: self.path.clone(), source };
        let mut line = serde_json::to_vec(finding).map_err(|e| failed(e.into()))?;
        line.push(b'\n');
        let writer = match &mut self.writer {
            Some(writer) => writer,
            none => none.insert(BufWriter::new(File::create(&self.path).map_err(failed)?)),
        };
        writer.write_all(&line).map_err(failed)
    }
}

/// How findings are worded as cells of a table: line, column, kind, reason.
pub type Wording = Box<dyn Fn(&Finding) -> [String; 4] + Send>;

/// A file of findings that is being read.
pub enum FindingsFile {
    /// Pieces of a CSV in somebody's language.
    Worded(Sheet),
    /// A CSV as it was written before, in English.
    Older(File),
}

/// Pieces of a CSV, of some kilobytes each.
pub struct Sheet {
    lines: Lines<BufReader<File>>,
    /// Written in front of the findings, once.
    heading: Option<[String; 4]>,
    wording: Wording,
}

impl FindingsFile {
    /// `None` when nothing was found, or the file is gone.
    pub(super) fn open(
        kept: PathBuf,
        older: PathBuf,
        heading: [String; 4],
        wording: Wording,
    ) -> Option<Self> {
        if let Ok(file) = File::open(kept) {
            let lines = BufReader::new(file).lines();
            return Some(Self::Worded(Sheet { lines, heading: Some(heading), wording }));
        }
        File::open(older).ok().map(Self::Older)
    }
}

/// At most `most` findings behind the first `behind`; `None` when there is no such file.
pub(super) fn some(kept: &Path, behind: usize, most: usize) -> Result<Option<Vec<Finding>>, Error> {
    let file = match File::open(kept) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for line in BufReader::new(file).lines().skip(behind).take(most) {
        found.push(serde_json::from_str(&line?)?);
    }
    Ok(Some(found))
}

impl Sheet {
    fn write(&self, cells: &[String; 4], piece: &mut csv::Writer<Vec<u8>>) -> Result<usize, Error> {
        piece.write_record(cells.iter().map(|cell| neutral(cell)))?;
        Ok(cells.iter().map(String::len).sum())
    }

    fn piece(&mut self) -> Result<Vec<u8>, Error> {
        let mut piece = csv::Writer::from_writer(Vec::new());
        if let Some(heading) = self.heading.take() {
            self.write(&heading, &mut piece)?;
        }
        let mut written = 0;
        while written < PIECE {
            let Some(line) = self.lines.next() else { break };
            let finding: Finding = serde_json::from_str(&line?)?;
            let cells = (self.wording)(&finding);
            written += self.write(&cells, &mut piece)?;
        }
        piece.into_inner().map_err(|error| Error::other(error.to_string()))
    }
}

impl Iterator for Sheet {
    type Item = Result<Vec<u8>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.piece().map(|piece| (!piece.is_empty()).then_some(piece)).transpose()
    }
}

/// A cell that no spreadsheet runs: it holds parts of a stranger's file.
pub(crate) fn neutral(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason::Reason;

    #[test]
    fn no_cell_begins_like_a_formula() {
        for (cell, kept) in
            [("=1+1", "'=1+1"), ("@x", "'@x"), ("-2", "'-2"), ("+2", "'+2"), ("price", "price")]
        {
            assert_eq!(neutral(cell), kept);
        }
    }

    fn wording() -> Wording {
        Box::new(|finding| match finding {
            Finding::Found(p) => {
                [p.line.to_string(), p.column.as_str().to_owned(), String::new(), p.reason.to_string()]
            }
            Finding::More { more } => [String::new(), String::new(), String::new(), more.to_string()],
        })
    }

    fn read(kept: PathBuf) -> Option<String> {
        let heading = ["l", "c", "k", "r"].map(str::to_owned);
        match FindingsFile::open(kept.clone(), kept.with_extension("csv"), heading, wording())? {
            FindingsFile::Worded(sheet) => {
                let pieces: Vec<Vec<u8>> = sheet.map(Result::unwrap).collect();
                Some(String::from_utf8(pieces.concat()).unwrap())
            }
            FindingsFile::Older(file) => Some(std::io::read_to_string(file).unwrap()),
        }
    }

    #[test]
    fn the_file_is_there_when_something_was_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.jsonl");
        Findings::new(path.clone()).finish().unwrap();
        assert_eq!(read(path.clone()), None);
        let mut findings = Findings::new(path.clone());
        let reason = Reason::NoAmount { text: "a, b".to_owned() };
        findings.add(&Problem::error(7, "=price", reason)).unwrap();
        findings.finish().unwrap();
        let said = "l,c,k,r\n7,'=price,,\"`a, b` is not an amount; write it like 19.99\"\n";
        assert_eq!(read(path).as_deref(), Some(said));
    }

    #[test]
    fn a_long_list_is_read_in_pieces_and_says_how_much_it_leaves_out() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.jsonl");
        let mut findings = Findings::new(path.clone());
        for line in 0..FINDINGS_MAX + 3 {
            findings.add(&Problem::warning(line, "title", Reason::Empty)).unwrap();
        }
        findings.finish().unwrap();
        let text = read(path).unwrap();
        assert_eq!(text.lines().count() as u64, 1 + FINDINGS_MAX + 1);
        assert_eq!(text.lines().last(), Some(",,,3"));
        assert_eq!(text.matches("l,c,k,r").count(), 1);
        let last = some(&dir.path().join("f.jsonl"), usize::try_from(FINDINGS_MAX).unwrap() - 1, 5)
            .unwrap()
            .unwrap();
        let warned = Problem::warning(FINDINGS_MAX - 1, "title", Reason::Empty);
        assert_eq!(last, [Finding::Found(warned), Finding::More { more: 3 }]);
        assert_eq!(some(&dir.path().join("g.jsonl"), 0, 5).unwrap(), None);
    }

    #[test]
    fn what_was_written_as_csv_before_is_handed_out_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("f.csv"), "line,column,kind,reason\n").unwrap();
        assert_eq!(read(dir.path().join("f.jsonl")).as_deref(), Some("line,column,kind,reason\n"));
    }
}
