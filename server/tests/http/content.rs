//! Help, imprint and their like: read by everybody, written by the operator.

use crate::common::{TestShop, assert_status, header, post_form, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop
}

async fn post(shop: &TestShop, cookie: &str, path: &str, form: &str) -> Response<Body> {
    post_form(shop, path, cookie, form).await
}

async fn as_operator(shop: &TestShop, cookie: &str, path: &str) -> String {
    let answer = shop.ask(Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap()).await;
    assert_status(&answer, StatusCode::OK);
    text(answer).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shipped_pages_are_read_in_every_language() {
    let shop = demo().await;
    for (path, words) in [
        ("/help?lang=en", "Delivery"),
        ("/help/returns?lang=es", "Devoluciones"),
        ("/cookies?lang=ar", "ملفات تعريف الارتباط"),
        ("/imprint", "<mark>"),
        ("/privacy?lang=es", "Privacidad"),
    ] {
        let answer = shop.get(path).await;
        assert_status(&answer, StatusCode::OK);
        assert!(text(answer).await.contains(words), "{path}");
    }
    let footer = text(shop.get("/").await).await;
    for path in ["/help", "/imprint", "/privacy", "/cookies"] {
        assert!(footer.contains(&format!("href=\"{path}\"")), "{path} in the footer");
    }
    for path in ["/help/there-is-none", "/help/..%2Fimprint", "/help/Delivery"] {
        assert_status(&shop.get(path).await, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_from_a_later_day_is_shown_as_coming_and_can_be_taken_back_until_then() {
    let shop = demo().await;
    let cookie = shop.cookie_of("operator@orinoco.example").await;
    let editor = "/operator/content/edit?page=imprint&language=en";
    let coming = "page=imprint&language=en&title=Imprint&seen=0&body=Mara+Ltd&act=publish&position=0";
    let wrong = format!("{coming}&from=yesterday");
    post(&shop, &cookie, "/api/operator/content-save", &wrong).await;
    let page = as_operator(&shop, &cookie, editor).await;
    assert!(page.contains("Mara Ltd") && page.contains("This is a draft"), "what was typed is kept");
    let later = format!("{}&from=2099-01-01+08%3A00", coming.replace("seen=0", "seen=1"));
    post(&shop, &cookie, "/api/operator/content-save", &later).await;
    assert!(!text(shop.get("/imprint").await).await.contains("Mara Ltd"), "not before it begins");
    let page = as_operator(&shop, &cookie, editor).await;
    assert!(page.contains("Another text begins on") && page.contains("2099-01-01 08:00"));
    assert!(as_operator(&shop, &cookie, "/operator/content").await.contains("2099"));
    let looked_at = as_operator(&shop, &cookie, &format!("{editor}&version=2")).await;
    assert!(looked_at.contains("Mara Ltd") && looked_at.contains("/api/operator/content-unschedule"));
    let back = "page=imprint&language=en&number=2";
    post(&shop, &cookie, "/api/operator/content-unschedule", back).await;
    let page = as_operator(&shop, &cookie, editor).await;
    assert!(!page.contains("Another text begins on") && page.contains("taken back before"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_publishes_is_read_and_can_be_taken_back() {
    let shop = demo().await;
    let cookie = shop.cookie_of("operator@orinoco.example").await;
    let editor = "/operator/content/edit?page=imprint&language=en";
    assert!(as_operator(&shop, &cookie, "/operator/content").await.contains("Name of the company or person"));
    let draft = "page=imprint&language=en&title=Imprint&seen=0&body=Mara+Ltd&act=draft&position=0";
    let answer = post(&shop, &cookie, "/api/operator/content-save", draft).await;
    assert_eq!((answer.status(), header(&answer, "location")), (StatusCode::SEE_OTHER, editor));
    assert!(!text(shop.get("/imprint").await).await.contains("Mara Ltd"), "a draft is nobody's to read");
    assert!(as_operator(&shop, &cookie, editor).await.contains("Mara Ltd"));
    let publish = draft.replace("act=draft", "act=publish").replace("seen=0", "seen=1");
    post(&shop, &cookie, "/api/operator/content-save", &publish).await;
    assert!(text(shop.get("/imprint").await).await.contains("Mara Ltd"));
    let spanish = text(shop.get("/imprint?lang=es").await).await;
    assert!(
        spanish.contains("Mara Ltd") && spanish.contains("lang=\"en\" dir=\"ltr\" class=\"written\""),
        "{spanish}"
    );
    assert!(
        !as_operator(&shop, &cookie, "/operator/content").await.contains("Name of the company or person")
    );
    let back = "page=imprint&language=en&number=0";
    post(&shop, &cookie, "/api/operator/content-restore", back).await;
    assert!(text(shop.get("/imprint").await).await.contains("<mark>"));
    let history = as_operator(&shop, &cookie, editor).await;
    assert!(history.contains("data-version=\"3\"") && history.contains("data-version=\"1\""));
    let answer = post(&shop, &cookie, "/api/operator/content-withdraw", "page=imprint&language=en").await;
    assert!(header(&answer, "set-cookie").contains("flash="), "it is needed, and the page says so");
    assert_status(&shop.get("/imprint").await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_over_a_category_stand_on_its_first_page() {
    let shop = demo().await;
    let cookie = shop.cookie_of("operator@orinoco.example").await;
    let form = "page=category/kitchen&language=en&title=Kitchen&body=Saucepans+%3Cscript%3Ealert(1)%3C%2Fscript%3E\
                &act=publish&seen=0&position=0";
    post(&shop, &cookie, "/api/operator/content-save", form).await;
    let page = text(shop.get("/c/kitchen").await).await;
    assert!(page.contains("Saucepans &lt;script&gt;alert(1)"), "shown as the words that they are");
    assert!(page.contains("name=\"description\" content=\"Saucepans"));
    assert!(!text(shop.get("/c/kitchen?stock=1").await).await.contains("Saucepans"));
    let unknown = form.replace("kitchen", "no-such-category");
    post(&shop, &cookie, "/api/operator/content-save", &unknown).await;
    let overview = as_operator(&shop, &cookie, "/operator/content").await;
    assert!(overview.contains("data-page=\"category/kitchen\"") && !overview.contains("no-such-category"));
}
