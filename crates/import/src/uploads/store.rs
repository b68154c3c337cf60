//! The rows of uploads: which states there are, what may follow which, and what was found.

use super::UploadError;
use super::receive::NewUpload;
use crate::error::ImportError;
use crate::files::Format;
use crate::rehearse::Preview;
use crate::target::Scope;
use db::{Conn, DbError, FromRow, Json, NewEvent, Row, Text, Tx, placeholders, sql};
use domain::{Currency, DurationUs, ImportId, Money, SellerId, Timestamp, UploadId, text_enum};
use pictures::PictureError;
use serde::{Deserialize, Serialize};

/// Appended when something about an upload changed that its page shows; the topic is the seller.
const UPLOAD_CHANGED: &str = "import.changed";

text_enum! {
    /// Where an upload stands.
    pub enum UploadState {
        /// Read and tried, without a change.
        Checking = "checking",
        /// Previewed: somebody decides.
        Ready = "ready",
        /// It is no catalogue that could be imported.
        Refused = "refused",
        Importing = "importing",
        Done = "done",
        /// Stopped half-way; what was imported by then may be taken back.
        Failed = "failed",
        Undoing = "undoing",
        Undone = "undone",
        /// Given up before it was imported.
        Discarded = "discarded",
    }
}
db::text_column!(UploadState);

/// What may follow what.
const STEPS: &[(UploadState, UploadState)] = {
    use UploadState as S;
    &[
        (S::Checking, S::Ready),
        (S::Checking, S::Refused),
        (S::Checking, S::Discarded),
        (S::Ready, S::Importing),
        (S::Ready, S::Discarded),
        (S::Refused, S::Discarded),
        (S::Importing, S::Done),
        (S::Importing, S::Failed),
        (S::Failed, S::Importing),
        (S::Failed, S::Undoing),
        (S::Failed, S::Discarded),
        // What a stopped import had brought in is still there.
        (S::Discarded, S::Undoing),
        (S::Done, S::Undoing),
        // Nobody is at it any more: `go_on` says when.
        (S::Undoing, S::Undoing),
        (S::Undoing, S::Undone),
    ]
};

impl UploadState {
    /// Whether a job is at work on it or will be.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Checking | Self::Importing | Self::Undoing)
    }

    /// Whether it can be given up: it keeps a file, and nothing is being changed.
    pub fn can_be_discarded(self) -> bool {
        STEPS.contains(&(self, Self::Discarded))
    }
}

/// An undo that nobody is at for so long can be started again: its job may have died of its last attempt.
const STALLED: DurationUs = DurationUs::from_mins(10);

/// Why a file is not imported, in a form that a page can say in any language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Refusal {
    UnknownFormat,
    Utf16,
    MissingColumn {
        column: String,
    },
    ColumnTwice {
        column: String,
    },
    RowTooLong {
        line: u64,
    },
    TooManyRows {
        limit: u64,
    },
    /// Rows became bad since the preview.
    BadRows,
    /// Words for whoever looks after it; none of a kind that people often meet.
    Other {
        reason: String,
    },
}

impl Refusal {
    /// `None` for a fault of ours, which is tried again.
    pub(super) fn of(error: &ImportError) -> Option<Self> {
        Some(match error {
            ImportError::UnknownFormat { .. } => Self::UnknownFormat,
            ImportError::Utf16 => Self::Utf16,
            ImportError::MissingColumn(column) => Self::MissingColumn { column: (*column).to_owned() },
            ImportError::ColumnTwice(column) => {
                Self::ColumnTwice { column: column.chars().take(80).collect() }
            }
            ImportError::RowTooLong { line, .. } => Self::RowTooLong { line: *line },
            ImportError::TooManyRows { limit } => Self::TooManyRows { limit: *limit },
            ImportError::Catalog(catalog::CatalogError::Db(_))
            | ImportError::Inventory(inventory::InventoryError::Db(_))
            | ImportError::Pictures(PictureError::Store(_) | PictureError::Db(_))
            | ImportError::Db(_)
            | ImportError::Superseded
            | ImportError::Read { .. }
            | ImportError::Write { .. } => return None,
            other => Self::Other { reason: other.to_string() },
        })
    }
}

