//! From a seller's figure to its orders: those of a category, country or device of some days, page by page, add up to it.

use crate::common::{APPROVED, Shop, address};
use db::testing::{TestDb, on_both};
use db::{Conn, DbError, sql};
use domain::address::Address;
use domain::contact::Email;
use domain::format::Locale;
use domain::order::{CancelReason, Device, OrderSource};
use domain::text_enum::TextEnum as _;
use domain::{CartId, CategoryId, Currency, DurationUs, PartId, ProductId};
use orders::store::{self, Narrowed, PartDetail, PlacedWith, SellerFilter};
use orders::{PlaceOrder, Shopper, Wanted};
use payments::{CardInput, MethodRef};
use reporting::{Analysis, Range, Reporting, analysis};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

async fn place(shop: &Shop, lines: Vec<Wanted>, country: &str, device: Option<Device>) -> PartDetail {
    let token = shop.payments.tokenise(CardInput::test_card(APPROVED)).await.unwrap().token;
    let there = match country {
        "US" => address(),
        _ => {
            Address { country: country.into(), region: String::new(), postcode: "75001".into(), ..address() }
        }
    };
    let order = PlaceOrder {
        key: shop.db.new_id::<CartId>().to_string(),
        shopper: Shopper::Guest(shop.db.new_id()),
        email: Email::parse("gina@example.com").unwrap(),
        locale: Locale::En,
        source: OrderSource::Checkout,
        lines,
        address: there,
        method: MethodRef::Token(token),
        total_seen: None,
        gift: None,
        shown: None,
        device,
    };
    let order = shop.orders.place(order).await.unwrap().order();
    store::detail(&mut shop.db.read().await.unwrap(), order).await.unwrap().parts.remove(0)
}

/// Twelve orders, a day apart: lamps in every second, chairs in every third and in the others; one is cancelled. The oldest.
async fn twelve(shop: &Shop, t: &TestDb) -> PartId {
    let chair = shop.another("Oak chair", 12_000).await;
    let mut first = None;
    for number in 0..12_i64 {
        let mut lines = Vec::new();
        if number % 2 == 0 {
            lines.push(Wanted { quantity: 1 + number % 3, ..Wanted::one(shop.lamp) });
        }
        if number % 3 == 0 || lines.is_empty() {
            lines.push(Wanted::one(chair));
        }
        let country = if number % 4 == 1 { "FR" } else { "US" };
        let device = [None, Some(Device::Phone), Some(Device::Desktop)][usize::try_from(number % 3).unwrap()];
        let part = place(shop, lines, country, device).await.part.id;
        if number == 10 {
            shop.orders.cancel_by_seller(shop.seller, part, CancelReason::OutOfStock).await.unwrap();
        }
        first = first.or(Some(part));
        t.clock().advance(DurationUs::from_days(1));
    }
    first.unwrap()
}

/// All that the list has, three at a time, and that none comes twice.
async fn listed(conn: &mut Conn, shop: &Shop, filter: SellerFilter, to: &Narrowed) -> Vec<PartDetail> {
    let mut all: Vec<PartDetail> = Vec::new();
    loop {
        let before = all.last().map(|part| part.part.id);
        let page = store::parts_narrowed(conn, shop.seller, filter, to, before, 3).await.unwrap();
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    let ids: BTreeSet<PartId> = all.iter().map(|part| part.part.id).collect();
    assert_eq!(ids.len(), all.len(), "{to:?}");
    assert!(all.is_sorted_by_key(|part| std::cmp::Reverse(part.part.placed_at_us)), "{to:?}");
    all
}

/// Units, and what they cost, of the lines that count.
fn sums(parts: &[PartDetail], counts: impl Fn(ProductId) -> bool) -> (i64, i64) {
    let lines = parts.iter().flat_map(|part| &part.lines).filter(|line| counts(line.product_id));
    lines.fold((0, 0), |sum, line| (sum.0 + line.quantity, sum.1 + line.amount_minor))
}

async fn assert_adds_up(
    conn: &mut Conn,
    shop: &Shop,
    found: &Analysis,
    category_of: &HashMap<ProductId, CategoryId>,
) {
    let these = Narrowed { placed: Some(found.range.span()), ..Narrowed::default() };
    let kept = SellerFilter::Kept;
    assert_eq!((found.categories.len(), found.countries.len(), found.devices.len()), (2, 2, 3));
    for line in &found.categories {
        let category = line.key.id;
        let parts = listed(conn, shop, kept, &Narrowed { category, ..these.clone() }).await;
        let of = sums(&parts, |product| category_of.get(&product).copied() == category);
        assert_eq!(of, (line.units.now, line.sales_minor.now), "{}", line.key.name);
        let all =
            parts.iter().all(|p| p.lines.iter().any(|l| category_of.get(&l.product_id).copied() == category));
        assert!(all, "each has something of {}", line.key.name);
    }
    for line in &found.countries {
        let parts =
            listed(conn, shop, kept, &Narrowed { country: Some(line.key.clone()), ..these.clone() }).await;
        assert_eq!(sums(&parts, |_| true), (line.units.now, line.sales_minor.now), "{}", line.key);
    }
    for line in &found.devices {
        let device = Device::parse(&line.key.device).map_or(PlacedWith::Unknown, PlacedWith::Device);
        let parts = listed(conn, shop, kept, &Narrowed { device: Some(device), ..these.clone() }).await;
        assert_eq!(sums(&parts, |_| true), (line.units.now, line.sales_minor.now), "{device:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_leads_to_its_orders_and_they_add_up_to_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let oldest = twelve(&shop, t).await;
            Reporting::new(t.db()).catch_up_analysis().await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            // Those of the days before are not of the range.
            let range = Range::last_days(t.db().now().utc_day(), 9);
            let found = analysis(&mut conn, shop.seller, Currency::USD, range, 25).await.unwrap();
            let rows: Vec<(ProductId, CategoryId)> =
                conn.all(sql("SELECT id, category_id FROM catalog_products")).await.unwrap();
            let category_of: HashMap<ProductId, CategoryId> = rows.into_iter().collect();
            assert_adds_up(&mut conn, &shop, &found, &category_of).await;
            drop(conn);
            shop.assert_sound().await;
            // A category of which much was sold is looked for another way, and the same is found.
            let lamp =
                category_of.keys().copied().find(|id| named(&found, &category_of, *id) == "Brass lamp");
            many_lines(&shop, oldest, lamp.unwrap()).await;
            assert_adds_up(&mut t.db().read().await.unwrap(), &shop, &found, &category_of).await;
        })
    })
    .await;
}

