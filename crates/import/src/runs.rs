//! What is kept of a run: where it stands, and what it changed.

use crate::error::ImportError;
use crate::files::Format;
use crate::uploads;
use db::{Conn, DbError, FromRow, Json, Row, Text, Tx, placeholders, sql};
use domain::{ImportId, PictureId, SellerId, Timestamp, UploadId, text_enum};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

text_enum! {
    /// Where a run stands.
    pub enum RunState {
        /// At work, or killed and waiting to be continued.
        Running = "running",
        Done = "done",
        /// Being undone, or killed while it was.
        Undoing = "undoing",
        Undone = "undone",
    }
}
db::text_column!(RunState);

text_enum! {
    pub(crate) enum Kind { Product = "product", Offer = "offer" }
}
db::text_column!(Kind);

/// What a run did so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    pub products_created: u64,
    pub products_changed: u64,
    pub products_unchanged: u64,
    /// Rows whose code belonged to a product of another source, which is offered as it is.
    pub products_shared: u64,
    pub offers_created: u64,
    pub offers_changed: u64,
    pub offers_unchanged: u64,
    pub pictures: u64,
    /// Variants that became products of their own, because their model got other options.
    pub variants_detached: u64,
    /// Products that are catalogued and not offered, because the source has no price for them.
    pub products_without_price: u64,
}

impl Tally {
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            products_created: self.products_created + other.products_created,
            products_changed: self.products_changed + other.products_changed,
            products_unchanged: self.products_unchanged + other.products_unchanged,
            products_shared: self.products_shared + other.products_shared,
            offers_created: self.offers_created + other.offers_created,
            offers_changed: self.offers_changed + other.offers_changed,
            offers_unchanged: self.offers_unchanged + other.offers_unchanged,
            pictures: self.pictures + other.pictures,
            variants_detached: self.variants_detached + other.variants_detached,
            products_without_price: self.products_without_price + other.products_without_price,
        }
    }
}

/// One run, for lists and for continuing it.
#[derive(Debug, Clone)]
pub struct ImportRun {
    pub id: ImportId,
    pub file_name: String,
    pub format: Format,
    pub seller_id: SellerId,
    pub state: RunState,
    /// Rows of the file behind which everything is loaded.
    pub cursor: i64,
    pub rows_total: i64,
    pub tally: Tally,
    pub started_at: Timestamp,
    pub updated_at: Timestamp,
}

const COLUMNS: &str =
    "id, file_name, format, seller_id, state, cursor, rows_total, tally, started_at_us, updated_at_us";

impl FromRow for ImportRun {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            file_name: row.get("file_name")?,
            format: row.get::<Text<Format>>("format")?.0,
            seller_id: row.get("seller_id")?,
            state: row.get("state")?,
            cursor: row.get("cursor")?,
            rows_total: row.get("rows_total")?,
            tally: row.get::<Json<Tally>>("tally")?.0,
            started_at: row.get("started_at_us")?,
            updated_at: row.get("updated_at_us")?,
        })
    }
}

/// The latest runs, newest first.
pub async fn recent_runs(conn: &mut Conn, limit: i64) -> Result<Vec<ImportRun>, DbError> {
    let text = format!("SELECT {COLUMNS} FROM import_runs ORDER BY started_at_us DESC, id DESC LIMIT $1");
    conn.all(sql(text).bind(limit)).await
}

/// One run.
///
/// # Errors
/// [`ImportError::RunNotFound`].
pub async fn run(conn: &mut Conn, id: ImportId) -> Result<ImportRun, ImportError> {
    let text = format!("SELECT {COLUMNS} FROM import_runs WHERE id = $1");
    conn.opt(sql(text).bind(id)).await?.ok_or(ImportError::RunNotFound(id))
}

/// What a new run is about.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub fingerprint: String,
    pub file_name: String,
    pub format: Format,
    pub seller: SellerId,
    pub rows_total: i64,
    /// The upload that the run belongs to.
    pub upload: Option<UploadId>,
}

/// The unfinished run of the same content by the same seller, or a new one.
pub(crate) async fn find_or_start(tx: &mut Tx, plan: &Plan) -> Result<ImportRun, ImportError> {
    let text = format!(
        "SELECT {COLUMNS} FROM import_runs WHERE fingerprint = $1 AND state = 'running' AND format = $2
         AND seller_id = $3 ORDER BY started_at_us DESC LIMIT 1"
    );
    let unfinished: Option<ImportRun> =
        tx.opt(sql(text).bind(&plan.fingerprint).bind(Text(plan.format)).bind(plan.seller)).await?;
    if let Some(run) = unfinished {
        uploads::belongs_to(tx, plan.upload, run.id).await?;
        return Ok(run);
    }
    let (id, now) = (tx.new_id::<ImportId>(), tx.now());
    tx.exec(
        sql("INSERT INTO import_runs (id, fingerprint, file_name, format, seller_id, state, cursor, rows_total, tally,
             started_at_us, updated_at_us) VALUES ($1, $2, $3, $4, $5, 'running', 0, $6, $7, $8, $8)")
        .bind(id)
        .bind(&plan.fingerprint)
        .bind(&plan.file_name)
        .bind(Text(plan.format))
        .bind(plan.seller)
        .bind(plan.rows_total)
        .bind(serde_json::to_string(&Tally::default()).map_err(DbError::from)?)
        .bind(now),
    )
    .await?;
    uploads::belongs_to(tx, plan.upload, id).await?;
    run(tx, id).await
}

