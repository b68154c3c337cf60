//! Shipping tables in orders: what a parcel costs more with what joins it, what is too much for it, and what is not sent.

use crate::common::{APPROVED, Shop, address, usd};
use db::testing::on_both;
use domain::shipping::{Area, NoDelivery, Packing, ShippingRate, ShippingTable};
use domain::{AccountId, OfferId, ShippingTableId};
use orders::{OrderError, Wanted, quote, store};
use sellers::SellerError;

/// 3.00 up to a kilogram, 5.00 up to two; nothing heavier, and within the country alone.
async fn by_weight(shop: &Shop) {
    let (id, seller): (ShippingTableId, _) = (shop.db.new_id(), shop.seller);
    let rate = |up_to_g, fee| ShippingRate {
        to: vec![Area::parse("US").unwrap()],
        up_to_g: Some(up_to_g),
        goods_from: None,
        fee: usd(fee),
    };
    let table = ShippingTable { id, name: "Parcels".into(), rates: vec![rate(1_000, 300), rate(2_000, 500)] };
    shop.db
        .write(move |tx| {
            let table = table.clone();
            Box::pin(async move { sellers::put_table(tx, seller, table, true).await })
        })
        .await
        .map_err(|error: SellerError| error.to_string())
        .unwrap();
}

async fn weigh(shop: &Shop, offer: OfferId, grams: i64) {
    let packing = Packing { table: None, weight_g: Some(grams) };
    shop.db
        .write(move |tx| Box::pin(async move { catalog::set_packing(tx, offer, packing, None).await }))
        .await
        .unwrap();
}

/// One click on a lamp: what its parcel was asked for, and the bundle that it is in.
async fn bought(shop: &Shop, key: &str, account: AccountId) -> (i64, Option<domain::BundleId>) {
    let panel = shop.orders.one_click_panel(account, shop.lamp).await.unwrap().unwrap();
    let order =
        shop.orders.one_click(shop.click(key, account, shop.lamp, 4_500).await).await.unwrap().order();
    let detail = store::detail(&mut shop.db.read().await.unwrap(), order).await.unwrap();
    let part = &detail.parts[0].part;
    assert_eq!(part.shipping_minor, panel.quote.shipping.minor(), "what the page said");
    (part.shipping_minor, part.bundle_id)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_joins_a_parcel_pays_what_it_adds_and_what_is_too_much_goes_alone() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            by_weight(&shop).await;
            weigh(&shop, shop.lamp, 700).await;
            let ada = shop.shopper(APPROVED).await;
            let (first, parcel) = bought(&shop, "first", ada).await;
            let (second, joined) = bought(&shop, "second", ada).await;
            assert_eq!((first, second, parcel), (300, 200, joined), "1.4 kg cost 5.00 together");
            let (third, own) = bought(&shop, "third", ada).await;
            assert_eq!(third, 300, "2.1 kg are too much for one parcel");
            assert_ne!(own, parcel);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sent_is_not_ordered_and_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            by_weight(&shop).await;
            weigh(&shop, shop.lamp, 700).await;
            let wanted = [Wanted { quantity: 2, ..Wanted::one(shop.lamp) }, Wanted::one(shop.book)];
            let asked = async |wanted: &[Wanted], to: domain::address::Address| {
                quote::quote(&mut t.db().read().await.unwrap(), wanted, Some(&to)).await
            };
            assert_eq!(asked(&wanted, address()).await.unwrap().parts[0].shipping, usd(500));
            let heavy = [Wanted { quantity: 3, ..wanted[0] }, wanted[1]];
            let abroad = domain::address::Address {
                country: "ES".into(),
                region: String::new(),
                postcode: "28013".into(),
                ..address()
            };
            for (lines, to, expected) in
                [(&heavy, address(), NoDelivery::Weight), (&wanted, abroad, NoDelivery::Place)]
            {
                match asked(lines, to).await.unwrap_err() {
                    OrderError::NotDelivered { offers, why } => {
                        assert_eq!((offers, why), (vec![shop.lamp], expected))
                    }
                    other => panic!("{other}"),
                }
            }
            let ada = shop.shopper(APPROVED).await;
            weigh(&shop, shop.lamp, 2_001).await;
            assert!(shop.orders.one_click_panel(ada, shop.lamp).await.unwrap().is_none());
            assert_eq!(shop.stock(shop.lamp).await, (100, 0, 0));
        })
    })
    .await;
}
