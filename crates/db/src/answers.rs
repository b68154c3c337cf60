//! What the embedded database answered, kept by a reading connection for as long as nobody has committed anything: pages
//! ask the same questions over and over, and hardly any of them finds another answer than the page before.

use crate::embedded::EmbeddedRow;
use crate::sql::Sql;
use crate::value::Value;
use std::collections::HashMap;

/// So many bytes of questions and answers a connection keeps, about; then it begins anew.
const MOST_BYTES: usize = 2 << 20;
/// An answer of more rows is no question of a page by its keys, and is not worth its room.
const MOST_ROWS: usize = 100;
/// Nor is a larger one, a file for instance: it would drive out all others, or fill the memory by itself.
const LARGEST: usize = MOST_BYTES / 8;

/// The answers of one connection at one version of the database.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    version: Option<i64>,
    kept: HashMap<Box<[u8]>, Vec<EmbeddedRow>>,
    bytes: usize,
}

impl Answers {
    /// Forgets everything unless it was answered at this version.
    pub(crate) fn at(&mut self, version: i64) {
        if self.version != Some(version) {
            self.forget();
            self.version = Some(version);
        }
    }

    fn forget(&mut self) {
        self.kept.clear();
        self.bytes = 0;
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.kept.len()
    }

    pub(crate) fn get(&self, question: &[u8]) -> Option<&[EmbeddedRow]> {
        self.kept.get(question).map(Vec::as_slice)
    }

    pub(crate) fn keep(&mut self, question: Vec<u8>, rows: &[EmbeddedRow]) {
        if rows.len() > MOST_ROWS {
            return;
        }
        // All rows of an answer share the names of its columns.
        let names = rows.first().map_or(0, EmbeddedRow::name_bytes);
        let rows_bytes = rows.iter().map(EmbeddedRow::bytes).sum::<usize>();
        let size = size_of::<Vec<u8>>() + question.len() + names + rows_bytes;
        if size > LARGEST {
            return;
        }
        if self.bytes + size > MOST_BYTES {
            self.forget();
        }
        self.bytes += size;
        self.kept.insert(question.into(), rows.to_vec());
    }
}

/// A statement with its values as bytes: two are equal exactly when they ask the same.
pub(crate) fn question(statement: &Sql) -> Vec<u8> {
    let text = statement.as_str().as_bytes();
    let mut out = Vec::with_capacity(text.len() + 24 * statement.values().len() + 8);
    counted(&mut out, text);
    for value in statement.values() {
        match value {
            Value::Int(Some(v)) => tagged(&mut out, 1, &v.to_le_bytes()),
            Value::Bool(Some(v)) => tagged(&mut out, 2, &[u8::from(*v)]),
            Value::Real(Some(v)) => tagged(&mut out, 3, &v.to_bits().to_le_bytes()),
            Value::Text(Some(v)) => tagged(&mut out, 4, v.as_bytes()),
            Value::Bytes(Some(v)) => tagged(&mut out, 5, v),
            Value::Uuid(Some(v)) => tagged(&mut out, 6, v.as_bytes()),
            Value::Int(None) | Value::Bool(None) | Value::Real(None) => out.push(0),
            Value::Text(None) | Value::Bytes(None) | Value::Uuid(None) => out.push(0),
        }
    }
    out
}

fn tagged(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    counted(out, bytes);
}

fn counted(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&bytes.len().to_le_bytes());
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::sql;

    #[test]
    fn only_the_same_statement_with_the_same_values_is_the_same_question() {
        let asked = || sql("SELECT $1, $2");
        let all = [
            asked().bind("a").bind("b"),
            asked().bind("ab").bind(""),
            asked().bind("").bind("ab"),
            asked().bind("a").bind(None::<String>),
            asked().bind(None::<String>).bind("a"),
            asked().bind(1_i64).bind(0_i64),
            asked().bind(true).bind(false),
            asked().bind(1.0).bind(0.0),
            asked().bind(1.0).bind(-0.0),
            asked().bind(&b"a"[..]).bind(&b"b"[..]),
            asked().bind(uuid::Uuid::nil()).bind(uuid::Uuid::nil()),
            asked().bind("a"),
            sql("SELECT $1,  $2").bind("a").bind("b"),
        ];
        for (at, one) in all.iter().enumerate() {
            for (other_at, other) in all.iter().enumerate() {
                assert_eq!(question(one) == question(other), at == other_at, "{one:?} and {other:?}");
            }
            assert_eq!(question(one), question(&one.clone()));
        }
    }

    #[test]
    fn answers_go_with_their_version_and_never_fill_the_memory() {
        let mut answers = Answers::default();
        answers.at(1);
        answers.keep(b"one".to_vec(), &[]);
        answers.at(1);
        assert_eq!(answers.get(b"one").map(<[_]>::len), Some(0));
        answers.at(2);
        assert!(answers.get(b"one").is_none() && answers.bytes == 0);
        for n in 0..5_000_u32 {
            answers.keep([&n.to_le_bytes()[..], &[0; 2_000]].concat(), &[]);
            assert!(answers.bytes <= MOST_BYTES);
        }
        assert!(
            answers.kept.len() < 1_100
                && answers.get(&[&4_999_u32.to_le_bytes()[..], &[0; 2_000]].concat()).is_some()
        );
    }
}
