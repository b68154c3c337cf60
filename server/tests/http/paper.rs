//! What a seller prints, and what a sale would leave.

use crate::common::{TestShop, assert_status, page_as, post_form};
use axum::body::Body;
use http::{Request, StatusCode};

const LUCIA: &str = "lucia@guayabo.example";

fn between<'h>(html: &'h str, from: &str, to: &str) -> &'h str {
    html.split_once(from).unwrap_or_else(|| panic!("no {from}: {html}")).1.split(to).next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_names_no_price_and_the_list_has_what_was_begun() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let lucia = shop.cookie_of(LUCIA).await;
    let orders = page_as(&shop, "/seller/orders", &lucia).await;
    let placed = between(&orders, "<main", "</main>");
    let part = between(placed, "href=\"/seller/orders/prt_", "?");
    let slip = page_as(&shop, &format!("/seller/orders/prt_{part}/slip"), &lucia).await;
    let slip = between(&slip, "id=\"slip\"", "</section>");
    let title = between(between(slip, "<tbody>", "</tbody>"), "<bdi>", "</bdi>").to_owned();
    let sale = page_as(&shop, &format!("/seller/orders/prt_{part}"), &lucia).await;
    let lines = between(between(&sale, "id=\"address\"", "</p>"), "<p>", "</p>").matches("<bdi>").count();
    let first = between(between(&sale, "id=\"address\"", "</p>"), "<bdi>", "</bdi>");
    assert!(lines >= 3 && slip.contains(&format!("<bdi>{first}</bdi>")), "{first}: {slip}");
    assert!(slip.contains("Packing slip"));
    assert!(!slip.contains('$'), "a slip may lie in a present: {slip}");

    let list = page_as(&shop, "/seller/orders/pick-list", &lucia).await;
    let before = list.matches("data-pick=").count();
    let seller = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id
    };
    let body = format!("seller={seller}&part=prt_{part}");
    post_form(&shop, "/api/seller/accept", &lucia, &body).await;
    let list = page_as(&shop, "/seller/orders/pick-list", &lucia).await;
    assert_eq!(list.matches("data-pick=").count(), before + 1);
    assert!(between(&list, "id=\"pick\"", "</main>").contains(&title), "{title}: {list}");
    let tomas = shop.cookie_of("tomas@paramo.example").await;
    let request = Request::get(format!("/seller/orders/prt_{part}/slip")).header("cookie", &tomas);
    let answer = shop.ask(request.body(Body::empty()).unwrap()).await;
    assert_status(&answer, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_sale_leaves_is_what_would_be_charged() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let lucia = shop.cookie_of(LUCIA).await;
    let of = async |query: &str| {
        let page = page_as(&shop, &format!("/seller/fees?{query}"), &lucia).await;
        between(&page, "id=\"proceeds\"", "</section>").to_owned()
    };
    let lamps = of("class=electronics&price=45&quantity=2&shipping=4.99&cost=20").await;
    for words in ["8% of $94.99", "-$7.60", "$87.39", "$47.39", "49.89%"] {
        assert!(lamps.contains(words), "{words}: {lamps}");
    }
    // A book: 15 % and the closing fee, in bands of one kind and the other.
    let book = of("class=media&price=10&quantity=1&shipping=0&cost=0").await;
    assert!(book.contains("15% of $10.00 + closing fee $1.80") && book.contains("$6.70"), "{book}");
    let chair = of("class=furniture&price=300&quantity=1&shipping=0&cost=0").await;
    assert!(chair.contains("15% of $200.00 + 10% of $100.00") && chair.contains("$260.00"), "{chair}");
    for wrong in ["price=ten", "quantity=0", "quantity=1000", "price=-1", "class=gold"] {
        assert!(of(wrong).await.contains("Write amounts like 45.00"), "{wrong}");
    }
}
