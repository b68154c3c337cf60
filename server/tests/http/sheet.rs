//! The sheet over HTTP: many offers in one form, all of them or none, and back.

use crate::common::{TestShop, answered, assert_status, page_as, post_as};
use http::StatusCode;
use platform::catalog::{Offer, offers_of_seller_by_sku};
use platform::domain::{Currency, Money, OfferId, SellerId};
use platform::inventory::{InventoryError, adjust, levels};

const LUCIA: &str = "lucia@guayabo.example";
const PATH: &str = "/seller/products/sheet";

struct Desk {
    shop: TestShop,
    cookie: String,
    seller: SellerId,
    /// Two offers of Casa Guayabo.
    offers: [OfferId; 2],
}

impl Desk {
    async fn new() -> Self {
        let shop = TestShop::new().await;
        shop.platform().seed(Some("a-demo-password")).await.unwrap();
        let cookie = shop.cookie_of(LUCIA).await;
        let mut conn = shop.platform().db.read().await.unwrap();
        let seller = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
        let rows = offers_of_seller_by_sku(&mut conn, seller, None, 0, 2).await.unwrap().rows;
        drop(conn);
        let offers = [rows[0].offer.id, rows[1].offer.id];
        Self { shop, cookie, seller, offers }
    }

    async fn offer(&self, id: OfferId) -> Offer {
        platform::catalog::offer(&mut self.shop.platform().db.read().await.unwrap(), id).await.unwrap()
    }

    async fn page(&self) -> String {
        page_as(&self.shop, PATH, &self.cookie).await
    }