/// An upload as its page shows it.
#[derive(Debug, Clone)]
pub struct Upload {
    pub id: UploadId,
    pub seller_id: SellerId,
    pub scope: Scope,
    pub file_name: String,
    pub bytes: i64,
    pub format: Option<Format>,
    pub state: UploadState,
    pub default_quantity: i64,
    pub currency: Currency,
    pub price: Option<Money>,
    pub skip_bad_rows: bool,
    /// How far the work at hand is: bytes while checking, rows while importing, changes while undoing.
    pub done: i64,
    pub total: i64,
    pub preview: Option<Preview>,
    pub refusal: Option<Refusal>,
    pub import_id: Option<ImportId>,
    /// A process is at it, and says so again before this; nobody where there is none or it is over.
    pub held_until: Option<Timestamp>,
    pub created_at: Timestamp,
    /// When it came into its state, or that was begun again.
    pub updated_at: Timestamp,
}

impl Upload {
    /// Whether its undo was begun ten minutes ago or more and nobody is at it: it can be started again, and goes on where it
    /// stopped.
    pub fn undo_stalls(&self, now: Timestamp) -> bool {
        let is_held = self.held_until.is_some_and(|until| until >= now);
        self.state == UploadState::Undoing && !is_held && self.updated_at <= now.minus(STALLED)
    }
}

const COLUMNS: &str = "id, seller_id, scope, file_name, bytes, format, state, default_quantity, currency, price_minor, \
     skip_bad_rows, done, total, preview, refusal, import_id, held_until_us, created_at_us, updated_at_us";

impl FromRow for Upload {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let currency: Currency = row.get("currency")?;
        let price: Option<i64> = row.get("price_minor")?;
        Ok(Self {
            id: row.get("id")?,
            seller_id: row.get("seller_id")?,
            scope: row.get("scope")?,
            file_name: row.get("file_name")?,
            bytes: row.get("bytes")?,
            format: row.get::<Option<Text<Format>>>("format")?.map(|f| f.0),
            state: row.get("state")?,
            default_quantity: row.get("default_quantity")?,
            currency,
            price: price.map(|minor| Money::new(minor, currency)),
            skip_bad_rows: row.get("skip_bad_rows")?,
            done: row.get("done")?,
            total: row.get("total")?,
            preview: row.get::<Option<Json<Preview>>>("preview")?.map(|p| p.0),
            refusal: row.get::<Option<Json<Refusal>>>("refusal")?.map(|r| r.0),
            import_id: row.get("import_id")?,
            held_until: row.get("held_until_us")?,
            created_at: row.get("created_at_us")?,
            updated_at: row.get("updated_at_us")?,
        })
    }
}

/// One upload.
pub async fn upload(conn: &mut Conn, id: UploadId) -> Result<Option<Upload>, DbError> {
    conn.opt(sql(format!("SELECT {COLUMNS} FROM import_uploads WHERE id = $1")).bind(id)).await
}

/// What a seller uploaded, newest first; what was given up is left out, unless some of it was imported.
pub async fn uploads_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    limit: i64,
) -> Result<Vec<Upload>, DbError> {
    let text = format!(
        "SELECT {COLUMNS} FROM import_uploads WHERE seller_id = $1 AND scope = 'seller'
         AND (state <> 'discarded' OR import_id IS NOT NULL)
         ORDER BY created_at_us DESC, id DESC LIMIT $2"
    );
    conn.all(sql(text).bind(seller).bind(limit)).await
}

/// A page of what a seller uploaded, newest first: those before this one. What was given up is left out, unless some of it was
/// imported.
///
/// # Errors
/// Only the database's.
pub async fn uploads_before(
    conn: &mut Conn,
    seller: SellerId,
    before: Option<UploadId>,
    limit: i64,
) -> Result<Vec<Upload>, DbError> {
    let behind = if before.is_some() { "AND id < $3" } else { "" };
    let text = format!(
        "SELECT {COLUMNS} FROM import_uploads WHERE seller_id = $1 AND scope = 'seller'
         AND (state <> 'discarded' OR import_id IS NOT NULL) {behind} ORDER BY id DESC LIMIT $2"
    );
    let statement = sql(text).bind(seller).bind(limit);
    match before {
        Some(before) => conn.all(statement.bind(before)).await,
        None => conn.all(statement).await,
    }
}

