//! The link in a guest's mails, which opens the order in any browser. Owns `orders_orders.link_code`. Called by place,
//! receipts and whoever asks who may see an order.
//!
//! The code is kept as it is, because each later mail says it again; it opens this one order, and only while that
//! belongs to no account.

use crate::OrderError;
use crate::receipts::ReceiptSettings;
use crate::store::Order;
use db::{Conn, sql};
use subtle::ConstantTimeEq as _;

/// Whether this code, from a link or a cookie, opens the order.
///
/// # Errors
/// Only the database's.
pub async fn opens(conn: &mut Conn, order: &Order, code: &str) -> Result<bool, OrderError> {
    let known = code_of(conn, order).await?;
    Ok(known.is_some_and(|known| known.as_bytes().ct_eq(code.as_bytes()).into()))
}

/// Where a mail leads.
pub(crate) async fn url(
    conn: &mut Conn,
    settings: &ReceiptSettings,
    order: &Order,
) -> Result<String, OrderError> {
    url_of(conn, &settings.public_url, order, "").await
}

/// The address of a page below an order's own, for a mail to whoever ordered: with the code that opens a guest's order.
/// `site` is the shop's address without a final slash, `below` is empty or begins with one.
///
/// # Errors
/// Only the database's.
pub async fn url_of(conn: &mut Conn, site: &str, order: &Order, below: &str) -> Result<String, OrderError> {
    let page = format!("{site}/orders/{}{below}", order.id);
    Ok(code_of(conn, order).await?.map_or(page.clone(), |code| format!("{page}?code={code}")))
}

/// Nothing once the order belongs to an account, which may have happened since it was read.
async fn code_of(conn: &mut Conn, order: &Order) -> Result<Option<String>, OrderError> {
    let text = "SELECT link_code FROM orders_orders WHERE id = $1 AND account_id IS NULL";
    let statement = sql(text).bind(order.id);
    Ok(conn.opt::<(Option<String>,)>(statement).await?.and_then(|(code,)| code))
}
