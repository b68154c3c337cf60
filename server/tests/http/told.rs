//! What really happens to a seller is told to its programs: once, by its name, with the ids by which the rest is read.

use crate::api::{Desk, seller_of};
use crate::common::{TestShop, first_offer};
use crate::makers::{key_of, message_of, payout_of};
use http::StatusCode;
use platform::catalog::SellerOffer;
use platform::db::testing::on_both;
use platform::db::{Lane, Worker};
use platform::domain::integration::ApiScopes;
use platform::domain::key::IdempotencyKey;
use platform::domain::place::Place;
use platform::domain::review::{Prose, ProseKind};
use platform::domain::text_enum::TextEnum as _;
use platform::domain::webhook::WebhookKind;
use platform::domain::{PartId, QuestionId};
use platform::orders::{Shopper, store};
use platform::reviews::{Ask, ReviewError};
use platform::webhooks::{
    DELIVER_JOB, NewEndpoint, RecordingSender, Secret, WebhookError, Webhooks, WebhooksConfig,
};
use serde_json::{Value, json};
use std::sync::Arc;

const ADA: &str = "ada@shopper.example";

/// An endpoint of the seller's that is told everything.
async fn listens(desk: &Desk) {
    let (seller, by) = (desk.seller, desk.shop.account_of("lucia@guayabo.example").await);
    let secret = Secret::random();
    let made: Result<_, WebhookError> = desk
        .shop
        .platform()
        .db
        .write(move |tx| {
            let url = "https://hooks.example/everything".to_owned();
            let new = NewEndpoint { seller, by, url, kinds: WebhookKind::ALL.to_vec() };
            let secret = secret.clone();
            Box::pin(async move { platform::webhooks::create(tx, &new, &secret, false).await })
        })
        .await;
    made.unwrap();
}

/// Follows the log as the server's consumer does and sends what is to be sent. Gives the bodies so far, by their kinds.
async fn told(desk: &Desk, sender: &RecordingSender) -> Vec<(String, Value)> {
    let config = WebhooksConfig { shop_name: "Orinoco".into(), public_url: "http://localhost".into() };
    let db = desk.shop.platform().db.clone();
    let webhooks = Webhooks::new(db.clone(), Arc::new(sender.clone()), config);
    db.sequence_events().await.unwrap();
    while webhooks.follow().await.unwrap() > 0 {}
    webhooks.register(Worker::new(db).in_lane(Lane::Only(DELIVER_JOB))).run_due().await.unwrap();
    let body = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let mut told: Vec<(String, Value)> = sender
        .sent()
        .iter()
        .map(|sent| body(&sent.body))
        .map(|body| (body["type"].as_str().unwrap().to_owned(), body["data"].clone()))
        .collect();
    told.sort_by(|one, other| one.0.cmp(&other.0));
    told
}

/// Ada's order of the seller's.
async fn part_of(desk: &Desk) -> PartId {
    let ada = desk.shop.account_of(ADA).await;
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let own = store::orders_of(&mut conn, Shopper::Account(ada), None, 50).await.unwrap();
    let mut parts = own.iter().flat_map(|order| &order.parts).map(|detail| &detail.part);
    parts.find(|part| part.seller_id == desk.seller).expect("she bought from the seller").id
}

async fn ask(desk: &Desk, about: &SellerOffer) -> QuestionId {
    let ask = Ask {
        key: IdempotencyKey::parse("a-question-of-the-test").unwrap(),
        account: desk.shop.account_of(ADA).await,
        product: about.offer.product_id,
        body: Prose::parse(ProseKind::Question, "Does it fit into an oven?").unwrap(),
    };
    let platform = desk.shop.platform();
    let place = Place::country(&platform.config.country);
    let mut conn = platform.db.read().await.unwrap();
    let market = platform.buybox.market(&mut conn, platform.config.currency, place).await.unwrap();
    drop(conn);
    let config = platform.reviews.clone();
    let asked: Result<_, ReviewError> = platform
        .db
        .write(move |tx| {
            let (ask, market, config) = (ask.clone(), market.clone(), config.clone());
            Box::pin(async move { platform::reviews::ask(tx, &config, &market, &ask).await })
        })
        .await;
    asked.unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_to_a_seller_is_told_once_with_the_ids_to_read_the_rest() {
    on_both(|t| {
        Box::pin(async move {
            let shop = TestShop::on(t).await;
            shop.platform().seed(Some("a-demo-password")).await.unwrap();
            shop.platform().settle().await.unwrap();
            let seller = seller_of(&shop, "guayabo").await;
            let (_, key) = key_of(&shop, seller, ApiScopes::all()).await;
            let desk = Desk { shop, seller, key };
            let sender = RecordingSender::answering(Ok(204));
            listens(&desk).await;
            assert_eq!(told(&desk, &sender).await, vec![], "what was before it is not told");

            let offer = first_offer(&desk.shop, "guayabo").await;
            let sold_out = json!({ "stock": { "set": 0 } });
            let path = format!("/api/v1/offers/{}", offer.offer.id);
            let (status, _) = desk.patch(&path, "the-last-one-is-gone", sold_out).await;
            assert_eq!(status, StatusCode::OK);
            let part = part_of(&desk).await;
            let message = message_of(&desk.shop, desk.shop.account_of(ADA).await, part).await;
            let question = ask(&desk, &offer).await;
            let (payout, _) = payout_of(&desk.shop, seller).await;
            crate::api_standing::stop(&desk).await;
            let appeal = json!({ "text": "All parcels have left." });
            let (status, _) = desk.post("/api/v1/standing/appeal", "an-appeal-of-ours-1", Some(appeal)).await;
            assert_eq!(status, StatusCode::OK);
            crate::api_standing::answer(&desk).await;
            let (_, standing) = desk.get("/api/v1/standing").await;
            let (_, order) = desk.get(&format!("/api/v1/orders/{part}")).await;

            let expected = [
                ("appeal.decided", json!({ "appeal_id": standing["suspension"]["appeal"]["id"] })),
                (
                    "message.received",
                    json!({ "message_id": message, "part_id": part, "order_id": order["order_id"] }),
                ),
                ("payout.paid", json!({ "payout_id": payout })),
                ("question.asked", json!({ "question_id": question, "product_id": offer.offer.product_id })),
                ("stock.out", json!({ "offer_id": offer.offer.id })),
            ];
            let expected = Vec::from(expected.map(|(kind, data)| (kind.to_owned(), data)));
            assert_eq!(told(&desk, &sender).await, expected);
            assert_eq!(told(&desk, &sender).await, expected, "and not again");
        })
    })
    .await;
}