/// Moves the cursor in the transaction that loaded the rows before it.
///
/// # Errors
/// [`ImportError::Superseded`] when it does not stand at `from`: another process is at work on this run.
pub(crate) async fn advance(
    tx: &mut Tx,
    id: ImportId,
    from: i64,
    to: i64,
    tally: Tally,
) -> Result<(), ImportError> {
    let now = tx.now();
    let moved = tx
        .exec(
            sql("UPDATE import_runs SET cursor = $3, tally = $4, updated_at_us = $5
                 WHERE id = $1 AND cursor = $2 AND state = 'running'")
            .bind(id)
            .bind(from)
            .bind(to)
            .bind(serde_json::to_string(&tally).map_err(DbError::from)?)
            .bind(now),
        )
        .await?;
    if moved == 1 { Ok(()) } else { Err(ImportError::Superseded) }
}

pub(crate) async fn set_state(tx: &mut Tx, id: ImportId, state: RunState) -> Result<(), DbError> {
    let now = tx.now();
    let statement = sql("UPDATE import_runs SET state = $2, updated_at_us = $3 WHERE id = $1");
    tx.exec(statement.bind(id).bind(state).bind(now)).await.map(|_| ())
}

/// One thing that a run created or changed, with its content as JSON.
#[derive(Debug, Clone)]
pub(crate) struct Changed {
    pub seq: i64,
    pub kind: Kind,
    pub target: Uuid,
    /// Nothing for what the run created.
    pub before: Option<String>,
    /// Nothing for a product that the run created: it goes when nobody offers it any more.
    pub after: Option<String>,
}

impl FromRow for Changed {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            seq: row.get("seq")?,
            kind: row.get("kind")?,
            target: row.get("target_id")?,
            before: row.get("before")?,
            after: row.get("after")?,
        })
    }
}

pub(crate) async fn record(tx: &mut Tx, id: ImportId, changes: Vec<Changed>) -> Result<(), DbError> {
    keep_pictures(tx, id, &changes).await?;
    for batch in changes.chunks(500) {
        let rows: Vec<String> =
            (0..batch.len()).map(|n| format!("({}, FALSE)", placeholders(n * 6 + 1, 6))).collect();
        let text = format!(
            "INSERT INTO import_changes (import_id, seq, kind, target_id, before, after, undone) VALUES {}",
            rows.join(", ")
        );
        let statement = batch.iter().fold(sql(text), |s, c| {
            s.bind(id).bind(c.seq).bind(c.kind).bind(c.target).bind(c.before.clone()).bind(c.after.clone())
        });
        tx.exec(statement).await?;
    }
    Ok(())
}

/// What products showed before is wanted again by an undo.
async fn keep_pictures(tx: &mut Tx, id: ImportId, changes: &[Changed]) -> Result<(), DbError> {
    #[derive(serde::Deserialize)]
    struct Shown {
        pictures: Vec<PictureId>,
    }
    let mut wanted = BTreeSet::new();
    for before in changes.iter().filter(|c| c.kind == Kind::Product).filter_map(|c| c.before.as_ref()) {
        wanted.extend(serde_json::from_str::<Shown>(before)?.pictures);
    }
    for picture in wanted {
        let text =
            "INSERT INTO import_pictures (import_id, picture_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        tx.exec(sql(text).bind(id).bind(picture)).await?;
    }
    Ok(())
}

/// The first place in the run's list of changes, or 0: what belongs before all rows stands below it.
pub(crate) async fn first_seq(conn: &mut Conn, id: ImportId) -> Result<i64, DbError> {
    let text = "SELECT CAST(COALESCE(MIN(seq), 0) AS BIGINT) FROM import_changes WHERE import_id = $1";
    let (first,): (i64,) = conn.one(sql(text).bind(id)).await?;
    Ok(first.min(0))
}

/// The last changes that are not undone yet, latest first.
pub(crate) async fn last_changes(conn: &mut Conn, id: ImportId, limit: i64) -> Result<Vec<Changed>, DbError> {
    conn.all(
        sql("SELECT seq, kind, target_id, before, after FROM import_changes
             WHERE import_id = $1 AND undone = FALSE ORDER BY seq DESC LIMIT $2")
        .bind(id)
        .bind(limit),
    )
    .await
}

pub(crate) async fn mark_undone(tx: &mut Tx, id: ImportId, from_seq: i64) -> Result<(), DbError> {
    let text =
        "UPDATE import_changes SET undone = TRUE WHERE import_id = $1 AND seq >= $2 AND undone = FALSE";
    tx.exec(sql(text).bind(id).bind(from_seq)).await.map(|_| ())
}

/// How many changes a run made, and how many of them are undone.
pub(crate) async fn count_changes(conn: &mut Conn, id: ImportId) -> Result<(i64, i64), DbError> {
    conn.one(
        sql("SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN undone THEN 1 ELSE 0 END), 0) AS BIGINT)
             FROM import_changes WHERE import_id = $1")
        .bind(id),
    )
    .await
}
