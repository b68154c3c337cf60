//! Commission rules from a moment on: for everybody, for one seller, and back.

use crate::support::*;
use db::testing::on_both;
use domain::commission::{Band, Banding, CommissionClass, CommissionRule, RuleError, default_rule};
use domain::plan::Plan;
use domain::{Currency, DurationUs, SellerId};
use fees::{FeeError, SayRule, Terms};

fn flat(class: CommissionClass, rate_bps: i64) -> CommissionRule {
    CommissionRule {
        class,
        currency: Currency::USD,
        banding: Banding::Whole,
        bands: vec![Band { up_to_minor: None, rate_bps }],
        minimum_minor: 0,
        closing_fee_minor: 0,
    }
}

impl Shop {
    async fn say(
        &self,
        rule: Option<CommissionRule>,
        seller: Option<SellerId>,
        days: i64,
    ) -> Result<(), FeeError> {
        let said = SayRule {
            class: CommissionClass::Clothing,
            seller,
            rule,
            starts_at: (days != 0).then(|| self.db.now().plus(DurationUs::from_days(days))),
            reason: "what the market takes".into(),
            by: self.owner,
        };
        let written = self
            .db
            .write(move |tx| {
                let said = said.clone();
                Box::pin(async move { fees::say_rule(tx, &said).await })
            })
            .await;
        written.map(|_| ())
    }

    async fn terms(&self, days: i64) -> Terms {
        let at = self.db.now().plus(DurationUs::from_days(days));
        fees::terms_at(&mut self.db.read().await.unwrap(), Some(self.seller), at).await.unwrap()
    }

    async fn rate(&self, days: i64) -> i64 {
        self.terms(days).await.rule(CommissionClass::Clothing).bands[0].rate_bps
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_is_said_while_the_clock_is_back_holds_after_the_one_before() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.say(Some(flat(CommissionClass::Clothing, 900)), None, 0).await.unwrap();
            t.clock().advance(DurationUs::from_micros(-5_000_000));
            shop.say(Some(flat(CommissionClass::Clothing, 700)), None, 0).await.unwrap();
            t.clock().advance(DurationUs::from_secs(6));
            assert_eq!(shop.rate(0).await, 700);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_rule_that_has_begun_holds_and_a_sellers_own_goes_before_everybodys() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let class = CommissionClass::Clothing;
            assert_eq!(shop.terms(0).await.rule(class), default_rule(class));
            shop.say(Some(flat(class, 1_200)), None, 10).await.unwrap();
            shop.say(Some(flat(class, 1_300)), None, 5).await.unwrap();
            shop.say(Some(flat(class, 700)), Some(shop.seller), 7).await.unwrap();
            shop.say(None, Some(shop.seller), 20).await.unwrap();
            let mut rates = Vec::new();
            for days in [4, 6, 8, 12, 21] {
                rates.push(shop.rate(days).await);
            }
            assert_eq!(rates, [500, 1_300, 700, 700, 1_200]);
            assert!(shop.terms(8).await.is_own(class) && !shop.terms(21).await.is_own(class));
            assert_eq!(
                shop.terms(8).await.rule(CommissionClass::Media),
                default_rule(CommissionClass::Media)
            );
            let mut conn = shop.db.read().await.unwrap();
            let at = |days| shop.db.now().plus(DurationUs::from_days(days));
            assert_eq!(fees::overrides(&mut conn, at(8), 10).await.unwrap().len(), 1);
            assert_eq!(fees::overrides(&mut conn, at(21), 10).await.unwrap().len(), 0);
            assert_eq!(fees::upcoming(&mut conn, Some(shop.seller), at(6)).await.unwrap().len(), 3);
            assert_eq!(fees::rules_history(&mut conn, Some(class), 10).await.unwrap().len(), 4);
            assert_eq!(
                fees::rules_history(&mut conn, Some(CommissionClass::Baby), 10).await.unwrap().len(),
                0
            );
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_said_is_refused_and_nothing_is_written() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let rule = flat(CommissionClass::Clothing, 1_000);
            let retail = shop
                .db
                .write(|tx| {
                    Box::pin(async move {
                        sellers::ensure_platform_seller(tx, &sellers::testing::new_seller("River")).await
                    })
                })
                .await
                .unwrap();
            let refused = [
                shop.say(Some(rule.clone()), None, -1).await,
                shop.say(None, None, 0).await,
                shop.say(Some(CommissionRule { bands: Vec::new(), ..rule.clone() }), None, 0).await,
                shop.say(Some(rule.clone()), Some(shop.db.new_id()), 0).await,
                shop.say(Some(rule), Some(retail.id), 0).await,
            ];
            assert!(matches!(
                refused,
                [
                    Err(FeeError::InThePast),
                    Err(FeeError::BadRule(RuleError::Bands)),
                    Err(FeeError::BadRule(RuleError::Bands)),
                    Err(FeeError::NoSuchSeller),
                    Err(FeeError::PlatformSeller),
                ]
            ));
            let said = fees::rules_history(&mut shop.db.read().await.unwrap(), None, 10).await.unwrap();
            assert_eq!(said, []);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn items_are_charged_by_the_plan_that_a_seller_had_at_that_moment() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let before = shop.db.now();
            t.clock().advance(DurationUs::from_days(1));
            assert_eq!(shop.terms(0).await.item(Currency::USD).unwrap(), None, "no plan, no fee");
            shop.choose(Plan::Individual).await.unwrap();
            assert_eq!(shop.terms(0).await.item(Currency::USD).unwrap(), Some(usd(99)));
            t.clock().advance(DurationUs::from_days(1));
            shop.choose(Plan::Professional).await.unwrap();
            assert_eq!(shop.terms(0).await.item(Currency::USD).unwrap(), None);
            assert_eq!(shop.terms(-1).await.plan, Some(Plan::Individual));
            let then =
                fees::terms_at(&mut shop.db.read().await.unwrap(), Some(shop.seller), before).await.unwrap();
            assert_eq!(then.plan, None);
        })
    })
    .await;
}
