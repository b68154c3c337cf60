//! Terms that an operator says: which count for which payout, and what others would change.

use crate::support::*;
use ::terms::Say;
use db::testing::on_both;
use domain::payout::PayoutTerms;
use domain::terms::Dated as _;
use domain::{DurationUs, TermsId, Timestamp};
use payouts::PayoutError;

pub async fn say(shop: &Shop, terms: PayoutTerms, starts_at: Option<Timestamp>) -> TermsId {
    let said = Say { terms, starts_at, reason: "sellers wait too long".into(), by: shop.owner };
    shop.db
        .write(move |tx| {
            let said = said.clone();
            Box::pin(async move { ::terms::say(tx, &said).await })
        })
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_is_reckoned_under_the_terms_that_count_then_and_says_them() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.bank(PAYS).await;
            shop.old_sale(10_000, 3).await;
            let usual = PayoutTerms::USUAL;
            let shorter = PayoutTerms { reserve_days: 2, on_demand_hours: 48, ..usual };
            let (found, all) =
                payouts::payable(&mut shop.db.read().await.unwrap(), &usual, &shorter, 100).await.unwrap();
            assert_eq!((found.len(), all), (1, true));
            assert_eq!((found[0].now, found[0].sellers_now), (usd(0), 0));
            assert_eq!((found[0].then, found[0].sellers_then), (usd(9_000), 1));
            let tomorrow = shop.db.now().plus(DurationUs::from_days(1));
            say(&shop, shorter, Some(tomorrow)).await;
            assert_eq!(shop.figures().await, (9_000, 9_000, 0), "not before it begins");
            t.clock().advance(DurationUs::from_days(1));
            assert_eq!(shop.figures().await, (9_000, 0, 9_000));
            let payout = shop.pay_now("shorter").await.unwrap();
            let kept = PayoutTerms { minimum_hundredths: Some(100), ..shorter };
            assert_eq!(payout.terms, Some(kept), "with the server's smallest payout");
            shop.old_sale(5_000, 8).await;
            t.clock().advance(DurationUs::from_hours(47));
            let soon = shop.pay_now("soon").await;
            assert!(matches!(soon, Err(PayoutError::TooSoon { .. })), "{soon:?}");
            say(&shop, PayoutTerms { minimum_hundredths: Some(100_000), ..shorter }, None).await;
            t.clock().advance(DurationUs::from_hours(1));
            let little = shop.pay_now("little").await;
            assert!(matches!(little, Err(PayoutError::BelowMinimum { .. })), "{little:?}");
            // What was paid out under the shorter reserve is within the longer one for a while, and is kept back of the rest.
            say(&shop, usual, None).await;
            assert_eq!(shop.figures().await, (4_500, 9_000, 0));
            t.clock().advance(DurationUs::from_days(2));
            let payout = shop.pay_now("usual").await.unwrap();
            assert_eq!(payout.terms, Some(PayoutTerms { minimum_hundredths: Some(100), ..usual }));
            shop.assert_sound().await;
        })
    })
    .await;
}
