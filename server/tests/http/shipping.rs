//! Shipping tables over HTTP: from the seller's form to the product, the cart, the checkout and the order.

use crate::common::{
    TestShop, answered, assert_status, click_form, first_offer, header, page_as, post_form, text,
};
use http::StatusCode;
use platform::domain::place::Place;
use platform::domain::shipping::Packing;
use platform::domain::{OfferId, ShippingTableId};
use platform::sellers::{self, Seller};

const LUCIA: &str = "lucia@guayabo.example";
const ADA: &str = "ada@shopper.example";
const PAPRIKA: &str = "/p/smoked-paprika-tin-75-g";
const TABLE: &str = "sht_01jz0000000000000000000000";

struct Desk {
    shop: TestShop,
    lucia: String,
    ada: String,
    paprika: OfferId,
}

impl Desk {
    async fn new() -> Self {
        let shop = TestShop::new().await;
        shop.platform().seed(Some("a-demo-password")).await.unwrap();
        let (lucia, ada) = (shop.cookie_of(LUCIA).await, shop.cookie_of(ADA).await);
        let page = text(shop.get(PAPRIKA).await).await;
        let buy = page.split_once("id=\"buy\"").unwrap().1;
        let paprika = buy.split_once("name=\"offer\" value=\"").unwrap().1.split('"').next().unwrap();
        let paprika = paprika.parse().unwrap();
        Self { shop, lucia, ada, paprika }
    }

    async fn seller(&self) -> Seller {
        let mut conn = self.shop.platform().db.read().await.unwrap();
        sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap()
    }

    /// What a form answers: where it leads, and that page.
    async fn sent(&self, path: &str, rest: &str) -> String {
        self.sent_from("/seller/shipping", path, rest).await
    }

    async fn sent_from(&self, from: &str, path: &str, rest: &str) -> String {
        let body = format!("seller={}&{rest}", self.seller().await.id);
        answered(&self.shop, &self.lucia, from, path, body).await
    }

    /// The rates: 2.00 to Texas, 6.00 within the country and nothing from 30.00 on.
    async fn put_table(&self) -> String {
        let rates = "to-0=US-TX&fee-0=2&to-1=United+States&fee-1=6.00&to-3=us&from-3=30&fee-3=0";
        self.sent("/api/seller/table", &format!("table={TABLE}&name=Parcels&standard=on&{rates}")).await
    }

    /// The simple fee's form on the settings.
    async fn put_simple(&self, days: [&str; 3]) -> String {
        let [handling, least, most] = days;
        let rest = format!(
            "fee=4.25&free_from=&handling_days={handling}&transit_min={least}&transit_max={most}&cutoff=14:00"
        );
        self.sent_from("/seller/settings", "/api/seller/shipping", &rest).await
    }

