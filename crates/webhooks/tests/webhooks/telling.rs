//! What is told to whom: every kind once, with ids alone; of a kind only the part that concerns a seller; and what concerns
//! several sellers, each of them.

use crate::support::*;
use catalog::{CatalogError, NewOffer, NewProduct};
use db::testing::{TestDb, on_both};
use db::{DbError, NewEvent};
use domain::commission::CommissionClass;
use domain::messages::{MESSAGE_SENT, MessageChanged, Side};
use domain::review::{QUESTION_ASKED, QuestionChanged};
use domain::stock::STOCK_CHANGED;
use domain::text_enum::TextEnum as _;
use domain::webhook::{DeliveryState, WebhookKind as K};
use domain::{Currency, DurationUs, Money, OfferId, ProductId, SellerId, WebhookEndpointId};
use sellers::testing::seller_with_owner;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use webhooks::{NewEndpoint, Secret};

const SECOND: DurationUs = DurationUs::from_secs(1);

async fn append(
    shop: &Shop,
    kind: &'static str,
    topic: Option<SellerId>,
    payload: impl Serialize + Send + Sync,
) {
    let payload = serde_json::to_value(payload).unwrap();
    let appended: Result<(), DbError> = shop
        .db
        .write(move |tx| {
            let payload = payload.clone();
            Box::pin(async move {
                let topic = topic.map(|seller| seller.to_string());
                tx.append(NewEvent { kind, key: "a-key".into(), topic, payload: &payload }).await
            })
        })
        .await;
    appended.unwrap();
}

/// Two servers follow the log at once, and their workers send until nothing is left.
async fn told(shop: &Shop, t: &TestDb) -> Vec<Value> {
    let beside = shop.beside(t).await;
    shop.db.sequence_events().await.unwrap();
    let (here, there) = tokio::join!(shop.webhooks.follow(), beside.webhooks.follow());
    assert!(here.is_ok() && there.is_ok());
    shop.live(t, 3, SECOND).await;
    beside.tick().await;
    shop.sender.sent().iter().map(|sent| serde_json::from_str(&sent.body).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_is_told_once_with_its_ids_and_nothing_else() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, _) = shop.endpoint("https://hooks.example/all", K::ALL).await;
            t.clock().advance(SECOND);
            for kind in K::ALL.iter().filter_map(|kind| kind.event()) {
                let payload = json!({
                    "seller_id": shop.seller, "order_id": "ord_1", "return_id": "rtn_1", "payout_id": "pyo_1",
                    "appeal_id": "apl_1", "measure": "late", "level": "near", "side": "shopper", "available": 0,
                    "email": "ada@example.com", "amount_minor": 4_500, "granted": true
                });
                append(&shop, kind, Some(shop.seller), payload).await;
            }
            let mut count: BTreeMap<String, usize> = BTreeMap::new();
            for body in told(&shop, t).await {
                *count.entry(body["type"].as_str().unwrap().to_owned()).or_default() += 1;
                let data = json!({
                    "order_id": "ord_1", "return_id": "rtn_1", "payout_id": "pyo_1", "appeal_id": "apl_1",
                    "measure": "late", "level": "near"
                });
                assert_eq!(body["data"], data, "names, amounts and words are read by the API");
            }
            let once: BTreeMap<String, usize> =
                K::ALL.iter().filter(|kind| kind.is_chosen()).map(|kind| (kind.to_string(), 1)).collect();
            assert_eq!(count, once);
            let log = shop.log(id).await;
            assert_eq!(log.len(), once.len());
            assert!(log.iter().all(|one| one.state.0 == DeliveryState::Delivered && one.tries == 1));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_seller_writes_and_units_that_are_left_are_told_to_nobody() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.endpoint("https://hooks.example/all", K::ALL).await;
            t.clock().advance(SECOND);
            let message = |side: Side| MessageChanged {
                message_id: shop.db.new_id(),
                order_id: shop.db.new_id(),
                part_id: shop.db.new_id(),
                seller_id: shop.seller,
                side,
            };
            let offer: OfferId = shop.db.new_id();
            append(&shop, MESSAGE_SENT, Some(shop.seller), message(Side::Seller)).await;
            append(&shop, STOCK_CHANGED, Some(shop.seller), json!({ "offer_id": offer, "available": 3 }))
                .await;
            // Nobody offers it any more.
            append(&shop, STOCK_CHANGED, None, json!({ "offer_id": offer, "available": 0 })).await;
            append(&shop, "offer.changed", Some(shop.seller), json!({ "offer_id": offer })).await;
            assert_eq!(told(&shop, t).await, Vec::<Value>::new());

            let written = message(Side::Shopper);
            append(&shop, MESSAGE_SENT, Some(shop.seller), written.clone()).await;
            append(&shop, STOCK_CHANGED, Some(shop.seller), json!({ "offer_id": offer, "available": 0 }))
                .await;
            let mut told = told(&shop, t).await;
            told.sort_by_key(|body| body["type"].to_string());
            let kinds: Vec<_> = told.iter().map(|body| body["type"].as_str().unwrap()).collect();
            assert_eq!(kinds, [K::MessageReceived.as_str(), K::StockOut.as_str()]);
            assert_eq!(told[0]["data"]["message_id"], written.message_id.to_string());
            assert_eq!(told[1]["data"], json!({ "offer_id": offer }));
        })
    })
    .await;
}

