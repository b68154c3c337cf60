//! The check finds what was changed behind the program's back, and names the row.

use crate::support::*;
use db::sql;
use db::testing::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn every_tampering_is_found() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.bank(PAYS).await;
            shop.old_sale(10_000, 8).await;
            let id = shop.pay_now("a").await.unwrap().id;
            shop.assert_sound().await;
            for (change, undo, rule) in [
                (
                    "UPDATE payouts_payouts SET amount_minor = 8999",
                    "UPDATE payouts_payouts SET amount_minor = 9000",
                    "a payout is one transaction of its amount",
                ),
                (
                    "UPDATE payouts_payouts SET state = 'rejected', rejection = 'refused'",
                    "UPDATE payouts_payouts SET state = 'paid', rejection = NULL",
                    "a payout is settled once: sent from the bank, or reversed exactly when it was rejected",
                ),
                (
                    "UPDATE payouts_payouts SET terms = REPLACE(terms, '\"reserve_days\":7', '\"reserve_days\":6')",
                    "UPDATE payouts_payouts SET terms = REPLACE(terms, '\"reserve_days\":6', '\"reserve_days\":7')",
                    "a payout was reckoned under the terms that counted then",
                ),
                (
                    "UPDATE payouts_sandbox_transfers SET outcome = 'refused'",
                    "UPDATE payouts_sandbox_transfers SET outcome = 'sent'",
                    "what a payout says is what the bank did",
                ),
            ] {
                run(&shop, change).await;
                let found = shop.check().await;
                let named = found.iter().any(|v| v.rule == rule && v.row.contains(&id.to_string()));
                assert!(named, "{change}: {found:?}");
                run(&shop, undo).await;
                shop.assert_sound().await;
            }
            run(&shop, "DELETE FROM payouts_payouts").await;
            let found = shop.check().await;
            assert!(found.iter().any(|v| v.rule == "every payout of the ledger is a payout's"), "{found:?}");
        })
    })
    .await;
}

async fn run(shop: &Shop, statement: &'static str) {
    shop.db
        .write(move |tx| Box::pin(async move { tx.exec(sql(statement)).await.map(|_| ()) }))
        .await
        .unwrap();
}
