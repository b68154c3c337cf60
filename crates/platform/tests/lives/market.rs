//! What the demo has not: sellers who sell in euros and in yen, promotions, a deal that runs out, and delivery that costs by
//! place and weight.

use super::{USD, World};
use catalog::{CatalogError, NewOffer};
use domain::bank::{BankAccountInput, BankAccountKind};
use domain::coupon::{Benefit, CouponCode, Funding, Terms};
use domain::key::IdempotencyKey;
use domain::promise::ShippingOffer;
use domain::promotion::{Goods, Limit, Rule};
use domain::returns::LabelTerms;
use domain::shipping::{Area, Packing, ShippingRate, ShippingTable};
use domain::{AccountId, CategoryId, Currency, DurationUs, Money, OfferId, PromotionId, SellerId, Timestamp};
use orders::coupons::{CouponError, NewCoupon, NewOwnCoupon, Scope, create, create_own};
use orders::promotions::{self, Giver, NewPromotion, PromotionError};
use returns::{ReturnError, ReturnSettings, SayLabelPrice};
use sellers::{NewSeller, SellerError};

/// Offers that are paid in one currency, and what takes something off them.
pub struct Market {
    pub currency: Currency,
    pub offers: Vec<OfferId>,
}

impl Market {
    /// One that the platform gives, one that a seller gives.
    pub fn coupons(&self) -> [String; 2] {
        [format!("GIVEN-{}", self.currency.code()), format!("THEIRS-{}", self.currency.code())]
    }
}

impl World {
    /// Sellers who sell what the platform sells, in their own currency.
    pub async fn sell_abroad(&mut self) {
        for (name, country, code, prices) in [
            ("Elbe Kontor", "DE", "EUR", [1_999, 349, 24_950, 8_905]),
            ("Kamo Shoten", "JP", "JPY", [2_980, 481, 33_333, 1_207]),
        ] {
            let currency = Currency::parse(code).unwrap();
            let new = NewSeller {
                name: name.into(),
                slug: None,
                country: country.into(),
                region: String::new(),
                currency,
                support_email: None,
                shipping: ShippingOffer {
                    handling_days: 1,
                    transit_days_min: 2,
                    transit_days_max: 6,
                    cutoff_minutes: 14 * 60,
                    fee: Money::new(prices[1], currency),
                    free_from: Some(Money::new(prices[2], currency)),
                },
            };
            let created = self.platform.db.write::<_, SellerError, _>(move |tx| {
                let new = new.clone();
                Box::pin(async move { sellers::create(tx, &new).await })
            });
            let seller = created.await.unwrap().id;
            self.takes_returns(seller).await;
            let mut offers = Vec::new();
            for (place, price) in prices.into_iter().enumerate() {
                offers.push(self.offer(seller, place, Money::new(price, currency)).await);
            }
            self.sellers.push((seller, currency));
            self.markets.push(Market { currency, offers });
        }
        self.euros_are_paid_out().await;
    }

    /// The same product as the platform's at that place of its list.
    async fn offer(&self, seller: SellerId, place: usize, price: Money) -> OfferId {
        let model = self.markets[0].offers[place];
        let sold = self.platform.db.write::<_, CatalogError, _>(move |tx| {
            Box::pin(async move {
                let product_id = catalog::offer(tx, model).await?.product_id;
                let new = NewOffer::on_sale(product_id, seller, format!("LIVES-{place}"), price);
                Ok(catalog::upsert_offer(tx, new).await?.id)
            })
        });
        sold.await.unwrap()
    }

    /// At an address where the shoppers are, with labels; each is looked at by hand.
    async fn takes_returns(&mut self, seller: SellerId) {
        let settings = ReturnSettings { address: Some(self.address()), ..ReturnSettings::STANDARD };
        let by: AccountId = self.platform.db.new_id();
        let terms = LabelTerms { offered: true, seller_pays: false };
        let saved = self.platform.db.write::<_, ReturnError, _>(move |tx| {
            let settings = settings.clone();
            Box::pin(async move {
                // Dearer than some of the goods.
                for currency in [Currency::EUR, Currency::JPY] {
                    let said = SayLabelPrice { price: Money::new(700, currency), starts_at: None, by };
                    returns::say_label_price(tx, &said).await?;
                }
                returns::save_label_terms(tx, seller, terms).await?;
                returns::save_settings(tx, seller, &settings).await
            })
        });
        saved.await.unwrap();
    }

