//! A small shop whose buyers go to their banks: one seller, the platform's retail, and a processor whose line can be cut.
#![allow(dead_code)]

use db::Db;
use disputes::lists::{self, DisputeFilter};
use disputes::{Answer, Answered, Dispute, DisputeError, Disputes, DisputesConfig};
use domain::contact::Email;
use domain::dispute::DisputeAnswer;
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::order::{Carrier, OrderSource};
use domain::promotion::{Goods as Promoted, Rule};
use domain::roles::StaffRole;
use domain::{
    AccountId, Currency, DisputeId, DurationUs, Money, OfferId, OrderId, PartId, PromotionId, SellerId,
};
use ledger::AccountRef;
use orders::promotions::{self, Giver, NewPromotion, PromotionError};
use orders::testing::{Goods, address, goods, somebody};
use orders::{Orders, OrdersConfig, PlaceOrder, ReceiptSettings, Ship, Shopper, Wanted};
use payments::testing::Line;
use payments::{CardInput, MethodRef, Payments};
use std::sync::Arc;

pub const USD: Currency = Currency::USD;
/// Its owner says that nothing arrived.
pub const NOT_RECEIVED: &str = "4000000000002685";
/// Its owner says that somebody else bought.
pub const FRAUDULENT: &str = "4000000000001976";
pub const SOUND: &str = "4242424242424242";

pub fn usd(minor: i64) -> Money {
    Money::new(minor, USD)
}

pub struct Shop {
    pub db: Db,
    pub orders: Orders,
    pub disputes: Disputes,
    pub line: Arc<Line>,
    pub payments: Payments,
    pub seller: SellerId,
    /// 45.00 USD of electronics by the seller.
    pub lamp: OfferId,
    /// 20.00 USD by the platform.
    pub book: OfferId,
}

impl Shop {
    /// A promotion of the platform's: so much off lamps, in basis points, however much that is.
    pub async fn promotion(&self, bps: i64) -> PromotionId {
        let new = NewPromotion {
            giver: Giver::Platform { seller: None, category: None, most: usd(1_000_000) },
            title: "Spring".into(),
            rule: Rule::FromUnits { units: 1, bps },
            goods: Promoted::These(vec![self.lamp]),
            limit: None,
            from: self.db.now(),
            until: None,
            made_by: self.db.new_id(),
            key: IdempotencyKey::parse("a-promotion-of-spring").unwrap(),
        };
        let made: Result<PromotionId, PromotionError> = self
            .db
            .write(move |tx| {
                let new = new.clone();
                Box::pin(async move { promotions::create(tx, &new).await })
            })
            .await;
        made.unwrap()
    }

    pub async fn open(db: Db) -> Self {
        let Goods { seller, lamp, book, .. } = db.write(|tx| Box::pin(goods(tx))).await.unwrap();
        let line = Line::new(db.clone());
        let payments = Payments::new(db.clone(), line.clone());
        let config = OrdersConfig {
            one_click_window: DurationUs::from_mins(30),
            gift_wrap: None,
            receipts: ReceiptSettings { shop_name: "River".into(), public_url: "http://localhost".into() },
        };
        let orders = Orders::new(db.clone(), payments.clone(), config);
        let config = DisputesConfig { shop_name: "River".into(), public_url: "http://localhost".into() };
        let disputes = Disputes::new(db.clone(), payments.clone(), config);
        let shop = Self { db, orders, disputes, line, payments, seller, lamp, book };
        let owner = shop.account().await;
        shop.db
            .write(move |tx| {
                Box::pin(async move { sellers::add_staff(tx, seller, owner, StaffRole::Owner).await })
            })
            .await
            .unwrap();
        shop
    }

    pub async fn account(&self) -> AccountId {
        somebody(&self.db, "Ada Lovelace", Locale::En).await
    }

