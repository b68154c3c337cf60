//! Products that sellers propose: live at once, or after an operator looked.

use crate::support::{CODE, Shop};
use catalog::{Attribute, CatalogError, ProductStatus};
use db::testing::{Tampering, each_is_found, on_both};
use domain::listing::{Lack, ListingRule};
use domain::shipping::Packing;
use listing::{Draft, ListingError, ProposalState, Sending};

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_live_at_once_with_its_offer_and_its_code_leads_the_next_one_to_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let draft = Draft { code: Some("4006381 333931".into()), ..shop.draft("A wok") };
            let made = shop.propose("propose-key-000001", draft.clone()).await.unwrap();
            assert_eq!((made.state, made.decided_by), (ProposalState::Live, None));
            let (product, offer) = (made.product.unwrap(), made.offer.unwrap());
            assert_eq!((shop.offer(offer).await.product_id, shop.available(offer).await), (product, 4));
            assert_eq!(shop.propose("propose-key-000001", draft.clone()).await.unwrap(), made);
            let other = Draft { stock: 5, ..draft.clone() };
            assert!(matches!(shop.propose("propose-key-000001", other).await, Err(ListingError::KeyReused)));
            let twice = Draft { sku: "D-2".into(), ..draft };
            let refused = shop.propose("propose-key-000002", twice).await;
            assert!(matches!(refused, Err(ListingError::CodeKnown { product: known }) if known == product));
            assert_eq!((shop.count("catalog_products").await, shop.count("listing_proposals").await), (1, 1));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_says_what_is_wrong_with_it_and_leaves_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let rule = ListingRule { required: vec!["Material".into(), "Size".into()], ..Default::default() };
            shop.say(shop.kitchen, rule).await.unwrap();
            let wrong = async |draft: Draft| shop.propose("propose-key-000003", draft).await.unwrap_err();
            let whole = || shop.draft("A wok");
            let material = Attribute { name: "material".into(), value: "Iron".into(), unit: None };
            let lacks = wrong(Draft { attributes: vec![material], ..whole() }).await;
            assert!(matches!(lacks, ListingError::Lacks(all) if all == [Lack::Attribute("Size".into())]));
            let empty = Draft { title: "  ".into(), ..whole() };
            assert!(matches!(wrong(empty).await, ListingError::Title));
            let code = Draft { code: Some("4006381333932".into()), ..whole() };
            assert!(matches!(wrong(code).await, ListingError::Code(_)));
            let nowhere = Draft { category: shop.db.new_id(), ..whole() };
            assert!(matches!(wrong(nowhere).await, ListingError::NoSuchCategory));
            let nameless = Attribute { name: String::new(), value: "x".into(), unit: None };
            let attributes = Draft { attributes: vec![nameless], ..whole() };
            assert!(matches!(wrong(attributes).await, ListingError::Attributes));
            assert!(matches!(wrong(Draft { stock: -1, ..whole() }).await, ListingError::Stock));
            let sku = Draft { sku: "x".repeat(101), ..whole() };
            assert!(matches!(wrong(sku).await, ListingError::Catalog(CatalogError::Sku)));
            assert_eq!((shop.count("catalog_products").await, shop.count("listing_proposals").await), (0, 0));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_what_is_not_shown_is_refused_in_words() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let draft = Draft { code: Some(CODE.into()), ..shop.draft("A wok") };
            shop.say(shop.kitchen, ListingRule { approval: true, ..Default::default() }).await.unwrap();
            let waiting = shop.propose("propose-key-000001", draft.clone()).await.unwrap();
            let pan = shop.product("A pan", Some(CODE)).await;
            for status in [ProductStatus::Hidden, ProductStatus::Withdrawn] {
                let hidden: Result<bool, CatalogError> = shop
                    .db
                    .write(move |tx| {
                        Box::pin(async move { catalog::set_product_status(tx, pan, status).await })
                    })
                    .await;
                assert!(hidden.unwrap());
                let refused = shop.propose("propose-key-000002", draft.clone()).await;
                assert!(matches!(refused, Err(ListingError::CodeNotShown)), "{refused:?}");
                assert!(matches!(shop.decide(waiting.id, None).await, Err(ListingError::CodeNotShown)));
            }
            // The codes of a product that was merged lead to the one that was kept.
            let known = Draft { code: Some("9780306406157".into()), ..draft };
            let (from, into) =
                (shop.product("One", known.code.as_deref()).await, shop.product("Two", None).await);
            shop.merge(from, into).await.unwrap();
            let refused = shop.propose("propose-key-000003", known).await;
            assert!(matches!(refused, Err(ListingError::CodeKnown { product }) if product == into));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_approval_is_nowhere_until_it_has_it_and_the_seller_is_written() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let rule = ListingRule { approval: true, ..Default::default() };
            shop.say(shop.kitchen, rule).await.unwrap();
            let first = Draft { code: Some(CODE.into()), ..shop.draft("A wok") };
            let first = shop.propose("propose-key-000001", first).await.unwrap();
            t.clock().advance(domain::DurationUs::from_mins(1));
            // Two may wait with one code: the second one approved is an offer on the first one's product.
            let second = Draft { code: Some(CODE.into()), ..shop.draft("The same wok") };
            let second = shop.propose("propose-key-000002", second).await.unwrap();
            t.clock().advance(domain::DurationUs::from_mins(1));
            let third = shop.propose("propose-key-000003", shop.draft("A toy")).await.unwrap();
            assert_eq!((first.state, shop.count("catalog_products").await), (ProposalState::Waiting, 0));
            let mut conn = shop.db.read().await.unwrap();
            let waiting: Vec<_> = listing::waiting(&mut conn, 10).await.unwrap();
            assert_eq!(waiting.iter().map(|w| w.id).collect::<Vec<_>>(), [first.id, second.id, third.id]);
            drop(conn);
            let live = shop.decide(first.id, None).await.unwrap();
            assert_eq!((live.state, live.decided_by), (ProposalState::Live, Some(shop.owner)));
            assert!(matches!(shop.decide(first.id, None).await, Err(ListingError::Decided)));
            assert!(matches!(shop.decide(first.id, Some("Too late")).await, Err(ListingError::Decided)));
            // The seller has the first one's offer by now, so this one has nothing to become.
            assert!(matches!(shop.decide(second.id, None).await, Err(ListingError::Exists(_))));
            assert!(matches!(shop.decide(third.id, Some(" x ")).await, Err(ListingError::BadReason)));
            let refused = shop.decide(third.id, Some(" No toys here ")).await.unwrap();
            assert_eq!(refused.reason.as_deref(), Some("No toys here"));
            assert_eq!((refused.state, refused.product), (ProposalState::Refused, None));
            assert_eq!((shop.count("catalog_products").await, shop.count("mail_messages").await), (1, 2));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_is_not_approved_waits_whatever_its_category_says() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::opening(t).await;
            let made = shop.propose("propose-key-000001", shop.draft("A wok")).await.unwrap();
            assert_eq!((made.state, shop.count("catalog_products").await), (ProposalState::Waiting, 0));
            let live = shop.decide(made.id, None).await.unwrap();
            assert_eq!(live.state, ProposalState::Live);
            let seller = shop.seller;
            let approved: Result<(), sellers::SellerError> =
                shop.db.write(move |tx| Box::pin(async move { sellers::approve(tx, seller).await })).await;
            approved.unwrap();
            let next = shop.propose("propose-key-000002", shop.draft("A pot")).await.unwrap();
            assert_eq!(next.state, ProposalState::Live);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_breaks_a_rule_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let made = shop.propose("propose-key-000001", shop.draft("A wok")).await.unwrap();
            let (from, into) = (shop.product("One", None).await, shop.product("Two", None).await);
            shop.merge(from, into).await.unwrap();
            let (other, last) = (shop.product("Three", None).await, shop.product("Four", None).await);
            shop.merge(other, last).await.unwrap();
            let lone = shop.product("Five", None).await;
            let tamperings = vec![
                Tampering::of(
                    "listing_proposals",
                    made.id,
                    "UPDATE listing_proposals SET offer_id = product_id WHERE id = $1",
                    &["a proposal that is live is an offer of its seller"],
                ),
                Tampering::of(
                    "catalog_merged",
                    from,
                    "UPDATE catalog_products SET status = 'active' WHERE id = $1",
                    &["a product that became another one is withdrawn"],
                ),
                Tampering::of(
                    "catalog_merged",
                    from,
                    "UPDATE catalog_merged SET into_id = (
                         SELECT o.product_id FROM catalog_merged AS o WHERE o.product_id <> $1) WHERE product_id = $1",
                    &["what a product became is no other product again"],
                ),
                Tampering::of(
                    "catalog_merged",
                    lone,
                    "INSERT INTO catalog_merged (product_id, into_id, merged_at_us)
                     SELECT p.id, (SELECT m.into_id FROM catalog_merged AS m ORDER BY m.product_id LIMIT 1), 0
                     FROM catalog_products AS p WHERE p.id = $1",
                    &[
                        "who merged a product is on record",
                        "a product that became another one is withdrawn",
                    ],
                ),
            ];
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = listing::check(conn).await.unwrap();
                    found.into_iter().map(|broken| (broken.row, broken.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_it_is_sent_waits_with_the_proposal_and_a_table_that_is_gone_is_as_if_none_were_chosen() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let table = shop.table().await;
            let packing = Packing { table: Some(table), weight_g: Some(1_200) };
            let sending = Sending { packing, handling_days: Some(2) };
            let draft = |title| Draft { sending, ..shop.draft(title) };
            let nowhere = Packing { table: Some(shop.db.new_id()), ..packing };
            let nowhere = Draft { sending: Sending { packing: nowhere, ..sending }, ..shop.draft("A wok") };
            let refused = shop.propose("propose-key-000000", nowhere).await;
            assert!(matches!(refused, Err(ListingError::NoSuchTable)), "{refused:?}");
            let live = shop.propose("propose-key-000001", draft("A wok")).await.unwrap();
            let made = shop.offer(live.offer.unwrap()).await;
            assert_eq!((made.packing, made.terms.handling_days), (packing, Some(2)));

            shop.say(shop.kitchen, ListingRule { approval: true, ..Default::default() }).await.unwrap();
            let waiting = shop.propose("propose-key-000002", draft("A pot")).await.unwrap();
            assert_eq!(waiting.state, ProposalState::Waiting);
            let seller = shop.seller;
            let gone: Result<bool, sellers::SellerError> = shop
                .db
                .write(move |tx| Box::pin(async move { sellers::remove_table(tx, seller, table).await }))
                .await;
            assert!(gone.unwrap());
            let live = shop.decide(waiting.id, None).await.unwrap();
            let made = shop.offer(live.offer.unwrap()).await;
            assert_eq!(made.packing, Packing { table: None, weight_g: Some(1_200) });
            assert_eq!(made.terms.handling_days, Some(2));
            shop.assert_sound().await;
        })
    })
    .await;
}
