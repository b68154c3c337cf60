//! Starter kits over HTTP: an operator sees what each would add, adds it once, and nobody else does.

use crate::common::{TestShop, answered, header, page_as, post_as};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::catalog::category_tree;
use platform::db::changes::{ChangesOf, changes};
use platform::domain::contact::{Email, NewPassword, PersonName};
use platform::domain::format::Locale;
use platform::identity::NewAccount;

const OLGA: &str = "olga@shop.example";

/// A shop with an operator and nothing else.
async fn empty_shop() -> (TestShop, String) {
    let shop = TestShop::new().await;
    let new = NewAccount {
        email: Email::parse(OLGA).unwrap(),
        name: PersonName::parse("Olga").unwrap(),
        password: NewPassword::parse("a long river runs").unwrap(),
        locale: Locale::En,
        currency: shop.platform().config.currency,
    };
    shop.platform().identity.create_account(new, true).await.unwrap();
    let cookie = shop.cookie_of(OLGA).await;
    (shop, cookie)
}

async fn categories(shop: &TestShop) -> usize {
    let mut conn = shop.platform().db.read().await.unwrap();
    category_tree(&mut conn).await.unwrap().all().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kit_is_looked_at_added_and_added_once() {
    let (shop, olga) = empty_shop().await;
    let overview = page_as(&shop, "/operator", &olga).await;
    assert!(overview.contains("The shop has no categories yet"), "{overview}");
    let list = page_as(&shop, "/operator/kits", &olga).await;
    for kit in ["bookshop", "grocer", "fashion", "electronics"] {
        assert!(list.contains(&format!("data-kit=\"{kit}\"")), "{kit}");
        let page = page_as(&shop, &format!("/operator/kits/{kit}"), &olga).await;
        assert!(page.contains("data-new=\"true\"") && !page.contains("data-new=\"false\""), "{kit}");
    }
    let page = "/operator/kits/fashion?language=en";
    let seen = page_as(&shop, page, &olga).await;
    assert!(seen.contains("data-category=\"Dresses\""), "{seen}");
    assert!(seen.contains("Asks for: Material, Colour") && seen.contains("New products need approval."));
    assert!(seen.contains("Offered by nobody until you name who may: Burberry, Cartier, "), "{seen}");
    assert!(seen.contains("Finding your size") && seen.contains("كيف تجد مقاسك"));
    assert!(
        seen.contains("17% of what costs more") && !seen.contains("What was said of this kind of goods"),
        "{seen}"
    );
    assert_eq!(categories(&shop).await, 0, "looking adds nothing");

    let form = || "kit=fashion&language=en".to_owned();
    let added = answered(&shop, &olga, page, "/api/operator/kit-apply", form()).await;
    assert!(added.contains("Added: ") && added.contains("The shop has all of this"), "{added}");
    assert!(!added.contains("data-new=\"true\"") && !added.contains("kit-apply"), "{added}");
    // Rates that were said before are not the kit's to tell.
    assert!(
        !added.contains("17% of what costs more") && added.contains("What was said of this kind of goods"),
        "{added}"
    );
    let made = categories(&shop).await;
    assert_eq!(made, 14);
    let again = answered(&shop, &olga, page, "/api/operator/kit-apply", form()).await;
    assert!(again.contains("Nothing was changed."), "{again}");
    assert_eq!(categories(&shop).await, made);

    // What changed nothing is not in the trail.
    let mut conn = shop.platform().db.read().await.unwrap();
    let notes = changes(&mut conn, ChangesOf::default(), 10).await.unwrap();
    let notes: Vec<_> = notes.iter().filter(|note| note.route == "POST /api/operator/kit-apply").collect();
    assert_eq!(notes.len(), 1);
    let fields: Vec<(&str, &str)> =
        notes[0].fields.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(fields, [("kit", "fashion"), ("language", "en")]);
    drop(conn);
    let sizes = shop.get("/help/sizes").await;
    assert_eq!(sizes.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn categories_are_named_in_the_language_that_was_chosen() {
    let (shop, olga) = empty_shop().await;
    let page = "/operator/kits/bookshop?language=es";
    assert!(page_as(&shop, page, &olga).await.contains("data-category=\"Novelas\""));
    let form = "kit=bookshop&language=es".to_owned();
    let added = answered(&shop, &olga, page, "/api/operator/kit-apply", form).await;
    assert!(added.contains("data-category=\"Novelas\""), "{added}");
    // In English the same categories are there, and keep their names.
    let other = page_as(&shop, "/operator/kits/bookshop?language=en", &olga).await;
    assert!(other.contains("data-category=\"Novelas\"") && !other.contains("data-new=\"true\""), "{other}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_operator_adds_a_kit_and_an_unknown_one_is_refused() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let before = categories(&shop).await;
    let press = async |who: Option<&str>, form: &str| {
        post_as(&shop, who, "/api/operator/kit-apply", form.to_owned()).await.status()
    };
    assert_eq!(press(None, "kit=fashion").await, StatusCode::UNAUTHORIZED);
    assert_eq!(press(Some("ada@shopper.example"), "kit=fashion").await, StatusCode::FORBIDDEN);
    let operator = Some("operator@orinoco.example");
    assert_eq!(press(operator, "kit=bakery").await, StatusCode::CONFLICT);
    assert_eq!(press(operator, "").await, StatusCode::CONFLICT);
    assert_eq!(categories(&shop).await, before);
    let page = shop.ask(Request::get("/operator/kits").body(Body::empty()).unwrap()).await;
    assert!(header(&page, "location").starts_with("/sign-in"));
    let cookie = shop.cookie_of("operator@orinoco.example").await;
    let request = Request::get("/operator/kits/bakery").header("cookie", cookie);
    let unknown = shop.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
}