    /// Units of one offer, paid with this card and sent.
    pub async fn sold(&self, key: &str, offer: OfferId, quantity: i64, card: &str) -> (OrderId, PartId) {
        let account = self.account().await;
        let token = self.payments.tokenise(CardInput::test_card(card)).await.unwrap().token;
        let order = PlaceOrder {
            key: format!("test-checkout-{key}"),
            shopper: Shopper::Account(account),
            email: Email::parse("ada@example.com").unwrap(),
            locale: Locale::En,
            source: OrderSource::Checkout,
            lines: vec![Wanted { offer, quantity, price_seen: None }],
            address: address(),
            method: MethodRef::Token(token),
            total_seen: None,
            gift: None,
            shown: None,
            device: None,
        };
        let order = self.orders.place(order).await.unwrap().order();
        let detail = orders::store::detail(&mut self.db.read().await.unwrap(), order).await.unwrap();
        let (part, line) = (&detail.parts[0].part, &detail.parts[0].lines[0]);
        let parcel = Ship {
            key: format!("test-ship-{order}"),
            seller: part.seller_id,
            lines: vec![(line.id, quantity)],
            carrier: Carrier::Ups,
            tracking: "1Z-999".into(),
        };
        self.orders.ship(parcel).await.unwrap();
        (order, part.id)
    }

    /// Sold, taken back by the bank, and read.
    pub async fn disputed(&self, key: &str, offer: OfferId, quantity: i64, card: &str) -> Dispute {
        let (order, _) = self.sold(key, offer, quantity, card).await;
        assert_eq!(self.disputes.read_news().await.unwrap(), 1);
        let mut conn = self.db.read().await.unwrap();
        lists::of_order(&mut conn, order).await.unwrap().pop().unwrap()
    }

    pub async fn dispute(&self, id: DisputeId) -> Dispute {
        let mut conn = self.db.read().await.unwrap();
        let all = lists::page(&mut conn, None, DisputeFilter::All, None, 100).await.unwrap();
        all.into_iter().find(|row| row.id == id).unwrap()
    }

    pub fn answer_of(&self, row: &Dispute, what: DisputeAnswer, text: &str) -> Answer {
        let key = format!("answer-{}", row.id);
        Answer { key, seller: row.seller_id, id: row.id, what, text: text.into() }
    }

    pub async fn contest(&self, row: &Dispute, text: &str) -> Result<Answered, DisputeError> {
        self.disputes.answer(self.answer_of(row, DisputeAnswer::Contest, text)).await
    }

    /// From now on fees of sellers in the United States are taxed at this rate, in millionths.
    pub async fn tax_fees(&self, rate_ppm: i64) {
        fees::testing::say_seat(&self.db, Some(fees::testing::seat(rate_ppm)), None).await.unwrap();
    }

    pub async fn posted(&self, account: AccountRef) -> i64 {
        let mut conn = self.db.read().await.unwrap();
        ledger::balance(&mut conn, &account, None).await.unwrap().posted.minor()
    }

    /// Keys of the mails about disputes, without whom they went to.
    pub async fn mails(&self) -> Vec<String> {
        let statement =
            "SELECT message_key FROM mail_messages WHERE message_key LIKE 'dispute-%' ORDER BY message_key";
        let mut conn = self.db.read().await.unwrap();
        let keys: Vec<(String,)> = conn.all(db::sql(statement)).await.unwrap();
        keys.iter().map(|(key,)| key.split('-').take(2).collect::<Vec<_>>().join("-")).collect()
    }

    /// The jobs that are due, as the workers would do them.
    pub async fn work(&self) -> usize {
        let worker = self.orders.register(self.payments.register(db::Worker::new(self.db.clone())));
        self.disputes.register(worker).run_due().await.unwrap()
    }

    /// Every invariant, from the raw rows.
    pub async fn assert_sound(&self) {
        self.db.sequence_events().await.unwrap();
        let mut conn = self.db.read().await.unwrap();
        assert_eq!(disputes::check(&mut conn).await.unwrap(), vec![]);
        assert_eq!(orders::check(&mut conn).await.unwrap(), vec![]);
        assert_eq!(fees::check(&mut conn).await.unwrap(), vec![]);
        assert_eq!(invoices::check(&mut conn).await.unwrap(), vec![]);
        let ledger = ledger::check(&mut conn).await.unwrap();
        assert!(ledger.is_empty(), "{ledger:?}");
        let payments = payments::check(&mut conn).await.unwrap();
        assert!(payments.is_empty(), "{payments:?}");
        assert_eq!(reporting::check_skus(&mut conn).await.unwrap(), vec![]);
        assert_eq!(reporting::check_earned(&mut conn).await.unwrap(), vec![]);
    }
}