    /// The box in which the product is bought, for whoever chose this place.
    async fn buy_box(&self, place: &str) -> String {
        let page = page_as(&self.shop, PAPRIKA, &format!("place={place}")).await;
        page.split_once("id=\"buy\"").unwrap().1.split_once("</section>").unwrap().0.to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_cannot_be_kept_are_named_at_their_field_and_what_was_typed_stays() {
    let desk = Desk::new().await;
    let before = desk.seller().await.shipping;
    let (handling, transit) =
        ("Write 0 to 30 days.", "Write 1 to 90 days; the most is not less than the least.");
    for (days, words) in [
        (["31", "2", "4"], handling),
        (["-1", "2", "4"], handling),
        (["1", "0", "4"], transit),
        (["1", "2", "91"], transit),
        (["1", "4", "2"], transit),
    ] {
        let page = desk.put_simple(days).await;
        assert!(page.contains(words) && page.contains("value=\"4.25\""), "{days:?}: {page}");
        assert_eq!(desk.seller().await.shipping, before, "{days:?}");
    }
    desk.put_simple(["30", "1", "90"]).await;
    let kept = desk.seller().await.shipping;
    assert_eq!((kept.handling_days, kept.transit_days_min, kept.transit_days_max), (30, 1, 90));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_made_changed_and_removed_and_a_mistake_keeps_what_was_typed() {
    let desk = Desk::new().await;
    let fine = "to-0=ES&fee-0=4";
    for (rest, words) in [
        (format!("name=Parcels&{fine}&to-1=US,+Atlantis&fee-1=1"), "“Atlantis” is no country"),
        (format!("name=Parcels&{fine}&to-1=US&fee-1="), "Write an amount like 4.99"),
        (format!("name=Parcels&{fine}&to-1=US&fee-1=-1"), "Write an amount like 4.99"),
        (format!("name=Parcels&{fine}&to-1=US&fee-1=1&weight-1=heavy"), "Write kilograms like 1.5"),
        (format!("name=Parcels&{fine}&to-1=US&fee-1=1&weight-1=10001"), "Write kilograms like 1.5"),
        (format!("name=&{fine}"), "A name has 1 to 60 characters."),
        ("name=Parcels".to_owned(), "Fill in at least one rate."),
    ] {
        let page = desk.sent("/api/seller/table", &format!("table={TABLE}&{rest}")).await;
        assert!(page.contains(words), "{rest}: {words}");
        if rest.contains(fine) {
            assert!(page.contains("value=\"ES\""), "what was typed stays: {rest}");
        }
        assert!(desk.seller().await.tables.all.is_empty(), "{rest}");
    }
    let page = desk.put_table().await;
    assert!(page.contains("The table is saved.") && page.contains("Standard"), "{page}");
    assert!(page.contains("US-TX") && page.contains("United States") && page.contains("$6.00"), "{page}");
    // The same press again is the same table.
    desk.put_table().await;
    let tables = desk.seller().await.tables;
    assert_eq!((tables.all.len(), tables.all[0].rates.len()), (1, 3));

    let change = page_as(&desk.shop, &format!("/seller/shipping?table={TABLE}"), &desk.lucia).await;
    for held in ["value=\"Parcels\"", "value=\"US-TX\"", "value=\"United States\"", "value=\"30.00\""] {
        assert!(change.contains(held), "{held}");
    }
    let rest = format!("table={TABLE}&name=Parcels&to-0=ES&weight-0=1.5&fee-0=9");
    assert!(desk.sent("/api/seller/table", &rest).await.contains("1.5 kg"));
    let tables = desk.seller().await.tables;
    assert_eq!((tables.standard, tables.all[0].rates[0].up_to_g), (None, Some(1_500)));

    let gone = desk.sent("/api/seller/table-remove", &format!("table={TABLE}")).await;
    assert!(gone.contains("The table is gone.") && gone.contains("One fee for everything"), "{gone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_table_says_is_told_before_the_click_and_charged() {
    let desk = Desk::new().await;
    desk.put_table().await;
    assert!(desk.buy_box("US:78701").await.contains("plus $2.00 delivery"));
    assert!(desk.buy_box("US:10001").await.contains("plus $6.00 delivery"));
    assert!(desk.buy_box("US:").await.contains("plus $6.00 delivery"));
    let abroad = desk.buy_box("ES:28013").await;
    assert!(abroad.contains("The seller does not deliver there."), "{abroad}");
    assert!(!abroad.contains("name=\"offer\"") && abroad.contains("Spain"), "{abroad}");

    // One click goes to Ada's address in Texas.
    let page = page_as(&desk.shop, PAPRIKA, &desk.ada).await;
    assert!(page.contains("plus $2.00 delivery"), "{page}");
    let form = click_form(&desk.shop, ADA, desk.paprika).await;
    let form = format!("{form}&slug=smoked-paprika-tin-75-g");
    let answer = post_form(&desk.shop, "/api/shop/one-click", &desk.ada, &form).await;
    assert_status(&answer, StatusCode::SEE_OTHER);
    let to = header(&answer, "location").to_owned();
    let order = to.split_once("ordered=").unwrap_or_else(|| panic!("{to}")).1.parse().unwrap();
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let order = platform::orders::store::order(&mut conn, order).await.unwrap();
    assert_eq!(order.shipping_minor, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sent_there_stays_in_the_cart_and_the_rest_can_be_ordered() {
    let desk = Desk::new().await;
    desk.put_table().await;
    let other = first_offer(&desk.shop, "paramo").await.offer.id;
    for (at, offer) in [desk.paprika, other].into_iter().enumerate() {
        let form = format!("offer={offer}&quantity=1&key=shipping-test-{at:06}");
        post_form(&desk.shop, "/api/cart/add", &desk.ada, &form).await;
    }
    let cart = page_as(&desk.shop, "/cart", &desk.ada).await;
    assert!(!cart.contains("data-stays") && cart.matches("data-line").count() == 2, "{cart}");

    // From now on to Spain and New York alone.
    let rates = "to-0=ES&fee-0=9&to-1=US-NY&fee-1=5";
    desk.sent("/api/seller/table", &format!("table={TABLE}&name=Parcels&standard=on&{rates}")).await;
    let cart = page_as(&desk.shop, "/cart", &desk.ada).await;
    assert!(cart.contains("data-stays") && cart.matches("data-line").count() == 1, "{cart}");
    assert!(cart.contains("The seller does not deliver there.") && cart.contains("href=\"/checkout\""));
    let checkout = page_as(&desk.shop, "/checkout", &desk.ada).await;
    assert!(checkout.contains("Not delivered there, so it stays in the cart:"), "{checkout}");
    let lines = checkout.split_once("name=\"lines\" value=\"").unwrap().1.split('"').next().unwrap();
    assert!(lines.contains(&other.to_string()) && !lines.contains(&desk.paprika.to_string()), "{lines}");

    // Nothing else in the cart: the form is still there, so that another address can be typed.
    let form = format!("offer={other}&quantity=0&key=shipping-test-000009");
    post_form(&desk.shop, "/api/cart/set", &desk.ada, &form).await;
    let checkout = page_as(&desk.shop, "/checkout", &desk.ada).await;
    assert!(checkout.contains("Nothing of this is delivered there."), "{checkout}");
    let value = |name: &str| {
        let from = checkout.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1;
        from.split('"').next().unwrap().to_owned()
    };
    let (key, lines) = (value("key"), value("lines").replace(':', "%3A"));
    let form = format!(
        "key={key}&lines={lines}&total_minor={}&currency=USD&address={}&card={}",
        value("total_minor"),
        value("address"),
        value("card"),
    );
    let answer = post_form(&desk.shop, "/api/checkout/place", &desk.ada, &form).await;
    assert_status(&answer, StatusCode::SEE_OTHER);
    assert!(!header(&answer, "location").starts_with("/orders"), "nothing is ordered that cannot be sent");
    let kept = page_as(&desk.shop, "/cart", &desk.ada).await;
    assert!(kept.contains("data-stays"), "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_has_a_table_and_a_weight_of_its_own() {
    let desk = Desk::new().await;
    let rates = "to-0=US&weight-0=1&fee-0=3&to-1=US&weight-1=20&fee-1=15";
    desk.sent("/api/seller/table", &format!("table={TABLE}&name=Bulky&{rates}")).await;
    assert!(desk.buy_box("US:10001").await.contains("plus $3.99 delivery"), "the simple fee of the demo");
    let offer = async || {
        let mut conn = desk.shop.platform().db.read().await.unwrap();
        platform::catalog::offer(&mut conn, desk.paprika).await.unwrap()
    };
    let save = async |rest: &str| {
        let now = offer().await;
        let price = now.price.to_decimal();
        let (id, version) = (now.id, now.version);
        let common = format!("offer={id}&version={version}&price={price}&stock=9&stock_seen=9&active=on");
        desk.sent_from(
            "/seller/products?q=paprika",
            "/api/seller/offer",
            &format!("{common}&key=shipping-offer-{version:06}&{rest}"),
        )
        .await
    };
    assert!(save("table=&weight=heavy").await.contains("Write kilograms like 1.5"));
    save(&format!("table={TABLE}&weight=0.9")).await;
    let id: ShippingTableId = TABLE.parse().unwrap();
    assert_eq!(offer().await.packing, Packing { table: Some(id), weight_g: Some(900) });
    assert!(desk.buy_box("US:10001").await.contains("plus $3.00 delivery"));
    save(&format!("table={TABLE}&weight=20")).await;
    assert!(desk.buy_box("US:10001").await.contains("plus $15.00 delivery"));
    save(&format!("table={TABLE}&weight=20.001")).await;
    assert!(desk.buy_box("US:10001").await.contains("Too heavy for one delivery there."));
    // A table that is gone is none, and none is the simple fee.
    desk.sent("/api/seller/table-remove", &format!("table={TABLE}")).await;
    assert!(desk.buy_box("US:10001").await.contains("plus $3.99 delivery"));
    let seller = desk.seller().await;
    let fee = seller.fee_of_one(offer().await.packing, offer().await.price, &Place::country("US"));
    assert_eq!(fee.map(|fee| fee.minor()), Ok(399));
}
