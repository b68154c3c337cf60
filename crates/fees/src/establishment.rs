//! Where the platform is established and who it is to the law, as an operator said it, from a moment on: what decides whether
//! its fees are taxed. As long as nothing was said they are not.

use crate::{FeeError, Withdrawn};
use db::{Conn, Json, Row, Tx, sql};
use domain::address::country_format;
use domain::terms::said_at;
use domain::{AccountId, EstablishmentId, Timestamp};
use sellers::Legal;

/// The platform's seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// With a tax number.
    pub legal: Legal,
    /// The country's rate in millionths, where the general one is not what holds.
    pub rate_ppm: Option<i64>,
}

/// A seat as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Establishment {
    pub id: EstablishmentId,
    /// `None`: fees are not taxed.
    pub seat: Option<Seat>,
    pub starts_at: Timestamp,
    pub reason: String,
    pub made_by: AccountId,
    pub made_at: Timestamp,
    pub withdrawn: Option<Withdrawn>,
}

impl db::FromRow for Establishment {
    fn from_row(row: &Row) -> Result<Self, db::DbError> {
        let country: Option<String> = row.get("country")?;
        let legal: Option<Json<Legal>> = row.get("legal")?;
        let rate_ppm = row.get("rate_ppm")?;
        Ok(Self {
            id: row.get("id")?,
            seat: country.zip(legal).map(|(country, legal)| Seat { country, legal: legal.0, rate_ppm }),
            starts_at: row.get("starts_at_us")?,
            reason: row.get("reason")?,
            made_by: row.get("made_by")?,
            made_at: row.get("made_at_us")?,
            withdrawn: Withdrawn::of(row)?,
        })
    }
}

const ESTABLISHMENT: &str =
    "SELECT e.id, e.country, e.legal, e.rate_ppm, e.starts_at_us, e.reason, e.made_by, e.made_at_us,
    w.withdrawn_by, w.withdrawn_at_us, w.reason AS withdrawn_reason
    FROM fees_establishments e LEFT JOIN fees_withdrawn w ON w.word_id = e.id";

/// What an operator says.
#[derive(Debug, Clone)]
pub struct SayEstablishment {
    /// `None` ends the taxing of fees.
    pub seat: Option<Seat>,
    /// `None`: now.
    pub starts_at: Option<Timestamp>,
    pub reason: String,
    pub by: AccountId,
}

/// Says where the platform is. Fees that were charged before stay as they were taxed.
///
/// # Errors
/// [`FeeError::BadReason`], [`FeeError::InThePast`], [`FeeError::NoSuchCountry`], [`FeeError::NoTaxNumber`],
/// [`FeeError::BadTaxRate`].
pub async fn say_establishment(tx: &mut Tx, said: &SayEstablishment) -> Result<EstablishmentId, FeeError> {
    let (last,): (Option<Timestamp>,) =
        tx.one(sql("SELECT MAX(made_at_us) FROM fees_establishments")).await?;
    let now = said_at(tx.now(), last);
    let (reason, starts_at) = crate::said(&said.reason, said.starts_at, now)?;
    if let Some(seat) = &said.seat {
        country_format(&seat.country).ok_or(FeeError::NoSuchCountry)?;
        // Nobody may charge a tax without being known to its authority.
        if seat.legal.tax_id.is_empty() {
            return Err(FeeError::NoTaxNumber);
        }
        if seat.rate_ppm.is_some_and(|rate| !(0..=MOST_PPM).contains(&rate)) {
            return Err(FeeError::BadTaxRate);
        }
    }
    let id = tx.new_id::<EstablishmentId>();
    let seat = said.seat.as_ref();
    let legal = seat.map(|seat| serde_json::to_string(&seat.legal)).transpose()?;
    tx.exec(
        sql("INSERT INTO fees_establishments (id, country, legal, rate_ppm, starts_at_us, reason, made_by, made_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(id)
        .bind(seat.map(|seat| seat.country.clone()))
        .bind(legal)
        .bind(seat.and_then(|seat| seat.rate_ppm))
        .bind(starts_at)
        .bind(reason)
        .bind(said.by)
        .bind(now),
    )
    .await?;
    Ok(id)
}

/// 100 %.
const MOST_PPM: i64 = 1_000_000;

/// Where the platform is at that moment; `None` where its fees are not taxed.
///
/// # Errors
/// Only the database's.
pub async fn seat_at(conn: &mut Conn, at: Timestamp) -> Result<Option<Seat>, FeeError> {
    let text = format!(
        "{ESTABLISHMENT} WHERE e.starts_at_us <= $1 AND w.word_id IS NULL
         ORDER BY e.starts_at_us DESC, e.id DESC LIMIT 1"
    );
    let said: Option<Establishment> = conn.opt(sql(text).bind(at)).await?;
    Ok(said.and_then(|said| said.seat))
}

/// Everything that was said, newest first.
///
/// # Errors
/// Only the database's.
pub async fn establishments(conn: &mut Conn, limit: i64) -> Result<Vec<Establishment>, FeeError> {
    let text = format!("{ESTABLISHMENT} ORDER BY e.id DESC LIMIT $1");
    Ok(conn.all(sql(text).bind(limit)).await?)
}
