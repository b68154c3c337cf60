//! What is promised about returns when something is sold. Called by `place`: a line keeps it, so that nothing that an operator
//! or a seller says later shortens it.

use crate::OrderError;
use crate::quote::QuotePart;
use db::{Tx, placeholders, sql};
use domain::returns::window_days;
use domain::{ProductId, SellerId};
use std::collections::HashMap;

/// What holds for an order that is placed now, read once for all of its parts.
pub(super) struct Promised {
    /// Days that the products' categories give.
    said: HashMap<ProductId, i64>,
    /// Days that the sellers give.
    own: HashMap<SellerId, i64>,
}

impl Promised {
    pub(super) async fn read(tx: &mut Tx, parts: &[QuotePart]) -> Result<Self, OrderError> {
        let lines = parts.iter().flat_map(|part| &part.lines);
        let products: Vec<ProductId> = lines.map(|line| line.sale.offer.product_id).collect();
        let said = catalog::return_days_of(tx, &products).await?;
        let text = format!(
            "SELECT seller_id, window_days FROM returns_settings WHERE window_days IS NOT NULL AND seller_id IN ({})",
            placeholders(1, parts.len())
        );
        let own = sql(text).bind_all(parts.iter().map(|part| part.seller.id));
        let own: Vec<(SellerId, i64)> = tx.all(own).await?;
        Ok(Self { said, own: own.into_iter().collect() })
    }

    /// Days after delivery in which a product of a seller can be returned.
    pub(super) fn days(&self, seller: SellerId, product: ProductId) -> i64 {
        window_days(self.said.get(&product).copied(), self.own.get(&seller).copied())
    }
}
