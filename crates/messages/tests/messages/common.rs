//! A small shop for the tests: the platform's retail and one other seller with an owner and a helper, shoppers who ordered
//! from them, and a way to write for either side.
#![allow(dead_code)]

use db::testing::TestDb;
use db::{BoxFuture, Db, Tx, sql};
use domain::contact::Email;
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::order::OrderSource;
use domain::review::{Prose, ProseKind};
use domain::roles::StaffRole;
use domain::{AccountId, DurationUs, GuestId, OfferId, OrderId, PartId, SellerId};
use messages::{Message, MessageError, Messages, MessagesConfig, NewMessage, Party, Sent, Thread};
use orders::testing::{Goods, address, goods, somebody};
use orders::{Orders, OrdersConfig, PlaceOrder, ReceiptSettings, Shopper, Wanted};
use payments::{CardInput, MethodRef, Payments};
use pictures::{Pictures, local_store};

pub struct Shop {
    pub db: Db,
    pub messages: Messages,
    pub pictures: Pictures,
    orders: Orders,
    payments: Payments,
    pub seller: SellerId,
    pub other_seller: SellerId,
    pub owner: AccountId,
    pub helper: AccountId,
    lamp: OfferId,
    book: OfferId,
}

/// A part that somebody ordered.
#[derive(Clone, Copy, Debug)]
pub struct Ordered {
    pub shopper: Shopper,
    pub order: OrderId,
    pub part: PartId,
}

impl Ordered {
    pub fn party(&self) -> Party {
        Party::Shopper(self.shopper)
    }
}

pub fn words(text: &str) -> Prose {
    Prose::parse(ProseKind::Message, text).unwrap()
}

pub fn reason(text: &str) -> Prose {
    Prose::parse(ProseKind::Reason, text).unwrap()
}

impl Shop {
    pub async fn open(t: &TestDb) -> Self {
        let db = t.db();
        let Goods { platform: other_seller, seller, lamp, book } =
            db.write(|tx| Box::pin(goods(tx))).await.unwrap();
        let payments = Payments::sandbox(db.clone());
        let receipts = ReceiptSettings { shop_name: "River".into(), public_url: "http://localhost".into() };
        let config = OrdersConfig { one_click_window: DurationUs::from_mins(30), gift_wrap: None, receipts };
        let shop = Self {
            messages: Messages::new(
                db.clone(),
                MessagesConfig { shop_name: "River".into(), public_url: "http://localhost".into() },
            ),
            pictures: Pictures::open(db.clone(), local_store(&t.dir().join("pictures")).unwrap()),
            orders: Orders::new(db.clone(), payments.clone(), config),
            payments,
            // Until they are there.
            owner: db.new_id(),
            helper: db.new_id(),
            db,
            seller,
            other_seller,
            lamp,
            book,
        };
        let (owner, helper) = (shop.account(Locale::Es).await, shop.account(Locale::En).await);
        shop.write::<_, sellers::SellerError>(move |tx| {
            Box::pin(async move {
                sellers::add_staff(tx, seller, owner, StaffRole::Owner).await?;
                sellers::add_staff(tx, seller, helper, StaffRole::Staff).await
            })
        })
        .await
        .unwrap();
        Self { owner, helper, ..shop }
    }

