//! Helpful votes and the seller's reply.

use crate::common::{Shop, words};
use db::testing::on_both;
use domain::AccountId;
use domain::review::{ReviewSort, Subject};
use reviews::{Filter, ReviewError};

async fn vote(shop: &Shop, voter: AccountId, subject: Subject, helped: bool) -> Result<i64, ReviewError> {
    shop.write(move |tx| Box::pin(reviews::vote(tx, voter, subject, helped))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_counts_once_and_can_be_taken_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, id) = shop.review("Ada Lovelace", 5).await;
            let subject = Subject::Review(id);
            let (ben, eve) = (shop.account("Ben Haddad").await, shop.account("Eve Rivera").await);
            assert_eq!(vote(&shop, ben, subject, true).await.unwrap(), 1);
            assert_eq!(vote(&shop, ben, subject, true).await.unwrap(), 1);
            assert_eq!(vote(&shop, eve, subject, false).await.unwrap(), 1, "nothing to take back");
            assert_eq!(vote(&shop, eve, subject, true).await.unwrap(), 2);
            let mut conn = shop.db.read().await.unwrap();
            assert!(reviews::voted(&mut conn, ben, &[subject]).await.unwrap().contains(&subject));
            assert!(reviews::voted(&mut conn, ada, &[subject]).await.unwrap().is_empty());
            drop(conn);
            assert_eq!(vote(&shop, ben, subject, false).await.unwrap(), 1);
            assert_eq!(vote(&shop, ben, subject, false).await.unwrap(), 1);
            let own = vote(&shop, ada, subject, true).await;
            assert!(matches!(own, Err(ReviewError::OwnWords)), "{own:?}");
            let nothing = vote(&shop, ben, Subject::Review(shop.db.new_id()), true).await;
            assert!(matches!(nothing, Err(ReviewError::NotFound)), "{nothing:?}");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_votes_at_once_add_up() {
    on_both(|t| {
        Box::pin(async move {
            let shop = std::sync::Arc::new(Shop::open(t.db()).await);
            let (_, id) = shop.review("Ada Lovelace", 5).await;
            let votes: Vec<_> = (0..50)
                .map(|_| {
                    let shop = shop.clone();
                    let voter: AccountId = shop.db.new_id();
                    tokio::spawn(async move { vote(&shop, voter, Subject::Review(id), true).await })
                })
                .collect();
            for vote in votes {
                vote.await.unwrap().unwrap();
            }
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(reviews::review(&mut conn, id).await.unwrap().unwrap().votes, 50);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_voter_who_presses_ten_times_at_once_has_one_vote() {
    on_both(|t| {
        Box::pin(async move {
            let shop = std::sync::Arc::new(Shop::open(t.db()).await);
            let (_, id) = shop.review("Ada Lovelace", 5).await;
            let ben = shop.account("Ben Haddad").await;
            let presses: Vec<_> = (0..10)
                .map(|_| {
                    let shop = shop.clone();
                    tokio::spawn(async move { vote(&shop, ben, Subject::Review(id), true).await })
                })
                .collect();
            for press in presses {
                assert_eq!(press.await.unwrap().unwrap(), 1);
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_helped_most_people_comes_first() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (_, first) = shop.review("Ada Lovelace", 3).await;
            let (ben, _) = shop.review("Ben Haddad", 4).await;
            vote(&shop, ben, Subject::Review(first), true).await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let filter = Filter { sort: ReviewSort::Helpful, ..Filter::default() };
            let page = reviews::page(&mut conn, shop.lamp, filter).await.unwrap();
            assert_eq!(page.reviews[0].id, first);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seller_who_sold_it_replies_once_and_may_change_the_words() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (_, id) = shop.review("Ada Lovelace", 2).await;
            let lucia = shop.staff_of("Lucía Guayabo", shop.seller).await;
            let reply = async |seller, text: &str| {
                let body = words(text);
                shop.write(move |tx| {
                    let body = body.clone();
                    Box::pin(async move { reviews::reply(tx, lucia, seller, id, &body).await })
                })
                .await
            };
            let todo = async || reviews::todo(&mut shop.db.read().await.unwrap(), shop.seller).await.unwrap();
            assert_eq!(todo().await.reviews, 1);
            assert!(reply(shop.seller, "We send you a new one.").await.unwrap());
            assert!(!reply(shop.seller, "We send you a new one.").await.unwrap(), "a repeat changes nothing");
            assert!(reply(shop.seller, "A new one left today.").await.unwrap());
            let other = reply(shop.other_seller, "Buy ours!").await;
            assert!(matches!(other, Err(ReviewError::NotFound)), "{other:?}");
            assert_eq!(todo().await.reviews, 0);
            let mut conn = shop.db.read().await.unwrap();
            let shown = reviews::review(&mut conn, id).await.unwrap().unwrap().reply.unwrap();
            assert_eq!((shown.seller.as_str(), shown.body.as_str()), ("Lamp House", "A new one left today."));
            assert!(shown.edited_at.is_some());
            let of_seller = reviews::reviews_of_seller(&mut conn, shop.seller, 1, 10).await.unwrap();
            assert_eq!((of_seller.total, of_seller.reviews[0].id), (1, id));
            assert_eq!(
                reviews::reviews_of_seller(&mut conn, shop.other_seller, 1, 10).await.unwrap().total,
                0
            );
            drop(conn);
            let kinds = shop.events().await;
            assert_eq!(kinds.iter().filter(|k| *k == "review.replied").count(), 2);
        })
    })
    .await;
}
