//! Sheets: rows of offers that change together or not at all. Owns pricing_sheets and pricing_sheet_rows.

use crate::PricingError;
use catalog::{Offer, Terms, offers_for_sale, set_active, set_price, set_terms};
use db::{Conn, DbError, Json, Tx, row, sql};
use domain::key::IdempotencyKey;
use domain::{AccountId, Money, OfferId, PriceSheetId, SellerId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// The most rows of one sheet. All of them are one transaction, for which other writers of an embedded database wait, and one
/// form of some hundred kilobytes.
pub const MOST_ROWS: usize = 500;

/// What a row says of its offer, stock aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    pub price: Money,
    pub active: bool,
    /// Days of work until the hand-over; `None` as long as the seller's other goods.
    pub handling_days: Option<u8>,
    /// What a unit costs the seller.
    pub cost: Option<Money>,
}

impl From<&Offer> for Cells {
    fn from(offer: &Offer) -> Self {
        Self {
            price: offer.price,
            active: offer.active,
            handling_days: offer.terms.handling_days,
            cost: offer.terms.cost,
        }
    }
}

/// What one offer shall become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowChange {
    pub offer: OfferId,
    /// That the page showed.
    pub version: i64,
    pub cells: Cells,
    /// Units more or fewer than the page showed: what was sold meanwhile stays sold.
    pub stock_delta: i64,
}

/// A sheet about to be saved.
#[derive(Debug, Clone)]
pub struct NewSheet {
    pub seller: SellerId,
    pub key: IdempotencyKey,
    pub by: AccountId,
    /// Those that change, 1 to [`MOST_ROWS`].
    pub rows: Vec<RowChange>,
}

/// A sheet that was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub id: PriceSheetId,
    /// The one that it takes back.
    pub undoes: Option<PriceSheetId>,
    /// The one that took it back.
    pub undone_by: Option<PriceSheetId>,
    pub made_by: AccountId,
    pub made_at: Timestamp,
}

impl db::FromRow for Sheet {
    fn from_row(row: &db::Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            undoes: row.get("undoes")?,
            undone_by: row.get("undone_by")?,
            made_by: row.get("made_by")?,
            made_at: row.get("made_at_us")?,
        })
    }
}

row! {
    /// What one offer was and became.
    #[derive(PartialEq, Eq)]
    pub struct SheetRow {
        pub offer_id: OfferId,
        /// Of the offer once it was changed.
        pub version: i64,
        pub was: Json<Cells>,
        pub became: Json<Cells>,
        pub stock_delta: i64,
    }
}

const SHEET: &str = "SELECT s.id, s.undoes, u.id AS undone_by, s.made_by, s.made_at_us
    FROM pricing_sheets AS s LEFT JOIN pricing_sheets AS u ON u.undoes = s.id";

/// A seller's last sheets, the newest first.
pub async fn sheets(conn: &mut Conn, seller: SellerId, limit: i64) -> Result<Vec<Sheet>, DbError> {
    let text = format!("{SHEET} WHERE s.seller_id = $1 ORDER BY s.made_at_us DESC, s.id DESC LIMIT $2");
    conn.all(sql(text).bind(seller).bind(limit)).await
}

/// A page of a seller's sheets, the newest first: those before this one.
///
/// # Errors
/// Only the database's.
pub async fn sheets_before(
    conn: &mut Conn,
    seller: SellerId,
    before: Option<PriceSheetId>,
    limit: i64,
) -> Result<Vec<Sheet>, DbError> {
    let behind = if before.is_some() { "AND s.id < $3" } else { "" };
    let text = format!("{SHEET} WHERE s.seller_id = $1 {behind} ORDER BY s.id DESC LIMIT $2");
    let statement = sql(text).bind(seller).bind(limit);
    match before {
        Some(before) => conn.all(statement.bind(before)).await,
        None => conn.all(statement).await,
    }
}

/// One of the seller's sheets.
///
/// # Errors
/// Only the database's.
pub async fn sheet(conn: &mut Conn, seller: SellerId, id: PriceSheetId) -> Result<Option<Sheet>, DbError> {
    let text = format!("{SHEET} WHERE s.seller_id = $1 AND s.id = $2");
    conn.opt(sql(text).bind(seller).bind(id)).await
}

