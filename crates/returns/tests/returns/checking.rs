//! The check finds a row that breaks a rule, and names it.

use crate::common::Shop;
use crate::kept::{bought, coupon};
use db::testing::{Tampering, each_is_found, on_both};
use domain::returns::{Grade, ReturnReason};
use domain::{LedgerTxId, ReturnId};
use returns::Refunded;
use std::sync::atomic::Ordering;

/// One return for each way that a return can go.
struct Returns {
    /// Of a lamp that the platform's coupon made cheaper; it is for sale again.
    refunded: ReturnId,
    asked: ReturnId,
    /// The card got nothing.
    closed: ReturnId,
    /// The answer about the card's refund is lost.
    refunding: ReturnId,
}

impl Returns {
    async fn made_in(shop: &Shop) -> Self {
        coupon(shop, 1_000).await;
        let (shopper, order) = bought(shop, 3).await;
        let of = shop.arrived(shopper, order, 3).await;
        let refunded = shop.back("refunded", of, 1, ReturnReason::NoLongerWanted).await;
        let decision = shop.decides("refunded", refunded, Grade::AsNew, 0).await;
        assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);

        let of = shop.delivered("asked", shop.lamp, 1).await;
        let asked = shop.asks("asked", of, 1, ReturnReason::Damaged).await;
        let asked = shop.returns.request(asked).await.unwrap();

        let of = shop.delivered("closed", shop.lamp, 1).await;
        let closed = shop.back("closed", of, 1, ReturnReason::Damaged).await;
        let decision = shop.decides("closed", closed, Grade::Empty, 10_000).await;
        assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Closed);

        let of = shop.delivered("refunding", shop.lamp, 1).await;
        let refunding = shop.back("refunding", of, 1, ReturnReason::Damaged).await;
        shop.line.lost.store(1, Ordering::SeqCst);
        let decision = shop.decides("refunding", refunding, Grade::Damaged, 0).await;
        assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Pending);
        Self { refunded, asked, closed, refunding }
    }

    fn tamperings(&self, shop: &Shop) -> Vec<Tampering> {
        let of = |id: ReturnId, statement, rules| Tampering::of("returns_returns", id, statement, rules);
        vec![
            of(
                self.asked,
                "UPDATE returns_returns SET claim_minor = claim_minor + 1 WHERE id = $1",
                &["a return claims what its lines are worth"],
            ),
            of(self.asked, "DELETE FROM returns_units WHERE return_id = $1", &[HOLDS_ITS_UNITS]),
            of(self.asked, "UPDATE returns_returns SET state = 'declined' WHERE id = $1", &[HOLDS_ITS_UNITS]),
            of(
                self.asked,
                "UPDATE returns_units SET unit = 500 WHERE return_id = $1",
                &["what comes back was in the parcel"],
            ),
            of(
                self.asked,
                "UPDATE returns_returns SET capture_id = id WHERE id = $1",
                &["a return is of the capture that charged its parcel"],
            ),
            of(
                self.refunded,
                "UPDATE payments_captures SET amount_minor = 1, refunded_minor = 0
                 WHERE id = (SELECT capture_id FROM returns_returns WHERE id = $1)",
                &["refunds of a capture never exceed it"],
            ),
            of(
                self.refunded,
                "UPDATE payments_refunds SET amount_minor = amount_minor + 1
                 WHERE id = (SELECT refund_id FROM returns_returns WHERE id = $1)",
                &[REFUND_OF_ITS_CAPTURE],
            ),
            of(
                self.closed,
                "UPDATE returns_returns SET refunded_minor = 1 WHERE id = $1",
                &[
                    "only a refunded return gave the card something, and only a posted one took something back",
                ],
            ),
            of(
                self.refunded,
                "UPDATE returns_returns SET refunded_minor = refunded_minor - 1 WHERE id = $1",
                &[
                    "a refunded return has one ledger transaction, with what the card got",
                    REFUND_OF_ITS_CAPTURE,
                ],
            ),
            of(
                self.refunded,
                "UPDATE returns_returns SET commission_back_minor = commission_back_minor + 1 WHERE id = $1",
                &["a refunded return's ledger transaction gives back its commission"],
            ),
            of(
                self.refunded,
                "UPDATE returns_returns SET fee_minor = fee_minor - 1 WHERE id = $1",
                &["a refunded return's ledger transaction keeps its fee", KEEPS_ITS_FEE],
            ),
            of(
                self.refunded,
                "UPDATE returns_returns SET fee_minor = fee_minor + 1 WHERE id = $1",
                &[KEEPS_ITS_FEE, "a refunded return's ledger transaction keeps its fee"],
            ),
            of(
                self.refunding,
                "UPDATE returns_returns SET decided_at_us = 0 WHERE id = $1",
                &["every answer of the processor is recorded within three hours"],
            ),
            of(
                self.refunded,
                "UPDATE returns_lines SET restock = FALSE WHERE return_id = $1",
                &["what came back fit is for sale again, once"],
            )
            .named(format!("inventory_movements return-{} {}", self.refunded, shop.lamp)),
            of(
                self.refunded,
                "UPDATE returns_returns SET subsidy_back_minor = subsidy_back_minor + 1 WHERE id = $1",
                &["a refunded return's ledger transaction gives back what the platform had added"],
            ),
            Tampering::of(
                "ledger_transactions",
                shop.db.new_id::<LedgerTxId>(),
                "INSERT INTO ledger_transactions (id, tx_key, input_hash, kind, state, at_us)
                 VALUES ($1, 'nobodys', '', 'return', 'posted', 0)",
                &["every return in the ledger is one return"],
            ),
        ]
    }
}

const HOLDS_ITS_UNITS: &str = "a return holds its units until it is declined or cancelled";
const KEEPS_ITS_FEE: &str = "a refund keeps the fee that counted when its goods were ordered";
const REFUND_OF_ITS_CAPTURE: &str = "a refunded return is a refund of its capture with its amount";

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_breaks_a_rule_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let tamperings = Returns::made_in(&shop).await.tamperings(&shop);
            shop.assert_sound().await;
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = returns::check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
