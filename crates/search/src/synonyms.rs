//! Words that mean the same, as the operator keeps them. Owns `search_synonyms`. Called by the operator's page; the
//! search reads all of them and asks them of each query.

use crate::stem::stem;
use crate::text;
use db::{Conn, DbError, FromRow, Json, Row, Tx, sql};
use domain::{AccountId, Timestamp};
use std::ops::Range;

domain::typed_id! {
    /// A synonym.
    SynonymId, "syn";
}
db::id_column!(SynonymId);

const LONGEST_CHARS: usize = 60;
const MOST_MEANT: usize = 20;
/// More would slow every search down.
const MOST_SYNONYMS: i64 = 5_000;

/// What people type, and what is found as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    pub id: SynonymId,
    pub typed: String,
    pub meant: Vec<String>,
    /// Each of them also finds the others.
    pub both_ways: bool,
    pub made_at: Timestamp,
}

impl FromRow for Synonym {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            typed: row.get("typed")?,
            meant: row.get::<Json<Vec<String>>>("meant")?.0,
            both_ways: row.get("both_ways")?,
            made_at: row.get("made_at_us")?,
        })
    }
}

/// Why words cannot be made synonyms.
#[derive(Debug, thiserror::Error)]
pub enum SynonymError {
    #[error("there is no word in it")]
    NoWords,
    #[error("it has more than {LONGEST_CHARS} characters")]
    TooLong,
    #[error("there are more than {MOST_MEANT} meanings")]
    TooMany,
    #[error("it already finds itself")]
    Same,
    #[error("there are {MOST_SYNONYMS} synonyms already")]
    Full,
    #[error("{0}")]
    Db(#[from] DbError),
}

/// Words as they are compared: small letters, without accents.
fn plain(text: &str) -> Result<String, SynonymError> {
    if text.chars().count() > LONGEST_CHARS {
        return Err(SynonymError::TooLong);
    }
    let words = text::plain_words(text);
    if words.is_empty() { Err(SynonymError::NoWords) } else { Ok(words.join(" ")) }
}

/// Makes what is typed also find what is meant; replaces what these words meant before.
///
/// # Errors
/// [`SynonymError`] says what is wrong with the words.
pub async fn put(
    tx: &mut Tx,
    typed: &str,
    meant: &[String],
    both_ways: bool,
    by: AccountId,
) -> Result<SynonymId, SynonymError> {
    let typed = plain(typed)?;
    if meant.len() > MOST_MEANT {
        return Err(SynonymError::TooMany);
    }
    let mut all = Vec::new();
    for text in meant {
        let words = plain(text)?;
        if words == typed {
            return Err(SynonymError::Same);
        }
        if !all.contains(&words) {
            all.push(words);
        }
    }
    if all.is_empty() {
        return Err(SynonymError::NoWords);
    }
    let (kept,): (i64,) = tx.one(sql("SELECT COUNT(*) AS n FROM search_synonyms")).await?;
    if kept >= MOST_SYNONYMS {
        return Err(SynonymError::Full);
    }
    let (id, now): (SynonymId, Timestamp) = (tx.new_id(), tx.now());
    let (id,): (SynonymId,) = tx
        .one(
            sql("INSERT INTO search_synonyms (id, typed, meant, both_ways, made_at_us, made_by)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (typed) DO UPDATE SET meant = excluded.meant, both_ways = excluded.both_ways,
                     made_at_us = excluded.made_at_us, made_by = excluded.made_by
                 RETURNING id")
            .bind(id)
            .bind(typed)
            .bind(serde_json::to_string(&all).map_err(DbError::from)?)
            .bind(both_ways)
            .bind(now)
            .bind(by),
        )
        .await?;
    Ok(id)
}

/// Takes a synonym back; `false` when there is none.
///
/// # Errors
/// When the database cannot be written.
pub async fn remove(tx: &mut Tx, id: SynonymId) -> Result<bool, DbError> {
    Ok(tx.exec(sql("DELETE FROM search_synonyms WHERE id = $1").bind(id)).await? > 0)
}

/// All synonyms, by what is typed.
///
/// # Errors
/// When the database cannot be read.
pub async fn all(conn: &mut Conn) -> Result<Vec<Synonym>, DbError> {
    conn.all(sql("SELECT id, typed, meant, both_ways, made_at_us FROM search_synonyms ORDER BY typed")).await
}

/// Synonyms as queries ask them: words without the plural.
#[derive(Debug, Default)]
pub(crate) struct Synonyms(Vec<(Vec<String>, Vec<Vec<String>>)>);

/// Words that may stand for a run of those typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Instead {
    pub(crate) of: Range<usize>,
    pub(crate) words: Vec<String>,
}

fn folded(words: &str) -> Vec<String> {
    let mut words = text::plain_words(words);
    words.iter_mut().for_each(stem);
    words
}

impl Synonyms {
    pub(crate) fn new(all: &[Synonym]) -> Self {
        let mut rules: Vec<(Vec<String>, Vec<Vec<String>>)> = Vec::new();
        for synonym in all {
            let meant: Vec<Vec<String>> = synonym.meant.iter().map(|words| folded(words)).collect();
            let typed = folded(&synonym.typed);
            if synonym.both_ways {
                for (at, one) in meant.iter().enumerate() {
                    let others =
                        meant.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, words)| words);
                    rules.push((one.clone(), std::iter::once(&typed).chain(others).cloned().collect()));
                }
            }
            rules.push((typed, meant));
        }
        Self(rules)
    }

    /// What may stand for runs of these words.
    pub(crate) fn instead(&self, folded: &[String]) -> Vec<Instead> {
        let mut instead = Vec::new();
        for (typed, meant) in &self.0 {
            for at in 0..folded.len().saturating_sub(typed.len().saturating_sub(1)) {
                let of = at..at + typed.len();
                if folded.get(of.clone()) == Some(typed.as_slice()) {
                    instead
                        .extend(meant.iter().map(|words| Instead { of: of.clone(), words: words.clone() }));
                }
            }
        }
        instead
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::testing::on_both;
    use domain::TypedId;
    use uuid::Uuid;

    fn rule(typed: &str, meant: &[&str], both_ways: bool) -> Synonym {
        Synonym {
            id: SynonymId::from_uuid(Uuid::nil()),
            typed: typed.into(),
            meant: meant.iter().map(|m| (*m).into()).collect(),
            both_ways,
            made_at: Timestamp::from_micros(0),
        }
    }

    fn instead(rules: &[Synonym], typed: &str) -> Vec<String> {
        let all = Synonyms::new(rules).instead(&folded(typed));
        all.into_iter().map(|i| format!("{:?} {}", i.of, i.words.join(" "))).collect()
    }

    #[test]
    fn words_find_what_they_mean_wherever_they_stand() {
        let rules =
            [rule("telly", &["tv", "television"], false), rule("mobile phone", &["smartphone"], true)];
        assert_eq!(instead(&rules, "big Tellys"), ["1..2 tv", "1..2 television"]);
        // What is searched for is the stem.
        assert_eq!(instead(&rules, "mobile phone case"), ["0..2 smartphon"]);
        assert_eq!(instead(&rules, "smartphones"), ["0..1 mobil phone"]);
        assert!(instead(&rules, "tv").is_empty(), "one way only");
        assert!(instead(&rules, "phone").is_empty());
        assert!(instead(&rules, "").is_empty());
    }

    async fn put(test: &db::testing::TestDb, typed: &str, meant: &[&str]) -> Result<SynonymId, SynonymError> {
        let (typed, meant) = (typed.to_owned(), meant.iter().map(|m| (*m).to_owned()).collect::<Vec<_>>());
        let by = AccountId::from_uuid(Uuid::nil());
        test.db()
            .write(move |tx| {
                let (typed, meant) = (typed.clone(), meant.clone());
                Box::pin(async move { super::put(tx, &typed, &meant, true, by).await })
            })
            .await
    }

    #[tokio::test]
    async fn a_synonym_is_kept_replaced_and_taken_back() {
        on_both(|test| {
            Box::pin(async move {
                let first = put(test, "Telly ", &["TV", "tv", "Fernséher"]).await.unwrap();
                let again = put(test, "telly", &["television"]).await.unwrap();
                assert_eq!(first, again);
                let kept = all(&mut test.db().read().await.unwrap()).await.unwrap();
                assert_eq!(kept.len(), 1);
                assert_eq!(
                    (kept[0].typed.as_str(), kept[0].meant.as_slice()),
                    ("telly", &["television".to_owned()][..])
                );
                let removed =
                    test.db().write(move |tx| Box::pin(async move { remove(tx, first).await })).await;
                assert!(removed.unwrap());
                assert!(all(&mut test.db().read().await.unwrap()).await.unwrap().is_empty());
            })
        })
        .await;
    }

    #[tokio::test]
    async fn what_cannot_be_a_synonym_is_refused_with_the_reason() {
        on_both(|test| {
            Box::pin(async move {
                assert!(matches!(put(test, "?!", &["tv"]).await, Err(SynonymError::NoWords)));
                assert!(matches!(put(test, "telly", &[]).await, Err(SynonymError::NoWords)));
                assert!(matches!(put(test, "telly", &["Telly"]).await, Err(SynonymError::Same)));
                assert!(matches!(put(test, &"a".repeat(61), &["tv"]).await, Err(SynonymError::TooLong)));
                assert!(matches!(put(test, "telly", &["tv"; 21]).await, Err(SynonymError::TooMany)));
                assert!(all(&mut test.db().read().await.unwrap()).await.unwrap().is_empty());
            })
        })
        .await;
    }
}