/// What a sheet changed.
pub async fn rows_of(conn: &mut Conn, sheet: PriceSheetId) -> Result<Vec<SheetRow>, DbError> {
    conn.all(
        sql("SELECT offer_id, version, was, became, stock_delta FROM pricing_sheet_rows
             WHERE sheet_id = $1 ORDER BY offer_id")
        .bind(sheet),
    )
    .await
}

/// Changes all rows, or none. A repeat under the same key gives the same sheet.
///
/// # Errors
/// [`PricingError::Changed`] with every offer that is not at the version of its row; [`PricingError::BadCell`],
/// [`PricingError::TakenDown`], [`PricingError::BadStock`] or [`PricingError::Sold`] with the first row that cannot be;
/// [`PricingError::KeyReused`].
pub async fn save(tx: &mut Tx, new: &NewSheet) -> Result<Sheet, PricingError> {
    let text = format!("{SHEET} WHERE s.seller_id = $1 AND s.sheet_key = $2");
    let known: Option<Sheet> = tx.opt(sql(text).bind(new.seller).bind(new.key.as_str())).await?;
    if let Some(known) = known {
        return repeated(tx, known, new).await;
    }
    if !(1..=MOST_ROWS).contains(&new.rows.len()) {
        return Err(PricingError::BadCount);
    }
    let mut seen = HashSet::new();
    if let Some(twice) = new.rows.iter().find(|row| !seen.insert(row.offer)) {
        return Err(PricingError::Twice(twice.offer));
    }
    let made = Made { seller: new.seller, key: new.key.as_str().to_owned(), undoes: None, by: new.by };
    apply(tx, &made, &new.rows).await
}

/// What the key saved before, if it was this.
async fn repeated(tx: &mut Tx, known: Sheet, new: &NewSheet) -> Result<Sheet, PricingError> {
    let kept = rows_of(tx, known.id).await?;
    let kept: HashMap<OfferId, (Cells, i64)> =
        kept.into_iter().map(|row| (row.offer_id, (row.became.0, row.stock_delta))).collect();
    let same = |row: &RowChange| kept.get(&row.offer) == Some(&(row.cells, row.stock_delta));
    let all = kept.len() == new.rows.len() && new.rows.iter().all(same);
    if all { Ok(known) } else { Err(PricingError::KeyReused) }
}

/// A sheet without its rows.
pub(crate) struct Made {
    pub seller: SellerId,
    pub key: String,
    pub undoes: Option<PriceSheetId>,
    pub by: AccountId,
}

/// Changes the rows in the order of their ids, so that two sheets at once wait for each other and do not block each other.
pub(crate) async fn apply(tx: &mut Tx, made: &Made, rows: &[RowChange]) -> Result<Sheet, PricingError> {
    let before = at_their_versions(tx, made.seller, rows).await?;
    let (id, now) = (tx.new_id::<PriceSheetId>(), tx.now());
    tx.exec(
        sql("INSERT INTO pricing_sheets (id, seller_id, sheet_key, undoes, made_by, made_at_us)
             VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(made.seller)
        .bind(made.key.as_str())
        .bind(made.undoes)
        .bind(made.by)
        .bind(now),
    )
    .await?;
    let mut rows: Vec<&RowChange> = rows.iter().collect();
    rows.sort_unstable_by_key(|row| row.offer);
    for row in rows {
        let was = before.get(&row.offer).ok_or(PricingError::NoSuchOffer(row.offer))?;
        let offer = change(tx, id, row).await?;
        tx.exec(
            sql("INSERT INTO pricing_sheet_rows (sheet_id, offer_id, version, was, became, stock_delta)
                 VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(id)
            .bind(row.offer)
            .bind(offer.version)
            .bind(serde_json::to_string(was).map_err(DbError::from)?)
            .bind(serde_json::to_string(&Cells::from(&offer)).map_err(DbError::from)?)
            .bind(row.stock_delta),
        )
        .await?;
    }
    Ok(Sheet { id, undoes: made.undoes, undone_by: None, made_by: made.by, made_at: now })
}

/// What the rows' offers say now, if each of them is its seller's and as the row knew it.
async fn at_their_versions(
    tx: &mut Tx,
    seller: SellerId,
    rows: &[RowChange],
) -> Result<HashMap<OfferId, Cells>, PricingError> {
    let ids: Vec<OfferId> = rows.iter().map(|row| row.offer).collect();
    let now = offers_for_sale(tx, &ids).await?;
    let (mut before, mut changed) = (HashMap::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let offer = now.get(&row.offer).map(|sale| &sale.offer).filter(|offer| offer.seller_id == seller);
        let offer = offer.ok_or(PricingError::NoSuchOffer(row.offer))?;
        if offer.version != row.version {
            changed.push(row.offer);
        }
        before.insert(row.offer, Cells::from(offer));
    }
    if changed.is_empty() { Ok(before) } else { Err(PricingError::Changed(changed)) }
}

/// Through the commands that a single offer's form calls.
async fn change(tx: &mut Tx, sheet: PriceSheetId, row: &RowChange) -> Result<Offer, PricingError> {
    let (id, cells) = (row.offer, row.cells);
    let wrong = |error| PricingError::of_offer(id, error);
    set_price(tx, id, cells.price, None).await.map_err(wrong)?;
    set_active(tx, id, cells.active, None).await.map_err(wrong)?;
    let terms = Terms { handling_days: cells.handling_days, cost: cells.cost };
    let offer = set_terms(tx, id, terms, None).await.map_err(wrong)?;
    let stocked = inventory::adjust(tx, &format!("sheet:{sheet}"), id, row.stock_delta).await;
    stocked.map_err(|error| PricingError::of_stock(id, error))?;
    Ok(offer)
}
