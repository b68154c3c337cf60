//! What is promised about returns when something is sold. Called by `rows`: a line keeps it, so that nothing that an operator
//! or a seller says later shortens it.

use crate::OrderError;
use db::{Tx, sql};
use domain::returns::window_days;
use domain::{ProductId, SellerId};
use std::collections::HashMap;

/// Days after delivery in which each of these products of one seller can be returned when it is sold now.
pub(super) async fn return_days(
    tx: &mut Tx,
    seller: SellerId,
    products: &[ProductId],
) -> Result<HashMap<ProductId, i64>, OrderError> {
    let said = catalog::return_days_of(tx, products).await?;
    let own = sql("SELECT window_days FROM returns_settings WHERE seller_id = $1").bind(seller);
    let own: Option<(Option<i64>,)> = tx.opt(own).await?;
    let own = own.and_then(|(days,)| days);
    let days = |product: &ProductId| (*product, window_days(said.get(product).copied(), own));
    Ok(products.iter().map(days).collect())
}
