//! Returns over HTTP, by plain forms as a browser without script sends them: what pages show before anything is decided,
//! that a repeated press is one, and that nobody else gets there.

use crate::common::{TestShop, header, post_as, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::domain::order::Carrier;
use platform::domain::returns::Grade;
use platform::domain::{OrderId, ReturnId, SellerId};
use platform::orders::Shopper;
use platform::returns::{Graded, ReturnDetail, Sending, lists, store};

const LUCIA: &str = "lucia@guayabo.example";
const ADA: &str = "ada@shopper.example";
const BEN: &str = "ben@shopper.example";
const NORA: &str = "nora@buyer.example";
const OPERATOR: &str = "operator@orinoco.example";

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop
}

async fn get(shop: &TestShop, who: &str, path: &str) -> Response<Body> {
    let request =
        Request::get(path).header("accept", "text/html").header("cookie", shop.cookie_of(who).await);
    shop.ask(request.body(Body::empty()).unwrap()).await
}

async fn post(shop: &TestShop, who: &str, path: &str, body: &str) -> Response<Body> {
    post_as(shop, Some(who), path, body.to_owned()).await
}

/// The fields that a form of the page would send, by the form's id.
pub fn fields(page: &str, form: &str) -> String {
    let start = page.find(&format!("id=\"{form}\"")).unwrap_or_else(|| panic!("no form {form}"));
    let form = &page[start..start + page[start..].find("</form>").unwrap()];
    let inputs = form.split("<input ").skip(1).filter(|input| input.starts_with("type=\"hidden\""));
    let value = |input: &str, name: &str| {
        let from = input.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
        input[from..from + input[from..].find('"').unwrap()].to_owned()
    };
    let pairs = inputs.map(|input| {
        let name = value(input, "name").replace('[', "%5B").replace(']', "%5D");
        format!("{name}={}", value(input, "value"))
    });
    pairs.collect::<Vec<_>>().join("&")
}

async fn waiting(shop: &TestShop) -> (SellerId, ReturnDetail) {
    let mut conn = shop.platform().db.read().await.unwrap();
    let seller = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    let all =
        lists::of_seller(&mut conn, seller, platform::returns::SellerFilter::ToDo, None, 5).await.unwrap();
    (seller, all.into_iter().next().unwrap())
}

async fn state(shop: &TestShop, id: ReturnId) -> String {
    let mut conn = shop.platform().db.read().await.unwrap();
    store::one(&mut conn, id).await.unwrap().state.0.to_string()
}