/// The name of a product's category, which is the product's here.
fn named(found: &Analysis, category_of: &HashMap<ProductId, CategoryId>, product: ProductId) -> String {
    let category = category_of.get(&product).copied();
    found
        .categories
        .iter()
        .find(|line| line.key.id == category)
        .map(|line| line.key.name.clone())
        .unwrap_or_default()
}

async fn many_lines(shop: &Shop, part: PartId, product: ProductId) {
    let seller = shop.seller;
    let written = shop.db.write::<_, DbError, _>(move |tx| {
        Box::pin(async move {
            for number in 0..5_000_u128 {
                tx.exec(
                    sql("INSERT INTO orders_lines (id, part_id, position, offer_id, product_id, title, slug, quantity,
                             unit_price_minor, amount_minor, tax_rate_bps, tax_inclusive, tax_minor, total_minor,
                             commission_class, seller_id)
                         VALUES ($1, $2, 9, $1, $3, 'Brass lamp', '', 1, 1, 1, 0, FALSE, 0, 1, 'standard', $4)")
                    .bind(Uuid::from_u128(number))
                    .bind(part)
                    .bind(product)
                    .bind(seller),
                )
                .await?;
            }
            Ok(())
        })
    });
    written.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_narrows_a_list_holds_at_once_and_a_strangers_order_has_nothing_after_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            twelve(&shop, t).await;
            let book = place(&shop, vec![Wanted::one(shop.book)], "US", None).await.part.id;
            let mut conn = t.db().read().await.unwrap();
            let lamp = catalog::offer(&mut conn, shop.lamp).await.unwrap().product_id;
            for (to, all, cancelled) in [
                (Narrowed { product: Some(lamp), ..Narrowed::default() }, 6, 1),
                (Narrowed { offer: Some(shop.lamp), ..Narrowed::default() }, 6, 1),
                (Narrowed { country: Some("FR".into()), ..Narrowed::default() }, 3, 0),
                (Narrowed { country: Some("FR".into()), product: Some(lamp), ..Narrowed::default() }, 0, 0),
                (
                    Narrowed {
                        country: Some("US".into()),
                        device: Some(PlacedWith::Device(Device::Phone)),
                        product: Some(lamp),
                        ..Narrowed::default()
                    },
                    2,
                    1,
                ),
                (Narrowed { country: Some(String::new()), ..Narrowed::default() }, 0, 0),
                (Narrowed { device: Some(PlacedWith::Unknown), ..Narrowed::default() }, 4, 0),
                (Narrowed { category: Some(t.db().new_id()), ..Narrowed::default() }, 0, 0),
            ] {
                assert_eq!(listed(&mut conn, &shop, SellerFilter::All, &to).await.len(), all, "{to:?}");
                let of = listed(&mut conn, &shop, SellerFilter::Cancelled, &to).await;
                assert_eq!(of.len(), cancelled, "{to:?}");
                let kept = listed(&mut conn, &shop, SellerFilter::Kept, &to).await;
                assert_eq!(kept.len(), all - cancelled, "{to:?}");
            }
            let unknown = Narrowed { device: Some(PlacedWith::Unknown), ..Narrowed::default() };
            let after =
                store::parts_narrowed(&mut conn, shop.seller, SellerFilter::All, &unknown, Some(book), 3);
            assert!(after.await.unwrap().is_empty());
        })
    })
    .await;
}