/// Everybody's uploads, newest first; what was given up is left out, unless some of it was imported.
pub async fn latest_uploads(conn: &mut Conn, limit: i64) -> Result<Vec<Upload>, DbError> {
    let text = format!(
        "SELECT {COLUMNS} FROM import_uploads WHERE state <> 'discarded' OR import_id IS NOT NULL
         ORDER BY created_at_us DESC, id DESC LIMIT $1"
    );
    conn.all(sql(text).bind(limit)).await
}

pub(super) async fn count_open(conn: &mut Conn, seller: SellerId) -> Result<i64, DbError> {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM import_uploads
                WHERE seller_id = $1 AND state IN ('checking', 'ready', 'refused', 'importing', 'failed')";
    let (count,): (i64,) = conn.one(sql(text).bind(seller)).await?;
    Ok(count)
}

/// Uploads that keep their files since before `before` without being imported: nobody decided, the check or the import
/// stopped, or the process that was at it died.
pub(super) async fn abandoned(
    conn: &mut Conn,
    before: Timestamp,
    limit: i64,
) -> Result<Vec<UploadId>, DbError> {
    let text = "SELECT id FROM import_uploads
                WHERE state IN ('checking', 'ready', 'refused', 'importing', 'failed') AND updated_at_us < $1
                AND (held_until_us IS NULL OR held_until_us < $1) ORDER BY updated_at_us LIMIT $2";
    let rows: Vec<(UploadId,)> = conn.all(sql(text).bind(before).bind(limit)).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// An import that nobody is at any more since before `before` has failed; every other upload stays as it is.
pub(super) async fn stop(tx: &mut Tx, id: UploadId, before: Timestamp) -> Result<(), UploadError> {
    let text = "SELECT state, held_until_us FROM import_uploads WHERE id = $1";
    let (state, held): (UploadState, Option<Timestamp>) =
        tx.opt(sql(text).bind(id)).await?.ok_or(UploadError::NotFound)?;
    // A worker may have come back to it since it was listed.
    if held.is_some_and(|until| until >= before) {
        return Err(UploadError::WrongState { state });
    }
    match state {
        UploadState::Importing => go_on(tx, id, UploadState::Failed).await,
        _ => Ok(()),
    }
}

pub(super) async fn insert(tx: &mut Tx, id: UploadId, bytes: i64, new: &NewUpload) -> Result<(), DbError> {
    let now = tx.now();
    let text = format!(
        "INSERT INTO import_uploads (id, seller_id, scope, file_name, bytes, state, default_quantity, currency,
         price_minor, skip_bad_rows, done, total, created_at_us, updated_at_us) VALUES ({}, 'checking',
         $6, $7, $8, FALSE, 0, $5, $9, $9)",
        placeholders(1, 5)
    );
    tx.exec(
        sql(text)
            .bind(id)
            .bind(new.seller)
            .bind(new.scope)
            .bind(&new.file_name)
            .bind(bytes)
            .bind(new.default_quantity)
            .bind(new.currency)
            .bind(new.price.map(Money::minor))
            .bind(now),
    )
    .await
    .map(|_| ())
}

/// Moves an upload to its next state; progress begins anew. An undo is begun again once it stalls.
///
/// # Errors
/// [`UploadError::WrongState`] when that may not follow, [`UploadError::NotFound`].
pub(super) async fn go_on(tx: &mut Tx, id: UploadId, to: UploadState) -> Result<(), UploadError> {
    let current = upload(tx, id).await?.ok_or(UploadError::NotFound)?;
    let nothing_to_undo = to == UploadState::Undoing && current.import_id.is_none();
    let now = tx.now();
    let is_under_way = to == UploadState::Undoing && current.state == to && !current.undo_stalls(now);
    if !STEPS.contains(&(current.state, to)) || nothing_to_undo || is_under_way {
        return Err(UploadError::WrongState { state: current.state });
    }
    let text = "UPDATE import_uploads SET state = $2, done = 0, held_until_us = NULL, updated_at_us = $3
                WHERE id = $1";
    tx.exec(sql(text).bind(id).bind(to).bind(now)).await?;
    tell(tx, id, current.seller_id).await?;
    Ok(())
}

