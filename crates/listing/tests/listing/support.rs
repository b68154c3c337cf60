//! A catalogue with one category, a seller with an owner, and what a test does to them.

use catalog::{Condition, Gtin, NewProduct, Upserted};
use db::testing::TestDb;
use db::{Db, sql};
use domain::commission::CommissionClass;
use domain::key::IdempotencyKey;
use domain::listing::{ListingRule, RestrictedBrand};
use domain::shipping::{Area, ShippingRate, ShippingTable};
use domain::{
    AccountId, CategoryId, Currency, ListingProposalId, Money, OfferId, ProductId, SellerId, ShippingTableId,
};
use listing::{Draft, ListingConfig, ListingError, Merge, NewListing, Proposal, Sending};
use sellers::testing::{new_seller, seller_with_owner};

pub const CODE: &str = "4006381333931";

pub struct Shop {
    pub db: Db,
    pub seller: SellerId,
    pub owner: AccountId,
    /// Somebody else.
    pub other: SellerId,
    pub kitchen: CategoryId,
    /// Below the kitchen.
    pub pans: CategoryId,
}

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

pub fn config() -> ListingConfig {
    ListingConfig { shop_name: "Orinoco".into(), public_url: "https://shop.example".into() }
}

pub fn restricted(brand: &str, sellers: Vec<SellerId>) -> ListingRule {
    ListingRule { brands: vec![RestrictedBrand { brand: brand.into(), sellers }], ..ListingRule::default() }
}

impl Shop {
    pub async fn open(t: &TestDb) -> Self {
        let db = t.db();
        let (seller, owner) = seller_with_owner(&db).await;
        let (other, _) = seller_with_owner(&db).await;
        let made: Result<_, catalog::CatalogError> = db
            .write(|tx| {
                Box::pin(async move {
                    let class = CommissionClass::Standard;
                    let kitchen = catalog::ensure_category_path(tx, &["Kitchen"], class).await?.id;
                    Ok((kitchen, catalog::ensure_category_path(tx, &["Kitchen", "Pans"], class).await?.id))
                })
            })
            .await;
        let (kitchen, pans) = made.unwrap();
        Self { db, seller, owner, other, kitchen, pans }
    }

    /// The same, with a seller whom nobody has let in yet.
    pub async fn opening(t: &TestDb) -> Self {
        let opening: Result<_, sellers::SellerError> = t
            .db()
            .write(|tx| Box::pin(async move { Ok(sellers::apply(tx, &new_seller("New House")).await?.id) }))
            .await;
        Self { seller: opening.unwrap(), ..Self::open(t).await }
    }

    pub async fn product(&self, title: &str, code: Option<&str>) -> ProductId {
        let new = NewProduct {
            source_key: Some(format!("test:{title}")),
            brand: Some("Acme".into()),
            eans: code.map(|code| Gtin::parse(code).unwrap()).into_iter().collect(),
            ..NewProduct::titled(title, self.pans)
        };
        self.put(new).await.id
    }

    pub async fn put(&self, new: NewProduct) -> Upserted<ProductId, catalog::ProductImage> {
        let put: Result<_, catalog::CatalogError> = self
            .db
            .write(move |tx| {
                let new = new.clone();
                Box::pin(async move { catalog::upsert_product(tx, new).await })
            })
            .await;
        put.unwrap()
    }

    pub fn listing(&self, product: ProductId, key: &str) -> NewListing {
        NewListing {
            seller: self.seller,
            product,
            sku: format!("SKU-{key}"),
            condition: Condition::New,
            price: usd(2_500),
            stock: 7,
            sending: Sending::default(),
            key: key.to_owned(),
        }
    }

    pub async fn add(&self, new: NewListing) -> Result<OfferId, ListingError> {
        self.db
            .write(move |tx| {
                let new = new.clone();
                Box::pin(async move { listing::add(tx, &new).await })
            })
            .await
    }

    /// A shipping table of the seller.
    pub async fn table(&self) -> ShippingTableId {
        let (id, seller) = (self.db.new_id::<ShippingTableId>(), self.seller);
        let rate = ShippingRate {
            to: vec![Area::parse("US").unwrap()],
            up_to_g: None,
            goods_from: None,
            fee: usd(300),
        };
        let table = ShippingTable { id, name: "Parcels".into(), rates: vec![rate] };
        let put: Result<_, sellers::SellerError> = self
            .db
            .write(move |tx| {
                let table = table.clone();
                Box::pin(async move { sellers::put_table(tx, seller, table, false).await })
            })
            .await;
        put.unwrap();
        id
    }

    pub async fn say(&self, category: CategoryId, rule: ListingRule) -> Result<bool, ListingError> {
        let by = self.owner;
        self.db
            .write(move |tx| {
                let rule = rule.clone();
                Box::pin(async move { listing::say(tx, category, rule, by).await })
            })
            .await
    }

    pub fn draft(&self, title: &str) -> Draft {
        Draft {
            title: title.to_owned(),
            brand: Some("Acme".into()),
            code: None,
            category: self.pans,
            description: "Cast iron.".into(),
            attributes: Vec::new(),
            sku: format!("D-{title}"),
            condition: Condition::New,
            price: usd(3_900),
            stock: 4,
            sending: Sending::default(),
        }
    }

    pub async fn propose(&self, key: &str, draft: Draft) -> Result<Proposal, ListingError> {
        let (seller, by) = (self.seller, self.owner);
        let key = IdempotencyKey::parse(key).unwrap();
        self.db
            .write(move |tx| {
                let (key, draft) = (key.clone(), draft.clone());
                Box::pin(async move { listing::propose(tx, seller, &key, &draft, by).await })
            })
            .await
    }

    pub async fn decide(
        &self,
        id: ListingProposalId,
        refusal: Option<&'static str>,
    ) -> Result<Proposal, ListingError> {
        let by = self.owner;
        self.db
            .write(move |tx| Box::pin(async move { listing::decide(tx, &config(), id, refusal, by).await }))
            .await
    }

    pub async fn merge(&self, from: ProductId, into: ProductId) -> Result<Merge, ListingError> {
        let by = self.owner;
        self.db
            .write(move |tx| Box::pin(async move { listing::merge(tx, &config(), from, into, by).await }))
            .await
    }

    pub async fn offer(&self, id: OfferId) -> catalog::Offer {
        catalog::offer(&mut self.db.read().await.unwrap(), id).await.unwrap()
    }

    pub async fn available(&self, id: OfferId) -> i64 {
        let mut conn = self.db.read().await.unwrap();
        inventory::levels(&mut conn, &[id]).await.unwrap().get(&id).map_or(0, |level| level.available)
    }

    pub async fn count(&self, of: &str) -> i64 {
        let text = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {of}");
        self.db.read().await.unwrap().one::<(i64,)>(sql(text)).await.unwrap().0
    }

    pub async fn assert_sound(&self) {
        let mut conn = self.db.read().await.unwrap();
        assert_eq!(listing::check(&mut conn).await.unwrap(), []);
        assert_eq!(catalog::check(&mut conn).await.unwrap(), []);
        assert_eq!(inventory::check(&mut conn).await.unwrap(), []);
    }
}
