//! A small shop for the tests: the platform's retail, one other seller, shoppers whose parcels have arrived, and a card
//! processor that can lose an answer or refuse.
#![allow(dead_code)]

use db::Db;
use domain::contact::Email;
use domain::format::Locale;
use domain::order::{Carrier, OrderSource};
use domain::returns::{AutoApproval, Grade, ReturnReason};
use domain::review::{Prose, ProseKind};
use domain::roles::StaffRole;
use domain::{
    AccountId, Currency, DurationUs, LineId, Money, OfferId, OrderId, PartId, ReturnId, SellerId, ShipmentId,
};
use ledger::AccountRef;
pub use orders::testing::address;
use orders::testing::{Goods, goods, somebody};
use orders::{Orders, OrdersConfig, PlaceOrder, ReceiptSettings, Ship, Shopper, Wanted};
use payments::testing::Line;
use payments::{CardInput, MethodRef, Payments};
use returns::{
    Graded, NewReturn, Pick, Refund, ReturnDetail, ReturnSettings, Returns, ReturnsConfig, claim, store,
};
use std::sync::Arc;

pub const USD: Currency = Currency::USD;

pub fn usd(minor: i64) -> Money {
    Money::new(minor, USD)
}

pub struct Shop {
    pub db: Db,
    pub orders: Orders,
    pub returns: Returns,
    pub line: Arc<Line>,
    pub payments: Payments,
    pub platform: SellerId,
    pub seller: SellerId,
    pub owner: AccountId,
    /// 45.00 USD of electronics by the other seller, 100 units.
    pub lamp: OfferId,
    /// 20.00 USD by the platform, 100 units.
    pub book: OfferId,
}

pub fn reason(text: &str) -> Prose {
    Prose::parse(ProseKind::Reason, text).unwrap()
}

pub fn by_hand() -> ReturnSettings {
    ReturnSettings { address: Some(address()), ..ReturnSettings::STANDARD }
}

pub fn at_once(up_to_minor: Option<i64>) -> ReturnSettings {
    ReturnSettings { auto: AutoApproval { on: true, up_to_minor }, ..by_hand() }
}

/// A delivered parcel of one line.
#[derive(Clone, Copy, Debug)]
pub struct Delivered {
    pub shopper: Shopper,
    pub order: OrderId,
    pub part: PartId,
    pub shipment: ShipmentId,
    pub line: LineId,
}

impl Shop {
    pub async fn open(db: Db) -> Self {
        let Goods { platform, seller, lamp, book } = db
            .write(|tx| {
                Box::pin(async move {
                    let made = goods(tx).await.unwrap();
                    returns::save_settings(tx, made.seller, &by_hand()).await.unwrap();
                    returns::save_settings(tx, made.platform, &at_once(None)).await.unwrap();
                    Ok::<_, db::DbError>(made)
                })
            })
            .await
            .unwrap();
        let line = Line::new(db.clone());
        let payments = Payments::new(db.clone(), line.clone());
        let config = OrdersConfig {
            one_click_window: DurationUs::from_mins(30),
            gift_wrap: Some(usd(300)),
            receipts: ReceiptSettings { shop_name: "River".into(), public_url: "http://localhost".into() },
        };
        let orders = Orders::new(db.clone(), payments.clone(), config);
        let config = ReturnsConfig { shop_name: "River".into(), public_url: "http://localhost".into() };
        let returns = Returns::new(db.clone(), payments.clone(), config);
        let shop = Self {
            // Until somebody owns the seller.
            owner: db.new_id(),
            db,
            orders,
            returns,
            line,
            payments,
            platform,
            seller,
            lamp,
            book,
        };
        shop.with_owner().await
    }

    /// Somebody owns the seller, so that mails have somebody to go to.
    async fn with_owner(self) -> Self {
        let owner = self.account().await;
        let seller = self.seller;
        self.db
            .write(move |tx| {
                Box::pin(async move { sellers::add_staff(tx, seller, owner, StaffRole::Owner).await })
            })
            .await
            .unwrap();
        Self { owner, ..self }
    }

