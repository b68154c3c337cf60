//! A seller with some offers, and what a test does to them.

use buybox::{BuyBox, BuyBoxConfig};
use catalog::{CatalogError, NewOffer, NewProduct, Offer};
use db::testing::TestDb;
use db::{Db, Lane, Worker, sql};
use domain::commission::CommissionClass;
use domain::key::IdempotencyKey;
use domain::price_rule::{PriceReason, PriceRule};
use domain::{AccountId, Currency, Money, OfferId, PriceSheetId, ProductId, SellerId};
use orders::reductions;
use pricing::{Cells, NewSheet, Pricing, PricingError, RowChange, Sheet};
use sellers::testing::seller_with_owner;

pub struct Shop {
    pub db: Db,
    pub seller: SellerId,
    pub owner: AccountId,
    /// Somebody else.
    pub other: SellerId,
}

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

impl Shop {
    pub async fn open(t: &TestDb) -> Self {
        let db = t.db();
        let (seller, owner) = seller_with_owner(&db).await;
        let (other, _) = seller_with_owner(&db).await;
        Self { db, seller, owner, other }
    }

    pub async fn product(&self, title: &str) -> ProductId {
        let title = title.to_owned();
        let made: Result<ProductId, CatalogError> = self
            .db
            .write(move |tx| {
                let title = title.clone();
                Box::pin(async move {
                    let class = CommissionClass::Standard;
                    let category = catalog::ensure_category_path(tx, &["Things"], class).await?;
                    let new = NewProduct::titled(title, category.id);
                    Ok(catalog::upsert_product(tx, new).await?.id)
                })
            })
            .await;
        made.unwrap()
    }

    /// An offer with nine in stock.
    pub async fn offer_of(&self, seller: SellerId, product: ProductId, minor: i64) -> OfferId {
        let made: Result<OfferId, CatalogError> = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let new = NewOffer::on_sale(product, seller, format!("SKU-{product}"), usd(minor));
                    let id = catalog::upsert_offer(tx, new).await?.id;
                    inventory::receive(tx, &format!("first:{id}"), id, 9).await.unwrap();
                    Ok(id)
                })
            })
            .await;
        made.unwrap()
    }

    pub async fn offer(&self, title: &str, minor: i64) -> OfferId {
        let product = self.product(title).await;
        self.offer_of(self.seller, product, minor).await
    }

    pub async fn read(&self, id: OfferId) -> Offer {
        catalog::offer(&mut self.db.read().await.unwrap(), id).await.unwrap()
    }

    pub async fn available(&self, id: OfferId) -> i64 {
        let mut conn = self.db.read().await.unwrap();
        inventory::levels(&mut conn, &[id]).await.unwrap().get(&id).map_or(0, |level| level.available)
    }

    /// A row that changes nothing of the offer as it is now.
    pub async fn row(&self, id: OfferId) -> RowChange {
        let offer = self.read(id).await;
        RowChange { offer: id, version: offer.version, cells: Cells::from(&offer), stock_delta: 0 }
    }

    pub async fn save(&self, key: &str, rows: Vec<RowChange>) -> Result<Sheet, PricingError> {
        let key = IdempotencyKey::parse(key).unwrap();
        let new = NewSheet { seller: self.seller, key, by: self.owner, rows };
        self.db
            .write(move |tx| {
                let new = new.clone();
                Box::pin(async move { pricing::save(tx, &new).await })
            })
            .await
    }

    pub async fn undo(&self, sheet: PriceSheetId) -> Result<Sheet, PricingError> {
        self.undo_of(self.seller, sheet).await
    }

    pub async fn undo_of(&self, seller: SellerId, sheet: PriceSheetId) -> Result<Sheet, PricingError> {
        let by = self.owner;
        self.db.write(move |tx| Box::pin(pricing::undo(tx, seller, sheet, by))).await
    }

    pub async fn set_price(&self, id: OfferId, minor: i64) {
        let set: Result<Offer, CatalogError> =
            self.db.write(move |tx| Box::pin(catalog::set_price(tx, id, usd(minor), None))).await;
        set.unwrap();
    }

    pub fn pricing(&self) -> Pricing {
        let config = BuyBoxConfig { shop_name: "Shop".into(), public_url: "https://shop.example".into() };
        Pricing::new(self.db.clone(), BuyBox::new(self.db.clone(), config), Currency::USD)
    }

    /// Says what a unit costs its seller.
    pub async fn cost(&self, id: OfferId, minor: i64) {
        let terms = catalog::Terms { handling_days: None, cost: Some(usd(minor)) };
        let set: Result<Offer, CatalogError> =
            self.db.write(move |tx| Box::pin(catalog::set_terms(tx, id, terms, None))).await;
        set.unwrap();
    }

    /// The offer's price follows others from this floor up to that ceiling.
    pub async fn follow(
        &self,
        seller: SellerId,
        id: OfferId,
        floor: i64,
        ceiling: Option<i64>,
    ) -> Result<(), PricingError> {
        let rule = PriceRule::new(usd(floor), ceiling.map(usd)).unwrap();
        self.pricing().follow_from_now(seller, id, rule, self.owner).await
    }

    /// Follows the log to its end and does the jobs that are due. Returns how many times it had to be asked.
    pub async fn settle(&self) -> usize {
        let (pricing, mut rounds) = (self.pricing(), 0);
        let worker = || Worker::new(self.db.clone());
        let looks = pricing.register(worker()).in_lane(Lane::Only("pricing.look"));
        let turns = reductions::register(worker(), self.db.clone()).in_lane(Lane::Only("orders.reductions"));
        loop {
            self.db.sequence_events().await.unwrap();
            let read = pricing.follow().await.unwrap();
            let done = looks.run_due().await.unwrap() + turns.run_due().await.unwrap();
            if read == 0 && done == 0 {
                return rounds;
            }
            rounds += 1;
            assert!(rounds < 50, "prices come to rest");
        }
    }

    /// What an offer costs, and why.
    pub async fn price(&self, id: OfferId) -> (i64, Option<PriceReason>) {
        let seller = self.read(id).await.seller_id;
        let mut conn = self.db.read().await.unwrap();
        let rules = pricing::rules_of(&mut conn, seller, 100).await.unwrap();
        let reason = rules.iter().find(|stored| stored.offer == id).and_then(|stored| stored.reason);
        drop(conn);
        (self.read(id).await.price.minor(), reason.map(|(reason, _)| reason))
    }

    pub async fn count(&self, of: &str) -> i64 {
        let text = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {of}");
        self.db.read().await.unwrap().one::<(i64,)>(sql(text)).await.unwrap().0
    }

    pub async fn assert_sound(&self) {
        let mut conn = self.db.read().await.unwrap();
        assert_eq!(pricing::check(&mut conn).await.unwrap(), []);
        assert_eq!(catalog::check(&mut conn).await.unwrap(), []);
        assert_eq!(inventory::check(&mut conn).await.unwrap(), []);
    }
}
