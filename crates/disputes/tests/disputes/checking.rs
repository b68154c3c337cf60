//! The check finds a row that breaks a rule, and names it.

use crate::common::{FRAUDULENT, NOT_RECEIVED, Shop};
use db::testing::{Tampering, each_is_found, on_both};
use disputes::NewDocument;
use domain::{DisputeId, LedgerTxId};
use pictures::{Pictures, local_store};

const BOOKED: &[&str] = &["a dispute is in the ledger with what its bank took and gave back"];
const KEPT: &[&str] = &["a lost dispute keeps the fee that counted when its goods were ordered", BOOKED[0]];
const AMOUNT: &[&str] =
    &["what banks hold of a capture is what its disputes took and did not give back", BOOKED[0]];

#[tokio::test(flavor = "multi_thread")]
async fn each_rule_finds_the_row_that_breaks_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let open = shop.disputed("open", shop.lamp, 1, FRAUDULENT).await.id;
            let won = shop.disputed("won", shop.lamp, 1, NOT_RECEIVED).await;
            shop.contest(&won, "It was delivered.").await.unwrap();
            let new = NewDocument {
                seller: shop.seller,
                dispute: open,
                file_name: "signed.pdf".into(),
                content: b"%PDF-1.4\n%%EOF\n".to_vec().into(),
            };
            let pictures = Pictures::open(t.db(), local_store(&t.dir().join("pictures")).unwrap());
            shop.disputes.add_document(&pictures, new).await.unwrap();
            let lost = shop.disputed("lost", shop.lamp, 1, FRAUDULENT).await;
            shop.contest(&lost, "It is not fraud.").await.unwrap();
            shop.assert_sound().await;
            let of =
                |id: DisputeId, statement, rules| Tampering::of("disputes_disputes", id, statement, rules);
            let tamperings = vec![
                of(
                    open,
                    "UPDATE disputes_disputes SET amount_minor = amount_minor + 1 WHERE id = $1",
                    AMOUNT,
                ),
                of(open, "UPDATE disputes_disputes SET fee_minor = 0 WHERE id = $1", BOOKED),
                of(
                    open,
                    "UPDATE disputes_disputes SET ended_at_us = 1 WHERE id = $1",
                    &["a dispute that was decided has its end, and no other has"],
                ),
                of(
                    open,
                    "UPDATE disputes_documents SET bytes = bytes + 1 WHERE dispute_id = $1",
                    &["a document of a dispute is as long as it says"],
                ),
                of(
                    lost.id,
                    "UPDATE disputes_disputes SET commission_back_minor = commission_back_minor - 1 WHERE id = $1",
                    BOOKED,
                ),
                of(lost.id, "UPDATE disputes_disputes SET tax_back_minor = 0 WHERE id = $1", BOOKED),
                of(
                    lost.id,
                    "UPDATE disputes_disputes SET fee_kept_minor = fee_kept_minor - 1 WHERE id = $1",
                    KEPT,
                ),
                of(
                    won.id,
                    "DELETE FROM orders_shipment_parts WHERE capture_id = (
                        SELECT capture_id FROM disputes_disputes WHERE id = $1)",
                    &["a dispute is of the capture that charged its parcel"],
                ),
                Tampering::of(
                    "ledger_transactions",
                    shop.db.new_id::<LedgerTxId>(),
                    "INSERT INTO ledger_transactions (id, tx_key, input_hash, kind, state, at_us)
                     VALUES ($1, 'nobodys', '', 'dispute', 'posted', 0)",
                    &["every dispute in the ledger is a dispute"],
                )
                .named("ledger_transactions nobodys".into()),
            ];
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = disputes::check(conn).await.unwrap();
                    found.into_iter().map(|v| (v.row, v.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
