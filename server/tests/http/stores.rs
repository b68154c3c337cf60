//! A seller's own page over HTTP: what the seller says, what its settings say, and what it has for sale.

use crate::api::seller_of;
use crate::common::{TestShop, answered, assert_status, first_offer, header, page_as, text};
use crate::makers::feedback_of;
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::domain::SellerId;
use platform::sellers;

const LUCIA: &str = "lucia@guayabo.example";

async fn demo() -> (TestShop, SellerId) {
    let shop = TestShop::with(|config| config.engines_allowed = true).await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let seller = seller_of(&shop, "guayabo").await;
    (shop, seller)
}

async fn store(shop: &TestShop) -> String {
    let answer = shop.get("/s/guayabo").await;
    assert_status(&answer, StatusCode::OK);
    text(answer).await
}

async fn tell(shop: &TestShop, seller: SellerId, story: &str) -> String {
    let cookie = shop.cookie_of(LUCIA).await;
    let story = story.replace('\n', "%0D%0A").replace(' ', "+").replace('<', "%3C").replace('>', "%3E");
    answered(shop, &cookie, "/seller/store", "/api/seller/store", format!("seller={seller}&story={story}"))
        .await
}

async fn logo(shop: &TestShop, who: &str, seller: SellerId, file: &[u8]) -> Response<Body> {
    let mut body =
        b"--cut\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"logo.png\"\r\n\r\n".to_vec();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--cut--\r\n");
    let request = Request::post(format!("/seller/store/logo/{seller}"))
        .header("content-type", "multipart/form-data; boundary=cut")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .header("cookie", shop.cookie_of(who).await);
    shop.ask(request.body(Body::from(body)).unwrap()).await
}

