//! A small shop for the tests: the platform's retail, one other seller, a shopper with an address and cards.
#![allow(dead_code)]

use db::Db;
use domain::commission::CommissionClass;
use domain::contact::Email;
use domain::format::Locale;
use domain::{AccountId, AddressId, Currency, DurationUs, MethodId, Money, OfferId, SellerId};
pub use orders::testing::address;
use orders::testing::{Goods, goods, offer, somebody};
use orders::{OneClick, OrderError, Orders, OrdersConfig, ReceiptSettings, Seen, Shopper};
use payments::{CardInput, Payments};

pub const APPROVED: &str = "4242424242424242";
pub const DECLINED: &str = "4000000000000002";
pub const NEEDS_CONFIRMATION: &str = "4000002500003155";
pub const ANSWER_LOST: &str = "4000000000000119";
pub const REQUEST_LOST: &str = "4000000000000259";
pub const AUTHORISATION_EXPIRES: &str = "4000000000000341";
pub const CAPTURE_ANSWER_LOST: &str = "4000000000005126";

pub struct Shop {
    pub db: Db,
    pub orders: Orders,
    pub payments: Payments,
    pub platform: SellerId,
    pub seller: SellerId,
    /// 45.00 USD of electronics by the other seller, 100 units.
    pub lamp: OfferId,
    /// 20.00 USD by the platform, 100 units.
    pub book: OfferId,
}

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

impl Shop {
    pub async fn open(db: Db) -> Self {
        let Goods { platform, seller, lamp, book } = db.write(|tx| Box::pin(goods(tx))).await.unwrap();
        let payments = Payments::sandbox(db.clone());
        let orders = handle(&db);
        Self { db, orders, payments, platform, seller, lamp, book }
    }

    /// A shopper with a default address and this card.
    pub async fn shopper(&self, card: &str) -> AccountId {
        self.settled(card).await.0
    }

    /// A shopper, and the address and card that a click of theirs names.
    pub async fn settled(&self, card: &str) -> (AccountId, AddressId, MethodId) {
        let account = somebody(&self.db, "Ada Lovelace", Locale::En).await;
        let token = self.payments.tokenise(CardInput::test_card(card)).await.unwrap().token;
        let (address, method) = self
            .db
            .write(move |tx| {
                let token = token.clone();
                Box::pin(async move {
                    let address = identity::addresses::add(tx, account, &address(), true).await?;
                    let method = payments::save_method(tx, account, &token).await?;
                    Ok::<_, OrderError>((address, method))
                })
            })
            .await
            .unwrap();
        (account, address, method)
    }

    /// Something else of the seller of the lamp.
    pub async fn another(&self, title: &'static str, minor: i64) -> OfferId {
        let seller = self.seller;
        let made =
            self.db.write(move |tx| Box::pin(offer(tx, seller, title, minor, CommissionClass::Electronics)));
        made.await.unwrap()
    }

    pub async fn stock(&self, offer: OfferId) -> (i64, i64, i64) {
        let mut conn = self.db.read().await.unwrap();
        let level = inventory::levels(&mut conn, &[offer]).await.unwrap()[&offer];
        (level.available, level.held, level.sold)
    }

    /// A click of one unit by a shopper who saw this price, and everything else as it is now.
    pub async fn click(&self, key: &str, account: AccountId, offer: OfferId, price_minor: i64) -> OneClick {
        let panel = self.orders.one_click_panel(account, offer).await.unwrap().unwrap();
        OneClick {
            key: format!("test-click-{key}-0000"),
            account,
            email: Email::parse("ada@example.com").unwrap(),
            locale: Locale::En,
            offer,
            quantity: 1,
            seen: Seen { price: usd(price_minor), ..panel.seen() },
            shown: None,
            device: None,
        }
    }

    /// Every invariant, from the raw rows.
    pub async fn assert_sound(&self) {
        self.db.sequence_events().await.unwrap();
        let mut conn = self.db.read().await.unwrap();
        assert_eq!(orders::check(&mut conn).await.unwrap(), vec![]);
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

/// Another server's handle on the same database.
pub fn handle(db: &Db) -> Orders {
    handle_with(db, Some(usd(300)))
}

/// The same where wrapping costs this.
pub fn handle_with(db: &Db, gift_wrap: Option<Money>) -> Orders {
    let config = OrdersConfig {
        one_click_window: DurationUs::from_mins(30),
        gift_wrap,
        receipts: ReceiptSettings { shop_name: "River".into(), public_url: "http://localhost".into() },
    };
    Orders::new(db.clone(), Payments::sandbox(db.clone()), config)
}

pub fn as_shopper(account: AccountId) -> Shopper {
    Shopper::Account(account)
}
