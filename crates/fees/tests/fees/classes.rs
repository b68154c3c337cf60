//! Kinds of goods that an operator makes: their names, and a table of their own.

use crate::support::*;
use db::testing::{Tampering, each_is_found, on_both};
use domain::commission::CommissionClass::{Media, Own1, Own2};
use domain::commission::{Band, Banding, CommissionClass, CommissionRule, default_rule};
use domain::format::Locale;
use domain::{Currency, DurationUs, FeeRuleId, SellerId};
use fees::{ClassName, FeeError, NameClass, SayRule};

fn name(english: &str, spanish: &str) -> ClassName {
    ClassName { english: english.into(), spanish: spanish.into(), arabic: String::new() }
}

impl Shop {
    async fn call(
        &self,
        class: Option<CommissionClass>,
        name: ClassName,
    ) -> Result<CommissionClass, FeeError> {
        let said = NameClass { class, name, by: self.owner };
        self.db
            .write(move |tx| {
                let said = said.clone();
                Box::pin(async move { fees::name_class(tx, &said).await })
            })
            .await
    }

    async fn say_of(&self, class: CommissionClass, rate_bps: i64) -> Result<(), FeeError> {
        let rule = CommissionRule {
            class,
            currency: Currency::USD,
            banding: Banding::Whole,
            bands: vec![Band { up_to_minor: None, rate_bps }],
            minimum_minor: 50,
            closing_fee_minor: 25,
        };
        let seller: Option<SellerId> = None;
        let by = self.owner;
        let said =
            SayRule { class, seller, rule: Some(rule), starts_at: None, reason: "hats are new".into(), by };
        let written = self
            .db
            .write(move |tx| {
                let said = said.clone();
                Box::pin(async move { fees::say_rule(tx, &said).await })
            })
            .await;
        written.map(drop)
    }

    async fn called(&self, class: CommissionClass, locale: Locale) -> Option<String> {
        let names = fees::class_names(&mut self.db.read().await.unwrap()).await.unwrap();
        names.get(&class).map(|name| name.of(locale).to_owned())
    }

    async fn rule(&self, class: CommissionClass) -> CommissionRule {
        let mut conn = self.db.read().await.unwrap();
        let now = conn.now();
        fees::terms_at(&mut conn, Some(self.seller), now).await.unwrap().rule(class)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_that_is_made_has_a_name_in_each_language_and_a_table_of_its_own() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            assert_eq!(shop.call(None, name(" Hats  and caps ", "Sombreros")).await.unwrap(), Own1);
            assert_eq!(shop.call(None, name("Candles", "")).await.unwrap(), Own2);
            assert_eq!(shop.called(Own1, Locale::En).await.as_deref(), Some("Hats and caps"));
            assert_eq!(shop.called(Own1, Locale::Es).await.as_deref(), Some("Sombreros"));
            assert_eq!(shop.called(Own1, Locale::Ar).await.as_deref(), Some("Hats and caps"));
            assert_eq!(shop.rule(Own1).await, default_rule(Own1));
            shop.say_of(Own1, 2_500).await.unwrap();
            let rule = shop.rule(Own1).await;
            assert_eq!((rule.bands[0].rate_bps, rule.minimum_minor, rule.closing_fee_minor), (2_500, 50, 25));
            assert_eq!(shop.rule(Own2).await, default_rule(Own2), "another kind is another table");
            t.clock().advance(DurationUs::from_mins(1));
            assert_eq!(shop.call(Some(Own1), name("Headwear", "")).await.unwrap(), Own1);
            assert_eq!(shop.called(Own1, Locale::Es).await.as_deref(), Some("Headwear"));
            assert_eq!(shop.rule(Own1).await, rule);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_kind_is_refused_by_its_name() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            for wrong in [name(" ", ""), name(&"x".repeat(61), ""), name("Hats", &"x".repeat(61))] {
                assert!(matches!(shop.call(None, wrong).await, Err(FeeError::BadClassName)));
            }
            let hats = || name("Hats", "");
            assert!(matches!(shop.call(Some(Own1), hats()).await, Err(FeeError::NoSuchClass)));
            assert!(matches!(shop.call(Some(Media), hats()).await, Err(FeeError::NoSuchClass)));
            assert!(matches!(shop.say_of(Own1, 100).await, Err(FeeError::NoSuchClass)));
            shop.call(None, hats()).await.unwrap();
            // The form that is sent again makes no second one.
            assert!(matches!(shop.call(None, name("HATS", "Gorros")).await, Err(FeeError::ClassNameTaken)));
            assert_eq!(shop.called(Own2, Locale::En).await, None);
            for number in 1..CommissionClass::OWN.len() {
                shop.call(None, name(&format!("Kind {number}"), "")).await.unwrap();
            }
            let more = shop.call(None, name("One more", "")).await;
            assert!(matches!(more, Err(FeeError::NoRoomForClass)), "{more:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_of_a_kind_that_nobody_made_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.call(None, name("Hats", "")).await.unwrap();
            shop.say_of(Own1, 2_500).await.unwrap();
            let rule = shop.db.new_id::<FeeRuleId>();
            let tamperings = vec![Tampering::of(
                "fees_rules",
                rule,
                "INSERT INTO fees_rules (id, class, seller_id, rule, starts_at_us, reason, made_by, made_at_us)
                 VALUES ($1, 'own_2', NULL, '{}', 1, 'Nobody knows', $1, 0)",
                &["a rule is of a kind of goods that is published or was made"],
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