    pub async fn write<T, E>(
        &self,
        command: impl for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: std::error::Error + From<db::DbError> + Send + 'static,
    {
        self.db.write(command).await
    }

    pub async fn account(&self, locale: Locale) -> AccountId {
        somebody(&self.db, "Ada Lovelace", locale).await
    }

    async fn place(&self, key: &str, shopper: Shopper, lines: &[OfferId]) -> Ordered {
        let token = self.payments.tokenise(CardInput::test_card("4242424242424242")).await.unwrap().token;
        let lines = lines.iter().map(|offer| Wanted { offer: *offer, quantity: 1, price_seen: None });
        let order = PlaceOrder {
            key: format!("test-checkout-{key}"),
            shopper,
            email: Email::parse("ada@example.com").unwrap(),
            locale: Locale::En,
            source: OrderSource::Checkout,
            lines: lines.collect(),
            address: address(),
            method: MethodRef::Token(token),
            total_seen: None,
            gift: None,
            shown: None,
            device: None,
        };
        let order = self.orders.place(order).await.unwrap().order();
        let mut conn = self.db.read().await.unwrap();
        let detail = orders::store::detail(&mut conn, order).await.unwrap();
        let part = detail.parts.iter().find(|p| p.part.seller_id == self.seller).unwrap();
        Ordered { shopper, order, part: part.part.id }
    }

    /// A lamp that somebody with an account ordered.
    pub async fn ordered(&self, key: &str) -> Ordered {
        let account = self.account(Locale::En).await;
        self.place(key, Shopper::Account(account), &[self.lamp]).await
    }

    /// Another lamp for the same shopper.
    pub async fn ordered_again(&self, key: &str, by: Ordered) -> Ordered {
        self.place(key, by.shopper, &[self.lamp]).await
    }

    /// A lamp, and a book of another seller, in one order.
    pub async fn ordered_of_two(&self, key: &str) -> Ordered {
        let account = self.account(Locale::En).await;
        self.place(key, Shopper::Account(account), &[self.lamp, self.book]).await
    }

    pub async fn ordered_by_guest(&self, key: &str) -> Ordered {
        let guest: GuestId = self.db.new_id();
        self.place(key, Shopper::Guest(guest), &[self.lamp]).await
    }

    pub fn staff(&self) -> Party {
        Party::Staff { seller: self.seller, account: self.helper }
    }

    pub async fn send(&self, new: NewMessage) -> Result<Sent, MessageError> {
        self.messages.send(new).await
    }

    /// The shopper writes.
    pub async fn asks(&self, of: Ordered, key: &str, text: &str) -> Sent {
        self.send(message(of.party(), of.part, key, text)).await.unwrap()
    }

    /// The seller writes, having read everything.
    pub async fn answers(&self, of: Ordered, key: &str, text: &str) -> Sent {
        let seen = self.thread(of.part).await.map_or(0, |thread| thread.messages);
        self.send(NewMessage { seen, ..message(self.staff(), of.part, key, text) }).await.unwrap()
    }

    pub async fn reads(&self, party: Party, part: PartId, upto: i64) {
        self.write(move |tx| Box::pin(messages::mark_read(tx, party, part, upto))).await.unwrap();
    }

    pub async fn thread(&self, part: PartId) -> Option<Thread> {
        messages::thread(&mut self.db.read().await.unwrap(), part).await.unwrap()
    }

    pub async fn all(&self, part: PartId) -> Vec<Message> {
        messages::store::messages(&mut self.db.read().await.unwrap(), part, None, 1_000).await.unwrap()
    }

    /// To whom mails about messages went, and their subjects, oldest first.
    pub async fn mails(&self) -> Vec<(String, String)> {
        let text =
            "SELECT recipient, subject FROM mail_messages WHERE message_key LIKE 'message-%' ORDER BY id";
        self.db.read().await.unwrap().all(sql(text)).await.unwrap()
    }

    pub async fn mail_of(&self, account: AccountId) -> String {
        let mut conn = self.db.read().await.unwrap();
        identity::account(&mut conn, account).await.unwrap().unwrap().email.to_string()
    }

    pub async fn assert_sound(&self) {
        let mut conn = self.db.read().await.unwrap();
        assert_eq!(messages::check(&mut conn).await.unwrap(), vec![]);
    }
}

/// Something to be said, by who has read nothing yet.
pub fn message(party: Party, part: PartId, key: &str, text: &str) -> NewMessage {
    NewMessage {
        key: IdempotencyKey::parse(&format!("test-message-{key}-000")).unwrap(),
        party,
        part,
        body: words(text),
        pictures: Vec::new(),
        documents: Vec::new(),
        seen: 0,
    }
}