    pub async fn account(&self) -> AccountId {
        somebody(&self.db, "Ada Lovelace", Locale::En).await
    }

    pub async fn settings(&self, seller: SellerId, new: ReturnSettings) {
        self.db
            .write(move |tx| {
                let new = new.clone();
                Box::pin(async move { returns::save_settings(tx, seller, &new).await })
            })
            .await
            .unwrap();
    }

    pub async fn place(&self, key: &str, offer: OfferId, quantity: i64) -> (Shopper, OrderId) {
        self.place_all(key, &[(offer, quantity)]).await
    }

    /// Orders so many units of each of these offers at once.
    pub async fn place_all(&self, key: &str, lines: &[(OfferId, i64)]) -> (Shopper, OrderId) {
        self.place_as("ada@example.com", key, lines).await
    }

    /// The same by a new account whose order goes to this address.
    pub async fn place_as(&self, email: &str, key: &str, lines: &[(OfferId, i64)]) -> (Shopper, OrderId) {
        let wanted = |&(offer, quantity): &(OfferId, i64)| Wanted { offer, quantity, price_seen: None };
        let account = self.account().await;
        let token = self.payments.tokenise(CardInput::test_card("4242424242424242")).await.unwrap().token;
        let order = PlaceOrder {
            key: format!("test-checkout-{key}"),
            shopper: Shopper::Account(account),
            email: Email::parse(email).unwrap(),
            locale: Locale::En,
            source: OrderSource::Checkout,
            lines: lines.iter().map(wanted).collect(),
            address: address(),
            method: MethodRef::Token(token),
            total_seen: None,
            gift: None,
            shown: None,
            device: None,
        };
        (Shopper::Account(account), self.orders.place(order).await.unwrap().order())
    }

    /// Sends units of the order's one line; one parcel.
    pub async fn ship(&self, order: OrderId, key: &str, units: i64) -> (SellerId, PartId, LineId) {
        let mut conn = self.db.read().await.unwrap();
        let detail = orders::store::detail(&mut conn, order).await.unwrap();
        drop(conn);
        let (part, line) = (&detail.parts[0].part, detail.parts[0].lines[0].id);
        let parcel = Ship {
            key: format!("test-ship-{key}-{order}"),
            seller: part.seller_id,
            lines: vec![(line, units)],
            carrier: Carrier::Ups,
            tracking: "1Z-999".into(),
        };
        self.orders.ship(parcel).await.unwrap();
        (part.seller_id, part.id, line)
    }

    /// Ordered, sent in one parcel, delivered.
    pub async fn delivered(&self, key: &str, offer: OfferId, quantity: i64) -> Delivered {
        let (shopper, order) = self.place(key, offer, quantity).await;
        self.arrived(shopper, order, quantity).await
    }

    /// An order of one line, sent in one parcel and delivered.
    pub async fn arrived(&self, shopper: Shopper, order: OrderId, quantity: i64) -> Delivered {
        let (seller, part, line) = self.ship(order, "all", quantity).await;
        self.orders.deliver(seller, part).await.unwrap();
        let mut conn = self.db.read().await.unwrap();
        let parcels = orders::parcels::delivered(&mut conn, order).await.unwrap();
        Delivered { shopper, order, part, shipment: parcels[0].0.shipment_id, line }
    }

    /// What the page would say, and the request that it would send.
    pub async fn asks(&self, key: &str, of: Delivered, quantity: i64, why: ReturnReason) -> NewReturn {
        let picks = vec![Pick { line: of.line, quantity, reason: why }];
        let mut conn = self.db.read().await.unwrap();
        let claim = claim::quote(&mut conn, of.shipment, of.part, &picks).await;
        NewReturn {
            key: format!("test-return-{key}-000"),
            shopper: of.shopper,
            order: of.order,
            shipment: of.shipment,
            part: of.part,
            picks,
            note: None,
            seen: claim.map_or(usd(0), |claim| claim.card()),
        }
    }

