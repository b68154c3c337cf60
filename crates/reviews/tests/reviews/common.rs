//! A small shop for the tests: one seller, a lamp and a cup, and buyers whom their parcels have reached.
#![allow(dead_code)]

use buybox::Market;
use db::{BoxFuture, Db, Tx};
use domain::commission::CommissionClass;
use domain::contact::Email;
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::order::Carrier;
use domain::place::Place;
use domain::review::{Prose, ProseKind, Rating, Stars};
use domain::roles::StaffRole;
use domain::{AccountId, Currency, DurationUs, OfferId, OrderId, PartId, ProductId, ReviewId, SellerId};
use orders::testing::{address, article, new_seller, somebody};
use orders::{Orders, OrdersConfig, PlaceOrder, ReceiptSettings, Ship, Shopper, Wanted};
use payments::{CardInput, MethodRef, Payments};
use reviews::{Draft, ReviewError, ReviewsConfig, Saved};

pub struct Shop {
    pub db: Db,
    pub orders: Orders,
    pub payments: Payments,
    pub seller: SellerId,
    pub other_seller: SellerId,
    pub lamp: ProductId,
    pub lamp_offer: OfferId,
    pub cup: ProductId,
    pub cup_offer: OfferId,
}

pub fn config() -> ReviewsConfig {
    ReviewsConfig { shop_name: "River".into(), public_url: "http://localhost".into() }
}

impl Shop {
    pub async fn open(db: Db) -> Self {
        let made = db
            .write(|tx| {
                Box::pin(async move {
                    let seller = sellers::create(tx, &new_seller("Lamp House")).await.unwrap().id;
                    let other = sellers::create(tx, &new_seller("Cup House")).await.unwrap().id;
                    let lamp =
                        article(tx, seller, "Brass lamp", 4_500, CommissionClass::Electronics).await.unwrap();
                    let cup =
                        article(tx, other, "Blue cup", 4_500, CommissionClass::Electronics).await.unwrap();
                    Ok::<_, db::DbError>((seller, other, lamp, cup))
                })
            })
            .await
            .unwrap();
        let (seller, other_seller, (lamp, lamp_offer), (cup, cup_offer)) = made;
        let payments = Payments::sandbox(db.clone());
        let config = OrdersConfig {
            gift_wrap: None,
            one_click_window: DurationUs::from_mins(30),
            receipts: ReceiptSettings { shop_name: "River".into(), public_url: "http://localhost".into() },
        };
        let orders = Orders::new(db.clone(), payments.clone(), config);
        Self { db, orders, payments, seller, other_seller, lamp, lamp_offer, cup, cup_offer }
    }

    /// The market of parcels within the country, of whose sellers nothing is known.
    pub fn market(&self) -> Market {
        Market::without_records(self.db.now(), Currency::USD, Place::country("US"))
    }

    pub async fn account(&self, name: &str) -> AccountId {
        somebody(&self.db, name, Locale::En).await
    }

    /// An order of one unit that its seller has not touched.
    pub async fn order(&self, buyer: AccountId, offer: OfferId) -> OrderId {
        let token = self.payments.tokenise(CardInput::test_card("4242424242424242")).await.unwrap().token;
        let method = self
            .write(move |tx| {
                let token = token.clone();
                Box::pin(async move { Ok(payments::save_method(tx, buyer, &token).await.unwrap()) })
            })
            .await
            .unwrap();
        let order = PlaceOrder {
            gift: None,
            shown: None,
            device: None,
            key: format!("test-order-{}", self.db.new_id::<OrderId>()),
            shopper: Shopper::Account(buyer),
            email: Email::parse("ada@example.com").unwrap(),
            locale: Locale::En,
            source: domain::order::OrderSource::Checkout,
            lines: vec![Wanted { offer, quantity: 1, price_seen: None }],
            address: address(),
            method: MethodRef::Saved(method),
            total_seen: None,
        };
        self.orders.place(order).await.unwrap().order()
    }