    /// Of those abroad, one is paid by its bank, and one has named none.
    async fn euros_are_paid_out(&self) {
        let (seller, _) = self.sellers[3];
        let input = BankAccountInput {
            holder: "Elbe Kontor GmbH".into(),
            kind: Some(BankAccountKind::Iban),
            iban: payouts::TEST_ACCOUNTS[0].iban.to_owned(),
            routing: String::new(),
            account: String::new(),
        };
        let by = self.platform.db.new_id();
        self.platform.payouts.set_account(seller, by, &input).await.unwrap();
    }

    pub async fn coupons(&self) {
        for (market, seller) in self.markets.iter().zip([1, 3, 4]) {
            let [given, theirs] = market.coupons();
            let terms = Terms {
                benefit: Benefit::Percent { bps: 1_250 },
                minimum: None,
                most_off: Some(Money::new(2_000, market.currency)),
                from: Timestamp::from_micros(0),
                until: None,
                paused: false,
                most_uses: None,
                most_uses_each: None,
            };
            let new = NewCoupon {
                code: CouponCode::parse(&given).unwrap(),
                terms: terms.clone(),
                scope: Scope::default(),
                funding: Funding::Platform,
                currency: market.currency,
                made_by: self.platform.db.new_id(),
            };
            let made = self.platform.db.write::<_, CouponError, _>(move |tx| {
                let new = new.clone();
                Box::pin(async move { create(tx, &new).await })
            });
            made.await.unwrap();
            self.own_coupon(self.sellers[seller].0, &theirs, market.currency, terms).await;
        }
    }

    /// As the seller makes it.
    async fn own_coupon(&self, seller: SellerId, code: &str, currency: Currency, terms: Terms) {
        let new = NewOwnCoupon {
            seller,
            code: CouponCode::parse(code).unwrap(),
            terms,
            category: None,
            currency,
            made_by: self.platform.db.new_id(),
            key: IdempotencyKey::parse(&format!("lives-coupon-{code}")).unwrap(),
        };
        let made = self.platform.db.write::<_, CouponError, _>(move |tx| {
            let new = new.clone();
            Box::pin(async move { create_own(tx, &new).await })
        });
        made.await.unwrap();
    }

    /// Every kind of promotion, each of another seller.
    pub async fn promotions(&self) {
        let of = |seller: usize| self.sellers[seller].0;
        let yen = &self.markets[2].offers;
        let deal = self.offers_of(of(2)).await;
        self.promotion(of(1), Rule::BuyGet { buy: 2, get: 1, bps: 10_000 }, Goods::All, None).await;
        self.promotion(
            of(2),
            Rule::Deal { bps: 1_500 },
            Goods::These(deal),
            Some(Limit { units: 25, each: 2 }),
        )
        .await;
        self.promotion(of(3), Rule::FromUnits { units: 3, bps: 1_333 }, Goods::All, None).await;
        self.promotion(of(4), Rule::Set { bps: 777 }, Goods::These(yen[..2].to_vec()), None).await;
        self.funded(of(2)).await;
    }

    /// Beside those of sellers the platform's, in each currency; they meet on the same goods.
    async fn funded(&self, one: SellerId) {
        let by = |market: usize, seller: Option<SellerId>, minor: i64| Giver::Platform {
            seller,
            category: None,
            most: Money::new(minor, self.markets[market].currency),
        };
        let [dollars, euros, yen] = [0, 1, 2].map(|market| self.markets[market].currency);
        assert_eq!([dollars.code(), euros.code(), yen.code()], ["USD", "EUR", "JPY"]);
        let share = Rule::FromUnits { units: 1, bps: 523 };
        self.give(by(0, None, 1_500), share, Goods::All, None).await;
        let category = Some(self.category_above(self.markets[0].offers[0]).await);
        let named = Giver::Platform { seller: None, category, most: Money::new(900, dollars) };
        self.give(named, Rule::FromUnits { units: 1, bps: 603 }, Goods::All, None).await;
        self.give(by(0, Some(one), 4_000), Rule::BuyGet { buy: 1, get: 1, bps: 3_100 }, Goods::All, None)
            .await;
        let own = Goods::These(self.markets[0].offers[..3].to_vec());
        let limit = Some(Limit { units: 15, each: 2 });
        self.give(by(0, None, 2_500), Rule::Deal { bps: 1_111 }, own, limit).await;
        let less = Rule::Less { units: 1, off: Money::new(99, euros) };
        self.give(by(1, None, 450), less, Goods::All, None).await;
        self.give(by(2, None, 200), Rule::FromUnits { units: 2, bps: 333 }, Goods::All, None).await;
    }

