//! What was said of what selling costs and is taken back before it begins: rules, the plans' prices, the platform's seat.

use crate::support::*;
use db::testing::{Tampering, each_is_found, on_both};
use domain::commission::{Band, Banding, CommissionClass, CommissionRule, default_rule};
use domain::plan::PlanPrices;
use domain::{Currency, DurationUs, FeeRuleId, PlanPriceId, Timestamp};
use fees::{FeeError, SayEstablishment, SayPrices, SayRule, Word, coming};

const CLASS: CommissionClass = CommissionClass::Clothing;

fn tenth() -> CommissionRule {
    CommissionRule {
        class: CLASS,
        currency: Currency::USD,
        banding: Banding::Whole,
        bands: vec![Band { up_to_minor: None, rate_bps: 1_000 }],
        minimum_minor: 0,
        closing_fee_minor: 0,
    }
}

impl Shop {
    async fn say_tenth(&self, starts_at: Option<Timestamp>) -> FeeRuleId {
        let (rule, reason) = (Some(tenth()), "a new table".to_owned());
        let said = SayRule { class: CLASS, seller: None, rule, starts_at, reason, by: self.owner };
        let written: Result<_, FeeError> = self
            .db
            .write(move |tx| {
                let said = said.clone();
                Box::pin(async move { fees::say_rule(tx, &said).await })
            })
            .await;
        written.unwrap()
    }

    async fn say_prices(&self, starts_at: Option<Timestamp>) -> PlanPriceId {
        let prices = PlanPrices { currency: Currency::USD, monthly_minor: 100, item_minor: 1 };
        let said = SayPrices { prices, starts_at, reason: "a new table".into(), by: self.owner };
        let written: Result<_, FeeError> = self
            .db
            .write(move |tx| {
                let said = said.clone();
                Box::pin(async move { fees::say_prices(tx, &said).await })
            })
            .await;
        written.unwrap()
    }

    async fn take_back(&self, word: Word) -> Result<(), FeeError> {
        let by = self.owner;
        self.db
            .write(move |tx| Box::pin(async move { fees::withdraw(tx, word, "not after all", by).await }))
            .await
    }

    async fn coming(&self, word: Word) -> Option<Timestamp> {
        coming(&mut self.db.read().await.unwrap(), word).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_begun_is_taken_back_once_and_never_counts() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let tomorrow = t.db().now().plus(DurationUs::from_days(1));
            let rule = Word::Rule(shop.say_tenth(Some(tomorrow)).await);
            let prices = Word::Prices(shop.say_prices(Some(tomorrow)).await);
            let none = SayEstablishment {
                seat: None,
                starts_at: Some(tomorrow),
                reason: "nowhere yet".into(),
                by: shop.owner,
            };
            let seat: Result<_, FeeError> = shop
                .db
                .write(move |tx| {
                    let none = none.clone();
                    Box::pin(async move { fees::say_establishment(tx, &none).await })
                })
                .await;
            for word in [rule, prices, Word::Seat(seat.unwrap())] {
                assert_eq!(shop.coming(word).await, Some(tomorrow));
                shop.take_back(word).await.unwrap();
                assert_eq!(shop.coming(word).await, None);
                let again = shop.take_back(word).await;
                assert!(matches!(again, Err(FeeError::Withdrawn)), "{again:?}");
            }
            let mut conn = shop.db.read().await.unwrap();
            let terms = fees::terms_at(&mut conn, Some(shop.seller), tomorrow).await.unwrap();
            assert_eq!((terms.rule(CLASS), terms.prices), (default_rule(CLASS), PlanPrices::USUAL));
            assert!(fees::upcoming(&mut conn, None, t.db().now()).await.unwrap().is_empty());
            assert!(fees::said_for_everybody(&mut conn).await.unwrap().is_empty());
            let rules = fees::rules_history(&mut conn, None, 10).await.unwrap();
            let why = rules[0].withdrawn.as_ref().map(|taken| taken.reason.as_str());
            assert_eq!(why, Some("not after all"), "it stays on record");
            let prices = fees::prices_history(&mut conn, 10).await.unwrap();
            assert!(prices[0].withdrawn().is_some_and(|taken| taken.by == shop.owner));
            assert!(fees::establishments(&mut conn, 10).await.unwrap()[0].withdrawn.is_some());
            assert_eq!(fees::check(&mut conn).await.unwrap(), []);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_begun_and_what_was_never_said_stay() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let begun = Word::Rule(shop.say_tenth(None).await);
            let refused = shop.take_back(begun).await;
            assert!(matches!(refused, Err(FeeError::Begun)), "{refused:?}");
            let nobodys = shop.take_back(Word::Prices(shop.db.new_id())).await;
            assert!(matches!(nobodys, Err(FeeError::NothingSaid)), "{nobodys:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_finds_what_was_taken_back_though_it_had_begun() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let id = shop.say_tenth(None).await;
            let tamperings = vec![Tampering::of(
                "fees_withdrawn",
                id,
                "INSERT INTO fees_withdrawn (word_id, starts_at_us, reason, withdrawn_by, withdrawn_at_us)
                 SELECT id, starts_at_us + 2, reason, made_by, starts_at_us + 1 FROM fees_rules WHERE id = $1",
                &["what was taken back had not begun"],
            )];
            each_is_found(&shop.db, tamperings, |conn| {
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