pub(super) async fn allow_bad_rows(tx: &mut Tx, id: UploadId, skip: bool) -> Result<(), DbError> {
    let text = "UPDATE import_uploads SET skip_bad_rows = $2 WHERE id = $1 AND state IN ('ready', 'failed')";
    tx.exec(sql(text).bind(id).bind(skip)).await.map(|_| ())
}

/// The check is over: what would change.
pub(super) async fn previewed(tx: &mut Tx, id: UploadId, preview: &Preview) -> Result<(), UploadError> {
    let text = "UPDATE import_uploads SET preview = $2, format = $3 WHERE id = $1";
    let document = serde_json::to_string(preview).map_err(DbError::from)?;
    tx.exec(sql(text).bind(id).bind(document).bind(Text(preview.format))).await?;
    go_on(tx, id, UploadState::Ready).await
}

/// The work stopped for a reason that trying again does not mend.
pub(super) async fn refused(
    tx: &mut Tx,
    id: UploadId,
    to: UploadState,
    refusal: &Refusal,
) -> Result<(), UploadError> {
    let document = serde_json::to_string(refusal).map_err(DbError::from)?;
    tx.exec(sql("UPDATE import_uploads SET refusal = $2 WHERE id = $1").bind(id).bind(document)).await?;
    go_on(tx, id, to).await
}

/// Names the run that an upload became, as soon as there is one, so that half of it can be taken back.
pub(crate) async fn belongs_to(tx: &mut Tx, id: Option<UploadId>, run: ImportId) -> Result<(), DbError> {
    let Some(id) = id else { return Ok(()) };
    let text = "UPDATE import_uploads SET import_id = $2 WHERE id = $1";
    tx.exec(sql(text).bind(id).bind(run)).await.map(|_| ())
}

/// Takes the work of one step. `false`: another process is at it.
pub(super) async fn hold(
    tx: &mut Tx,
    id: UploadId,
    state: UploadState,
    span: DurationUs,
) -> Result<bool, DbError> {
    let now = tx.now();
    let text = "UPDATE import_uploads SET held_until_us = $3
                WHERE id = $1 AND state = $2 AND (held_until_us IS NULL OR held_until_us < $4)";
    Ok(tx.exec(sql(text).bind(id).bind(state).bind(now.plus(span)).bind(now)).await? > 0)
}

/// Lets the work go after a fault, so that the next attempt need not wait.
pub(super) async fn let_go(tx: &mut Tx, id: UploadId) -> Result<(), DbError> {
    tx.exec(sql("UPDATE import_uploads SET held_until_us = NULL WHERE id = $1").bind(id)).await.map(|_| ())
}

/// Says how far it is, and that somebody is still at it.
pub(super) async fn progress(
    tx: &mut Tx,
    upload: &Upload,
    (done, total): (i64, i64),
    news: bool,
    span: DurationUs,
) -> Result<(), DbError> {
    let until = tx.now().plus(span);
    let text =
        "UPDATE import_uploads SET done = $2, total = $3, held_until_us = $4 WHERE id = $1 AND state = $5";
    let statement = sql(text).bind(upload.id).bind(done).bind(total).bind(until).bind(upload.state);
    tx.exec(statement).await?;
    if news { tell(tx, upload.id, upload.seller_id).await } else { Ok(()) }
}

#[derive(Serialize)]
struct UploadChanged {
    upload: UploadId,
}

async fn tell(tx: &mut Tx, id: UploadId, seller: SellerId) -> Result<(), DbError> {
    let event = NewEvent {
        kind: UPLOAD_CHANGED,
        key: id.to_string(),
        topic: Some(seller.to_string()),
        payload: &UploadChanged { upload: id },
    };
    tx.append(event).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_of_the_shops_own_is_tried_again_and_tells_no_seller_where_its_files_are() {
        let io = || std::io::Error::other("the disk is full");
        let path = || std::path::PathBuf::from("/var/shop/pictures");
        let db = || DbError::Open("gone".into());
        for ours in [
            ImportError::Read { path: path(), source: io() },
            ImportError::Write { path: path(), source: io() },
            ImportError::Pictures(PictureError::Db(db())),
            ImportError::Db(db()),
        ] {
            assert_eq!(Refusal::of(&ours), None, "{ours}");
        }
        assert_eq!(Refusal::of(&ImportError::Utf16), Some(Refusal::Utf16));
    }
}
