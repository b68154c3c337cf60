//! What waits where: the seller's inbox in its order and in pages, the shopper's list, what each side has not read.

use crate::common::{Ordered, Shop};
use db::testing::on_both;
use domain::messages::Side;
use domain::{DurationUs, PartId};
use messages::lists::{of_order, of_seller, of_shopper, unread_count, waiting_count};
use messages::{Cursor, Listed, SellerFilter};

const MINUTE: DurationUs = DurationUs::from_mins(1);

fn parts(listed: &[Listed]) -> Vec<PartId> {
    listed.iter().map(|one| one.thread.part_id).collect()
}

/// Every page of a seller's list, two at a time.
async fn paged(shop: &Shop, filter: SellerFilter) -> Vec<PartId> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let mut conn = shop.db.read().await.unwrap();
        let page = of_seller(&mut conn, shop.seller, filter, after, 2).await.unwrap();
        let Some(last) = page.last() else { return all };
        let cursor = Cursor::behind(&last.thread, filter);
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        after = Some(cursor);
        all.extend(parts(&page));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inbox_has_those_who_wait_first_the_longest_at_the_top_and_pages_that_fit_together() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let mut of: Vec<Ordered> = Vec::new();
            for n in 0..5 {
                let lamp = shop.ordered(&format!("inbox-{n}")).await;
                shop.asks(lamp, "a", "Where is it?").await;
                t.clock().advance(MINUTE);
                of.push(lamp);
            }
            // The first two are answered, the second one last.
            shop.answers(of[0], "b", "Here.").await;
            t.clock().advance(MINUTE);
            shop.answers(of[1], "b", "There.").await;
            t.clock().advance(MINUTE);
            // Writing again does not send anybody back in the queue.
            shop.asks(of[2], "c", "Hello?").await;
            let order = |of: &[&Ordered]| of.iter().map(|one| one.part).collect::<Vec<_>>();
            let expected = order(&[&of[2], &of[3], &of[4], &of[1], &of[0]]);
            assert_eq!(paged(&shop, SellerFilter::All).await, expected);
            assert_eq!(paged(&shop, SellerFilter::Waiting).await, expected[..3]);
            assert_eq!(paged(&shop, SellerFilter::Unread).await, order(&[&of[2], &of[4], &of[3]]));
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(waiting_count(&mut conn, shop.seller).await.unwrap(), 3);
            assert_eq!(waiting_count(&mut conn, shop.other_seller).await.unwrap(), 0);
            let other = of_seller(&mut conn, shop.other_seller, SellerFilter::All, None, 9).await.unwrap();
            assert!(other.is_empty());
            let first = of_seller(&mut conn, shop.seller, SellerFilter::All, None, 1).await.unwrap();
            assert_eq!((first[0].unread, first[0].latest.body.as_str()), (2, "Hello?"));
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_side_counts_what_the_other_wrote_since_it_read() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.ordered("unread").await;
            let unread = async |side| {
                let mut conn = shop.db.read().await.unwrap();
                of_order(&mut conn, lamp.order, side).await.unwrap()[&lamp.part].unread
            };
            shop.asks(lamp, "a", "One").await;
            shop.asks(lamp, "b", "Two").await;
            assert_eq!((unread(Side::Seller).await, unread(Side::Shopper).await), (2, 0));
            shop.reads(shop.staff(), lamp.part, 1).await;
            assert_eq!(unread(Side::Seller).await, 1);
            // Reading more than there is, and less than was read, is nothing new.
            shop.reads(shop.staff(), lamp.part, 99).await;
            shop.reads(shop.staff(), lamp.part, 1).await;
            assert_eq!(unread(Side::Seller).await, 0);
            shop.asks(lamp, "c", "Three").await;
            assert_eq!(unread(Side::Seller).await, 1, "what was not there was not read");
            shop.answers(lamp, "d", "Yes").await;
            assert_eq!((unread(Side::Seller).await, unread(Side::Shopper).await), (0, 1));
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(unread_count(&mut conn, lamp.shopper).await.unwrap(), 1);
            drop(conn);
            shop.reads(lamp.party(), lamp.part, 4).await;
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(unread_count(&mut conn, lamp.shopper).await.unwrap(), 0);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_sees_their_own_conversations_the_latest_first_and_a_page_after_the_other() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let first = shop.ordered("first").await;
            let second = shop.ordered_again("second", first).await;
            let two = shop.ordered_of_two("two").await;
            let guest = shop.ordered_by_guest("guest").await;
            for (n, of) in [first, second, two, guest].into_iter().enumerate() {
                shop.asks(of, &format!("list-{n}"), "Hello").await;
                t.clock().advance(MINUTE);
            }
            let mut conn = shop.db.read().await.unwrap();
            let page = of_shopper(&mut conn, first.shopper, None, 1).await.unwrap();
            assert_eq!(parts(&page), [second.part]);
            let after = Cursor::Latest { at: page[0].thread.last_at_us, part: page[0].thread.part_id };
            let page = of_shopper(&mut conn, first.shopper, Some(after), 5).await.unwrap();
            assert_eq!(parts(&page), [first.part]);
            assert_eq!(parts(&of_shopper(&mut conn, two.shopper, None, 5).await.unwrap()), [two.part]);
            assert_eq!(parts(&of_shopper(&mut conn, guest.shopper, None, 5).await.unwrap()), [guest.part]);
            assert!(Cursor::parse("latest.x.prt_1").is_none() && Cursor::parse("").is_none());
        })
    })
    .await;
}
