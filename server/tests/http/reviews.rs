//! Reviews over HTTP: what pages and search engines read, and who may say something in whose name.

use crate::common::{TestShop, header, post_as as post, text};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::db::sql;
use platform::domain::review::Subject;
use platform::domain::roles::StaffRole;
use platform::domain::{AccountId, PartId, ProductId, SellerId};
use platform::reviews;

const KETTLE: &str = "gooseneck-kettle-1-litre-with-temperature-hold";

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop
}

async fn kettle(shop: &TestShop) -> (ProductId, reviews::ReviewPage, Vec<reviews::Question>) {
    let mut conn = shop.platform().db.read().await.unwrap();
    let id = platform::catalog::product_by_slug(&mut conn, KETTLE).await.unwrap().unwrap().product.id;
    let page = reviews::page(&mut conn, id, reviews::Filter::default()).await.unwrap();
    let questions = reviews::questions(&mut conn, id, 1).await.unwrap().questions;
    (id, page, questions)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_is_on_the_page_in_its_head_and_on_tiles_and_names_are_first_names() {
    let shop = demo().await;
    let page = text(shop.get(&format!("/p/{KETTLE}")).await).await;
    let head = page.split("</head>").next().unwrap();
    assert!(head.contains("\"ratingValue\":\"4.0\"") && head.contains("\"reviewCount\":4"), "{head}");
    assert!(page.contains("Pours like a pen") && page.contains("Nora"));
    for surname in ["Vidal", "Farouk", "Salas"] {
        assert!(!page.contains(surname), "{surname} is nobody's to read");
    }
    let list = text(shop.get("/search?q=gooseneck+kettle").await).await;
    assert!(list.contains("4.0 of 5 stars, 4 reviews"));
    let unreviewed = text(shop.get("/p/alpaca-hat").await).await;
    assert!(unreviewed.contains("Nobody has reviewed this yet.") && !unreviewed.contains("AggregateRating"));
    let twos = text(shop.get(&format!("/p/{KETTLE}?stars=2")).await).await;
    assert!(twos.contains("The handle gets warm") && !twos.contains("Pours like a pen"));
    let checked = shop.platform().check().await.unwrap();
    let ours = checked.iter().find(|c| c.capability == "reviews").unwrap();
    assert_eq!(ours.broken, vec![]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_answers_in_a_name_that_is_not_theirs() {
    let shop = demo().await;
    let (_, _, questions) = kettle(&shop).await;
    let question = questions.iter().find(|q| q.answers.is_empty()).unwrap().id;
    let mut conn = shop.platform().db.read().await.unwrap();
    let by_slug = async |conn: &mut platform::db::Conn, slug| {
        platform::sellers::by_slug(conn, slug).await.unwrap().unwrap().id.to_string()
    };
    let (guayabo, paramo) = (by_slug(&mut conn, "guayabo").await, by_slug(&mut conn, "paramo").await);
    drop(conn);
    let say = async |who: Option<&str>, speaker: &str, key: &str| {
        let body =
            format!("question={question}&key=test-key-{key}-000000&speaker={speaker}&answer=Yes+it+does");
        post(&shop, who, "/api/reviews/answer", body).await.status()
    };
    let (lucia, tomas) = (Some("lucia@guayabo.example"), Some("tomas@paramo.example"));
    for (who, speaker, expected) in [
        (None, "", StatusCode::UNAUTHORIZED),
        (None, guayabo.as_str(), StatusCode::UNAUTHORIZED),
        // Not bought.
        (Some("ben@shopper.example"), "", StatusCode::CONFLICT),
        (Some("ada@shopper.example"), "operator", StatusCode::FORBIDDEN),
        (tomas, guayabo.as_str(), StatusCode::NOT_FOUND),
        // One's own seller, which does not offer it.
        (tomas, paramo.as_str(), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(say(who, speaker, "refused").await, expected, "{who:?} as {speaker}");
    }
    assert_eq!(say(lucia, &guayabo, "a").await, StatusCode::OK);
    assert_eq!(say(lucia, &guayabo, "a").await, StatusCode::OK, "the same press again");
    assert_eq!(say(Some("operator@orinoco.example"), "operator", "b").await, StatusCode::OK);
    let (_, _, questions) = kettle(&shop).await;
    assert_eq!(questions.iter().find(|q| q.id == question).unwrap().answers.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_is_on_no_page_and_takes_no_vote() {
    let shop = demo().await;
    let (product, page, _) = kettle(&shop).await;
    let review = page.reviews.iter().find(|r| r.title == "The handle gets warm").unwrap().id;
    let ada = Some("ada@shopper.example");
    let vote = async |helped: &str| {
        post(&shop, ada, "/api/reviews/vote", format!("subject={review}&helped={helped}")).await.status()
    };
    assert_eq!([vote("on").await, vote("").await], [StatusCode::OK, StatusCode::OK]);
    let report = format!("subject={review}&reason=untrue");
    assert_eq!(post(&shop, ada, "/api/reviews/report", report).await.status(), StatusCode::OK);
    let decide = async |who, verdict: &str, reason: &str| {
        let body = format!("subject={review}&verdict={verdict}&reason={reason}");
        post(&shop, who, "/api/operator/decide", body).await.status()
    };
    let operator = Some("operator@orinoco.example");
    assert_eq!(decide(ada, "hide", "I+do+not+like+it").await, StatusCode::FORBIDDEN);
    assert_eq!(decide(operator, "hide", "").await, StatusCode::UNPROCESSABLE_ENTITY, "without a reason");
    assert_eq!(decide(operator, "hide", "It+was+another+kettle").await, StatusCode::OK);
    let shown = text(shop.get(&format!("/p/{KETTLE}")).await).await;
    assert!(!shown.contains("The handle gets warm") && shown.contains("\"reviewCount\":3"));
    assert_eq!(vote("on").await, StatusCode::NOT_FOUND);
    assert_eq!(decide(operator, "keep", "It+was+this+kettle").await, StatusCode::OK);
    let mut conn = shop.platform().db.read().await.unwrap();
    assert_eq!(reviews::standing(&mut conn, product).await.unwrap().rating.count(), 4);
    assert_eq!(reviews::decisions(&mut conn, Subject::Review(review)).await.unwrap().len(), 2);
}

/// The form that sends files, with this one.
async fn send_photo(shop: &TestShop, who: Option<&str>, product: ProductId, file: &[u8]) -> StatusCode {
    send_form(shop, who, product, photo_form(file)).await
}

fn photo_form(file: &[u8]) -> Vec<u8> {
    let mut body =
        b"--river\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n\r\n".to_vec();
    body.extend(file);
    body.extend(b"\r\n--river--\r\n");
    body
}

async fn send_form(shop: &TestShop, who: Option<&str>, product: ProductId, body: Vec<u8>) -> StatusCode {
    let request = Request::post(format!("/account/reviews/{product}/photos"))
        .header("content-type", "multipart/form-data; boundary=river")
        .header("sec-fetch-site", "same-origin");
    let request = match who {
        Some(email) => request.header("cookie", shop.cookie_of(email).await),
        None => request,
    };
    shop.ask(request.body(Body::from(body)).unwrap()).await.status()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_for_ones_own_review_and_must_be_one() {
    let shop = demo().await;
    let (product, page, _) = kettle(&shop).await;
    let (nora, png) = (Some("nora@buyer.example"), include_bytes!("../../../public/icons/icon-192.png"));
    assert_eq!(send_photo(&shop, None, product, png).await, StatusCode::UNAUTHORIZED);
    let without_review = send_photo(&shop, Some("ada@shopper.example"), product, png).await;
    assert_eq!(without_review, StatusCode::NOT_FOUND);
    assert_eq!(send_photo(&shop, nora, product, b"<svg/>").await, StatusCode::UNPROCESSABLE_ENTITY);
    let bomb = vec![0u8; server::http::photos::MOST_BYTES + 1];
    assert_eq!(send_photo(&shop, nora, product, &bomb).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send_photo(&shop, nora, product, png).await, StatusCode::OK);
    assert_eq!(
        send_photo(&shop, nora, product, png).await,
        StatusCode::OK,
        "the same file is the same photo"
    );
    let id = page.reviews.iter().find(|r| r.author == "Nora").unwrap().id;
    let mut conn = shop.platform().db.read().await.unwrap();
    let photos = reviews::photos_of(&mut conn, &[id]).await.unwrap();
    assert_eq!((photos.len(), photos[&id].len()), (1, 1));
    drop(conn);
    let shown = text(shop.get(&format!("/p/{KETTLE}?photos=1")).await).await;
    assert!(shown.contains(&photos[&id][0].src(160, "jpg")) && !shown.contains("Good, but loud"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_breaks_off_in_the_middle_of_its_photo_leaves_nothing() {
    let shop = demo().await;
    let (product, page, _) = kettle(&shop).await;
    let (nora, png) = (Some("nora@buyer.example"), include_bytes!("../../../public/icons/icon-192.png"));
    let form = photo_form(png);
    let photos = async || {
        let review = page.reviews.iter().find(|r| r.author == "Nora").unwrap().id;
        let mut conn = shop.platform().db.read().await.unwrap();
        reviews::photos_of(&mut conn, &[review]).await.unwrap().len()
    };
    // In the head of its part, in the picture, and with the whole picture but without the form's end.
    for cut in [40, form.len() / 2, form.len() - 6] {
        let status = send_form(&shop, nora, product, form[..cut].to_vec()).await;
        assert!(status.is_client_error(), "cut off after {cut} bytes: {status}");
        assert_eq!(photos().await, 0, "cut off after {cut} bytes");
    }
    assert_eq!(send_form(&shop, nora, product, form).await, StatusCode::OK);
    assert_eq!(photos().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_reviews_photo_is_handed_out_to_moderators_alone() {
    let shop = demo().await;
    let (product, page, _) = kettle(&shop).await;
    let (nora, png) = (Some("nora@buyer.example"), include_bytes!("../../../public/icons/icon-192.png"));
    assert_eq!(send_photo(&shop, nora, product, png).await, StatusCode::OK);
    let review = page.reviews.iter().find(|r| r.author == "Nora").unwrap().id;
    let mut conn = shop.platform().db.read().await.unwrap();
    let photo = reviews::photos_of(&mut conn, &[review]).await.unwrap()[&review][0].clone();
    drop(conn);
    let ask = async |who: Option<&str>, tag: Option<&str>| {
        let mut request = Request::get(photo.src(160, "jpg"));
        if let Some(email) = who {
            request = request.header("cookie", shop.cookie_of(email).await);
        }
        if let Some(tag) = tag {
            request = request.header("if-none-match", tag);
        }
        shop.ask(request.body(Body::empty()).unwrap()).await
    };
    let decide = async |verdict: &str| {
        let body = format!("subject={review}&verdict={verdict}&reason=It+shows+a+stranger");
        post(&shop, Some("operator@orinoco.example"), "/api/operator/decide", body).await.status()
    };
    let shown = ask(None, None).await;
    assert_eq!(
        (shown.status(), header(&shown, "cache-control").contains("immutable")),
        (StatusCode::OK, true)
    );
    let tag = header(&shown, "etag").to_owned();

    assert_eq!(decide("hide").await, StatusCode::OK);
    for who in [None, nora, Some("ada@shopper.example"), Some("lucia@guayabo.example")] {
        let hidden = ask(who, None).await;
        assert_eq!(hidden.status(), StatusCode::NOT_FOUND, "{who:?}");
        assert_eq!(header(&hidden, "cache-control"), "private, no-store", "{who:?}");
    }
    assert_eq!(
        ask(None, Some(&tag)).await.status(),
        StatusCode::NOT_FOUND,
        "nobody hears that theirs is good"
    );
    let operator = Some("operator@orinoco.example");
    let decided = ask(operator, None).await;
    assert_eq!((decided.status(), header(&decided, "cache-control")), (StatusCode::OK, "private, no-store"));
    let desk = Request::get(format!("/operator/reports/{review}"))
        .header("cookie", shop.cookie_of("operator@orinoco.example").await)
        .header("accept", "text/html");
    let desk = text(shop.ask(desk.body(Body::empty()).unwrap()).await).await;
    assert!(desk.contains(&photo.src(320, "jpg")), "who decides sees what they decide about");

    assert_eq!(decide("keep").await, StatusCode::OK);
    assert_eq!(ask(None, None).await.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_of_what_was_not_bought_and_a_broken_form_change_nothing() {
    let shop = demo().await;
    let (product, before, _) = kettle(&shop).await;
    let ben = Some("ben@shopper.example");
    for (body, expected) in [
        (
            format!("product={product}&stars=5&title=Very+good&body=Never+had+it+in+my+hands"),
            StatusCode::CONFLICT,
        ),
        (
            format!("product={product}&stars=6&title=Very+good&body=More+than+all+the+stars"),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            format!("product={product}&title=Very+good&body=No+stars+were+chosen+here"),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (format!("product={product}&stars=5&title=x&body=short"), StatusCode::UNPROCESSABLE_ENTITY),
        (
            "product=prd_nothing&stars=5&title=Very+good&body=About+nothing+at+all".into(),
            StatusCode::NOT_FOUND,
        ),
    ] {
        assert_eq!(post(&shop, ben, "/api/reviews/save", body.clone()).await.status(), expected, "{body}");
    }
    let own = before.reviews.iter().find(|r| r.author == "Nora").unwrap().id;
    let vote = format!("subject={own}&helped=on");
    let answer = post(&shop, Some("nora@buyer.example"), "/api/reviews/vote", vote).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT, "nobody votes for their own words");
    assert_eq!(kettle(&shop).await.1.reviews, before.reviews);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_rates_the_seller_of_what_arrived_and_its_page_says_so() {
    let shop = demo().await;
    let mut conn = shop.platform().db.read().await.unwrap();
    let found: Option<(PartId, AccountId, SellerId)> = conn
        .opt(sql("SELECT p.id, o.account_id, p.seller_id FROM orders_parts p JOIN orders_orders o ON o.id = p.order_id
                  JOIN sellers_sellers s ON s.id = p.seller_id
                  WHERE p.state = 'delivered' AND o.account_id IS NOT NULL AND s.slug = 'guayabo' ORDER BY p.id LIMIT 1"))
        .await
        .unwrap();
    let (part, buyer, seller) = found.expect("the demo delivered something of Casa Guayabo's");
    let accounts = platform::identity::accounts(&mut conn, &[buyer]).await.unwrap();
    drop(conn);
    let email = accounts[&buyer].email.to_string();
    let give = async |who: Option<&str>, rest: &str| {
        post(&shop, who, "/api/reviews/feedback", format!("part={part}&{rest}")).await.status()
    };
    let words = "stars=4&words=Well+packed%2C+a+day+late.";
    assert_eq!(give(None, words).await, StatusCode::UNAUTHORIZED);
    assert_eq!(give(Some("lucia@guayabo.example"), words).await, StatusCode::CONFLICT, "not hers");
    for wrong in ["stars=6&words=Well+packed", "stars=4&words=", "words=Well+packed"] {
        assert_eq!(give(Some(email.as_str()), wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    for _ in 0..2 {
        assert_eq!(give(Some(email.as_str()), words).await, StatusCode::OK);
    }
    assert_eq!(
        give(Some(email.as_str()), "stars=1&words=Changed+my+mind").await,
        StatusCode::CONFLICT,
        "once"
    );
    let page = text(shop.get("/s/guayabo").await).await;
    assert!(page.contains("Well packed, a day late.") && page.contains("4.0 of 5 stars, 1 review"), "{page}");

    let mut conn = shop.platform().db.read().await.unwrap();
    let said = reviews::feedback_of_seller(&mut conn, seller, 1, 1).await.unwrap().feedback.remove(0);
    let owner = shop.account_of("lucia@guayabo.example").await;
    let told = platform::mail::by_key(&mut conn, &format!("feedback:{}:{owner}", said.id)).await.unwrap();
    assert!(told.is_some(), "whoever answers for the seller is told");
    drop(conn);
    let answer = async |who: &str, desk: SellerId| {
        let body = format!("seller={desk}&feedback={}&answer=The+carrier+was+late.", said.id);
        post(&shop, Some(who), "/api/seller/feedback-answer", body).await.status()
    };
    let paramo = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::sellers::by_slug(&mut conn, "paramo").await.unwrap().unwrap().id
    };
    assert_eq!(answer("tomas@paramo.example", seller).await, StatusCode::NOT_FOUND);
    assert_eq!(
        answer("tomas@paramo.example", paramo).await,
        StatusCode::NOT_FOUND,
        "from an own desk neither"
    );
    assert!(!text(shop.get("/s/guayabo").await).await.contains("The carrier was late."));
    assert_eq!(answer("lucia@guayabo.example", seller).await, StatusCode::OK);
    assert!(text(shop.get("/s/guayabo").await).await.contains("The carrier was late."));
    let cookie = shop.cookie_of("lucia@guayabo.example").await;
    let health = crate::common::page_as(&shop, "/seller/health", &cookie).await;
    assert!(health.contains("data-feedback-rating=\"40\""), "{health}");
    let way = format!("/seller/reviews?seller={seller}#feedback");
    assert!(health.contains(&way));
    crate::makers::seat_of(&shop, seller, "packer@guayabo.example", StaffRole::Shipping).await;
    let cookie = shop.cookie_of("packer@guayabo.example").await;
    let health = crate::common::page_as(&shop, "/seller/health", &cookie).await;
    assert!(health.contains("data-feedback-rating=\"40\""), "{health}");
    assert!(!health.contains(&way), "no link to what the role does not open");

    let report = format!("subject={}&reason=private", said.id);
    assert_eq!(
        post(&shop, Some("lucia@guayabo.example"), "/api/reviews/report", report).await.status(),
        StatusCode::OK
    );
    let hide = format!("subject={}&verdict=hide&reason=It+names+somebody", said.id);
    let hidden = post(&shop, Some("operator@orinoco.example"), "/api/operator/decide", hide).await;
    assert_eq!(hidden.status(), StatusCode::OK);
    assert!(!text(shop.get("/s/guayabo").await).await.contains("Well packed, a day late."));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_for_a_seller_chooses_how_to_hear_of_its_buyers() {
    use platform::notify::{Choice, Kind, choice};
    const LUCIA: &str = "lucia@guayabo.example";
    let shop = demo().await;
    let page = async |who: &str| {
        let cookie = shop.cookie_of(who).await;
        crate::common::page_as(&shop, "/account/notifications", &cookie).await
    };
    assert!(page(LUCIA).await.contains("When a buyer rates your shop"));
    assert!(!page("ben@shopper.example").await.contains("When a buyer rates your shop"));
    assert!(page(LUCIA).await.contains("When a shopper asks about something your shop sells"));
    assert!(!page("ben@shopper.example").await.contains("asks about something your shop sells"));
    let lucia = shop.account_of(LUCIA).await;
    let pushes_alone = Choice { page: false, push: true, mail: false };
    // A form that did not ask leaves what was chosen.
    for asked in ["&feedback_asked=on&feedback_push=on&question_page=on", ""] {
        let body = format!("shipped_mail=on&message_mail=on{asked}");
        let answer = post(&shop, Some(LUCIA), "/api/account/notifications", body).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let mut conn = shop.platform().db.read().await.unwrap();
        assert_eq!(choice(&mut conn, lucia, Kind::Feedback).await.unwrap(), pushes_alone, "{asked}");
        let bell_alone = Choice { page: true, push: false, mail: false };
        assert_eq!(choice(&mut conn, lucia, Kind::Question).await.unwrap(), bell_alone, "{asked}");
    }
}