async fn assert_sound(shop: &TestShop) {
    for checked in shop.platform().check().await.unwrap() {
        assert_eq!(checked.broken, vec![], "{}", checked.capability);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_answers_receives_looks_and_gives_back_once() {
    let shop = demo().await;
    let (seller, detail) = waiting(&shop).await;
    let (id, order, line) = (detail.row.id, detail.row.order_id, detail.lines[0].line_id);
    let desk = text(get(&shop, LUCIA, "/seller/returns").await).await;
    assert!(desk.contains(&id.to_string()) && desk.contains("Asked for"));
    assert!(text(get(&shop, LUCIA, "/seller").await).await.contains("1 return waits for you."));
    let slip = get(&shop, ADA, &format!("/orders/{order}/returns/{id}/slip")).await;
    assert_eq!(slip.status(), StatusCode::SEE_OTHER, "there is none yet");
    let own = format!("seller={seller}&return_id={id}");
    let wordless = post(&shop, LUCIA, "/api/seller/return-decline", &format!("{own}&decline=")).await;
    assert_eq!(wordless.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(&shop, LUCIA, "/api/seller/return-approve", &own).await.status(), StatusCode::OK);
    let late = post(&shop, LUCIA, "/api/seller/return-decline", &format!("{own}&decline=Too+late")).await;
    assert_eq!(late.status(), StatusCode::CONFLICT);
    let slip = text(get(&shop, ADA, &format!("/orders/{order}/returns/{id}/slip")).await).await;
    assert!(slip.contains("12 Orchard Lane") && slip.contains(&id.to_string()));
    let sent = format!("order={order}&return_id={id}&carrier=ups&tracking=1Z-5");
    assert_eq!(post(&shop, ADA, "/api/returns/send", &sent).await.status(), StatusCode::OK);
    assert_eq!(post(&shop, LUCIA, "/api/seller/return-receive", &own).await.status(), StatusCode::OK);

    let look = format!("/seller/returns/{id}?seller={seller}&look=1&grade-{line}=used");
    let much = text(get(&shop, LUCIA, &format!("{look}&keep-{line}=60")).await).await;
    assert!(much.contains("At most 50 % can be kept back for this.") && !much.contains("id=\"preview\""));
    let page = text(get(&shop, LUCIA, &format!("{look}&keep-{line}=25&stock-{line}=on")).await).await;
    assert!(page.contains("id=\"preview\"") && page.contains("Commission given back to you"));
    let form = fields(&page, "refund");
    let wrong = form.replace("%5Bseen%5D=", "%5Bseen%5D=9");
    let wrong = post(&shop, LUCIA, "/api/seller/return-refund", &wrong).await;
    assert_eq!(wrong.status(), StatusCode::CONFLICT, "another amount than was shown");
    assert_eq!(state(&shop, id).await, "received");
    for _ in 0..2 {
        let done = post(&shop, LUCIA, "/api/seller/return-refund", &form).await;
        assert_eq!(done.status(), StatusCode::OK);
    }
    assert_eq!(state(&shop, id).await, "refunded");
    let again = form.replace("&form%5Bseen", "x&form%5Bseen");
    let again = post(&shop, LUCIA, "/api/seller/return-refund", &again).await;
    assert_eq!(again.status(), StatusCode::CONFLICT, "another press of another page");
    let page = text(get(&shop, ADA, &format!("/orders/{order}/returns/{id}")).await).await;
    assert!(page.contains("Given back") && page.contains("id=\"given\""));
    assert_sound(&shop).await;
}

pub async fn delivered_order(shop: &TestShop, email: &str) -> OrderId {
    let account = shop.account_of(email).await;
    let mut conn = shop.platform().db.read().await.unwrap();
    let all =
        platform::orders::store::orders_of(&mut conn, Shopper::Account(account), None, 1).await.unwrap();
    all[0].order.id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_sees_the_amounts_first_keeps_what_was_typed_and_asks_once() {
    let shop = demo().await;
    let order = delivered_order(&shop, NORA).await;
    let page = text(get(&shop, NORA, &format!("/orders/{order}")).await).await;
    assert!(page.contains("Return items") && page.contains(&format!("/orders/{order}/return?part=")));
    let what = text(get(&shop, NORA, &format!("/orders/{order}/return")).await).await;
    let form = fields(&what, "what");
    let line = &what[what.find("name=\"units-").unwrap() + 12..];
    let line = &line[..line.find('"').unwrap()];
    let ask = |units: &str, why: &str| {
        format!("/orders/{order}/return?{form}&units-{line}={units}&reason-{line}={why}")
    };
    let much = text(get(&shop, NORA, &ask("7", "damaged")).await).await;
    assert!(much.contains("Type a number from 0 to 1.") && much.contains("value=\"7\""), "kept as typed");
    let silent = text(get(&shop, NORA, &ask("1", "")).await).await;
    assert!(silent.contains("aria-invalid") && silent.contains("Choose a reason"));
    let none = text(get(&shop, NORA, &ask("0", "")).await).await;
    assert!(none.contains("Choose at least one item to return."));
    let review = text(get(&shop, NORA, &ask("1", "damaged")).await).await;
    assert!(review.contains("You get back") && review.contains("the seller owes you the postage"));
    assert!(review.contains("•••• 4242"));
    let form = fields(&review, "ask");
    let short = post(&shop, NORA, "/api/returns/request", &format!("{form}&form%5Bnote%5D=x")).await;
    assert_eq!(short.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let foreign = post(&shop, BEN, "/api/returns/request", &form).await;
    assert_eq!(foreign.status(), StatusCode::NOT_FOUND);
    for _ in 0..2 {
        let asked = Request::post("/api/returns/request")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("cookie", shop.cookie_of(NORA).await);
        let body = format!("{form}&form%5Bnote%5D=The+lid+is+broken.");
        let asked = shop.ask(asked.body(Body::from(body)).unwrap()).await;
        assert_eq!(asked.status(), StatusCode::SEE_OTHER);
        assert!(header(&asked, "location").contains("?new=1"), "{:?}", asked.headers());
    }
    let mut conn = shop.platform().db.read().await.unwrap();
    let returns = lists::of_order(&mut conn, order).await.unwrap();
    drop(conn);
    assert_eq!(returns.len(), 1, "two presses are one return");
    let id = returns[0].row.id;
    for path in ["", "/slip"] {
        let foreign = get(&shop, BEN, &format!("/orders/{order}/returns/{id}{path}")).await;
        assert_eq!(foreign.status(), StatusCode::NOT_FOUND);
    }
    let other = delivered_order(&shop, ADA).await;
    let mixed = get(&shop, ADA, &format!("/orders/{other}/returns/{id}")).await;
    assert_eq!(mixed.status(), StatusCode::NOT_FOUND, "a return of another order");
    let list = text(get(&shop, NORA, "/account/returns").await).await;
    assert!(list.contains(&id.to_string()));
    let cancel = format!("order={order}&return_id={id}");
    assert_eq!(post(&shop, NORA, "/api/returns/cancel", &cancel).await.status(), StatusCode::OK);
    assert_eq!(state(&shop, id).await, "cancelled");
    assert_sound(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_has_the_same_again_instead_of_the_money_and_follows_it() {
    let shop = demo().await;
    let order = delivered_order(&shop, NORA).await;
    let what = text(get(&shop, NORA, &format!("/orders/{order}/return")).await).await;
    let form = fields(&what, "what");
    let line = &what[what.find("name=\"units-").unwrap() + 12..];
    let line = &line[..line.find('"').unwrap()];
    let ask = format!("/orders/{order}/return?{form}&units-{line}=1&reason-{line}=damaged");
    let review = text(get(&shop, NORA, &ask).await).await;
    let wishes = &review[review.find("name=\"form[wish]\"").expect("there is a choice")..];
    let wish = &wishes[wishes.find("value=\"off_").unwrap() + 7..];
    let wish = &wish[..wish.find('"').unwrap()];
    let form = fields(&review, "ask");
    let other = post(&shop, NORA, "/api/returns/request", &format!("{form}&form%5Bwish%5D=off_x")).await;
    assert_eq!(other.status(), StatusCode::CONFLICT);
    let asked = post(&shop, NORA, "/api/returns/request", &format!("{form}&form%5Bwish%5D={wish}")).await;
    assert_eq!(asked.status(), StatusCode::OK);
    let mut conn = shop.platform().db.read().await.unwrap();
    let detail = lists::of_order(&mut conn, order).await.unwrap().remove(0);
    drop(conn);
    let (id, seller) = (detail.row.id, detail.row.seller_id);
    assert_eq!(detail.exchange.as_ref().unwrap().offer_id.to_string(), wish);
    let page = text(get(&shop, NORA, &format!("/orders/{order}/returns/{id}")).await).await;
    assert!(page.contains("Instead of the money") && !page.contains("id=\"money\""));

    let returns = &shop.platform().returns;
    if detail.row.answered_at_us.is_none() {
        returns.approve(seller, id, None).await.unwrap();
    }
    returns.receive(seller, id).await.unwrap();
    let graded =
        Graded { line: detail.lines[0].line_id, grade: Grade::Damaged, kept_bps: None, restock: false };
    returns.accept_exchange(seller, id, vec![graded]).await.unwrap();
    let how = Sending { carrier: Carrier::Ups, tracking: "1Z-EXCHANGE".into() };
    returns.send_replacement(seller, id, how).await.unwrap();
    assert_eq!(state(&shop, id).await, "exchanged");
    for path in [format!("/orders/{order}"), format!("/orders/{order}/returns/{id}")] {
        assert!(text(get(&shop, NORA, &path).await).await.contains("1Z-EXCHANGE"), "{path}");
    }
    let arrived = format!("order={order}&return_id={id}");
    let foreign = post(&shop, BEN, "/api/returns/replacement-arrived", &arrived).await;
    assert_eq!(foreign.status(), StatusCode::NOT_FOUND);
    let arrived = post(&shop, NORA, "/api/returns/replacement-arrived", &arrived).await;
    assert_eq!(arrived.status(), StatusCode::OK);
    assert_sound(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_appeals_an_operator_decides_and_both_parties_read_why() {
    let shop = demo().await;
    let (seller, detail) = waiting(&shop).await;
    let (id, order) = (detail.row.id, detail.row.order_id);
    let page = format!("/orders/{order}/returns/{id}");
    assert!(!text(get(&shop, ADA, &page).await).await.contains("id=\"appeal\""), "nothing is decided yet");
    let declined = format!("seller={seller}&return_id={id}&decline=Not+this+one");
    assert_eq!(post(&shop, LUCIA, "/api/seller/return-decline", &declined).await.status(), StatusCode::OK);
    let form = fields(&text(get(&shop, ADA, &page).await).await, "appeal");
    let wordless = post(&shop, ADA, "/api/returns/appeal", &format!("{form}&appeal=")).await;
    assert_eq!(wordless.status(), StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        let asked = post(&shop, ADA, "/api/returns/appeal", &format!("{form}&appeal=It+was+broken")).await;
        assert_eq!(asked.status(), StatusCode::OK);
    }
    let other = post(&shop, ADA, "/api/returns/appeal", &format!("{form}&appeal=Something+else")).await;
    assert_eq!(other.status(), StatusCode::CONFLICT, "once");
    let desk = text(get(&shop, OPERATOR, "/operator/returns").await).await;
    assert!(
        desk.contains("It was broken") && desk.contains("Not this one") && desk.contains(&id.to_string())
    );
    let form = fields(&desk, &format!("decide-{id}"));
    let decide = "/api/operator/return-appeal";
    for who in [LUCIA, ADA] {
        let foreign = post(&shop, who, decide, &format!("{form}&reason=For+me&overturn=on")).await;
        assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    }
    let silent = post(&shop, OPERATOR, decide, &format!("{form}&reason=&overturn=on")).await;
    assert_eq!(silent.status(), StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        let body = format!("{form}&reason=The+picture+shows+it&overturn=on");
        assert_eq!(post(&shop, OPERATOR, decide, &body).await.status(), StatusCode::OK);
    }
    let late = post(&shop, OPERATOR, decide, &format!("{form}&reason=No+after+all&overturn=")).await;
    assert_eq!(late.status(), StatusCode::CONFLICT);
    let of_seller = format!("/seller/returns/{id}?seller={seller}");
    for (who, path) in [(ADA, &page), (LUCIA, &of_seller)] {
        assert!(text(get(&shop, who, path).await).await.contains("The picture shows it"), "{who}");
    }
    assert!(text(get(&shop, OPERATOR, "/operator/returns?show=done").await).await.contains(&id.to_string()));
    let mut conn = shop.platform().db.read().await.unwrap();
    let appeal = platform::returns::appeal::of_return(&mut conn, id).await.unwrap().unwrap();
    drop(conn);
    assert_eq!(state(&shop, appeal.follow_id.unwrap()).await, "approved");
    assert_sound(&shop).await;
}
