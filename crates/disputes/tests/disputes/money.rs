//! What a bank takes, gives back and keeps, to the cent, for a seller and for the platform's own goods.

use crate::common::{FRAUDULENT, NOT_RECEIVED, SOUND, Shop, USD, usd};
use db::testing::on_both;
use disputes::Answered;
use domain::DurationUs;
use domain::dispute::{DisputeAnswer, DisputeState};
use domain::margin::Margin;
use ledger::{AccountRef, RevenueStream};
use payments::PaymentError;
use reporting::{Range, Reporting};

/// 45.00, delivery 4.99, tax 3.26; commission 8 % of 49.99, which is 4.00.
const CARD: i64 = 4_500 + 499 + 326;
const EARNED: i64 = 4_500 + 499 - 400;
const FEE: i64 = 1_500;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_won_leaves_the_seller_with_the_sale_less_the_processors_fee() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let payable = AccountRef::seller_payable(shop.seller, USD);
            let holds = AccountRef::processor(shop.payments.processor_name(), USD);
            let row = shop.disputed("won", shop.lamp, 1, NOT_RECEIVED).await;
            assert_eq!((row.amount(), row.fee()), (usd(CARD), usd(FEE)));
            assert_eq!(shop.posted(payable.clone()).await, -(EARNED - CARD - FEE), "owed less than nothing");
            assert_eq!(shop.posted(holds.clone()).await, -FEE);
            assert_eq!(shop.disputes.read_news().await.unwrap(), 0, "told once");
            // It has a number to track it by, and that is what the buyer said.
            assert_eq!(shop.contest(&row, "It was delivered.").await.unwrap(), Answered::Given);
            assert_eq!(shop.dispute(row.id).await.state.0, DisputeState::Won);
            assert_eq!(shop.posted(payable).await, -(EARNED - FEE));
            assert_eq!(shop.posted(holds).await, CARD - FEE);
            assert_eq!(shop.mails().await, ["dispute-opened", "dispute-won"]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_lost_takes_tax_and_commission_back_as_a_refund_does() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("lost", shop.lamp, 1, FRAUDULENT).await;
            assert_eq!(shop.contest(&row, "It is not fraud.").await.unwrap(), Answered::Given);
            assert_eq!(shop.dispute(row.id).await.state.0, DisputeState::Lost);
            // The commission goes back, and a fifth of it stays: 0.80. The seller has lost goods and fees, no tax.
            assert_eq!(shop.posted(AccountRef::seller_payable(shop.seller, USD)).await, 80 + FEE);
            assert_eq!(shop.posted(AccountRef::tax_payable("US-CA", USD)).await, 0);
            assert_eq!(shop.posted(AccountRef::revenue(RevenueStream::Commission, USD)).await, 0);
            assert_eq!(shop.posted(AccountRef::revenue(RevenueStream::RefundFee, USD)).await, -80);
            assert_eq!(shop.posted(AccountRef::processor(shop.payments.processor_name(), USD)).await, -FEE);
            assert_eq!(shop.mails().await, ["dispute-lost", "dispute-opened"]);
            let papers = invoices::of_part(&mut shop.db.read().await.unwrap(), row.part_id).await.unwrap();
            let said: Vec<_> = papers.iter().map(|paper| (paper.total_minor, paper.tax_minor)).collect();
            assert_eq!(said, [(CARD, 326), (-CARD, -326)], "the tax is no longer owed");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_lost_takes_the_tax_on_commission_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            shop.tax_fees(190_000).await;
            let row = shop.disputed("lost", shop.lamp, 1, FRAUDULENT).await;
            let tax = AccountRef::fee_tax("US", USD);
            // 19 % of 4.00.
            assert_eq!(shop.posted(tax.clone()).await, -76);
            assert_eq!(shop.contest(&row, "It is not fraud.").await.unwrap(), Answered::Given);
            // 0.80 stay, and 0.15 of tax; the processor's fee is not the platform's to tax.
            assert_eq!(shop.posted(tax).await, -15);
            assert_eq!(shop.posted(AccountRef::seller_payable(shop.seller, USD)).await, 80 + 15 + FEE);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_platform_sold_itself_is_its_own_loss() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("own", shop.book, 1, FRAUDULENT).await;
            let accepted = shop.answer_of(&row, DisputeAnswer::Accept, "");
            assert_eq!(shop.disputes.answer(accepted).await.unwrap(), Answered::Given);
            assert_eq!(shop.dispute(row.id).await.state.0, DisputeState::Lost);
            // 20.00 and 4.99; the tax of 1.45 is nobody's loss.
            assert_eq!(shop.posted(AccountRef::disputes(USD)).await, 2_499);
            let processor = shop.payments.processor_name();
            assert_eq!(shop.posted(AccountRef::processor_fees(processor, USD)).await, FEE);
            assert_eq!(shop.posted(AccountRef::tax_payable("US-CA", USD)).await, 0);
            assert!(shop.mails().await.is_empty(), "nobody owns the platform's retail");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_bank_holds_is_not_refunded_until_it_gives_it_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("held", shop.lamp, 1, NOT_RECEIVED).await;
            let capture = row.capture_id;
            let refund = |key: &'static str| {
                shop.db.write(move |tx| {
                    Box::pin(async move { payments::begin_refund(tx, capture, usd(100), key).await })
                })
            };
            assert!(matches!(refund("early").await, Err(PaymentError::Disputed)));
            shop.contest(&row, "It was delivered.").await.unwrap();
            let refund = refund("late").await.unwrap();
            shop.payments.run_refund(refund).await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(
                payments::refund(&mut conn, refund).await.unwrap().state,
                payments::RefundState::Refunded
            );
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_content_with_the_seller_goes_to_no_bank() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            shop.sold("content", shop.lamp, 2, SOUND).await;
            assert_eq!(shop.disputes.read_news().await.unwrap(), 0);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_arrive_is_a_defect_until_it_is_won_and_a_stolen_card_is_none() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("arrived", shop.lamp, 1, NOT_RECEIVED).await;
            shop.disputed("stolen", shop.lamp, 1, FRAUDULENT).await;
            let defects = || async {
                let mut conn = shop.db.read().await.unwrap();
                let health = buybox::count(&mut conn, shop.seller).await.unwrap();
                (health.defects.mishaps, health.defects.of)
            };
            assert_eq!(defects().await, (1, 2));
            shop.contest(&row, "It was delivered.").await.unwrap();
            assert_eq!(defects().await, (0, 2));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_an_offer_is_less_from_the_day_on_which_the_bank_took_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("left", shop.lamp, 1, FRAUDULENT).await;
            let opened = shop.db.now().utc_day();
            t.clock().advance(DurationUs::from_days(2));
            assert_eq!(shop.contest(&row, "It is not fraud.").await.unwrap(), Answered::Given);
            let lost = shop.db.now().utc_day();
            assert!(Reporting::new(shop.db.clone()).refresh_skus().await.unwrap());
            let mut conn = shop.db.read().await.unwrap();
            let of = |first, last| Range::new(first, last).unwrap();
            let all = reporting::skus(&mut conn, shop.seller, USD, of(opened, lost), true, 9).await.unwrap();
            let expected = Margin {
                units: 1,
                sales_minor: 4_500,
                delivery_minor: 499,
                commission_minor: 400,
                // The buyer's tax is nobody's loss.
                back_minor: CARD - 326,
                commission_back_minor: 400,
                // The processor's, and a fifth of the commission.
                back_fees_minor: FEE + 80,
                uncosted_units: 1,
                ..Margin::default()
            };
            assert_eq!((all.now, all.lines[0].offer), (expected, shop.lamp));
            let took =
                reporting::skus(&mut conn, shop.seller, USD, of(opened, opened), true, 9).await.unwrap();
            assert_eq!(took.now.proceeds_minor(), EARNED - CARD - FEE);
            let after = reporting::skus(&mut conn, shop.seller, USD, of(lost, lost), true, 9).await.unwrap();
            assert_eq!(after.now.proceeds_minor(), 326 + 400 - 80);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_lost_gives_a_promotion_of_the_platforms_its_money_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let given = AccountRef::marketing(&shop.promotion(1_000).await.to_string(), USD);
            let row = shop.disputed("lost", shop.lamp, 1, FRAUDULENT).await;
            assert_eq!(shop.posted(given.clone()).await, 450, "a tenth of 45.00");
            assert_eq!(shop.contest(&row, "It is not fraud.").await.unwrap(), Answered::Given);
            assert_eq!(shop.dispute(row.id).await.state.0, DisputeState::Lost);
            assert_eq!(shop.posted(given).await, 0);
            shop.assert_sound().await;
        })
    })
    .await;
}