    /// The topmost category of an offer's product.
    async fn category_above(&self, offer: OfferId) -> CategoryId {
        let mut conn = self.platform.db.read().await.unwrap();
        let sale = catalog::offers_for_sale(&mut conn, &[offer]).await.unwrap().remove(&offer).unwrap();
        let tree = catalog::category_tree(&mut conn).await.unwrap();
        tree.path(tree.by_slug(&sale.category_slug).unwrap().id)[0].id
    }

    async fn offers_of(&self, seller: SellerId) -> Vec<OfferId> {
        let mut conn = self.platform.db.read().await.unwrap();
        let page = catalog::offers_of_seller(&mut conn, seller, None, 0, 5).await.unwrap();
        page.rows.iter().map(|row| row.offer.id).collect()
    }

    async fn promotion(&self, seller: SellerId, rule: Rule, goods: Goods, limit: Option<Limit>) {
        self.give(Giver::Seller(seller), rule, goods, limit).await;
    }

    async fn give(&self, giver: Giver, rule: Rule, goods: Goods, limit: Option<Limit>) {
        let (db, now) = (&self.platform.db, self.platform.db.now());
        let new = NewPromotion {
            giver,
            title: "Only these days".into(),
            rule,
            goods,
            limit,
            from: now,
            until: limit.map(|_| now.plus(DurationUs::from_days(60))),
            made_by: db.new_id(),
            key: IdempotencyKey::parse(&db.new_id::<PromotionId>().to_string()).unwrap(),
        };
        let made = db.write::<_, PromotionError, _>(move |tx| {
            let new = new.clone();
            Box::pin(async move { promotions::create(tx, &new).await })
        });
        made.await.unwrap();
    }

    /// One seller's parcels cost by place and weight, and some of its goods are heavy.
    pub async fn shipping_table(&self) {
        let seller = self.sellers[2].0;
        let usd = |minor: i64| Money::new(minor, USD);
        let rate =
            |to: &[(&str, &str)], up_to_g: Option<i64>, goods_from: Option<i64>, fee: i64| ShippingRate {
                to: to.iter().map(|(country, region)| Area::new(country, region).unwrap()).collect(),
                up_to_g,
                goods_from: goods_from.map(usd),
                fee: usd(fee),
            };
        let table = ShippingTable {
            id: self.platform.db.new_id(),
            name: "By weight".into(),
            rates: vec![
                rate(&[("US", "CA"), ("US", "OR")], Some(3_000), None, 395),
                rate(&[("US", "CA"), ("US", "OR")], None, None, 1_190),
                rate(&[("US", "CA")], None, Some(12_000), 0),
                rate(&[], Some(3_000), None, 895),
                rate(&[], None, None, 2_345),
            ],
        };
        let weights = self.offers_of(seller).await;
        let kept = self.platform.db.write::<_, SellerError, _>(move |tx| {
            let table = table.clone();
            Box::pin(async move { sellers::put_table(tx, seller, table, true).await })
        });
        kept.await.unwrap();
        let weighed = self.platform.db.write::<_, CatalogError, _>(move |tx| {
            let weights = weights.clone();
            Box::pin(async move {
                for (offer, grams) in weights.into_iter().zip([250, 900, 1_700, 2_600, 7_800]) {
                    let packing = Packing { table: None, weight_g: Some(grams) };
                    catalog::set_packing(tx, offer, packing, None).await?;
                }
                Ok(())
            })
        });
        weighed.await.unwrap();
    }
}
