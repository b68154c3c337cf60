//! The ledger's side of a shipment: sale, shipping, wrapping, tax and commission in one balanced transaction.
//!
//! The capture has credited the order's buyer clearing; the sale debits it, so clearing ends at zero. A seller is
//! credited what the goods, their shipping and wrapping cost and debited the commission and, under the individual plan, the fee
//! of each item, and the tax on both; the platform's own retail earns all
//! as revenue. Tax is owed to its place. What a coupon or a promotion of the platform's took off is the platform's expense, on
//! an account of its own: whoever sells earns the price without it.

use crate::store::{Order, Part};
use crate::{OrderError, gifts};
use db::{Tx, row, sql};
use domain::{CaptureId, LineId, Money, ShipmentId};
use ledger::{AccountRef, Memo, NewTransaction, RevenueStream, TransactionKind};

row! {
    struct PartAmounts {
        items_minor: i64,
        shipping_minor: i64,
        wrap_minor: i64,
        tax_minor: i64,
        total_minor: i64,
        items_subsidy_minor: i64,
        shipping_subsidy_minor: i64,
        capture_id: CaptureId,
    }
}

row! {
    struct LineCommission {
        line_id: LineId,
        commission_minor: i64,
        item_fee_minor: i64,
    }
}

/// Posts the sale of one part's share of a shipment. The key is the shipment and the part, so it happens once.
pub(crate) async fn post(
    tx: &mut Tx,
    order: &Order,
    part: &Part,
    shipment: ShipmentId,
) -> Result<(), OrderError> {
    let amounts: PartAmounts = tx
        .one(
            sql(
                "SELECT items_minor, shipping_minor, wrap_minor, tax_minor, total_minor, items_subsidy_minor,
                     shipping_subsidy_minor, capture_id
                 FROM orders_shipment_parts WHERE shipment_id = $1 AND part_id = $2",
            )
            .bind(shipment)
            .bind(part.id),
        )
        .await?;
    let commissions: Vec<LineCommission> = tx
        .all(
            sql("SELECT s.line_id, s.commission_minor, s.item_fee_minor FROM orders_shipment_lines s
                 JOIN orders_lines l ON l.id = s.line_id
                 WHERE s.shipment_id = $1 AND l.part_id = $2 ORDER BY l.position")
            .bind(shipment)
            .bind(part.id),
        )
        .await?;
    let seller = sellers::get(tx, part.seller_id).await?.ok_or(OrderError::NotFound)?;
    let currency = order.currency;
    let money = |minor: i64| Money::new(minor, currency);
    let mut sale = NewTransaction::posted(format!("sale-{shipment}-{}", part.id), TransactionKind::Sale)
        .order(order.id)
        .part(part.id);
    sale.debit(AccountRef::buyer_clearing(order.id, currency), money(amounts.total_minor), Memo::Item)?;
    let given = amounts.items_subsidy_minor + amounts.shipping_subsidy_minor;
    if given > 0 {
        let gifts = gifts::of_parcel(tx, (order.id, currency), (shipment, part.id), given).await?;
        for (account, gift) in gifts {
            sale.debit(account, gift, Memo::Coupon)?;
        }
    }
    let items = money(amounts.items_minor + amounts.items_subsidy_minor);
    let shipping = money(amounts.shipping_minor + amounts.shipping_subsidy_minor);
    sale.credit(AccountRef::tax_payable(&part.tax_place, currency), money(amounts.tax_minor), Memo::Tax)?;
    if seller.is_platform {
        sale.credit(AccountRef::revenue(RevenueStream::Retail, currency), items, Memo::Item)?;
        sale.credit(AccountRef::shipping(currency), shipping, Memo::Shipping)?;
        sale.credit(
            AccountRef::revenue(RevenueStream::Retail, currency),
            money(amounts.wrap_minor),
            Memo::GiftWrap,
        )?;
    } else {
        let payable = AccountRef::seller_payable(seller.id, currency);
        sale.credit(payable.clone(), items, Memo::Item)?;
        sale.credit(payable.clone(), shipping, Memo::Shipping)?;
        sale.credit(payable.clone(), money(amounts.wrap_minor), Memo::GiftWrap)?;
        for line in commissions {
            let fee = money(line.commission_minor);
            sale.debit(payable.clone(), fee, Memo::Commission)?;
            sale.credit(AccountRef::revenue(RevenueStream::Commission, currency), fee, Memo::Commission)?;
            let item_fee = money(line.item_fee_minor);
            sale.debit(payable.clone(), item_fee, Memo::Fee)?;
            sale.credit(AccountRef::revenue(RevenueStream::ItemFee, currency), item_fee, Memo::Fee)?;
        }
    }
    fees::post_taxed(tx, &seller, &amounts.capture_id.to_string(), None, sale).await?;
    Ok(())
}
