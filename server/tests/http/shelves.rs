//! What categories are charged as, over HTTP: the operator looks at the effect first, says it from now on or a day to come, and
//! what is wrong is said at its field.

use crate::api::desk;
use crate::common::{answered, page_as, post_as};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::catalog::{Category, category_tree, class_history, classes_at};
use platform::domain::CategoryId;
use platform::domain::commission::CommissionClass;
use platform::domain::text_enum::TextEnum as _;

const OPERATOR: &str = "operator@orinoco.example";
const LUCIA: &str = "lucia@guayabo.example";
const PATH: &str = "/operator/fees/categories";
const SAY: &str = "/api/operator/category-class";

#[tokio::test(flavor = "multi_thread")]
async fn a_shelf_is_looked_at_first_and_takes_along_what_says_nothing_of_its_own() {
    let desk = desk().await;
    let db = &desk.shop.platform().db;
    let operator = desk.shop.cookie_of(OPERATOR).await;
    let (child, parent): (Category, Category) = {
        let tree = category_tree(&mut db.read().await.unwrap()).await.unwrap();
        let child = tree.all().iter().find(|one| one.parent_id.is_some()).unwrap();
        (child.clone(), tree.get(child.parent_id.unwrap()).unwrap().clone())
    };
    let held = async |id: CategoryId| {
        let mut conn = db.read().await.unwrap();
        let now = conn.now();
        let span = classes_at(&mut conn, &[id], now).await.unwrap()[&id];
        (span.class, span.said_by)
    };
    let before = held(child.id).await;
    let list = page_as(&desk.shop, PATH, &operator).await;
    assert!(list.contains(&format!("data-shelf=\"{}\"", child.id)), "{list}");
    let none = page_as(&desk.shop, &format!("{PATH}?q=no-such-shelf"), &operator).await;
    assert!(none.contains("No category is called so.") && !none.contains("data-shelf="));

    // The demo has neither jewellery nor a shelf that says so: looking changes nothing.
    let page = |id: CategoryId| format!("{PATH}?category={id}");
    let look = format!("{}&see=effect&class=jewelry&from=&reason=Rings+are+sold", page(child.id));
    let shown = page_as(&desk.shop, &look, &operator).await;
    assert!(shown.contains("data-follow=\"") && shown.contains("Put it into force"), "{shown}");
    assert_eq!(held(child.id).await, before);

    let body = |id: CategoryId, class: &str, reason: &str| {
        format!("category={id}&class={class}&from=&reason={reason}")
    };
    let said = body(child.id, "jewelry", "Rings+are+sold");
    let answer = answered(&desk.shop, &operator, &page(child.id), SAY, said).await;
    assert!(answer.contains("was changed.") && answer.contains("Rings are sold"), "{answer}");
    assert!(answer.contains("Olga Rivera"), "who said it");
    assert_eq!(held(child.id).await, (CommissionClass::Jewelry, child.id));

    // A parent's class does not cover a child's own, and covers it again once the child says nothing.
    let said = body(parent.id, "media", "Books+are+sold");
    answered(&desk.shop, &operator, &page(parent.id), SAY, said).await;
    assert_eq!(held(child.id).await, (CommissionClass::Jewelry, child.id));
    let said = body(child.id, "parent", "As+the+rest");
    answered(&desk.shop, &operator, &page(child.id), SAY, said).await;
    assert_eq!(held(child.id).await, held(parent.id).await);
    assert_eq!(held(parent.id).await.0.as_str(), "media");

    // Sellers and their programs read it at once.
    let lucia = desk.shop.cookie_of(LUCIA).await;
    let search = format!("/seller/fees?shelf={}", parent.name.split(' ').next().unwrap());
    let page = page_as(&desk.shop, &search, &lucia).await;
    assert!(page.contains("data-kind=\"media\""), "{page}");
    let propose = format!("/seller/products/new?category={}", child.id);
    let page = page_as(&desk.shop, &propose, &lucia).await;
    assert!(page.contains("data-charged=\"media\""), "{page}");
    let (_, listed) = desk.get("/api/v1/categories?limit=100").await;
    let of = |id: CategoryId| {
        let mut all = listed["data"].as_array().unwrap().iter();
        all.find(|one| one["id"] == id.to_string().as_str()).unwrap()["commission_class"].clone()
    };
    assert_eq!((of(parent.id), of(child.id)), ("media".into(), "media".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_shelf_is_said_at_its_field_and_nobody_else_says_anything() {
    let desk = desk().await;
    let db = &desk.shop.platform().db;
    let operator = desk.shop.cookie_of(OPERATOR).await;
    let root = {
        let tree = category_tree(&mut db.read().await.unwrap()).await.unwrap();
        tree.roots().next().unwrap().id
    };
    let page = format!("{PATH}?category={root}");
    let asked = page_as(&desk.shop, &format!("{page}&see=effect&class=parent"), &operator).await;
    assert!(asked.contains("No category is above this one") && !asked.contains("id=\"effect\""), "{asked}");
    for (class, from, reason, words) in [
        ("parent", "", "As+the+rest", "No category is above this one"),
        ("media", "2001-01-01", "Long+ago", "Choose today or a day to come."),
        ("media", "", "x", "Say why, in 3 to 300 characters."),
        ("nonsense", "", "Why+not", "aria-invalid=\"true\""),
    ] {
        let body = format!("category={root}&class={class}&from={from}&reason={reason}");
        let answer = answered(&desk.shop, &operator, &page, SAY, body).await;
        assert!(answer.contains(words), "{class}: {answer}");
    }
    let body = format!("category={root}&class=media&from=&reason=Not+hers+to+say");
    for who in [Some(LUCIA), None] {
        let refused = post_as(&desk.shop, who, SAY, body.clone()).await.status();
        let closed = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND];
        assert!(closed.contains(&refused), "{who:?}: {refused}");
    }
    let mut conn = db.read().await.unwrap();
    assert_eq!(class_history(&mut conn, None, 10).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_of_goods_is_made_named_charged_and_read_by_sellers() {
    let desk = desk().await;
    let operator = desk.shop.cookie_of(OPERATOR).await;
    let fees = "/operator/fees";
    let make = |names: &str| answered(&desk.shop, &operator, fees, "/api/operator/kind", names.to_owned());
    let made = make("kind_en=Hats+and+caps&kind_es=Sombreros&kind_ar=").await;
    assert!(made.contains("The name is kept.") && made.contains("Commission: Hats and caps"), "{made}");
    let again = make("kind_en=hats+AND+caps&kind_es=&kind_ar=").await;
    assert!(again.contains("Another kind of goods has this name."), "{again}");
    let empty = make("kind_en=+&kind_es=Nada&kind_ar=").await;
    assert!(empty.contains("Write a name of 1 to 60 characters."), "{empty}");
    let nobody_made =
        Request::get("/operator/fees/own_2").header("accept", "text/html").header("cookie", &operator);
    let answer = desk.shop.ask(nobody_made.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);

    let rule = "class=own_1&seller=&banding=whole&rate_1=22&minimum=0.40&closing=0.10&reason=Hats+are+new";
    let said = answered(&desk.shop, &operator, fees, "/api/operator/fee-rule", rule.to_owned()).await;
    assert!(said.contains("Commission changed: Hats and caps."), "{said}");
    let unmade = rule.replace("own_1", "own_2");
    let refused = answered(&desk.shop, &operator, fees, "/api/operator/fee-rule", unmade).await;
    assert!(!refused.contains("Commission changed"), "{refused}");
    let db = &desk.shop.platform().db;
    let shelf = {
        let tree = category_tree(&mut db.read().await.unwrap()).await.unwrap();
        tree.roots().next().unwrap().id
    };
    let page = format!("{PATH}?category={shelf}");
    let body = |class: &str| format!("category={shelf}&class={class}&from=&reason=Hats+from+now+on");
    let unknown = answered(&desk.shop, &operator, &page, SAY, body("own_2")).await;
    assert!(unknown.contains("aria-invalid=\"true\""), "{unknown}");
    let charged = answered(&desk.shop, &operator, &page, SAY, body("own_1")).await;
    assert!(charged.contains("Hats and caps") && charged.contains("22% of price and delivery"), "{charged}");

    let (_, now) = desk.get("/api/v1/fees").await;
    let own: Vec<_> =
        now["commission"].as_array().unwrap().iter().filter(|rule| rule["name"].is_string()).collect();
    assert_eq!(own.len(), 1, "{now}");
    assert_eq!((own[0]["class"].as_str(), own[0]["name"].as_str()), (Some("own_1"), Some("Hats and caps")));
    assert_eq!(own[0]["bands"][0]["rate_basis_points"], 2_200);
    let lucia = desk.shop.cookie_of(LUCIA).await;
    let seller =
        page_as(&desk.shop, "/seller/fees?class=own_1&price=100&quantity=1&shipping=0", &lucia).await;
    assert!(seller.contains("data-class=\"own_1\"") && seller.contains("22% of $100.00"), "{seller}");
}