    /// Sends the first part of an order.
    pub async fn ship(&self, order: OrderId) -> (SellerId, PartId) {
        let detail = orders::store::detail(&mut self.db.read().await.unwrap(), order).await.unwrap();
        let part = &detail.parts[0];
        let seller = part.part.seller_id;
        let parcel = Ship {
            key: format!("test-ship-{order}"),
            seller,
            lines: part.lines.iter().map(|line| (line.id, line.quantity)).collect(),
            carrier: Carrier::Ups,
            tracking: "1Z-999".into(),
        };
        self.orders.ship(parcel).await.unwrap();
        (seller, part.part.id)
    }

    /// Somebody new whom an article has reached.
    pub async fn buyer_of(&self, name: &str, offer: OfferId) -> AccountId {
        let buyer = self.account(name).await;
        let order = self.order(buyer, offer).await;
        let (seller, part) = self.ship(order).await;
        self.orders.deliver(seller, part).await.unwrap();
        buyer
    }

    /// Somebody new who works for a seller.
    pub async fn staff_of(&self, name: &str, seller: SellerId) -> AccountId {
        let account = self.account(name).await;
        self.write(move |tx| {
            Box::pin(async move {
                sellers::add_staff(tx, seller, account, StaffRole::Staff).await.unwrap();
                Ok(())
            })
        })
        .await
        .unwrap();
        account
    }

    pub async fn write<T, F>(&self, command: F) -> Result<T, ReviewError>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, ReviewError>> + Send + Sync + 'static,
        T: Send + 'static,
    {
        self.db.write(command).await
    }

    pub async fn save(
        &self,
        author: AccountId,
        product: ProductId,
        draft: Draft,
    ) -> Result<Saved, ReviewError> {
        self.write(move |tx| {
            let draft = draft.clone();
            Box::pin(async move { reviews::save(tx, author, product, &draft).await })
        })
        .await
    }

    /// A review by somebody new whom the lamp has reached.
    pub async fn review(&self, name: &str, stars: i64) -> (AccountId, ReviewId) {
        let author = self.buyer_of(name, self.lamp_offer).await;
        match self.save(author, self.lamp, draft(stars, "A fine lamp")).await.unwrap() {
            Saved::Written(id) => (author, id),
            other => panic!("{other:?}"),
        }
    }

    pub async fn rating(&self, product: ProductId) -> Rating {
        reviews::standing(&mut self.db.read().await.unwrap(), product).await.unwrap().rating
    }

    /// Every invariant, from the raw rows.
    pub async fn assert_sound(&self) {
        let mut conn = self.db.read().await.unwrap();
        assert_eq!(reviews::check(&mut conn).await.unwrap(), vec![]);
        assert_eq!(orders::check(&mut conn).await.unwrap(), vec![]);
    }

    /// Kinds of events about reviews, questions and what is said of sellers, in their order.
    pub async fn events(&self) -> Vec<String> {
        self.db.sequence_events().await.unwrap();
        let mut conn = self.db.read().await.unwrap();
        let events = conn.events_after(0, db::events::Filter::default(), 1_000).await.unwrap();
        let ours = |kind: &String| {
            ["review.", "question.", "feedback."].iter().any(|capability| kind.starts_with(capability))
        };
        events.into_iter().map(|e| e.kind).filter(ours).collect()
    }
}

pub fn draft(stars: i64, title: &str) -> Draft {
    Draft {
        stars: Stars::new(stars).unwrap(),
        title: Prose::parse(ProseKind::Title, title).unwrap(),
        body: words("It stands well and gives a warm light."),
        photos: vec![],
    }
}

pub fn words(text: &str) -> Prose {
    Prose::parse(ProseKind::Answer, text).unwrap()
}

pub fn key(name: &str) -> IdempotencyKey {
    IdempotencyKey::parse(&format!("test-key-{name}-00000000")).unwrap()
}