const PNG: &[u8] = include_bytes!("../../../public/icons/icon-192.png");

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_the_seller_and_its_settings_say() {
    let (shop, seller) = demo().await;
    let page = store(&shop).await;
    let row = {
        let mut conn = shop.platform().db.read().await.unwrap();
        sellers::get(&mut conn, seller).await.unwrap().unwrap()
    };
    for words in
        ["Casa Guayabo", "Sells here since", "Ships from", "Delivery and returns", "Returns: at least"]
    {
        assert!(page.contains(words), "{words}");
    }
    let rating = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::reviews::rating_of_seller(&mut conn, seller).await.unwrap()
    };
    assert!(rating.count() > 0, "the demo's buyers have said something");
    assert!(page.contains("of what was bought here"));
    assert!(page.contains("\"@type\":\"Organization\"") && page.contains("\"reviewCount\""));
    assert!(page.contains("rel=\"canonical\"") && page.contains("/s/guayabo\""));
    let sold = first_offer(&shop, "guayabo").await;
    let offer = format!("/p/{}?offer=", sold.product_slug);
    assert!(page.contains(&offer) || page.contains("page=2"), "its products lead to its own offers");
    let product = text(shop.get(&format!("/p/{}", sold.product_slug)).await).await;
    assert!(product.contains("href=\"/s/"), "the product leads to the shop");
    assert!(!row.slug.is_empty());
    let list = text(shop.get("/sitemap/sellers.xml").await).await;
    assert!(list.contains("/s/guayabo</loc>"), "{list}");
    assert_status(&shop.get("/s/nobody").await, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_of_the_demo_was_rated_and_has_answered() {
    let (shop, _) = demo().await;
    // A second run says nothing again.
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let tomas = shop.cookie_of("tomas@paramo.example").await;
    let (store, desk) =
        (text(shop.get("/s/paramo").await).await, page_as(&shop, "/seller/reviews", &tomas).await);
    for page in [store, desk] {
        for said in ["here a day early", "We have ordered smaller boxes since."] {
            assert_eq!(page.matches(said).count(), 1, "{said}: {page}");
        }
        assert_eq!(page.matches("data-feedback=").count(), 1, "{page}");
    }
    let paramo = seller_of(&shop, "paramo").await;
    let mut conn = shop.platform().db.read().await.unwrap();
    assert_eq!(platform::reviews::todo(&mut conn, paramo).await.unwrap().feedback, 0, "nothing waits");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_buyers_say_is_read_page_by_page_and_is_no_page_of_its_own_to_engines() {
    let (shop, seller) = demo().await;
    let words = |page: &str| page.matches("Word number ").count();
    assert!(!store(&shop).await.contains("feedback=2"), "nothing to turn to");
    feedback_of(&shop, seller, 23).await;
    let first = store(&shop).await;
    assert!(words(&first) == 10 && first.contains("Word number 23.") && first.contains("Word number 14."));
    assert!(first.contains("href=\"/s/guayabo?feedback=2#feedback\"") && first.contains("rel=\"next\""));
    let page = async |query: &str| text(shop.get(&format!("/s/guayabo?{query}")).await).await;
    let canonical = |page: &str| {
        let (before, _) = page.split_once("rel=\"canonical\"").unwrap();
        let tag = &page[before.rfind('<').unwrap()..];
        tag.split_once("href=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
    };
    let second = page("feedback=2").await;
    assert!(words(&second) == 10 && second.contains("Word number 13.") && second.contains("Word number 4."));
    assert_eq!(canonical(&second), canonical(&first));
    assert!(canonical(&first).ends_with("/s/guayabo"), "{}", canonical(&first));
    assert!(second.contains("href=\"/s/guayabo#feedback\""), "the first page has one address");
    for last in ["feedback=3", "feedback=99"] {
        let last = page(last).await;
        assert!(words(&last) == 3 && last.contains("Word number 1."), "past the end is the end");
    }
    assert_eq!(words(&page("feedback=nonsense").await), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_text_in_paragraphs_and_never_a_page_of_its_own() {
    let (shop, seller) = demo().await;
    let page = tell(&shop, seller, "We roast.\n\n<script>alert(1)</script>").await;
    assert!(page.contains("Your story is on your page."));
    let page = store(&shop).await;
    let story = page.split_once("id=\"story\"").unwrap().1;
    assert!(story.contains("We roast.</p>") && story.contains("&lt;script&gt;alert(1)"), "{story}");
    assert!(!page.contains("<script>alert(1)"));
    let long = "x".repeat(2_001);
    let page = tell(&shop, seller, &long).await;
    assert!(page.contains("Write up to 2,000 characters."));
    assert!(page_as(&shop, "/s/guayabo", "").await.contains("We roast."), "what is refused changes nothing");
    tell(&shop, seller, "").await;
    assert!(!store(&shop).await.contains("id=\"story\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logo_is_a_picture_of_the_sellers_own_and_can_be_taken_away() {
    let (shop, seller) = demo().await;
    for (who, expected) in
        [("tomas@paramo.example", StatusCode::NOT_FOUND), ("ada@shopper.example", StatusCode::NOT_FOUND)]
    {
        assert_status(&logo(&shop, who, seller, PNG).await, expected);
    }
    for wrong in [&b"GIF89a"[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b""] {
        assert_status(&logo(&shop, LUCIA, seller, wrong).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_status(&logo(&shop, LUCIA, seller, PNG).await, StatusCode::OK);
    let page = store(&shop).await;
    let who = page.split_once("id=\"who\"").unwrap().1.split_once("</header>").unwrap().0;
    let src = who.split_once("src=\"").unwrap().1.split_once('"').unwrap().0;
    let picture = shop.get(src).await;
    assert_status(&picture, StatusCode::OK);
    assert_eq!(header(&picture, "content-type"), "image/jpeg");
    let cookie = shop.cookie_of(LUCIA).await;
    let gone =
        answered(&shop, &cookie, "/seller/store", "/api/seller/logo-remove", format!("seller={seller}"));
    assert!(gone.await.contains("The logo was removed."));
    assert!(
        !store(&shop)
            .await
            .split_once("id=\"who\"")
            .unwrap()
            .1
            .split_once("</header>")
            .unwrap()
            .0
            .contains("<img")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_on_holiday_or_stopped_has_a_page_with_nothing_for_sale() {
    let (shop, seller) = demo().await;
    let today = {
        let mut conn = shop.platform().db.read().await.unwrap();
        sellers::get(&mut conn, seller).await.unwrap().unwrap().today(conn.now())
    };
    let holiday = sellers::Holiday { from: today, until: Some(today + 3) };
    let said =
        shop.platform().db.write(move |tx| Box::pin(sellers::update_holiday(tx, seller, Some(holiday))));
    said.await.unwrap();
    let page = store(&shop).await;
    assert!(page.contains("Casa Guayabo is on holiday until") && page.contains("Nothing for sale now"));
    let closed = shop
        .platform()
        .db
        .write(move |tx| Box::pin(sellers::set_status(tx, seller, sellers::SellerStatus::Closed)));
    closed.await.unwrap();
    assert_status(&shop.get("/s/guayabo").await, StatusCode::NOT_FOUND);
    assert!(!text(shop.get("/sitemap/sellers.xml").await).await.contains("/s/guayabo<"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_shows_a_logo_and_takes_it_away() {
    let desk = crate::api::desk().await;
    let put = async |idem: &str, file: &[u8]| {
        let request = Request::put("/api/v1/store/logo")
            .header("authorization", format!("Bearer {}", desk.key))
            .header("idempotency-key", idem);
        crate::api::answer(desk.shop.ask(request.body(Body::from(file.to_vec())).unwrap()).await).await
    };
    for (file, expected) in [(&b""[..], StatusCode::BAD_REQUEST), (&b"GIF89a"[..], StatusCode::CONFLICT)] {
        assert_eq!(put("what-is-no-logo-0001", file).await.0, expected);
    }
    let (_, before) = desk.get("/api/v1/store").await;
    let (status, shown) = put("show-this-logo-00001", PNG).await;
    assert_eq!((status, &shown["has_logo"]), (StatusCode::OK, &serde_json::json!(true)), "{shown}");
    assert_eq!(put("show-this-logo-00001", PNG).await, (StatusCode::OK, shown.clone()));
    assert_eq!(shown["story"], before["story"], "the story stays");
    let page = store(&desk.shop).await;
    let who = page.split_once("id=\"who\"").unwrap().1.split_once("</header>").unwrap().0;
    assert!(who.contains("<img"), "{who}");
    let (status, gone) = desk.post("/api/v1/store/logo/remove", "show-no-logo-000001", None).await;
    assert_eq!((status, &gone["has_logo"]), (StatusCode::OK, &serde_json::json!(false)), "{gone}");
    assert_eq!(desk.get("/api/v1/store").await.1, gone);
}