/// A product that these sellers offer, those of them with `true` actively; and their offers.
async fn offered(shop: &Shop, by: Vec<(SellerId, bool)>) -> (ProductId, Vec<OfferId>) {
    let made: Result<(ProductId, Vec<OfferId>), CatalogError> = shop
        .db
        .write(move |tx| {
            let by = by.clone();
            Box::pin(async move {
                let category =
                    catalog::ensure_category_path(tx, &["Things"], CommissionClass::Standard).await?;
                let new = NewProduct::titled("A thing", category.id);
                let product_id = catalog::upsert_product(tx, new).await?.id;
                let mut offers = Vec::with_capacity(by.len());
                for (seller_id, active) in by {
                    let offer = NewOffer {
                        active,
                        ..NewOffer::on_sale(product_id, seller_id, "THING", Money::new(500, Currency::USD))
                    };
                    offers.push(catalog::upsert_offer(tx, offer).await?.id);
                }
                Ok((product_id, offers))
            })
        })
        .await;
    made.unwrap()
}

/// Another seller that wants to be told everything at an address of its own.
async fn another(shop: &Shop, url: &'static str) -> (SellerId, WebhookEndpointId) {
    let (seller, by) = seller_with_owner(&shop.db).await;
    let secret = Secret::random();
    let made = shop.db.write(move |tx| {
        let new = NewEndpoint { seller, by, url: url.into(), kinds: K::ALL.to_vec() };
        let secret = secret.clone();
        Box::pin(async move { webhooks::create(tx, &new, &secret, false).await })
    });
    (seller, made.await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_told_to_each_seller_of_the_product_and_a_sold_out_offer_to_its_own() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.endpoint("https://own.example/", K::ALL).await;
            let (second, _) = another(&shop, "https://second.example/").await;
            let (paused, _) = another(&shop, "https://paused.example/").await;
            another(&shop, "https://stranger.example/").await;
            let by = vec![(shop.seller, true), (second, true), (paused, false)];
            let (product, offers) = offered(&shop, by).await;
            t.clock().advance(SECOND);
            let asked =
                QuestionChanged { question_id: shop.db.new_id(), product_id: product, answer_id: None };
            append(&shop, QUESTION_ASKED, None, asked.clone()).await;
            let told_of_it = told(&shop, t).await;
            assert_eq!(told_of_it.len(), 2);
            for body in &told_of_it {
                assert_eq!(body["type"], K::QuestionAsked.as_str());
                let data = json!({ "question_id": asked.question_id, "product_id": product });
                assert_eq!(body["data"], data);
            }
            let mut urls: Vec<String> = shop.sender.sent().into_iter().map(|sent| sent.url).collect();
            urls.sort();
            assert_eq!(urls, ["https://own.example/", "https://second.example/"]);

            append(&shop, STOCK_CHANGED, None, json!({ "offer_id": offers[1], "available": 0 })).await;
            let all = told(&shop, t).await;
            assert_eq!(all.len(), 3);
            assert_eq!(
                (&all[2]["type"], &all[2]["data"]["offer_id"]),
                (&json!("stock.out"), &json!(offers[1]))
            );
            assert_eq!(shop.sender.sent()[2].url, "https://second.example/");
        })
    })
    .await;
}