    async fn sent(&self, path: &str, rest: &str) -> String {
        let body = format!("seller={}&{rest}", self.seller);
        answered(&self.shop, &self.cookie, PATH, path, body).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_chooses_how_many_rows_a_page_has_and_no_other_number_counts() {
    let desk = Desk::new().await;
    let chosen = |page: &str| -> Vec<String> {
        let select =
            page.split_once("name=\"rows\"").expect("the choice").1.split("</select>").next().unwrap();
        let options = select.split("<option").skip(1);
        let selected = options.filter(|option| option.split('>').next().unwrap().contains("selected"));
        selected
            .map(|option| option.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
            .collect()
    };
    for (asked, rows) in [("", "100"), ("?rows=250", "250"), ("?rows=500", "500"), ("?rows=5000", "100")] {
        let page = page_as(&desk.shop, &format!("{PATH}{asked}"), &desk.cookie).await;
        assert_eq!(chosen(&page), [rows], "{asked}");
    }
}

/// The value of a field as the page shows it.
fn value(page: &str, name: &str) -> String {
    let field = page.split_once(&format!("name=\"{name}\" value=\"")).expect("the page has the field").1;
    field.split('"').next().unwrap().to_owned()
}

/// A row of the form with some of its fields typed anew.
fn row(page: &str, offer: OfferId, typed: &[(&str, &str)]) -> String {
    let seen = value(page, &format!("seen-{offer}"));
    let shown: Vec<&str> = seen.split('~').skip(1).collect();
    let mut pairs = vec![format!("seen-{offer}={seen}")];
    for (column, shown) in ["price", "stock", "days", "cost", "active"].into_iter().zip(shown) {
        let text = typed.iter().find(|(name, _)| *name == column).map_or(shown, |(_, text)| *text);
        // A box that is not ticked is not sent.
        if column != "active" || !text.is_empty() {
            pairs.push(format!("{column}-{offer}={text}"));
        }
    }
    pairs.join("&")
}

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_are_saved_at_once_and_taken_back_at_once() {
    let desk = Desk::new().await;
    let [one, two] = desk.offers;
    let (before_one, before_two) = (desk.offer(one).await, desk.offer(two).await);
    let page = desk.page().await;
    let nothing = format!("key=a-sheet-by-lucia-00&{}", row(&page, one, &[]));
    assert!(desk.sent("/api/seller/sheet", &nothing).await.contains("Nothing was changed."));

    let first = row(&page, one, &[("price", "12.34"), ("days", "4"), ("cost", "5")]);
    let second = row(&page, two, &[("active", "")]);
    let body = format!("key=a-sheet-by-lucia-01&{first}&{second}");
    let saved = desk.sent("/api/seller/sheet", &body).await;
    assert!(saved.contains("2 offers are changed."), "{saved}");
    let offer = desk.offer(one).await;
    assert_eq!(offer.price, Money::new(1_234, Currency::USD));
    assert_eq!(offer.terms.handling_days, Some(4));
    assert_eq!(offer.terms.cost, Some(Money::new(500, Currency::USD)));
    assert!(!desk.offer(two).await.active);
    assert!(
        saved.contains("2 offers, ") && saved.contains("to $12.34"),
        "it says what became of them: {saved}"
    );
    // The same press again changes nothing.
    desk.sent("/api/seller/sheet", &body).await;
    assert_eq!(desk.offer(one).await.version, offer.version);

    let sheet = saved.split_once("data-sheet-past=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let undone = desk.sent("/api/seller/sheet-undo", &format!("sheet={sheet}")).await;
    assert!(undone.contains("The changes are taken back."), "{undone}");
    let (one, two) = (desk.offer(one).await, desk.offer(two).await);
    assert_eq!((one.price, one.terms), (before_one.price, before_one.terms));
    assert_eq!((two.price, two.active), (before_two.price, before_two.active));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_cell_saves_nothing_and_everything_typed_stays() {
    let desk = Desk::new().await;
    let [one, two] = desk.offers;
    let before = desk.offer(one).await;
    let page = desk.page().await;
    let first = row(&page, one, &[("price", "11.11")]);
    let second = row(&page, two, &[("price", "ten"), ("days", "99")]);
    let body = format!("key=a-sheet-by-lucia-02&{first}&{second}");
    let refused = desk.sent("/api/seller/sheet", &body).await;
    assert!(refused.contains("Nothing is saved: 1 row needs another look."), "{refused}");
    assert!(refused.contains("Write a price like 19.99") && refused.contains("Write 0 to 30 days"));
    assert_eq!(value(&refused, &format!("price-{one}")), "11.11", "the good row stays typed, too");
    assert_eq!(value(&refused, &format!("price-{two}")), "ten");
    assert_eq!(desk.offer(one).await, before);
    // On a page that is opened anew nothing is left of it.
    assert_eq!(value(&desk.page().await, &format!("price-{one}")), before.price.to_decimal());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_somebody_changed_meanwhile_is_shown_with_what_was_typed() {
    let desk = Desk::new().await;
    let [one, two] = desk.offers;
    let page = desk.page().await;
    let first = row(&page, one, &[("price", "11.11")]);
    let second = row(&page, two, &[("price", "22.22")]);
    let meanwhile = format!("key=a-sheet-by-lucia-03&{}", row(&page, two, &[("price", "33.33")]));
    let saved = desk.sent("/api/seller/sheet", &meanwhile).await;
    let refused = desk.sent("/api/seller/sheet", &format!("key=a-sheet-by-lucia-04&{first}&{second}")).await;
    assert!(refused.contains("Somebody changed this offer since the page was made."), "{refused}");
    assert_eq!(desk.offer(two).await.price, Money::new(3_333, Currency::USD));
    assert_eq!(value(&refused, &format!("price-{two}")), "22.22");
    // Whoever has looked again saves it as it stands there now.
    let first = row(&refused, one, &[("price", "11.11")]);
    let second = row(&refused, two, &[("price", "22.22")]);
    let body = format!("key=a-sheet-by-lucia-05&{first}&{second}");
    assert!(desk.sent("/api/seller/sheet", &body).await.contains("2 offers are changed."));
    // What was saved first was changed since: it is named, and stays.
    let sheet = saved.split_once("data-sheet-past=\"").unwrap().1.split('"').next().unwrap();
    let late = desk.sent("/api/seller/sheet-undo", &format!("sheet={sheet}")).await;
    assert!(late.contains("Nothing is taken back: these were changed since."), "{late}");
    assert_eq!(desk.offer(two).await.price, Money::new(2_222, Currency::USD));
}

#[tokio::test(flavor = "multi_thread")]
async fn units_that_come_between_two_presses_are_not_counted_away() {
    let desk = Desk::new().await;
    let one = desk.offers[0];
    let page = desk.page().await;
    let shown: i64 = value(&page, &format!("seen-{one}")).split('~').nth(2).unwrap().parse().unwrap();
    let typed = (shown + 5).to_string();
    let came: Result<(), InventoryError> = desk
        .shop
        .platform()
        .db
        .write(move |tx| Box::pin(async move { adjust(tx, "meanwhile", one, 3).await }))
        .await;
    came.unwrap();
    let wrong = row(&page, one, &[("stock", &typed), ("days", "99")]);
    let refused = desk.sent("/api/seller/sheet", &format!("key=a-sheet-by-lucia-07&{wrong}")).await;
    assert_eq!(value(&refused, &format!("stock-{one}")), typed, "what was typed stays");
    let right = row(&refused, one, &[("stock", &typed), ("days", "3")]);
    let saved = desk.sent("/api/seller/sheet", &format!("key=a-sheet-by-lucia-08&{right}")).await;
    assert!(saved.contains("1 offer is changed."), "{saved}");
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let available = levels(&mut conn, &[one]).await.unwrap()[&one].available;
    assert_eq!(available, shown + 3 + 5, "five more than the page showed, and the three that came");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_makes_no_sense_changes_nothing() {
    let desk = Desk::new().await;
    let one = desk.offers[0];
    let before = desk.offer(one).await;
    for rest in [
        "key=short".to_owned(),
        format!("key=a-sheet-by-lucia-06&seen-{one}=nonsense&price-{one}=1"),
        format!("key=a-sheet-by-lucia-06&seen-nobody={}~1~1~~~on", before.version),
        format!("key=a-sheet-by-lucia-06&seen-{one}={}~1~x~~~on&price-{one}=1", before.version),
    ] {
        let body = format!("seller={}&{rest}", desk.seller);
        let answer = post_as(&desk.shop, Some(LUCIA), "/api/seller/sheet", body).await;
        assert_status(&answer, StatusCode::CONFLICT);
    }
    let body = format!("seller={}&sheet=nonsense", desk.seller);
    let answer = post_as(&desk.shop, Some(LUCIA), "/api/seller/sheet-undo", body).await;
    assert_status(&answer, StatusCode::NOT_FOUND);
    assert_eq!(desk.offer(one).await, before);
}
