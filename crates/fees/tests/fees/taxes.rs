//! The tax of fees: of a month, as it was said when the month was charged.

use crate::support::*;
use db::testing::{Tampering, TestDb, each_is_found, on_both};
use domain::Currency;
use domain::fee_tax::FeeTaxRule;
use domain::plan::{ChargeState, Plan};
use fees::testing::{say_seat, seat};
use fees::{FeeError, Seat};
use ledger::AccountRef;
use sellers::Legal;

impl Shop {
    async fn say_seat(&self, seat: Option<Seat>, after_days: Option<i64>) -> Result<(), FeeError> {
        say_seat(&self.db, seat, after_days).await
    }

    async fn fee_tax(&self) -> i64 {
        let mut conn = self.db.read().await.unwrap();
        let owed = AccountRef::fee_tax("US", Currency::USD);
        -ledger::balance(&mut conn, &owed, None).await.unwrap().posted.minor()
    }
}

async fn professional(t: &TestDb, earned: i64) -> Shop {
    let shop = Shop::open(t).await;
    shop.earn(earned).await;
    shop.choose(Plan::Professional).await.unwrap();
    shop
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_taxed_as_it_was_said_when_it_began() {
    on_both(|t| {
        Box::pin(async move {
            let shop = professional(t, 20_000).await;
            shop.say_seat(Some(seat(100_000)), Some(35)).await.unwrap();
            shop.live(t, 32).await;
            assert_eq!((shop.money().await, shop.fee_tax().await), ((16_001, 3_999), 0));
            shop.live(t, 30).await;
            // 10 % of 39.99 is 4.00.
            assert_eq!((shop.money().await, shop.fee_tax().await), ((11_602, 7_998), 400));
            shop.say_seat(Some(seat(200_000)), None).await.unwrap();
            shop.live(t, 30).await;
            assert_eq!((shop.money().await, shop.fee_tax().await), ((6_803, 11_997), 1_200));
            shop.say_seat(None, None).await.unwrap();
            shop.live(t, 31).await;
            assert_eq!((shop.money().await, shop.fee_tax().await), ((2_804, 15_996), 1_200));
            let charge = shop.charges().await[1].clone();
            let mut conn = shop.db.read().await.unwrap();
            let rows = fees::taxed(&mut conn, &charge.id.to_string()).await.unwrap();
            assert_eq!(rows.len(), 1);
            assert_eq!(
                (rows[0].rule.0, rows[0].place.as_str(), rows[0].rate_ppm),
                (FeeTaxRule::Domestic, "US", 200_000)
            );
            assert_eq!((rows[0].net(), rows[0].tax()), (usd(3_999), usd(800)));
            assert_eq!(Some(rows[0].ledger_tx_id), charge.ledger_tx_id);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_balance_covers_a_month_with_its_tax_or_does_not() {
    on_both(|t| {
        Box::pin(async move {
            let shop = professional(t, 4_398).await;
            shop.say_seat(Some(seat(100_000)), None).await.unwrap();
            shop.live(t, 31).await;
            assert_eq!((shop.states().await, shop.money().await), (vec![ChargeState::Due], (4_398, 0)));
            shop.earn(1).await;
            shop.live(t, 5).await;
            assert_eq!((shop.states().await, shop.money().await), (vec![ChargeState::Paid], (0, 3_999)));
            assert_eq!(shop.fee_tax().await, 400);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_seat_is_refused() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let nowhere = Seat { country: "XX".into(), ..seat(0) };
            assert!(matches!(shop.say_seat(Some(nowhere), None).await, Err(FeeError::NoSuchCountry)));
            let unknown =
                Seat { legal: Legal::read("US", "River Inc.", "1 Bank Street", "").unwrap(), ..seat(0) };
            assert!(matches!(shop.say_seat(Some(unknown), None).await, Err(FeeError::NoTaxNumber)));
            for rate in [-1, 1_000_001] {
                assert!(matches!(shop.say_seat(Some(seat(rate)), None).await, Err(FeeError::BadTaxRate)));
            }
            assert!(matches!(shop.say_seat(Some(seat(0)), Some(-1)).await, Err(FeeError::InThePast)));
            let mut conn = shop.db.read().await.unwrap();
            assert!(fees::establishments(&mut conn, 10).await.unwrap().is_empty());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_names_a_row_that_the_ledger_does_not_have() {
    on_both(|t| {
        Box::pin(async move {
            let shop = professional(t, 20_000).await;
            shop.say_seat(Some(seat(100_000)), None).await.unwrap();
            shop.live(t, 31).await;
            shop.assert_sound().await;
            let copy = "INSERT INTO fees_taxes (id, seller_id, subject, ledger_key, ledger_tx_id, rule, place, rate_ppm,
                    currency, net_minor, tax_minor, made_at_us)
                SELECT $1, seller_id, subject, 'again', ledger_tx_id, rule, place, rate_ppm, currency, net_minor,
                    tax_minor + 1, made_at_us FROM fees_taxes";
            let id = shop.db.new_id::<domain::FeeTaxId>();
            let written: Result<u64, db::DbError> =
                shop.db.write(move |tx| Box::pin(async move { tx.exec(db::sql(copy).bind(id)).await })).await;
            assert_eq!(written.unwrap(), 1);
            let mut conn = shop.db.read().await.unwrap();
            let found = fees::check(&mut conn).await.unwrap();
            let rules: Vec<_> = found.iter().map(|broken| broken.rule).collect();
            assert_eq!(rules, [
                "the tax of fees left the seller's balance in their transaction",
                "what fees of one parcel or month were taxed is one rate of what they come to, half up",
                "what is owed on fees is what they were taxed",
                "fees on invoices and those that wait for one are what the ledger charged the seller",
            ]);
            assert!(found[0].row.contains(&id.to_string()));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_names_what_was_taxed_and_never_charged() {
    on_both(|t| {
        Box::pin(async move {
            let shop = professional(t, 20_000).await;
            shop.say_seat(Some(seat(100_000)), None).await.unwrap();
            shop.live(t, 31).await;
            // One cent more of a month is taxed alike, so that nothing else is wrong.
            let tampering = Tampering::of(
                "fees_taxes",
                shop.db.new_id::<domain::FeeTaxId>(),
                "INSERT INTO fees_taxes (id, seller_id, subject, ledger_key, ledger_tx_id, rule, place, rate_ppm,
                     currency, net_minor, tax_minor, made_at_us)
                 SELECT $1, seller_id, subject, 'again', $1, rule, place, rate_ppm, currency, 1, 0, made_at_us
                 FROM fees_taxes",
                &["what was taxed is what the platform charged"],
            );
            each_is_found(&shop.db, vec![tampering], |conn| {
                Box::pin(async move {
                    let found = fees::check(conn).await.unwrap();
                    found.into_iter().map(|broken| (broken.row, broken.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
