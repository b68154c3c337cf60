//! Finding pictures by how they look. Owns pictures_fingerprints.
//!
//! Alike are those whose bits differ little. Looking at every picture would take longer with each that is kept, so the bits
//! stand in four bands with an index each: what differs in seven bits or fewer has a band that is the same but for one
//! bit, and of what differs more some do. So a question reads eight short lists, however many pictures there are.

use crate::encode::{self, PictureError};
use crate::fingerprint::Fingerprint;
use crate::store::{Pictures, is_private, path};
use bytes::Bytes;
use db::{Conn, DbError, Tx, placeholders, sql};
use domain::PictureId;
use std::collections::HashMap;

/// So many pictures are alike at the most.
pub const MOST_ALIKE: usize = 500;
/// Candidates of one list. A band with more says little, and the others find what is cut off here.
const MOST_CANDIDATES: i64 = 1_000;
/// Pictures that are looked at in one transaction.
const AT_ONCE: i64 = 200;
/// And in one tidying, so that a large catalogue does not keep it from everything else.
const MOST_LOOKED_AT: usize = 20_000;

/// The public pictures that look like this, the most alike first, with how alike they are in percent.
pub async fn alike(conn: &mut Conn, fingerprint: &Fingerprint) -> Result<Vec<(PictureId, u8)>, DbError> {
    let mut found: HashMap<PictureId, u8> = HashMap::new();
    for (number, band) in fingerprint.bands().into_iter().enumerate() {
        // A band without a shape is that of half the catalogue.
        if band == 0 {
            continue;
        }
        for values in [vec![band], one_bit_off(band)] {
            let text = format!(
                "SELECT id, across, down, colours FROM pictures_fingerprints WHERE band_{number} IN ({}) LIMIT {MOST_CANDIDATES}",
                placeholders(1, values.len())
            );
            let rows: Vec<(PictureId, i64, i64, i64)> = conn.all(sql(text).bind_all(values)).await?;
            for (id, across, down, colours) in rows {
                let [across, down, colours] = [across, down, colours].map(as_bits);
                let likeness = fingerprint.likeness(&Fingerprint { across, down, colours });
                found.extend(likeness.map(|percent| (id, percent)));
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(id, percent)| (std::cmp::Reverse(*percent), *id));
    found.truncate(MOST_ALIKE);
    Ok(found)
}

/// The values of a band that differ from this one in a single bit; not that without a shape.
fn one_bit_off(band: i64) -> Vec<i64> {
    (0..16).map(|bit| band ^ (1 << bit)).filter(|value| *value != 0).collect()
}

/// Columns are signed.
fn as_column(bits: u64) -> i64 {
    i64::from_be_bytes(bits.to_be_bytes())
}

fn as_bits(column: i64) -> u64 {
    u64::from_be_bytes(column.to_be_bytes())
}

/// Writes down what a picture looks like, in the transaction that keeps it.
pub(crate) async fn note(tx: &mut Tx, id: PictureId, fingerprint: &Fingerprint) -> Result<(), DbError> {
    let text = "INSERT INTO pictures_fingerprints (id, across, down, colours, band_0, band_1, band_2, band_3)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING";
    let Fingerprint { across, down, colours } = *fingerprint;
    let bits = [across, down, colours].map(as_column);
    tx.exec(sql(text).bind(id).bind_all(bits).bind_all(fingerprint.bands())).await.map(|_| ())
}

impl Pictures {
    /// What uploaded bytes look like; `None` for a plain surface. Nothing is kept.
    ///
    /// # Errors
    /// As [`Pictures::add`].
    pub async fn fingerprint(&self, bytes: Bytes) -> Result<Option<Fingerprint>, PictureError> {
        self.apart(move || encode::fingerprint(&bytes)).await
    }

    /// Looks at pictures that nobody has looked at yet, a part of them if there are many. Returns at how many.
    ///
    /// # Errors
    /// When the database or the object store cannot be reached; the next call goes on.
    pub async fn fingerprint_rest(&self) -> Result<usize, PictureError> {
        let mut done = 0;
        while done < MOST_LOOKED_AT {
            let text = "SELECT id, widths FROM pictures_pictures WHERE fingerprint_due AND NOT removing
                        ORDER BY id LIMIT $1";
            let due: Vec<(PictureId, String)> = self.db.read().await?.all(sql(text).bind(AT_ONCE)).await?;
            if due.is_empty() {
                break;
            }
            let mut looked_at = Vec::with_capacity(due.len());
            for (id, widths) in due {
                looked_at.push((id, self.look_at(id, &widths).await?));
            }
            done += looked_at.len();
            self.note_all(looked_at).await?;
        }
        Ok(done)
    }

    /// What a kept picture looks like by its narrowest file. Private ones are found by nobody.
    async fn look_at(&self, id: PictureId, widths: &str) -> Result<Option<Fingerprint>, PictureError> {
        let narrowest = widths.split(',').find_map(|width| width.parse::<u32>().ok());
        let Some(width) = narrowest.filter(|_| !is_private(id)) else { return Ok(None) };
        let Some(bytes) = self.read(&path(id, width, "jpg")).await? else { return Ok(None) };
        match self.fingerprint(bytes).await {
            // A file that cannot be opened looks like nothing, tomorrow as today.
            Err(PictureError::NotAPicture | PictureError::Damaged(_) | PictureError::TooLarge { .. }) => {
                Ok(None)
            }
            looked_at => looked_at,
        }
    }

    async fn note_all(&self, looked_at: Vec<(PictureId, Option<Fingerprint>)>) -> Result<(), DbError> {
        self.db
            .write::<_, DbError, _>(move |tx| {
                let looked_at = looked_at.clone();
                Box::pin(async move {
                    for (id, fingerprint) in looked_at {
                        // It may have been removed meanwhile.
                        let text = "UPDATE pictures_pictures SET fingerprint_due = FALSE WHERE id = $1";
                        let there = tx.exec(sql(text).bind(id)).await? > 0;
                        if let Some(fingerprint) = fingerprint.filter(|_| there) {
                            note(tx, id, &fingerprint).await?;
                        }
                    }
                    Ok(())
                })
            })
            .await
    }
}
