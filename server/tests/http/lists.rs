//! Wish lists over HTTP: what is taken off comes back by the button beside the notice.

use crate::common::{TestShop, cookie_in, header, post_form, text};
use axum::body::Body;
use http::{Request, StatusCode};
use platform::domain::{AccountId, ListId};
use platform::lists::{self, Item};

const ADA: &str = "ada@shopper.example";

async fn items_of(shop: &TestShop, me: AccountId) -> (ListId, Vec<Item>) {
    let mut conn = shop.platform().db.read().await.unwrap();
    let list = lists::latest(&mut conn, me).await.unwrap().unwrap().id;
    (list, lists::items(&mut conn, list).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_off_a_list_comes_back_by_the_notices_button() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let me = shop.account_of(ADA).await;
    let cookie = shop.cookie_of(ADA).await;
    let mut conn = shop.platform().db.read().await.unwrap();
    let hat = platform::catalog::product_by_slug(&mut conn, "alpaca-hat").await.unwrap().unwrap().product.id;
    drop(conn);
    post_form(&shop, "/api/lists/add", &cookie, &format!("product={hat}")).await;
    let (list, items) = items_of(&shop, me).await;
    let item = items.iter().find(|item| item.product_id == hat).unwrap().id;
    let changed = format!("id={item}&quantity=3&note=the+blue+one");
    post_form(&shop, "/api/lists/item-change", &cookie, &changed).await;
    let (_, before) = items_of(&shop, me).await;

    let removed = post_form(&shop, "/api/lists/item-remove", &cookie, &format!("id={item}")).await;
    assert_eq!((removed.status(), header(&removed, "location")), (StatusCode::SEE_OTHER, &*page(list)));
    assert_eq!(items_of(&shop, me).await.1.len(), before.len() - 1);
    let flash = cookie_in(&removed, "flash").unwrap();
    for (language, words) in [("en", "Undo"), ("es", "Deshacer"), ("ar", "تراجع")] {
        let request = Request::get(page(list))
            .header("cookie", format!("{cookie}; {flash}"))
            .header("accept-language", language)
            .header("accept", "text/html");
        let shown = text(shop.ask(request.body(Body::empty()).unwrap()).await).await;
        let notices = shown.split("id=\"notices\"").nth(1).unwrap().split("</form>").next().unwrap();
        assert!(
            notices.contains("action=\"/api/lists/item-restore\"") && notices.contains(words),
            "{notices}"
        );
        assert!(notices.contains(&item.to_string()), "{notices}");
    }

    let nora = shop.cookie_of("nora@buyer.example").await;
    let restore = format!("id={item}");
    post_form(&shop, "/api/lists/item-restore", &nora, &restore).await;
    assert_eq!(items_of(&shop, me).await.1.len(), before.len() - 1, "a stranger puts nothing back");
    for _ in 0..2 {
        let back = post_form(&shop, "/api/lists/item-restore", &cookie, &restore).await;
        assert_eq!((back.status(), header(&back, "location")), (StatusCode::SEE_OTHER, &*page(list)));
        assert_eq!(items_of(&shop, me).await.1, before, "as it was, however often the button is pressed");
    }
}

fn page(list: ListId) -> String {
    format!("/account/lists/{list}")
}
