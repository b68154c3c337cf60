//! How a seller takes things back. Owns `returns_settings`. Called by the seller's settings and by every request.

use crate::ReturnError;
use db::{Conn, Json, Tx, row, sql};
use domain::SellerId;
use domain::address::Address;
use domain::returns::{AutoApproval, LONGEST_WINDOW_DAYS};

/// What a seller says about returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnSettings {
    /// Where parcels go back to; nothing is approved before it is known.
    pub address: Option<Address>,
    pub auto: AutoApproval,
    /// Days after delivery, where that is longer than the category's.
    pub window_days: Option<i64>,
}

impl ReturnSettings {
    /// Until the seller says something: no address, each return is answered by hand, the category's window.
    pub const STANDARD: Self =
        Self { address: None, auto: AutoApproval { on: false, up_to_minor: None }, window_days: None };
}

row! {
    struct SettingsRow {
        address: Option<Json<Address>>,
        auto_approve: bool,
        auto_up_to_minor: Option<i64>,
        window_days: Option<i64>,
    }
}

/// How this seller takes things back.
///
/// # Errors
/// When the database cannot be read.
pub async fn settings(conn: &mut Conn, seller: SellerId) -> Result<ReturnSettings, ReturnError> {
    let statement = sql("SELECT address, auto_approve, auto_up_to_minor, window_days FROM returns_settings
                         WHERE seller_id = $1");
    let row: Option<SettingsRow> = conn.opt(statement.bind(seller)).await?;
    Ok(row.map_or(ReturnSettings::STANDARD, |row| ReturnSettings {
        address: row.address.map(|address| address.0),
        auto: AutoApproval { on: row.auto_approve, up_to_minor: row.auto_up_to_minor },
        window_days: row.window_days,
    }))
}

/// Changes it, for returns that are asked for from now on.
///
/// # Errors
/// [`ReturnError::BadSettings`]; [`ReturnError::NoReturnAddress`] for approving at once without saying where to.
pub async fn save_settings(tx: &mut Tx, seller: SellerId, new: &ReturnSettings) -> Result<(), ReturnError> {
    let window = new.window_days.is_none_or(|days| (1..=LONGEST_WINDOW_DAYS).contains(&days));
    if !window || new.auto.up_to_minor.is_some_and(|minor| minor < 1) {
        return Err(ReturnError::BadSettings);
    }
    if new.auto.on && new.address.is_none() {
        return Err(ReturnError::NoReturnAddress);
    }
    let address = new.address.as_ref().map(serde_json::to_string).transpose().map_err(db::DbError::from)?;
    tx.exec(
        sql("INSERT INTO returns_settings (seller_id, address, auto_approve, auto_up_to_minor, window_days)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (seller_id) DO UPDATE SET address = $2, auto_approve = $3, auto_up_to_minor = $4,
                 window_days = $5")
        .bind(seller)
        .bind(address)
        .bind(new.auto.on)
        .bind(new.auto.up_to_minor)
        .bind(new.window_days),
    )
    .await?;
    Ok(())
}