    /// Asked for, approved where that is not done at once, and back at the seller.
    pub async fn back(&self, key: &str, of: Delivered, quantity: i64, why: ReturnReason) -> ReturnId {
        let id = self.returns.request(self.asks(key, of, quantity, why).await).await.unwrap();
        let row = self.detail(id).await.row;
        if row.answered_at_us.is_none() {
            self.returns.approve(row.seller_id, id, None).await.unwrap();
        }
        self.returns.receive(row.seller_id, id).await.unwrap();
        id
    }

    pub async fn detail(&self, id: ReturnId) -> ReturnDetail {
        let mut conn = self.db.read().await.unwrap();
        let row = store::one(&mut conn, id).await.unwrap();
        store::of_order_one(&mut conn, row.order_id, id).await.unwrap()
    }

    /// The decision that a page with these grades would send.
    pub async fn decides(&self, key: &str, id: ReturnId, grade: Grade, kept_bps: i64) -> Refund {
        let detail = self.detail(id).await;
        let graded: Vec<Graded> = detail
            .lines
            .iter()
            .map(|line| Graded {
                line: line.line_id,
                grade,
                kept_bps: Some(kept_bps),
                restock: grade == Grade::AsNew,
            })
            .collect();
        let seen = returns::outcome::outcome(&detail, &graded).map_or(usd(0), |outcome| outcome.card());
        Refund { key: format!("test-refund-{key}-000"), seller: detail.row.seller_id, id, graded, seen }
    }

    pub async fn stock(&self, offer: OfferId) -> (i64, i64, i64) {
        let mut conn = self.db.read().await.unwrap();
        let level = inventory::levels(&mut conn, &[offer]).await.unwrap()[&offer];
        (level.available, level.held, level.sold)
    }

    /// From now on fees of sellers in the United States are taxed at this rate, in millionths.
    pub async fn tax_fees(&self, rate_ppm: i64) {
        fees::testing::say_seat(&self.db, Some(fees::testing::seat(rate_ppm)), None).await.unwrap();
    }

    pub async fn posted(&self, account: AccountRef) -> i64 {
        let mut conn = self.db.read().await.unwrap();
        ledger::balance(&mut conn, &account, None).await.unwrap().posted.minor()
    }

    /// Keys of the mails that were written, but for those of the order itself.
    pub async fn mails(&self) -> Vec<String> {
        let statement =
            "SELECT message_key FROM mail_messages WHERE message_key LIKE 'return-%' ORDER BY message_key";
        let mut conn = self.db.read().await.unwrap();
        let keys: Vec<(String,)> = conn.all(db::sql(statement)).await.unwrap();
        let short = |key: &str| key.split('-').take(2).collect::<Vec<_>>().join("-");
        keys.iter().map(|(key,)| short(key)).collect()
    }

    /// The jobs that are due, as the workers would do them.
    pub async fn work(&self) -> usize {
        let worker = self.orders.register(self.payments.register(db::Worker::new(self.db.clone())));
        self.returns.register(worker).run_due().await.unwrap()
    }

    /// Every invariant, from the raw rows.
    pub async fn assert_sound(&self) {
        self.db.sequence_events().await.unwrap();
        let mut conn = self.db.read().await.unwrap();
        assert_eq!(returns::check(&mut conn).await.unwrap(), vec![]);
        assert_eq!(orders::check(&mut conn).await.unwrap(), vec![]);
        assert_eq!(fees::check(&mut conn).await.unwrap(), vec![]);
        assert_eq!(invoices::check(&mut conn).await.unwrap(), vec![]);
        assert_eq!(inventory::check(&mut conn).await.unwrap(), vec![]);
        let ledger = ledger::check(&mut conn).await.unwrap();
        assert!(ledger.is_empty(), "{ledger:?}");
        let payments = payments::check(&mut conn).await.unwrap();
        assert!(payments.is_empty(), "{payments:?}");
        assert_eq!(reporting::check(&mut conn).await.unwrap(), vec![]);
        assert_eq!(reporting::check_skus(&mut conn).await.unwrap(), vec![]);
        assert_eq!(reporting::check_earned(&mut conn).await.unwrap(), vec![]);
    }
}
