//! Writing, changing and taking back a review, and the rating that follows.

use crate::common::{Shop, draft, words};
use bytes::Bytes;
use db::testing::on_both;
use domain::review::{ReviewSort, Stars};
use domain::{DurationUs, PictureId};
use pictures::{Pictures, local_store};
use reviews::{Draft, Filter, May, ReviewError, Saved};

#[tokio::test(flavor = "multi_thread")]
async fn who_was_sent_a_product_reviews_it_and_the_rating_is_there_at_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.buyer_of("Ada Lovelace", shop.lamp_offer).await;
            let saved = shop.save(ada, shop.lamp, draft(4, "A fine lamp")).await.unwrap();
            assert!(matches!(saved, Saved::Written(_)));
            t.clock().advance(DurationUs::from_mins(1));
            shop.review("Ben Haddad", 5).await;
            assert_eq!(shop.rating(shop.lamp).await.by_stars, [0, 0, 0, 1, 1]);
            let mut conn = shop.db.read().await.unwrap();
            let page = reviews::page(&mut conn, shop.lamp, Filter::default()).await.unwrap();
            let names: Vec<&str> = page.reviews.iter().map(|r| r.author.as_str()).collect();
            assert_eq!((page.total, names), (2, vec!["Ben", "Ada"]), "first names alone, the newest first");
            drop(conn);
            assert_eq!(shop.events().await, ["review.written", "review.written"]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_sent_nothing_reviews_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.account("Ada Lovelace").await;
            let refused = shop.save(ada, shop.lamp, draft(5, "Bought nothing")).await;
            assert!(matches!(refused, Err(ReviewError::NotBought)), "{refused:?}");
            let order = shop.order(ada, shop.lamp_offer).await;
            let refused = shop.save(ada, shop.lamp, draft(5, "Ordered only")).await;
            assert!(matches!(refused, Err(ReviewError::NotBought)), "{refused:?}");
            shop.ship(order).await;
            let refused = shop.save(ada, shop.cup, draft(5, "Another article")).await;
            assert!(matches!(refused, Err(ReviewError::NotBought)), "{refused:?}");
            assert!(shop.save(ada, shop.lamp, draft(5, "It is on its way")).await.is_ok());
            assert_eq!(shop.rating(shop.cup).await.count(), 0);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_works_for_a_seller_of_the_product_does_not_review_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let staff = shop.staff_of("Lucía Guayabo", shop.seller).await;
            let order = shop.order(staff, shop.lamp_offer).await;
            shop.ship(order).await;
            let refused = shop.save(staff, shop.lamp, draft(5, "We are the best")).await;
            assert!(matches!(refused, Err(ReviewError::OwnGoods)), "{refused:?}");
            let mut conn = shop.db.read().await.unwrap();
            let may = reviews::may_review(&mut conn, staff, shop.lamp).await.unwrap();
            assert_eq!(may, May::OwnGoods);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_review_by_the_same_account_changes_the_first() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, id) = shop.review("Ada Lovelace", 2).await;
            let again = shop.order(ada, shop.lamp_offer).await;
            shop.ship(again).await;
            let same = shop.save(ada, shop.lamp, draft(2, "A fine lamp")).await.unwrap();
            assert_eq!(same, Saved::Unchanged(id));
            t.clock().advance(DurationUs::from_days(1));
            let edited = shop.save(ada, shop.lamp, draft(5, "Better than I thought")).await.unwrap();
            assert_eq!(edited, Saved::Edited(id));
            assert_eq!(shop.rating(shop.lamp).await.by_stars, [0, 0, 0, 0, 1]);
            let mut conn = shop.db.read().await.unwrap();
            let review = reviews::of_author(&mut conn, ada, shop.lamp).await.unwrap().unwrap();
            assert!(review.edited_at.is_some_and(|at| at > review.written_at));
            drop(conn);
            assert_eq!(shop.events().await, ["review.written", "review.edited"]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_of_what_became_another_product_is_reviewed_once_there() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (gone, kept) = (shop.lamp, shop.cup);
            let (ada, id) = shop.review("Ada Lovelace", 2).await;
            let ben = shop.buyer_of("Ben Haddad", shop.lamp_offer).await;
            let order = shop.order(ben, shop.cup_offer).await;
            shop.ship(order).await;
            let before = shop.save(ben, gone, draft(1, "Of the lamp")).await.unwrap();
            assert!(matches!(before, Saved::Written(_)));
            shop.save(ben, kept, draft(4, "Of the cup")).await.unwrap();
            shop.write(move |tx| {
                Box::pin(async move {
                    reviews::move_product(tx, gone, kept).await?;
                    catalog::merge_products(tx, gone, kept).await.unwrap();
                    Ok(())
                })
            })
            .await
            .unwrap();

            // The review is found, and changed, under both names; nobody gets a second one.
            assert_eq!(shop.save(ada, gone, draft(5, "Better now")).await.unwrap(), Saved::Edited(id));
            assert_eq!(shop.save(ada, kept, draft(5, "Better now")).await.unwrap(), Saved::Unchanged(id));
            let mut conn = shop.db.read().await.unwrap();
            for product in [gone, kept] {
                let review = reviews::of_author(&mut conn, ada, product).await.unwrap().unwrap();
                assert_eq!((review.id, review.product_id), (id, kept));
                let may = reviews::may_review(&mut conn, ada, product).await.unwrap();
                assert!(matches!(may, May::Yes(bought) if bought.product_id == kept));
            }
            for account in [ada, ben] {
                let bought = orders::purchases::of_account(&mut conn, account, 10).await.unwrap();
                assert_eq!(bought.iter().map(|p| p.product_id).collect::<Vec<_>>(), [kept]);
            }
            drop(conn);
            assert_eq!(shop.rating(kept).await.by_stars, [0, 0, 0, 1, 1]);

            // What stayed behind of two reviews is taken back by its old name, and the one that counts after it.
            for (left, by_stars) in [(1, [0, 0, 0, 1, 1]), (0, [0, 0, 0, 0, 1])] {
                shop.write(move |tx| Box::pin(reviews::remove(tx, ben, gone))).await.unwrap();
                let mut conn = shop.db.read().await.unwrap();
                assert_eq!(reviews::by_author(&mut conn, ben, 10).await.unwrap().len(), left);
                drop(conn);
                assert_eq!(shop.rating(kept).await.by_stars, by_stars);
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_equal_forms_at_once_are_one_review() {
    on_both(|t| {
        Box::pin(async move {
            let shop = std::sync::Arc::new(Shop::open(t.db()).await);
            let ada = shop.buyer_of("Ada Lovelace", shop.lamp_offer).await;
            let forms: Vec<_> = (0..20)
                .map(|_| {
                    let shop = shop.clone();
                    tokio::spawn(async move { shop.save(ada, shop.lamp, draft(4, "A fine lamp")).await })
                })
                .collect();
            let mut written = 0;
            for form in forms {
                written += i32::from(matches!(form.await.unwrap().unwrap(), Saved::Written(_)));
            }
            assert_eq!(written, 1);
            assert_eq!(shop.rating(shop.lamp).await.by_stars, [0, 0, 0, 1, 0]);
            assert_eq!(shop.events().await, ["review.written"]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_buyers_at_once_are_all_in_the_rating() {
    on_both(|t| {
        Box::pin(async move {
            let shop = std::sync::Arc::new(Shop::open(t.db()).await);
            let mut buyers = Vec::new();
            for n in 0..12 {
                buyers.push(shop.buyer_of(&format!("Buyer{n}x Last"), shop.lamp_offer).await);
            }
            let forms: Vec<_> = buyers
                .into_iter()
                .zip([1, 2, 3, 4, 5, 5].into_iter().cycle())
                .map(|(buyer, stars)| {
                    let shop = shop.clone();
                    tokio::spawn(async move { shop.save(buyer, shop.lamp, draft(stars, "My words")).await })
                })
                .collect();
            for form in forms {
                assert!(matches!(form.await.unwrap().unwrap(), Saved::Written(_)));
            }
            assert_eq!(shop.rating(shop.lamp).await.by_stars, [2, 2, 2, 2, 4]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_is_gone_with_all_that_hung_on_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, id) = shop.review("Ada Lovelace", 1).await;
            let (ben, _) = shop.review("Ben Haddad", 5).await;
            let (seller, lamp) = (shop.seller, shop.lamp);
            shop.write(move |tx| {
                Box::pin(async move {
                    reviews::vote(tx, ben, domain::review::Subject::Review(id), true).await?;
                    reviews::reply(tx, ben, seller, id, &words("Sorry to hear that.")).await.map(|_| ())
                })
            })
            .await
            .unwrap();
            for _ in 0..2 {
                shop.write(move |tx| Box::pin(reviews::remove(tx, ada, lamp))).await.unwrap();
            }
            assert_eq!(shop.rating(shop.lamp).await.by_stars, [0, 0, 0, 0, 1]);
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(reviews::review(&mut conn, id).await.unwrap(), None);
            let (left,): (i64,) = conn
                .one(
                    db::sql("SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_votes WHERE subject_id = $1")
                        .bind(id),
                )
                .await
                .unwrap();
            assert_eq!(left, 0);
            drop(conn);
            let kinds = shop.events().await;
            assert_eq!(kinds.iter().filter(|k| *k == "review.removed").count(), 1);
            let again = shop.save(ada, shop.lamp, draft(3, "On second thoughts")).await.unwrap();
            assert!(matches!(again, Saved::Written(_)));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reviews_are_sorted_filtered_and_paged() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            for n in 0..12 {
                t.clock().advance(DurationUs::from_mins(1));
                shop.review("Ada Lovelace", 1 + n % 5).await;
            }
            let mut conn = shop.db.read().await.unwrap();
            let stars_of = async |conn: &mut db::Conn, filter| {
                let page = reviews::page(conn, shop.lamp, filter).await.unwrap();
                (page.total, page.reviews.iter().map(|r| r.stars.get()).collect::<Vec<_>>())
            };
            let by = |sort| Filter { sort, ..Filter::default() };
            let (total, highest) = stars_of(&mut conn, by(ReviewSort::Highest)).await;
            assert_eq!((total, highest), (12, vec![5, 5, 4, 4, 3, 3, 2, 2, 2, 1]));
            assert_eq!(stars_of(&mut conn, by(ReviewSort::Lowest)).await.1[..4], [1, 1, 1, 2]);
            assert_eq!(stars_of(&mut conn, by(ReviewSort::Newest)).await.1[..3], [2, 1, 5]);
            let second = Filter { page: 2, ..by(ReviewSort::Newest) };
            assert_eq!(stars_of(&mut conn, second).await, (12, vec![2, 1]));
            let twos = Filter { stars: Some(Stars::new(2).unwrap()), ..Filter::default() };
            assert_eq!(stars_of(&mut conn, twos).await, (3, vec![2, 2, 2]));
            let with_photos = Filter { with_photos: true, ..Filter::default() };
            assert_eq!(stars_of(&mut conn, with_photos).await, (0, vec![]));
        })
    })
    .await;
}

/// A picture of one colour, as somebody's camera would send it.
pub(crate) fn photo(colour: u8) -> Bytes {
    // The smallest whole PNG: 1 x 1, greyscale, one byte of pixels behind the filter byte.
    let mut png = vec![0x89, b'P', b'N', b'G', 13, 10, 26, 10];
    let mut chunk = |name: &[u8; 4], data: &[u8]| {
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let body: Vec<u8> = name.iter().chain(data).copied().collect();
        png.extend(&body);
        png.extend(crc32(&body).to_be_bytes());
    };
    chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let raw = [0, colour];
    let (mut a, mut b) = (1u32, 0u32);
    for byte in raw {
        a = (a + u32::from(byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    let mut zlib = vec![0x78, 1, 1, 2, 0, 0xfd, 0xff, raw[0], raw[1]];
    zlib.extend(((b << 16) | a).to_be_bytes());
    chunk(b"IDAT", &zlib);
    chunk(b"IEND", &[]);
    Bytes::from(png)
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[tokio::test(flavor = "multi_thread")]
async fn up_to_four_photos_stand_with_a_review_in_their_order() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let store = local_store(&t.dir().join("pictures")).unwrap();
            let pictures = Pictures::open(t.db(), store);
            let mut ids = Vec::new();
            for colour in [10, 80, 160, 240, 250] {
                ids.push(pictures.add(photo(colour)).await.unwrap().id);
            }
            let (ada, id) = shop.review("Ada Lovelace", 4).await;
            let with = |photos: &[PictureId]| Draft { photos: photos.to_vec(), ..draft(4, "A fine lamp") };
            let refused = shop.save(ada, shop.lamp, with(&ids)).await;
            assert!(matches!(refused, Err(ReviewError::TooManyPhotos)), "{refused:?}");
            let unknown: PictureId = shop.db.new_id();
            let refused = shop.save(ada, shop.lamp, with(&[unknown])).await;
            assert!(matches!(refused, Err(ReviewError::NoSuchPhoto)), "{refused:?}");
            let order = [ids[2], ids[0]];
            assert_eq!(shop.save(ada, shop.lamp, with(&order)).await.unwrap(), Saved::Edited(id));
            assert_eq!(shop.save(ada, shop.lamp, with(&order)).await.unwrap(), Saved::Unchanged(id));
            let mut conn = shop.db.read().await.unwrap();
            let photos = reviews::photos_of(&mut conn, &[id]).await.unwrap();
            assert_eq!(photos[&id].iter().map(|p| p.id).collect::<Vec<_>>(), order);
            let (lamp, more) = (shop.lamp, vec![ids[0], ids[1], ids[3]]);
            let add = async |photos: Vec<PictureId>| {
                shop.write(move |tx| {
                    let photos = photos.clone();
                    Box::pin(async move { reviews::add_photos(tx, ada, lamp, &photos).await })
                })
                .await
            };
            drop(conn);
            add(more.clone()).await.unwrap();
            add(more).await.unwrap();
            let fifth = add(vec![ids[4]]).await;
            assert!(matches!(fifth, Err(ReviewError::TooManyPhotos)), "{fifth:?}");
            let gone = ids[2];
            for _ in 0..2 {
                shop.write(move |tx| Box::pin(reviews::remove_photo(tx, ada, lamp, gone))).await.unwrap();
            }
            let nobody = shop.account("Eve Rivera").await;
            let others = shop.write(move |tx| Box::pin(reviews::remove_photo(tx, nobody, lamp, gone))).await;
            assert!(matches!(others, Err(ReviewError::NotFound)), "{others:?}");
            let mut conn = shop.db.read().await.unwrap();
            let photos = reviews::photos_of(&mut conn, &[id]).await.unwrap();
            assert_eq!(photos[&id].iter().map(|p| p.id).collect::<Vec<_>>(), [ids[0], ids[1], ids[3]]);
            let only = Filter { with_photos: true, ..Filter::default() };
            assert_eq!(reviews::page(&mut conn, shop.lamp, only).await.unwrap().total, 1);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}
