//! A seller with an endpoint and a log that says what happens, in few words.

use db::testing::TestDb;
use db::{Db, NewEvent, Worker};
use domain::webhook::{EndpointState, WebhookKind};
use domain::{AccountId, DurationUs, OrderId, PartId, SellerId, WebhookEndpointId};
use sellers::testing::seller_with_owner;
use std::sync::Arc;
use webhooks::{
    Attempt, Delivery, EndpointChange, NewEndpoint, RecordingSender, Secret, WebhookError, Webhooks,
    WebhooksConfig,
};

pub struct Shop {
    pub db: Db,
    pub webhooks: Webhooks,
    pub sender: RecordingSender,
    pub seller: SellerId,
    pub owner: AccountId,
}

fn config() -> WebhooksConfig {
    WebhooksConfig { shop_name: "River".into(), public_url: "http://localhost".into() }
}

impl Shop {
    pub async fn open(t: &TestDb) -> Self {
        let db = t.db();
        let (seller, owner) = seller_with_owner(&db).await;
        let sender = RecordingSender::answering(Ok(204));
        let webhooks = Webhooks::new(db.clone(), Arc::new(sender.clone()), config());
        Self { db, webhooks, sender, seller, owner }
    }

    /// The same shop on another server.
    pub async fn beside(&self, t: &TestDb) -> Self {
        let db = t.second().await;
        let webhooks = Webhooks::new(db.clone(), Arc::new(self.sender.clone()), config());
        Self { db, webhooks, sender: self.sender.clone(), seller: self.seller, owner: self.owner }
    }

    pub async fn endpoint(&self, url: &str, kinds: &[WebhookKind]) -> (WebhookEndpointId, Secret) {
        let secret = Secret::random();
        (self.made(url, kinds, &secret).await.unwrap(), secret)
    }

    pub async fn made(
        &self,
        url: &str,
        kinds: &[WebhookKind],
        secret: &Secret,
    ) -> Result<WebhookEndpointId, WebhookError> {
        let new = NewEndpoint { seller: self.seller, by: self.owner, url: url.into(), kinds: kinds.to_vec() };
        let secret = secret.clone();
        self.db
            .write(move |tx| {
                let (new, secret) = (new.clone(), secret.clone());
                Box::pin(async move { webhooks::create(tx, &new, &secret, false).await })
            })
            .await
    }

    pub async fn change(&self, id: WebhookEndpointId, change: EndpointChange) -> Result<(), WebhookError> {
        let seller = self.seller;
        self.db
            .write(move |tx| {
                let change = change.clone();
                Box::pin(async move { webhooks::change(tx, seller, id, &change, false).await })
            })
            .await
    }

    /// Something happens to an order of this seller. Gives the order's id.
    pub async fn happens(&self, kind: &'static str) -> OrderId {
        let seller = self.seller;
        let order = self.db.new_id::<OrderId>();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let part = tx.new_id::<PartId>();
                    let payload = serde_json::json!({
                        "order_id": order, "part_id": part, "seller_id": seller, "email": "ada@example.com",
                        "items_minor": 4_500
                    });
                    let topic = Some(seller.to_string());
                    tx.append(NewEvent { kind, key: part.to_string(), topic, payload: &payload }).await
                })
            })
            .await
            .unwrap();
        order
    }

    /// What the server's consumer and its workers do, once.
    pub async fn tick(&self) {
        self.db.sequence_events().await.unwrap();
        while self.webhooks.follow().await.unwrap() > 0 {}
        self.webhooks.register(Worker::new(self.db.clone())).run_due().await.unwrap();
    }

    /// Time passes in steps, and the server works after each.
    pub async fn live(&self, t: &TestDb, steps: usize, step: DurationUs) {
        for _ in 0..steps {
            t.clock().advance(step);
            self.tick().await;
        }
    }

    pub async fn log(&self, id: WebhookEndpointId) -> Vec<Delivery> {
        webhooks::deliveries(&mut self.db.read().await.unwrap(), self.seller, id, None, 100).await.unwrap()
    }

    pub async fn attempts(&self, of: &Delivery) -> Vec<Attempt> {
        webhooks::attempts_of(&mut self.db.read().await.unwrap(), &[of.id]).await.unwrap()
    }

    pub async fn state(&self, id: WebhookEndpointId) -> EndpointState {
        webhooks::endpoint(&mut self.db.read().await.unwrap(), self.seller, id).await.unwrap().state
    }

    pub async fn mails(&self) -> i64 {
        let mut conn = self.db.read().await.unwrap();
        let statement = db::sql("SELECT COUNT(*) FROM mail_messages WHERE message_key LIKE 'webhook-%'");
        conn.one::<(i64,)>(statement).await.unwrap().0
    }
}
